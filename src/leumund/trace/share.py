"""How large a share of the calls could come from a copy, and how large it must be.

With a share θ a call hits with chance ``q = θ + (1-θ)p``. "The share is at least θ0" is
rejected by the mean, over smaller shares θ', of the likelihood ratios θ' : θ0; "at most θ0"
likewise over larger ones. Both are supermartingales under what they test, so a limit read
at any time holds at any time. The factor (1-p) of a miss cancels in every ratio.

The upper limit counts calls that were dropped for naming as hits: a partner that lawfully
rings its whole list and then sells it must never be out of the question by its share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from leumund.trace.lists import Bools, Floats, Ints

SHARE_LEVEL = 0.99
_STEP = 0.005
_GRID = np.linspace(0.0, 1.0, 201)
_MASS_AT_ZERO = 0.75


class Tally:
    """What was counted: the misses of each copy, and its hits with their chances, in order."""

    def __init__(self, copies: int) -> None:
        self.misses: Ints = np.zeros(copies, dtype=np.int64)
        self._hits: list[tuple[Ints, Floats, Ints]] = []

    def put(self, copies: Bools, is_hit: Bools, chance: Floats) -> None:
        """Count one call for these copies."""
        which = np.flatnonzero(copies & is_hit)
        self._hits.append((which, chance[which], self.misses[which]))
        self.misses += copies & ~is_hit

    def hits(self) -> tuple[Ints, Floats, Ints]:
        """Every hit: its copy, its chance, and how many misses that copy had before it."""
        if not self._hits:
            return np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64)
        which, chance, before = zip(*self._hits, strict=True)
        return np.concatenate(which), np.concatenate(chance), np.concatenate(before)

    def go_on(self, misses: Ints, hits: tuple[Ints, Floats, Ints]) -> None:
        """Be as one that has counted these."""
        self.misses, self._hits = misses, [hits] if len(hits[0]) else []

    def calls(self) -> Ints:
        """How many calls were counted, per copy."""
        return self.misses + self.hits_per_copy()

    def hits_per_copy(self) -> Ints:
        """How many of them were hits."""
        return np.bincount(self.hits()[0], minlength=len(self.misses))


def share_high(tally: Tally) -> Floats:
    """Per copy: the upper limit of its share at SHARE_LEVEL, valid at any time."""
    return limits(_log_likelihoods(tally))


def limits(log_likelihood: Floats) -> Floats:
    """The same from the log likelihoods of all shares of the grid (shares x copies)."""
    smaller = np.logaddexp.accumulate(log_likelihood[1:-1], axis=0)
    count = np.arange(1, len(_GRID) - 1)[:, None]
    mixed = np.full_like(log_likelihood[1:], -np.inf)
    mixed[1:] = smaller - np.log(count) + np.log(1 - _MASS_AT_ZERO)
    against = np.logaddexp(mixed, log_likelihood[0] + np.log(_MASS_AT_ZERO))
    with np.errstate(invalid="ignore"):
        evidence = against - log_likelihood[1:]
    is_open = ~(evidence >= -np.log1p(-SHARE_LEVEL))
    highest = np.where(is_open, _GRID[1:, None], 0.0).max(axis=0)
    limit: Floats = np.minimum(1.0, highest + _STEP)
    return limit


def share_low(tally: Tally, copy: int, threshold: float) -> float:
    """The lower limit of one copy's share, at the log threshold at which it is named.

    The largest limit ever reached counts, as it was valid when it was reached; only a hit
    can raise it.
    """
    which, chances, misses = tally.hits()
    mine = which == copy
    hits, best = np.zeros(len(_GRID)), 0.0
    for chance, missed in zip(chances[mine], misses[mine], strict=True):
        hits += np.log(_GRID + (1 - _GRID) * chance)
        best = max(best, _lower(hits + _missed(np.array([missed]))[:, 0], threshold))
    return best


def _lower(log_likelihood: Floats, threshold: float) -> float:
    larger = np.logaddexp.accumulate(log_likelihood[:0:-1])[::-1]
    count = np.arange(len(_GRID) - 1, 0, -1)
    is_rejected = larger - np.log(count) - log_likelihood[:-1] >= threshold
    rejected = int(np.argmin(is_rejected)) if not is_rejected.all() else len(is_rejected)
    return float(_GRID[rejected - 1]) if rejected else 0.0


def _log_likelihoods(tally: Tally) -> Floats:
    which, chance, _before = tally.hits()
    copies = len(tally.misses)
    hits = [
        np.bincount(which, np.log(share + (1 - share) * chance), minlength=copies)
        for share in _GRID
    ]
    return np.array(hits) + _missed(tally.misses)


def _missed(misses: Ints) -> Floats:
    """ln((1-θ)^misses) over the grid, per count; 0 where nothing was missed, also at θ = 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(misses > 0, misses * np.log1p(-_GRID)[:, None], 0.0)
