"""A small log built straight from the definitions, without the code that it tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from leumund.ledger.checkpoint import Checkpoint, PrivateKey, PublicKey
from leumund.ledger.entry import Leaf, Opening, seal
from leumund.ledger.proof import Proof
from leumund.ledger.tree import leaf_hash

KEY = PrivateKey("example.com/ledger", bytes(range(32)))
START = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def defined_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha256(b"\x01" + defined_root(hashes[:k]) + defined_root(hashes[k:])).digest()


def defined_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return [*defined_path(index, hashes[:k]), defined_root(hashes[k:])]
    return [*defined_path(index - k, hashes[k:]), defined_root(hashes[:k])]


def defined_consistency(old: int, hashes: list[bytes], *, is_whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2 (SUBPROOF), word for word."""
    if old == len(hashes):
        return [] if is_whole else [defined_root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [
            *defined_consistency(old, hashes[:k], is_whole=is_whole),
            defined_root(hashes[k:]),
        ]
    return [*defined_consistency(old - k, hashes[k:], is_whole=False), defined_root(hashes[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


@dataclass(frozen=True)
class Log:
    leaves: list[bytes]
    openings: list[Opening]
    note: bytes
    key: PublicKey

    @classmethod
    def of(cls, size: int) -> Log:
        openings = [seal({"rows": i}, sha256(b"salt %d" % i).digest()) for i in range(size)]
        leaves = [
            Leaf("people.load", START + timedelta(minutes=i), opening.commitment).encode()
            for i, opening in enumerate(openings)
        ]
        root = defined_root([leaf_hash(leaf) for leaf in leaves])
        note = KEY.sign(Checkpoint(KEY.name, size, root))
        return cls(leaves, openings, note, KEY.public)

    def proof(self, index: int, *, opened: bool = True) -> Proof:
        path = defined_path(index, [leaf_hash(leaf) for leaf in self.leaves])
        opening = self.openings[index] if opened else None
        return Proof(self.leaves[index], index, tuple(path), self.note, opening)
