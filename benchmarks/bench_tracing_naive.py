"""Three naive versions of the same idea, and how often they name a copy that nobody used.

python -m benchmarks.bench_tracing_naive [--streams N] [--quick]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from benchmarks.permuted import (
    Bools,
    Floats,
    Ints,
    Rows,
    World,
    exclusive,
    overlapping,
    rows_of_all,
)
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit

from leumund.trace.bet import Evidence, bounded

ALPHA = 0.01
STREAMS_MOST = 2_000
PARTS = np.array([0.3, 0.2, 0.15, 0.1, 0.25])
REGIONS = np.array([[0.5, 0.2, 0.15, 0.4, 0.25], [0.05, 0.2, 0.15, 0.02, 0.25]])
SIZES = np.array([300, 200, 150, 100, 250])
TEXT = """
The same streams, weighed naively and as `weigh` does, at α 0.01, five copies. *Marginal
chance*: p is list size over all people, and every complaint about somebody whom a partner had
lawfully rung is dropped at the door; copies that are not being rung then stand out, more so
where another copy of the same region is used. *Lawful calls left in*: half of the complaints
are about calls that a partner lawfully made to its own list; nobody leaks. *No bound*: nobody
leaks, but people in a list complain 1.5 times as readily (odds).
"""


class Call(NamedTuple):
    """One call of every stream: row of the person, whose holder had rung it, whether it counts
    at all for the naive version."""

    row: Ints
    rung: Bools
    is_kept: Bools


class Variant(NamedTuple):
    """A naive version: its worlds, their story, what ours does instead, whose copy was used."""

    name: str
    rows: Callable[[np.random.Generator], Rows]
    story: Callable[[World], Call]
    gamma: float = 1.0
    used: tuple[int, ...] = ()

    @property
    def is_marginal(self) -> bool:
        """Does the naive version take list size over all people as the chance?"""
        return self.story in (leak_and_filter, filter_alone)


def leak_and_filter(world: World) -> Call:
    """Copy 0 is used for seven calls in ten; all but it and copy 3 are rung lawfully."""
    weights = np.ones(world.remaining.shape)
    weights[world.rng.random(world.streams) < 0.7] = world.rows.holds[:, 0]
    return _dropped(world, weights)


def filter_alone(world: World) -> Call:
    """Nobody leaks; all but copy 0 and copy 3 are rung lawfully."""
    return _dropped(world, np.ones(world.remaining.shape))


def _dropped(world: World, weights: Floats) -> Call:
    row = world.pick(weights)
    rung = world.rng.random((world.streams, world.rows.copies)) < 0.8
    rung[:, [0, 3]] = False
    is_dropped: Bools = np.asarray((rung & world.rows.holds[row]).any(axis=1))
    return Call(row, rung, ~is_dropped)


def lawful_calls(world: World) -> Call:
    """Half of the complaints are about a partner's calls to its own list."""
    rows, streams = world.rows, world.streams
    is_lawful = world.rng.random(streams) < 0.5
    caller = world.rng.integers(0, rows.copies, streams)
    weights = np.ones(world.remaining.shape)
    weights[is_lawful] = rows.holds[:, caller[is_lawful]].T
    rung = np.zeros((streams, rows.copies), dtype=bool)
    rung[np.flatnonzero(is_lawful), caller[is_lawful]] = True
    return Call(world.pick(weights), rung, np.ones(streams, dtype=bool))


def readier(world: World) -> Call:
    """Odds of 1.5 for every list that a person is in."""
    rows, streams = world.rows, world.streams
    weights = 1.5 ** rows.holds.sum(axis=1) * np.ones((streams, 1))
    nobody = np.zeros((streams, rows.copies), dtype=bool)
    return Call(world.pick(weights), nobody, np.ones(streams, dtype=bool))


def overlap(rng: np.random.Generator) -> Rows:
    """Lists that overlap."""
    return overlapping(rng, 4800, PARTS, 2)


