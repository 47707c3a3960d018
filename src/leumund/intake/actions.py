"""What a person can ask of this part."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from leumund import ledger
from leumund.basics.errors import BadInput
from leumund.basics.numbers import Number, read_many
from leumund.intake import bulk, records
from leumund.intake.complaint import Complaint, Explanation
from leumund.intake.explain import OnRecord, explain, window
from leumund.intake.facts import fact_span
from leumund.intake.loaded import (
    CallsOfNobody,
    FileChangedMeanwhile,
    Forgotten,
    LoadedCalls,
    LoadedComplaints,
    calls_again,
    calls_entry,
    complaints_again,
    complaints_entry,
    span_of,
)
from leumund.intake.moment import Place, moment_of
from leumund.intake.normalise import has_objection, read_call, read_complaint
from leumund.intake.questions.actions import Questions
from leumund.intake.reading import Counted, Kept, Look, Read, reading_of, says_no_more
from leumund.intake.seal import Seal, seal_one
from leumund.intake.source import (
    Opened,
    Source,
    batches,
    bytes_read,
    open_source,
    row_digest,
)
from leumund.intake.whom import Asked
from leumund.intake.writer import keep_calls, known_calls, write_calls
from leumund.network import NoSuchPartner, with_those_above
from leumund.people import BadRow, Quarantine, Row, customers_in, left_out, name_key, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.engine import Engine
    from leumund.intake.complaint import Explained
    from leumund.network.actions import Network
    from leumund.people import Known, Line
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.store import Store, Transaction

    OnProgress = Callable[[int, int | None], None]

QUESTIONS = (
    "complaints_of", "complaints_showing", "contacts", "declared", "explained", "held_files",
    "shown_calls", "shown_order", "stream",
)  # fmt: skip
"""They record nothing."""

SALT_BYTES = 32
_LOCK = "leumund.intake"


@dataclass(frozen=True, slots=True)
class Intake(Questions):
    """Calls and complaints, as they come in. Blind: it cannot see who is in which copy."""

    store: Store
    engine: Engine
    clock: Clock
    folder: Path
    people: People
    permit: Permit
    network: Network

    def calls(
        self,
        path: Path,
        partner: str,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        *,
        format: str | None = None,  # noqa: A002
        ignore: Sequence[str] = (),
        encoding: str | None = None,
        region: str = "DE",
        on_progress: OnProgress | None = None,
    ) -> LoadedCalls:
        """Take in the calls that a partner declares, or our own desk under the company's name;
        the same call twice counts once.

        ``columns`` maps our fields to the file's columns, ``ignore`` names columns to leave
        out (``"*"``: all unknown ones). ``on_progress`` gets bytes done and total. Raises
        CallsOfNobody for an unknown partner, and what the reader of files raises.
        """
        partner = self._declarer(partner)
        source = Source(path, records.CALLS, format, columns, ignore, encoding, region)
        look = _looked_at(source)
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            taken = records.file_taken(tx, records.CALLS, look.digest, partner)
            if taken is not None and says_no_more(look.reading, taken["reading"]):
                return calls_again(taken, partner, look.digest)
            return self._take_calls(tx, source, partner, look.after(taken), on_progress)

    def complaints(
        self,
        path: Path,
        format: str | None = None,  # noqa: A002
        columns: Mapping[str, str | Sequence[str]] | None = None,
        *,
        ignore: Sequence[str] = (),
        encoding: str | None = None,
        region: str = "DE",
        on_progress: OnProgress | None = None,
    ) -> LoadedComplaints:
        """Take in complaints, decide what explains each, and seal them in their order.

        Arguments as for ``calls``; ``format`` is told from the columns where it is not given.
        An objection in a complaint holds at once. The same complaint twice counts once.
        """
        source = Source(path, records.COMPLAINTS, format, columns, ignore, encoding, region)
        look = _looked_at(source)
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            taken = records.file_taken(tx, records.COMPLAINTS, look.digest, "")
            if taken is not None and says_no_more(look.reading, taken["reading"]):
                seal = records.seal_of(tx, taken["file_id"])
                counts = records.counts_of_file(tx, taken["file_id"])
                return complaints_again(taken, look.digest, span_of(seal), counts)
            return self._take_complaints(tx, source, look.after(taken), on_progress)

    def forget(self) -> Forgotten:
        """Delete numbers and words of complaints that are older than they may be; for every
        night's run. What was sealed stays, and so does each complaint's place."""
        now = self.clock.now()
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            gone = Forgotten(records.forget(tx, now))
            if gone.complaints:
                ledger.append(tx, "intake.forget", {"complaints": gone.complaints}, at=now)
        return gone

    def _declarer(self, name: str) -> str:
        """The partner of exactly this name, or the company; raises CallsOfNobody."""
        company = self.network.principal()
        if company is not None and name_key(name) == name_key(company):
            return company
        try:
            return with_those_above(name, self.network.partners())[0].name
        except NoSuchPartner as error:
            raise CallsOfNobody(**error.values) from None

    def _take_calls(
        self,
        tx: Transaction,
        source: Source,
        partner: str,
        look: Look,
        on_progress: OnProgress | None,
    ) -> LoadedCalls:
        others = records.call_tables(tx, partner, but=look.file_before)
        known = known_calls(self.folder, others)
        with self.engine.workplace() as work, Quarantine(self.folder, "intake") as quarantine:
            read, fresh = work / "read.parquet", work / "fresh.parquet"
            with opened(source.path, bytes_read(source.path, on_progress)) as measured:
                opening = open_source(measured.buffered(), source)
                counted, kept = Counted(), Kept(quarantine, opening)
                write_calls(self._call_rows(opening, partner, kept, counted), read)
                _same_file(measured.digest(), look.digest, source)
            inputs = {"new_calls": read, "known_calls": known}
            stored = self.engine.run(bulk.fresh_calls(), inputs, into=fresh)
            loaded = LoadedCalls(
                partner=partner,
                format=opening.format.name,
                file_digest=look.digest,
                rows=counted.rows,
                stored=stored,
                duplicates=counted.rows - stored - quarantine.count,
                quarantined=quarantine.count,
                quarantine_path=quarantine.close(records.CALLS, look.digest),
                table=keep_calls(fresh, self.folder) if stored else None,
                left_out=look.left_out,
                is_read_anew=look.file_before is not None,
            )
        self._save_calls(tx, loaded, look)
        ledger.append(tx, "intake.calls", calls_entry(loaded), at=self.clock.now())
        return loaded

    def _call_rows(
        self, opening: Opened, partner: str, kept: Kept, counted: Counted
    ) -> Iterator[list[tuple[object, ...]]]:
        now = self.clock.now()
        for batch in batches(counted.through(opening.rows())):
            good = kept.readable(batch)
            written = [opening.format.read(opening.cells(row)) for row in good]
            called = read_many((each.number_called for each in written), opening.region)
            shown = read_many((each.number_shown for each in written), opening.region)
            lines = self.people.lines_of(number for number in called if number)
            rows = []
            for row, call, to, number in zip(good, written, called, shown, strict=True):
                place = opening.format.habits.place or _place(lines, to)
                try:
                    read = read_call(call, to, number, place, now)  # type: ignore[arg-type]
                except BadInput as reason:
                    kept.keep(BadRow(row.number, reason, row.original))
                else:
                    rows.append(bulk.call_row(read, row.number, partner))
            yield rows

    def _save_calls(self, tx: Transaction, loaded: LoadedCalls, look: Look) -> None:
        file_id = records.next_file_id(tx)
        records.save_file(tx, file_id, loaded, look, self.clock.now())
        if loaded.table is not None:
            fresh = known_calls(self.folder, [loaded.table])
            span = self.engine.run(bulk.span_of_calls(), {"fresh": fresh}).to_pylist()[0]
            records.save_call_table(
                tx,
                file_id,
                loaded.table,
                span["calls"],
                span["first_at"].replace(tzinfo=UTC),
                span["last_at"].replace(tzinfo=UTC),
            )

    def _take_complaints(
        self, tx: Transaction, source: Source, look: Look, on_progress: OnProgress | None
    ) -> LoadedComplaints:
        file_id, first = records.next_file_id(tx), records.last_position(tx) + 1
        leaves: list[bytes] = []
        counted, asked = Counted(), Asked(self._customers)
        with Quarantine(self.folder, "intake") as quarantine:
            with opened(source.path, bytes_read(source.path, on_progress)) as measured:
                opening = open_source(measured.buffered(), source)
                kept = Kept(quarantine, opening)
                for batch in batches(counted.through(opening.rows())):
                    read = self._read_complaints(tx, opening, batch, kept)
                    leaves += self._store(tx, read, file_id, first + len(leaves), asked)
                _same_file(measured.digest(), look.digest, source)
            seal = _seal(leaves, first)
            loaded = LoadedComplaints(
                format=opening.format.name,
                file_digest=look.digest,
                rows=counted.rows,
                stored=len(leaves),
                duplicates=counted.rows - len(leaves) - quarantine.count,
                quarantined=quarantine.count,
                holds_already=kept.holds_already,
                quarantine_path=quarantine.close(records.COMPLAINTS, look.digest),
                left_out=look.left_out,
                is_read_anew=look.file_before is not None,
                **span_of(seal),
                **records.counts_of_file(tx, file_id),
            )
        records.save_file(tx, file_id, loaded, look, self.clock.now())
        if seal:
            records.save_seal(tx, seal, file_id, self.clock.now())
        entry = complaints_entry(loaded)
        ledger.append(tx, "intake.complaints", entry, at=self.clock.now())
        return loaded

    def _read_complaints(
        self,
        tx: Transaction,
        opening: Opened,
        batch: Sequence[Row | BadRow],
        kept: Kept,
    ) -> list[Read]:
        """The batch's complaints that are readable and were not here before.

        Of one that is sealed nothing changes, but an objection in it that was not read then
        holds now.
        """
        good = kept.readable(batch)
        written = [opening.format.read(opening.cells(row)) for row in good]
        called = read_many((each.number_called for each in written), opening.region)
        shown = read_many((each.number_shown for each in written), opening.region)
        lines = self.people.lines_of(number for number in called if number)
        habits, now = opening.format.habits, moment_of(self.clock.now(), Place())
        read: dict[bytes, Read] = {}
        for row, each, to, number in zip(good, written, called, shown, strict=True):
            original = opening.original(row)
            place = habits.place or _place(lines, to)
            try:
                complaint = read_complaint(
                    each,  # type: ignore[arg-type]
                    to,
                    number,
                    place,
                    now=now,
                    original=original,
                    is_midnight_day_only=habits.is_midnight_day_only,
                )
            except BadInput as reason:
                kept.keep(BadRow(row.number, reason, row.original))
                if to and has_objection(each.objection):  # type: ignore[union-attr]
                    # What else the row says is in doubt; that somebody wants no calls is not.
                    self.people.object(tx, Number(to), None, source="complaint")
                    kept.holds_already += 1
                continue
            key = row_digest(original)
            line = lines.get(to) if to else None
            read.setdefault(key, Read(complaint, row.number, key, line.id if line else None))
        known = records.known_rows(tx, list(read))
        for key in known:
            self._object(tx, read[key].complaint)
        return [each for key, each in read.items() if key not in known]

    def _store(
        self, tx: Transaction, read: Sequence[Read], file_id: int, first: int, asked: Asked
    ) -> list[bytes]:
        """Explain, seal and save these complaints from this position on; their leaves."""
        explained = self._explained(tx, read)
        line_ids = {each.line_id for each in read if each.line_id is not None}
        contracts = self.people.contracts_of(sorted(line_ids)) if line_ids else {}
        sealed = []
        for position, (each, why) in enumerate(zip(read, explained, strict=True), start=first):
            fact = fact_span(
                each.complaint.told, contracts.get(each.line_id, ()) if each.line_id else ()
            )
            salt, told = secrets.token_bytes(SALT_BYTES), each.complaint.about
            whom = asked.whom(told) if told and each.line_id is None else ()
            sealed.append(
                seal_one(each.complaint, position, salt, each.line_id, fact, why, whom)
            )
        pairs = list(zip(read, sealed, strict=True))
        records.save_complaints(
            tx,
            [
                records.complaint_row(each.complaint, seal, file_id, each.row_number, each.key)
                for each, seal in pairs
            ],
        )
        for each in read:
            self._object(tx, each.complaint)
        return [seal.leaf() for seal in sealed]

    def _customers(self) -> list[Known]:
        with self.engine.workplace() as work:
            return list(customers_in(self.people.snapshot(work / "people", with_names=True)))

    def _object(self, tx: Transaction, complaint: Complaint) -> None:
        if complaint.has_objection and complaint.called is not None:
            self.people.object(
                tx, complaint.called, complaint.arrived_at.at, source="complaint"
            )

    def _explained(self, tx: Transaction, read: Sequence[Read]) -> list[Explained | None]:
        complaints = [each.complaint for each in read]
        able = [
            row
            for row, each in enumerate(read)
            if each.complaint.called is not None and each.complaint.shown is not None
        ]
        if not able:
            return [None] * len(read)
        on_record = [*self._passes(read, able), *self._declared(tx, read, able)]
        return explain(complaints, on_record)

    def _passes(self, read: Sequence[Read], able: Sequence[int]) -> Iterator[OnRecord]:
        """Passes to the same line with the same number shown, around these complaints."""
        rows: dict[tuple[int, str], list[int]] = {}
        for row in able:
            line_id, shown = read[row].line_id, read[row].complaint.shown
            if line_id is not None and shown is not None:
                rows.setdefault((line_id, shown.e164), []).append(row)
        if not rows:
            return
        windows = [window(read[row].complaint) for found in rows.values() for row in found]
        since, until = min(w[0] for w in windows), max(w[1] for w in windows)
        for one in self.permit.passes(sorted({line for line, _ in rows}), since, until):
            shown_number = one.shown_number.e164 if one.shown_number else ""
            for row in rows.get((one.line_id, shown_number), ()):
                yield OnRecord(row, Explanation.PASS, one.partner, one.at, one.at)

    def _declared(
        self, tx: Transaction, read: Sequence[Read], able: Sequence[int]
    ) -> Iterator[OnRecord]:
        declared = records.call_tables(tx)
        if not declared:
            return
        inputs = {
            "complaints": bulk.wanted_calls([(row, read[row].complaint) for row in able]),
            "known_calls": known_calls(self.folder, declared),
        }
        for row in self.engine.run(bulk.explaining_calls(), inputs).to_pylist():
            yield OnRecord(
                row["complaint"],
                Explanation.DECLARED_CALL,
                row["partner"],
                row["called_at"].replace(tzinfo=UTC),
                row["called_until"].replace(tzinfo=UTC),
            )


def _looked_at(source: Source) -> Look:
    """The file's digest, and how it would be read."""
    with opened(source.path) as measured:
        opening = open_source(measured.buffered(), source)
        unread = left_out(opening.table.header, opening.places)
        return Look(measured.digest(), reading_of(opening), unread)


def _same_file(found: str, digest: str, source: Source) -> None:
    if found != digest:
        raise FileChangedMeanwhile(name=source.path.name)


def _place(lines: Mapping[str, Line], number: str | None) -> Place:
    line = lines.get(number) if number else None
    return Place(zone=line.zone, land=line.land) if line else Place()


def _seal(leaves: Sequence[bytes], first: int) -> Seal | None:
    if not leaves:
        return None
    return Seal(first, first + len(leaves) - 1, ledger.root(leaves))
