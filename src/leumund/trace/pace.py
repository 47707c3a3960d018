"""How many days it takes to name a copy whose use begins when its first portion leaves.

Portions change the chance from day to day, so no table answers; some hundreds of such leaks
are played, each weighed day by day by the bet that will be used. The dice are the same every
time, so that the same plan gives the same days.

Where callers are told apart it matters which numbers the calls out of the copy show. If all
show one, that caller's bet holds hits alone, however many calls come from elsewhere. If each
shows another, every call is a caller of its own, as those from elsewhere always are here: then
half of the evidence is the plain bet, and the callers' half hardly grows.
"""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from leumund.trace.bet import SHARES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.trace.lists import Floats, Ints

TOGETHER: Final = "together"
ONE: Final = "one"
EACH: Final = "each"
Shown = Literal["together", "one", "each"]
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
    days: Sequence[tuple[float, float, float]],
    weight: float,
    alpha: float,
    runs: int = RUNS,
    shown: Shown = TOGETHER,
) -> Paces:
    """The days until the copy is named, over leaks played at random. ``days``: as ``Day``.

    ``shown``: TOGETHER where the draw does not tell callers apart; where it does, whether all
    calls out of the copy show ONE number or EACH another.

    Half of the evidence's mass waits for a later start of the leak and does not count. A day
    on which nothing is left to chance (0 or 1) says nothing. It is looked at in the evening.
    """
    return _days_needed(tuple(Day(*day) for day in days), weight, alpha, runs, shown)


@lru_cache(maxsize=4096)
def _days_needed(
    days: tuple[Day, ...], weight: float, alpha: float, runs: int, shown: Shown
) -> Paces:
    if weight <= 0 or not days:
        return Paces(0, runs, None, None)
    dice, bets = np.random.default_rng(_SEED), _Bets(runs, shown)
    named_on = np.zeros(runs, dtype=np.int64)
    for on, day in enumerate(days, start=1):
        played = _played(day, dice, runs)
        if 0 < day.chance < 1:
            bets.put(day.chance, *played)
            named_on[(named_on == 0) & (bets.log() >= -log(weight * alpha))] = on
        if named_on.all():
            break
    return _paces(named_on)


class _Bets:
    """The evidence of all runs, as logarithms: the plain bet and, where callers are told apart,
    the bet on the caller of all calls out of the copy, and those on callers heard once."""

    def __init__(self, runs: int, shown: Shown) -> None:
        self.shown = shown
        self.plain, self.caller = (
            np.full((runs, len(SHARES)), -log(len(SHARES))) for _ in "12"
        )
        self.once = np.zeros(runs)

    def put(self, chance: float, mine: Ints, by_chance: Ints, misses: Ints) -> None:
        """One day's calls: out of the copy, and from elsewhere as hits and misses."""
        won = 1 / chance - 1
        self.plain += (mine + by_chance)[:, None] * np.log1p(SHARES * won)
        is_missed = misses > 0
        with np.errstate(divide="ignore"):
            self.plain[is_missed] += misses[is_missed, None] * np.log1p(-SHARES)
        if self.shown == ONE:
            self.caller += mine[:, None] * np.log1p(SHARES * won)
        share, alone = SHARES.mean(), by_chance + mine * (self.shown == EACH)
        self.once += alone * np.log1p(share * won / 2) + misses * np.log1p(-share / 2)

    def log(self) -> Floats:
        """Half of the plain bet has begun; each caller's bet keeps half of its stake."""
        plain: Floats = np.logaddexp.reduce(self.plain, axis=1) - log(2.0)
        if self.shown == TOGETHER:
            return plain
        callers = self.once
        if self.shown == ONE:
            mine = np.logaddexp.reduce(self.caller, axis=1)
            callers = callers + np.logaddexp(0.0, mine) - log(2.0)
        apart: Floats = np.logaddexp(plain, callers) - log(2.0)
        return apart


def _played(day: Day, dice: np.random.Generator, runs: int) -> tuple[Ints, Ints, Ints]:
    """One day's calls, in every run: out of the copy; from elsewhere as hits, and misses."""
    others = dice.poisson(day.others, runs)
    by_chance = dice.binomial(others, min(max(day.chance, 0.0), 1.0))
    return dice.poisson(day.from_copy, runs), by_chance, others - by_chance


def _paces(named_on: Ints) -> Paces:
    runs, days = len(named_on), np.sort(named_on[named_on > 0])
    return Paces(len(days), runs, _by(days, runs, 0.5), _by(days, runs, 0.9))


def _by(days: Ints, runs: int, part: float) -> int | None:
    """The day by which this part of all runs was named."""
    needed = int(np.ceil(part * runs))
    return int(days[needed - 1]) if needed <= len(days) else None