def alike(rng: np.random.Generator) -> Rows:
    """Lists that overlap; copies 0 and 3 are mostly of the same region."""
    drawn = rng.random((2, 2400, 5)) < REGIONS[:, None, :]
    patterns = (drawn * (1 << np.arange(5))).sum(axis=2)
    counts = np.array([np.bincount(one, minlength=32) for one in patterns])
    return rows_of_all(2, 5, counts)


def dealt(rng: np.random.Generator) -> Rows:
    """Exclusive lists and a hold-back."""
    return exclusive(SIZES, 200)


VARIANTS = (
    Variant("marginal chance, another leaks", alike, leak_and_filter, used=(0,)),
    Variant("marginal chance, exclusive lists, nobody leaks", dealt, filter_alone),
    Variant("lawful calls left in", overlap, lawful_calls),
    Variant("no bound Γ, odds 1.5 (ours: Γ = 1.5)", overlap, readier, gamma=1.5),
)


class Bet:
    """One way of betting on all streams: the evidence and its highest."""

    def __init__(self, world: World) -> None:
        self.evidence = Evidence(world.streams * world.rows.copies, None)
        self.highest = np.zeros((world.streams, world.rows.copies))

    def put(self, chance: Floats, is_hit: Bools, is_betting: Bools) -> None:
        """Bet on one call."""
        won = np.divide(1.0, chance, out=np.zeros(chance.shape), where=is_hit & is_betting)
        self.evidence.put(np.where(is_betting, won - 1.0, 0.0).reshape(-1))
        log_e = self.evidence.log().reshape(self.highest.shape)
        self.highest = np.maximum(self.highest, log_e)


def weighed(variant: Variant, size: Size) -> tuple[Floats, Floats]:
    """Per stream and copy the largest log evidence, naively and as it should be."""
    rng = np.random.default_rng(31)
    world = World.of(variant.rows(rng), rng, min(size.streams, STREAMS_MOST))
    rows = world.rows
    of_all = rows.count @ rows.holds / rows.count.sum()
    naive, ours = Bet(world), Bet(world)
    for _call in range(size.pick(400, 40)):
        row, rung, is_kept = variant.story(world)
        chance, is_hit = world.chance(row), rows.holds[row]
        is_open = (chance > 0) & (chance < 1)
        marginal = np.broadcast_to(of_all, chance.shape)
        is_weighed = is_kept[:, None] & (is_open | variant.is_marginal)
        naive.put(marginal if variant.is_marginal else chance, is_hit, is_weighed)
        is_betting = is_open & ~(is_hit & rung)
        ours.put(bounded(chance, variant.gamma), is_hit, is_betting)
        world.take(row, is_betting)
    return naive.highest, ours.highest


def row_of(variant: Variant, size: Size) -> tuple[list[str], list[str]]:
    """The row as printed, and what it missed."""
    found = weighed(variant, size)
    row, rates = [variant.name], []
    for highest in found:
        others = np.delete(highest, variant.used, axis=1).max(axis=1)
        named = int((others >= np.log(highest.shape[1] / ALPHA)).sum())
        rates.append(upper_limit(named, len(others)))
        row += [part(named / len(others))]
    row += [f"≤ {rates[1]:.4f}", f"{len(found[0]):,}"]
    missed = [f"{variant.name}: {rates[1]:.4f}"] if rates[1] > ALPHA else []
    return row, missed


def section(size: Size) -> Section:
    """The naive versions beside ours."""
    rows = [row_of(variant, size) for variant in VARIANTS]
    head = ("variant", "named falsely, naive", "ours", "limit of ours", "streams")
    table = Table("", head, rows_of(row for row, _ in rows))
    missed = tuple(one for _, some in rows for one in some)
    return Section("Naive versions", TEXT, (table,), () if size.is_quick else missed)


if __name__ == "__main__":
    main(section)
