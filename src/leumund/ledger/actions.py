"""What a person can ask the ledger for."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from leumund.basics.canonical import sha256_hex
from leumund.basics.clock import Clock
from leumund.basics.ids import EntryId
from leumund.basics.language import _
from leumund.ledger import records
from leumund.ledger.alarm import LedgerAlarm, TreeChanged
from leumund.ledger.alone import FILES, packed
from leumund.ledger.asked import (
    AlreadyErased,
    CannotBeErased,
    Erased,
    ListedEntry,
    NotOpen,
    NotSignedYet,
    NotThereEntry,
    Verified,
    WrittenProof,
    WrittenVerifier,
)
from leumund.ledger.checkpoint import (
    Checkpoint,
    PrivateKey,
    PublicKey,
    is_name,
    named_after_itself,
    read_checkpoint,
)
from leumund.ledger.entry import DoesNotVerify, read_body
from leumund.ledger.fsck import Openings, Problem, examine, examine_open_bundle, examine_root
from leumund.ledger.keys import KeyExists, KeyLost, KeyMissing, LedgerKey, NotAName
from leumund.ledger.proof import SUFFIX, Proof, note_in
from leumund.ledger.stored import StoredEntry
from leumund.ledger.tree import EMPTY_ROOT, TILE_WIDTH, TiledTree
from leumund.ledger.verify import check
from leumund.ledger.writer import (
    CHECKPOINT,
    PUBLIC_KEY,
    Disk,
    Keys,
    TileFiles,
    Writer,
    compare,
)
from leumund.store import Store, Transaction, whole_file

# These leave no entry. ``integrate`` writes, but only what others did: its record is the
# checkpoint itself, and an entry about it would call for the next checkpoint.
QUESTIONS: Final = ("entries", "integrate", "prove", "verifier", "verify", "write_proof")

_PROBLEMS_AT_MOST = 1_000
_SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Ledger:
    """The append-only record. ``folder``: the data folder, with ``ledger/`` and ``keys/``."""

    store: Store
    clock: Clock
    folder: Path
    open_disk: Callable[[Path], Disk] = Disk

    def create_key(self, name: str | None = None) -> LedgerKey:
        """Make the key that signs, unless there is one, and say what checks it.

        ``name`` becomes the log's name for good (default: drawn from the key itself).
        Raises NotAName, KeyExists where the log has another name, KeyLost where the database
        knows another key than the folder.
        """
        if name is not None and not is_name(name):
            raise NotAName(name=name)
        with self.store.transaction() as tx:
            records.lock(tx)
            key = self._keys.private() or _new_key(name)
            if name not in (None, key.name):
                raise KeyExists(name=key.name)
            self._enter_key(tx, key.public)
            if self._keys.public() != key.public:
                self._keys.save(key)
        return LedgerKey(key.name, key.public.text(), self._keys.disk.root / PUBLIC_KEY)

    def integrate(self) -> Checkpoint:
        """Put every entry committed so far under a signed checkpoint, and return it.

        Creates the key where there is none yet. Raises a LedgerAlarm, before anything is
        signed, when what is stored does not fit what was signed before.
        """
        key = self._keys.private()
        if key is None:
            self.create_key()
            key = self._keys.private()
        if key is None:
            raise KeyMissing
        return Writer(self.store, self.clock, self._disk, key).integrate()

    def verify(
        self,
        known: Sequence[bytes] = (),
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Verified:
        """Derive every hash again from what is stored, and say what does not fit.

        ``known``: checkpoints or proof files that were kept elsewhere; they must be part of
        this history too. Without one, nobody can notice that folder and database were both
        put back to an earlier day.
        """
        key = self._public_key()
        with self.store.snapshot() as tx:
            published, notes, waiting, held = self._standing(tx)
            newest, problems = _newest(published, notes, held, key)
            openings, files = Openings(), TileFiles(self._disk, newest.size)
            entries = _counted(records.each_entry(tx, newest.size), newest.size, on_progress)
            found = chain(
                problems,
                examine(newest.size, files, openings.blocks(entries, newest.size)),
                self._checkpoints(newest, notes, known, key),
                _lazily(lambda: self._openings(tx, openings)),
            )
            kept = tuple(islice(found, _PROBLEMS_AT_MOST))
        return Verified(
            newest.origin, newest.size, newest.root.hex(), len(notes), openings.entries,
            openings.opened, len(openings.erased_by), waiting + held - newest.size, kept,
        )  # fmt: skip

    def prove(self, entry_id: int, *, is_opened: bool = False) -> Proof:
        """A proof that anybody can check offline; opened, it also shows what the entry said.

        Raises NotThereEntry, NotSignedYet, NotOpen where what it said was erased, TreeChanged
        where the proof would not hold.
        """
        key = self._public_key()
        with self.store.snapshot() as tx:
            entry = _there(records.entry(tx, entry_id), entry_id)
        note = self._disk.read(CHECKPOINT)
        if note is None or entry.index is None:
            raise NotSignedYet(entry=entry_id)
        if is_opened and entry.opening is None:
            raise NotOpen(entry=entry_id)
        try:
            return self._proof(entry, entry.index, note, key, is_opened=is_opened)
        except DoesNotVerify as problem:
            evidence = {"why": problem.what, **problem.evidence}
            where = _("entry {entry}").format(entry=entry_id)
            raise TreeChanged(where=where, evidence=evidence) from None

    def write_proof(
        self, entry_id: int, path: Path | None = None, *, is_opened: bool = False
    ) -> WrittenProof:
        """The same, into a file (default: ``entry-ID.tlog-proof`` in the present folder)."""
        proof = self.prove(entry_id, is_opened=is_opened)
        target = path or Path(f"entry-{entry_id}{SUFFIX}")
        with whole_file(target) as file:
            file.write(proof.encode())
        key = self._keys.disk.root / PUBLIC_KEY
        return WrittenProof(EntryId(entry_id), proof.index, is_opened, target, key)

    def verifier(self, path: Path | None = None) -> WrittenVerifier:
        """The program that checks a proof, as one file (default: ``verify.pyz``) that runs on
        any Python: for whoever shall be able to check without Leumund, and without us."""
        target, data = path or Path("verify.pyz"), packed()
        with whole_file(target) as file:
            file.write(data)
        return WrittenVerifier(target, sha256_hex(data), FILES)

    def entries(
        self,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        count: int = 100,
    ) -> tuple[ListedEntry, ...]:
        """The newest entries, newest first; ``until`` itself is not in the span."""
        with self.store.snapshot() as tx:
            found = records.newest(tx, kind, since, until, count)
        return tuple(_listed(entry) for entry in found)

    def erase(self, entry_id: int, why: str) -> Erased:
        """Destroy what an entry said; that it was erased, and why, is an entry itself.

        The entry and all its closed proofs stay valid. Proofs that were opened before, and
        backups, are outside its reach. Raises NotThereEntry, AlreadyErased, CannotBeErased.
        """
        with self.store.transaction() as tx:
            entry = _there(records.entry_for_erasure(tx, entry_id), entry_id)
            if entry.leaf.kind.startswith("ledger."):
                raise CannotBeErased(entry=entry_id, kind=entry.leaf.kind)
            if entry.opening is None:
                raise AlreadyErased(entry=entry_id)
            body = {"entry": entry_id, "why": why}
            erased_by = records.append(tx, "ledger.erase", body, at=self.clock.now())
            records.erase(tx, entry_id, erased_by)
        return Erased(entry.entry_id, entry.leaf.kind, erased_by)

    # --- what the actions stand on ------------------------------------------------------

    @property
    def _disk(self) -> Disk:
        return self.open_disk(self.folder / "ledger")

    @property
    def _keys(self) -> Keys:
        return Keys(self.open_disk(self.folder / "keys"))

    def _public_key(self) -> PublicKey:
        key = self._keys.public()
        if key is None:
            raise KeyMissing
        return key

    def _enter_key(self, tx: Transaction, key: PublicKey) -> None:
        """The log begins with its own key; a second key would be another log's."""
        body = {"name": key.name, "public_key": key.key.hex()}
        known = [read_body(said) for _id, said in records.said(tx, "ledger.create_key") if said]
        if not known:
            records.append(tx, "ledger.create_key", body, at=self.clock.now())
        elif body not in known:
            raise KeyLost(folder=self._keys.disk.root)

    def _standing(
        self, tx: Transaction
    ) -> tuple[bytes | None, list[tuple[int, bytes]], int, int]:
        """File and tables as of one moment: the snapshot begins while no writer works."""
        with self.store.transaction() as guard:
            records.lock(guard)
            held = records.size(tx)
            published = self._disk.read(CHECKPOINT)
        return published, records.notes(tx), records.waiting(tx), held

    def _checkpoints(
        self,
        newest: Checkpoint,
        notes: Iterable[tuple[int, bytes]],
        known: Iterable[bytes],
        key: PublicKey,
    ) -> Iterator[Problem]:
        """Every checkpoint ever signed, and those kept elsewhere, against the tiles."""
        for size, note in notes:
            where = _("checkpoint of {size} entries").format(size=size)
            yield from self._checkpoint(where, note, newest, key, size)
        for data in known:
            yield from self._checkpoint(_("checkpoint kept elsewhere"), data, newest, key)

    def _checkpoint(
        self, where: str, data: bytes, newest: Checkpoint, key: PublicKey,
        size: int | None = None,
    ) -> Iterator[Problem]:  # fmt: skip
        try:
            checkpoint = read_checkpoint(note_in(data), [key])
        except DoesNotVerify as problem:
            what = _("It was not signed by this ledger's key.")
            yield Problem(where, what, found=problem.what)
            return
        if size not in (None, checkpoint.size):
            what = _("It is kept under another size.")
            yield Problem(where, what, str(checkpoint.size), str(size))
        if checkpoint.size > newest.size:
            what = _("It counts more entries than the ledger has: an older one was put back.")
            yield Problem(where, what, str(newest.size), str(checkpoint.size))
            return
        files = TileFiles(self._disk, newest.size)
        yield from examine_root(where, checkpoint, files)
        if checkpoint.size // TILE_WIDTH == newest.size // TILE_WIDTH:
            yield from examine_open_bundle(checkpoint.size, files)

    def _openings(self, tx: Transaction, openings: Openings) -> Iterator[Problem]:
        yield from openings.problems
        yield from openings.examine_erasures(dict(records.said(tx, "ledger.erase")))
        for entry_id in records.strays(tx):
            what = _("It was recorded, but stands neither in the outbox nor in the tree.")
            yield Problem(_("entry {entry}").format(entry=entry_id), what)

    def _proof(
        self, entry: StoredEntry, index: int, note: bytes, key: PublicKey, *, is_opened: bool
    ) -> Proof:
        checkpoint = read_checkpoint(note, [key])
        if index >= checkpoint.size:
            raise NotSignedYet(entry=entry.entry_id)
        files = TileFiles(self._disk, checkpoint.size)
        path = TiledTree(checkpoint.size, files.needed).inclusion_path(index)
        opening = entry.opening if is_opened else None
        proof = Proof(entry.leaf.encode(), index, path, note, opening)
        check(proof, [key])
        return proof


