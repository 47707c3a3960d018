"""How much more readily people in a copy may complain, and a naming still stands."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest

from leumund.trace import NotWeighable, largest_gamma, weigh
from leumund.trace.finding import CopyFinding, Excluding
from leumund.trace.outcome import Outcome, standing_in_words
from leumund.trace.readiness import GAMMA_STEPS

UNITS, SIZE, CALLS = 6, 2, 4


def mean_where_listed_complain_more_readily(truth: float, allowed: float) -> float:
    """The mean evidence over all lists and all orders of complaints: every next complaint is
    drawn from those who have not complained, listed people ``truth`` times as likely."""
    lists = list(combinations(range(UNITS), SIZE))
    copies = np.zeros((UNITS, len(lists)), dtype=bool)
    for at, members in enumerate(lists):
        copies[list(members), at] = True
    mean = 0.0
    for order in permutations(range(UNITS), CALLS):
        log_e = weigh(copies, order, design="independent", gamma=allowed).log_e
        chances = [chance_of(order, members, truth) for members in lists]
        mean += float(np.mean(chances * np.exp(log_e)))
    return mean


def chance_of(order: tuple[int, ...], members: tuple[int, ...], truth: float) -> float:
    """The chance of this order of complaints where these are listed."""
    left = [truth if unit in members else 1.0 for unit in range(UNITS)]
    chance = 1.0
    for unit in order:
        chance *= left[unit] / sum(left)
        left[unit] = 0.0
    return chance


def test_the_bet_is_fair_where_listed_people_complain_as_readily_as_allowed() -> None:
    assert mean_where_listed_complain_more_readily(2.0, 2.0) == pytest.approx(1.0, abs=1e-12)


def test_it_is_more_than_fair_to_the_copy_where_they_complain_less_readily() -> None:
    assert mean_where_listed_complain_more_readily(1.2, 2.0) <= 1.0 + 1e-12


def test_without_the_bound_people_who_complain_more_readily_speak_against_it() -> None:
    assert mean_where_listed_complain_more_readily(2.0, 1.0) > 1.05


def a_used_copy(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Two copies of 40 of 400; the first is used for 12 of 30 calls."""
    rng = np.random.default_rng(seed)
    copies = np.zeros((400, 2), dtype=bool)
    for copy in range(2):
        copies[rng.permutation(400)[:40], copy] = True
    used = rng.permutation(np.flatnonzero(copies[:, 0]))[:12]
    return copies, rng.permutation(np.concatenate([used, rng.permutation(400)[:18]]))


@pytest.mark.parametrize("more", [{}, {"starts": range(0, 30, 3)}, {"callers": [1, 2, 2] * 10}])
def test_a_naming_stands_at_the_largest_bound_and_at_no_larger_one(
    more: dict[str, Any],
) -> None:
    copies, subjects = a_used_copy()
    told = weigh(copies, subjects, design="independent", **more)
    assert told.named == (0,)
    largest = largest_gamma(copies, subjects, told, design="independent", **more)[0]
    assert largest > 1.5
    at_it, beyond = (
        weigh(copies, subjects, design="independent", gamma=gamma, **more)
        for gamma in (largest, largest + 1 / GAMMA_STEPS)
    )
    assert at_it.named == (0,)
    assert beyond.named == ()


def test_the_evidence_never_rises_with_the_bound() -> None:
    copies, subjects = a_used_copy()
    gammas = np.arange(1, 8, 0.5)
    logs = [weigh(copies, subjects, design="conditional", gamma=one).log_e for one in gammas]
    assert (np.diff(np.array(logs), axis=0) <= 1e-12).all()


def test_a_naming_is_weighed_with_the_bound_and_the_share_without_it() -> None:
    copies, subjects = a_used_copy()
    one, two = (weigh(copies, subjects, design="independent", gamma=each) for each in (1, 2))
    assert (two.log_e < one.log_e).all()
    assert np.array_equal(one.share_high, two.share_high)
    assert two.share_low[0] < one.share_low[0]
    assert two.gamma == 2


def test_a_copy_that_is_not_named_has_no_largest_bound() -> None:
    copies, _ = a_used_copy()
    told = weigh(copies, [1, 2, 3], design="independent")
    assert largest_gamma(copies, [1, 2, 3], told, design="independent") == {}


def test_beyond_any_bound_it_says_no_more_than_a_hundred() -> None:
    copies = np.zeros((400_000, 1), dtype=bool)
    copies[:40] = True
    told = weigh(copies, np.arange(40), design="independent")
    found = largest_gamma(copies, np.arange(40), told, design="independent")
    assert found == {0: 100.0}
    assert "100 times" in standing_in_words(100.0, "contacted")


@pytest.mark.parametrize("gamma", [0.9, -1, float("nan"), float("inf")])
def test_a_bound_below_one_is_refused(gamma: float) -> None:
    with pytest.raises(NotWeighable, match="gamma"):
        weigh(np.eye(3, dtype=bool), [0], design="independent", gamma=gamma)


def finding(**more: Any) -> CopyFinding:
    """A named copy."""
    return CopyFinding(
        1, "spring", 11, "Osten", "independent", Outcome.USED, Excluding(1, 1, 0, 0, 0),
        at_most_once_in=4_000, **more,
    )  # fmt: skip


def test_every_naming_says_up_to_which_readiness_it_stands() -> None:
    assert "up to 2.35 times as readily" in finding(largest_gamma=2.35).in_words("en")
    german = finding(largest_gamma=2.35).in_words("de")
    assert "bis zu 2,35-mal so bereitwillig" in german
    assert "rechtmäßig angerufen" in german
    assert "no more readily" in finding(largest_gamma=1.0).in_words("en")


def test_it_says_which_lawful_calls_were_left_out() -> None:
    matching = finding(largest_gamma=2.0, left_out="matching", gamma=2.0).in_words("en")
    assert "match a record" in matching


def test_a_naming_that_does_not_stand_today_says_no_bound() -> None:
    assert "readily" not in finding(largest_gamma=None, is_standing=False).in_words("en")
