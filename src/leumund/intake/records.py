"""Load and save what intake keeps; used by actions.py alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.intake.complaint import Complaint, Explained, Explanation, UnexplainedCall
from leumund.intake.loaded import LoadedCalls
from leumund.intake.seal import Seal, Sealed
from leumund.intake.shown import ShownBatch, ShownOrder, by_person
from leumund.store import Statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from leumund.intake.loaded import LoadedComplaints
    from leumund.intake.reading import Look
    from leumund.store import Transaction

STATEMENTS = Statements.beside(__file__)
CALLS = "calls"
COMPLAINTS = "complaints"


def file_taken(tx: Transaction, kind: str, digest: str, partner: str) -> dict[str, Any] | None:
    """The record of a file that was taken in before."""
    return tx.first(STATEMENTS["file_taken"], kind=kind, digest=digest, partner=partner)


def next_file_id(tx: Transaction) -> int:
    return int(tx.one(STATEMENTS["next_file_id"])["file_id"])


def save_file(
    tx: Transaction,
    file_id: int,
    loaded: LoadedCalls | LoadedComplaints,
    look: Look,
    at: datetime,
) -> None:
    """A file that was taken in."""
    tx.run(
        STATEMENTS["save_file"],
        file_id=file_id,
        kind=CALLS if isinstance(loaded, LoadedCalls) else COMPLAINTS,
        digest=look.digest,
        partner=loaded.partner if isinstance(loaded, LoadedCalls) else "",
        reading=look.reading,
        replaces=look.file_before,
        format=loaded.format,
        rows=loaded.rows,
        stored=loaded.stored,
        duplicates=loaded.duplicates,
        quarantined=loaded.quarantined,
        quarantine_path=str(loaded.quarantine_path) if loaded.quarantine_path else None,
        taken_at=at,
    )


def forget(tx: Transaction, at: datetime) -> int:
    """Numbers and words of complaints go when the period that their table's comment states
    is over; of how many they went."""
    return len(tx.run(STATEMENTS["forget"], at=at))


def save_call_table(
    tx: Transaction, file_id: int, digest: str, rows: int, first_at: datetime, last_at: datetime
) -> None:
    tx.run(
        STATEMENTS["save_call_table"],
        file_id=file_id,
        digest=digest,
        rows=rows,
        first_at=first_at,
        last_at=last_at,
    )


def call_tables(
    tx: Transaction, partner: str | None = None, but: int | None = None
) -> list[str]:
    """Digests of the Parquet files in force, of one partner or of all; ``but``: not this
    file's."""
    rows = tx.run(STATEMENTS["call_tables"], partner=partner, but=but)
    return [row["digest"] for row in rows]


def last_position(tx: Transaction) -> int:
    return int(tx.one(STATEMENTS["last_position"])["position"])


def known_rows(tx: Transaction, digests: Sequence[bytes]) -> set[bytes]:
    """Those of the rows that are stored already."""
    found = tx.run(STATEMENTS["known_rows"], digests=list(digests))
    return {bytes(row["row_digest"]) for row in found}


def save_complaints(tx: Transaction, rows: Iterable[tuple[object, ...]]) -> None:
    """Rows as ``complaint_row`` makes them."""
    tx.copy_in(STATEMENTS["copy_complaints"], rows)


def save_seal(tx: Transaction, seal: Seal, file_id: int, sealed_at: datetime) -> None:
    tx.run(
        STATEMENTS["save_seal"],
        first=seal.first,
        last=seal.last,
        root=seal.root,
        file_id=file_id,
        sealed_at=sealed_at,
    )


def seals(tx: Transaction) -> list[Seal]:
    return [_seal(row) for row in tx.run(STATEMENTS["seals"])]


def seal_of(tx: Transaction, file_id: int) -> Seal | None:
    row = tx.first(STATEMENTS["seal_of"], file_id=file_id)
    return _seal(row) if row else None


def counts_of_file(tx: Transaction, file_id: int) -> dict[str, Any]:
    """unexplained, explained, allowed, strangers, by_name, incomplete, objections."""
    return tx.one(STATEMENTS["counts_of_file"], file_id=file_id)


def complaints_of(tx: Transaction, line_id: int) -> list[dict[str, Any]]:
    """arrived_at, text."""
    return tx.run(STATEMENTS["complaints_of"], line_id=line_id)


