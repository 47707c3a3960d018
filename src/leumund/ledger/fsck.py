"""Derive every hash again and say what does not fit; never repair anything.

Each link of the chain is checked by itself: row against bundle, bundle against leaf hashes,
tile against the tiles below, tiles against each signed root, body against its commitment. So
one changed byte gives one or two problems and not a flood of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Protocol

from leumund.basics.language import _
from leumund.ledger.entry import DoesNotVerify, read_body
from leumund.ledger.tree import (
    TILE_HEIGHT,
    TILE_WIDTH,
    Tile,
    TiledTree,
    leaf_hash,
    root_of_hashes,
    split_hashes,
    split_leaves,
    tiles_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leumund.ledger.checkpoint import Checkpoint
    from leumund.ledger.entry import Leaf, Opening
    from leumund.ledger.stored import StoredEntry

    Block = Sequence[bytes | None]


class Files(Protocol):
    """The stored tiles and bundles; None where there is none."""

    def tile(self, tile: Tile) -> bytes | None: ...

    def bundle(self, tile: Tile) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit: where, what, and the two values (hashes as hex)."""

    where: str
    what: str
    found: str = ""
    expected: str = ""


def examine(
    size: int, files: Files, blocks: Iterable[Block], start: int = 0
) -> Iterator[Problem]:
    """All that does not fit in the tiles that a tree of ``size`` leaves has beyond ``start``.

    ``blocks`` are the stored leaves of each bundle concerned, in order (None for a row that
    is missing): 256 at a time, beginning with the bundle that holds ``start``.
    """
    rows = iter(blocks)
    for tile in tiles_of(size, start):
        if tile.level == 0:
            yield from _leaves(tile, files, next(rows, ()))
        else:
            yield from _above(tile, files, start >> (TILE_HEIGHT * tile.level))


def examine_root(where: str, checkpoint: Checkpoint, files: Files) -> Iterator[Problem]:
    """Whether the tiles give the root that was signed at this size."""
    try:
        found = TiledTree(checkpoint.size, lambda tile: files.tile(tile) or b"").root()
    except DoesNotVerify as problem:
        yield Problem(where, _("Its root cannot be derived: {why}").format(why=problem.what))
        return
    if found != checkpoint.root:
        what = _("The tiles do not give the root that was signed.")
        yield Problem(where, what, found.hex(), checkpoint.root.hex())


