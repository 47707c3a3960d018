"""The exact law of naming with one constant chance: one pass over the number of hits.

``leumund.trace.needed`` reckons the mean in this way; here it is the whole law of the first
crossing, for copies that were not used, too, and for bets that know the share.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leumund.trace.bet import SHARES

Floats = NDArray[np.float64]
_GONE = 1e-30


class Crossing(NamedTuple):
    """``at``: the chance that the threshold is first reached at call 1, 2, ...; ``rest``: the
    chance that it has not been reached by the last; ``worth``: of those, times evidence."""

    at: Floats
    rest: float
    worth: float

    @property
    def mean(self) -> float:
        """The mean call of naming, of those that were named."""
        calls = np.arange(1, len(self.at) + 1)
        return float((calls * self.at).sum() / self.at.sum())

    def by(self, part: float) -> int:
        """The call by which this part was named."""
        return int(np.searchsorted(np.cumsum(self.at), part - 1e-12)) + 1


def first_crossing(
    p: float, hit_chance: float, threshold: float, calls: int, shares: Floats = SHARES
) -> Crossing:
    """The law of the first call at which the log evidence is at least ``threshold``."""
    with np.errstate(divide="ignore"):
        gains, losses = np.log1p(shares * (1 / p - 1)), np.log1p(-shares)
    alive, lowest, needed, at = np.ones(1), 0, 0, np.zeros(calls)
    for call in range(1, calls + 1):
        alive = np.convolve(alive, (1 - hit_chance, hit_chance))
        while needed <= call and _log_mean(needed, call - needed, gains, losses) < threshold:
            needed += 1
        keep = max(0, needed - lowest)
        at[call - 1] = alive[keep:].sum()
        alive = alive[:keep]
        kept = np.flatnonzero(alive > _GONE)
        if not len(kept):
            return Crossing(at, 0.0, 0.0)
        lowest, alive = lowest + int(kept[0]), alive[kept[0] : kept[-1] + 1]
    worth = sum(
        mass * np.exp(_log_mean(lowest + one, calls - lowest - one, gains, losses))
        for one, mass in enumerate(alive.tolist())
    )
    return Crossing(at, float(alive.sum()), float(worth))


def _log_mean(hits: int, misses: int, gains: Floats, losses: Floats) -> float:
    path = hits * gains + (misses * losses if misses else 0.0)
    top = path.max()
    if np.isneginf(top):
        return float(top)
    return float(top + np.log(np.exp(path - top).mean()))
