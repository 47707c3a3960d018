"""Times that follow from the law of an order, and how files are read."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.errors import BadInput
from leumund.orders.book import book_csv
from leumund.orders.facts import OF_THE_ORDER, WHOLESOME, facts_of, paper_kinds
from leumund.orders.files import Cells, read_hours, read_order, read_papers
from leumund.orders.predicates import PREDICATES
from leumund.orders.rules import (
    in_force,
    months_later,
    order_checks,
    withdraw_days,
    withdraw_until,
)

DAY = date(2026, 9, 1)
KEY = bytes(32)
MOMENTS = st.integers(0, 250_000_000).map(
    lambda seconds: datetime(2022, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def row(**values: str) -> Cells:
    return Cells(list(values.values()), {name: (n,) for n, name in enumerate(values)})


@pytest.mark.parametrize(
    ("region", "sector", "days"),
    [
        ("DE", "telecom", 14),
        ("DE", "life_insurance", 30),
        ("AT", "telecom", 14),
        ("CH", "telecom", 14),
        ("UK", "energy", 14),
        ("US", "energy", None),
    ],
)
def test_the_time_to_withdraw_is_that_of_place_and_sector(
    region: str, sector: str, days: int | None
) -> None:
    assert withdraw_days(in_force(DAY, region, sector)) == days


def test_a_day_begins_and_ends_on_the_german_clock_also_when_clocks_change() -> None:
    """From 11 October, 23:30 in Germany, to the end of 25 October, which has 25 hours."""
    checks = in_force(date(2026, 10, 11), "DE", "telecom")
    said = datetime(2026, 10, 11, 21, 30, tzinfo=UTC)
    assert withdraw_until(checks, said, said) == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)


def test_a_late_instruction_begins_the_time_anew_up_to_the_longest() -> None:
    checks = in_force(DAY, "DE", "telecom")
    said = datetime(2026, 9, 1, 12, tzinfo=UTC)
    later = withdraw_until(checks, said, said + timedelta(days=30))
    assert later.date() == date(2026, 10, 15)
    latest = withdraw_until(checks, said, None)
    assert latest.date() == date(2027, 9, 15)
    assert withdraw_until(checks, said, said + timedelta(days=900)) == latest


@given(MOMENTS, st.integers(-400, 400))
def test_nobody_ever_has_less_than_fourteen_whole_days(said: datetime, days: int) -> None:
    checks = in_force(DAY, "DE", "telecom")
    until = withdraw_until(checks, said, said + timedelta(days=days))
    assert until > said + timedelta(days=14)
    assert until <= withdraw_until(checks, said, None)


def test_a_month_later_is_its_last_day_where_it_is_shorter() -> None:
    at = datetime(2026, 1, 31, tzinfo=UTC)
    assert months_later(at, 1).date() == date(2026, 2, 28)
    assert months_later(at, 12).date() == date(2027, 1, 31)


def test_every_check_has_its_predicate_and_every_predicate_its_check() -> None:
    assert set(order_checks().bodies) == set(PREDICATES)


def test_every_fact_is_of_the_order_or_a_paper() -> None:
    assert set(OF_THE_ORDER) | set(paper_kinds()) == set(WHOLESOME.__slots__)


def test_a_fact_nobody_knows_is_an_error() -> None:
    with pytest.raises(TypeError):
        facts_of({"summary_sent": "2026-01-01"})


@given(st.text(max_size=30), st.sampled_from(["ordered_at", "monthly_price", "channel"]))
def test_whatever_stands_in_a_cell_is_read_or_refused(written: str, column: str) -> None:
    values = {
        "order_ref": "A-1",
        "ordered_at": "2026-09-01 10:00",
        "channel": "phone",
        "partner": "Norden",
        "product": "Tarif M",
        column: written,
    }
    now = datetime(2026, 9, 2, tzinfo=UTC)
    with suppress(BadInput):
        assert read_order(row(**values), KEY, None, now).values["order_ref"] == "A-1"


def test_papers_are_kept_as_what_they_are() -> None:
    papers = read_papers(
        row(term_months="24", is_online="ja", supply_from="01.10.2026", missing_items="a|b"),
        datetime(2026, 9, 2, tzinfo=UTC),
    )
    assert papers == {
        "term_months": 24,
        "is_online": True,
        "supply_from": "2026-10-01",
        "missing_items": "a|b",
    }


def test_opening_hours_are_minutes_of_the_day() -> None:
    said = row(shop="S1", partner="Norden", weekday="Samstag", opens="9:30", closes="24:00")
    hours = read_hours(said, "DE")
    assert (hours.weekday, hours.opens_minute, hours.closes_minute) == (6, 570, 1440)


def test_attack_a_formula_in_a_product_runs_in_no_spreadsheet() -> None:
    book = book_csv(
        [
            dict.fromkeys(("order_ref", "ordered_at", "channel", "campaign", "state"), "x")
            | dict.fromkeys(("billing", "commission_cents", "commission", "since"), "x")
            | {"product": "=1+1", "reason": "refused", "refused_because": "@x"}
        ]
    )
    assert "'=1+1" in book
    assert "'@x" in book