def examine_open_bundle(size: int, files: Files) -> Iterator[Problem]:
    """Whether the open bundle of a tree of ``size`` leaves has the hashes of its tile."""
    tile = Tile(0, size // TILE_WIDTH, size % TILE_WIDTH)
    if tile.width:
        yield from _bundle(tile, files)


# Not frozen: it counts while the entries pass by.
@dataclass(slots=True)
class Openings:
    """What the entries said against their commitments, counted while they pass by."""

    entries: int = 0
    opened: int = 0
    problems: list[Problem] = field(default_factory=list)
    erased_by: dict[int, int] = field(default_factory=dict)

    def blocks(self, entries: Iterable[StoredEntry], size: int) -> Iterator[Block]:
        """The leaves of these entries, bundle by bundle; None where an index is missing."""
        following = iter(entries)
        entry = next(following, None)
        for start in range(0, size, TILE_WIDTH):
            block: list[bytes | None] = [None] * min(TILE_WIDTH, size - start)
            while entry is not None and (entry.index or 0) < start + len(block):
                block[(entry.index or 0) - start] = entry.leaf.encode()
                self.see(entry)
                entry = next(following, None)
            yield block

    def see(self, entry: StoredEntry) -> None:
        """Count the entry, and check what it said if that is still there."""
        self.entries += 1
        if entry.opening is not None:
            self.opened += 1
            self.problems += examine_opening(_entry(entry.index), entry.leaf, entry.opening)
        elif entry.erased_by is None:
            what = _("What it said is gone, and no entry says that it was erased.")
            self.problems.append(Problem(_entry(entry.index), what))
        else:
            self.erased_by[entry.entry_id] = entry.erased_by

    def examine_erasures(self, erasures: Mapping[int, bytes | None]) -> Iterator[Problem]:
        """Whether each erased entry is named by the entry that claims to have erased it.

        ``erasures``: what the entries of the kind ledger.erase said, by their id.
        """
        for entry_id, erased_by in self.erased_by.items():
            body = erasures.get(erased_by)
            if body is None or not _names(body, entry_id):
                what = _("What it said is gone, and no entry says that it was erased.")
                yield Problem(_("entry {entry}").format(entry=entry_id), what)


def examine_opening(where: str, leaf: Leaf, opening: Opening) -> Iterator[Problem]:
    """Whether this is what the entry said."""
    if opening.commitment != leaf.commitment:
        what = _("What it is stored to have said does not match its commitment.")
        yield Problem(where, what, opening.commitment.hex(), leaf.commitment.hex())
        return
    try:
        read_body(opening.body)
    except DoesNotVerify:
        yield Problem(where, _("What it said is not in canonical form."))


def _names(body: bytes, entry_id: int) -> bool:
    try:
        return read_body(body).get("entry") == entry_id
    except DoesNotVerify:
        return False


def _entry(index: int | None) -> str:
    return _("entry at index {index}").format(index=index)


def _leaves(tile: Tile, files: Files, rows: Block) -> Iterator[Problem]:
    """Row against bundle, bundle against tile."""
    bundled = _stored_leaves(tile, files)
    for offset, (row, leaf) in enumerate(zip_longest(rows, bundled or rows)):
        if row != leaf:
            where = _entry_at(tile, offset)
            yield Problem(where, _("The row is not what was written."), _text(row), _text(leaf))
    yield from _bundle(tile, files)


def _bundle(tile: Tile, files: Files) -> Iterator[Problem]:
    """Bundle against tile."""
    leaves, hashes = _stored_leaves(tile, files), _stored_hashes(tile, files)
    if leaves is None:
        yield Problem(tile.bundle, _("This bundle of entries is missing, cut or too long."))
    if hashes is None:
        yield Problem(tile.path, _("This tile is missing, cut or too long."))
    if leaves is None or hashes is None:
        return
    for offset, (leaf, stored) in enumerate(zip(leaves, hashes, strict=True)):
        if (derived := leaf_hash(leaf)) != stored:
            what = _("The entry does not have the hash that stands in the tree.")
            yield Problem(_entry_at(tile, offset), what, derived.hex(), stored.hex())


def _above(tile: Tile, files: Files, done: int) -> Iterator[Problem]:
    """A tile above the leaves against the full tiles below it, from number ``done`` on."""
    hashes = _stored_hashes(tile, files)
    if hashes is None:
        yield Problem(tile.path, _("This tile is missing, cut or too long."))
        return
    for offset, stored in enumerate(hashes):
        below = Tile(tile.level - 1, tile.index * TILE_WIDTH + offset)
        lower = _stored_hashes(below, files) if below.index >= done else None
        if lower is not None and (derived := root_of_hashes(lower)) != stored:
            what = _("The tile above has another hash for this tile.")
            yield Problem(below.path, what, derived.hex(), stored.hex())


def _stored_leaves(tile: Tile, files: Files) -> list[bytes] | None:
    try:
        leaves = split_leaves(files.bundle(tile) or b"")
    except DoesNotVerify:
        return None
    return leaves if len(leaves) == tile.width else None


def _stored_hashes(tile: Tile, files: Files) -> list[bytes] | None:
    try:
        hashes = split_hashes(files.tile(tile) or b"")
    except DoesNotVerify:
        return None
    return hashes if len(hashes) == tile.width else None


def _entry_at(tile: Tile, offset: int) -> str:
    return _entry(tile.index * TILE_WIDTH + offset)


def _text(leaf: bytes | None) -> str:
    return leaf.decode(errors="replace") if leaf is not None else ""
