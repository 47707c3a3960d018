"""The search for groups of copies that may have been merged into one file.

A beam search: the most plausible copies, then the most plausible pairs, triples, ... Every
ranking says of a group only what its own members' lists and the file say; a group's rank "as
if copy i did not exist" is therefore its rank among the groups without i, and so the groups
that are held against copy i never depend on copy i's list.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import xlogy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.trace.lists import Bools, Floats, Ints

UNION, ONCE, SHARED = 0, 1, 2
WAYS = (UNION, ONCE, SHARED)
OTHERS_MOST = 4
"""Groups of up to so many other copies are looked at, that is five colluders in all."""
_BEAM = 32
_SUSPECTS = 24
_PAIRED_MOST = 1000


class Group(NamedTuple):
    """Some copies, the way of merging, and per person of the file how many of them hold it.

    ``none`` and ``one``: the chance that none, or exactly one, of them holds a person.
    """

    members: tuple[int, ...]
    way: int
    holders: Ints
    none: float
    one: float

    def joined(self, copy: int, holds: Bools, chance: float) -> Group:
        """The group with one more copy."""
        return Group(
            members=tuple(sorted((*self.members, copy))),
            way=self.way,
            holders=self.holders + holds,
            none=self.none * (1 - chance),
            one=self.one * (1 - chance) + self.none * chance,
        )


class Search:
    """Which groups are plausible; ``held`` people x copies, ``chance`` per copy."""

    def __init__(self, held: Bools, chance: Floats) -> None:
        self._held, self._chance = held, chance
        self._counted = held.astype(np.float32)
        self._singles = {way: self._ranked_singles(way) for way in WAYS}
        self._pairs = {way: self._ranked_pairs(way) for way in WAYS}
        self._more: dict[tuple[int, tuple[int, ...]], list[tuple[float, Group]]] = {}

    def suspects(self) -> list[int]:
        """The copies of the most plausible groups, each once: only these are looked at."""
        ranked = sorted(
            (rank, len(group.members), way, group.members)
            for way in WAYS
            for beam in self._beams(way, without=-1, sizes=OTHERS_MOST + 1)
            for rank, group in enumerate(beam)
        )
        members = (copy for _, _, _, group in ranked for copy in group)
        return list(islice(dict.fromkeys(members), _SUSPECTS))

    def groups_without(self, copy: int) -> Iterator[tuple[int, Group]]:
        """Rank (from 1) and group, the empty one first, as if this copy did not exist."""
        yield 1, self._nobody(UNION)
        for way in WAYS:
            for beam in self._beams(way, without=copy, sizes=OTHERS_MOST):
                yield from enumerate(beam, start=1)

    def _beams(self, way: int, without: int, sizes: int) -> Iterator[list[Group]]:
        """The best groups of one copy, of two, ... none of them with ``without``."""
        nobody = self._nobody(way)
        singles = (copy for _, copy in self._singles[way] if copy != without)
        yield [self._grown(nobody, copy) for copy in islice(singles, _BEAM)]
        pairs = self._best_pairs(way, without)
        beam = [self._grown(self._grown(nobody, a), b) for a, b in pairs]
        yield beam
        for _size in range(sizes - 2):
            beam = self._extended(beam, without)
            yield beam

    def _best_pairs(self, way: int, without: int) -> list[tuple[int, int]]:
        """The best pairs among the _PAIRED_MOST best copies without this one."""
        allowed = [copy for _, copy in self._singles[way] if copy != without][:_PAIRED_MOST]
        known = set(allowed)
        pairs = (pair for pair in self._pairs[way] if known.issuperset(pair))
        return list(islice(pairs, _BEAM))

    def _extended(self, beam: list[Group], without: int) -> list[Group]:
        best: dict[tuple[int, ...], tuple[float, Group]] = {}
        for group in beam:
            found = (one for one in self._more_of(group) if without not in one[1].members)
            best.update((one[1].members, one) for one in islice(found, _BEAM))
        ranked = sorted(best.values(), key=lambda one: (-one[0], one[1].members))
        return [group for _, group in ranked[:_BEAM]]

    def _more_of(self, group: Group) -> list[tuple[float, Group]]:
        """The group with each of the best copies added; one more than a beam holds."""
        key = group.way, group.members
        if key not in self._more:
            scores = self._scores(group)
            scores[list(group.members)] = 0.0
            order = np.argsort(-scores, kind="stable")[: _BEAM + 1].tolist()
            self._more[key] = [
                (float(scores[copy]), self._grown(group, copy))
                for copy in order
                if scores[copy] > 0
            ]
        return self._more[key]

    def _ranked_singles(self, way: int) -> list[tuple[float, int]]:
        scores = self._scores(self._nobody(way))
        order = np.argsort(-scores, kind="stable")[: _PAIRED_MOST + 1]
        return [(float(scores[copy]), int(copy)) for copy in order]

    def _ranked_pairs(self, way: int) -> list[tuple[int, int]]:
        """So many of the best pairs that enough are left without those of any one copy."""
        copies = np.sort([copy for _, copy in self._singles[way]]).astype(np.int64)
        first, second = np.triu_indices(len(copies), 1)
        scores = self._pair_scores(way, copies)[first, second]
        wanted = 2 * len(copies) + _BEAM
        if len(scores) > wanted:
            lowest = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
            kept = np.flatnonzero((scores >= lowest) & (scores > 0))
        else:
            kept = np.flatnonzero(scores > 0)
        kept = kept[np.argsort(-scores[kept], kind="stable")]
        pairs = np.stack([copies[first[kept]], copies[second[kept]]], axis=1)
        return [(a, b) for a, b in pairs.tolist()]

    def _pair_scores(self, way: int, copies: Ints) -> Floats:
        held, chance = self._counted[:, copies], self._chance[copies]
        both = (held.T @ held).astype(float)
        each = held.sum(axis=0, dtype=float)
        one = each[:, None] + each - 2 * both
        by_chance = np.multiply.outer(chance, chance)
        one_by_chance = chance[:, None] + chance - 2 * by_chance
        return _surprise(way, (one, both), (one_by_chance, by_chance), len(self._held))

    def _scores(self, group: Group) -> Floats:
        """Per copy: how plausible the group is with this copy added."""
        is_held = np.stack([group.holders == 0, group.holders == 1]).astype(np.float32)
        by_none, by_one = (is_held @ self._counted).astype(float)
        none, one = is_held.sum(axis=1)
        none_now, one_now = none - by_none, one - by_one + by_none
        chance = self._chance
        none_by_chance = group.none * (1 - chance)
        one_by_chance = group.one * (1 - chance) + group.none * chance
        people = len(self._held)
        found = (one_now, people - none_now - one_now)
        return _surprise(
            group.way, found, (one_by_chance, 1 - none_by_chance - one_by_chance), people
        )

    def _grown(self, group: Group, copy: int) -> Group:
        return group.joined(copy, self._held[:, copy], float(self._chance[copy]))

    def _nobody(self, way: int) -> Group:
        return Group((), way, np.zeros(len(self._held), np.int64), 1.0, 0.0)


def _surprise(
    way: int,
    found: tuple[NDArray[np.float64], NDArray[np.float64]],
    chance: tuple[Floats, Floats],
    people: int,
) -> Floats:
    """How far the file is from chance in the direction of this way of merging, in nats.

    ``found``, ``chance``: by exactly one, and by two or more of the group. Where only people
    of one holder were published, a part of the colluders shows by having nobody in common,
    and by holding more people than chance, or fewer.
    """
    one, more = found[0] / people, found[1] / people
    if way == ONCE:
        expected = 1 - chance[0] - chance[1]
        nats = _nats(1 - one - more, expected) + _nats(one, chance[0]) + _nats(more, chance[1])
        return np.asarray(np.where(more <= chance[1], people * nats, 0.0), dtype=float)
    part, expected = one + more, chance[0] + chance[1]
    if way == SHARED and np.any(chance[1] > 0):
        part, expected = more, chance[1]
    nats = _nats(part, expected) + _nats(1 - part, 1 - expected)
    return np.asarray(np.where(part > expected, people * nats, 0.0), dtype=float)


def _nats(part: NDArray[np.float64], expected: Floats) -> Floats:
    clipped = np.clip(part, 0.0, 1.0)
    return np.asarray(xlogy(clipped, clipped / np.clip(expected, 1e-9, 1.0)), dtype=float)
