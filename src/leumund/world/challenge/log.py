"""The game's own log: the tree, checkpoints and proofs of ``leumund.ledger``, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.ledger import (
    Checkpoint,
    Leaf,
    Opening,
    PrivateKey,
    Proof,
    leaf_hash,
    path_of_hashes,
    root_of_hashes,
    seal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


# Not frozen: a log grows.
@dataclass(slots=True)
class Log:
    """Entries in their order. ``entropy`` gives each entry's salt."""

    key: PrivateKey
    entropy: Callable[[int], bytes]
    entries: list[tuple[Leaf, Opening]] = field(default_factory=list)

    def append(self, kind: str, at: datetime, body: Mapping[str, object]) -> int:
        """Add an entry; its index."""
        opening = seal(body, self.entropy(32))
        self.entries.append((Leaf(kind, at, opening.commitment), opening))
        return len(self.entries) - 1

    def note(self) -> bytes:
        """The signed checkpoint over all entries so far."""
        root = root_of_hashes(self._hashes())
        return self.key.sign(Checkpoint(self.key.name, len(self.entries), root))

    def proof(self, index: int) -> bytes:
        """The opened proof of one entry against the newest checkpoint, as a file."""
        leaf, opening = self.entries[index]
        path = path_of_hashes(index, self._hashes())
        return Proof(leaf.encode(), index, path, self.note(), opening).encode()

    def _hashes(self) -> list[bytes]:
        return [leaf_hash(leaf.encode()) for leaf, _opening in self.entries]
