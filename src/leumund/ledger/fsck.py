"""Derive every hash again and say what does not fit; never repair anything.

Each link of the chain is checked by itself: row against bundle, bundle against leaf hashes,
tile against the tiles below, tiles against each signed root, body against its commitment. So
one changed byte gives one or two problems and not a flood of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Protocol

from leumund.basics.language import translate as _
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
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.ledger.checkpoint import Checkpoint
    from leumund.ledger.entry import Leaf, Opening

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


def examine_root(checkpoint: Checkpoint, files: Files) -> Iterator[Problem]:
    """Whether the tiles give the root that was signed at this size."""
    where = _("checkpoint of {size} entries").format(size=checkpoint.size)
    try:
        found = TiledTree(checkpoint.size, lambda tile: files.tile(tile) or b"").root()
    except DoesNotVerify as problem:
        yield Problem(where, _("Its root cannot be derived: {why}").format(why=problem.what))
        return
    if found != checkpoint.root:
        what = _("The tiles do not give the root that was signed.")
        yield Problem(where, what, found.hex(), checkpoint.root.hex())


def examine_open_bundle(size: int, files: Files) -> Iterator[Problem]:
    """Whether the partial bundle that a tree of ``size`` leaves ended in has the tile's hashes."""
    tile = Tile(0, size // TILE_WIDTH, size % TILE_WIDTH)
    if tile.width:
        yield from _bundle(tile, files)


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
    return _("entry at index {index}").format(index=tile.index * TILE_WIDTH + offset)


def _text(leaf: bytes | None) -> str:
    return leaf.decode(errors="replace") if leaf is not None else ""
