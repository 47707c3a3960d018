"""Whatever people do in whatever order, nobody loses more than the law lets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.desk import BRANDT, COMPLAINED, KURZ, MONDAY, NORDEN, TRACED, WEBER, finding

from leumund.basics.checks import load_checks
from leumund.basics.errors import LeumundError
from leumund.basics.finding import Finding, Source
from leumund.basics.persons import may_be_one
from leumund.cases import Case, Step, case_of, finding_document, rank
from leumund.cases.days import (
    end_of,
    is_working_day,
    today,
    working_days_after,
    working_days_between,
)
from leumund.cases.fold import after
from leumund.cases.needs import Ask, require
from leumund.cases.table import move_for

CHECKS = load_checks("eu/cases").in_force(MONDAY.date(), ["DE"])
PEOPLE = (WEBER, KURZ, BRANDT, "system", " m.  WEBER ")
POOL = (
    TRACED,
    COMPLAINED,
    finding(Source.DECOY, "d1"),
    finding(row="c1"),
    finding(Source.ORDER_RECORD, "o1"),
)
MEASURES = ("hint", "warning", "data_stop", "order_stop", "penalty", "termination")
EVENTS = (
    "add", "evidence", "explain", "hear", "reply", "pass", "stop", "renew", "lapse", "propose",
    *("propose", "decide") * 5, "refuse", "lift", "appeal", "uphold", "reverse",
)  # fmt: skip


_GOOD = {"kind": "call_record"}
_ASKED = (
    ("evidence", _GOOD),
    *(("explain", {"what": what, "why": "so"}) for what in
      ("theft", "spoofing", "our_transfer", "our_insider")),
    ("hear", {"why": "so", "reply_due": "2026-05-12"}),
    ("reply", {"why": "so"}),
)  # fmt: skip
# How far a case has come when people begin to do as they like.
BEGINNINGS: tuple[tuple[tuple[str, dict[str, Any]], ...], ...] = (
    (),
    _ASKED[:5],
    _ASKED,
    (_ASKED[0], *_ASKED[5:]),
)


def _digest(one: Finding) -> str:
    return one.digest


def opened(*findings: Finding) -> Case:
    said = {
        "target": "partner",
        "name": "norden",
        "known_at": MONDAY.isoformat(),
        "findings": [finding_document(each) for each in findings],
    }
    return case_of(1, [Step(1, MONDAY, "M01", "open", WEBER, said)])


def said_of(event: str, case: Case, at: datetime, draw: Callable[[Any], Any]) -> dict[str, Any]:
    """What a person might say with it, often wrongly."""
    number = draw(st.integers(1, 3))
    lapse = end_of(working_days_after(at.date(), 10, "BE")).isoformat()
    words: dict[str, dict[str, Any]] = {
        "add": {"findings": [finding_document(draw(st.sampled_from(POOL)))]},
        "evidence": {
            "digest": "ab", "kind": draw(st.sampled_from(["score", "call_record"])),
            "origin": "dialler", "collector": WEBER, "collected_at": at.isoformat(), "says": "",
        },
        "explain": {
            "what": draw(st.sampled_from(["theft", "spoofing", "our_transfer", "our_insider"])),
            "is_possible": False,
        },
        "hear": {
            "reply_due": (at.date() + timedelta(days=draw(st.integers(0, 20)))).isoformat(),
            "questions": [], "access": "", "findings": list(case.unheard), "rules": "",
        },
        "reply": {"hours": 0, "cents": 0},
        "pass": {},
        "stop": {"until": lapse},
        "renew": {"number": number, "until": lapse},
        "lapse": {"number": number},
        "lift": {"number": number},
        "propose": {
            "measure": draw(st.sampled_from(MEASURES)), "looked_at": [1], "until": None,
            "why_no_warning": draw(st.sampled_from([None, "It has closed down."])),
        },
        "decide": {"looked_at": [1]},
    }  # fmt: skip
    if event == "evidence":
        return words[event]
    return {"why": draw(st.sampled_from(["so", "so", "so", ""]))} | words.get(event, {})


def tried(case: Case, event: str, by: str, at: datetime, said: dict[str, Any]) -> Case:
    """The case after the move, or as it was where the move is refused."""
    from leumund.cases import finding_of

    findings = tuple(finding_of(each) for each in said["findings"]) if event == "add" else ()
    try:
        move = move_for(event, case.state, 1)
        by = "" if move.who == "time" else by
        require(move, Ask(event, by, at, said, NORDEN, CHECKS, "BE", case, findings))
    except LeumundError:
        return case
    return after(case, Step(len(case.steps) + 1, at, move.id, event, by, said))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_order_of_moves_punishes_the_unheard(data: st.DataObject) -> None:
    first = data.draw(
        st.lists(st.sampled_from(POOL), min_size=1, max_size=4, unique_by=_digest)
    )
    case, at = opened(*first), MONDAY
    for event, more in data.draw(st.sampled_from(BEGINNINGS)):
        at += timedelta(hours=1)
        said = said_of(event, case, at, data.draw) | more
        case = tried(case, event, KURZ, at, said)
    for _step in range(data.draw(st.integers(5, 40))):
        at += timedelta(hours=data.draw(st.sampled_from([0, 1, 30, 400])))
        event = data.draw(st.sampled_from(EVENTS))
        by = data.draw(st.sampled_from(PEOPLE))
        before = case
        case = tried(case, event, by, at, said_of(event, case, at, data.draw))
        nobody_is_punished_unheard(before, case)
        nobody_is_stopped_twice_unheard(before, case)
        stops_end_by_themselves(case)


def nobody_is_punished_unheard(before: Case, case: Case) -> None:
    for measure in case.measures[len(before.measures) :]:
        if not rank(measure.kind).is_above_warning:
            continue
        assert before.kinds_of_evidence > 1
        if measure.second is not None:
            assert not may_be_one(measure.by, measure.second)
            assert not before.unheard
            assert before.hearings
            assert all(today(measure.since) > each.reply_due for each in before.hearings)
            assert {"theft", "spoofing", "our_transfer", "our_insider"} <= before.explained
        assert "system" not in (measure.by, measure.second)
        assert measure.reasons.strip()


def nobody_is_stopped_twice_unheard(before: Case, case: Case) -> None:
    if len(case.measures) > len(before.measures) and case.measures[-1].second is None:
        is_first = not any(measure.kind == "data_stop" for measure in before.measures)
        assert is_first or not before.unheard


def stops_end_by_themselves(case: Case) -> None:
    for measure in case.measures:
        if measure.kind == "data_stop" and measure.second is None:
            assert measure.until is not None
            renewals = [step for step in case.steps if step.event == "renew"]
            last = max([measure.since, *(step.at for step in renewals)])
            assert working_days_between(last.date(), measure.until.date(), "BE") <= 11
            assert not any(may_be_one(measure.by, name) for name in measure.renewed_by)


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_so_many_working_days_later_is_one_and_so_many_lie_between(
    day: date, count: int
) -> None:
    end = working_days_after(day, count, "BY")
    assert is_working_day(end, "BY")
    assert working_days_between(day, end, "BY") == count
