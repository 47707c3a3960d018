"""What cannot be weighed is refused, never read as something else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from leumund.trace import NotWeighable, calls_needed, weigh
from leumund.trace.stray import weigh_file

UNITS, COPIES = 60, 4
LISTS = np.random.default_rng(1).random((UNITS, COPIES)) < 0.3
MINE = np.flatnonzero(LISTS[:, 2])
NOT_LEFT = [(int(unit), int(copy), np.inf) for unit, copy in np.argwhere(LISTS)]
NOBODYS = np.full((UNITS, COPIES), np.nan)


@pytest.mark.parametrize(
    "given",
    [
        {"weights": [1e9] * COPIES},
        {"weights": [np.nan] * COPIES},
        {"weights": [0.5, 0.5]},
        {"alpha": 50.0},
        {"alpha": np.nan},
        {"chances": np.zeros((UNITS, COPIES))},
        {"chances": NOBODYS},
        {"chances": np.full((UNITS, COPIES), -3.0)},
        {"chances": np.full((3, 2), 0.5)},
        {"found": [1.7, 2.2]},
        {"copies": NOBODYS},
        {"eligible": NOBODYS},
    ],
)
def test_attack_a_file_is_weighed_with_what_is_no_weight_alpha_or_chance(
    given: dict[str, Any],
) -> None:
    told: dict[str, Any] = {"copies": LISTS, "found": MINE[:5], "design": "independent"} | given
    with pytest.raises(NotWeighable):
        weigh_file(told.pop("copies"), told.pop("found"), **told)


@pytest.mark.parametrize(
    "given",
    [
        {"copies": NOBODYS},
        {"eligible": NOBODYS},
        {"called_at": [np.inf] * 5},
        {"called_at": [np.nan] * 5},
        {"copies": LISTS * 0.5},
        {"copies": LISTS * 2},
        {"copies": LISTS.astype(str)},
        {"strata": [np.nan] * UNITS},
        {"alpha": "0.001"},
        {"alpha": None},
        {"contacted": [(MINE[0] + 0.9, 2, 0)]},
    ],
)
def test_attack_calls_are_weighed_with_what_is_neither_yes_nor_no_nor_a_place(
    given: dict[str, Any],
) -> None:
    told: dict[str, Any] = {"copies": LISTS, "design": "independent"} | given
    with pytest.raises(NotWeighable):
        weigh(told.pop("copies"), MINE[:5], **told)


def test_attack_a_list_that_never_left_is_found_in_the_wild() -> None:
    found = weigh_file(LISTS, MINE, design="independent", released_at=NOT_LEFT)
    assert (found.named, found.hits.tolist()) == ((), [0] * COPIES)
    assert weigh(LISTS, MINE, design="independent", released_at=NOT_LEFT).named == ()


@pytest.mark.parametrize(
    "given",
    [{"p": -1}, {"p": np.nan}, {"share": 2}, {"weight": 2}, {"alpha": 0}, {"alpha": np.nan}],
)
def test_attack_calls_needed_are_reckoned_from_what_is_no_chance(given: dict[str, Any]) -> None:
    told: dict[str, Any] = {"p": 0.1, "share": 0.5, "weight": 0.1, "alpha": 1e-3}
    assert calls_needed(**told) is not None
    with pytest.raises(NotWeighable, match=next(iter(given))):
        calls_needed(**told | given)
