"""Lists that leave in portions: how much may be out when the calls begin?

python -m benchmarks.bench_tracing_portions [--streams N] [--quick]
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.played import Floats, Ints
from benchmarks.printed import Picture, Section, Size, Table, main, rows_of

from leumund.trace.bet import Evidence

COPIES = 10
ALPHA = 1e-3
SHARE = 0.5
PORTIONS = 10
PORTION = 100
CALLS = 300
EVERY = 20
RUNS_MOST = 2_000
OUT = (1, 2, 3, 5, 7, 9, 10)
TEXT = """
Ten copies of 1,000 people in ten random portions, α 0.001; half of the complaints come from
the part of one copy that is out, the others from anywhere. Printed: part of the streams in
which the copy is named within 300 complaints, and the median complaints (- where fewer than
half were). The less is out, the smaller the chance, and the more a hit says. Where lists are
exclusive and nothing is held back, only what has not left yet is there to compare with: when
all is out, nothing can be named.
"""


class Design(NamedTuple):
    """``outside``: people whom the chance of this copy is compared with; ``around``: others."""

    name: str
    outside: int
    around: int


DESIGNS = (
    Design("drawn apart, each a tenth", 9_000, 0),
    Design("exclusive, nothing held back", 0, 9_000),
    Design("exclusive, 5 % held back", 526, 9_000),
    Design("exclusive, 20 % held back", 2_500, 9_000),
)


class Urns:
    """The people left in the cell of one copy, in every stream: by portion, and outside.

    ``place``: of the last call, the portion, or outside, or further away."""

    def __init__(self, rng: np.random.Generator, design: Design, runs: int) -> None:
        self.rng, self.runs, self.around = rng, runs, design.around
        self.left = np.full((runs, PORTIONS + 1), PORTION, dtype=np.int64)
        self.left[:, PORTIONS] = design.outside
        self.place = np.zeros(runs, dtype=np.int64)

    def call(self, portions_out: int) -> tuple[Floats, Ints]:
        """Chance of the next call, and 1 for a hit, 0 for a miss, -1 for nothing to bet on."""
        total, out = self.left.sum(axis=1), self.left[:, :portions_out].sum(axis=1)
        is_from_copy = (self.rng.random(self.runs) < SHARE) & (out > 0)
        at = self.rng.random(self.runs) * np.where(is_from_copy, out, total + self.around)
        place = (np.cumsum(self.left, axis=1) <= at[:, None]).sum(axis=1)
        self.place = place
        chance = out / np.maximum(total, 1)
        is_in_cell = np.flatnonzero(place <= PORTIONS)
        self.left[is_in_cell, place[is_in_cell]] -= 1
        is_hit = (place < portions_out).astype(np.int64)
        is_open = (place <= PORTIONS) & (chance > 0) & (chance < 1)
        return chance, np.where(is_open, is_hit, -1)


def named_at(design: Design, out: int, runs: int, calls: int, *, goes_on: bool) -> Ints:
    """Per stream the complaint at which the copy is named, 0 for never."""
    urns = Urns(np.random.default_rng([61, out]), design, runs)
    evidence, found = Evidence(runs, None), np.zeros(runs, dtype=np.int64)
    for call in range(1, calls + 1):
        is_out = min(PORTIONS, out + (call - 1) // EVERY) if goes_on else out
        chance, hit = urns.call(is_out)
        won = np.divide(1.0, chance, out=np.zeros(runs), where=hit == 1)
        evidence.put(np.where(hit >= 0, won - 1.0, 0.0))
        found[(found == 0) & (evidence.log() >= np.log(COPIES / ALPHA))] = call
    return found


def median(found: Ints) -> int | None:
    """The median complaint of naming; None where fewer than half were named."""
    at = np.sort(np.where(found > 0, found, np.iinfo(np.int64).max))
    return int(at[(len(at) - 1) // 2]) if (found > 0).mean() >= 0.5 else None


def cell(found: Ints) -> str:
    """Part named, and the median."""
    middle = median(found)
    return f"{(found > 0).mean():.2f} / {'-' if middle is None else middle}"


def section(size: Size) -> Section:
    """Power by how much was out."""
    runs, calls = min(size.streams, RUNS_MOST), size.pick(CALLS, 40)
    outs, tables, lines = size.pick(OUT, (1, 10)), [], {}
    for goes_on, says in (
        (False, "Nothing more leaves once the calls have begun:"),
        (True, f"One more portion leaves after every {EVERY} complaints:"),
    ):
        rows = []
        for one in DESIGNS:
            found = [named_at(one, out, runs, calls, goes_on=goes_on) for out in outs]
            rows.append([one.name, *(cell(each) for each in found)])
            if goes_on:
                lines[one.name] = [
                    (10.0 * out, float(middle))
                    for out, each in zip(outs, found, strict=True)
                    if (middle := median(each)) is not None
                ]
        head = ("out when the calls begin", *(f"{out * 10} %" for out in outs))
        tables.append(Table(says, head, rows_of(rows)))
    picture = Picture(
        "portions-and-power",
        "Median complaints until the used copy is named, by what was out when the calls began",
        "per cent of the list that is out when the calls begin; more leaves later",
        "median complaints until it is named",
        lines,
    )
    text = TEXT + f"{runs:,} streams a cell."
    return Section("Portions", text, tuple(tables), (), (picture,))


if __name__ == "__main__":
    main(section)
