"""How many days until a copy is named: played leaks agree with the law where it is known."""

from __future__ import annotations

from math import log

import pytest

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
