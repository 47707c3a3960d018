"""Streams in which nobody leaks, played by the thousand: when would a copy have been named?

``weigh`` takes some tens of microseconds a call, and a cell of the grid has billions of calls
times copies. Here only hits are walked, as the evidence can only grow at a hit; the chance of
each hit is the urn's, and the bet is that of ``leumund.trace.bet``. A test holds both against
``weigh`` on small streams.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leumund.trace.bet import SHARES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LANES = 100_000


class Played(NamedTuple):
    """Per stream and copy the largest log evidence; and, to be checked, every hit as
    (stream, copy, call), and the stratum and order in it of every call."""

    peaks: Floats
    hits: list[tuple[Ints, Ints, Ints]]
    strata: Ints


class Lanes:
    """The bets of many copies of many streams, moved at their hits."""

    def __init__(self, count: int, calls: int) -> None:
        self._mass = np.ones((count, len(SHARES)))
        self._missed = (1 - SHARES) ** np.arange(calls + 1)[:, None]
        self.peaks = np.zeros(count)

    def hit(self, lanes: Ints, chance: Floats, misses: Ints) -> None:
        """These lanes had a hit of this chance, after so many misses in all."""
        self._mass[lanes] *= 1 + SHARES * (1 / chance - 1)[:, None]
        evidence = np.einsum("ls,ls->l", self._mass[lanes], self._missed[misses])
        self.peaks[lanes] = np.maximum(self.peaks[lanes], np.log(evidence / len(SHARES)))


def apart(
    rng: np.random.Generator,
    streams: int,
    calls: int,
    units: Ints,
    members: Ints,
    *,
    is_kept: bool = False,
) -> Played:
    """Copies drawn apart from each other, of fixed size in every stratum.

    ``units``: per stratum; ``members``: copies x strata. Every stream has calls about other
    people, from strata as it likes them, and finds all copies drawn anew.
    """
    copies, strata = members.shape
    peaks, hits, whose = np.zeros((streams, copies)), [], np.zeros((streams, calls), np.int64)
    step = max(1, LANES // copies)
    for at in range(0, streams, step):
        some = min(step, streams - at)
        liking = rng.dirichlet(np.ones(strata), some)
        drawn = rng.random((some, calls, 1)) > np.cumsum(liking, axis=1)[:, None, :]
        stratum = np.minimum(drawn.sum(axis=2), strata - 1)
        whose[at : at + some] = stratum
        part, mine = _apart(rng, stratum, units, members, is_kept=is_kept)
        peaks[at : at + some] = part
        hits += [(stream + at, copy, call) for stream, copy, call in mine]
    return Played(peaks, hits, whose)


def _apart(
    rng: np.random.Generator, stratum: Ints, units: Ints, members: Ints, *, is_kept: bool
) -> tuple[Floats, list[tuple[Ints, Ints, Ints]]]:
    """Hits are proposed at a rate that none of the chances exceeds, and kept by the chance."""
    (streams, calls), (copies, strata) = stratum.shape, members.shape
    looked = _looked(stratum, strata)
    most = (members / (units - calls)).max(axis=1)
    lanes = Lanes(streams * copies, calls)
    inside = np.zeros((streams * copies, strata), dtype=np.int64)
    hits = np.zeros(streams * copies, dtype=np.int64)
    active, call = np.arange(streams * copies), np.full(streams * copies, -1)
    kept: list[tuple[Ints, Ints, Ints]] = []
    rate = np.log1p(-most)
    while len(active):
        gaps = np.log(1 - rng.random(len(active))) / rate[active % copies]
        call = call + 1 + np.minimum(gaps, calls).astype(np.int64)
        active, call = active[call < calls], call[call < calls]
        stream, copy = active // copies, active % copies
        of = stratum[stream, call]
        left = members[copy, of] - inside[active, of]
        chance = left / (units[of] - looked[stream, call])
        is_hit = rng.random(len(active)) * most[copy] < chance
        mine, when = active[is_hit], call[is_hit]
        inside[mine, of[is_hit]] += 1
        hits[mine] += 1
        lanes.hit(mine, chance[is_hit], when + 1 - hits[mine])
        if is_kept:
            kept.append((mine // copies, mine % copies, when))
    if (inside >= members[np.arange(len(inside)) % copies]).any():
        raise ValueError("a copy ran out in a stratum: its misses there must not count")
    return lanes.peaks.reshape(streams, copies), kept


def _looked(stratum: Ints, strata: int) -> Ints:
    """How many people of the same stratum each call finds complained about before it."""
    looked = np.zeros_like(stratum)
    for one in range(strata):
        is_it = stratum == one
        looked[is_it] = (np.cumsum(is_it, axis=1) - 1)[is_it]
    return looked


def dealt(
    rng: np.random.Generator,
    streams: int,
    calls: int,
    members: Ints,
    held: int,
    *,
    is_kept: bool = False,
) -> Played:
    """Exclusive lists of these sizes and a hold-back; calls about anybody of them."""
    copies, units = len(members), int(members.sum()) + held
    peaks, hits, whose = np.zeros((streams, copies)), [], np.zeros((streams, calls), np.int64)
    for at in range(0, streams, 1000):
        some = min(1000, streams - at)
        people = rng.integers(0, units, (some, calls))
        owner = np.searchsorted(np.cumsum(members), people, side="right")
        owner[_is_repeated(people)] = -1
        whose[at : at + some] = owner
        part, mine = _dealt(owner, members, held)
        peaks[at : at + some] = part
        hits += [(stream + at, copy, call) for stream, copy, call in mine] if is_kept else []
    return Played(peaks, hits, whose)


def _dealt(
    owner: Ints, members: Ints, held: int
) -> tuple[Floats, list[tuple[Ints, Ints, Ints]]]:
    """Copy i sees its own people and the held-back ones, and nobody else."""
    copies, (streams, calls) = len(members), owner.shape
    is_held = owner == copies
    missed = np.cumsum(is_held, axis=1)
    if missed.max() >= held:
        raise ValueError("the hold-back ran out")
    stream, call = np.nonzero((owner >= 0) & (owner < copies))
    copy = owner[stream, call]
    _pairs, lane = np.unique(stream * copies + copy, return_inverse=True)
    rank = _rank(lane)
    lanes = Lanes(len(_pairs), calls)
    kept = []
    for before in range(int(rank.max(initial=-1)) + 1):
        now = np.flatnonzero(rank == before)
        misses = missed[stream[now], call[now]]
        left = members[copy[now]] - before
        lanes.hit(lane[now], left / (left + held - misses), misses)
        kept.append((stream[now], copy[now], call[now]))
    peaks = np.zeros(streams * copies)
    peaks[_pairs] = lanes.peaks
    return peaks.reshape(streams, copies), kept


def _rank(lane: Ints) -> Ints:
    """How many earlier entries have the same number."""
    order = np.argsort(lane, kind="stable")
    first = np.searchsorted(lane[order], lane[order])
    rank = np.empty(len(lane), dtype=np.int64)
    rank[order] = np.arange(len(lane)) - first
    return rank


def _is_repeated(people: Ints) -> NDArray[np.bool_]:
    order = np.argsort(people, axis=1, kind="stable")
    ordered = np.take_along_axis(people, order, axis=1)
    again = np.zeros(people.shape, dtype=bool)
    again[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    is_repeated = np.empty_like(again)
    np.put_along_axis(is_repeated, order, again, axis=1)
    return is_repeated


def bridged(
    rng: np.random.Generator,
    paths: int,
    calls: int,
    units: Ints,
    members: Ints,
    log_thresholds: Floats,
) -> tuple[Floats, Floats]:
    """Paths of one copy under the mixture itself, in which naming is no rare event.

    ``members``, ``units``: copies x strata, one copy chosen per path. Returned per threshold:
    the mean of 1/E at the crossing (0 without one), which is the chance of being named if the
    copy was not used, as E is the ratio of the two laws; and the part without a crossing.
    """
    which = rng.integers(0, len(members), paths)
    inside, left = members[which].copy(), units[which].copy()
    share = SHARES[rng.integers(0, len(SHARES), paths)]
    mass, path = np.ones((paths, len(SHARES))), np.arange(paths)
    logs = np.full((paths, len(log_thresholds)), -np.inf)
    for _call in range(calls):
        lane = np.arange(len(path))
        of = rng.integers(0, units.shape[1], len(path))
        chance = inside[lane, of] / np.maximum(left[lane, of], 1)
        is_open = (chance > 0) & (chance < 1)
        is_hit = rng.random(len(path)) < np.where(is_open, share + (1 - share) * chance, chance)
        left[lane, of] -= 1
        inside[lane, of] -= is_hit
        net = np.divide(is_hit, chance, where=is_open, out=np.ones(len(path))) - 1
        mass *= 1 + SHARES * net[:, None]
        evidence = np.log(mass.mean(axis=1))[:, None]
        now = np.isneginf(logs[path]) & (evidence >= log_thresholds)
        logs[path] = np.where(now, -evidence, logs[path])
        still = np.isneginf(logs[path]).any(axis=1)
        if not still.all():
            inside, left, share = inside[still], left[still], share[still]
            mass, path = mass[still], path[still]
        if not len(path):
            break
    return np.exp(logs).mean(axis=0), np.isneginf(logs).mean(axis=0)
