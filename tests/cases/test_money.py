"""Attacks on commission that a case holds, and on commission that it must let go."""

from __future__ import annotations

from datetime import timedelta

from tests.cases.desk import WEBER, Desk
from tests.cases.test_clearing import with_purse


def test_a_hint_that_is_lifted_frees_no_money_that_a_data_stop_holds(desk: Desk) -> None:
    purse = with_purse(desk)
    desk.open()
    desk.item()
    desk.stop(is_commission_held=True)
    desk.propose("hint")
    desk.decide()
    desk.cases.lift(desk.case_id, 2, "It has been read.", WEBER)
    assert purse.asked == [("hold", desk.case_id)]
    desk.cases.lift(desk.case_id, 1, "It has stopped.", WEBER)
    assert purse.asked == [("hold", desk.case_id), ("free", desk.case_id)]


def test_a_hint_that_lapses_frees_no_money_that_a_data_stop_holds(desk: Desk) -> None:
    purse = with_purse(desk)
    desk.open()
    desk.item()
    desk.stop(is_commission_held=True)
    desk.propose("hint", until=desk.clock.at + timedelta(days=1))
    desk.decide()
    desk.later(days=2)
    assert desk.cases.expire().lapsed == ((desk.case_id, 2),)
    assert purse.asked == [("hold", desk.case_id)]
    desk.later(days=20)
    assert desk.cases.expire().lapsed == ((desk.case_id, 1),)
    assert purse.asked == [("hold", desk.case_id), ("free", desk.case_id)]
