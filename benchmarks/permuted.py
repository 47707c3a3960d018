"""Worlds whose lists were permuted at random within strata, thousands at a time.

Of such a world only the *rows* count: how many people of a stratum have which pattern of
membership. The person complained about next has a row that the story of the stream weighs;
the chance of copy i is the part of i's row among the two rows that differ in i alone. The bet
is ``Evidence`` itself. A test holds all of it against ``weigh``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leumund.trace.bet import Evidence, bounded

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """``holds``: rows x copies; ``stratum`` and ``count`` per row; ``other``: per row and copy
    the row that differs in this copy alone."""

    holds: Bools
    stratum: Ints
    count: Ints
    other: Ints

    @property
    def copies(self) -> int:
        """How many copies there are."""
        return int(self.holds.shape[1])


def rows_of_all(strata: int, copies: int, count: Ints) -> Rows:
    """Every pattern in every stratum; ``count``: strata x patterns, in binary order."""
    patterns = 2**copies
    pattern = np.tile(np.arange(patterns), strata)
    stratum = np.repeat(np.arange(strata), patterns)
    bits = 1 << np.arange(copies)
    holds = (pattern[:, None] & bits) > 0
    other = stratum[:, None] * patterns + (pattern[:, None] ^ bits)
    return Rows(holds, stratum, count.reshape(-1), other)


def overlapping(rng: np.random.Generator, units: int, parts: Floats, strata: int) -> Rows:
    """Lists that overlap; ``parts``: of the people, per copy."""
    copies = len(parts)
    count = np.zeros((strata, 2**copies), dtype=np.int64)
    for one in range(strata):
        drawn = rng.random((units // strata, copies)) < parts * rng.uniform(0.6, 1.4, copies)
        pattern = (drawn * (1 << np.arange(copies))).sum(axis=1)
        count[one] = np.bincount(pattern, minlength=2**copies)
    return rows_of_all(strata, copies, count)


def exclusive(sizes: Ints, held: int) -> Rows:
    """Everybody is in one list at most."""
    copies = len(sizes)
    count = np.zeros((1, 2**copies), dtype=np.int64)
    count[0, 1 << np.arange(copies)] = sizes
    count[0, 0] = held
    return rows_of_all(1, copies, count)


@dataclass(slots=True)
class World:
    """Streams side by side. ``remaining``: people of a row about whom nobody has complained;
    ``left``: those in the urn of each copy, whom a filter may have kept there."""

    # It changes with every call.
    rows: Rows
    rng: np.random.Generator
    remaining: Ints
    left: Ints
    call: int = 0

    @classmethod
    def of(cls, rows: Rows, rng: np.random.Generator, streams: int) -> World:
        """Before the first call."""
        remaining = np.tile(rows.count, (streams, 1))
        left = np.tile(rows.count[None, :, None], (streams, 1, rows.copies))
        return cls(rows, rng, remaining, left)

    @property
    def streams(self) -> int:
        """How many there are."""
        return len(self.remaining)

    def pick(self, weights: Floats) -> Ints:
        """Per stream the row of the next person, by weights (streams x rows) times people."""
        total = np.cumsum(weights * self.remaining, axis=1)
        at = self.rng.random(self.streams) * total[:, -1]
        row: Ints = np.minimum((total <= at[:, None]).sum(axis=1), total.shape[1] - 1)
        self.remaining[np.arange(self.streams), row] -= 1
        return row

    def chance(self, row: Ints) -> Floats:
        """Per stream and copy."""
        stream, copy = np.arange(self.streams)[:, None], np.arange(self.rows.copies)
        mine, other = self.left[stream, row[:, None], copy], self._others(row)
        is_in = self.rows.holds[row]
        total = np.maximum(mine + other, 1)
        result: Floats = np.where(is_in, mine, other) / total
        return result

    def take(self, row: Ints, is_betting: Bools) -> None:
        """These people leave the urns of the copies that bet on them."""
        stream, copy = np.nonzero(is_betting)
        self.left[stream, row[stream], copy] -= 1

    def _others(self, row: Ints) -> Ints:
        stream, copy = np.arange(self.streams)[:, None], np.arange(self.rows.copies)
        found: Ints = self.left[stream, self.rows.other[row], copy]
        return found


Story = Callable[[World], tuple[Ints, Bools]]
"""Per stream the row of the next person, and per copy whether its holder had rung them."""


def peaks(
    world: World,
    calls: int,
    story: Story,
    gamma: float = 1.0,
    kept: list[tuple[Ints, Bools]] | None = None,
) -> Floats:
    """Streams x copies: the largest log evidence. ``kept``: to be filled with every call."""
    evidence = Evidence(world.streams * world.rows.copies, None)
    highest = np.zeros(world.streams * world.rows.copies)
    for call in range(calls):
        world.call = call
        row, is_contacted = story(world)
        chance, is_hit = world.chance(row), world.rows.holds[row]
        betting = (chance > 0) & (chance < 1) & ~(is_hit & is_contacted)
        evidence.put(_net(bounded(chance, gamma), is_hit, betting).reshape(-1))
        world.take(row, betting)
        highest = np.maximum(highest, evidence.log())
        if kept is not None:
            kept.append((row, is_contacted))
    return highest.reshape(world.streams, world.rows.copies)


def _net(chance: Floats, is_hit: Bools, is_betting: Bools) -> Floats:
    won = np.divide(1.0, chance, out=np.zeros(chance.shape), where=is_hit & is_betting)
    result: Floats = np.where(is_betting, won - 1.0, 0.0)
    return result
