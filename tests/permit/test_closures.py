"""Holidays by Land, months, and kinds of numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.permit.ordinary import rules

from leumund.basics.numbers import Number
from leumund.permit.closures import ANY_LAND, LANDS, holiday_rows, is_holiday
from leumund.permit.gather import number_kind
from leumund.permit.moments import local_moment, months_before

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "lands"),
    [
        (date(2026, 5, 1), set(LANDS)),
        (date(2026, 10, 3), set(LANDS)),
        (date(2026, 3, 8), {"BE", "MV"}),
        (date(2026, 1, 6), {"BW", "BY", "ST"}),
        (date(2026, 6, 4), {"BW", "BY", "HE", "NW", "RP", "SL", "SN", "TH"}),
        (date(2026, 8, 15), {"BY", "SL"}),
        (date(2026, 9, 20), {"TH"}),
        (date(2026, 11, 18), {"SN"}),
        (date(2026, 8, 8), {"BY"}),
        (date(2026, 9, 1), set()),
    ],
)
def test_a_day_is_closed_in_these_lands_and_no_other(day: date, lands: set[str]) -> None:
    assert {land for land in LANDS if is_holiday(land, day)} == lands


@given(DAYS, st.sampled_from(LANDS), st.sampled_from([None, "", "XX", "be"]))
def test_where_the_land_is_not_known_any_holiday_counts(
    day: date, land: str, unknown: str | None
) -> None:
    assert is_holiday(unknown, day) or not is_holiday(land, day)


def test_the_calendar_as_rows_is_the_same_calendar() -> None:
    rows = set(holiday_rows([2026, 2027]))
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]
    assert rows == {
        (land, day) for land in (ANY_LAND, *LANDS) for day in days if is_holiday(land, day)
    }


@pytest.mark.parametrize(
    ("at", "before"),
    [
        (datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2024, 9, 1, 9, tzinfo=UTC)),
        (datetime(2026, 2, 28, tzinfo=UTC), datetime(2024, 2, 28, tzinfo=UTC)),
        (datetime(2024, 2, 29, 5, tzinfo=UTC), datetime(2022, 2, 28, 5, tzinfo=UTC)),
    ],
)
def test_24_months_before_is_the_same_day_or_the_last_of_its_month(
    at: datetime, before: datetime
) -> None:
    assert months_before(at, 24) == before


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.integers(0, 60))  # noqa: DTZ001
def test_fewer_months_before_is_never_earlier(at: datetime, months: int) -> None:
    assert months_before(at, months) >= months_before(at, months + 1)


def test_the_clock_is_that_of_the_person_called() -> None:
    at = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
    berlin, london = local_moment(at, None), local_moment(at, "Europe/London")
    assert (berlin.on, berlin.second) == (date(2026, 9, 2), 30 * 60)
    assert (london.on, london.second) == (date(2026, 9, 1), 23 * 3600 + 30 * 60)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+4922147109000", "ordinary"),
        ("+49137" + "0" * 6, "mass_traffic"),
        ("+49118" + "0" * 6, "directory"),
        ("+49900" + "0" * 6, "premium"),
        ("+12025550123", "foreign"),
    ],
)
def test_a_number_is_of_the_kind_that_its_range_says(number: str, kind: str) -> None:
    assert number_kind(Number(number), rules().values) == kind


def test_no_number_is_of_no_kind() -> None:
    assert number_kind(None, rules().values) is None
