"""A case from its steps: what each event changes. Steps are only ever added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect
from leumund.cases.case import (
    AgentAsked,
    Case,
    Clock,
    Explanation,
    Hearing,
    Item,
    Measure,
    Proposal,
    Repair,
    Reply,
    Step,
)
from leumund.cases.state import Against, State, Target
from leumund.cases.table import DATA_STOP, move_for, rank

CLOSING: Final = ("clear", "drop", "reverse")
"""These end every measure of the case."""


def case_of(case_id: int, steps: Iterable[Step]) -> Case:
    """The case as its steps leave it; the first one opened it."""
    first, *others = steps
    case = _opened(case_id, first)
    for step in others:
        case = after(case, step)
    return case


def after(case: Case, step: Step) -> Case:
    """The case as one more step leaves it."""
    move = move_for(step.event, case.state, case.case_id)
    change = _CHANGES.get(step.event)
    changed = change(case, step) if change else case
    if step.event in CLOSING:
        changed = replace(changed, measures=_ended(changed.measures, step))
    return replace(changed, state=move.to(case.state), steps=(*case.steps, step))


def finding_document(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON."""
    return {
        "code": finding.code,
        "partner": finding.partner,
        "source": finding.source.value,
        "first_sign_at": finding.first_sign_at.isoformat(),
        "rows": [[row.table, row.key] for row in finding.rows],
        "said": dict(finding.said),
        "effect": finding.effect.value,
        "citation": finding.citation,
    }


def finding_of(document: Mapping[str, Any]) -> Finding:
    """The finding again; raises KeyError, TypeError or ValueError for anything else."""
    return Finding(
        code=str(document["code"]),
        partner=document.get("partner"),
        source=Source(document["source"]),
        first_sign_at=_instant(document["first_sign_at"]),
        rows=tuple(Row(str(table), str(key)) for table, key in document["rows"]),
        said=dict(document.get("said", {})),
        effect=Effect(document.get("effect", "warn")),
        citation=str(document.get("citation", "")),
    )


def _opened(case_id: int, step: Step) -> Case:
    said = step.said
    return Case(
        case_id=case_id,
        against=Against(Target(said["target"]), said["name"]),
        state=State.SUSPICION,
        opened_at=step.at,
        opened_by=step.by,
        known_at=_instant(said["known_at"]),
        findings=tuple(finding_of(each) for each in said["findings"]),
        steps=(step,),
    )


def _added(case: Case, step: Step) -> Case:
    known = {finding.digest for finding in case.findings}
    given = (finding_of(each) for each in step.said["findings"])
    new = tuple(finding for finding in given if finding.digest not in known)
    earlier = _instant(step.said["known_at"]) if "known_at" in step.said else case.known_at
    known_at = min(case.known_at, earlier)
    return replace(case, findings=(*case.findings, *new), known_at=known_at, proposal=None)


def _item(case: Case, step: Step) -> Case:
    said = dict(step.said)
    collected = _instant(said.pop("collected_at"))
    item = Item(number=len(case.items) + 1, collected_at=collected, **said)
    return replace(case, items=(*case.items, item))


def _explained(case: Case, step: Step) -> Case:
    said = step.said
    one = Explanation(said["what"], said["why"], said["is_possible"], step.by, step.at)
    return replace(case, explanations=(*case.explanations, one))


def _heard(case: Case, step: Step) -> Case:
    said = step.said
    hearing = Hearing(
        sent_at=step.at,
        by=step.by,
        reply_due=date.fromisoformat(said["reply_due"]),
        findings=tuple(said["findings"]),
        questions=tuple(said["questions"]),
        access=said["access"],
        rules=said["rules"],
    )
    return replace(case, hearings=(*case.hearings, hearing))


def _replied(case: Case, step: Step) -> Case:
    *earlier, last = case.hearings
    last = replace(last, replies=(*last.replies, Reply(step.at, step.said["why"])))
    return replace(
        case,
        hearings=(*earlier, last),
        hours_spent=case.hours_spent + step.said["hours"],
        cents_spent=case.cents_spent + step.said["cents"],
    )


def _passed(case: Case, step: Step) -> Case:
    *earlier, last = case.hearings
    return replace(case, hearings=(*earlier, replace(last, passed_at=step.at)))


def _stopped(case: Case, step: Step) -> Case:
    measure = Measure(
        number=len(case.measures) + 1,
        kind=DATA_STOP,
        by=step.by,
        second=None,
        since=step.at,
        until=_instant(step.said["until"]),
        reasons=step.said["why"],
        findings=tuple(finding.digest for finding in case.findings),
    )
    return replace(case, measures=(*case.measures, measure))


def _renewed(case: Case, step: Step) -> Case:
    def renew(measure: Measure) -> Measure:
        until = _instant(step.said["until"])
        return replace(measure, until=until, renewed_by=(*measure.renewed_by, step.by))

    return _one_measure(case, step, renew)


def _lapsed(case: Case, step: Step) -> Case:
    def lapse(measure: Measure) -> Measure:
        return replace(measure, ended_at=measure.until, ended="lapse")

    return _one_measure(case, step, lapse)


