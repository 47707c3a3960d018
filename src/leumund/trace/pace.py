"""How many days it takes to name a copy whose use begins when its first portion leaves.

Portions change the chance from day to day, so no table answers; some hundreds of such leaks
are played, each weighed day by day by the bet that will be used. The dice are the same every
time, so that the same plan gives the same days.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.trace.bet import SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.trace.lists import Bools, Floats, Ints

RUNS = 400
_SEED = 1


class Day(NamedTuple):
    """What is expected of one day: the chance that somebody whom chance picked is in the part
    of the copy that is out; and unexplained calls, from the copy and from elsewhere."""

    chance: float
    from_copy: float
    others: float


class Paces(NamedTuple):
    """In how many of ``runs`` leaks the copy was named, and on which day (from 1): in half of
    all runs by ``median``, in nine of ten by ``most``; None where fewer were named."""

    named: int
    runs: int
    median: int | None
    most: int | None


def days_needed(
    days: Sequence[tuple[float, float, float]], weight: float, alpha: float, runs: int = RUNS
) -> Paces:
    """The days until the copy is named, over leaks played at random. ``days``: as ``Day``.

    Half of the evidence's mass waits for a later start of the leak and does not count. A day
    on which nothing is left to chance (0 or 1) says nothing. It is looked at in the evening.
    """
    return _days_needed(tuple(Day(*day) for day in days), weight, alpha, runs)


@lru_cache(maxsize=4096)
def _days_needed(days: tuple[Day, ...], weight: float, alpha: float, runs: int) -> Paces:
    if weight <= 0 or not days:
        return Paces(0, runs, None, None)
    threshold = log(2.0) - log(weight * alpha) + log(len(SHARES))
    dice = np.random.default_rng(_SEED)
    with np.errstate(divide="ignore"):
        losses = np.log1p(-SHARES)
    logs = np.zeros((runs, len(SHARES)))
    named_on = np.zeros(runs, dtype=np.int64)
    for on, day in enumerate(days, start=1):
        hits, misses = _played(day, dice, runs)
        if 0 < day.chance < 1:
            gains = np.log1p(SHARES * (1 / day.chance - 1))
            logs += hits[:, None] * gains
            is_missed = misses > 0
            logs[is_missed] += misses[is_missed, None] * losses
            named_on[(named_on == 0) & _reached(logs, threshold)] = on
        if named_on.all():
            break
    return _paces(named_on)


def _played(day: Day, dice: np.random.Generator, runs: int) -> tuple[Ints, Ints]:
    """Hits and misses of one day, in every run."""
    others = dice.poisson(day.others, runs)
    by_chance = dice.binomial(others, min(max(day.chance, 0.0), 1.0))
    return dice.poisson(day.from_copy, runs) + by_chance, others - by_chance


def _reached(logs: Floats, threshold: float) -> Bools:
    reached: Bools = np.logaddexp.reduce(logs, axis=1) >= threshold
    return reached


def _paces(named_on: Ints) -> Paces:
    runs, days = len(named_on), np.sort(named_on[named_on > 0])
    return Paces(len(days), runs, _by(days, runs, 0.5), _by(days, runs, 0.9))


def _by(days: Ints, runs: int, part: float) -> int | None:
    """The day by which this part of all runs was named."""
    needed = int(np.ceil(part * runs))
    return int(days[needed - 1]) if needed <= len(days) else None
