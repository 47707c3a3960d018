"""Do the upper limits of shares hold, looked at after every complaint?

python -m benchmarks.bench_tracing_shares [--streams N] [--quick]
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.columns import lists
from benchmarks.played import Floats
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit
from numpy.typing import NDArray

from leumund.trace import weigh
from leumund.trace.share import SHARE_LEVEL, limits

CALLS = 300
ROUNDING = 1e-9
TIMES = 3
GRID = np.linspace(0.0, 1.0, 201)
CHANCES = (0.02, 0.1, 0.3, 0.5)
SHARES = (0.0, 0.05, 0.1, 0.2, 0.5)
RULED_OUT = (0.5, 0.2, 0.1)
TEXT = """
A share θ of 300 complaints comes from the copy; the printed limit ("of 100 such calls at most
k") is looked at after each of them. *Too low* is the part of streams in which it was ever
below θ, which may be at most 0.01, with its upper 99 % limit; then the middle of the limits
after 100 and after 300. Below, for a copy that was not used, the mean number of complaints
until the limit is under 50, 20 and 10 of 100.
"""


class Watched(NamedTuple):
    """Per stream: was the limit ever too low; the limits after 100 and after all calls."""

    too_low: NDArray[np.bool_]
    early: Floats
    last: Floats


class Likelihoods:
    """The log likelihood of every share of the grid, call by call."""

    def __init__(self, rng: np.random.Generator, streams: int, p: float, share: float) -> None:
        self.rng, self.hit_chance = rng, share + (1 - share) * p
        self.log = np.zeros((len(GRID), streams))
        with np.errstate(divide="ignore"):
            self._hit, self._miss = np.log(GRID + (1 - GRID) * p), np.log1p(-GRID)

    def go_on(self) -> None:
        """One more call."""
        is_hit = self.rng.random(self.log.shape[1]) < self.hit_chance
        self.log += np.where(is_hit, self._hit[:, None], self._miss[:, None])


def watched(p: float, share: float, streams: int, calls: int) -> Watched:
    """Limits looked at after every call; reckoned in full only where they may be too low."""
    rng = np.random.default_rng([81, int(1000 * p), int(1000 * share)])
    likely = Likelihoods(rng, streams, p, share)
    too_low, early = np.zeros(streams, dtype=bool), np.zeros(streams)
    lowest = int(np.searchsorted(GRID, share - 1e-9))
    for call in range(1, calls + 1):
        likely.go_on()
        suspect = np.flatnonzero(~too_low & _is_rejected(likely.log, lowest))
        if len(suspect):
            too_low[suspect] = limits(likely.log[:, suspect]) < share - ROUNDING
        if call == min(100, calls):
            early = limits(likely.log)
    return Watched(too_low, early, limits(likely.log))


def _is_rejected(log: Floats, at: int) -> NDArray[np.bool_]:
    """Where this share of the grid may be rejected: not even the best smaller one does less
    than the mean of all."""
    if at == 0:
        return np.zeros(log.shape[1], dtype=bool)
    rejected: NDArray[np.bool_] = log[:at].max(axis=0) - log[at] >= -np.log1p(-SHARE_LEVEL)
    return rejected


def until_ruled_out(p: float, streams: int, calls: int) -> list[str]:
    """The mean number of calls until the limit is below each of RULED_OUT."""
    likely = Likelihoods(np.random.default_rng([82, int(1000 * p)]), streams, p, 0.0)
    found = np.zeros((len(RULED_OUT), streams))
    for call in range(1, calls + 1):
        likely.go_on()
        limit = limits(likely.log)
        for at, share in enumerate(RULED_OUT):
            found[at][(found[at] == 0) & (limit < share)] = call
        if (found > 0).all():
            break
    return [f"{one.mean():.1f}" if (one > 0).all() else f"over {calls}" for one in found]


def at_least(size: Size) -> tuple[int, int]:
    """Of copies that were not named in streams where others were used: how many there were, and
    how many had a lower limit above nothing."""
    shown = looked = 0
    for world in range(size.pick(100, 4)):
        rng = np.random.default_rng([83, world])
        copies = lists(rng, np.zeros(1000, dtype=np.int64), np.full((60, 1), 100))
        sold = np.flatnonzero(copies[:, 0])
        from_it = rng.random(200) < 0.3
        subjects = np.where(from_it, rng.choice(sold, 200), rng.integers(0, 1000, 200))
        found = weigh(copies, subjects, design="independent")
        others = np.setdiff1d(np.arange(60), found.named)
        looked += len(others)
        shown += int((found.share_low[others] > 0).sum())
    return looked, shown


def section(size: Size) -> Section:
    """Coverage of the upper limits."""
    calls, rows, missed = size.pick(CALLS, 60), [], []
    many = TIMES * size.streams
    for p in size.pick(CHANCES, CHANCES[1:2]):
        for share in SHARES:
            found = watched(p, share, many, calls)
            limit = upper_limit(int(found.too_low.sum()), many)
            row = [f"{p:g}", f"{share:g}", part(float(found.too_low.mean())), f"≤ {limit:.4f}"]
            rows.append([*row, *(f"{np.median(one):.2f}" for one in found[1:])])
            if limit > 1 - SHARE_LEVEL:
                missed.append(f"p {p}, θ {share}: limit {limit:.4f}")
    streams, most = size.pick(300, 5), size.pick(1500, 50)
    out = [[f"{p:g}", *until_ruled_out(p, streams, most)] for p in size.pick(CHANCES, (0.1,))]
    looked, shown = at_least(size)
    head = ("p", "θ", "too low", "limit", "middle limit after 100", "after 300")
    tables = (
        Table(f"{many:,} streams a cell:", head, rows_of(rows)),
        Table(f"{streams} streams a cell:", ("p", "50", "20", "10"), rows_of(out)),
    )
    text = f"{TEXT}\nOf {looked:,} copies that were not named beside one that was used, {shown}"
    text += " had a lower limit above nothing."
    if shown:
        missed.append(f"{shown} copies that were not named had a lower limit")
    return Section("Limits of shares", text, tables, () if size.is_quick else tuple(missed))


if __name__ == "__main__":
    main(section)