def _lifted(case: Case, step: Step) -> Case:
    return _one_measure(case, step, lambda each: replace(each, ended_at=step.at, ended="lift"))


def _proposed(case: Case, step: Step) -> Case:
    said = step.said
    proposal = Proposal(
        measure=said["measure"],
        by=step.by,
        at=step.at,
        reasons=said["why"],
        looked_at=tuple(said["looked_at"]),
        until=_instant(said["until"]) if said.get("until") else None,
        why_no_warning=said.get("why_no_warning"),
        is_penalty_reserved=bool(said.get("is_penalty_reserved")),
        ends_by=_day(said.get("ends_by")),
    )
    return replace(case, proposal=proposal)


def _decided(case: Case, step: Step) -> Case:
    proposal = case.proposal
    if proposal is None:
        raise TypeError("only what was proposed can be decided")
    measure = Measure(
        number=len(case.measures) + 1,
        kind=proposal.measure,
        by=proposal.by,
        second=step.by,
        since=step.at,
        until=proposal.until,
        reasons=f"{proposal.reasons}\n\n{step.said['why']}",
        findings=tuple(finding.digest for finding in case.findings),
        ends_by=_day(step.said.get("ends_by")),
        why_no_warning=proposal.why_no_warning,
    )
    kept = case.measures
    if rank(measure.kind).stops == rank(DATA_STOP).stops:
        # The stop for the time being is taken up by the one that two people decided.
        kept = tuple(_taken_up(each, step) for each in kept)
    decisions = (*case.decisions, proposal.by, step.by)
    return replace(case, measures=(*kept, measure), proposal=None, decisions=decisions)


def _taken_up(measure: Measure, step: Step) -> Measure:
    is_provisional = measure.kind == DATA_STOP and measure.second is None
    if not (is_provisional and measure.is_in_force(step.at)):
        return measure
    return replace(measure, ended_at=step.at, ended="decide")


def _refused(case: Case, step: Step) -> Case:
    return replace(case, proposal=None)


def _upheld(case: Case, step: Step) -> Case:
    return replace(case, decisions=(*case.decisions, step.by))


def _credited(case: Case, step: Step) -> Case:
    said = step.said
    repair = Repair(said["why"], said["customers"], said["cents"], step.at)
    return replace(case, repairs=(*case.repairs, repair))


def _clocked(case: Case, step: Step) -> Case:
    said = step.said
    others = tuple(each for each in case.clocks if each.name != said["clock"])
    met = _instant(said["met_at"]) if said.get("met_at") else None
    clock = Clock(said["clock"], _instant(said["started_at"]), met)
    return replace(case, clocks=(*others, clock))


def _agent_asked(case: Case, step: Step) -> Case:
    row = Row(*step.said["at"])
    number = len(case.agents) + 1
    one = AgentAsked(number, row, step.said["trigger"], step.by, step.at)
    return replace(case, agents=(*case.agents, one))


def _agent_opened(case: Case, step: Step) -> Case:
    number = step.said["number"]
    agents = tuple(
        replace(each, opened_by=step.by, opened_at=step.at) if each.number == number else each
        for each in case.agents
    )
    return replace(case, agents=agents)


def _closed(case: Case, step: Step) -> Case:
    return replace(case, closed_at=step.at, closed_because=step.said["why"], proposal=None)


def _appealed(case: Case, _step: Step) -> Case:
    """An objection after the end opens the case again."""
    return replace(case, closed_at=None, closed_because=None)


def _ended(measures: tuple[Measure, ...], step: Step) -> tuple[Measure, ...]:
    """Every measure that still runs ends with this step; one whose time was over already had
    lapsed then, so that the nightly run has nothing to look for in a case that is over."""

    def end(measure: Measure) -> Measure:
        if measure.is_in_force(step.at):
            return replace(measure, ended_at=step.at, ended=step.event)
        if measure.ended_at is None:
            return replace(measure, ended_at=measure.until, ended="lapse")
        return measure

    return tuple(map(end, measures))


def _one_measure(case: Case, step: Step, change: Callable[[Measure], Measure]) -> Case:
    number = step.said["number"]
    measures = tuple(change(each) if each.number == number else each for each in case.measures)
    return replace(case, measures=measures)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _instant(written: str | datetime) -> datetime:
    found = written if isinstance(written, datetime) else datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError("a time needs its zone")
    return found


_CHANGES: Final[Mapping[str, Callable[[Case, Step], Case]]] = MappingProxyType(
    {
        "add": _added,
        "evidence": _item,
        "explain": _explained,
        "hear": _heard,
        "reply": _replied,
        "pass": _passed,
        "stop": _stopped,
        "renew": _renewed,
        "lapse": _lapsed,
        "propose": _proposed,
        "decide": _decided,
        "refuse": _refused,
        "lift": _lifted,
        "uphold": _upheld,
        "clear": _closed,
        "drop": _closed,
        "close": _closed,
        "appeal": _appealed,
        "credit": _credited,
        "deadline": _clocked,
        "ask_agent": _agent_asked,
        "open_agent": _agent_opened,
    }
)
