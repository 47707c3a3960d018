"""The redraw audit: before a copy is named, its list is drawn anew thousands of times.

Each redraw comes from the draw's own code and manifest, never from the urn, and the same
calls are weighed against it. A pipeline that is right crosses its threshold hardly ever;
two crossings or more in 10,000 block the naming. The audit catches a wrong chance and a
filter that looks at other partners; it cannot see a stream that depends on the copy itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leumund.trace.calls import NOBODY, read_calls
from leumund.trace.lists import NEVER, NO_PARENT, Eligibility, Lists, read_lists
from leumund.trace.scale import Scale
from leumund.trace.urn import Counted, StratumUrn, cells_as_seen
from leumund.trace.weighing import read_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from leumund.trace.lists import Bools, Floats, Ints
    from leumund.trace.weighing import Design

Triple = tuple[int, int, float]
REDRAWS = 10_000
BLOCKING_CROSSINGS = 2
NOT_IN_COPY = -1
_BATCH_LISTS = 500


@dataclass(frozen=True, slots=True)
class RedrawAudit:
    """How many redrawn lists of a copy would have been named by the same calls."""

    redraws: int
    crossings: int

    @property
    def is_blocking(self) -> bool:
        """So many crossings that something is wrong with the draw or with a filter."""
        return self.crossings >= BLOCKING_CROSSINGS


class Moved(NamedTuple):
    """A redrawn list that serves again: as in ``portions``, but ``units`` (sorted, distinct)
    are in the portions ``now``. Written like this, a million units are not copied for it."""

    portions: NDArray[np.signedinteger[Any]]
    units: Ints
    now: NDArray[np.signedinteger[Any]]

    @classmethod
    def not_at_all(cls, portions: ArrayLike) -> Moved:
        """The list as it was drawn."""
        return cls(np.asarray(portions), np.empty(0, np.int64), np.empty(0, np.int64))

    def of(self, units: Ints) -> NDArray[np.signedinteger[Any]]:
        """The portions of these units."""
        found = self.portions[units]
        if len(self.units):
            place = np.searchsorted(self.units[:-1], units)
            is_moved = self.units[place] == units
            found[is_moved] = self.now[place[is_moved]]
        return found


def redraw_audit(
    redrawn: Iterable[ArrayLike | Moved],
    subjects: ArrayLike,
    *,
    cells: ArrayLike,
    eligible: ArrayLike | None = None,
    portion_positions: ArrayLike | None = None,
    contacted_at: ArrayLike | None = None,
    starts: ArrayLike | None = None,
    called_at: ArrayLike | None = None,
    callers: ArrayLike | None = None,
    knowledge: ArrayLike | None = None,
    candidates: Sequence[Triple] = (),
    weight: float,
    alpha: float,
    gamma: float = 1.0,
) -> RedrawAudit:
    """Weigh the same calls against redrawn lists of one copy.

    Args:
        redrawn: per redraw one int array over units: the portion in which the unit would
            have left, -1 if it is not in the redrawn list; or what was moved in such an array.
        subjects, starts, called_at, callers, candidates, alpha, gamma: as given to ``weigh``.
        knowledge: per call, the ratio given to ``weigh`` for this copy.
        cells: per unit, its cell as the copy sees it (``cells_of_copy``).
        eligible: per unit, whether it took part in the draw of this copy.
        portion_positions: stream position of each portion's hand-over (inf: still at home).
        contacted_at: per unit, the position of the holder's first lawful contact (inf: none).
        weight: the copy's booked weight.
    """
    whom = [unit for _, unit, _ in candidates]
    sight = _Sight.of(subjects, cells, eligible, portion_positions, contacted_at, whom)
    doubtful = sight.placed(candidates)
    threshold = -log(weight) - log(alpha)
    done = crossings = 0
    for batch in _batches(redrawn, sight):
        lists, urn = _as_lists(batch, sight)
        thresholds = np.full(lists.copies, threshold)
        scale = Scale(
            lists,
            urn,
            read_starts(starts),
            thresholds,
            gamma=gamma,
            has_callers=callers is not None,
        )
        ratios = None if knowledge is None else _for_all(knowledge, lists.copies)
        for call in read_calls(
            sight.places,
            called_at,
            lists.units,
            lists.copies,
            callers=callers,
            knowledge=ratios,
            candidates=doubtful,
        ):
            scale.put(call)
        done += lists.copies
        crossings += int((scale.named_at >= 0).sum())
    return RedrawAudit(redraws=done, crossings=crossings)


def _for_all(knowledge: ArrayLike, copies: int) -> Floats:
    """The same ratio for all redrawn lists."""
    column = np.asarray(knowledge, dtype=float)[:, None]
    return np.broadcast_to(column, (len(column), copies))


def cells_of_copy(
    copies: Any,
    copy: int,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
) -> Ints:
    """Per unit, a number for its cell as this copy sees it; arguments as for ``weigh``."""
    return cells_as_seen(read_lists(copies, strata, eligible, None, None), design, copy)


@dataclass(frozen=True, slots=True, eq=False)
class _Sight:
    """What of a redrawn list is looked at: the units of the calls, and how many the rest are.

    ``people``: the distinct units of the calls; ``places``: per call its place among them,
    -1 for nobody. All else is a count: ``units`` per cell. The last of ``positions`` belongs
    to portion -1 and says that it never left.
    """

    people: Ints
    places: Ints
    cells: Ints
    is_open: Bools
    units: Ints
    positions: Floats
    contact: Floats

    @classmethod
    def of(
        cls,
        subjects: ArrayLike,
        cells: ArrayLike,
        eligible: ArrayLike | None,
        portion_positions: ArrayLike | None,
        contacted_at: ArrayLike | None,
        doubtful: Sequence[int] = (),
    ) -> _Sight:
        calls, cell = np.asarray(subjects, dtype=np.int64), np.asarray(cells, dtype=np.int64)
        people = np.unique(np.append(calls[calls >= 0], np.array(doubtful, dtype=np.int64)))
        places = np.where(calls >= 0, np.searchsorted(people, calls), NOBODY)
        is_open = np.ones(len(cell), bool) if eligible is None else np.asarray(eligible, bool)
        first = [0.0] if portion_positions is None else portion_positions
        contact = (
            np.full(len(cell), NEVER) if contacted_at is None else np.asarray(contacted_at)
        )
        units = np.bincount(cell[is_open], minlength=int(cell.max(initial=0)) + 1)
        positions = np.append(np.asarray(first, dtype=float), NEVER)
        return cls(people, places, cell, is_open, units, positions, contact)

    def placed(self, candidates: Sequence[Triple]) -> list[Triple]:
        """Triples (call, unit, weight) with the place among ``people`` for the unit."""
        return [
            (call, int(np.searchsorted(self.people, unit)), weight)
            for call, unit, weight in candidates
        ]


class _Batch(NamedTuple):
    """Redrawn lists side by side: the portion of each person (people x lists, -1: not in
    the list), and how many members each cell has per portion (lists x cells x portions)."""

    portion: Ints
    members: Ints


def _batches(redrawn: Iterable[ArrayLike | Moved], sight: _Sight) -> Iterator[_Batch]:
    portions, members = [], []
    base, counted = None, np.empty(0, np.int64)
    for drawn in redrawn:
        moved = drawn if isinstance(drawn, Moved) else Moved.not_at_all(drawn)
        if moved.portions is not base:
            base, counted = moved.portions, _members(moved.portions, sight)
        portions.append(moved.of(sight.people))
        members.append(counted + _difference(moved, sight))
        if len(portions) == _BATCH_LISTS:
            yield _Batch(np.stack(portions, axis=1), np.array(members))
            portions, members = [], []
    if portions:
        yield _Batch(np.stack(portions, axis=1), np.array(members))


def _members(portions: Ints, sight: _Sight) -> Ints:
    """How many members each cell has per portion."""
    return _counts(np.flatnonzero(portions != NOT_IN_COPY), portions, sight)


def _difference(moved: Moved, sight: _Sight) -> Ints:
    """What the moves change in these counts."""
    here = np.arange(len(moved.units))
    before, after = moved.portions[moved.units], moved.now
    gained = _counts(here[after != NOT_IN_COPY], after, sight, moved.units)
    return gained - _counts(here[before != NOT_IN_COPY], before, sight, moved.units)


def _counts(places: Ints, portions: Ints, sight: _Sight, units: Ints | None = None) -> Ints:
    unit = places if units is None else units[places]
    is_open = sight.is_open[unit]
    width = len(sight.positions) - 1
    keys = sight.cells[unit[is_open]] * width + portions[places[is_open]]
    return np.bincount(keys, minlength=len(sight.units) * width)


def _as_lists(batch: _Batch, sight: _Sight) -> tuple[Lists, StratumUrn]:
    count = batch.portion.shape[1]
    person, copy = np.nonzero(batch.portion != NOT_IN_COPY)
    starts_at = np.searchsorted(person, np.arange(len(sight.people) + 1))
    is_open = sight.is_open[sight.people]
    lists = Lists(
        units=len(sight.people),
        copies=count,
        starts_at=starts_at,
        copy=copy,
        release=sight.positions[batch.portion[person, copy]],
        contact=sight.contact[sight.people][person],
        is_drawn=is_open[person],
        strata=sight.cells[sight.people],
        eligible=Eligibility(np.repeat(is_open[:, None], count, axis=1)),
        parents=np.full(count, NO_PARENT),
    )
    units = np.repeat(sight.units[:, None], count, axis=1)
    return lists, StratumUrn(lists, _counted(batch, sight), units)


def _counted(batch: _Batch, sight: _Sight) -> Counted:
    portions = len(sight.positions) - 1
    copy, key = np.nonzero(batch.members)
    return Counted(
        cell=key // portions,
        copy=copy,
        release=sight.positions[key % portions],
        members=batch.members[copy, key],
    )