def complaints_showing(tx: Transaction, number: str) -> dict[str, Any]:
    """complaints, first_at, last_at."""
    return tx.one(STATEMENTS["complaints_showing"], number=number)


def unexplained_showing(tx: Transaction) -> list[dict[str, Any]]:
    """position, number_called, number_shown, caller_said, call_from, call_until."""
    return tx.run(STATEMENTS["unexplained_showing"])


def sealed_complaints(tx: Transaction) -> Iterator[tuple[Sealed, UnexplainedCall]]:
    """Every complaint in order: what its leaf commits to, and what tracing reads."""
    for row in tx.each(STATEMENTS["sealed_complaints"]):
        told = row.pop("told")
        sealed = _sealed(row)
        yield sealed, _call(sealed, told)


def shown_order(tx: Transaction) -> ShownOrder:
    """Every leaf and batch, and who took what in."""
    batches = [ShownBatch(**row) for row in tx.run(STATEMENTS["shown_batches"])]
    leaves = [sealed.leaf().decode() for sealed, _ in sealed_complaints(tx)]
    originals = ((row["position"], row["original"]) for row in tx.each(STATEMENTS["originals"]))
    persons = sorted(by_person(originals).items())
    return ShownOrder(
        tuple(leaves), tuple(batches), tuple((name, tuple(at)) for name, at in persons)
    )


def complaint_row(
    complaint: Complaint, sealed: Sealed, file_id: int, row_number: int, row_digest: bytes
) -> tuple[object, ...]:
    """One row for ``copy_complaints``."""
    import json

    called = complaint.called_at
    return (
        sealed.position,
        file_id,
        row_number,
        row_digest,
        sealed.line_id,
        sealed.is_number_known,
        complaint.called.e164 if complaint.called else None,
        complaint.shown.e164 if complaint.shown else None,
        complaint.shown_as_written or None,
        sealed.shown,
        sealed.arrived_at,
        sealed.called_at,
        sealed.called_until,
        called.local_date if called else None,
        called.local_hour if called and not called.is_day_only else None,
        called.local_weekday if called else None,
        called.is_holiday if called else None,
        called.is_ambiguous if called else False,
        called.is_day_only if called else False,
        complaint.caller_said,
        complaint.product,
        _json(complaint.told),
        complaint.has_objection,
        list(complaint.missing),
        complaint.text,
        _json(complaint.original),
        sealed.fact_since,
        sealed.explained_by,
        sealed.explained_partner,
        sealed.salt,
        sealed.content,
        sealed.caller,
        json.dumps(sealed.whom) if sealed.whom else None,
        sealed.fact_until,
    )


def _json(value: Any) -> str:
    import json

    return json.dumps(dict(value), ensure_ascii=False)


def _seal(row: dict[str, Any]) -> Seal:
    return Seal(row["first_position"], row["last_position"], bytes(row["root"]))


def _sealed(row: dict[str, Any]) -> Sealed:
    row["shown"], row["caller"] = row.pop("shown_digest"), row.pop("caller_digest")
    row["whom"] = tuple((tuple(lines), parts) for lines, parts in row["whom"] or ())
    row["salt"], row["content"] = bytes(row["salt"]), bytes(row["content"])
    for name in ("arrived_at", "called_at", "called_until"):
        row[name] = _utc(row[name])
    return Sealed(**row)


def _utc(moment: datetime | None) -> datetime | None:
    from datetime import UTC

    return moment.astimezone(UTC) if moment else None


def _call(sealed: Sealed, told: dict[str, str]) -> UnexplainedCall:
    explained = None
    if sealed.explained_by is not None:
        explained = Explained(Explanation(sealed.explained_by), sealed.explained_partner or "")
    return UnexplainedCall(
        position=sealed.position,
        line_id=sealed.line_id,
        is_number_known=sealed.is_number_known,
        arrived_at=sealed.arrived_at,
        called_at=sealed.called_at,
        called_until=sealed.called_until,
        shown=sealed.shown,
        caller=sealed.caller,
        fact_since=sealed.fact_since,
        told=told,
        explained_by=explained,
        whom=sealed.whom,
        fact_until=sealed.fact_until,
    )
