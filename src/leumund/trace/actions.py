"""What a person can ask of this part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import numpy as np

from leumund import ledger
from leumund.basics.canonical import sha256_hex
from leumund.basics.clock import on_german_clock
from leumund.people import customers_in, opened
from leumund.release import check_drawn, opened_leaves, publish, read_master
from leumund.trace import records
from leumund.trace.audit import audit_calls, audit_file
from leumund.trace.callers import by_caller, callers_of
from leumund.trace.entries import file_entry, run_entry
from leumund.trace.evidence import Contacts, Stream, evidence, lines_of
from leumund.trace.exhibit import Told, entries_of, exhibit_of, named_copy
from leumund.trace.finding import (
    Audit,
    StrayCopy,
    StrayReport,
    TraceReport,
)
from leumund.trace.handed import checked, made, written
from leumund.trace.harms import HarmReport, harm_entry, harm_of_draw
from leumund.trace.inputs import draw_digest, inputs_digest
from leumund.trace.nodes import leading_on
from leumund.trace.own_records import own_records
from leumund.trace.provenance import provenance_of
from leumund.trace.provenances import ProvenanceReport
from leumund.trace.reading import (
    SEALED,
    Look,
    Naming,
    below,
    new_namings,
    without_copy,
)
from leumund.trace.seen import Gathering, Seen, heard, joined, look_at
from leumund.trace.so_far import SoFar, evidence_file, told_of
from leumund.trace.strays import Stray, level_of, look_at_stray, trial_of
from leumund.trace.writer import Asked, read_cancelled, read_stray

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.basics.clock import Clock
    from leumund.engine import Engine
    from leumund.intake import Contact
    from leumund.intake.actions import Intake
    from leumund.ledger.actions import Ledger
    from leumund.network.actions import Network
    from leumund.people import Known
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.release import DrawRecord
    from leumund.release.actions import Release
    from leumund.store import Store, Transaction
    from leumund.trace.handed import ExhibitMade, ExhibitWritten
    from leumund.trace.verify import CheckedExhibit

    OnProgress = Callable[[int, int | None], None]

QUESTIONS: tuple[str, ...] = ("verify",)
"""Every other action of this part leaves an entry when it finds something new."""
WITHIN = ("make_exhibit",)
"""What report puts among its own files."""

_LOCK = "leumund.trace"


@dataclass(frozen=True, slots=True)
class Trace:
    """Whose copy was it, and who is out of the question."""

    store: Store
    engine: Engine
    clock: Clock
    folder: Path
    release: Release
    intake: Intake
    people: People
    permit: Permit
    network: Network
    ledger: Ledger

    def run(self, on_progress: OnProgress | None = None) -> TraceReport:
        """Weigh the sealed stream against every copy; the same stream gives the same answer.

        A copy is named at its first crossing and for good, unless the redraw audit blocks
        it. A run that sees what the last one saw records nothing. ``on_progress`` gets draws
        done and total. Raises BrokenSeal if the complaints are not those that were sealed;
        before a naming CopyExchanged, SecretDoesNotMatch or SecretMissing if the copy is not
        the one that its sealed secret draws.
        """
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            seen = self._see()
            is_new = records.last_inputs(tx) != seen.inputs
            named = records.namings(tx)
            fresh: list[Naming] = []
            report, looks = Gathering(), []
            for done, draw in enumerate(seen.draws, start=1):
                look = look_at(draw, seen)
                looks.append(look)
                new, blocked = new_namings(look, named, self._auditor(tx, look, seen.inputs))
                fresh += new
                named |= {naming.copy_id: naming for naming in new}
                report.add(look, named, blocked)
                if on_progress is not None:
                    on_progress(done, len(seen.draws))
            report.callers = by_caller(looks, seen.callers)
            result = self._report(seen, report, fresh, is_new=is_new)
            self._save_run(tx, result, fresh)
        return result

    def so_far(self, into: Path) -> SoFar:
        """Write what the evidence says so far, for a campaign whose lists follow it."""
        report = self.run()
        data = evidence_file(report)
        said, entry = told_of(into, data), {"file": sha256_hex(data), "run": report.inputs}
        publish(data, into.parent, PurePath(into.name))
        with self.store.transaction() as tx:
            ledger.append(tx, "trace.so_far", entry, at=self.clock.now())
        return said

    def file(
        self,
        path: Path,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        *,
        encoding: str | None = None,
        region: str = "DE",
    ) -> StrayReport:
        """Compare a list found in the wild with every copy: whose could it be, whose not?

        Every column that holds phone numbers is read; a row without a number that is known
        is told by customer number, or by name and postcode. All else is left alone. The k-th
        list that is looked at has a smaller part of each copy's weight than the one before;
        the same people again keep their turn, in whatever file. ``columns`` maps ``number``,
        ``name``, ``postcode`` and ``ref`` to the file's columns.
        """
        asked = Asked(self.people.lines_of, self._customers)
        stray = read_stray(path, self.folder, asked, columns, encoding, region)
        now, seen, people = self.clock.now(), self._see(), stray.digest
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            before = records.stray(tx, people)
            look = before or (records.next_turn(tx), now, seen.last_position)
            named = records.named_by_file(tx)
            copies: list[StrayCopy] = []
            fresh: list[tuple[StrayCopy, Audit]] = []
            for draw in seen.draws:
                found = look_at_stray(draw, stray, *look[:2], heard(draw, seen, look[2]))
                for copy, one in enumerate(found):
                    known = named.get(one.copy_id) == people
                    audit = self._audit_stray(tx, draw, copy, one, stray, look, known)
                    copies.append(one if known else one.after(audit))
                    if copies[-1].is_named and one.copy_id not in named:
                        fresh.append((copies[-1], audit or Audit(0, 0, is_blocking=False)))
            newly_named = [each.copy_id for each, _ in fresh]
            report = stray.report(look[0], copies, newly_named, is_new=before is None)
            self._save_stray(tx, report, fresh, look)
        return report

    def exhibit(
        self,
        campaign: str,
        partner: str,
        into: Path | None = None,
        recipient: str | None = None,
    ) -> ExhibitWritten:
        """The exhibit of a naming as files: the partner's, the program that checks it and the
        ledger's key; with ``recipient`` (an age key) also the expert's, encrypted.

        Raises NothingNamed, ExhibitDisagrees, RecipientUnusable, NotOpen where an entry that
        is needed was erased.
        """
        found = self.make_exhibit(campaign, partner)
        return written(found, into or Path(f"exhibit-{found.copy_id}"), recipient)

    def verify(self, path: Path, key: str | None = None) -> CheckedExhibit:
        """What an exhibit shows, reckoned again from the file alone; ``key``: the ledger's.

        Raises ExhibitDoesNotHold, KeyUnusable.
        """
        with opened(path) as measured:
            return checked(measured.read(), path.name, key)

    def make_exhibit(self, campaign: str, partner: str) -> ExhibitMade:
        """The exhibit in both forms, its digests in the ledger, with the proofs of it."""
        told = self._told(campaign, partner)
        check_drawn(self.folder, told.draw, told.place)
        leaves = opened_leaves(self.folder, told.draw, told.units())
        exhibit = exhibit_of(told, leaves, read_master(self.folder, campaign))
        with self.store.transaction() as tx:
            own = ledger.append(tx, "trace.exhibit", exhibit.entry, at=told.made_at)
        self.ledger.integrate()
        entries = [*entries_of(told, self.ledger.entries), own]
        proofs = {one: self.ledger.prove(one, is_opened=True).encode() for one in entries}
        return made(exhibit, proofs, told.left_others, self.ledger.create_key().public_key)

    def _told(self, campaign: str, partner: str) -> Told:
        """What the exhibit is made from, as everything stands; raises NothingNamed."""
        report, seen = self.run(), self._see()
        with self.store.snapshot() as tx:
            named = records.namings(tx)
        draw, naming = named_copy(report, named, seen.draws, campaign, partner)
        contacts = seen.contacts[int(draw.draw_id)]
        found = evidence(draw, seen.stream, contacts, seen.explained, seen.chains)
        return Told(
            draw,
            naming,
            report.copies,
            found.contact_units,
            contacts,
            seen.chains,
            self.intake.shown_order(),
            seen.inputs,
            self.network.principal() or "",
            self.clock.now(),
        )

    def harm(
        self,
        path: Path,
        columns: Mapping[str, str | Sequence[str]] | None = None,
        *,
        encoding: str | None = None,
        region: str = "DE",
    ) -> HarmReport:
        """Hold a file of cancellations against every draw: do the calls drive people away?

        ``columns`` maps ``number`` or ``ref``, and ``cancelled_on``, to the file's columns.
        """
        asked = Asked(self.people.lines_of, self._customers)
        today = on_german_clock(self.clock.now()).date()
        cancelled = read_cancelled(path, self.folder, asked, columns, encoding, region, today)
        findings = [
            finding
            for draw in self.release.draws()
            if draw.design != SEALED and not np.isnat(draw.first_handed_over).all()
            for finding in harm_of_draw(draw, cancelled, self._rung(draw))
        ]
        report = cancelled.report(findings)
        with self.store.transaction() as tx:
            ledger.append(tx, "trace.harm", harm_entry(report), at=self.clock.now())
        return report

    def provenance(self) -> ProvenanceReport:
        """Is it our data at all? Handed over against not handed over, in every draw."""
        seen = self._see()
        looks = [look_at(draw, seen) for draw in seen.draws]
        with self.store.transaction() as tx:
            named = len(records.namings(tx))
            report = provenance_of(looks, seen.stream, seen.inputs, seen.known, named)
            ledger.append(tx, "trace.provenance", report.entry(), at=self.clock.now())
        return report

    def _rung(self, draw: DrawRecord) -> list[Contact]:
        """Declared calls to anybody of this draw since it was drawn."""
        return self.intake.contacts(draw.line_ids.tolist(), draw.drawn_at)

    def _customers(self) -> list[Known]:
        """Our customers with their names, for a list that has names only."""
        with self.engine.workplace() as work:
            return list(customers_in(self.people.snapshot(work / "people", with_names=True)))

    def _see(self) -> Seen:
        """Everything this run looks at, as values."""
        calls, explained = self.intake.stream(), self.intake.explained()
        stream, draws = Stream.of(calls), self.release.draws()
        chains = below(self.network.partners())
        contacts = {
            int(draw.draw_id): self._contacts(draw, stream)
            for draw in draws
            if draw.design != SEALED
        }
        every = list(contacts.values())
        known = self.release.known_by_lookup(np.unique(stream.line_ids).tolist())
        inputs = inputs_digest(stream, explained, draws, joined(every), chains, known)
        callers = callers_of(calls)
        return Seen(stream, explained, draws, contacts, chains, known, inputs, callers)

    def _contacts(self, draw: DrawRecord, stream: Stream) -> Contacts:
        """Lawful contacts since this draw with anybody in it who complained.

        Only contacts after the coins were tossed can depend on them.
        """
        units = np.unique(draw.unit_of(stream.all_lines()))
        line_ids = lines_of(draw, units[units >= 0]).tolist()
        if not line_ids:
            return Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))
        declared = self.intake.contacts(line_ids, draw.drawn_at)
        passes = self.permit.passes(line_ids, draw.drawn_at, self.clock.now())
        found = sorted(
            {(one.line_id, one.partner, one.first_at) for one in declared}
            | {(int(one.line_id), one.partner, one.at) for one in passes}
        )
        return Contacts(
            line_ids=np.array([line for line, _, _ in found], dtype=np.int64),
            partners=tuple(partner for _, partner, _ in found),
            at=np.array([at.replace(tzinfo=None) for _, _, at in found], dtype="datetime64[s]"),
        )

    def _auditor(self, tx: Transaction, look: Look, inputs: str) -> Callable[[int, int], Audit]:
        def audit(copy: int, until: int) -> Audit:
            if look.found is None:
                raise TypeError("a list that can only be excluded is not audited")
            found = look.found
            check_drawn(self.folder, look.draw, copy)
            return self._audited(
                tx,
                f"{inputs}:{draw_digest(look.draw)}:{copy}:{until}",
                lambda seed: audit_calls(look.draw, copy, found, until, seed),
            )

        return audit

    def _audited(self, tx: Transaction, what: str, make: Callable[[str], Audit]) -> Audit:
        """The audit of these inputs, made once."""
        from hashlib import sha256

        inputs = sha256(what.encode()).hexdigest()
        audit = records.audit_of(tx, inputs)
        if audit is None:
            audit = make(inputs)
            records.save_audit(tx, inputs, audit, self.clock.now())
        return audit

    def _report(
        self, seen: Seen, found: Gathering, fresh: list[Naming], *, is_new: bool
    ) -> TraceReport:
        calls, stream = len(seen.stream), seen.stream
        partners = self.network.partners()
        return TraceReport(
            at=self.clock.now(),
            inputs=seen.inputs,
            is_new=is_new,
            last_position=int(stream.positions[-1]) if calls else 0,
            calls=calls,
            strangers=int((stream.is_number_known & (stream.line_ids < 0)).sum()),
            without_number=int((~stream.is_number_known).sum()),
            copies=tuple(leading_on(found.copies, seen.draws)),
            newly_named=tuple(naming.copy_id for naming in fresh),
            without_copy=tuple(without_copy(partners, seen.draws, calls, seen.known.holders)),
            most_complaints=tuple(found.rules),
            trails=tuple(found.trails),
            callers=found.callers,
            explained=own_records(seen.explained, seen.draws, seen.chains),
        )

    def _save_run(self, tx: Transaction, report: TraceReport, fresh: list[Naming]) -> None:
        if not report.is_new:
            return
        now = self.clock.now()
        records.save_run(
            tx, report.inputs, report.last_position, report.calls, report.copies, now
        )
        for naming in fresh:
            records.save_naming(tx, naming, now)
        ledger.append(tx, "trace.run", run_entry(report), at=now)

    def _audit_stray(
        self,
        tx: Transaction,
        draw: DrawRecord,
        copy: int,
        found: StrayCopy,
        stray: Stray,
        look: tuple[int, datetime, int],
        known: bool,
    ) -> Audit | None:
        if known or not found.is_named:
            return None
        check_drawn(self.folder, draw, copy)
        turn, looked_at, _ = look
        trial, units = trial_of(draw, copy, stray, looked_at)
        moment = np.datetime64(looked_at.replace(tzinfo=None), "s")
        level = level_of(draw, copy, turn)
        return self._audited(
            tx,
            f"{stray.digest}:{draw_digest(draw)}:{copy}:{turn}",
            lambda seed: audit_file(draw, copy, units, trial, level, moment, seed),
        )

    def _save_stray(
        self,
        tx: Transaction,
        report: StrayReport,
        fresh: list[tuple[StrayCopy, Audit]],
        look: tuple[int, datetime, int],
    ) -> None:
        if not report.is_new and not fresh:
            return
        now = self.clock.now()
        if report.is_new:
            _, looked_at, last_position = look
            records.save_stray(tx, report.turn, report.people_digest, looked_at, last_position)
        for found, audit in fresh:
            records.save_file_naming(
                tx,
                found.draw_id,
                found.copy_id,
                found.partner,
                report.people_digest,
                found.at_most_once_in or 1,
                audit,
                now,
            )
        ledger.append(tx, "trace.file", file_entry(report), at=now)
