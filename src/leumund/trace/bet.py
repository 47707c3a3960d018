"""The bet: what a run of hits and misses is worth against "this copy was not used".

For a share θ of the calls that come from the copy, a call multiplies the evidence by
``1 - θ + θ·X/p``; each such product is a nonnegative martingale with mean one if the copy
was not used, so it ever reaches 1/a with chance at most a (Ville 1939). θ is not known:
the evidence is the mean over a grid. Nor is the start of the leak: half of the mass begins
at the hand-over, the other half waits, equally shared, for the given starts. Mass that has
not begun stands at one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leumund.trace.lists import Bools, Floats

SHARES = np.geomspace(0.02, 1.0, 24)
_LARGE = 1e100


class Evidence:
    """The evidence per copy, kept as (shares x copies) times a power that avoids overflow."""

    def __init__(self, copies: int, starts: Floats | None) -> None:
        self._starts = np.sort(starts) if starts is not None else np.zeros(0)
        begun = 0.5 if len(self._starts) else 1.0
        self._mass = np.full((len(SHARES), copies), begun)
        self._scale = np.zeros(copies)
        self._next = 0

    def begin_until(self, position: float) -> None:
        """Let all starts up to this position begin."""
        until = int(np.searchsorted(self._starts, position, side="right"))
        if until > self._next:
            share = (until - self._next) * 0.5 / len(self._starts)
            self._raise_scale(np.log(share))
            self._mass += share * np.exp(-self._scale)
            self._next = until

    def put(self, copies: Bools, is_hit: Bools, chance: Floats) -> None:
        """Bet on one call for these copies; ``chance`` is in the open interval (0, 1)."""
        gain = np.where(is_hit[copies], 1.0 / chance[copies], 0.0)
        self._mass[:, copies] *= 1.0 + SHARES[:, None] * (gain - 1.0)
        self._rescale()

    def log(self) -> Floats:
        """Natural logarithm of the evidence, per copy."""
        waiting = 0.5 * (1.0 - self._next / len(self._starts)) if len(self._starts) else 0.0
        begun = self._mass.mean(axis=0)
        with np.errstate(divide="ignore"):
            total: Floats = np.logaddexp(np.log(begun) + self._scale, np.log(waiting))
        return total

    def _raise_scale(self, least: float) -> None:
        """What has shrunk below new mass is told on the new mass's scale, or vanishes."""
        low = self._scale < least
        self._mass[:, low] *= np.exp(self._scale[low] - least)
        self._scale[low] = least

    def _rescale(self) -> None:
        top = self._mass.max(axis=0)
        extreme: NDArray[np.bool_] = (top > _LARGE) | ((top < 1 / _LARGE) & (top > 0))
        if extreme.any():
            self._mass[:, extreme] /= top[extreme]
            self._scale[extreme] += np.log(top[extreme])
