"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from leumund import ledger
from leumund.basics.checks import load_checks
from leumund.cases import agents, records
from leumund.cases.case import Case, Step
from leumund.cases.checks import PACK
from leumund.cases.clearing import FORM, clearing_of, code_of, ours_of
from leumund.cases.clocks import clocks_of
from leumund.cases.concrete import put_to
from leumund.cases.days import end_of, today, working_days_after
from leumund.cases.duties import duties_of
from leumund.cases.entries import KIND_OF, RULED, entry_of
from leumund.cases.finding_file import chosen, known_since
from leumund.cases.fold import after, case_of, finding_document
from leumund.cases.money import Sum, with_move
from leumund.cases.moved import (
    Expired,
    Locked,
    Moved,
)
from leumund.cases.needs import Ask, require
from leumund.cases.questions.actions import Questions
from leumund.cases.refusals import EvidenceChanged
from leumund.cases.state import OVER, Against, State, Target
from leumund.cases.table import WARNING, move_for, rank
from leumund.cases.writer import keep
from leumund.network import with_those_above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.cases.agents import AgentOf
    from leumund.cases.concrete import Behind
    from leumund.cases.finding_file import Known
    from leumund.cases.money import Commissions
    from leumund.network.actions import Network
    from leumund.store import Store, Transaction

QUESTIONS = (
    "agent", "alike", "burden", "case", "clearing", "clocks", "held_files", "in_risk", "letter",
    "overview", "standing", "stops",
)  # fmt: skip
"""They record nothing."""

_BY_TIME = ""


