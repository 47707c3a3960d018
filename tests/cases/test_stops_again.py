"""Attacks on the one measure that may come before the hearing: a stop, and a stop again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.desk import (
    CALLED,
    COMPLAINED,
    KURZ,
    MONDAY,
    NORDEN,
    ORDERED,
    WEBER,
    Desk,
    Refused,
    finding,
)

from leumund.basics.finding import Finding, Row, Source
from leumund.cases import refusals as no


def lapsed(desk: Desk) -> None:
    """The first stop has ended by itself."""
    until = desk.stop().until
    assert until is not None
    desk.clock.at = until
    desk.cases.expire()


def test_attack_a_partner_is_stopped_again_and_again_by_one_more_complaint_each(
    desk: Desk,
) -> None:
    desk.open()
    lapsed(desk)
    for number in range(3):
        one_more = finding(Source.COMPLAINT, f"k{number}", code="call.strange")
        desk.cases.add(desk.case_id, [one_more], WEBER)
        for by in (WEBER, KURZ):
            with Refused(desk, no.StoppedBefore):
                desk.stop(by=by)
    desk.hear()
    with Refused(desk, no.StoppedBefore):
        desk.stop()
    desk.reply()
    assert desk.stop().until is not None
    assert len(desk.case.measures) == 2


def test_attack_a_new_case_for_each_stop_in_the_same_matter(desk: Desk) -> None:
    desk.open()
    lapsed(desk)
    desk.open(finding(row="c2"), finding(Source.ORDER_RECORD, "o2", code="order.late"))
    with Refused(desk, no.StoppedBefore):
        desk.stop()
    desk.open(finding(row="c1", code="call.late"), finding(Source.MONEY, "m", code="paid"))
    with Refused(desk, no.StoppedBefore):
        desk.stop()


def test_a_stop_in_another_matter_needs_no_hearing_before(desk: Desk) -> None:
    desk.open()
    lapsed(desk)
    desk.open(
        finding(Source.LOOK_UP, "l", code="C051"), finding(Source.MONEY, "m", code="paid")
    )
    assert desk.stop().until is not None


@pytest.mark.parametrize(
    "change",
    [
        {"citation": "see above"},
        {"said": {"calls": 3}},
        {"source": Source.DOCUMENT},
        {"first_sign_at": MONDAY - timedelta(days=3, hours=1)},
        {"rows": (Row("Calls", " C1"),), "said": {"calls": 3}},
        {"rows": (Row("intake.calls", "c\u200b1"),)},
    ],
)
def test_attack_a_fact_in_other_words_is_no_new_fact(
    desk: Desk, change: dict[str, Any]
) -> None:
    desk.open()
    lapsed(desk)
    again: Finding = dataclasses.replace(CALLED, **change)
    with Refused(desk, no.OccasionMissing):
        desk.cases.add(desk.case_id, [again], WEBER)
    with Refused(desk, no.AlreadyInACase):
        desk.cases.open([again, ORDERED], NORDEN, WEBER)
    with Refused(desk, no.StopRunsAlready):
        desk.stop()


def test_the_same_rule_on_another_day_is_a_new_fact(desk: Desk) -> None:
    desk.open()
    later = dataclasses.replace(CALLED, first_sign_at=MONDAY, said={"calls": 1})
    desk.cases.add(desk.case_id, [later], WEBER)
    assert len(desk.case.unheard) == 3


@pytest.mark.parametrize("table", ["call", "Calls", "intake.calls", "call_record"])
def test_attack_one_call_under_two_names_of_its_table_is_two_kinds_of_evidence(
    desk: Desk, table: str
) -> None:
    one = Finding("call.late", "norden", Source.CALL_RECORD, MONDAY, (Row("calls", "c1"),))
    said = Finding("W001", "norden", Source.TRANSCRIPT, MONDAY, (Row(table, "c1 "),))
    desk.open(one, said)
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()


def test_attack_complaints_and_whoever_answers_the_number_they_name_are_two_kinds(
    desk: Desk,
) -> None:
    at = MONDAY.isoformat()
    rung = Finding("number.named", "norden", Source.DOCUMENT, MONDAY, (Row("audit.rang", at),))
    desk.open(COMPLAINED, rung)
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()
    desk.cases.add(desk.case_id, [CALLED], WEBER)
    assert desk.case.kinds_of_evidence == 2


SHOWN = Finding("number.shown", "norden", Source.COMPLAINT, MONDAY, (Row("k", "1"),))
NOBODYS = Finding("C152", None, Source.COMPLAINT, MONDAY, (Row("k", "2"),))


@pytest.mark.parametrize("measure", ["warning", "order_stop", "termination"])
def test_attack_shown_numbers_alone_carry_more_than_a_hint(desk: Desk, measure: str) -> None:
    desk.open(SHOWN, NOBODYS)
    desk.item()
    desk.explain()
    desk.hear()
    desk.later(days=1)
    desk.reply()
    desk.wait()
    with Refused(desk, no.OnlyReasonsToLook):
        desk.propose(measure)
    desk.propose("hint")
    desk.decide()


def test_attack_a_shown_number_is_the_second_kind_of_evidence(desk: Desk) -> None:
    desk.open(CALLED, SHOWN)
    assert desk.case.kinds_of_evidence == 1
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()
