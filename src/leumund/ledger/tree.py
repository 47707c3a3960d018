"""The Merkle tree: RFC 6962 hashes, proofs, and the C2SP tile layout.

Two shapes of hash: a *node* is the hash of a complete subtree, named by its height and its
index at that height (height 0: leaf hashes); a *tile* holds up to 256 nodes whose height is
eight times the tile's level. All functions are pure; ``fetch`` and ``node`` are how the caller
hands in hashes that lie elsewhere. README sections 4 and 5.

This is one of the nine files an outsider needs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from leumund.ledger.entry import DoesNotVerify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Node = Callable[[int, int], bytes]

HASH_BYTES: Final = 32
TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 8
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a leaf's bytes."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaves' bytes, in this order."""
    return root_of_hashes([leaf_hash(leaf) for leaf in leaves])


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (or over nodes of one height).

    Pairing from the left and carrying an odd last one up gives RFC 6962's tree: its split at
    the largest power of two leaves only the rightmost path incomplete.
    """
    row = list(hashes)
    while len(row) > 1:
        odd = row[len(row) & ~1 :]
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)] + odd
    return row[0] if row else EMPTY_ROOT


# --- proofs, made -----------------------------------------------------------------------


def range_root(start: int, end: int, node: Node) -> bytes:
    """The root over leaves start to end (not including), where start fits RFC 6962's splits."""
    peaks = []
    while start < end:
        height = (end - start).bit_length() - 1
        peaks.append(node(height, start >> height))
        start += 1 << height
    if not peaks:
        return EMPTY_ROOT
    result = peaks.pop()
    while peaks:
        result = node_hash(peaks.pop(), result)
    return result


def inclusion_path(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """RFC 6962, 2.1.1: the hashes from the leaf's sibling up to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start = middle
    return tuple(reversed(path))


def path_of_hashes(index: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The same for a tree whose leaf hashes all lie in memory."""
    rows = [list(hashes)]
    while len(row := rows[-1]) > 1:
        rows.append([node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)])
    return inclusion_path(index, len(hashes), lambda height, at: rows[height][at])


def consistency_path(old: int, new: int, node: Node) -> tuple[bytes, ...]:
    """RFC 6962, 2.1.2: shows that the tree of ``old`` leaves is the beginning of ``new``."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof leads from {old} to {new} leaves")
    path, start, end, is_on_the_left_edge = [], 0, new, True
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(middle, end, node))
            end = middle
        else:
            path.append(range_root(start, middle, node))
            start, is_on_the_left_edge = middle, False
    if not is_on_the_left_edge:
        path.append(range_root(start, end, node))
    return tuple(reversed(path))


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


# --- proofs, checked --------------------------------------------------------------------


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> None:
    """Whether the leaf with this hash stands at ``index``; raises DoesNotVerify.

    RFC 9162, 2.1.3.2, its steps in their order.
    """
    if not 0 <= index < size:
        raise DoesNotVerify("The index lies outside the tree.", index=index, size=size)
    if len(expected) != HASH_BYTES:
        raise DoesNotVerify("The root is not a SHA-256 hash.", bytes=len(expected))
    position, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise DoesNotVerify("The path is longer than the tree is high.", hashes=len(path))
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            position, last = _drop_zeros(position, last)
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise DoesNotVerify("The path is shorter than the tree is high.", hashes=len(path))
    _same(result, expected, "The path does not lead from the leaf to the root.")


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Whether the smaller tree is the beginning of the larger; raises DoesNotVerify.

    RFC 9162, 2.1.4.2, its steps in their order.
    """
    if not 0 < old <= new:
        raise DoesNotVerify("These sizes cannot follow each other.", old=old, new=new)
    if old == new:
        if path:
            raise DoesNotVerify("Equal trees need no path.", hashes=len(path))
        _same(old_root, new_root, "Two roots are given for the same size.")
        return
    hashes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not hashes:
        raise DoesNotVerify("The path between the trees is missing.", old=old, new=new)
    _walk_consistency(old - 1, new - 1, hashes, old_root, new_root)


