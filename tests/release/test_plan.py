"""The planner says what the draw will be able to show, and what cannot be traced."""

import math
from fractions import Fraction

import numpy as np
import pytest
from tests.release.test_campaign_file import SHORT

from leumund.release.campaign_file import read_campaign
from leumund.release.plan import PlanReport, calls_not_made, plan_copies
from leumund.release.sizes import Wanted, lay_out

CAMPAIGN = read_campaign(SHORT.replace("count: 4", "count: 2"))
HALVES = [Fraction(1, 2)] * 2


def bound(p, share, weight, alpha):
    """The bound ln(1/(w·alpha))/KL: real arithmetic, and enough to see what was asked."""
    q = share + (1 - share) * p
    rest = (1 - q) * math.log((1 - q) / (1 - p)) if q < 1 else 0.0
    return math.ceil(math.log(1 / (weight * alpha)) / (q * math.log(q / p) + rest))


def frame(design, units, wanted, held=Fraction(0), eligible=None):
    names = [f'["{at}"]' for at in range(len(units))]
    could = np.ones((len(units), len(wanted)), dtype=bool) if eligible is None else eligible
    return lay_out(design, names, np.array(units), wanted, could, HALVES, held)


def plan(found):
    return plan_copies(CAMPAIGN, found, Fraction(1, 10_000), Fraction(1, 1000), bound)


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
    copy = plan(frame(design, units, wanted))[0]
    assert not copy.can_be_named
    assert "cannot be named, only excluded" in copy.warnings[0]
    assert all(step.needed == (None, None, None) for step in copy.steps)


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
    copies = plan(
        frame("conditional", (600,), [Wanted("a", count=200), Wanted("b", count=400)])
    )
    report = PlanReport("spring", "conditional", 700, 60, 40, 0, 600, 0, 1e-4, 1e-3, copies)
    text = report.in_words()
    assert "600 of 700 households and firms take part" in text
    assert text.count("cannot be named, only excluded") == 2
