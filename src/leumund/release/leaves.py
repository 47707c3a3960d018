"""The tree over all units of a draw: so that one unit can be shown without all the others.

After the draw the root of an RFC 6962 tree is committed in the ledger. Its leaves, in unit
order, say in which copies and portions a unit is; each is salted, so that a leaf that is not
opened says nothing. An exhibit opens the leaves of its subjects and the sizes, never a list.
A leaf also fixes which numbers the unit has, under a salt of its own: for the court to
open, and not for a partner in whose copy the person is not.

Layout (docs/reference/draw-algorithm.md, 6): salt 16 bytes, unit 4, stratum 4, held back 1,
digest of the numbers 32, then one byte per copy in the order of the frame: 0 for not in it,
else the portion counted from 1. Numbers are most significant byte first.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leumund.ledger import inclusion_path, leaf_hash, node_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from leumund.release.draw import Drawn

_DOMAIN = b"leumund-leaf-1\n"
_NUMBERS_DOMAIN = b"leumund-numbers-1\n"
_SALT_BYTES = 16
_HASH_BYTES = 32
_AT_A_TIME = 1 << 14
MOST_PORTIONS = 255


@dataclass(frozen=True, slots=True)
class OpenedLeaf:
    """One unit, shown: ``data`` are the leaf's bytes, ``path`` leads from it to the root."""

    unit: int
    size: int
    data: bytes
    path: tuple[bytes, ...]

    def portions(self) -> dict[int, int]:
        """The copies this unit is in (places in the frame), with the portion, from 1."""
        copies = self.data[_SALT_BYTES + 4 + 4 + 1 + _HASH_BYTES :]
        return {place: portion for place, portion in enumerate(copies) if portion}


def leaf_data(
    drawn: Drawn,
    strata: NDArray[np.int32],
    copies: int,
    numbers: Sequence[bytes] | bytes,
    secret: bytes,
) -> Iterator[bytes]:
    """Every unit's leaf, in unit order; ``numbers``: see ``number_digests``, or its result."""
    digests = numbers if isinstance(numbers, bytes) else number_digests(numbers, secret)
    salts = _salts(secret, len(strata))
    by_unit = _by_unit(drawn, len(strata), copies)
    is_held = np.zeros(len(strata), dtype=np.uint8)
    is_held[drawn.held] = 1
    for start in range(0, len(strata), _AT_A_TIME):
        end = min(start + _AT_A_TIME, len(strata))
        rows = [
            np.frombuffer(salts[start * 32 : end * 32], np.uint8).reshape(-1, 32)[:, :16],
            _bytes_of(np.arange(start, end)),
            _bytes_of(strata[start:end]),
            is_held[start:end, None],
            np.frombuffer(digests[start * 32 : end * 32], np.uint8).reshape(-1, 32),
            by_unit[start:end].toarray(),
        ]
        block = np.hstack(rows)
        data, width = block.tobytes(), block.shape[1]
        for at in range(end - start):
            yield data[at * width : (at + 1) * width]


def _by_unit(drawn: Drawn, units: int, copies: int) -> csr_array:
    """Units x copies: the portion from 1. Memberships come by copy, then unit."""
    from scipy.sparse import csc_array

    bounds = np.searchsorted(drawn.copy, np.arange(copies + 1, dtype=np.int32))
    portion = (drawn.portion + 1).astype(np.uint8)
    return csc_array((portion, drawn.unit, bounds), shape=(units, copies)).tocsr()


def number_digests(numbers: Sequence[bytes], secret: bytes) -> bytes:
    """Per unit, 32 bytes: what its leaf says of its numbers until the salt is shown.

    ``numbers``: per unit its E.164 numbers in the order of line ids, joined by line feeds.
    """
    salts, sha256 = _salts(secret, len(numbers)), hashlib.sha256
    return b"".join(
        sha256(_NUMBERS_DOMAIN + salts[unit * 32 + 16 : unit * 32 + 32] + mine).digest()
        for unit, mine in enumerate(numbers)
    )


def numbers_digest(numbers: bytes, salt: bytes) -> bytes:
    """What a leaf says of these numbers, for whoever has been shown the salt."""
    return hashlib.sha256(_NUMBERS_DOMAIN + salt + numbers).digest()


def numbers_salt(secret: bytes, unit: int) -> bytes:
    """The salt of one unit's numbers."""
    return _salts(secret, unit + 1)[unit * 32 + 16 :]


def leaf_hashes(leaves: Iterator[bytes]) -> bytes:
    """The hashes of the leaves, 32 bytes each: kept, as leaves cannot be made again once a
    number has been erased."""
    return b"".join(map(leaf_hash, leaves))


class LeafTree:
    """The tree over the leaf hashes of a draw, to take paths from."""

    def __init__(self, hashes: bytes) -> None:
        row = [hashes[at : at + _HASH_BYTES] for at in range(0, len(hashes), _HASH_BYTES)]
        self.size = len(row)
        self._rows = [row]
        while len(row) > 1:
            row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
            self._rows.append(row)

    def path(self, unit: int) -> tuple[bytes, ...]:
        """The hashes that lead from this unit's leaf to the root."""
        return inclusion_path(unit, self.size, lambda height, at: self._rows[height][at])


def open_leaves(units: Sequence[int], data: Iterable[bytes], hashes: bytes) -> list[OpenedLeaf]:
    """These units' leaves with their paths; ``data``: all leaves in unit order, made again."""
    tree, wanted = LeafTree(hashes), set(units)
    found = {unit: leaf for unit, leaf in enumerate(data) if unit in wanted}
    return [OpenedLeaf(unit, tree.size, found[unit], tree.path(unit)) for unit in units]


def _salts(secret: bytes, units: int) -> bytes:
    return hashlib.shake_128(secret + _DOMAIN).digest(32 * units)


def _bytes_of(values: NDArray[np.signedinteger]) -> NDArray[np.uint8]:
    return np.frombuffer(values.astype(">u4").tobytes(), np.uint8).reshape(-1, 4)
