"""A list found in the wild: an exact test against every copy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import hypergeom

from leumund.trace import NotWeighable, weigh_file

UNITS, COPIES, SIZE = 2_000, 20, 200


@pytest.fixture
def copies() -> np.ndarray:
    rng = np.random.default_rng(3)
    matrix = np.zeros((UNITS, COPIES), dtype=bool)
    for copy in range(COPIES):
        matrix[rng.permutation(UNITS)[:SIZE], copy] = True
    return matrix


def test_a_file_taken_from_a_copy_names_it_and_no_other(copies: np.ndarray) -> None:
    found = np.flatnonzero(copies[:, 5])[:20]
    weighing = weigh_file(copies, found, design="independent")
    assert weighing.named == (5,)
    assert weighing.hits[5] == 20
    assert weighing.excluded[5] == 0
    assert weighing.expected[5] == pytest.approx(2.0)


def test_the_chance_is_the_exact_tail(copies: np.ndarray) -> None:
    found = np.arange(100)
    weighing = weigh_file(copies, found, design="independent")
    hits = copies[:100].sum(axis=0)
    assert weighing.chance == pytest.approx(hypergeom.sf(hits - 1, UNITS, SIZE, 100))


def test_strata_are_tested_one_by_one(copies: np.ndarray) -> None:
    """By counting all lists: six units in two strata, one of each is drawn."""
    strata = [0, 0, 0, 1, 1, 1]
    tails = []
    for first in range(3):
        for second in range(3, 6):
            matrix = np.zeros((6, 1), dtype=bool)
            matrix[[first, second], 0] = True
            tails.append(
                weigh_file(matrix, [0, 1, 3], design="independent", strata=strata).chance[0]
            )
    assert sorted(set(np.round(tails, 9))) == pytest.approx([2 / 9, 7 / 9, 1.0])


def test_an_untouched_copy_is_named_by_a_file_at_most_as_often_as_booked() -> None:
    level = 0.2
    named = []
    for members in combinations(range(8), 3):
        matrix = np.zeros((8, 1), dtype=bool)
        matrix[list(members), 0] = True
        weighing = weigh_file(matrix, [0, 1, 2, 3], design="independent", alpha=level)
        named.append(bool(weighing.named))
    assert 0 < np.mean(named) <= level


def test_exclusive_lists_are_tested_given_the_others(copies: np.ndarray) -> None:
    rng = np.random.default_rng(4)
    order = rng.permutation(400)
    dealt = np.zeros((400, 3), dtype=bool)
    for copy in range(3):
        dealt[order[copy * 100 : copy * 100 + 100], copy] = True
    found = np.flatnonzero(dealt[:, 1])[:12]
    weighing = weigh_file(dealt, found, design="conditional")
    assert weighing.chance[1] == pytest.approx(hypergeom.sf(11, 200, 100, 12))
    assert weighing.chance[0] == 1.0


def test_people_released_after_the_file_was_taken_do_not_count(copies: np.ndarray) -> None:
    members = np.flatnonzero(copies[:, 5])
    released = [(int(unit), 5, 10) for unit in members]
    weighing = weigh_file(
        copies, members[:20], design="independent", released_at=released, found_at=9
    )
    assert weighing.hits[5] == 0
    assert weighing.excluded[5] == 20
    assert 5 not in weighing.named


def test_strangers_and_repeats_say_nothing(copies: np.ndarray) -> None:
    plain = weigh_file(copies, [1, 2, 3], design="independent")
    noisy = weigh_file(copies, [3, 1, 2, 3, 1, -1], design="independent")
    assert np.array_equal(plain.chance, noisy.chance)
    assert noisy.people == 4


def test_a_unit_that_does_not_exist_is_refused(copies: np.ndarray) -> None:
    with pytest.raises(NotWeighable, match="found"):
        weigh_file(copies, [UNITS], design="independent")


def test_a_doubtful_match_counts_half_by_the_exact_law() -> None:
    """By counting all lists: three sure and two doubtful people among seven, three drawn."""
    matrices, points = [], []
    for members in combinations(range(7), 3):
        matrix = np.zeros((7, 1), dtype=bool)
        matrix[list(members), 0] = True
        matrices.append(matrix)
        points.append(2 * matrix[:3, 0].sum() + matrix[3:5, 0].sum())
    for matrix, mine in zip(matrices, points, strict=True):
        weighing = weigh_file(matrix, [0, 1, 2], design="independent", doubtful=[3, 4])
        assert weighing.chance[0] == pytest.approx(np.mean(np.array(points) >= mine))
        assert weighing.excluded[0] == 3 - weighing.hits[0]


def test_coins_of_ones_own_give_a_poisson_binomial_tail() -> None:
    chances = np.array([[0.1], [0.2], [0.7], [0.4]])
    weigh_of = {}
    total = []
    for members in range(16):
        matrix = np.array([[bool(members >> unit & 1)] for unit in range(4)])
        odds = float(np.prod(np.where(matrix, chances, 1 - chances)))
        weighing = weigh_file(matrix, [0, 1, 2], design="independent", chances=chances)
        weigh_of[members] = (int(matrix[:3].sum()), float(weighing.chance[0]))
        total.append((int(matrix[:3].sum()), odds))
    for hits, chance in weigh_of.values():
        assert chance == pytest.approx(sum(odds for many, odds in total if many >= hits))
