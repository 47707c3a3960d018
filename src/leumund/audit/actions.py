"""What a person can ask of this part."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from leumund import ledger
from leumund.audit import bulk, records
from leumund.audit.calls import CallsAudit, as_ours, audited
from leumund.audit.compared.actions import Compared
from leumund.audit.decoys import decoy_findings, since_handed, since_of
from leumund.audit.forgotten import Forgotten
from leumund.audit.handed import doubt_table, handed_table
from leumund.audit.known import Collected, KnownFindings, Noted, note_text
from leumund.audit.lookups import Lookups, lookup_findings
from leumund.audit.notice import (
    NoSuchNotice,
    Notice,
    NotOpened,
    Tomorrow,
    late_findings,
    notice_csv,
    tomorrow_entry,
    untold_findings,
)
from leumund.audit.number import (
    ComplaintsShowing,
    NotLookedUp,
    Ring,
    RungBefore,
    ShownNumber,
    calls_showing,
    holders_of,
    said_text,
)
from leumund.audit.outside import named_findings, ring_finding, seen_logins, seen_numbers
from leumund.audit.rows.actions import Rows
from leumund.audit.shown import shown_findings
from leumund.audit.words.actions import Heard
from leumund.audit.writer import delivered, sent
from leumund.basics.checks import load_checks
from leumund.basics.clock import local_text, on_german_clock
from leumund.network import with_those_above
from leumund.permit import rule_rows, rulepack, rules_on
from leumund.release import check_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.audit.known import KnownFinding
    from leumund.audit.scorecards import Rate
    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.basics.numbers import Number
    from leumund.engine import Engine
    from leumund.intake.actions import Intake
    from leumund.network import Partner
    from leumund.network.actions import Network
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.release import Lookup
    from leumund.release.actions import Release
    from leumund.store import Store
    from leumund.trace.actions import Trace

QUESTIONS = (
    "about", "agent_of", "agreement", "asked_for_bank_details", "behind", "calls",
    "confirmed_words", "findings", "known", "lookups", "open_words", "scorecards",
)  # fmt: skip
"""They record nothing."""

_PACKS = ("de/calls", "eu/cases", "eu/handover")
_LOCK = "leumund.audit"
_NOTICES = "notices"
_REFUSALS_KEPT_DAYS = 90
_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
_PEOPLE = ("line", "person", "person_line", "objection", "contract", "consent")


@dataclass(frozen=True, slots=True)
class Audit(Rows, Heard, Compared):
    """What happened in calls, beside what was allowed; what was said in them; what is known.

    ``more`` and ``more_rates``: findings and rates of parts that this one does not know.
    """

    store: Store
    engine: Engine
    clock: Clock
    folder: Path
    people: People
    network: Network
    permit: Permit
    intake: Intake
    release: Release
    trace: Trace
    more: tuple[Callable[[], Iterable[Finding]], ...] = ()
    more_rates: tuple[Callable[[date | None, date | None], Iterable[Rate]], ...] = ()

    # --- calls --------------------------------------------------------------------------

    def calls(self, since: date | None = None, until: date | None = None) -> CallsAudit:
        """Declared calls beside what was asked, allowed, handed over and objected to.

        ``since`` and ``until``: local days, both included; None: from the first call, to the
        last. Keeps nothing: ``collect`` does.
        """
        known_calls = self.intake.declared()
        refusals_since = self._today() - timedelta(days=_REFUSALS_KEPT_DAYS)
        first, last = self._span(known_calls)
        since, until = since or first, until or last
        if since is None or until is None:
            return CallsAudit(since, until, refusals_since, ())
        partners, company = self.network.partners(), self.network.principal()
        names = {int(each.id): each.name for each in partners}
        if company is not None and company not in names.values():
            names[bulk.OUR_DESK] = company
        checks = self._checks()
        pack = rulepack.load(self.permit.pack)
        with self.engine.workplace() as work:
            inputs = self._beside(known_calls, partners, since, until, work)
            inputs["outcomes"] = bulk.outcome_table(checks["C024"].words("lost_words"))
            found = bulk.found(self.engine, inputs, work)
        return audited(
            found,
            names,
            checks["C024"],
            rules_on(pack, until),
            checks.get("C050"),
            (since, until),
            refusals_since,
            company,
        )

    def lookups(self, since: date | None = None, until: date | None = None) -> Lookups:
        """Look-ups in the portal that stand out: many in an hour, at night, from a country
        without a site, one log-in on many devices (C051)."""
        partners = self.network.partners()
        ids = {each.name: int(each.id) for each in partners}
        found = [one for one in self._lookups(since, until) if one.partner in ids]
        check = self._checks()["C051"]
        inputs = {
            "looked_up": bulk.lookup_table(found, ids),
            "sites": bulk.site_table(partners),
            "limits": bulk.limit_table(check),
        }
        rows = self.engine.run(bulk.beside("standing_out"), inputs).to_pylist()
        names = {number: name for name, number in ids.items()}
        return Lookups(len(found), tuple(lookup_findings(rows, names, check)))

    # --- what is known ------------------------------------------------------------------

    def collect(self) -> Collected:
        """Take in what calls, look-ups, transcripts, orders, traces and the chain register
        show; what is known already stays as it was first known."""
        company = self.network.principal()
        found = (as_ours(each, company) for each in self._everything())
        seen = {each.digest: each for each in found}
        now = self.clock.now()
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            new = records.keep(tx, seen.values(), now)
            by_code = dict(sorted(Counter(each.code for each in new).items()))
            if new:
                body = {"added": len(new), "by_code": by_code}
                ledger.append(tx, "audit.collect", body, at=now)
        return Collected(len(seen), len(new), by_code)

    def findings(self, partner: str | None = None) -> tuple[KnownFinding, ...]:
        """Everything that is known, or known of one partner: first sign, known since, who was
        told and when, what was done and when."""
        with self.store.snapshot() as tx:
            return records.findings(tx, partner)

    def known(self, partner: str | None = None) -> KnownFindings:
        """What ``findings`` has, each with the single rows that it rests on. Raises
        NoSuchPartner for one of whom nothing is known and whom nobody knows."""
        found = self.findings(partner)
        if partner is not None and not found:
            with_those_above(partner, self.network.partners())
        return KnownFindings(found, self.behind([each.finding for each in found]))

    def tell(self, finding: str, who: str) -> Noted:
        """Note who was told of a finding, now. ``finding``: its digest, or the beginning of it.

        Raises NoSuchFinding, NothingNoted.
        """
        text, now = note_text(who), self.clock.now()
        with self.store.transaction() as tx:
            digest = records.digest_like(tx, finding)
            records.add_told(tx, digest, text, now)
            ledger.append(tx, "audit.tell", {"finding": digest}, at=now)
        return Noted(digest, text, now)

    def done(self, finding: str, what: str) -> Noted:
        """Note what was done about a finding, now; arguments and errors as for ``tell``."""
        text, now = note_text(what), self.clock.now()
        with self.store.transaction() as tx:
            digest = records.digest_like(tx, finding)
            records.add_done(tx, digest, text, now)
            ledger.append(tx, "audit.done", {"finding": digest}, at=now)
        return Noted(digest, text, now)

    def forget(self) -> Forgotten:
        """Delete transcripts, places in them and reported numbers that are older than their
        tables may hold them; for every night's run. Findings stay, without any words."""
        now = self.clock.now()
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            gone = Forgotten(*self._words.forget(tx, now), *records.forget(tx, now))
            if gone.is_anything:
                ledger.append(tx, "audit.forget", asdict(gone), at=now)
        return gone

    # --- the next morning ---------------------------------------------------------------

    def tomorrow(self, into: Path | None = None) -> Tomorrow:
        """Write, per partner, the numbers that it has and may not call again, each number
        once, encrypted to the partner's key; files that nobody has acknowledged are put there
        again. Raises what the target and a key can raise."""
        target = into or self._box / "out"
        check_target(target)
        now, time_left = self.clock.now(), self._time_left()
        partners = {int(each.id): each for each in self.network.partners()}
        made: list[Notice] = []
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            due, merely_called = self._to_tell(records.told_lines(tx))
            waiting = [each for each in records.notices(tx) if not each.is_acknowledged]
            for partner_id, rows in due.items():
                if partners[partner_id].age_recipient:
                    plain = notice_csv(row["number"] for row in rows)
                    notice = sent(
                        self._box, partners[partner_id], plain, len(rows), now, time_left
                    )
                    number = records.add_notice(tx, notice, (row["line_id"] for row in rows))
                    made.append(replace(notice, id=number))
            if made:
                ledger.append(tx, "audit.tomorrow", tomorrow_entry(made, partners), at=now)
            waiting = [delivered(self._box, each, target) for each in waiting]
            made = [delivered(self._box, each, target) for each in made]
        without = [at for at in due if not partners[at].age_recipient]
        return Tomorrow(
            notices=tuple(made),
            waiting=tuple(waiting),
            without_key=tuple(partners[at].name for at in without),
            numbers_untold=sum(len(due[at]) for at in without),
            merely_called=merely_called,
        )

    def acknowledge(self, partner: str, digest: str) -> Notice:
        """Note that a partner has opened its file: it tells the SHA-256 of what the file holds.

        The same again changes nothing. Raises NoSuchNotice, NotOpened.
        """
        now, digest = self.clock.now(), digest.strip().lower()
        with self.store.transaction() as tx:
            notice = records.notice_of(tx, partner, digest)
            if notice is None:
                raise NoSuchNotice(partner=partner, digest=digest[:64])
            if notice.plain_digest != digest:
                raise NotOpened()
            if notice.is_acknowledged:
                return notice
            records.acknowledge(tx, notice, now)
            body = {"notice": notice.id, "is_late": notice.is_late(now)}
            ledger.append(tx, "audit.acknowledge", body, at=now)
        return replace(notice, acknowledged_at=now)

    # --- a number that was reported -----------------------------------------------------

    def number(self, number: Number) -> ShownNumber:
        """Look up a number that somebody reports: who may show it, who has declared calls that
        did, who complained about it. It proves nothing by itself."""
        inputs = {
            "known_calls": self.intake.declared(),
            "wanted": bulk.wanted_table(number.e164),
        }
        rows = self.engine.run(bulk.beside("calls_showing"), inputs).to_pylist()
        now = self.clock.now()
        with self.store.transaction() as tx:
            looked_up, ring = (
                records.look_up_number(tx, number, now),
                records.ring_of(tx, number),
            )
            found = ShownNumber(
                number,
                holders_of(number, self.network.partners()),
                tuple(calls_showing(row) for row in rows),
                ComplaintsShowing(**self.intake.complaints_showing(number)),
                ring,
            )
            body = {
                "looked_up": looked_up,
                "holders": len(found.holders),
                "callers": len(found.calls),
                "complaints": found.complaints.complaints,
            }
            ledger.append(tx, "audit.number", body, at=now)
        return found

    def rang(self, number: Number, by: str, said: str, named: str | None = None) -> Ring:
        """Note what a person heard who rang a reported number, after the greeting. Nothing is
        recorded, and nobody rings it twice.

        ``named``: the partner for which whoever answered said to be calling, if any. Raises
        NotLookedUp, RungBefore, NothingSaid, NoSuchPartner.
        """
        if named is not None:
            self.network.chain(named)
        ring = Ring(self.clock.now(), note_text(by), said_text(said), named)
        with self.store.transaction() as tx:
            tx.lock(_LOCK)
            if not records.is_reported(tx, number):
                raise NotLookedUp(number=number)
            before = records.ring_of(tx, number)
            if before is not None:
                raise RungBefore(number=number, at=local_text(before.at))
            records.add_ring(tx, number, ring)
            if named is not None:
                records.keep(tx, [ring_finding(ring)], ring.at)
            ledger.append(tx, "audit.rang", {"is_named": named is not None}, at=ring.at)
        return ring

    @property
    def _box(self) -> Path:
        return self.folder / _NOTICES

    # --- what all of them need ----------------------------------------------------------

    def _today(self) -> date:
        return on_german_clock(self.clock.now()).date()

    def _checks(self) -> Mapping[str, Check]:
        terms = self.network.terms()
        places = terms.jurisdictions or ("DE",)
        return load_checks(*_PACKS).in_force(self._today(), {"DE", *places}, terms.sectors)

    def _time_left(self) -> timedelta:
        return timedelta(hours=self._checks()["C049"].figure("answer_hours"))

    def _span(self, known_calls: Any) -> tuple[date | None, date | None]:
        inputs = {"known_calls": known_calls}
        [row] = self.engine.run(bulk.one_step("span_called"), inputs).to_pylist()
        return row["since_on"], row["until_on"]

    def _lookups(self, since: date | None, until: date | None) -> tuple[Lookup, ...]:
        first = _begin(since) if since else _BEGINNING
        last = _begin(until) + timedelta(days=1) if until else self.clock.now()
        return self.release.lookups_between(first, last + timedelta(seconds=1))

    def _beside(
        self,
        known_calls: Any,
        partners: Sequence[Partner],
        since: date,
        until: date,
        work: Path,
    ) -> dict[str, Any]:
        """Everything that calls are laid beside."""
        roots = bulk.roots_of(partners)
        span = bulk.span_table(since, until)
        days = self.engine.run(
            bulk.one_step("days_called"), {"known_calls": known_calls, "span": span}
        )
        rules = rule_rows(rulepack.load(self.permit.pack), days["on_date"].to_pylist())
        snapshot = self.people.snapshot(work / "people")
        asked = self.permit.asked(
            work / "asked.parquet",
            _begin(since) - timedelta(days=1),
            _begin(until) + timedelta(days=2),
        )
        draws, lookups = self.release.draws(), self._lookups(None, None)
        leads = (
            (roots[each.partner], each.number, each.declared_at)
            for each in self.network.lead_numbers()
        )
        with self.store.snapshot() as tx:
            told = records.told_lines(tx)
        notified = ((roots[name], line, at) for name, line, at in told if name in roots)
        return {
            **{name: snapshot[name] for name in _PEOPLE},
            **{name: rules[name] for name in ("days", "caps", "closed_days")},
            "open_minutes": bulk.open_minutes(rules["allowed_hours"]),
            "known_calls": known_calls,
            "partners": bulk.partner_table(partners, self.network.principal()),
            "span": span,
            "asked_calls": asked,
            "handed": handed_table(draws, lookups, roots),
            "doubts": doubt_table(draws, roots),
            "leads": bulk.lead_table(leads),
            "notified": bulk.pairs_table(notified, "told_at"),
        }

    def _to_tell(
        self, told: list[tuple[str, int, datetime]]
    ) -> tuple[dict[int, list[dict[str, Any]]], dict[str, int]]:
        """By partner the lines it has, may not call again, and was not told of; and how many
        it only says to have called."""
        partners = self.network.partners()
        ids = {each.name: int(each.id) for each in partners}
        held = handed_table(self.release.draws(), self._lookups(None, None), ids)
        leads = (
            (ids[each.partner], each.number, each.declared_at)
            for each in self.network.lead_numbers()
            if each.partner in ids
        )
        with self.engine.workplace() as work:
            snapshot = self.people.snapshot(work / "people")
            inputs = {
                **{
                    name: snapshot[name]
                    for name in ("line", "person_line", "objection", "consent")
                },
                "partners": bulk.partner_table(partners),
                "asked_calls": self.permit.asked(
                    work / "asked.parquet", _BEGINNING, self.clock.now() + timedelta(days=366)
                ),
                "leads": bulk.lead_table(leads),
                "held": held.rename_columns({"root_id": "partner_id"}),
                "told_lines": bulk.told_table(
                    (ids[n], line) for n, line, _at in told if n in ids
                ),
                "this_moment": bulk.moment_table(self.clock.now()),
                "known_calls": self.intake.declared(),
            }
            rows = self.engine.run(bulk.beside("to_tell"), inputs).to_pylist()
            called = self.engine.run(bulk.beside("merely_called"), inputs).to_pylist()
        due: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            due[row["partner_id"]].append(row)
        return dict(due), {row["partner"]: row["numbers"] for row in called}

    def _everything(self) -> Iterable[Finding]:
        """All findings that can be seen now."""
        partners = self.network.partners()
        ids = {each.name: int(each.id) for each in partners}
        checks, now, time_left = self._checks(), self.clock.now(), self._time_left()
        yield from self.calls().findings
        yield from self.lookups().findings
        shown = self.engine.run(
            bulk.beside("numbers_shown"), {"known_calls": self.intake.declared()}
        )
        seen = [*seen_numbers(shown.to_pylist(), ids), *seen_logins(self._lookups(None, None))]
        yield from self.network.undeclared([*seen, *self.network.payees_seen()])
        with self.store.snapshot() as tx:
            notices, told = records.notices(tx), records.told_lines(tx)
        yield from late_findings(notices, now, checks["C049"])
        untold = [row for rows in self._to_tell(told)[0].values() for row in rows]
        names = {number: name for name, number in ids.items()}
        yield from untold_findings(untold, names, now, time_left, checks["C049"])
        yield from named_findings(self.trace.run().copies)
        calls, company = self.intake.shown_calls(), self.network.principal()
        yield from shown_findings(calls, partners, company, checks["C152"])
        declared = {each.position for each in calls if each.declared_by}
        yield from self._rung(partners, checks["C052"], declared)
        yield from self.confirmed_words()
        for more in self.more:
            yield from more()

    def _rung(
        self, partners: Sequence[Partner], check: Check, known: set[int]
    ) -> Iterable[Finding]:
        """Decoys that somebody called who had them from a partner's copy (C052)."""
        decoys = set(self.release.decoy_lines().tolist())
        rung = [each for each in self.intake.stream() if each.line_id in decoys]
        lines = sorted({each.line_id for each in rung if each.line_id is not None})
        if not lines:
            return ()
        roots, draws = bulk.roots_of(partners), self.release.draws()
        copies = [draw for draw in draws if draw.sealed is None]
        until = max(each.call_until for each in rung) + timedelta(days=1)
        declared = self.intake.contacts(lines, _BEGINNING)
        openly = [(one.line_id, one.partner, one.first_at) for one in declared]
        passes = self.permit.passes(lines, _BEGINNING, until)
        openly += [(int(one.line_id), one.partner, one.at) for one in passes]
        return decoy_findings(
            rung,
            since_handed(handed_table(copies, (), roots), lines),
            since_handed(handed_table(draws, self._lookups(None, None), roots), lines),
            since_of((line, roots[name], at) for line, name, at in openly if name in roots),
            known,
            {int(each.id): each.name for each in partners},
            check,
        )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
