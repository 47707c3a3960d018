"""The evidence in whole numbers: that of ``weigh``, and a fair bet to the last digit."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from leumund.trace.bet import SHARES
from leumund.trace.exact import (
    HELD_RATIO,
    ONE,
    SHARE_PLACES,
    Evidence,
    at_most_once_in,
    course,
    digits,
    largest_gamma,
    net_of,
    shares,
)
from leumund.trace.weighing import weigh


def call(place: int, person: int, *, group: int | None = 0, **more: Any) -> dict[str, Any]:
    """A call as an exhibit has it, about somebody who is in nobody's copy unless said."""
    return {
        "place": place,
        "caller": 0,
        "is_newer": False,
        "day": "2026-03-02",
        "source": 1,
        "taken_by": 0,
        "person": person,
        "group": group,
        "portion": 0,
        "portions_out": [1],
        "left_out": "",
        "days_begun": 0,
    } | more


def knew_of(ratio: int, *, is_newer: bool) -> dict[str, Any]:
    """The ratio as an exhibit tells it; nothing is told by two ways."""
    return {"is_newer": True} if is_newer and not ratio else {"ratio": ratio}


def weighing_of(
    groups: list[tuple[int, list[int]]], calls: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    told = {
        "alpha": "1/1000",
        "gamma": "1",
        "is_by_caller": False,
        "starts": 365,
        "weight": "1/20",
    }
    cells = [{"units": units, "members": members} for units, members in groups]
    return told | {"groups": cells, "calls": calls} | more


def test_the_shares_are_those_of_the_bet() -> None:
    assert np.array(shares()) / 2**SHARE_PLACES == pytest.approx(SHARES, rel=1e-14)
    assert shares()[-1] == 2**SHARE_PLACES
    assert list(shares()) == sorted(set(shares()))


@pytest.mark.parametrize(
    ("value", "one", "told"),
    [
        (0, 1, "0"),
        (1, 3, "3.33333333333e-1"),
        (2, 3, "6.66666666666e-1"),
        (10**9, 1, "1.00000000000e+9"),
        (10**9 - 1, 1, "9.99999999000e+8"),
        (1, 10**9, "1.00000000000e-9"),
        (999_999_999_999_999, 1, "9.99999999999e+14"),
        (10**5000, 7, "1.42857142857e+4999"),
        (7, 10**5000, "7.00000000000e-5000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_digits_are_rounded_down_however_large_the_number(
    value: int, one: int, told: str
) -> None:
    assert digits(value, one) == told


@pytest.mark.parametrize("seed", range(12))
def test_the_whole_numbers_say_what_weigh_says(seed: int) -> None:
    chance = np.random.default_rng(seed)
    units, portions, calls = 60, 2, 80
    strata = chance.integers(0, 2, units)
    sizes = [[int((strata == at).sum()) // 6] * portions for at in (0, 1)]
    portion = np.zeros(units, dtype=int)
    for at in (0, 1):
        order = chance.permutation(np.flatnonzero(strata == at))
        for number, size in enumerate(sizes[at], start=1):
            portion[order[:size]], order = number, order[size:]
    subjects = chance.integers(-1, units, calls)
    out_at = [0, int(chance.integers(0, calls))]
    contact = {int(u): int(chance.integers(0, calls)) for u in chance.integers(0, units, 6)}
    begun = np.minimum(np.arange(calls) // 2, 365)
    starts = [int(np.searchsorted(begun, day)) for day in range(1, 366)]
    released = [(u, 0, out_at[portion[u] - 1]) for u in range(units) if portion[u]]
    gamma = [1.0, 1.5, 2.0][seed % 3]
    callers = chance.integers(-1, 5, calls) if seed % 2 else None
    knew = np.ones((calls, 1))
    if seed % 4 > 1:
        knew = chance.choice([0, 1, 1, HELD_RATIO], (calls, 1))
    found = weigh(
        (portion > 0)[:, None], subjects, design="independent", strata=strata, starts=starts,
        released_at=released, contacted=[(u, 0, at) for u, at in contact.items()],
        weights=[0.05], gamma=gamma, callers=callers, knowledge=knew,
    )  # fmt: skip
    numbers: dict[int, int] = {}
    told = [
        call(
            at + 1, numbers.setdefault(int(u), len(numbers) + 1), group=int(strata[u]),
            portion=int(portion[u]), days_begun=int(begun[at]),
            portions_out=[n for n in (1, 2) if out_at[n - 1] <= at],
            left_out="called" if portion[u] and contact.get(int(u), calls) <= at else "",
            caller=0 if callers is None else int(callers[at]) + 1,
            **knew_of(int(knew[at, 0]), is_newer=seed % 4 == 2),
        )
        for at, u in enumerate(subjects.tolist())
        if u >= 0
    ]  # fmt: skip
    cells = [(int((strata == at).sum()), sizes[at]) for at in (0, 1)]
    by_caller = callers is not None
    whole = course(weighing_of(cells, told, gamma=str(Fraction(gamma)), is_by_caller=by_caller))
    # A stranger's call may let a start begin that no call of the exhibit has reached.
    last = int(begun[np.flatnonzero(subjects >= 0)[-1]])
    assert last >= begun[-1] - 2
    named = int(found.named_at[0])
    assert whole.reached_at == (named + 1 if named >= 0 else None)
    if subjects[-1] >= 0:
        exact = whole.steps[-1].after / ONE
        assert np.log(exact) == pytest.approx(float(found.log_e[0]), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("callers", [(), (1, 2, 1, 3), (1, 1, 1, 1), (0, 1, 0, 1)])
@pytest.mark.parametrize("starts", [0, 3])
def test_the_mean_over_all_copies_that_could_have_been_drawn_is_at_most_one(
    starts: int, callers: tuple[int, ...]
) -> None:
    """Exactly: no tolerance at all, whatever was rounded down."""
    units, size = 6, 3
    for order in ([1, 2, 3, 4], [2, 2, 5, 1], [6, 5, 6, 4]):
        total, copies = 0, list(combinations(range(1, units + 1), size))
        for copy in copies:
            calls = [
                call(
                    at + 1, person, portion=int(person in copy), days_begun=min(at, starts),
                    caller=callers[at] if callers else 0, is_newer=bool(callers) and at == 1,
                )
                for at, person in enumerate(order)
            ]  # fmt: skip
            more = {"starts": starts, "is_by_caller": bool(callers)}
            steps = course(weighing_of([(units, [size])], calls, **more)).steps
            total += steps[-1].after
        assert total <= ONE * len(copies)
        assert total > ONE * len(copies) * (1 - Fraction(1, 10**300))


def test_the_mean_stays_at_most_one_with_portions_and_lawful_calls_left_out() -> None:
    """Every assignment of portions to people is equally likely; the second leaves late."""
    assignments = sorted(set(product((0, 1, 2), repeat=5)))
    drawn = [each for each in assignments if (each.count(1), each.count(2)) == (2, 1)]
    for called in ((), (2,), (1, 3)):
        total = 0
        for each in drawn:
            calls = [
                call(
                    at + 1, person, portion=each[person - 1],
                    portions_out=[1] if at < 2 else [1, 2],
                    left_out="called" if each[person - 1] and person in called else "",
                )
                for at, person in enumerate((1, 2, 3, 1, 4))
            ]  # fmt: skip
            total += course(weighing_of([(5, [2, 1])], calls, starts=0)).steps[-1].after
        assert total <= ONE * len(drawn)


def test_a_larger_bound_never_speaks_louder() -> None:
    calls = [call(at, at, portion=int(at % 3 == 0)) for at in range(1, 25)]
    weighing = weighing_of([(100, [10])], calls)
    before = None
    for gamma in (1, Fraction(3, 2), 2, 5, 100):
        now = [step.after for step in course(weighing, Fraction(gamma)).steps]
        assert before is None or all(a >= b for a, b in zip(before, now, strict=True))
        before = now


def test_the_largest_bound_is_the_last_at_which_the_copy_is_named() -> None:
    calls = [call(at, at, portion=1) for at in range(1, 13)]
    weighing = weighing_of([(240, [24])], calls)
    largest = largest_gamma(weighing)
    assert largest is not None
    assert largest > 1
    assert course(weighing, largest).reached_at is not None
    assert course(weighing, largest + Fraction(1, 20)).reached_at is None
    assert largest_gamma(weighing | {"calls": calls[:3]}) is None


def test_a_call_that_carries_nothing_says_why() -> None:
    calls = [
        call(1, 1, portion=1),
        call(2, 1, portion=1),
        call(3, 2, group=None),
        call(4, 3, group=1),
        call(5, 4, portion=1, left_out="called"),
        call(6, 5, portion=1, left_out="stayed"),
        call(7, 6, left_out="called"),
        call(8, 7, portion=1, is_newer=True),
        call(9, 8, portion=1, ratio=0),
    ]
    steps = course(weighing_of([(50, [5]), (3, [0])], calls)).steps
    assert [step.why for step in steps] == [
        "", "again", "not_drawn", "no_chance", "called", "stayed", "", "newer", "other",
    ]  # fmt: skip
    assert all(step.is_bet or step.before == step.after for step in steps)


def test_mass_that_has_not_begun_stands_still() -> None:
    evidence = Evidence(4)
    assert evidence.value() == ONE
    for days in range(5):
        evidence.begin(days)
        assert ONE - 30 <= evidence.value() <= ONE
    evidence.bet(net_of(Fraction(1, 10), is_hit=False))
    assert evidence.value() < ONE


def test_the_strength_is_weight_times_evidence_and_never_boasts() -> None:
    calls = [call(at, at, portion=1) for at in range(1, 8)]
    weighing = weighing_of([(240, [24])], calls)
    whole = course(weighing)
    assert at_most_once_in(whole, weighing) == int(whole.highest * Fraction(1, 20) / ONE)
    many = weighing_of([(240, [24])], [call(at, at, portion=1) for at in range(1, 25)])
    assert at_most_once_in(course(many), many) == 10**9
