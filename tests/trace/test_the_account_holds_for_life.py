"""A whole life of an installation in which nobody leaks: 260 draws, 20 years, 2,000 times."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import beta

from leumund.release.account import Account, Terms, complaints_weight
from leumund.trace.calls import read_calls
from leumund.trace.lists import read_lists
from leumund.trace.scale import Scale
from leumund.trace.urn import StratumUrn

pytestmark = pytest.mark.long

LIVES = 2_000
DRAWS_A_YEAR = 13  # twelve declared, one that nobody had planned
YEARS = 20
UNITS, COPIES, SIZE, CALLS = 100, 2, 25, 40
ALPHA = 0.05


def booked_weights() -> list[float]:
    """The complaint weight of one copy, draw by draw, as the account books it."""
    account, weights = Account(Terms(Fraction(ALPHA)), date(2026, 1, 1)), []
    for year in range(YEARS):
        for turn in range(DRAWS_A_YEAR):
            on = date(2026 + year, 2, 1 + turn)
            account, booking = account.book(on, COPIES, is_declared=turn < 12)
            weights.append(float(complaints_weight(booking.weight)))
    return weights


def peaks_of_one_draw(rng: np.random.Generator) -> np.ndarray:
    """The largest log evidence ever reached, lives x copies: the lists are drawn per life.

    The calls prefer some units, come again, and know nothing of the lists.
    """
    order = rng.permuted(np.tile(np.arange(UNITS), (LIVES * COPIES, 1)), axis=1)[:, :SIZE]
    copies = np.zeros((UNITS, LIVES * COPIES), dtype=bool)
    copies[order, np.arange(LIVES * COPIES)[:, None]] = True
    liking = rng.dirichlet(np.full(UNITS, 0.3))
    subjects = rng.choice(UNITS, CALLS, p=liking)
    lists = read_lists(copies, None, None, None, None)
    scale = Scale(lists, StratumUrn(lists), None, np.full(LIVES * COPIES, 99.0))
    peak = np.zeros(LIVES * COPIES)
    for call in read_calls(subjects, None, UNITS):
        scale.put(call)
        peak = np.maximum(peak, scale.evidence.log())
    return peak.reshape(LIVES, COPIES)


def upper_limit(count: int, of: int) -> float:
    """The 99 % upper limit of a rate (Clopper and Pearson 1934)."""
    return float(beta.ppf(0.99, count + 1, of - count))


def test_a_copy_that_was_not_used_is_named_in_at_most_one_life_in_twenty() -> None:
    rng = np.random.default_rng(20_2026)
    weights = booked_weights()
    assert len(weights) == 260
    is_named = np.zeros(LIVES, dtype=bool)
    is_named_draw_by_draw = np.zeros(LIVES, dtype=bool)
    for weight in weights:
        peaks = peaks_of_one_draw(rng).max(axis=1)
        is_named |= peaks >= -np.log(weight * ALPHA)
        is_named_draw_by_draw |= peaks >= -np.log(ALPHA / COPIES)
    assert upper_limit(int(is_named.sum()), LIVES) <= ALPHA
    assert is_named_draw_by_draw.mean() > 10 * ALPHA, "a bound per draw is none for life"


def test_as_many_copies_as_so_far_books_more_than_there_is() -> None:
    """Correction 3: the naive weight 1/(copies so far) sums to six times the whole account."""
    naive = sum(COPIES / (COPIES * turn) for turn in range(1, YEARS * DRAWS_A_YEAR + 1))
    assert naive > 6
    assert sum(booked_weights()) * COPIES <= 0.5
