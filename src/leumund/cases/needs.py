"""What must be there before a move: one function for each need that states.yaml names.

Each raises the refusal that says what is missing. What the law says (which days, which
words) comes from the pack; ``ask.checks`` holds it as it stands on that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.clock import local_text
from leumund.basics.letters import visible
from leumund.basics.masking import masked, shown_number
from leumund.basics.persons import may_be_one
from leumund.cases import refusals as no
from leumund.cases.agents import TRIGGER, row_named
from leumund.cases.case import AgentAsked, Case, Measure, facts_of
from leumund.cases.checks import PREDICATES, Facts, offence_words
from leumund.cases.days import (
    months_after,
    today,
    working_days_after,
    working_days_between,
)
from leumund.cases.state import Against, Target
from leumund.cases.table import DATA_STOP, HINT, TERMINATION, WARNING, Move, rank, ranks

if TYPE_CHECKING:
    from leumund.basics.checks import Check
    from leumund.basics.finding import Finding

CLOCKS: Final = ("art33", "art12")
"""Clocks that somebody starts; the others start by themselves."""
_PROVISIONAL = "provisional_data_stop"
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_KIND_SHOWN = 41
_DIGEST_SHOWN = 12
_WRITTEN = ("why", "why_no_warning", "access", "letter")
_MOMENTS = ("known_at", "collected_at", "started_at", "met_at")


@dataclass(frozen=True, slots=True)
class Ask:
    """A move that somebody wants to make. ``said`` is what will be recorded (plain JSON);
    ``case`` is None where it is to be opened; ``findings`` are those given with the move;
    ``stopped``: other cases against the same in which a data stop was ordered;
    ``is_agent_there``: a pseudonym stands on the row asked for (None: agents are off)."""

    event: str
    by: str
    at: datetime
    said: Mapping[str, Any]
    against: Against
    checks: Mapping[str, Check]
    land: str | None
    case: Case | None = None
    findings: tuple[Finding, ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    stopped: tuple[Case, ...] = ()
    is_agent_there: bool | None = None

    @property
    def here(self) -> Case:
        if self.case is None:
            raise TypeError("this need is asked of a case that exists")
        return self.case

    @property
    def case_id(self) -> int:
        return self.case.case_id if self.case else 0

    def word(self, check: str, **facts: Mapping[str, Any]) -> str | None:
        """The word by which these facts meet a row of the pack."""
        return PREDICATES[check](Facts(**facts), self.checks[check])

    @property
    def measure(self) -> str:
        """The kind of measure that is proposed, or decided about."""
        if self.event == "stop":
            return DATA_STOP
        proposal = self.here.proposal
        return str(self.said.get("measure") or (proposal.measure if proposal else ""))


def require(move: Move, ask: Ask) -> None:
    """Ask every need of that row, in its order; raises the first refusal."""
    for need in move.needs:
        NEEDS[need](ask)


def _person(ask: Ask) -> None:
    facts = {"by": ask.by, "looked_at": ["person"]}
    if ask.word("C170", decision=facts):
        raise no.NotAPerson(by=ask.by)


def _reasons(ask: Ask) -> None:
    if not str(ask.said.get("why") or "").strip():
        raise no.ReasonsMissing(event=ask.event, case=ask.case_id)


def _occasion(ask: Ask) -> None:
    known = ask.case.facts if ask.case else frozenset()
    new = [finding for finding in ask.findings if not finding.facts <= known]
    if ask.word("C156", occasion={"is_documented": bool(new)}):
        raise no.OccasionMissing
    for finding in new:
        told = (finding.digest, *finding.facts)
        if finding.digest in ask.taken or all(fact in ask.taken for fact in finding.facts):
            case = max(ask.taken[each] for each in told if each in ask.taken)
            raise no.AlreadyInACase(code=finding.code, case=case)


def _is_said(text: str) -> bool:
    """Whether anybody could read something there: spaces and signs alone say nothing."""
    return any(map(str.isalnum, visible(text)))


def _was_before(ask: Ask) -> None:
    told = [(name, ask.said.get(name)) for name in _MOMENTS]
    moments = [(name, datetime.fromisoformat(str(at))) for name, at in told if at]
    moments += [("first_sign_at", finding.first_sign_at) for finding in ask.findings]
    for name, at in moments:
        if at > ask.at:
            raise no.MomentToCome(what=name, at=at.astimezone(UTC))


def _its_own(ask: Ask) -> None:
    if ask.against.target.is_our_own:
        return
    for finding in ask.findings:
        if finding.partner not in (None, ask.against.name):
            raise no.FindingOfAnother(
                code=finding.code, partner=finding.partner, against=ask.against.name
            )


def _admissible(ask: Ask) -> None:
    if not _KIND.fullmatch(ask.said["kind"]):
        raise no.KindUnclear(kind=masked(ask.said["kind"])[:_KIND_SHOWN])
    if missing := ask.word("C157", item=ask.said):
        raise no.NotAdmissible(missing=missing.replace("+", ", "))
    if ask.said.get("is_for_partner") and not _is_said(ask.said["says"]):
        raise no.NothingSaidForPartner(case=ask.case_id)


def _known_explanation(ask: Ask) -> None:
    known = ask.checks["L156"].words("explanations")
    if ask.said["what"] not in known:
        raise no.UnknownExplanation(what=ask.said["what"], explanations=", ".join(known))


def _concrete(ask: Ask) -> None:
    if not ask.said["findings"]:
        raise no.NothingToHear(case=ask.case_id, against=ask.against.name)
    for finding in ask.here.findings:
        written = str(ask.said.get("facts", {}).get(finding.digest) or "").strip()
        if finding.digest in ask.said.get("unresolved", ()) and not written:
            digest = finding.digest[:_DIGEST_SHOWN]
            raise no.NoFactToHear(code=finding.code, digest=digest, case=ask.case_id)


def _time_to_reply(ask: Ask) -> None:
    sent, due = today(ask.at), date.fromisoformat(ask.said["reply_due"])
    latest = sent + timedelta(days=ask.checks["L152"].figure("days_at_most"))
    if due > latest:
        raise no.ReplyDateTooLate(date=due, latest=latest)
    days = working_days_between(sent, due, ask.land)
    facts = {"is_sent": False, "new_findings": 0, "working_days": days}
    if ask.word("L152", hearing=facts):
        needed = ask.checks["L152"].figure("working_days")
        earliest = working_days_after(sent, needed, ask.land)
        raise no.ReplyDateTooSoon(date=due, days=days, needed=needed, earliest=earliest)


def _masked(ask: Ask) -> None:
    for text in _outward(ask):
        if number := shown_number(text):
            raise no.NumberInText(number=number)


def _no_offence(ask: Ask) -> None:
    words = [word for text in _outward(ask) for word in offence_words(text, ask.checks["C166"])]
    if words:
        raise no.SpeaksOfOffence(words=", ".join(dict.fromkeys(words)))


def _reply_date_passed(ask: Ask) -> None:
    due = ask.here.hearings[-1].reply_due
    if today(ask.at) <= due:
        raise no.ReplyDateNotPassed(case=ask.case_id, date=due)


def _a_partner(ask: Ask) -> None:
    if ask.against.target.is_our_own:
        raise no.NotAPartner(
            case=ask.case_id, target=ask.against.target.value, against=ask.against.name
        )


def _two_kinds(ask: Ask) -> None:
    is_more = rank(ask.measure).grade > rank(HINT).grade and _is_about_partner(ask)
    if is_more and ask.here.findings and not ask.here.kinds_of_evidence:
        codes = sorted({finding.code for finding in ask.here.findings})
        raise no.OnlyReasonsToLook(case=ask.case_id, codes=", ".join(codes))
    facts = {
        "kind": _PROVISIONAL,
        "is_above_warning": rank(ask.measure).is_above_warning and _is_about_partner(ask),
        "kinds_of_evidence": ask.here.kinds_of_evidence,
    }
    if ask.word("L154", measure=facts):
        kinds = sorted({finding.source.value for finding in ask.here.findings})
        raise no.OneKindOfEvidence(case=ask.case_id, kinds=", ".join(kinds))


def _none_running(ask: Ask) -> None:
    case = ask.here
    stops = [measure for measure in case.measures if measure.kind == DATA_STOP]
    on = {digest for stop in stops for digest in stop.findings}
    is_nothing_new = case.facts <= facts_of(each for each in case.findings if each.digest in on)
    if any(stop.is_in_force(ask.at) for stop in stops) or (stops and is_nothing_new):
        raise no.StopRunsAlready(case=ask.case_id)
    same = [each.case_id for each in ask.stopped if each.matter & case.matter]
    if case.unheard and (stops or same):
        earlier = ask.case_id if stops else max(same)
        raise no.StoppedBefore(case=ask.case_id, earlier=earlier, against=ask.against.name)


def _runs(ask: Ask) -> None:
    if not _named(ask).is_in_force(ask.at):
        raise no.NotInForce(case=ask.case_id, measure=ask.said["number"])


def _after_the_reply(ask: Ask) -> None:
    if ask.here.unheard or not ask.here.hearings[-1].is_answered:
        until = _named(ask).until
        raise no.RenewedBeforeReply(case=ask.case_id, until=local_text(until) if until else "–")


def _not_the_first(ask: Ask) -> None:
    first = _first(ask)
    if first:
        facts = {"by": ask.by, "first": first, "looked_at": ["person"]}
        if ask.word("L155", decision=facts):
            raise no.SamePersonTwice(by=ask.by, case=ask.case_id)


def _first(ask: Ask) -> str | None:
    if ask.event == "renew":
        return _named(ask).by
    if ask.event == "open_agent":
        return _asked_agent(ask).by
    return ask.here.proposal.by if ask.here.proposal else None


def _its_time_has_come(ask: Ask) -> None:
    measure = _named(ask)
    if measure.ended_at or measure.until is None or ask.at < measure.until:
        raise no.StillRuns(case=ask.case_id, measure=measure.number)


def _looked_at(ask: Ask) -> None:
    kinds = {item.number: item.kind for item in ask.here.items}
    for number in ask.said["looked_at"]:
        if number not in kinds:
            raise no.NoSuchItem(case=ask.case_id, item=number)
    facts = {"by": ask.by, "looked_at": [kinds[each] for each in ask.said["looked_at"]]}
    if ask.word("C170", decision=facts):
        raise no.ScoreOnly(by=ask.by)


def _fits(ask: Ask) -> None:
    target = ask.against.target
    if target not in rank(ask.measure).against:
        fitting = [each.kind for each in ranks().values() if target in each.against]
        raise no.MeasureDoesNotFit(
            measure=ask.measure,
            target=target.value,
            against=ask.against.name,
            measures=", ".join(fitting),
        )


def _heard(ask: Ask) -> None:
    if not (rank(ask.measure).is_above_warning and _is_about_partner(ask)):
        return
    case, due = ask.here, ask.here.reply_due
    facts = {
        "kind": ask.measure,
        "is_hearing_sent": due is not None,
        "is_reply_date_passed": due is not None and today(ask.at) > due,
    }
    if ask.word("C158", measure=facts):
        if due is not None:
            raise no.ReplyDateNotPassed(case=ask.case_id, date=due)
        raise no.NotHeardYet(
            case=ask.case_id, against=ask.against.name, measure=rank(ask.measure).name()
        )
    if ask.word("C159", hearing={"is_sent": True, "new_findings": len(case.unheard)}):
        raise no.NewFactsUnheard(
            case=ask.case_id, count=len(case.unheard), against=ask.against.name
        )


def _explained(ask: Ask) -> None:
    facts = {
        "kind": ask.measure,
        "is_above_warning": rank(ask.measure).is_above_warning and _is_about_partner(ask),
        "explained": ask.here.explained,
    }
    if still_open := ask.word("L156", measure=facts):
        raise no.ExplanationsOpen(case=ask.case_id, open=still_open.replace("+", ", "))


def _warned(ask: Ask) -> None:
    proposal = ask.here.proposal
    why = ask.said.get("why_no_warning") or (proposal.why_no_warning if proposal else None)
    warnings = [each for each in ask.here.measures if each.kind == WARNING]
    facts = {
        "kind": ask.measure,
        "was_warned": any(each.is_in_force(ask.at) for each in warnings),
        "why_no_warning": (why or "").strip(),
    }
    if ask.measure == TERMINATION and ask.word("C160", measure=facts):
        raise no.TerminationUnwarned(against=ask.against.name)


def _time_to_end(ask: Ask) -> None:
    written = ask.said.get("ends_by")
    if written is None:
        return
    if ask.measure != WARNING:
        raise no.NothingToEnd(measure=rank(ask.measure).name())
    if (day := date.fromisoformat(written)) <= today(ask.at):
        raise no.NoTimeToEnd(case=ask.case_id, date=day)


def _another_judge(ask: Ask) -> None:
    if any(may_be_one(ask.by, name) for name in ask.here.deciders):
        raise no.JudgeInOwnCause(by=ask.by, case=ask.case_id)


def _known_clock(ask: Ask) -> None:
    if ask.said["clock"] not in CLOCKS:
        raise no.NoSuchClock(clock=ask.said["clock"], clocks=", ".join(CLOCKS))


def _six_months(ask: Ask) -> None:
    closed = ask.here.closed_at
    if closed is None:
        raise TypeError("a case that is over has a day on which it was closed")
    months = ask.checks["L153"].figure("months")
    due = months_after(today(closed), months)
    if today(ask.at) < due:
        raise no.NotYetLocked(case=ask.case_id, date=due)


def _nothing_in_force(ask: Ask) -> None:
    for measure in ask.here.measures:
        if measure.ended_at is None:
            raise no.StillInForce(case=ask.case_id, measure=measure.number)


def _time_to_object_over(ask: Ask) -> None:
    decided = [step.at for step in ask.here.steps if step.event in ("decide", "uphold")]
    months = ask.checks["L153"].figure("months_to_object")
    due = months_after(today(max(decided)), months)
    if today(ask.at) <= due:
        raise no.MayStillObject(case=ask.case_id, against=ask.against.name, date=due)


def _agents_on(ask: Ask) -> None:
    if ask.is_agent_there is None:
        raise no.AgentsOff


def _written_trigger(ask: Ask) -> None:
    number = ask.said["trigger"]
    kinds = {item.number: item.kind for item in ask.here.items}
    if number not in kinds:
        raise no.NoSuchItem(case=ask.case_id, item=number)
    if kinds[number] != TRIGGER:
        raise no.NoWrittenTrigger(case=ask.case_id, item=number, kind=kinds[number])


def _a_row_of_the_case(ask: Ask) -> None:
    written = ask.said["row"]
    if row_named(ask.here, written) is None:
        raise no.RowNotInCase(case=ask.case_id, row=masked(written))


def _an_agent_there(ask: Ask) -> None:
    if not ask.is_agent_there:
        raise no.NoAgentThere(case=ask.case_id, against=ask.against.name)


def _was_asked(ask: Ask) -> None:
    _asked_agent(ask)


def _asked_agent(ask: Ask) -> AgentAsked:
    for each in ask.here.agents:
        if each.number == ask.said["number"] and not each.is_open:
            return each
    raise no.AgentNotAsked(case=ask.case_id, number=ask.said["number"])


def _is_about_partner(ask: Ask) -> bool:
    """What is above a warning protects partners; our own house needs no such protection."""
    return ask.against.target is Target.PARTNER


def _named(ask: Ask) -> Measure:
    number = ask.said["number"]
    for measure in ask.here.measures:
        if measure.number == number:
            return measure
    raise no.NotInForce(case=ask.case_id, measure=number)


def _outward(ask: Ask) -> list[str]:
    """What of the move may be read outside the house."""
    facts = ask.said.get("facts", {}).values()
    texts = [ask.said.get(key) for key in _WRITTEN]
    texts += [ask.said.get("says")] if ask.said.get("is_for_partner") else []
    texts += [
        word for finding in ask.findings for pair in finding.said.items() for word in pair
    ]
    return [str(text) for text in (*texts, *ask.said.get("questions", ()), *facts) if text]


NEEDS: Final[Mapping[str, Callable[[Ask], None]]] = MappingProxyType(
    {
        "person": _person,
        "occasion": _occasion,
        "was_before": _was_before,
        "its_own": _its_own,
        "admissible": _admissible,
        "known_explanation": _known_explanation,
        "reasons": _reasons,
        "concrete": _concrete,
        "time_to_reply": _time_to_reply,
        "masked": _masked,
        "no_offence": _no_offence,
        "reply_date_passed": _reply_date_passed,
        "a_partner": _a_partner,
        "two_kinds": _two_kinds,
        "none_running": _none_running,
        "runs": _runs,
        "after_the_reply": _after_the_reply,
        "not_the_first": _not_the_first,
        "its_time_has_come": _its_time_has_come,
        "looked_at": _looked_at,
        "fits": _fits,
        "heard": _heard,
        "explained": _explained,
        "warned": _warned,
        "time_to_end": _time_to_end,
        "another_judge": _another_judge,
        "known_clock": _known_clock,
        "six_months": _six_months,
        "nothing_in_force": _nothing_in_force,
        "time_to_object_over": _time_to_object_over,
        "agents_on": _agents_on,
        "written_trigger": _written_trigger,
        "a_row_of_the_case": _a_row_of_the_case,
        "an_agent_there": _an_agent_there,
        "was_asked": _was_asked,
    }
)
