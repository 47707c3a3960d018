"""Callers, knowledge, doubtful people, decoys, lists inside lists: each leaves the bet fair.

The mean of the evidence over all draws that could have been is one, by counting them all;
where a filter leaves hits out it is at most one.
"""

from __future__ import annotations

from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import pytest

from leumund.trace import weigh

UNITS = 6
EXACT = 1e-12
CALLERS = [3, 3, 7, 3, -1, 7]
SUBJECTS = [0, 1, 2, 3, 4, 1]


def matrix(*lists: tuple[int, ...], units: int = UNITS) -> np.ndarray:
    """Units x copies."""
    copies = np.zeros((units, len(lists)), dtype=bool)
    for copy, members in enumerate(lists):
        copies[list(members), copy] = True
    return copies


def independent() -> list[np.ndarray]:
    """All pairs of two lists of two of six units, drawn apart."""
    lists = list(combinations(range(UNITS), 2))
    return [matrix(*pair) for pair in product(lists, lists)]


def exclusive_given_the_other() -> list[list[np.ndarray]]:
    """Two exclusive lists of two and a hold-back, by the second list."""
    return [
        [matrix(mine, other) for mine in combinations(sorted({*range(UNITS)} - {*other}), 2)]
        for other in combinations(range(UNITS), 2)
    ]


def mean(draws: list[np.ndarray], copy: int, subjects: Any = SUBJECTS, **more: Any) -> float:
    """The mean evidence against one copy over equally likely draws."""
    logs = [weigh(draw, subjects, **more).log_e[copy] for draw in draws]
    return float(np.mean(np.exp(logs)))


def knowledge(seed: int = 2, calls: int = 6, copies: int = 2) -> np.ndarray:
    """Ratios of all kinds, also nothing (1) and impossible (0)."""
    rng = np.random.default_rng(seed)
    return rng.choice([0.0, 0.1, 1.0, 3.0, 50.0], size=(calls, copies))


BETTER: list[dict[str, Any]] = [
    {"callers": CALLERS},
    {"callers": [1, 2, 3, 4, 5, 6]},
    {"callers": [0] * 6},
    {"callers": CALLERS, "starts": [0, 2, 3, 9]},
    {"knowledge": knowledge()},
    {"knowledge": knowledge(5), "callers": CALLERS},
    {"knowledge": np.zeros((6, 2))},
    {"knowledge": knowledge(7), "callers": CALLERS, "starts": [1, 4]},
]


@pytest.mark.parametrize("more", BETTER)
def test_independent_lists_stay_a_fair_bet(more: dict[str, Any]) -> None:
    for copy in (0, 1):
        found = mean(independent(), copy, design="independent", **more)
        assert found == pytest.approx(1.0, abs=EXACT)


@pytest.mark.parametrize("more", BETTER)
def test_exclusive_lists_stay_a_fair_bet_given_the_others_list(more: dict[str, Any]) -> None:
    for draws in exclusive_given_the_other():
        assert mean(draws, 0, design="conditional", **more) == pytest.approx(1.0, abs=EXACT)


@pytest.mark.parametrize("more", BETTER)
def test_portions_and_lawful_contacts_stay_at_most_fair(more: dict[str, Any]) -> None:
    logs, rung = [], []
    for first, second in permutations(range(UNITS), 2):
        common: dict[str, Any] = {
            "design": "independent",
            "released_at": [(first, 0, 1), (second, 0, 3), (5, 1, 0)],
            **more,
        }
        copies = matrix((first, second), (5,))
        logs.append(weigh(copies, SUBJECTS, **common).log_e[0])
        contacted = [(max(first, second), 0, 1)]
        rung.append(weigh(copies, SUBJECTS, contacted=contacted, **common).log_e[0])
    assert np.mean(np.exp(logs)) == pytest.approx(1.0, abs=EXACT)
    assert np.mean(np.exp(rung)) <= 1.0 + EXACT


DOUBTS = [(0, 0, 0.5), (0, 1, 0.3), (2, 1, 0.4), (2, 2, 0.6), (2, 5, 0.0), (4, 3, 1.0)]
DOUBTFUL = [-1, 1, -1, 3, -1, 0]


