"""The ledger's rows: load and save. ``append`` is what every other part's action calls."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from leumund.basics.ids import EntryId
from leumund.ledger.entry import SALT_BYTES, Leaf, Opening, seal
from leumund.ledger.privacy import refuse_personal_data, refuse_unknown_kind
from leumund.ledger.stored import StoredEntry
from leumund.store import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from leumund.store import Transaction

STATEMENTS = Statements.beside(__file__)
_LOCK = "ledger.writer"


def append(
    tx: Transaction, kind: str, body: Mapping[str, object], *, at: datetime | None = None
) -> EntryId:
    """Record in the action's own transaction what the action did.

    ``body`` holds counts, digests and ids, never personal data. ``at`` (aware) defaults to
    the moment at which the transaction began. Raises UnknownKind, PersonalDataInEntry, and
    TypeError for a body without canonical form, as one with floats.
    """
    opening = _sealed(kind, body)
    row = tx.one(
        STATEMENTS["append"], kind=kind, at=at, commitment=opening.commitment,
        salt=opening.salt, body=opening.body,
    )  # fmt: skip
    return EntryId(row["entry_id"])


def append_many(
    tx: Transaction,
    entries: Iterable[tuple[str, Mapping[str, object]]],
    *,
    at: datetime | None = None,
) -> list[EntryId]:
    """The same for many entries at once, in their order, with two COPY."""
    sealed = [(kind, _sealed(kind, body)) for kind, body in entries]
    ids = [row["entry_id"] for row in tx.run(STATEMENTS["next_ids"], count=len(sealed))]
    moment = at or tx.one(STATEMENTS["transaction_time"])["at"]
    rows = list(zip(ids, sealed, strict=True))
    tx.copy_in(
        STATEMENTS["copy_outbox"],
        ((entry_id, kind, moment, opening.commitment) for entry_id, (kind, opening) in rows),
    )
    tx.copy_in(
        STATEMENTS["copy_openings"],
        ((entry_id, opening.salt, opening.body) for entry_id, (_, opening) in rows),
    )
    return [EntryId(entry_id) for entry_id in ids]


def _sealed(kind: str, body: Mapping[str, object]) -> Opening:
    refuse_unknown_kind(kind)
    opening = seal(body, secrets.token_bytes(SALT_BYTES))
    refuse_personal_data(kind, opening.body)
    return opening


# --- for the writer ---------------------------------------------------------------------


def lock(tx: Transaction) -> None:
    """Be the one writer until this transaction ends."""
    tx.lock(_LOCK)


def give_indexes(tx: Transaction) -> None:
    """Give every committed entry its index; needs the lock."""
    tx.run(STATEMENTS["give_indexes"], size=size(tx))


def size(tx: Transaction) -> int:
    """How many entries have an index."""
    found: int = tx.one(STATEMENTS["size"])["size"]
    return found


def leaves(tx: Transaction, start: int, end: int) -> list[bytes | None]:
    """The leaves' bytes from ``start`` up to ``end``; None where a row is missing.

    Written by the database, which is faster; ``each_entry`` leaves it to ``Leaf.encode``, so
    that an examination of the ledger compares the two.
    """
    found: list[bytes | None] = [None] * (end - start)
    for row in tx.run(STATEMENTS["leaves"], start=start, end=end):
        found[row["index"] - start] = row["leaf"].encode()
    return found


def newest_note(tx: Transaction) -> bytes | None:
    """The note of the newest checkpoint that was signed."""
    row = tx.first(STATEMENTS["newest_checkpoint"])
    return bytes(row["note"]) if row else None


def save_note(tx: Transaction, size: int, note: bytes, signed_at: datetime) -> None:
    """Keep a signed note for good."""
    tx.run(STATEMENTS["save_checkpoint"], size=size, note=note, signed_at=signed_at)


# --- for the actions --------------------------------------------------------------------


def notes(tx: Transaction) -> list[tuple[int, bytes]]:
    """Every note that was signed, with the size it is kept under, smallest first."""
    return [(row["size"], bytes(row["note"])) for row in tx.run(STATEMENTS["checkpoints"])]


def waiting(tx: Transaction) -> int:
    """How many committed entries have no index yet."""
    found: int = tx.one(STATEMENTS["waiting"])["entries"]
    return found


def each_entry(tx: Transaction, size: int) -> Iterator[StoredEntry]:
    """Every entry with an index below ``size``, in order."""
    return map(_stored, tx.each(STATEMENTS["leaves_with_openings"], size=size))


def strays(tx: Transaction) -> list[int]:
    """Entries whose opening is there, but which neither wait nor stand in the tree."""
    return [row["entry_id"] for row in tx.run(STATEMENTS["strays"])]


def said(tx: Transaction, kind: str) -> list[tuple[int, bytes | None]]:
    """Id and body of all entries of a kind; None where it was erased."""
    rows = tx.run(STATEMENTS["entries_of_kind"], kind=kind)
    return [(row["entry_id"], _bytes(row["body"])) for row in rows]


def values_said(tx: Transaction, kind: str, name: str) -> frozenset[str]:
    """What the entries of a kind that are not erased say under this name."""
    bodies = (json.loads(body) for _id, body in said(tx, kind) if body is not None)
    return frozenset(str(body[name]) for body in bodies if name in body)


def entry(tx: Transaction, entry_id: int) -> StoredEntry | None:
    """One entry, or None where there is none."""
    row = tx.first(STATEMENTS["entry"], entry_id=entry_id)
    return _stored(row) if row else None


def entry_for_erasure(tx: Transaction, entry_id: int) -> StoredEntry | None:
    """The same, while nobody else can erase it."""
    tx.run(STATEMENTS["hold_opening"], entry_id=entry_id)
    return entry(tx, entry_id)


def newest(
    tx: Transaction,
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
    count: int,
) -> list[StoredEntry]:
    """The newest entries, newest first."""
    rows = tx.run(
        STATEMENTS["newest_entries"], kind=kind, since=since, until=until, count=count
    )
    return [_stored(row) for row in rows]


def erase(tx: Transaction, entry_id: int, erased_by: int) -> None:
    """Destroy salt and body of an entry."""
    tx.run(STATEMENTS["erase"], entry_id=entry_id, erased_by=erased_by)


def _stored(row: dict[str, Any]) -> StoredEntry:
    salt, body = _bytes(row["salt"]), _bytes(row["body"])
    opening = Opening(salt, body) if salt is not None and body is not None else None
    return StoredEntry(row["entry_id"], row["index"], _leaf(row), opening, row["erased_by"])


def _leaf(row: dict[str, Any]) -> Leaf:
    return Leaf(row["kind"], row["at"], bytes(row["commitment"]))


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