def _new_key(name: str | None) -> PrivateKey:
    seed = secrets.token_bytes(_SEED_BYTES)
    return PrivateKey(name, seed) if name else named_after_itself(seed)


def _newest(
    published: bytes | None, notes: Sequence[tuple[int, bytes]], held: int, key: PublicKey
) -> tuple[Checkpoint, list[Problem]]:
    """The checkpoint to examine, and how file and table contradict each other if they do."""
    signed = notes[-1][1] if notes else None
    empty = Checkpoint(key.name, 0, EMPTY_ROOT)
    if published is None and signed is None:
        return empty, []
    try:
        return compare(published, signed, held, key)[0], []
    except LedgerAlarm as alarm:
        texts = [str(alarm.evidence.get(name) or "") for name in ("published", "signed")]
        problem = Problem(CHECKPOINT, alarm.message(), *texts)
    readable = [empty]
    for note in filter(None, (published, signed)):
        try:
            readable.append(read_checkpoint(note, [key]))
        except DoesNotVerify:
            continue
    return max(readable, key=lambda checkpoint: checkpoint.size), [problem]


def _counted(
    entries: Iterable[StoredEntry],
    total: int,
    on_progress: Callable[[int, int | None], None] | None,
) -> Iterator[StoredEntry]:
    for done, entry in enumerate(entries, start=1):
        if on_progress and (done % 4_096 == 0 or done == total):
            on_progress(done, total)
        yield entry


def _lazily(problems: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """Only asked once the entries have passed by."""
    yield from problems()


def _there(entry: StoredEntry | None, entry_id: int) -> StoredEntry:
    if entry is None:
        raise NotThereEntry(entry=entry_id)
    return entry


def _listed(entry: StoredEntry) -> ListedEntry:
    said = entry.opening.body.decode() if entry.opening else None
    return ListedEntry(
        entry.entry_id, entry.index, entry.leaf.at, entry.leaf.kind, said,
        is_erased=entry.erased_by is not None,
    )  # fmt: skip
