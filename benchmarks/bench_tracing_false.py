"""How often is a copy named that nobody used?

python -m benchmarks.bench_tracing_false [--streams N] [--quick]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from benchmarks.law import first_crossing
from benchmarks.played import Floats, Ints, Played, apart, bridged, dealt
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit

COPIES = (5, 20, 100, 1000, 5000)
ALPHAS = (0.05, 0.01)
SMALL = (1e-3, 1e-4, 1e-6)
CALLS = 300
UNITS = np.array([8_000, 6_000, 4_000, 2_000])
CHANCES = (0.02, 0.1, 0.3, 0.5)
TEXT = """
Nobody leaks. Every stream has 300 complaints about different people (400 where lists are
exclusive, a repeated person counting once) and lists of its own, drawn by the law of the
design; the evidence is looked at after each complaint. *Named* is the part of streams in which
any copy ever reached copies/α; beside it the upper 99 % limit (Clopper and Pearson), which
must not exceed α. Lists drawn apart hold 0.5 to 20 % of the people (0.2 to 5 % where there are
1,000 copies and more), differently in each of four groups; exclusive lists differ in size up
to twentyfold, a fifth is held back.

For smaller α simulation sees nothing. With one constant chance p the law is exact: the chance
that a copy which was not used is ever named within 20,000 complaints, as a multiple of its
part of α; and the most that can be added for ever after. For drawn lists with their urns,
paths are played under the mixture that the bet is made of, in which naming is common; the mean
of 1/evidence at the naming is then the chance under "not used". Its upper 99 % limit is
Hoeffding's and counts every path that was not named within the calls as if it were named
later: so it holds for ever.
"""


class Cell(NamedTuple):
    """One cell of the grid: how it is played, for how many copies."""

    design: str
    copies: int
    play: Callable[[np.random.Generator, int], Played]


def sizes_apart(rng: np.random.Generator, copies: int, units: Ints) -> Ints:
    """Members per copy and stratum, no two copies alike."""
    low, high = (0.005, 0.2) if copies < 1000 else (0.002, 0.05)
    parts = np.exp(rng.uniform(np.log(low), np.log(high), (copies, 1)))
    varied = parts * rng.uniform(0.5, 1.25, (copies, len(units)))
    return np.maximum(np.round(varied * units).astype(np.int64), 12)


def sizes_dealt(rng: np.random.Generator, copies: int, units: int) -> tuple[Ints, int]:
    """Members per copy of exclusive lists, and how many are held back."""
    parts = np.exp(rng.uniform(np.log(1), np.log(20), copies))
    members = np.maximum(2, np.round(0.8 * units * parts / parts.sum())).astype(np.int64)
    return members, int(members.sum()) // 4


def cells() -> Iterator[Cell]:
    """The grid."""
    for copies in COPIES:
        rng = np.random.default_rng(copies)
        members = sizes_apart(rng, copies, UNITS)
        exclusive, held = sizes_dealt(rng, copies, 80_000 if copies >= 1000 else 8_000)

        def drawn(rng: np.random.Generator, streams: int, members: Ints = members) -> Played:
            return apart(rng, streams, CALLS, UNITS, members)

        def given(
            rng: np.random.Generator, streams: int, sizes: Ints = exclusive, held: int = held
        ) -> Played:
            return dealt(rng, streams, CALLS + 100, sizes, held)

        yield Cell("independent", copies, drawn)
        yield Cell("conditional", copies, given)


def played(size: Size) -> tuple[Table, list[str]]:
    """The grid for the larger α."""
    rows, missed = [], []
    for cell in cells():
        if size.is_quick and cell.copies > 20:
            continue
        rng = np.random.default_rng([cell.copies, len(cell.design)])
        highest = _highest(cell, rng, size.streams)
        row = [cell.design, f"{cell.copies:,}", f"{size.streams:,}"]
        for alpha in ALPHAS:
            named = int((highest >= np.log(cell.copies / alpha)).sum())
            limit = upper_limit(named, size.streams)
            row += [part(named / size.streams), f"≤ {limit:.4f}"]
            if limit > alpha:
                missed.append(f"{cell.design}, {cell.copies} copies, α {alpha}: {limit:.4f}")
        rows.append(row)
    head = ("design", "copies", "streams", "named, α 0.05", "limit", "named, α 0.01", "limit")
    return Table("By simulation:", head, rows_of(rows)), missed


def _highest(cell: Cell, rng: np.random.Generator, streams: int) -> Floats:
    """Per stream the largest evidence of any copy; in parts, as all copies take much room."""
    step = max(1, 2_000_000 // cell.copies)
    parts = [
        cell.play(rng, min(step, streams - at)).peaks.max(axis=1)
        for at in range(0, streams, step)
    ]
    return np.concatenate(parts)


def exact(size: Size) -> tuple[Table, list[str]]:
    """The exact law with a constant chance."""
    calls = size.pick(20_000, 300)
    rows, missed = [], []
    for copies in size.pick(COPIES, COPIES[:1]):
        for alpha in (*ALPHAS, *SMALL):
            row = [f"{copies:,}", f"{alpha:g}"]
            for p in CHANCES:
                law = first_crossing(p, p, np.log(copies / alpha), calls)
                named = float(law.at.sum()) * copies / alpha
                row.append(f"{named:.3f} (+{law.worth:.3f})")
                if named > 1:
                    missed.append(f"exact, {copies} copies, α {alpha}, p {p}: {named:.3f}")
            rows.append(row)
    head = ("copies", "α", *(f"p = {p:g}" for p in CHANCES))
    says = "Exactly, for one copy, as a multiple of α/copies (in brackets: at most later):"
    return Table(says, head, rows_of(rows)), missed


def weighted(size: Size) -> tuple[Table, list[str]]:
    """Small α for drawn lists, by paths under the mixture."""
    calls, paths = size.pick(2_000, 200), max(size.streams, 200)
    slack = np.sqrt(np.log(100) / (2 * paths))
    rows, missed = [], []
    for design in ("independent", "conditional"):
        for copies in size.pick(COPIES, COPIES[:1]):
            thresholds = np.log(copies / np.array(SMALL))
            rng = np.random.default_rng([copies, len(design), 2])
            means, open_part = bridged(rng, paths, calls, *_urns(design, copies), thresholds)
            row = [design, f"{copies:,}", f"{paths:,}"]
            for alpha, mean, rest in zip(SMALL, means, open_part, strict=True):
                named = mean * copies / alpha
                limit = named + rest + slack
                row += [f"{named:.3f}", f"≤ {limit:.3f}"]
                if limit > 1:
                    missed.append(f"{design}, {copies} copies, α {alpha}: {limit:.3f}")
            rows.append(row)
    head = ["design", "copies", "paths"]
    for alpha in SMALL:
        head += [f"α {alpha:g}", "limit"]
    says = "By paths under the mixture, all copies together, as a multiple of α:"
    return Table(says, tuple(head), rows_of(rows)), missed


def _urns(design: str, copies: int) -> tuple[Ints, Ints]:
    """Units and members per copy and stratum, as a single copy sees them."""
    rng = np.random.default_rng(copies)
    if design == "independent":
        units = UNITS * 10
        members = sizes_apart(rng, copies, units)
        return np.broadcast_to(units, members.shape), members
    exclusive, held = sizes_dealt(rng, copies, 80_000)
    return (exclusive + held)[:, None], exclusive[:, None]


def section(size: Size) -> Section:
    """False namings where nobody leaks."""
    parts = (played(size), exact(size), weighted(size))
    said = tuple(one for _, missed in parts for one in missed)
    return Section(
        "False namings", TEXT, tuple(table for table, _ in parts), () if size.is_quick else said
    )


if __name__ == "__main__":
    main(section)