@pytest.mark.parametrize("more", [{}, {"callers": CALLERS}, {"knowledge": knowledge(3)}])
def test_doubtful_people_are_a_fair_bet(more: dict[str, Any]) -> None:
    for copy in (0, 1):
        found = mean(
            independent(), copy, DOUBTFUL, design="independent", candidates=DOUBTS, **more
        )
        assert found == pytest.approx(1.0, abs=EXACT)


def test_doubtful_people_of_exclusive_lists_are_a_fair_bet() -> None:
    for draws in exclusive_given_the_other():
        found = mean(draws, 0, DOUBTFUL, design="conditional", candidates=DOUBTS)
        assert found == pytest.approx(1.0, abs=EXACT)


def test_a_doubtful_person_who_had_been_called_lawfully_only_lowers_the_evidence() -> None:
    for rung in range(UNITS):
        found = mean(
            independent(), 0, DOUBTFUL, design="independent", candidates=DOUBTS,
            contacted=[(rung, 0, 0)],
        )  # fmt: skip
        assert found <= 1.0 + EXACT


def test_decoys_are_a_fair_bet_beside_the_people() -> None:
    """Units 0 to 3 are people, 4 to 7 decoys: a copy has two people and one decoy."""
    strata = [0, 0, 0, 0, 1, 1, 1, 1]
    lists = [(*people, decoy) for people in combinations(range(4), 2) for decoy in range(4, 8)]
    draws = [matrix(mine, lists[5], units=8) for mine in lists]
    for subjects in ([4, 0, 5, 1], [7, 6, 5, 4], [0, 4, 4, 2]):
        found = mean(draws, 0, subjects, design="independent", strata=strata)
        assert found == pytest.approx(1.0, abs=EXACT)


def test_a_bet_on_callers_with_a_bound_is_fair_up_to_the_bound() -> None:
    for gamma in (1.0, 1.5, 4.0):
        found = mean(
            independent(), 0, DOUBTFUL, design="independent", candidates=DOUBTS,
            callers=CALLERS, knowledge=knowledge(9), gamma=gamma,
        )  # fmt: skip
        assert found <= 1.0 + EXACT


def nested() -> list[np.ndarray]:
    """A list of four of six; inside it, drawn apart, lists of two and of one."""
    return [
        matrix(parent, first, second)
        for parent in combinations(range(UNITS), 4)
        for first in combinations(parent, 2)
        for second in combinations(parent, 1)
    ]


PARENTS = [-1, 0, 0]


@pytest.mark.parametrize("more", [{}, {"callers": CALLERS}, {"starts": [0, 2, 5]}])
def test_a_list_and_the_lists_drawn_inside_it_are_fair_bets(more: dict[str, Any]) -> None:
    for copy in range(3):
        found = mean(nested(), copy, design="independent", parents=PARENTS, **more)
        assert found == pytest.approx(1.0, abs=EXACT)


def test_a_list_inside_a_list_is_a_fair_bet_whoever_uses_the_parents() -> None:
    """Also for one given list of the parent, and calls to its people only."""
    for parent in ((0, 1, 2, 3), (1, 2, 4, 5)):
        draws = [draw for draw in nested() if draw[list(parent), 0].all()]
        for copy in (1, 2):
            found = mean(draws, copy, parent, design="independent", parents=PARENTS)
            assert found == pytest.approx(1.0, abs=EXACT)


def exclusive_inside() -> list[np.ndarray]:
    """Exclusive lists of three and one; the first deals two exclusive lists of one."""
    return [
        matrix(parent, (other,), (first,), (second,))
        for parent in combinations(range(UNITS), 3)
        for other in sorted({*range(UNITS)} - {*parent})
        for first, second in permutations(parent, 2)
    ]


def test_exclusive_lists_inside_an_exclusive_list_are_fair_bets() -> None:
    for copy in range(4):
        found = mean(exclusive_inside(), copy, design="conditional", parents=[-1, -1, 0, 0])
        assert found == pytest.approx(1.0, abs=EXACT)


def test_exclusive_lists_inside_a_given_list_are_fair_bets_given_the_others() -> None:
    draws = [draw for draw in exclusive_inside() if draw[[0, 1, 2], 0].all()]
    for other in ((0,), (1,), (2,)):
        given = [draw for draw in draws if draw[list(other), 3].all()]
        found = mean(given, 2, design="conditional", parents=[-1, -1, 0, 0])
        assert found == pytest.approx(1.0, abs=EXACT)
