"""Numbers and words of complaints go when their time is over; what was sealed stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.intake.desk import desk_in, furnish, write

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.numbers import Number
from leumund.store import Statement, Store

ARRIVED = datetime(2026, 3, 9, 12, tzinfo=UTC)
FOUR_YEARS = datetime(2030, 3, 9, 12, tzinfo=UTC)
SHOWN = "+493023125900"
COMPLAINTS = """\
arrived_at,called_at,number_called,number_shown,caller_said,product,told,objection,text
2026-03-09T13:00:00+01:00,2026-03-09T10:00:00+01:00,030 23125 001,030 23125 900,\
Herr Falk,Strom,tariff: Tarif M,,Er kannte meinen Namen.
2026-03-09T23:00:00+01:00,,030 23125 002,,,,,,Schon wieder.
"""
ROWS = Statement("rows", "Every row.", "select c::text as row from intake.complaint c")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    made = furnish(desk_in(tmp_path / "data", store), tmp_path)
    made.intake.complaints(write(tmp_path, "complaints.csv", COMPLAINTS))
    return made


def at(desk: Leumund, when: datetime) -> None:
    assert isinstance(desk.clock, SetClock)
    desk.clock.at = when


def held(desk: Leumund) -> str:
    with desk.store.snapshot() as tx:
        return "\n".join(row["row"] for row in tx.run(ROWS))


def test_the_words_of_a_complaint_are_gone_after_four_years_and_every_seal_still_fits(
    desk: Leumund,
) -> None:
    before = [each.position for each in desk.intake.stream()]
    assert "Er kannte meinen Namen." in held(desk)
    at(desk, FOUR_YEARS + timedelta(seconds=1))
    assert desk.intake.forget().complaints == 1
    for gone in ("Namen", "Falk", "Tarif M", "23125001", "23125 001", "23125900", "23125 900"):
        assert gone not in held(desk)
    assert "Schon wieder." in held(desk), "its time is not over yet"
    assert [each.position for each in desk.intake.stream()] == before
    assert desk.intake.complaints_showing(Number(SHOWN))["complaints"] == 0
    desk.ledger.integrate()
    assert desk.ledger.verify().problems == ()


def test_nothing_goes_before_its_time_and_nothing_twice(desk: Leumund) -> None:
    before = held(desk)
    at(desk, FOUR_YEARS)
    assert desk.intake.forget().complaints == 0
    assert held(desk) == before
    at(desk, FOUR_YEARS + timedelta(days=1))
    assert desk.intake.forget().complaints == 2
    assert desk.intake.forget().complaints == 0


def test_the_same_file_again_brings_no_word_back(desk: Leumund, tmp_path: Path) -> None:
    at(desk, FOUR_YEARS + timedelta(days=1))
    desk.intake.forget()
    again = write(tmp_path, "again.csv", COMPLAINTS + "\n")
    assert desk.intake.complaints(again).stored == 0
    assert "Namen" not in held(desk)
