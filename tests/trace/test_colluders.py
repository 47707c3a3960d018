"""Several copies merged into one file: who is named, and that nobody is named for nothing."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from leumund.trace import weigh_file

UNITS = 8_000
RNG = np.random.default_rng


def lists_of(sizes: list[int], seed: int, units: int = UNITS) -> np.ndarray:
    rng = RNG(seed)
    matrix = np.zeros((units, len(sizes)), dtype=bool)
    for copy, size in enumerate(sizes):
        matrix[rng.permutation(units)[:size], copy] = True
    return matrix


def merged(copies: np.ndarray, held_by: set[int], people: int, colluders: int) -> np.ndarray:
    """People of the first so many copies whom so many of them hold."""
    holders = copies[:, :colluders].sum(axis=1)
    pool = np.flatnonzero(np.isin(holders, list(held_by)))
    return RNG(5).choice(pool, people, replace=False)


def mean_evidence(draws: list[np.ndarray], copy: int, found: list[int], design: str) -> float:
    logs = [weigh_file(draw, found, design=design).log_e[copy] for draw in draws]  # type: ignore[arg-type]
    return float(np.mean(np.exp(logs)))


def test_whoever_merged_what_the_evidence_is_a_fair_bet_given_the_other_lists() -> None:
    """By counting every list of copy 0, the other lists as they are."""
    for second, third in (((0, 1, 2), (2, 3)), ((3, 4, 5), (0, 5))):
        draws = []
        for members in combinations(range(6), 2):
            matrix = np.zeros((6, 3), dtype=bool)
            for copy, units in enumerate((members, second, third)):
                matrix[list(units), copy] = True
            draws.append(matrix)
        for found in ([0, 1, 2], [2, 3, 4, 5], [5]):
            assert mean_evidence(draws, 0, found, "independent") <= 1 + 1e-12


def test_the_evidence_of_exclusive_and_permuted_lists_is_a_fair_bet() -> None:
    rows = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    draws = [rows[list(order)] for order in permutations(range(5))]
    for copy in range(3):
        for found in ([0, 1, 2], [0, 3], [0, 1, 2, 3, 4]):
            assert mean_evidence(draws, copy, found, "conditional") <= 1 + 1e-12


def test_what_is_held_against_a_copy_does_not_depend_on_its_own_list() -> None:
    """The groups chosen against copy 0 stay what they are whatever its list is."""
    from leumund.trace.groups import Search

    copies = lists_of([800] * 30, 1)
    file = merged(copies, {1}, 60, 3)
    chosen = []
    for seed in range(4):
        held = copies[file].copy()
        held[:, 0] = RNG(seed).random(len(file)) < (0.0, 1.0, 0.1, 0.5)[seed]
        search = Search(held, np.full(30, 0.1))
        chosen.append([(rank, one.members) for rank, one in search.groups_without(0)])
    assert all(groups == chosen[0] for groups in chosen)


@pytest.mark.parametrize(
    ("part", "colluders", "held_by", "people"),
    [
        (0.1, 2, {1, 2}, 40),
        (0.1, 3, {1, 2, 3}, 80),
        (0.1, 2, {2}, 15),
        (0.3, 3, {1}, 110),
        (0.3, 5, {1}, 220),
    ],
)
def test_all_who_merged_their_lists_are_named_and_nobody_else(
    part: float, colluders: int, held_by: set[int], people: int
) -> None:
    copies = lists_of([int(part * UNITS)] * 60, 2)
    found = merged(copies, held_by, people, colluders)
    weighing = weigh_file(copies, found, design="independent")
    assert weighing.named == tuple(range(colluders))


def test_three_who_publish_only_what_one_of_them_holds_leave_no_trace_one_by_one() -> None:
    copies = lists_of([int(0.3 * UNITS)] * 60, 2)
    weighing = weigh_file(copies, merged(copies, {1}, 110, 3), design="independent")
    assert (weighing.chance[:3] > 1e-3).all()
    assert weighing.named == (0, 1, 2)


def test_a_file_of_nobodys_copy_names_nobody() -> None:
    """5 % for all copies and files together: in 30 files at most a few."""
    copies = lists_of([800] * 20, 3)
    rng = RNG(4)
    files = (rng.choice(UNITS, 50, replace=False) for _ in range(30))
    named = sum(
        bool(weigh_file(copies, found, design="independent", alpha=0.05).named)
        for found in files
    )
    assert named <= 4
