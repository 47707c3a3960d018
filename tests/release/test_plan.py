"""The planner says what the draw will be able to show, and what cannot be traced."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.release.test_campaign_file import SHORT

from leumund.basics.language import in_language
from leumund.release.campaign_file import read_campaign
from leumund.release.foresight import Asked, BadExpectation, Cells, Expected, days_of
from leumund.release.plan import PlanReport, calls_not_made, paces_in_words, plan_copies
from leumund.release.sizes import Wanted, lay_out
from leumund.trace import days_needed

CAMPAIGN = read_campaign(SHORT.replace("count: 4", "count: 2"))
AT_ONCE = read_campaign(SHORT.replace("count: 4", "count: 1"))
HALVES = [Fraction(1, 2)] * 2


def bound(p, share, weight, alpha):
    """The bound ln(1/(w·alpha))/KL: real arithmetic, and enough to see what was asked."""
    q = share + (1 - share) * p
    rest = (1 - q) * math.log((1 - q) / (1 - p)) if q < 1 else 0.0
    return math.ceil(math.log(1 / (weight * alpha)) / (q * math.log(q / p) + rest))


def frame(design, units, wanted, held=Fraction(0), eligible=None, portions=HALVES):
    names = [f'["{at}"]' for at in range(len(units))]
    could = np.ones((len(units), len(wanted)), dtype=bool) if eligible is None else eligible
    return lay_out(design, names, np.array(units), wanted, could, portions, held)


def plan(found, campaign=CAMPAIGN, expected=Expected()):  # noqa: B008, it is frozen
    asked = Asked(Fraction(1, 10_000), Fraction(1, 1000), bound, days_needed, expected)
    return plan_copies(campaign, found, asked)


def test_the_chance_grows_with_every_portion_that_leaves():
    (copy,) = plan(frame("independent", (1000,), [Wanted("a", count=100)]))
    assert [step.units for step in copy.steps] == [50, 100]
    assert [step.chance for step in copy.steps] == [0.05, 0.1]
    assert copy.steps[1].needed == tuple(bound(0.1, s, 1e-4, 1e-3) for s in (1.0, 0.5, 0.2))
    assert copy.can_be_named
    assert copy.warnings == ()


def test_with_exclusive_lists_only_its_own_people_and_those_held_back_count():
    wanted = [Wanted("a", count=300), Wanted("b", count=300)]
    copies = plan(frame("conditional", (1000,), wanted))
    assert copies[0].steps[-1].chance == 300 / 700


@pytest.mark.parametrize(
    ("design", "units", "wanted"),
    [
        ("conditional", (600,), [Wanted("a", count=300), Wanted("b", count=300)]),
        ("independent", (300,), [Wanted("a", count=300)]),
        ("independent", (4, 4, 4), [Wanted("a", count=6)]),
    ],
)
def test_where_nothing_is_left_to_chance_it_cannot_be_named_only_excluded(
    design, units, wanted
):
    copy = plan(frame(design, units, wanted, portions=[Fraction(1)]), AT_ONCE)[0]
    assert not copy.can_be_named
    assert "cannot be named, only excluded" in copy.warnings[0]
    assert all(step.needed == (None, None, None) for step in copy.steps)
    assert copy.pace is None


def test_lists_of_everybody_can_be_named_as_long_as_a_portion_stays_at_home():
    wanted = [Wanted("a", count=300), Wanted("b", count=300)]
    first, last = plan(frame("conditional", (600,), wanted))[0].steps
    assert (first.can_be_named, first.chance) == (True, 0.5)
    assert (last.can_be_named, last.needed) == (False, (None, None, None))
    (warning,) = plan(frame("conditional", (600,), wanted))[0].warnings
    assert f"From {CAMPAIGN.portions[1].on} on calls can only exclude it" in warning


def test_the_days_until_naming_grow_shorter_with_more_calls():
    found = frame("independent", (20_000,), [Wanted("a", count=2_000)])
    slow = plan(found)[0].pace
    fast = plan(found, expected=Expected(calls_a_day=600))[0].pace
    assert fast.median_days < slow.median_days <= slow.most_days
    assert slow.named_percent == 100


def test_where_callers_are_told_apart_both_figures_are_told_and_the_cautious_one_first():
    found = frame("independent", (5_000,), [Wanted("a", count=500)], portions=[Fraction(1)])
    expected = Expected(20, 0.03, 3.0)
    (apart,) = plan(found, AT_ONCE, expected)
    (together,) = plan(found, replace(AT_ONCE, callers="together"), expected)
    assert apart.pace.named_percent < 30 < 80 < apart.pace_one_number.named_percent
    assert together.pace_one_number is None
    with in_language("en"):
        first, second = paces_in_words(apart, 365)
        assert len(paces_in_words(together, 365)) == 1
    assert first.startswith("if its calls cannot be told from others: named in ")
    assert second.startswith("if all its calls show one number: named in half of such leaks")


def test_a_small_copy_is_called_through_before_it_can_be_named():
    found = frame("independent", (2_000,), [Wanted("a", count=100)])
    (copy,) = plan(found, expected=Expected(complaining=0.01))
    assert copy.pace.median_days is None
    assert copy.pace.named_percent < 50


def test_calls_where_nothing_is_left_to_chance_do_not_count():
    cells = Cells(np.array([100, 50]), np.array([[10], [50]]))
    (day, *_rest) = days_of(AT_ONCE, cells, 300, Expected(100, 0.1, 3.0))
    assert day == (0.1, pytest.approx(60 * 0.1 * 10 / 60), pytest.approx(3.0 * 100 / 300))


@pytest.mark.parametrize(
    "wrong",
    [{"calls_a_day": -1}, {"complaining": 1.5}, {"others_a_day": -1}, {"horizon_days": 0}],
)
def test_an_expectation_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadExpectation):
        Expected(**wrong)


def test_a_copy_of_nearly_everybody_is_warned_of():
    (copy,) = plan(frame("independent", (1000,), [Wanted("a", count=900)]))
    assert "holds 90 %" in copy.warnings[0]


def test_units_in_groups_too_small_to_speak_are_counted():
    (copy,) = plan(frame("independent", (1000, 4), [Wanted("a", share=Fraction(1, 2))]))
    assert "2 of its 502 units say nothing" in copy.warnings[0]


def test_the_price_of_holding_back_is_the_rows_that_do_not_leave():
    wanted = [Wanted("a", share=Fraction(1, 10)), Wanted("b", count=50)]
    held = frame("independent", (1000,), wanted, Fraction(1, 10))
    free = frame("independent", (1000,), wanted)
    assert calls_not_made(held, free, [Fraction(7, 2)]) == 10 + 3


def test_the_plan_in_words_says_all_figures_and_where_naming_is_impossible():
    wanted = [Wanted("a", count=200), Wanted("b", count=400)]
    copies = plan(frame("conditional", (600,), wanted, portions=[Fraction(1)]), AT_ONCE)
    report = PlanReport("spring", "conditional", 700, 60, 40, 0, 600, 0, 1e-4, 1e-3, copies)
    text = report.in_words()
    assert "600 of 700 households and firms take part" in text
    assert text.count("cannot be named, only excluded") == 2