@dataclass(frozen=True, slots=True)
class Cases(Questions):
    """From a finding to what follows, and to the end of it.

    ``land`` is the Bundesland of the company (BE, BY), whose holidays are no working days.
    ``places``: whose law holds. ``commissions`` None: no commission is held here.
    ``known`` gives the findings that audit knows, ``behind`` the rows of them to be shown;
    ``agent_of`` the pseudonym on a row (None: no agent is ever opened).
    """

    store: Store
    clock: Clock
    folder: Path
    network: Network
    land: str | None = None
    places: tuple[str, ...] = ("DE",)
    commissions: Commissions | None = None
    known: Callable[[], Iterable[Known]] | None = None
    behind: Behind | None = None
    agent_of: AgentOf | None = None

    def open(
        self,
        findings: Sequence[Finding],
        against: Against,
        by: str,
        known_at: datetime | None = None,
        digests: Sequence[str] = (),
    ) -> Moved:
        """Open a case from findings, or those known by these digests. ``known_at``: when the
        company knew of it (now), if it did not know earlier. Nothing follows from it. Raises
        OccasionMissing, NoSuchFinding, FindingOfAnother, AlreadyInACase, MomentToCome,
        NoSuchPartner.
        """
        now, known = self.clock.now(), self._known()
        findings = (*findings, *chosen((each.finding for each in known), digests))
        if against.target is Target.PARTNER:
            with_those_above(against.name, self.network.partners())
        said = {
            "target": against.target.value,
            "name": against.name,
            "known_at": known_since(known, findings, known_at or now).isoformat(),
            "findings": [finding_document(each) for each in findings],
            "rules": load_checks(PACK).digest,
        }
        with self.store.transaction() as tx:
            records.begin(tx)
            move = move_for("open", None, 0)
            taken = records.taken(tx, against, findings)
            checks = self._checks(now)
            require(
                move,
                Ask(
                    "open", by, now, said, against, checks, self.land, findings=tuple(findings),
                    taken=taken,
                ),
            )  # fmt: skip
            case_id = records.add_file(tx, against, State.SUSPICION.value, now)
            opened = case_of(case_id, [Step(1, now, move.id, "open", by, said)])
            records.take(tx, case_id, against, opened.findings)
            return self._save(tx, None, opened, checks)

    def add(self, case_id: int, findings: Sequence[Finding], by: str) -> Moved:
        """Add new findings; the partner is to be heard on them as well."""
        known_at = known_since(self._known(), findings, self.clock.now()).isoformat()
        documents = [finding_document(each) for each in findings]
        said = {"findings": documents, "known_at": known_at}
        return self._move("add", case_id, by, said, tuple(findings))

    def evidence(
        self,
        case_id: int,
        path: Path,
        kind: str,
        origin: str,
        collector: str,
        collected_at: datetime | None,
        by: str,
        says: str = "",
        *,
        digest: str | None = None,
        is_for_partner: bool = False,
        calls: int | None = None,
        never_given: int | None = None,
    ) -> Moved:
        """Put a copy of a file into the case. ``digest``: what it had when it was collected.

        Raises EvidenceChanged, NotAdmissible, NothingSaidForPartner.
        """
        kept = keep(path, self.folder)
        if digest is not None and digest != kept:
            raise EvidenceChanged(name=path.name, digest=digest)
        said = {
            "digest": kept,
            "kind": kind,
            "origin": origin.strip(),
            "collector": collector.strip(),
            "collected_at": collected_at.isoformat() if collected_at else "",
            "says": says,
            "is_for_partner": is_for_partner,
            "calls": calls,
            "never_given": never_given,
        }
        return self._move("evidence", case_id, by, said)

    def explain(
        self, case_id: int, what: str, found: str, by: str, *, is_possible: bool = False
    ) -> Moved:
        """Write down that somebody has checked another explanation, and what was found."""
        said = {"what": what, "why": found, "is_possible": is_possible}
        return self._move("explain", case_id, by, said)

    def hear(
        self,
        case_id: int,
        reply_due: date,
        by: str,
        questions: Sequence[str] = (),
        access: str = "",
        facts: Mapping[str, str] = MappingProxyType({}),
    ) -> Moved:
        """Hear the partner on all it was not heard on yet. ``access``: where it sees it;
        ``facts``: what no row shows, in words. Raises NothingToHear, NoFactToHear,
        ReplyDateTooSoon, NumberInText, SpeaksOfOffence."""
        case = self.case(case_id)
        said = {
            "reply_due": reply_due.isoformat(),
            "questions": list(questions),
            "access": access,
            **put_to(case, self.behind, facts),
            "ours": ours_of(self._known(), case.against.name),
        }
        return self._move("hear", case_id, by, said)

    def reply(self, case_id: int, said: str, by: str, hours: int = 0, cents: int = 0) -> Moved:
        """Take in the partner's answer, and what the case has cost it so far."""
        return self._move("reply", case_id, by, {"why": said, "hours": hours, "cents": cents})

    def stop(
        self, case_id: int, why: str, by: str, *, is_commission_held: bool = False
    ) -> Moved:
        """Order a data stop for the time being: ten working days, and no longer by itself."""
        now = self.clock.now()
        said = {"why": why, "until": self._lapse(now).isoformat(), "hold": is_commission_held}
        return self._move("stop", case_id, by, said)

    def renew(self, case_id: int, number: int, why: str, by: str) -> Moved:
        """Renew a data stop for ten working days, as another person, after the reply."""
        until = self._lapse(self.clock.now()).isoformat()
        said = {"why": why, "number": number, "until": until}
        return self._move("renew", case_id, by, said)

    def propose(
        self,
        case_id: int,
        measure: str,
        why: str,
        looked_at: Sequence[int],
        by: str,
        *,
        until: datetime | None = None,
        why_no_warning: str | None = None,
        is_penalty_reserved: bool = False,
        letter: str | None = None,
        ends_by: date | None = None,
    ) -> Moved:
        """Propose a measure with reasons. ``looked_at``: numbers of the items that were read;
        ``letter``: the text that would go out; ``ends_by``: the last day of what a warning is
        about. Nothing follows before a second person has decided. Shown beside it: what
        followed elsewhere from the same breach."""
        said = {
            "measure": rank(measure).kind,
            "why": why,
            "looked_at": list(looked_at),
            "until": until.isoformat() if until else None,
            "why_no_warning": why_no_warning,
            "is_penalty_reserved": is_penalty_reserved,
            "letter": letter,
            "ends_by": ends_by.isoformat() if ends_by else None,
        }
        moved = self._move("propose", case_id, by, said)
        return replace(moved, compared=self.alike(case_id, measure))

    def decide(
        self,
        case_id: int,
        why: str,
        looked_at: Sequence[int],
        by: str,
        *,
        agrees: bool = True,
    ) -> Moved:
        """Decide about what was proposed, as another person and with reasons of one's own."""
        said: dict[str, Any] = {"why": why, "looked_at": list(looked_at)}
        if agrees and (day := self._ends_by(case_id)):
            said["ends_by"] = day.isoformat()
        return self._move("decide" if agrees else "refuse", case_id, by, said)

    def lift(self, case_id: int, number: int, why: str, by: str) -> Moved:
        """Lift a measure; it holds no more from the next question on."""
        return self._move("lift", case_id, by, {"why": why, "number": number})

    def appeal(self, case_id: int, why: str, by: str) -> Moved:
        """Take in that the partner objects to the decision."""
        return self._move("appeal", case_id, by, {"why": why})

    def uphold(self, case_id: int, why: str, by: str) -> Moved:
        """Let a decision stand, as somebody who had no part in it."""
        return self._move("uphold", case_id, by, {"why": why})

    def reverse(self, case_id: int, why: str, by: str) -> Moved:
        """Reverse a decision, as somebody who had no part in it; all measures end."""
        return self._move("reverse", case_id, by, {"why": why})

    def clear(self, case_id: int, why: str, by: str) -> Moved:
        """The partner is out of the question: all measures end, and a letter says so."""
        ours = ours_of(self._known(), self.case(case_id).against.name)
        return self._move("clear", case_id, by, {"why": why, "ours": ours, "form": FORM})

    def drop(self, case_id: int, why: str, by: str) -> Moved:
        """Nothing was found from which anything could follow: all measures end."""
        return self._move("drop", case_id, by, {"why": why})

    def close(self, case_id: int, why: str, by: str) -> Moved:
        """End a decided case, once every measure and the time to object are over."""
        return self._move("close", case_id, by, {"why": why})

    def credit(
        self, case_id: int, what: str, by: str, customers: int = 0, cents: int = 0
    ) -> Moved:
        """Credit what the partner has put right for our customers."""
        said = {"why": what, "customers": customers, "cents": cents}
        return self._move("credit", case_id, by, said)

    def deadline(
        self,
        case_id: int,
        name: str,
        started_at: datetime,
        by: str,
        met_at: datetime | None = None,
    ) -> Moved:
        """Start a clock (art33: a breach is known, art12: somebody asks for access), or say
        when it was met."""
        said = {
            "clock": name,
            "started_at": started_at.isoformat(),
            "met_at": met_at.isoformat() if met_at else None,
        }
        return self._move("deadline", case_id, by, said)

    def ask_agent(self, case_id: int, row: str, trigger: int, why: str, by: str) -> Moved:
        """Ask whose row of this case that is. ``row``: its key; ``trigger``: the item of
        evidence that gives the reason. Nothing is shown before a second person opens it."""
        case = self.case(case_id)
        found = agents.row_named(case, row)
        items = {item.number: item.digest for item in case.items}
        said = {
            "why": why,
            "row": row,
            "at": [found.table, found.key] if found else None,
            "trigger": trigger,
            "digest": items.get(trigger),
        }
        return self._move("ask_agent", case_id, by, said)

    def open_agent(self, case_id: int, number: int, why: str, by: str) -> Moved:
        """Open that pseudonym, as another person and with reasons of one's own."""
        return self._move("open_agent", case_id, by, {"why": why, "number": number})

    def expire(self) -> Expired:
        """The nightly run: reply dates that have passed, measures whose time is over."""
        now = self.clock.now()
        with self.store.snapshot() as tx:
            waiting = [row["id"] for row in records.files(tx, state=State.HEARING.value)]
            lapsed = records.lapsed(tx, now)
            due = [records.case(tx, case_id).hearings[-1].reply_due for case_id in waiting]
        passed = [each for each, on in zip(waiting, due, strict=True) if on < today(now)]
        for case_id in passed:
            self._move("pass", case_id, _BY_TIME, {})
        for case_id, number in lapsed:
            self._move("lapse", case_id, _BY_TIME, {"number": number})
        return Expired(tuple(passed), tuple(lapsed))

    def lock(self) -> Locked:
        """Lock the cases that were over six months ago."""
        now, checks = self.clock.now(), self._checks(self.clock.now())
        with self.store.snapshot() as tx:
            over = [
                records.case(tx, row["id"])
                for state in OVER - {State.LOCKED}
                for row in records.files(tx, state=state.value)
            ]
        due = [
            case.case_id
            for case in over
            for clock in clocks_of(case, now, checks)
            if clock.name == "lock" and clock.days_left <= 0
        ]
        for case_id in due:
            self._move("lock", case_id, _BY_TIME, {})
        return Locked(tuple(sorted(due)))

    # --- one move -----------------------------------------------------------------------------

    def _move(
        self,
        event: str,
        case_id: int,
        by: str,
        said: Mapping[str, Any],
        findings: tuple[Finding, ...] = (),
    ) -> Moved:
        """One row of the table: ask all it needs, record it, write its entry; all or none."""
        now = self.clock.now()
        checks = self._checks(now)
        if event in RULED:
            said = {**said, "rules": load_checks(PACK).digest}
        with self.store.transaction() as tx:
            records.begin(tx)
            case = self._readable(tx, case_id)
            move = move_for(event, case.state, case_id)
            taken = records.taken(tx, case.against, findings) if findings else {}
            stopped = records.stopped(tx, case) if event == "stop" else ()
            there = None
            if event in agents.EVENTS:
                row = agents.row_asked(case, event, said)
                there = agents.is_there(case, row, self.agent_of)
            ask = Ask(
                event, by, now, said, case.against, checks, self.land, case, findings, taken,
                stopped, there,
            )  # fmt: skip
            require(move, ask)
            said = {**said, **with_move(tx, self.commissions, event, case, said, now)}
            step = Step(len(case.steps) + 1, now, move.id, event, by, said)
            moved = after(case, step)
            if findings:
                records.take(tx, case_id, case.against, moved.findings)
            return self._save(tx, case, moved, checks)

    def _save(
        self, tx: Transaction, before: Case | None, moved: Case, checks: Mapping[str, Check]
    ) -> Moved:
        """Write down the last step and its entry."""
        step, code = moved.steps[-1], None
        person = records.person_id(tx, step.by)
        if step.event == "clear":
            digest = clearing_of(moved, step.at, checks, Sum()).digest()
            code = code_of(digest)
            step = replace(step, said={**step.said, "letter": digest})
        body = entry_of(before, moved, step, person)
        entry_id = ledger.append(tx, KIND_OF[step.event], body, at=step.at)
        records.save(tx, moved, replace(step, entry_id=entry_id), person)
        if code is not None:
            records.add_letter(tx, code, moved.case_id, entry_id, step.at)
        newest = moved.measures[-1] if moved.measures else None
        return Moved(
            moved.case_id,
            step.move,
            before.state if before else None,
            moved.state,
            entry_id,
            duties_of(moved, step.at, checks),
            newest.number if newest else None,
            newest.until if newest else None,
            check_code=code,
        )

    def _checks(self, at: datetime) -> Mapping[str, Check]:
        return load_checks(PACK).in_force(today(at), self.places)

    def _ends_by(self, case_id: int) -> date | None:
        """The last day of what the proposed warning is about: as it was proposed, else some
        working days from now."""
        proposal, now = self.case(case_id).proposal, self.clock.now()
        if proposal is None or proposal.measure != WARNING:
            return None
        days = self._checks(now)["C160"].figure("working_days_to_end")
        return proposal.ends_by or working_days_after(today(now), days, self.land)

    def _known(self) -> tuple[Known, ...]:
        return tuple(self.known()) if self.known else ()

    def _lapse(self, at: datetime) -> datetime:
        """The end of the tenth working day."""
        days = self._checks(at)["L151"].figure("working_days")
        return end_of(working_days_after(today(at), days, self.land))
