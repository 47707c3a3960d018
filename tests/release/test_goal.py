"""The cheapest portions and hold-back that reach a wished speed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.release.test_campaign_file import SHORT

from leumund.basics.language import in_language
from leumund.release.campaign_file import read_campaign
from leumund.release.foresight import Asked, BadExpectation, Expected
from leumund.release.goal import Goal, cut, reach
from leumund.release.universe import Universe
from leumund.trace import calls_needed, days_needed

WEIGHT, ALPHA = Fraction(1, 1000), Fraction(1, 1000)


def universe(units):
    ids = np.arange(units)
    return Universe(ids, ids.astype(np.int32), np.zeros(units, np.int32), ("[]",))


def campaign(partners, design="exclusive"):
    text = SHORT.replace("[{partner: Norden, share: 0.1}]", partners)
    return read_campaign(text.replace("design: exclusive", f"design: {design}"))


def found(partners, goal, design="exclusive", **expected):
    asked = Asked(WEIGHT, ALPHA, calls_needed, days_needed, Expected(**expected))
    return reach(campaign(partners, design), universe(10_000), asked, goal)


HALVES = "[{partner: A, count: 3000}, {partner: B, count: 3000}]"


def test_where_enough_is_left_over_nothing_need_be_held_back_or_delayed():
    report = found(HALVES, Goal(60))
    assert (report.cheapest.portions, report.cheapest.held_back) == (1, "0")
    assert report.cheapest.cost == 0
    assert report.cheapest.days <= 60


def test_where_everybody_is_handed_out_portions_are_the_cheaper_way():
    everybody = "[{partner: A, share: 1/2}, {partner: B, share: 1/2}]"
    report = found(everybody, Goal(60), calls_a_day=100)
    best = report.cheapest
    assert best.portions > 1
    assert best.held_back == "0"
    assert best.cost == pytest.approx(best.days_late * 10_000 * 0.005)


def test_where_delay_is_dear_holding_back_is_the_cheaper_way():
    everybody = "[{partner: A, share: 1/2}, {partner: B, share: 1/2}]"
    report = found(everybody, Goal(60, call_worth=0.01, late_worth=1.0), calls_a_day=100)
    best = report.cheapest
    assert (best.portions, best.days_late) == (1, 0)
    assert Fraction(best.held_back) > 0
    assert best.calls_not_made == 10_000 * Fraction(best.held_back)


def test_nothing_that_was_tried_and_reached_the_wish_is_cheaper():
    report = found(HALVES, Goal(25), others_a_day=5.0)
    reached = [one.cost for one in report.tried if one.days is not None and one.days <= 25]
    assert report.cheapest.cost == min(reached)


def test_how_soon_is_asked_of_no_way_that_costs_more_than_one_that_is_soon_enough():
    asked_of = []

    def counted(*given, shown):
        asked_of.append(given)
        return days_needed(*given, shown=shown)

    asked = Asked(WEIGHT, ALPHA, calls_needed, counted, Expected())
    report = reach(campaign(HALVES), universe(10_000), asked, Goal(60))
    assert (report.cheapest.cost, len(report.tried)) == (0, 1)
    assert len(asked_of) == 2


def test_a_wish_that_nothing_reaches_is_told_with_the_fastest_way():
    report = found(HALVES, Goal(20), calls_a_day=10)
    assert report.cheapest is None
    assert report.fastest.days > 20
    assert f"The fastest takes {report.fastest.days} days" in report.in_words()


def test_copies_that_no_way_names_are_told_by_name():
    with in_language("en"):
        said = found("[{partner: A, count: 20}]", Goal(5)).in_words()
    assert said == (
        "No portions and no hold-back name every copy within 5 days.\nNot at all: A.\n"
        "Reckoned for a leak whose calls cannot be told from others."
    )


def test_the_campaign_is_cut_as_it_says_and_keeps_the_rest():
    before = campaign(HALVES)
    after = cut(before, 3, 14, Fraction(1, 10))
    days = [(portion.on - before.portions[0].on).days for portion in after.portions]
    assert (days, after.rotating) == ([0, 14, 28], Fraction(1, 10))
    assert after.partners == before.partners


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 9, "call_worth": -1.0}])
def test_a_goal_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadExpectation):
        Goal(**wrong)


def test_a_wish_holds_back_by_the_cautious_figure_unless_one_number_is_expected():
    leak = {"calls_a_day": 20, "others_a_day": 3.0, "design": "independent"}
    cautious = found("[{partner: A, count: 1000}]", Goal(20), **leak)
    one = found("[{partner: A, count: 1000}]", Goal(20, has_one_number=True), **leak)
    assert (cautious.shown, one.shown) == ("each", "one")
    assert one.cheapest.cost == 0
    assert cautious.cheapest is None or cautious.cheapest.cost > 0
    with in_language("en"):
        assert one.in_words().endswith("Reckoned for a leak whose calls all show one number.")
