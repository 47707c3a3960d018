"""How many of those handed over left who would have stayed: counted, not read off the ratio.

Who would have left anyway, only later, is no loss to the calls. So the count is the excess,
by the last cancellation, over what those handed over would have done had they not been:
Kaplan and Meier's way (1958), by cells. Coins decided whom nobody had yet, so these show how
many of those handed over would have left by then, however much people differ.

The limits are the wider of two. The first rest on that comparison alone, by a normal law that
holds at any time (Robbins 1970), once more than a few of those not handed over have left. The
second carry the limits of the ratio through (Breslow 1974); these hold with few, too, and rest
on one ratio for everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from leumund.trace.lists import Bools, Floats, Ints

_SCALE = 100.0
"""The variance at which the first limits are narrowest for what they promise, fixed before."""


class Leaving(NamedTuple):
    """Per cancellation, in order: its cell; how many of the cell are still there (``left``) and
    how many of those had been handed over (``given``), it among them (``is_given``) or not;
    and how many joined these since the cell's last cancellation."""

    cell: Ints
    given: Ints
    left: Ints
    joined: Ints
    is_given: Bools


class Caused(NamedTuple):
    """Cancellations too many, at their most likely and at both limits."""

    most_likely: float
    low: float
    high: float


def caused_by(leaving: Leaving, low: float, high: float, level: float) -> Caused:
    """``low``, ``high``: limits of the ratio at ``level``."""
    others = leaving.left - leaving.given
    cells = [np.flatnonzero((leaving.cell == one) & (others > 0))
             for one in np.unique(leaving.cell)]  # fmt: skip
    found = np.zeros(2)
    expected_low = expected_high = 0.0
    for at in cells:
        mine, free = leaving.given[at], others[at].astype(float)
        found += _expected(leaving.joined[at], ~leaving.is_given[at] / free, 1 / free)
        expected_low += _expected(leaving.joined[at], _breslow(free, mine, low), 1 / free)[0]
        expected_high += _expected(leaving.joined[at], _breslow(free, mine, high), 1 / free)[0]
    given = int(leaving.is_given[others > 0].sum())
    best, width = given - found[0], _width(found[1], 1 - level)
    return Caused(
        float(best),
        float(min(best - width, given - expected_low)),
        float(min(max(best + width, given - expected_high), given)),
    )


def _breslow(others: Floats, given: Ints, ratio: float) -> Floats:
    """What each cancellation adds to the hazard without a call, if the ratio were this."""
    if np.isinf(ratio):
        return np.where(given > 0, 0.0, 1 / others)
    hazard: Floats = 1 / (others + ratio * given)
    return hazard


def _expected(joined: Ints, hazards: Floats, steps: Floats) -> Floats:
    """How many of those handed over would have left without it, and the variance of that: of
    the hazards, whose steps are so large, and of what these people would have done."""
    there = gone = spread = 0.0
    for more, hazard, step in zip(
        joined.tolist(), hazards.tolist(), steps.tolist(), strict=True
    ):
        there += more
        stays = np.exp(-hazard)
        spread = spread * stays**2 + there * (1 - stays) * stays
        spread += (there * stays * step) ** 2 * (hazard > 0)
        gone += there * (1 - stays)
        there *= stays
    return np.array([gone, spread])


def _width(variance: float, alpha: float) -> float:
    whole = variance + _SCALE
    return float(np.sqrt(whole * np.log(whole / (_SCALE * alpha**2))))
