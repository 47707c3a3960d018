"""Attacks on the time that a partner has to answer."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cases.desk import MONDAY, WEBER, Desk, Refused, finding

from leumund.basics.finding import Finding, Row, Source
from leumund.cases import refusals as no
from leumund.report.behind import noticed, with_words


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


HIDDEN = Finding(
    "C051",
    "norden",
    Source.LOOK_UP,
    MONDAY,
    (Row("release.lookup", "1"), Row("release.lookup", "2")),
)


def test_asking_a_partner_about_a_finding_that_names_no_fact(desk: Desk) -> None:
    desk.open(HIDDEN)
    with Refused(desk, no.NoFactToHear):
        desk.hear()
    with Refused(desk, no.NoFactToHear):
        desk.cases.hear(desk.case_id, date(2026, 6, 1), WEBER, facts={HIDDEN.digest[:8]: " "})
    said = {HIDDEN.digest[:8]: "Two look-ups at night by one log-in."}
    desk.cases.hear(desk.case_id, date(2026, 6, 1), WEBER, facts=said)
    [told] = with_words(desk.case, {})[HIDDEN.digest]
    assert told.said == "Two look-ups at night by one log-in."


def test_a_letter_has_one_line_per_row_also_where_two_read_alike() -> None:
    [noticed_here] = noticed([HIDDEN], {})
    assert len(noticed_here.rows) == 2
