"""The chance that the next person who complained is in a copy, as the draw made it.

Given everybody else's lists and what was already looked at, the units of one *cell* are
exchangeable, so that chance is a count: the copy's units left in the cell (released before
the call) over all units left in it. What a cell is depends on the design of the draw:

- ``independent``: each copy was drawn apart from the others; a cell is a stratum, restricted
  to the units that took part in the draw of that copy.
- ``conditional``: a cell is a stratum together with the pattern of the other copies'
  membership (and of eligibility). Given that pattern only the units of the cell could have
  been exchanged, so a constant number of holders leaves nothing to chance, and says so.

Two counts run side by side. Calls left out by the filter on lawful contacts never leave the
urn for NAMING (which keeps the chance an upper bound), but they do for the SHARE (which
keeps it a lower bound): each errs to the side that spares the partner, or the customer.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from leumund.trace.lists import NO_PARENT, Eligibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from leumund.trace.lists import Bools, Floats, Ints, Lists

NAMING = 0
SHARE = 1
_COUNTS = 2
_ZERO = np.uint64(0)
_NOT_COUNTED = -1
NO_ROW = -1
_WORD_SEED, _STRATUM_SEED, _ELIGIBLE_SEED = 1, 2, 3


class Urn(Protocol):
    """What remains to be drawn from, per copy."""

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        """Per copy: the chance that this unit is in it and was released before the call."""
        ...

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        """This unit was looked at for these copies and leaves their urns."""
        ...


class Counted(NamedTuple):
    """How many memberships there are per (cell, copy, release), where only some are listed."""

    cell: Ints
    copy: Ints
    release: Floats
    members: Ints


class Groups:
    """Memberships left, counted by (cell, copy, release), the cells in ascending order."""

    def __init__(self, cell: Ints, lists: Lists, counted: Counted | None = None) -> None:
        self._lists = lists
        if counted is None:
            counted = Counted(cell, lists.copy, lists.release, lists.is_drawn.astype(np.int64))
        releases, moment = np.unique(counted.release, return_inverse=True)
        pairs = counted.cell * lists.copies + counted.copy
        unique, group = np.unique(pairs * len(releases) + moment, return_inverse=True)
        members = np.bincount(group, counted.members, minlength=len(unique)).astype(np.int64)
        self.pair = unique // max(len(releases), 1)
        self.release = releases[unique % max(len(releases), 1)]
        self.left = np.tile(members, (_COUNTS, 1))
        mine = np.searchsorted(releases, lists.release)
        keys = (cell * lists.copies + lists.copy) * len(releases) + mine
        self.group_of = np.where(lists.is_drawn, np.searchsorted(unique, keys), -1)

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        at = self._lists.of(unit)
        groups = self.group_of[at][copies[self._lists.copy[at]]]
        # A unit is in a copy once, so that no group stands here twice.
        self.left[counting][groups[groups >= 0]] -= 1


class StratumUrn:
    """The urn of independent draws: per copy and stratum."""

    def __init__(
        self, lists: Lists, counted: Counted | None = None, units: Ints | None = None
    ) -> None:
        """``counted`` and ``units`` (strata x copies) where not all units are listed."""
        self._lists = lists
        strata = lists.strata[lists.unit_of_membership()]
        self._groups = Groups(strata, lists, counted)
        if units is None:
            units = _units_per_stratum(lists, int(lists.strata.max(initial=-1)) + 1)
        self.left = np.tile(units, (_COUNTS, 1, 1))
        self._out = _Out(self._groups, len(units), lists.copies)

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        stratum = int(self._lists.strata[unit])
        inside = self._out.inside(stratum, call_position, counting)
        return _part(inside, self.left[counting][stratum])

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        stratum = int(self._lists.strata[unit])
        self.left[counting][stratum] -= copies
        at = self._lists.of(unit)
        mine = np.flatnonzero(copies[self._lists.copy[at]]) + at.start
        self._out.take(stratum, mine, self._lists, counting)
        self._groups.take(unit, copies, counting)


class _Out:
    """Per stratum and copy the members left that had been released up to a position.

    Positions mostly grow; what was released since the last one is added. For a call that was
    made before it all is counted anew.
    """

    def __init__(self, groups: Groups, strata: int, copies: int) -> None:
        self._groups, self._copies = groups, copies
        bounds = np.searchsorted(groups.pair, np.arange(strata + 1) * copies)
        self._order = [
            at + np.argsort(groups.release[at:past], kind="stable")
            for at, past in pairwise(bounds.tolist())
        ]
        self._until = np.full((_COUNTS, strata), -np.inf)
        self._added = np.zeros((_COUNTS, strata), dtype=np.int64)
        self._inside = np.zeros((_COUNTS, strata, copies), dtype=np.int64)

    def inside(self, stratum: int, position: float, counting: int) -> Ints:
        """Per copy."""
        order, left = self._order[stratum], self._groups.left[counting]
        if position < self._until[counting, stratum]:
            return self._count(order[self._groups.release[order] <= position], left)
        added = int(self._added[counting, stratum])
        past = int(np.searchsorted(self._groups.release[order], position, side="right"))
        if past > added:
            self._inside[counting, stratum] += self._count(order[added:past], left)
            self._added[counting, stratum] = past
        self._until[counting, stratum] = position
        inside: Ints = self._inside[counting, stratum]
        return inside

    def take(self, stratum: int, memberships: Ints, lists: Lists, counting: int) -> None:
        """These memberships leave; to be told before the groups are."""
        until = self._until[counting, stratum]
        is_in = lists.is_drawn[memberships] & (lists.release[memberships] <= until)
        self._inside[counting, stratum, lists.copy[memberships[is_in]]] -= 1

    def _count(self, groups: Ints, left: Ints) -> Ints:
        owners = self._groups.pair[groups] % self._copies
        counted = np.bincount(owners, left[groups], minlength=self._copies)
        return counted.astype(np.int64)


class PatternUrn:
    """The urn of conditional designs: per copy, stratum and pattern of the others' membership.

    A *row* is one kind of unit: its stratum, its eligibility and its whole membership. For
    copy i the cell of a unit is made of two rows that differ in i alone; rows are found by
    128-bit sums of fixed random words, one word per copy.
    """

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._words = _random_words(lists.copies, _WORD_SEED)
        keys = _row_keys(lists, self._words)
        self._keys, self._a_unit, row_of, self._sizes = np.unique(
            keys, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        self._row_of = row_of.reshape(-1)
        self._groups = Groups(self._row_of[lists.unit_of_membership()], lists)
        self._pairs, self._first = np.unique(self._groups.pair, return_index=True)
        self.left = np.full((_COUNTS, len(self._pairs)), _NOT_COUNTED, dtype=np.int64)
        self._cells: dict[int, _Cells] = {}

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        cells = self._cells_of(int(self._row_of[unit]))
        is_out = self._groups.release[cells.groups] <= call_position
        released = self._groups.left[counting][cells.groups] * is_out
        inside = np.bincount(cells.owners, released, minlength=len(cells.copies))
        chance = np.zeros(self._lists.copies)
        chance[cells.copies] = _part(inside, self.left[counting][cells.cells])
        return chance

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        cells = self._cells_of(int(self._row_of[unit]))
        self.left[counting][cells.cells[copies[cells.copies]]] -= 1
        self._groups.take(unit, copies, counting)

    def cells_of_copy(self, copy: int) -> Ints:
        """Per unit: a number for its cell as this copy sees it (for the redraw audit)."""
        is_in = np.zeros(self._lists.units, dtype=bool)
        is_in[self._lists.unit_of_membership()[self._lists.copy == copy]] = True
        others = self._keys[self._row_of] - np.where(is_in[:, None], self._words[copy], _ZERO)
        return np.unique(others, axis=0, return_inverse=True)[1].reshape(-1)

    def _cells_of(self, row: int) -> _Cells:
        if row not in self._cells:
            self._cells[row] = self._find_cells(row)
        return self._cells[row]

    def _find_cells(self, row: int) -> _Cells:
        key, words = self._keys[row], self._words
        is_in = np.zeros(self._lists.copies, dtype=bool)
        is_in[self._lists.copy[self._lists.of(int(self._a_unit[row]))]] = True
        other = self._lookup(np.where(is_in[:, None], key - words, key + words))
        inside, outside = np.where(is_in, row, other), np.where(is_in, other, row)
        copies = np.flatnonzero(inside != NO_ROW)
        wanted = inside[copies] * self._lists.copies + copies
        cells = np.searchsorted(self._pairs, wanted)
        units = self._sizes[inside[copies]] + np.where(
            outside[copies] != NO_ROW, self._sizes[outside[copies]], 0
        )
        is_new = self.left[NAMING][cells] == _NOT_COUNTED
        self.left[:, cells[is_new]] = units[is_new]
        first = self._first[cells]
        count = np.append(self._first, len(self._groups.pair))[cells + 1] - first
        owners = np.repeat(np.arange(len(cells)), count)
        within = np.arange(len(owners)) - np.repeat(np.cumsum(count) - count, count)
        return _Cells(copies, cells, first[owners] + within, owners)

    def _lookup(self, keys: NDArray[np.uint64]) -> Ints:
        """The row of each key, NO_ROW for none; rows are in ascending order of both words."""
        first = self._keys[:, 0]
        at = np.searchsorted(first, keys[:, 0])
        found = np.full(len(keys), NO_ROW, dtype=np.int64)
        # Two rows share their first word about never; then the second is looked at, too.
        for step in (1, 0):
            place = np.minimum(at + step, len(first) - 1)
            is_it = (self._keys[place] == keys).all(axis=1)
            found[is_it] = place[is_it]
        return found


class _Cells(NamedTuple):
    """One row's surroundings: the copies for which something could have been exchanged, the
    cell of each, and the groups of all these cells, each with its owner among the copies."""

    copies: Ints
    cells: Ints
    groups: Ints
    owners: Ints


class FamilyUrn:
    """The urns of lists drawn inside other lists: one for the copies at the top, and one for
    those that were drawn inside the same list, of whose people alone it holds."""

    def __init__(self, lists: Lists, kind: Callable[[Lists], Urn]) -> None:
        self._copies = lists.copies
        families = [np.flatnonzero(lists.parents == one) for one in np.unique(lists.parents)]
        self.urns = [(mine, kind(_family(lists, mine))) for mine in families]

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        chance = np.zeros(self._copies)
        for mine, urn in self.urns:
            chance[mine] = urn.chance(unit, call_position, counting)
        return chance

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        for mine, urn in self.urns:
            urn.take(unit, copies[mine], counting)


def _family(lists: Lists, mine: Ints) -> Lists:
    """The lists of these copies alone, with what of their draw is left to chance."""
    is_mine = np.isin(lists.copy, mine)
    units = lists.unit_of_membership()[is_mine]
    took_part = np.stack([lists.who_took_part(int(copy)) for copy in mine], axis=1)
    return replace(
        lists,
        copies=len(mine),
        starts_at=np.searchsorted(units, np.arange(lists.units + 1)),
        copy=np.searchsorted(mine, lists.copy[is_mine]),
        release=lists.release[is_mine],
        contact=lists.contact[is_mine],
        is_drawn=lists.is_drawn[is_mine],
        eligible=Eligibility(None if took_part.all() else took_part),
        parents=np.full(len(mine), NO_PARENT),
    )


def cells_as_seen(lists: Lists, design: str, copy: int) -> Ints:
    """Per unit, a number for its cell as this copy sees it."""
    return lists.strata if design == "independent" else PatternUrn(lists).cells_of_copy(copy)


def _part(inside: NDArray[Any], left: NDArray[Any]) -> Floats:
    part: Floats = np.divide(inside, left, out=np.zeros(len(inside)), where=left > 0)
    return part


def _units_per_stratum(lists: Lists, strata: int) -> Ints:
    if lists.eligible.matrix is None and (lists.parents < 0).all():
        sizes = np.bincount(lists.strata, minlength=strata)
        return np.repeat(sizes[:, None], lists.copies, axis=1)
    return np.stack(
        [
            np.bincount(lists.strata[lists.who_took_part(i)], minlength=strata)
            for i in range(lists.copies)
        ],
        axis=1,
    )


def _random_words(count: int, seed: int) -> NDArray[np.uint64]:
    """Two 64-bit words each; fixed, so that two runs see the same rows."""
    return np.random.default_rng(seed).integers(0, 2**64, size=(count, 2), dtype=np.uint64)


def _row_keys(lists: Lists, words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    strata = _random_words(int(lists.strata.max(initial=0)) + 1, _STRATUM_SEED)
    keys = _summed(words[lists.copy], lists.starts_at) + strata[lists.strata]
    if lists.eligible.matrix is not None:
        for copy, word in enumerate(_random_words(lists.copies, _ELIGIBLE_SEED)):
            keys[lists.eligible.column(copy, lists.units)] += word
    return keys


def _summed(words: NDArray[np.uint64], starts_at: Ints) -> NDArray[np.uint64]:
    totals = np.zeros((len(words) + 1, 2), dtype=np.uint64)
    np.cumsum(words, axis=0, out=totals[1:])
    return totals[starts_at[1:]] - totals[starts_at[:-1]]