def _walk_consistency(
    position: int, last: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    while position & 1:
        position, last = position >> 1, last >> 1
    first, second = hashes[0], hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise DoesNotVerify("The path between the trees is too long.", hashes=len(hashes))
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            position, last = _drop_zeros(position, last)
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    if last != 0:
        raise DoesNotVerify("The path between the trees is too short.", hashes=len(hashes))
    _same(first, old_root, "The path does not contain the older tree.")
    _same(second, new_root, "The path does not lead to the newer tree.")


def _drop_zeros(position: int, last: int) -> tuple[int, int]:
    """Climb past the levels on which a rightmost node has no sibling."""
    while position & 1 == 0 and position != 0:
        position, last = position >> 1, last >> 1
    return position, last


def _same(found: bytes, expected: bytes, what: str) -> None:
    if found != expected:
        raise DoesNotVerify(what, found=found.hex(), expected=expected.hex())


# --- tiles ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """One tile: its level (0: leaf hashes), its index there, and how many hashes it holds."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where its hashes lie, relative to the ledger's folder."""
        return f"tile/{self.level}/{self._number}"

    @property
    def bundle(self) -> str:
        """Where its leaves lie; there are bundles for level 0 only."""
        return f"tile/entries/{self._number}"

    @property
    def whole(self) -> Tile:
        """The same tile once it is full."""
        return Tile(self.level, self.index)

    @property
    def _number(self) -> str:
        digits = f"{self.index:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return number if self.width == TILE_WIDTH else f"{number}.p/{self.width}"


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile as it stands in a tree of ``size`` leaves."""
    there = (size >> (TILE_HEIGHT * level)) - index * TILE_WIDTH
    return Tile(level, index, min(there, TILE_WIDTH))


def tiles_of(size: int, start: int = 0) -> Iterator[Tile]:
    """All tiles of a tree of ``size`` leaves that a tree of ``start`` leaves lacks."""
    level = 0
    while count := size >> (TILE_HEIGHT * level):
        before = start >> (TILE_HEIGHT * level)
        if count > before:
            for index in range(before // TILE_WIDTH, -(-count // TILE_WIDTH)):
                yield tile_at(level, index, size)
        level += 1


def grow(
    size: int, hashes: Sequence[bytes], fetch: Callable[[Tile], bytes]
) -> Iterator[tuple[Tile, bytes]]:
    """The tiles that change when leaf hashes are added to a tree of ``size`` leaves.

    ``fetch`` is asked only for the partial tiles on the right edge, at most one a level.
    """
    level, added = 0, list(hashes)
    while added:
        first, width = divmod(size, TILE_WIDTH)
        row = split_hashes(fetch(Tile(level, first, width))) + added if width else added
        added = []
        for start in range(0, len(row), TILE_WIDTH):
            block = row[start : start + TILE_WIDTH]
            index = first + start // TILE_WIDTH
            yield Tile(level, index, len(block)), b"".join(block)
            if len(block) == TILE_WIDTH:
                added.append(root_of_hashes(block))
        size, level = first, level + 1


def split_hashes(tile: bytes) -> list[bytes]:
    """A tile's hashes; raises DoesNotVerify for a file cut in the middle."""
    if len(tile) % HASH_BYTES:
        raise DoesNotVerify("A tile is cut in the middle of a hash.", bytes=len(tile))
    return [tile[i : i + HASH_BYTES] for i in range(0, len(tile), HASH_BYTES)]


def join_leaves(leaves: Iterable[bytes]) -> bytes:
    """An entry bundle: each leaf behind its length in two bytes, big-endian."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def split_leaves(bundle: bytes) -> list[bytes]:
    """A bundle's leaves; raises DoesNotVerify for a file cut in the middle."""
    leaves, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle) or at + 2 > len(bundle):
            raise DoesNotVerify("A bundle is cut in the middle.", bytes=len(bundle))
        leaves.append(bundle[at + 2 : end])
        at = end
    return leaves


# Not frozen: it remembers the tiles that it has read.
@dataclass(slots=True)
class TiledTree:
    """The nodes of a tree of ``size`` leaves, read from its tiles as they are needed."""

    size: int
    fetch: Callable[[Tile], bytes]
    _read: dict[Tile, list[bytes]] = field(default_factory=dict)

    def node(self, height: int, index: int) -> bytes:
        """The hash of a complete subtree; raises what ``fetch`` raises."""
        level, above = divmod(height, TILE_HEIGHT)
        first = index << above
        hashes = self._hashes(tile_at(level, first // TILE_WIDTH, self.size))
        offset = first % TILE_WIDTH
        return root_of_hashes(hashes[offset : offset + (1 << above)])

    def root(self) -> bytes:
        """The root that the tiles give."""
        return range_root(0, self.size, self.node)

    def inclusion_path(self, index: int) -> tuple[bytes, ...]:
        """RFC 6962, 2.1.1, for the leaf at ``index``."""
        return inclusion_path(index, self.size, self.node)

    def consistency_path(self, old: int) -> tuple[bytes, ...]:
        """RFC 6962, 2.1.2, from the tree of ``old`` leaves to this one."""
        return consistency_path(old, self.size, self.node)

    def _hashes(self, tile: Tile) -> list[bytes]:
        if tile not in self._read:
            hashes = split_hashes(self.fetch(tile))
            if len(hashes) != tile.width:
                raise DoesNotVerify(
                    "A tile has not as many hashes as it should.",
                    tile=tile.path, found=len(hashes), expected=tile.width,
                )  # fmt: skip
            self._read[tile] = hashes
        return self._read[tile]
