"""The account on a day: what is spent, on whom, and what is left."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from tests.release.desk import CAMPAIGN
from tests.release.test_actions import drawn

from leumund.app import Leumund
from leumund.basics.language import in_language
from leumund.release.account import Account, Terms, complaints_weight
from leumund.release.spent import account_report

OPENED = date(2026, 3, 1)


def booked(*days_and_kinds):
    account = Account(Terms(), OPENED)
    for day, is_declared in days_and_kinds:
        account, _booking = account.book(day, 10, is_declared=is_declared)
    return account


def report(account, today):
    rows = [
        {
            "campaign": f"c{at}",
            "drawn_at": datetime(2026, 3, 1, tzinfo=UTC),
            "account_year": one.year,
            "account_turn": one.turn,
            "is_declared": one.is_declared,
            "part": str(one.part),
            "partner": f"P{copy}",
            "weight": str(one.weight),
        }
        for at, one in enumerate(account.bookings)
        for copy in range(one.copies)
    ]
    return account_report(account, rows, today)


def test_what_is_spent_has_lapsed_and_is_left_sums_to_the_whole_promise():
    account = booked((OPENED, True), (date(2026, 5, 1), False), (date(2028, 5, 1), True))
    for today in (OPENED, date(2027, 3, 1), date(2029, 1, 1), date(2050, 1, 1)):
        found = report(account, today)
        assert sum(Fraction(part) for part in (found.spent, found.lost, found.left)) == 1
    assert Fraction(report(account, date(2028, 6, 1)).lost) < Fraction(2, 20)


def test_a_year_that_is_over_leaves_nothing_to_the_next():
    found = report(booked(), date(2027, 3, 1))
    assert Fraction(found.lost) == Fraction(1, 20)
    assert found.year == 2


def test_after_the_horizon_nothing_is_left_and_nothing_can_be_drawn():
    found = report(booked((OPENED, True)), date(2046, 3, 1))
    assert (found.year, Fraction(found.left)) == (None, 0)
    assert "nothing more can be drawn" in found.in_words()


def test_every_copy_is_told_with_what_it_takes_to_name_it():
    found = report(booked((OPENED, True)), OPENED)
    (draw,) = found.draws
    weight = Fraction(draw.copies[0].weight)
    assert len(draw.copies) == 10
    assert sum(Fraction(copy.weight) for copy in draw.copies) == Fraction(draw.part)
    assert draw.copies[0].needed == pytest.approx(float(1000 / complaints_weight(weight)))


def test_the_command_tells_a_real_draw_and_records_nothing(desk: Leumund, tmp_path: Path):
    fresh = desk.release.account()
    assert (fresh.draws, fresh.declared_left) == ((), 12)
    with in_language("en"):
        assert "0 spent, 0 lapsed, 1,000,000 left" in fresh.in_words()
    drawn(desk, tmp_path, CAMPAIGN)
    found = desk.release.account()
    assert found.declared_left == 11
    assert found.draws[0].copies[0].partner == "Norden"
    assert Fraction(found.spent) == Terms().declared_part()
    with in_language("de"):
        german = found.in_words()
    with in_language("en"):
        english = found.in_words()
    assert "spring-2026" in german
    assert not set(english.splitlines()) & set(german.splitlines())
