"""Shares with the range in which they may well lie: exact intervals, and none of too few.

The intervals are those of Clopper and Pearson (Biometrika 26, 1934): whatever the true share
is, in at least 95 of 100 such tables the interval holds it.
"""

from __future__ import annotations

PEOPLE_MIN = 5
"""No figure about fewer people than this is shown."""

SURE = 0.95


def interval(hits: int, of: int, sure: float = SURE) -> tuple[float, float]:
    """The exact interval of Clopper and Pearson for ``hits`` of ``of``, as shares."""
    from scipy.special import betaincinv

    tail = (1 - sure) / 2
    low = float(betaincinv(hits, of - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, of - hits, 1 - tail)) if hits < of else 1.0
    return low, high


def expected_range(share: float, of: int, sure: float = SURE) -> tuple[float, float]:
    """The shares that ``of`` trials give by chance alone, were ``share`` the true one: exact
    quantiles of the binomial distribution (Spiegelhalter, Statistics in Medicine 24, 2005)."""
    from scipy.stats import binom

    tail = (1 - sure) / 2
    low, high = binom.ppf(tail, of, share), binom.ppf(1 - tail, of, share)
    return float(low) / of, float(high) / of
