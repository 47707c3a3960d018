"""Exact intervals, and no share of too few."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.shares import interval
from leumund.look.rates import with_intervals


def test_the_interval_is_the_one_of_clopper_and_pearson() -> None:
    # The textbook's case: 4 of 20.
    assert interval(4, 20) == pytest.approx((0.0573, 0.4366), abs=1e-4)
    assert interval(0, 10) == pytest.approx((0.0, 0.3085), abs=1e-4)
    assert interval(10, 10) == pytest.approx((0.6915, 1.0), abs=1e-4)


@given(st.integers(1, 400), st.integers(0, 400))
def test_an_interval_holds_its_share(of: int, hits: int) -> None:
    low, high = interval(min(hits, of), of)
    assert 0 <= low <= min(hits, of) / of <= high <= 1


def test_no_share_is_shown_of_fewer_than_five_people_or_too_few_rows() -> None:
    table = pa.table(
        {
            "partner": ["few", "short", "enough"],
            "orders": [40, 9, 40],
            "people": [4, 9, 5],
            "gone": [4, 3, 4],
            "rows_min": [10, 10, 10],
        }
    )
    finished = with_intervals("gone", "orders")(table).to_pylist()
    assert "rows_min" not in finished[0]
    assert [row["share"] for row in finished] == [None, None, 10.0]
    assert finished[0]["gone"] is None
    assert finished[0]["people"] is None
    assert finished[1]["gone"] == 3
