"""How many unexplained calls it takes to name a copy, computed before any list leaves.

With one constant chance p the evidence depends on the counts of hits and misses alone, so
the law of the first crossing follows from one pass over these counts: no simulation.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, log
from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.bet import SHARES
from leumund.trace.lists import NotWeighable

if TYPE_CHECKING:
    from leumund.trace.lists import Floats

MANY_CALLS = 20_000
_NEGLIGIBLE = 1e-9


@lru_cache(maxsize=4096)
def calls_needed(p: float, share: float, weight: float, alpha: float) -> int | None:
    """The mean number of unexplained calls until a used copy is named, rounded up.

    ``p``: part of the eligible people who are in the copy; ``share``: part of the calls that
    come from it, from the hand-over on; ``weight``: the copy's booked weight. Half of the
    evidence's mass waits for a later start of the leak and does not count here. None if such
    calls can name nobody (p is 0 or 1, no share, no weight); MANY_CALLS means "or more".
    Raises NotWeighable for what is no chance: p, share and weight from 0 to 1, alpha between.
    """
    for name, value in (("p", p), ("share", share), ("weight", weight), ("alpha", alpha)):
        if not 0 <= value <= 1 or (name == "alpha" and value in (0, 1)):
            raise NotWeighable(name=name, what=f"{value} is not between 0 and 1")
    if not (0 < p < 1 and 0 < share <= 1 and weight > 0):
        return None
    if least_calls(p, share, weight, alpha) > MANY_CALLS:
        return MANY_CALLS
    return ceil(mean_calls(p, share, log(2.0) - log(weight * alpha)))


def least_calls(p: float, share: float, weight: float, alpha: float) -> float:
    """The bound ln(1/(weight·alpha))/KL(q‖p) with q = share + (1-share)p; p in (0, 1)."""
    hit = share + (1 - share) * p
    gain = hit * log(hit / p) + ((1 - hit) * log((1 - hit) / (1 - p)) if hit < 1 else 0.0)
    return -log(weight * alpha) / gain


def mean_calls(p: float, share: float, threshold: float) -> float:
    """The mean number of calls until the log evidence reaches the threshold, exactly.

    It walks the law of the number of hits among the runs that have not crossed yet.
    """
    hit_chance = share + (1 - share) * p
    with np.errstate(divide="ignore"):
        gains, losses = np.log1p(SHARES * (1 / p - 1)), np.log1p(-SHARES)
    alive, lowest, mean, needed = np.ones(1), 0, 0.0, 0
    for calls in range(MANY_CALLS):
        mass = float(alive.sum())
        if mass < _NEGLIGIBLE:
            return mean
        mean += mass
        alive = np.convolve(alive, (1 - hit_chance, hit_chance))
        needed = _hits_needed(needed, calls + 1, gains, losses, threshold)
        alive = alive[: max(0, needed - lowest)]
        kept = np.flatnonzero(alive > _NEGLIGIBLE * 1e-3)
        if not len(kept):
            return mean
        lowest, alive = lowest + int(kept[0]), alive[kept[0] : kept[-1] + 1]
    return MANY_CALLS


def _hits_needed(
    least: int, calls: int, gains: Floats, losses: Floats, threshold: float
) -> int:
    """The fewest hits among so many calls that reach the threshold; it never falls."""
    hits = least
    while hits <= calls and _log_mean(hits, calls - hits, gains, losses) < threshold:
        hits += 1
    return hits


def _log_mean(hits: int, misses: int, gains: Floats, losses: Floats) -> float:
    path = hits * gains + (misses * losses if misses else 0.0)
    return float(np.logaddexp.reduce(path) - log(len(path)))
