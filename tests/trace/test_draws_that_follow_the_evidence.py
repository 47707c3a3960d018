"""Draws whose sizes follow the evidence so far: every coin, old and new, keeps its chance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import beta
from tests.release.test_draw import keys

from leumund.release.account import Account, Terms, complaints_weight
from leumund.release.adapt import Adapt, Evidence, Step
from leumund.release.draw import draw_copies
from leumund.release.sizes import Wanted, lay_out
from leumund.trace import weigh

UNITS = 5
HALVED = Adapt((Step(Fraction(1), Fraction(1)), Step(Fraction(3, 2), Fraction(1, 2))))


def after(log_e: float, adapt: Adapt = HALVED) -> Fraction:
    """What of its wish a partner gets whose evidence has come so far."""
    told = Evidence("", "", "", (("A", f"{max(log_e, 0.0):.6f}"),))
    return Adapt(adapt.steps, "", told).takes("A")


def one_list(units: tuple[int, ...]) -> np.ndarray:
    copies = np.zeros((UNITS, 1), dtype=bool)
    copies[list(units), 0] = True
    return copies


def log_e(members: tuple[int, ...], subjects: list[int]) -> float:
    return float(weigh(one_list(members), subjects, design="independent").log_e[0])


def lives(follows_members: bool) -> list[tuple[float, float, float]]:
    """Per life its chance, and the evidence against the first and the second copy.

    The second list has two units, or one if the evidence for the first grew at the first two
    calls. The later calls go to the second list: for the first copy that is somebody else's.
    """
    found = []
    firsts = list(combinations(range(UNITS), 2))
    for first in firsts:
        size = int(2 * after(log_e(first, [0, 1])))
        could = [u for u in range(UNITS) if u in first] if follows_members else range(UNITS)
        seconds = list(combinations(could, size))
        for second in seconds:
            mine = log_e(first, [0, 1, *second])
            found.append((1 / len(firsts) / len(seconds), mine, log_e(second, [3, 0, 4])))
    return found


def test_sizes_that_follow_the_evidence_are_a_fair_bet_for_old_and_new_copies() -> None:
    found = lives(follows_members=False)
    assert sum(chance for chance, _, _ in found) == pytest.approx(1.0)
    assert len({chance for chance, _, _ in found}) == 2  # both sizes came about
    for copy in (1, 2):
        mean = sum(life[0] * np.exp(life[copy]) for life in found)
        assert mean == pytest.approx(1.0, abs=1e-12)


def test_attack_letting_a_later_draw_follow_membership() -> None:
    """Why the evidence file has one figure per partner and nothing of who was in a copy."""
    mean = sum(chance * np.exp(mine) for chance, mine, _ in lives(follows_members=True))
    assert mean > 1.2


ALPHA, LIVES, DRAWS, CALLS, PEOPLE = 0.2, 30, 4, 25, 60
STEPS = Adapt((Step(Fraction(3), Fraction(1, 2)), Step(Fraction(20), Fraction(1, 4))))


def a_life(rng: np.random.Generator) -> tuple[bool, bool, int]:
    """Four draws for A and B, the sizes of each after the evidence so far. B's newest list is
    used, A's never: was A named, was B, and how many lists were made smaller?"""
    account, past, calls = Account(Terms(Fraction(ALPHA)), date(2026, 1, 1)), [], []
    is_named, smaller = np.zeros(2, dtype=bool), 0
    for turn in range(DRAWS):
        said = np.zeros(2)
        for copies, weight, begins in past:
            found = weigh(copies, calls[begins:], design="independent", weights=[weight] * 2,
                          alpha=ALPHA)  # fmt: skip
            said = np.maximum(said, found.log_e)
            is_named[list(found.named)] = True
        parts = [after(one, STEPS) for one in said]
        smaller += sum(part < 1 for part in parts)
        wanted = [
            Wanted(name, count=int(20 * part)) for name, part in zip("AB", parts, strict=True)
        ]
        frame = lay_out("independent", ["[]"], np.array([PEOPLE]), wanted,
                        np.ones((1, 2), dtype=bool), [Fraction(1)])  # fmt: skip
        drawn = draw_copies(frame, np.zeros(PEOPLE, np.int32), keys(int(rng.integers(2**60))))
        copies = np.zeros((PEOPLE, 2), dtype=bool)
        copies[drawn.unit, drawn.copy] = True
        account, booked = account.book(date(2026 + turn, 2, 1), 2, is_declared=True)
        past.append((copies, float(complaints_weight(booked.weight)), len(calls)))
        listed = np.flatnonzero(copies[:, 1])
        for _ in range(CALLS):
            is_leak = rng.random() < 0.7
            calls.append(int(rng.choice(listed) if is_leak else rng.integers(PEOPLE)))
    for copies, weight, begins in past:
        found = weigh(copies, calls[begins:], design="independent", weights=[weight] * 2,
                      alpha=ALPHA)  # fmt: skip
        is_named[list(found.named)] = True
    return bool(is_named[0]), bool(is_named[1]), smaller


def test_over_a_life_of_such_draws_a_copy_that_was_not_used_is_named_within_the_bound() -> None:
    rng = np.random.default_rng(7_2026)
    found = [a_life(rng) for _ in range(LIVES)]
    falsely = sum(innocent for innocent, _, _ in found)
    assert beta.ppf(0.99, falsely + 1, LIVES - falsely) <= ALPHA
    assert sum(used for _, used, _ in found) > LIVES / 2
    assert sum(smaller for _, _, smaller in found) > LIVES
