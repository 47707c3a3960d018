"""What can be worked out from a report whose small figures are missing: nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.report.small import FEWER, HIDDEN, Parts, all_shown, shown

WITHIN: Parts = {
    "all": ("refused", "asked"),
    "asked": ("yes", "no", "nothing"),
    "yes": ("withdrawn", "disputed"),
    "disputed": ("rightly",),
}
ABOVE = {part: whole for whole, parts in WITHIN.items() for part in parts}
NAMES = ("all", *ABOVE)
COUNTS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(0, 9)))


def summed(own: dict[str, int]) -> dict[str, int]:
    """Counts of which each holds its parts, and some more that lie in none of them."""

    def whole(name: str) -> int:
        return own[name] + sum(map(whole, WITHIN.get(name, ())))

    return {name: whole(name) for name in NAMES}


def printed(own: dict[str, int]) -> dict[str, int | str]:
    return all_shown(summed(own), WITHIN)


@given(COUNTS)
def test_whoever_reads_all_figures_cannot_tell_one_missing_figure_from_another(
    own: dict[str, int],
) -> None:
    """For each missing figure there is a world for every number from one to four that prints
    the same report, letter by letter."""
    told = printed(own)
    for name in [name for name in NAMES if told[name] == FEWER]:
        below = summed(own)[name] - own[name]
        assert below == 0
        worlds = [own | {name: number} for number in (1, 2, 3, 4)]
        assert all(printed(world) == told for world in worlds)


@given(COUNTS)
def test_no_sum_above_a_missing_figure_is_printed(own: dict[str, int]) -> None:
    told = printed(own)
    for name in [name for name in NAMES if isinstance(told[name], str)]:
        while name in ABOVE:
            name = ABOVE[name]
            assert told[name] == HIDDEN


@given(COUNTS)
def test_what_is_printed_is_true(own: dict[str, int]) -> None:
    counts, told = summed(own), printed(own)
    assert all(told[name] in (counts[name], FEWER, HIDDEN) for name in NAMES)
    assert not [name for name in NAMES if isinstance(told[name], int) and 0 < counts[name] < 5]
    if min(set(own.values()) - {0}, default=9) >= 5:
        assert told == counts


def test_four_small_parts_are_not_told_by_their_small_sum() -> None:
    """That the sum of four is below five would say that each is one."""
    counts = {"all": 4, "a": 1, "b": 1, "c": 1, "d": 1}
    assert all_shown(counts, {"all": ("a", "b", "c", "d")})["all"] == HIDDEN


@pytest.mark.parametrize(
    ("total", "parts", "told"),
    [
        (3, {"a": 3}, {"all": HIDDEN, "a": FEWER}),
        (12, {"a": 7, "b": 5}, {"all": 12, "a": 7, "b": 5}),
        (12, {"a": 10, "b": 2}, {"all": HIDDEN, "a": 10, "b": FEWER}),
        (0, {"a": 0}, {"all": 0, "a": 0}),
    ],
)
def test_no_figure_below_five_people_is_shown_nor_can_be_subtracted(
    total: int, parts: dict[str, int], told: dict[str, object]
) -> None:
    assert all_shown({"all": total, **parts}, {"all": tuple(parts)}) == told
    assert [shown(count) for count in (0, 1, 4, 5)] == [0, FEWER, FEWER, 5]
