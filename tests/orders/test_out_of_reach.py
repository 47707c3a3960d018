"""Words and days of which nobody could say what follows: kept back with the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.orders.desk import CALLS, PARTNERS, Desk, orders

from leumund.basics.language import in_language


def reason(desk: Desk, **values: str) -> str:
    """Why this order is kept back, in German; empty where it is taken in."""
    loaded = desk.leumund.orders.load(desk.write("o.csv", orders(values)))
    if loaded.quarantine_path is None:
        return ""
    assert (loaded.added, loaded.quarantined) == (0, 1)
    with Path(loaded.quarantine_path).open(encoding="utf-8") as file:
        return next(csv.DictReader(file))["grund"]


@pytest.mark.parametrize(
    ("column", "when"),
    [
        ("withdrawal_instructed_at", "9999-12-31 23:59"),
        ("withdrawal_instructed_at", "2026-09-12"),
        ("withdrawal_instructed_at", "1900-01-01"),
        ("summary_sent_at", "9999-12-31 23:59"),
        ("ordered_at", "1900-01-01"),
        ("ordered_at", "1990-01-01 10:00"),
        ("ordered_at", "2023-12-31 23:59"),
    ],
)
def test_attack_a_day_on_which_no_rules_hold(desk: Desk, column: str, when: str) -> None:
    desk.leumund.network.load(
        desk.write("p.yaml", PARTNERS.replace("2026-01-01", "1950-01-01"))
    )
    with in_language("de"):
        assert f"In der Spalte {column} steht" in reason(desk, **{column: when})


def test_the_first_day_of_the_rules_is_taken_in(desk: Desk) -> None:
    assert reason(desk, ordered_at="2024-01-01 00:00") == ""


@pytest.mark.parametrize("written", ["gas ", "Strom", "Energie"])
def test_a_sector_is_read_as_people_write_it(desk: Desk, written: str) -> None:
    assert reason(desk, sector=written) == ""
    assert desk.leumund.orders.order("A-1").sector == "energy"


def test_attack_a_product_with_signs_that_turn_the_text_around_it(desk: Desk) -> None:
    assert reason(desk, product="Tarif \u202eM\u2066\u200b  L\u2069") == ""
    assert desk.leumund.orders.order("A-1").product == "Tarif M L"


def test_attack_a_product_that_fills_the_page(desk: Desk) -> None:
    assert "201" in reason(desk, product="x" * 201)


def test_a_life_insurance_has_its_thirty_days(desk: Desk) -> None:
    desk.place(sector="life_insurance")
    desk.confirmed()
    until = desk.leumund.orders.order("A-1").withdraw_until
    assert until is not None
    assert (until - desk.clock.now()).days == 30


@pytest.mark.parametrize("written", ["x", "telecomm", "Bananen", "te le com 2"])
def test_attack_a_sector_nobody_knows_the_law_of(desk: Desk, written: str) -> None:
    assert "sector" in reason(desk, sector=written)


def test_attack_a_call_of_2030_makes_an_order_look_uncovered(desk: Desk) -> None:
    desk.later(days=5)
    desk.place(ref="K4", number="030 23125 004", ordered_at="2026-09-14 10:00")
    late = CALLS.replace("2026-09-08 10:00", "2030-01-01 10:00").replace("001,069", "099,069")
    loaded = desk.leumund.intake.calls(desk.write("f.csv", late), "Sueden")
    assert loaded.quarantined == 1
    assert not [each for each in desk.leumund.orders.findings() if each.code == "C079"]


def test_attack_a_call_of_next_month_makes_an_order_look_uncovered(desk: Desk) -> None:
    desk.later(days=5)
    desk.place(ref="K4", number="030 23125 004", ordered_at="2026-09-14 10:00")
    late = CALLS.replace("2026-09-08", "2026-10-08").replace("001,069", "099,069")
    assert desk.leumund.intake.calls(desk.write("f.csv", late), "Sueden").stored == 2
    assert not [each for each in desk.leumund.orders.findings() if each.code == "C079"]
