"""Attacks on the time that a partner has to answer."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cases.desk import MONDAY, WEBER, Desk, Refused, finding

from leumund.cases import refusals as no


@pytest.mark.parametrize("measure", ["data_stop", "order_stop", "penalty", "report"])
def test_attack_a_reply_typed_in_by_the_accuser_shortens_the_time_to_reply(
    desk: Desk, measure: str
) -> None:
    desk.open()
    desk.item()
    desk.explain()
    desk.hear(date(2026, 6, 1))
    desk.reply("(no reply)")
    with Refused(desk, no.ReplyDateNotPassed):
        desk.propose(measure)
    desk.cases.add(desk.case_id, [finding(row="c9")], WEBER)
    desk.hear(date(2026, 5, 12))
    desk.reply("(no reply)")
    for day in (13, 31):
        desk.clock.at = MONDAY.replace(day=day)
        with Refused(desk, no.ReplyDateNotPassed):
            desk.propose(measure)
    desk.clock.at = MONDAY.replace(month=6, day=2)
    desk.propose(measure)


def test_attack_a_reply_date_in_the_year_9999_keeps_the_suspicion_for_ever(desk: Desk) -> None:
    desk.open()
    for due in (date(9999, 12, 31), date(2036, 1, 1), date(2027, 5, 6)):
        with Refused(desk, no.ReplyDateTooLate):
            desk.hear(due)
    for due in (date(2026, 5, 3), date(1, 1, 1)):
        with Refused(desk, no.ReplyDateTooSoon):
            desk.hear(due)
    desk.hear(date(2027, 5, 5))
