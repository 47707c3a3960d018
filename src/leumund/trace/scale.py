"""The scale on which calls are put one by one, in their order, for all copies of a draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.trace.bet import Evidence, bounded
from leumund.trace.bits import is_set, packed, unpacked
from leumund.trace.calls import NOBODY
from leumund.trace.share import Tally
from leumund.trace.urn import NAMING, SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.trace.bits import Bits
    from leumund.trace.calls import Call
    from leumund.trace.lists import Bools, Floats, Ints, Lists
    from leumund.trace.urn import Urn

_SURE = 1e-9


class Term(NamedTuple):
    """One person of a call: the copies that bet, whether it is in them, and by what chance."""

    unit: int
    weight: float
    is_betting: Bools
    is_hit: Bools
    chance: Floats

    def net(self, gamma: float) -> Floats:
        """What the stake wins per copy: ``weight·(X/p - 1)``, and 0 where nothing was bet."""
        chance = bounded(self.chance, gamma)
        won = np.zeros(len(chance))
        np.divide(1.0, chance, out=won, where=self.is_hit & self.is_betting)
        return np.where(self.is_betting, self.weight * (won - 1.0), 0.0)


class Look(NamedTuple):
    """What one call put on the scale: at which place of the stream, by whom, its terms."""

    place: int
    caller: int
    ratio: Floats | None
    terms: tuple[Term, ...]


class Scale:
    """The state of a weighing. ``gamma``: people in a copy complain at most so many times as
    readily (odds). ``watched``: copies whose looks are kept in ``looks``."""

    def __init__(
        self,
        lists: Lists,
        urn: Urn,
        starts: Floats | None,
        thresholds: Floats,
        *,
        gamma: float = 1.0,
        has_callers: bool = False,
        watched: Sequence[int] = (),
    ) -> None:
        self.lists, self.urn, self.gamma = lists, urn, gamma
        self.thresholds = thresholds
        self.evidence = Evidence(lists.copies, starts, has_callers=has_callers)
        self.named_at = np.full(lists.copies, -1)
        self.position = 0
        self.strangers = 0
        self.doubtful = 0
        self.doubtful_possible = np.zeros(lists.copies, dtype=np.int64)
        self.closed: tuple[dict[int, Bits], dict[int, Bits]] = ({}, {})
        self.possible: dict[int, Bits] = {}
        self.tallies = (Tally(lists.copies), Tally(lists.copies))
        self.all_explained: list[tuple[float, int, int]] = []
        self.explained: list[tuple[float, int, int]] = []
        self.looks: list[Look] = []
        self._watched = np.asarray(watched, dtype=np.int64)

    def expect(self, explained: list[tuple[float, int, int]]) -> None:
        """Complaints (position, unit, copy) that only the holder's own record explains."""
        self.all_explained = self.all_explained or sorted(explained)
        self.explained = sorted(explained)

    def put(self, call: Call) -> None:
        """The next call of the stream."""
        self.count_explained(self.position)
        self.evidence.begin_until(self.position)
        if call.whom:
            self._doubt(call)
            self._bet(call, call.whom)
        elif call.unit == NOBODY:
            self.strangers += 1
        else:
            self._see(call.unit, call.position)
            self._bet(call, ((call.unit, 1.0),))
            self._share(call.unit, call.position)
        self._name()
        self.position += 1

    def looked(self, copy: int) -> Ints:
        """The units that were looked at for the naming of this copy."""
        closed = self.closed[NAMING].items()
        units = [unit for unit, bits in closed if is_set(bits, copy)]
        return np.array(sorted(units), dtype=np.int64)

    def count_explained(self, until: float) -> None:
        """Let what the holders' own records explain count for the share, up to a position."""
        while self.explained and self.explained[0][0] <= until:
            position, unit, copy = self.explained.pop(0)
            only = np.arange(self.lists.copies) == copy
            self._share(unit, position, only & self._membership(unit, position)[0])

    def _see(self, unit: int, position: float) -> None:
        is_hit, _ = self._membership(unit, position)
        mine = packed(is_hit)
        self.possible[unit] = mine | self.possible[unit] if unit in self.possible else mine

    def _doubt(self, call: Call) -> None:
        """A doubtful call is possible for a copy with anybody whom it may concern; all copies
        if it may be somebody else."""
        self.doubtful += 1
        may_be = np.full(self.lists.copies, sum(one[1] for one in call.whom) < 1 - _SURE)
        for unit, weight in call.whom:
            if weight > 0:
                may_be |= self._membership(unit, call.position)[0]
        self.doubtful_possible += may_be

    def _bet(self, call: Call, whom: tuple[tuple[int, float], ...]) -> None:
        terms = [self._term(call, unit, weight) for unit, weight in whom]
        terms = [term for term in terms if term.is_betting.any()]
        if not terms:
            return
        net = terms[0].net(self.gamma)
        for term in terms[1:]:
            net += term.net(self.gamma)
        self.evidence.put(net, call.caller, call.ratio)
        for term in terms:
            tallied = NAMING if not call.whom else None
            self._close(term, NAMING, tallied)
        if len(self._watched):
            self.looks.append(_watched(self.position, call, terms, self._watched))

    def _term(self, call: Call, unit: int, weight: float) -> Term:
        is_hit, is_contacted = self._membership(unit, call.position)
        is_open, chance = self._open(unit, call.position, NAMING)
        is_betting = is_open & ~(is_hit & is_contacted)
        if call.ratio is not None:
            is_betting &= call.ratio > 0
        return Term(unit, weight, is_betting, is_hit, chance)

    def _share(self, unit: int, position: float, only: Bools | None = None) -> None:
        is_hit, _ = self._membership(unit, position)
        is_open, chance = self._open(unit, position, SHARE)
        counting = is_open if only is None else is_open & only
        if counting.any():
            self._close(Term(unit, 1.0, counting, is_hit, chance), SHARE, SHARE)

    def _membership(self, unit: int, position: float) -> tuple[Bools, Bools]:
        """Per copy: was the unit in it at the call, and had its holder lawfully rung it?"""
        at = self.lists.of(unit)
        is_hit = np.zeros(self.lists.copies, dtype=bool)
        is_contacted = np.zeros(self.lists.copies, dtype=bool)
        is_hit[self.lists.copy[at]] = self.lists.release[at] <= position
        is_contacted[self.lists.copy[at]] = self.lists.contact[at] <= self.position
        return is_hit, is_contacted

    def _open(self, unit: int, position: float, counting: int) -> tuple[Bools, Floats]:
        """Per copy: is this its first look at the unit, and was something left to chance?"""
        chance = self.urn.chance(unit, position, counting)
        is_open = self.lists.took_part(unit) & (chance > 0) & (chance < 1)
        if unit in self.closed[counting]:
            is_open &= ~unpacked(self.closed[counting][unit], self.lists.copies)
        return is_open, chance

    def _close(self, term: Term, counting: int, tallied: int | None) -> None:
        if tallied is not None:
            gamma = self.gamma if tallied == NAMING else 1.0
            self.tallies[tallied].put(term.is_betting, term.is_hit, bounded(term.chance, gamma))
        self.urn.take(term.unit, term.is_betting, counting)
        closed, mine = self.closed[counting], packed(term.is_betting)
        closed[term.unit] = mine | closed[term.unit] if term.unit in closed else mine

    def _name(self) -> None:
        reached = (self.evidence.log() >= self.thresholds) & (self.named_at < 0)
        self.named_at[reached] = self.position


def _watched(place: int, call: Call, terms: Sequence[Term], copies: Ints) -> Look:
    """A look as these copies had it."""
    ratio = None if call.ratio is None else call.ratio[copies]
    kept = tuple(
        Term(
            one.unit, one.weight, one.is_betting[copies], one.is_hit[copies], one.chance[copies]
        )
        for one in terms
    )
    return Look(place, call.caller, ratio, kept)
