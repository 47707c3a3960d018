"""How many days until a copy is named: played leaks agree with the law where it is known."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from leumund.trace import Weigher
from leumund.trace.needed import mean_calls
from leumund.trace.pace import days_needed

WEIGHT, ALPHA = 1e-3, 1e-3


@pytest.mark.parametrize(("chance", "share"), [(0.1, 0.5), (0.02, 0.2)])
def test_with_one_constant_chance_the_days_agree_with_the_calls_that_are_needed(chance, share):
    # One call a day: the median day lies near the exact mean number of calls.
    exact = mean_calls(chance, share, log(2.0) - log(WEIGHT * ALPHA))
    days = [(chance, share, 1 - share)] * int(6 * exact)
    found = days_needed(days, WEIGHT, ALPHA)
    assert found.named == found.runs
    assert found.median == pytest.approx(exact, rel=0.12)
    assert found.median < found.most


def test_days_on_which_all_or_nothing_is_out_say_nothing():
    for chance in (0.0, 1.0):
        assert days_needed([(chance, 5.0, 1.0)] * 100, WEIGHT, ALPHA).named == 0


def test_without_a_leak_the_copy_is_hardly_ever_named():
    assert days_needed([(0.2, 0.0, 3.0)] * 300, WEIGHT, ALPHA).named == 0


def test_a_copy_that_runs_out_before_it_can_be_named_is_told():
    found = days_needed([(0.1, 0.2, 1.0)] * 5 + [(0.1, 0.0, 1.0)] * 300, WEIGHT, ALPHA)
    assert found.median is None


def test_the_same_question_has_the_same_answer():
    days = [(0.1, 0.7, 1.0)] * 200
    assert days_needed(days, WEIGHT, ALPHA) == days_needed(list(days), WEIGHT, ALPHA)


def weighed(shown: str, runs: int, dice: np.random.Generator) -> list[float]:
    """The days on which the real bet names a copy of 500 of 5,000 people, of whom 20 a day are
    rung from the first day on; 3 % complain, and three others a day."""
    units, size, ahead, named_on = 5_000, 500, 60, []
    starts = np.arange(2, 367)
    for _ in range(runs):
        copies = np.zeros((units, 1), dtype=bool)
        mine = dice.permutation(units)[:size]
        copies[mine, 0] = True
        calls = [
            (day, int(unit), is_mine)
            for day in range(1, ahead + 1)
            for unit, is_mine in [
                *(
                    (one, True)
                    for one in mine[20 * day - 20 : 20 * day]
                    if dice.random() < 0.03
                ),
                *((one, False) for one in dice.integers(units, size=dice.poisson(3.0))),
            ]
        ]
        begins = np.searchsorted([day for day, *_rest in calls], starts, "left")
        weigher = Weigher(
            copies, design="independent", weights=[3 / 6400], alpha=ALPHA, starts=begins,
            has_callers=shown != "together",
        )  # fmt: skip
        found = float("inf")
        for at, (day, unit, is_mine) in enumerate(calls, start=1):
            own = 0 if is_mine and shown == "one" else at
            weigher.see(unit, caller=own)
            if weigher.scale.named_at[0] >= 0:
                found = day
                break
        named_on.append(found)
    return named_on


@pytest.mark.parametrize("shown", ["together", "each", "one"])
def test_the_days_agree_with_the_bet_that_is_used_whichever_numbers_are_shown(shown):
    real = weighed(shown, 40, np.random.default_rng(2))
    days = [(0.1, 0.6 if day < 25 else 0.0, 3.0) for day in range(60)]
    planned = days_needed(days, 3 / 6400, ALPHA, shown=shown)
    assert np.isfinite(real).mean() == pytest.approx(planned.named / planned.runs, abs=0.12)
    if shown == "one":
        assert np.median(real) == pytest.approx(planned.median, abs=3)
    else:
        assert planned.median is None


def test_one_number_is_found_among_many_calls_from_elsewhere_and_many_numbers_are_not():
    days = [(0.1, 0.6 if day < 25 else 0.0, 3.0) for day in range(365)]
    one, each = (days_needed(days, 3 / 6400, ALPHA, shown=how) for how in ("one", "each"))
    assert one.named > 0.9 * one.runs
    assert each.named < 0.2 * each.runs
