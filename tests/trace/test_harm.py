"""Cancellations, called against not yet called: a ratio with limits that hold at any time."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from leumund.trace.caused import Leaving
from leumund.trace.harm import LEVEL, Naive, harm_of, weigh_harm
from leumund.trace.lists import NotWeighable


def year(ratio: float, part: float, events: int, rng: np.random.Generator) -> Leaving:
    """Cancellations in a group, large against them, of whom this part was handed over."""
    left = np.full(events, 10**9)
    given = (left * part).astype(np.int64)
    joined = np.where(np.arange(events) == 0, given, 0)
    is_given = rng.random(events) < part * ratio / (part * ratio + 1 - part)
    return Leaving(np.zeros(events, dtype=np.int64), given, left, joined, is_given)


def until(whole: Leaving, events: int) -> Leaving:
    return Leaving(*(column[:events] for column in whole))


def test_without_an_effect_the_evidence_is_a_fair_bet() -> None:
    """By counting all lists of two among five, handed over one after the other."""
    logs = []
    for first, second in permutations(range(5), 2):
        copies = np.zeros((5, 1), dtype=bool)
        copies[[first, second], 0] = True
        (harm,) = weigh_harm(
            copies, [0, 3, 1, 4], design="independent",
            released_at=[(first, 0, 0), (second, 0, 2)],
        )  # fmt: skip
        logs.append(harm.log_e)
    assert np.mean(np.exp(logs)) == pytest.approx(1.0, abs=1e-12)


def test_exclusive_lists_without_an_effect_are_a_fair_bet() -> None:
    evidence = []
    for first in combinations(range(5), 2):
        for second in combinations(sorted(set(range(5)) - set(first)), 2):
            copies = np.zeros((5, 2), dtype=bool)
            copies[list(first), 0] = copies[list(second), 1] = True
            found = weigh_harm(copies, [2, 0, 4], design="conditional")
            evidence.append([np.exp(one.log_e) for one in found])
    assert np.mean(evidence, axis=0) == pytest.approx([1.0, 1.0], abs=1e-12)


def test_cancellations_twice_as_often_are_seen_and_their_number_told() -> None:
    harm = harm_of(year(2.0, 0.8, 3_000, np.random.default_rng(1)))
    assert harm.low > 1.5
    assert harm.low < 2 < harm.high
    assert harm.is_told
    assert harm.caused_low < harm.given / 2 < harm.caused_high


def test_nothing_is_told_where_the_calls_change_nothing() -> None:
    harm = harm_of(year(1.0, 0.8, 3_000, np.random.default_rng(2)))
    assert not harm.is_told
    assert harm.caused_low < 0 < harm.caused_high


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_the_limits_hold_however_often_one_looks(ratio: float) -> None:
    rng, missed = np.random.default_rng(3), 0
    for _ in range(100):
        whole = year(ratio, 0.5, 600, rng)
        looks = (harm_of(until(whole, n)) for n in range(20, 601, 20))
        missed += any(not one.low < ratio < one.high for one in looks)
    assert missed <= 100 * (1 - LEVEL) + 4


@pytest.mark.parametrize(
    ("ratio", "churn", "people", "part", "frailty"),
    [
        *[(2.0, 0.3, 8_000, 0.5, 0.0), (1.5, 0.2, 12_000, 0.5, 0.0)],
        *[(2.0, 0.2, 12_000, 0.5, 0.3), (1.0, 0.3, 4_000, 0.5, 0.3)],
        *[(2.0, 0.2, 1_000, 0.95, 0.0), (3.0, 0.1, 100, 0.5, 0.0)],
    ],
)
def test_how_many_more_left_lies_within_the_limits_at_every_look(
    ratio: float, churn: float, people: int, part: float, frailty: float
) -> None:
    """The true number by the day of each look; also where people differ (gamma frailty)."""
    rng, missed, runs = np.random.default_rng(5), 0, 20
    for _ in range(runs):
        copies = np.zeros((people, 1), dtype=bool)
        copies[rng.permutation(people)[: int(part * people)], 0] = True
        readily = rng.gamma(frailty, 1 / frailty, people) if frailty else np.ones(people)
        alone = rng.exponential(size=people) / readily / -np.log(1 - churn)
        leaves = np.where(copies[:, 0], alone / ratio, alone)
        order = np.argsort(leaves)
        is_missed = False
        for until_day in (0.2, 0.6, 1.0):
            gone = order[leaves[order] <= until_day]
            (harm,) = weigh_harm(copies, gone, design="independent")
            mine = copies[:, 0]
            true = int((leaves[mine] <= until_day).sum() - (alone[mine] <= until_day).sum())
            is_missed |= not harm.caused_low <= true <= harm.caused_high
        missed += is_missed
    assert missed <= runs * (1 - LEVEL)


def test_the_count_stays_true_where_lists_leave_in_portions() -> None:
    """Calls double how readily people leave, from the day on which each was handed over."""
    rng, people = np.random.default_rng(6), 10_000
    copies = np.zeros((people, 1), dtype=bool)
    mine = rng.permutation(people)[: people // 2]
    copies[mine, 0] = True
    given_on = np.full(people, 99.0)
    given_on[mine] = np.where(np.arange(len(mine)) % 2, 0.5, 0.0)
    alone = rng.exponential(size=people) / -np.log(0.7)
    leaves = np.where(alone > given_on, given_on + (alone - given_on) / 2, alone)
    gone = np.flatnonzero(leaves <= 1)
    gone = gone[np.argsort(leaves[gone])]
    released = [(unit, 0, given_on[unit]) for unit in mine.tolist()]
    (harm,) = weigh_harm(
        copies, gone, design="independent", released_at=released, cancelled_at=leaves[gone]
    )
    true = int((leaves <= 1).sum() - (alone <= 1).sum())
    assert harm.caused_low < true < harm.caused_high
    assert harm.caused == pytest.approx(true, rel=0.15)


def test_who_leaves_early_leaves_the_count_too() -> None:
    """The last of a cell is no coin any more."""
    copies = np.array([[True], [False], [True]])
    (harm,) = weigh_harm(copies, [1, 0, 2], design="independent")
    assert (harm.cancellations, harm.given, harm.expected) == (1, 0, pytest.approx(2 / 3))


def test_people_handed_over_later_count_as_not_yet_called() -> None:
    copies = np.array([[True], [True], [False], [False]])
    (harm,) = weigh_harm(
        copies, [0, 1], design="independent", released_at=[(0, 0, 0), (1, 0, 9)],
        cancelled_at=[1, 2],
    )  # fmt: skip
    assert (harm.cancellations, harm.given) == (1, 1)
    assert harm.expected == pytest.approx(1 / 4)


def test_ringing_those_who_would_stay_misleads_the_naive_comparison_and_not_the_coins() -> None:
    """Calls double cancellations; partners ring only the half that is three times as loyal."""
    rng = np.random.default_rng(4)
    units = 60_000
    is_loyal, is_given = rng.random(units) < 0.5, np.zeros((units, 1), dtype=bool)
    is_given[rng.permutation(units)[: units // 2], 0] = True
    is_rung = is_given[:, 0] & is_loyal
    chance = np.where(is_loyal, 0.03, 0.12) * np.where(is_rung, 2.0, 1.0)
    left = np.flatnonzero(rng.random(units) < chance)
    (harm,) = weigh_harm(is_given, rng.permutation(left), design="independent")
    naive = Naive(
        int(is_rung.sum()), int(is_rung[left].sum()),
        int((~is_rung).sum()), int((~is_rung)[left].sum()),
    )  # fmt: skip
    assert naive.ratio is not None
    assert naive.ratio < 0.9
    assert harm.low > 1


def test_a_comparison_with_nobody_is_none() -> None:
    assert Naive(0, 0, 10, 3).ratio is None
    assert Naive(10, 3, 10, 0).ratio is None


def test_a_unit_that_cancels_twice_is_refused() -> None:
    with pytest.raises(NotWeighable, match="twice"):
        weigh_harm(np.ones((2, 1), bool), [1, 1], design="independent")
