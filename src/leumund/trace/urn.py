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

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leumund.trace.lists import Bools, Floats, Ints, Lists

NAMING = 0
SHARE = 1
_COUNTS = 2
_ZERO = np.uint64(0)
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
        np.subtract.at(self.left[counting], groups[groups >= 0], 1)


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
        bounds = np.arange(len(units) + 1) * lists.copies
        self._slices = np.searchsorted(self._groups.pair, bounds)
        self._left = np.tile(units, (_COUNTS, 1, 1))

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        stratum = self._lists.strata[unit]
        at = slice(*self._slices[stratum : stratum + 2])
        groups = self._groups
        released = groups.left[counting][at] * (groups.release[at] <= call_position)
        inside = np.bincount(
            groups.pair[at] % self._lists.copies, released, minlength=self._lists.copies
        )
        return _part(inside, self._left[counting][stratum])

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        self._left[counting][self._lists.strata[unit]][copies] -= 1
        self._groups.take(unit, copies, counting)


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
        self._keys, row_of, sizes = np.unique(
            keys, axis=0, return_inverse=True, return_counts=True
        )
        self._row_of = row_of.reshape(-1)
        self._sizes = np.append(sizes, 0)  # the row that no unit has stands at -1
        self._index = {key.tobytes(): row for row, key in enumerate(self._keys)}
        self._groups = Groups(self._row_of[lists.unit_of_membership()], lists)
        self._cells: dict[int, _Cell] = {}
        self._taken: list[dict[int, Ints]] = [{}, {}]

    def chance(self, unit: int, call_position: float, counting: int) -> Floats:
        cell = self._cell(int(self._row_of[unit]))
        left = self._sizes[cell.inside] + self._sizes[cell.outside]
        for row in cell.rows:
            if row in self._taken[counting]:
                taken = self._taken[counting][row]
                left = left - taken * ((cell.inside == row) | (cell.outside == row))
        is_out = self._groups.release[cell.groups] <= call_position
        released = self._groups.left[counting][cell.groups] * is_out
        return _part(np.bincount(cell.owners, released, minlength=self._lists.copies), left)

    def take(self, unit: int, copies: Bools, counting: int) -> None:
        row = int(self._row_of[unit])
        taken = self._taken[counting].setdefault(row, np.zeros(self._lists.copies, np.int64))
        taken[copies] += 1
        self._groups.take(unit, copies, counting)

    def cells_of_copy(self, copy: int) -> Ints:
        """Per unit: a number for its cell as this copy sees it (for the redraw audit)."""
        is_in = np.zeros(self._lists.units, dtype=bool)
        is_in[self._lists.unit_of_membership()[self._lists.copy == copy]] = True
        others = self._keys[self._row_of] - np.where(is_in[:, None], self._words[copy], _ZERO)
        return np.unique(others, axis=0, return_inverse=True)[1].reshape(-1)

    def _cell(self, row: int) -> _Cell:
        if row not in self._cells:
            self._cells[row] = self._find_cell(row)
        return self._cells[row]

    def _find_cell(self, row: int) -> _Cell:
        key, words = self._keys[row], self._words
        with_it, without_it = self._lookup(key + words), self._lookup(key - words)
        is_in = self._copies_of(row)
        inside, outside = np.where(is_in, row, with_it), np.where(is_in, without_it, row)
        pairs = np.where(inside >= 0, inside * self._lists.copies + np.arange(len(words)), -1)
        first = np.searchsorted(self._groups.pair, pairs, "left")
        past = np.where(pairs >= 0, np.searchsorted(self._groups.pair, pairs, "right"), first)
        owners = np.repeat(np.arange(len(words)), past - first)
        groups = np.concatenate([np.arange(a, b) for a, b in zip(first, past, strict=True)])
        rows = tuple(np.union1d(inside, outside).tolist())
        return _Cell(inside, outside, rows, groups.astype(np.int64), owners)

    def _lookup(self, keys: NDArray[np.uint64]) -> Ints:
        return np.array([self._index.get(key.tobytes(), -1) for key in keys], dtype=np.int64)

    def _copies_of(self, row: int) -> Bools:
        unit = int(np.flatnonzero(self._row_of == row)[0])
        is_in = np.zeros(self._lists.copies, dtype=bool)
        is_in[self._lists.copy[self._lists.of(unit)]] = True
        return is_in


class _Cell(NamedTuple):
    """One row's surroundings, per copy: the row with it, the row without it (-1: nobody)."""

    inside: Ints
    outside: Ints
    rows: tuple[int, ...]
    groups: Ints
    owners: Ints


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
