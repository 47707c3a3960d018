"""The one writer: gives entries their place, writes the tree, signs its size and root.

Read README section 8 first: it says which step commits what, and which state each crash
leaves. All changes to files go through ``Disk``, so that a test can break each of them.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from leumund.basics.language import _
from leumund.ledger import records
from leumund.ledger.alarm import (
    CheckpointNotOurs,
    CheckpointRolledBack,
    EntriesRolledBack,
    HistoryForked,
    TreeChanged,
)
from leumund.ledger.checkpoint import (
    Checkpoint,
    PrivateKey,
    PublicKey,
    read_checkpoint,
    read_private_key,
    read_public_key,
)
from leumund.ledger.entry import DoesNotVerify
from leumund.ledger.fsck import Problem, examine
from leumund.ledger.keys import KeyDamaged, KeyExposed
from leumund.ledger.tree import (
    EMPTY_ROOT,
    HASH_BYTES,
    TILE_WIDTH,
    Tile,
    TiledTree,
    grow,
    join_leaves,
    leaf_hash,
    split_leaves,
    tile_at,
    verify_consistency,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.basics.clock import Clock
    from leumund.store import Store, Transaction

CHECKPOINT: Final = "checkpoint"
PRIVATE_KEY: Final = "ledger.key"
PUBLIC_KEY: Final = "ledger.pub"
_TEMPORARY = "writing.tmp"
_BATCH_ENTRIES = 65_536


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder of files that appear whole or not at all. The one seam for changes to files."""

    root: Path

    def read(self, name: str) -> bytes | None:
        """The file's bytes, or None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes, mode: int = 0o644) -> None:
        """Put these bytes under this name; call ``settle`` before relying on it."""
        temporary, target = self.root / _TEMPORARY, self.root / name
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.put(temporary, data, mode)
        self.rename(temporary, target)

    def settle(self, names: Iterable[str]) -> None:
        """Make these files' names, and those of their folders, outlast a power cut."""
        above = (folder for name in names for folder in Path(name).parents)
        for folder in sorted(set(above), reverse=True):
            self.sync(self.root / folder)
        self.sync(self.root.parent)

    def put(self, path: Path, data: bytes, mode: int) -> None:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(handle)

    def rename(self, source: Path, target: Path) -> None:
        source.replace(target)

    def sync(self, folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def discard(self, name: str) -> None:
        """Remove a folder that nothing needs any more."""
        shutil.rmtree(self.root / name, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class TileFiles:
    """Tiles and bundles as files, of a tree of ``size`` leaves.

    A partial tile may be read from any wider one (C2SP): the wider begins with the same bytes.
    """

    disk: Disk
    size: int

    def tile(self, tile: Tile) -> bytes | None:
        """The tile's hashes, or None."""
        if (stored := self.disk.read(tile.path)) is not None:
            return stored
        for wider in self._wider(tile):
            if (stored := self.disk.read(wider.path)) is not None:
                return stored[: tile.width * HASH_BYTES]
        return None

    def bundle(self, tile: Tile) -> bytes | None:
        """The bundle of a tile of level 0, or None; raises DoesNotVerify for a cut one."""
        if (stored := self.disk.read(tile.bundle)) is not None:
            return stored
        for wider in self._wider(tile):
            if (stored := self.disk.read(wider.bundle)) is not None:
                return join_leaves(split_leaves(stored)[: tile.width])
        return None

    def _wider(self, tile: Tile) -> Iterator[Tile]:
        for wider in (tile_at(tile.level, tile.index, self.size), tile.whole):
            if wider.width > tile.width:
                yield wider

    def needed(self, tile: Tile) -> bytes:
        """The tile's hashes; raises TreeChanged where they are gone."""
        stored = self.tile(tile)
        if stored is None:
            raise TreeChanged(where=tile.path, evidence={"missing": tile.path})
        return stored


@dataclass(frozen=True, slots=True)
class Keys:
    """The ledger's key pair in its folder: the private half for its owner only."""

    disk: Disk

    def private(self) -> PrivateKey | None:
        """The key that signs, or None if there is none; raises KeyExposed, KeyDamaged."""
        text = self.disk.read(PRIVATE_KEY)
        if text is None:
            return None
        path = self.disk.root / PRIVATE_KEY
        if path.stat().st_mode & 0o077:
            raise KeyExposed(path=path)
        try:
            return read_private_key(text.decode().removesuffix("\n"))
        except (DoesNotVerify, UnicodeDecodeError):
            pass
        # Raised outside the handler, so that no text of the key hangs on its context.
        raise KeyDamaged(path=path)

    def public(self) -> PublicKey | None:
        """The key that checks, or None where there is none yet; raises KeyDamaged."""
        text = self.disk.read(PUBLIC_KEY)
        if text is None:
            return None
        try:
            return read_public_key(text.decode().removesuffix("\n"))
        except (DoesNotVerify, UnicodeDecodeError):
            raise KeyDamaged(path=self.disk.root / PUBLIC_KEY) from None

    def save(self, key: PrivateKey) -> None:
        """Write both halves, the private one first: the public one never stands alone."""
        self.disk.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.disk.read(PRIVATE_KEY) is None:
            self.disk.write(PRIVATE_KEY, key.text().encode() + b"\n", mode=0o600)
        self.disk.write(PUBLIC_KEY, key.public.text().encode() + b"\n")
        self.disk.settle([PRIVATE_KEY, PUBLIC_KEY])


@dataclass(frozen=True, slots=True)
class Writer:
    """Takes what was committed, extends the tree, signs. Only one works at a time."""

    store: Store
    clock: Clock
    disk: Disk
    key: PrivateKey

    def integrate(self) -> Checkpoint:
        """Put every entry committed so far under a signed checkpoint, and return it.

        Nothing is written where nothing is new. Raises a LedgerAlarm, before anything is
        signed, when what is stored does not fit what was signed before.
        """
        with self.store.transaction() as tx:
            records.lock(tx)
            records.give_indexes(tx)
        while True:
            with self.store.transaction() as tx:
                records.lock(tx)
                before, held = self._agreed(tx), records.size(tx)
                if before is not None and before.size == held:
                    return before
                after = self._extend(tx, before or self._empty(), held)
            self._discard_spare_tiles(before.size if before else 0, after.size)

    def _empty(self) -> Checkpoint:
        return Checkpoint(self.key.name, 0, EMPTY_ROOT)

    # --- what was signed before ---------------------------------------------------------

    def _agreed(self, tx: Transaction) -> Checkpoint | None:
        """The last checkpoint, if any: file, table, entries and tiles agree on it."""
        published, signed = self.disk.read(CHECKPOINT), records.newest_note(tx)
        if published is None and signed is None:
            return None
        newest, before = compare(published, signed, records.size(tx), self.key.public)
        _expect_root(newest, TileFiles(self.disk, newest.size))
        if published is not None and (before is None or newest.size > before.size):
            # A crash came between the file and the commit: enter the note if it fits.
            self._check_written(tx, before or self._empty(), newest)
            records.save_note(tx, newest.size, published, self.clock.now())
        return newest

    # --- the next checkpoint ------------------------------------------------------------

    def _extend(self, tx: Transaction, before: Checkpoint, held: int) -> Checkpoint:
        size = min(held, before.size + _BATCH_ENTRIES)
        leaves = records.leaves(tx, _aligned(before.size), size)
        self._check_open_bundle(before.size, leaves)
        self._write(before.size, leaves)
        root = TiledTree(size, TileFiles(self.disk, size).needed).root()
        after = Checkpoint(self.key.name, size, root)
        self._check_written(tx, before, after)
        note = self.key.sign(after)
        records.save_note(tx, size, note, self.clock.now())
        self.disk.write(CHECKPOINT, note)
        self.disk.settle([CHECKPOINT])
        return after

    def _write(self, size: int, leaves: Sequence[bytes | None]) -> None:
        """Bundles first, then tiles, then the folders; ``leaves`` begin at a bundle."""
        names = []
        known = [leaf for leaf in leaves if leaf is not None]
        if len(known) < len(leaves):
            index = leaves.index(None) + _aligned(size)
            raise TreeChanged(where=_entry(index), evidence={"missing": index})
        added = [leaf_hash(leaf) for leaf in known[size % TILE_WIDTH :]]
        for tile, hashes in grow(size, added, TileFiles(self.disk, size).needed):
            if tile.level == 0:
                first = (tile.index - size // TILE_WIDTH) * TILE_WIDTH
                self.disk.write(tile.bundle, join_leaves(known[first : first + tile.width]))
                names.append(tile.bundle)
            self.disk.write(tile.path, hashes)
            names.append(tile.path)
        self.disk.settle(names)

    def _check_open_bundle(self, size: int, leaves: Sequence[bytes | None]) -> None:
        """Rows that are written again with the new ones must be those that were signed."""
        files, open_rows = TileFiles(self.disk, size), leaves[: size % TILE_WIDTH]
        for problem in examine(size, files, blocks_of(open_rows), _aligned(size)):
            _raise_changed(problem)

    def _check_written(self, tx: Transaction, before: Checkpoint, after: Checkpoint) -> None:
        """Read back what lies on the disk; raise before a wrong tree is signed."""
        files = TileFiles(self.disk, after.size)
        leaves = records.leaves(tx, _aligned(before.size), after.size)
        for problem in examine(after.size, files, blocks_of(leaves), before.size):
            _raise_changed(problem)
        if before.size == 0:
            return
        path = TiledTree(after.size, files.needed).consistency_path(before.size)
        try:
            verify_consistency(before.size, after.size, before.root, after.root, path)
        except DoesNotVerify as problem:
            raise HistoryForked(
                older=before.size, newer=after.size,
                evidence={"older": before.text(), "newer": after.text(), **problem.evidence},
            ) from None  # fmt: skip

    def _discard_spare_tiles(self, before: int, after: int) -> None:
        """Partial tiles beside full ones are spare; a crash here leaves some, harmlessly."""
        level = 0
        while after >> (8 * level):
            index = (before >> (8 * level)) // TILE_WIDTH
            if (index + 1) * TILE_WIDTH <= after >> (8 * level):
                tile = Tile(level, index)
                self.disk.discard(f"{tile.path}.p")
                if level == 0:
                    self.disk.discard(f"{tile.bundle}.p")
            level += 1


def compare(
    published: bytes | None, signed: bytes | None, held: int, key: PublicKey
) -> tuple[Checkpoint, Checkpoint | None]:
    """The checkpoints in two notes that must agree; raises the alarm where they cannot.

    ``published`` is the file, ``signed`` the newest in the table, ``held`` the number of
    entries with an index. The file may be one checkpoint ahead (README section 8), the table
    never: its row is committed after the file is in place.
    """
    evidence = {"published": _note_text(published), "signed": _note_text(signed)}
    theirs = _read_ours(signed, "ledger.checkpoint", key)
    ours = _read_ours(published, CHECKPOINT, key)
    if ours is None or (theirs is not None and ours.size < theirs.size):
        size = theirs.size if theirs else 0
        raise CheckpointRolledBack(
            published=ours.size if ours else 0, signed=size, evidence=evidence
        )
    if theirs is not None and ours.size == theirs.size and ours.root != theirs.root:
        raise HistoryForked(older=theirs.size, newer=ours.size, evidence=evidence)
    if ours.size > held:
        raise EntriesRolledBack(held=held, signed=ours.size, evidence=evidence)
    return ours, theirs


def blocks_of(leaves: Sequence[bytes | None]) -> Iterable[Sequence[bytes | None]]:
    """Leaves that begin at a bundle, bundle by bundle."""
    return (leaves[i : i + TILE_WIDTH] for i in range(0, len(leaves), TILE_WIDTH))


def _aligned(size: int) -> int:
    return size - size % TILE_WIDTH


def _read_ours(note: bytes | None, place: str, key: PublicKey) -> Checkpoint | None:
    if note is None:
        return None
    try:
        return read_checkpoint(note, [key])
    except DoesNotVerify as problem:
        evidence = {"note": _note_text(note), "why": problem.what, "key": key.text()}
        raise CheckpointNotOurs(place=place, evidence=evidence) from None


def _expect_root(checkpoint: Checkpoint, files: TileFiles) -> None:
    try:
        found = TiledTree(checkpoint.size, files.needed).root()
    except DoesNotVerify as problem:
        evidence = {"why": problem.what, **problem.evidence}
        raise TreeChanged(where=_size(checkpoint), evidence=evidence) from None
    if found != checkpoint.root:
        evidence = {"checkpoint": checkpoint.text(), "tiles": found.hex()}
        raise TreeChanged(where=_size(checkpoint), evidence=evidence)


def _size(checkpoint: Checkpoint) -> str:
    return _("checkpoint of {size} entries").format(size=checkpoint.size)


def _entry(index: int) -> str:
    return _("entry at index {index}").format(index=index)


def _raise_changed(problem: Problem) -> NoReturn:
    evidence = {"what": problem.what, "found": problem.found, "expected": problem.expected}
    raise TreeChanged(where=problem.where, evidence=evidence)


def _note_text(note: bytes | None) -> str | None:
    return note.decode(errors="replace") if note is not None else None
