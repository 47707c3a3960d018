"""What it gains to tell callers apart, to heed what they knew, to have decoys.

python -m benchmarks.bench_tracing_gains [--streams N] [--quick]
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.permuted import Bools
from benchmarks.played import Floats, Ints
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit

from leumund.trace.bet import NO_CALLER, Evidence
from leumund.trace.exact import HELD_RATIO

COPIES = 100
ALPHA = 1e-3
NULL_ALPHA = 0.01
CHANCE, SHARE = 0.1, 0.2
CALLERS = 5
HEARD_FROM_COPY, HEARD_ELSEWHERE = 0.6, 0.03
DECOYS, POOL = 20, 1_000
DECOY_CALLS_FROM_COPY, DECOY_CALLS_ELSEWHERE = 0.65, 0.33
CALLS = 600
RUNS_MOST = 1_000
BLOCK = 25
TEXT = """
100 copies, α 0.001, p = 0.1, a fifth of the complaints comes from the copy: complaints until
it is named, in the same streams with and without. *Callers*: five callers, one of whom uses
the copy for all its calls. *Knowledge*: the caller knew a value that stands in this copy in 60
% of its calls and in 3 % of others, and both rates are known. *Tariff*: the same as `trace run`
weighs it, which takes it for five times as likely and makes nothing of silence. *Decoys*: 20
numbers of a pool of 1,000 are in the copy; a decoy reports every call, a customer one in 33, so
that with each complaint from the copy come 0.65 calls to its decoys, and with each other
complaint 0.33 calls to any number of the pool.
The last columns are the price in errors: how often one copy that was not used is ever named at
α 0.01, within the same complaints, which must not exceed 0.01.
"""


class World(NamedTuple):
    """What is heeded: who called, what they knew, what the decoys heard."""

    name: str
    callers: bool = False
    knowledge: bool = False
    tariff: bool = False
    decoys: bool = False


WORLDS = (
    World("none of it"),
    World("callers", callers=True),
    World("knowledge", knowledge=True),
    World("tariff", tariff=True),
    World("callers and tariff", callers=True, tariff=True),
    World("callers and knowledge", callers=True, knowledge=True),
    World("decoys", decoys=True),
    World("all of it", callers=True, knowledge=True, decoys=True),
)


class Streams:
    """The streams themselves, the same whatever is heeded of them."""

    def __init__(self, seed: int, runs: int, share: float) -> None:
        self.rng, self.runs, self.share = np.random.default_rng([71, seed]), runs, share
        self.inside = np.full(runs, DECOYS)
        self.pool = np.full(runs, POOL)

    def call(self) -> tuple[int, Floats, Bools, list[Floats]]:
        """The caller, what is won by the complaint, whether a value of the copy was heard, and
        what is won by each call to a decoy."""
        rng, runs = self.rng, self.runs
        caller = int(rng.integers(0, CALLERS))
        is_from_copy = np.full(runs, self.share > 0 and caller == 0)
        is_hit = is_from_copy | (rng.random(runs) < CHANCE)
        rate = np.where(is_from_copy, HEARD_FROM_COPY, HEARD_ELSEWHERE)
        is_heard = rng.random(runs) < rate
        often = np.where(is_from_copy, DECOY_CALLS_FROM_COPY, DECOY_CALLS_ELSEWHERE)
        rung = rng.poisson(often)
        heard = [self._decoy(rung > turn, is_from_copy) for turn in range(int(rung.max()))]
        return caller, is_hit / CHANCE - 1, is_heard, heard

    def _decoy(self, is_rung: np.ndarray, is_from_copy: np.ndarray) -> Floats:
        chance = self.inside / self.pool
        is_hit = is_rung & (is_from_copy | (self.rng.random(self.runs) < chance))
        is_bet = is_rung & (chance > 0) & (chance < 1)
        won = np.divide(is_hit, chance, out=np.zeros(self.runs), where=is_bet)
        self.inside -= is_hit & is_bet
        self.pool -= is_bet
        return np.where(is_bet, won - 1.0, 0.0)


def named_at(world: World, runs: int, calls: int, share: float, threshold: float) -> Ints:
    """Per stream the complaint at which the copy is named, 0 for never; streams of one block
    share the order of the callers."""
    step = BLOCK if share else runs
    parts = [
        _named_at(world, Streams(at, min(step, runs - at), share), calls, threshold)
        for at in range(0, runs, step)
    ]
    return np.concatenate(parts)


def _named_at(world: World, streams: Streams, calls: int, threshold: float) -> Ints:
    runs = streams.runs
    evidence = Evidence(runs, None, has_callers=world.callers)
    found = np.zeros(runs, dtype=np.int64)
    for call in range(1, calls + 1):
        caller, net, is_heard, heard = streams.call()
        who = caller if world.callers else NO_CALLER
        evidence.put(net, who, _ratio(world, is_heard))
        for decoy in heard if world.decoys else []:
            evidence.put(decoy, who)
        found[(found == 0) & (evidence.log() >= threshold)] = call
        if (found > 0).all():
            break
    return found


def _ratio(world: World, is_heard: Bools) -> Floats | None:
    if world.tariff:
        return np.where(is_heard, float(HELD_RATIO), 1.0)
    heard = HEARD_FROM_COPY / HEARD_ELSEWHERE
    unheard = (1 - HEARD_FROM_COPY) / (1 - HEARD_ELSEWHERE)
    return np.where(is_heard, heard, unheard) if world.knowledge else None


def row_of(world: World, size: Size) -> tuple[list[str], list[str]]:
    """One row, and what it missed."""
    runs, calls = min(size.streams, RUNS_MOST), size.pick(CALLS, 30)
    found = named_at(world, runs, calls, SHARE, float(np.log(COPIES / ALPHA)))
    named = found[found > 0]
    mean = f"{named.mean():.1f}" if len(named) else "-"
    falsely = named_at(world, size.streams, calls // 2, 0.0, float(-np.log(NULL_ALPHA))) > 0
    limit = upper_limit(int(falsely.sum()), size.streams)
    row = [world.name, mean, f"{len(named) / runs:.3f}", part(float(falsely.mean()))]
    missed = [f"{world.name}: {limit:.4f}"] if limit > NULL_ALPHA else []
    return [*row, f"≤ {limit:.4f}"], missed


def section(size: Size) -> Section:
    """With and without."""
    rows = [row_of(world, size) for world in WORLDS]
    calls = size.pick(CALLS, 30)
    head = ("heeded", "mean complaints", f"named within {calls}", "named falsely", "limit")
    runs = min(size.streams, RUNS_MOST)
    says = f"{runs:,} streams in which the copy is used, {size.streams:,} in which none is:"
    table = Table(says, head, rows_of(row for row, _ in rows))
    missed = tuple(one for _, some in rows for one in some)
    return Section(
        "Callers, knowledge, decoys", TEXT, (table,), () if size.is_quick else missed
    )


if __name__ == "__main__":
    main(section)
