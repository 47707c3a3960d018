"""Attacks on commission that a case holds, and on commission that it must let go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.desk import KURZ, WEBER, Desk
from tests.cases.test_clearing import with_purse

from leumund.cases import sections


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


def money(desk: Desk, language: str) -> str:
    page = desk.cases.clearing(desk.case_id)
    return " ".join(dict(sections(page, language))["money"])


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_day_of_payment_that_is_over_is_never_promised_to_whom_money_is_held(
    desk: Desk, language: str
) -> None:
    """The purse could have paid on 29 May 2026; a stop without a day holds it much longer."""
    with_purse(desk)
    desk.ready()
    desk.stop(is_commission_held=True)
    assert ("29.5.2026" if language == "de" else "29 May 2026") in money(desk, language)
    desk.propose("termination", why_no_warning="It went on after two hints.")
    desk.decide()
    desk.later(days=60)
    desk.cases.expire()
    said = money(desk, language)
    assert {"de": "ein Tag dafür steht nicht fest", "en": "no day is set for that"}[
        language
    ] in said
    assert "2026" not in said


def test_held_money_waits_for_the_renewed_day_of_a_data_stop(desk: Desk) -> None:
    with_purse(desk)
    desk.open()
    desk.stop(is_commission_held=True)
    assert "until the end of 19 May 2026" in money(desk, "en")
    desk.hear((desk.clock.at + timedelta(days=9)).date())
    desk.later(days=4)
    desk.reply()
    desk.wait()
    desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)
    last = desk.case.measures[0].until - timedelta(minutes=1)
    assert f"until the end of {last.day} {last:%B} 2026" in money(desk, "en")
    assert "19 May" not in money(desk, "en")


def test_money_whose_stop_has_just_ended_is_said_to_be_released_next(desk: Desk) -> None:
    with_purse(desk)
    desk.open()
    desk.stop(is_commission_held=True)
    desk.later(days=20)
    assert "it is released in the next round" in money(desk, "en")


def test_released_money_whose_day_is_over_is_paid_with_the_next_settlement(desk: Desk) -> None:
    with_purse(desk)
    desk.open()
    desk.stop(is_commission_held=True)
    desk.later(days=90)
    desk.cases.expire()
    assert "it is paid with the next settlement" in money(desk, "en")
    assert "29 May" not in money(desk, "en")
