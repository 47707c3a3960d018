"""A list found in the wild: from whose copy was it taken?

One look at one file. The number of its people who are in a copy follows, if the copy was not
used, the sum over cells of hypergeometric laws (of Poisson-binomial ones where every
membership was a coin of its own); its upper tail is exact, and for a single look it beats the
evidence of ``weigh``. A doubtful match counts half a hit: any weights are sound, as long as
they were given without looking at the copies.

The weight booked for a file has three parts. Half is for this exact tail, a quarter for the
evidence of colluders who merged their lists (``leumund.trace.colluders``), and a quarter for
file and complaints together (``leumund.trace.together``), so that the three cannot name more
often than the file's weight allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaln

from leumund.trace.colluders import FileView, evidence_of_colluders
from leumund.trace.lists import NotWeighable, read_lists
from leumund.trace.urn import PatternUrn

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from leumund.trace.lists import Bools, Floats, Ints, Lists
    from leumund.trace.weighing import Design

EXACT_PART, COLLUDERS_PART, TOGETHER_PART = 0.5, 0.25, 0.25
_SMALLEST = 1e-300
_SURE, _HALF = 2, 1


@dataclass(frozen=True, slots=True, eq=False)
class FileWeighing:
    """Per copy: the chance of at least so many hits if it was not used, and what was counted.

    ``chance``: exact tail (floor 1e-300). ``log_e``: the evidence of colluders. ``bound``: an
    upper bound of the chance that an unused copy would look so bad by any of the three parts;
    ``named``: copies whose bound is at most weight·alpha. ``hits``: people of the file in the
    copy; ``doubtful_hits``: doubtful ones in it; ``expected``: how many of the sure ones
    chance would put there; ``excluded``: people of the file whom the copy cannot explain.
    ``people``: distinct units of the file; ``doubtful``: doubtful ones beside them.
    """

    chance: Floats
    log_e: Floats
    bound: Floats
    named: tuple[int, ...]
    hits: Ints
    doubtful_hits: Ints
    expected: Floats
    excluded: Ints
    people: int
    doubtful: int


def weigh_file(
    copies: Any,
    found: ArrayLike,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    released_at: Any | None = None,
    found_at: float = np.inf,
    weights: ArrayLike | None = None,
    alpha: float = 1e-3,
    doubtful: ArrayLike = (),
    chances: ArrayLike | None = None,
    log_together: ArrayLike | None = None,
) -> FileWeighing:
    """Weigh one stray list; arguments as for ``weigh``.

    ``found``: unit indices of the file's people (-1: nobody of this draw); ``doubtful``: units
    that may be meant, chosen without looking at the copies. ``found_at``: the position before
    which the file was taken; memberships released later do not count. ``weights``: the part of
    each copy's weight booked for this file. ``chances`` (units x copies): where every
    membership was a coin of its own, tossed with this chance. ``log_together``: per copy, the
    log evidence of file and complaints together. Raises NotWeighable.
    """
    lists = read_lists(copies, strata, eligible, released_at, None)
    people = _units(found, "found", lists)
    known = people[people >= 0]
    unsure = np.setdiff1d(_units(doubtful, "doubtful", lists), [*known.tolist(), -1])
    view = _view(lists, design, known, unsure, found_at)
    coins = None if chances is None else np.asarray(chances, dtype=float)
    rows = [_tail(view, copy, coins) for copy in range(lists.copies)]
    chance, expected = (np.array(column) for column in zip(*rows, strict=True))
    log_e = evidence_of_colluders(view) if coins is None else np.zeros(lists.copies)
    bound = _bound(chance, log_e, log_together)
    shares = np.full(lists.copies, 1 / lists.copies) if weights is None else np.asarray(weights)
    hits = view.is_in[: len(known)].sum(axis=0)
    return FileWeighing(
        chance=chance,
        log_e=log_e,
        bound=bound,
        named=tuple(np.flatnonzero(bound <= shares * alpha).tolist()),
        hits=hits,
        doubtful_hits=view.is_in[len(known) :].sum(axis=0),
        expected=expected,
        excluded=len(people) - hits,
        people=len(people),
        doubtful=len(unsure),
    )


def points_of(units: Ints, known: int) -> Ints:
    """Per unit looked at, what a hit counts: the first ``known`` two points, the rest one."""
    return np.where(np.arange(len(units)) < known, _SURE, _HALF)


def tail_of(points: Ints, is_hit: Bools, cells: Ints, size: Ints, inside: Ints) -> float:
    """The exact chance of at least the points that the hits make.

    Per unit looked at its points and its cell; per cell its size and the copy's units in it.
    """
    law = np.ones(1)
    for cell in np.unique(cells):
        mine = cells == cell
        sure, half = (int((points[mine] == kind).sum()) for kind in (_SURE, _HALF))
        law = np.convolve(law, _law(int(size[cell]), int(inside[cell]), sure, half))
    return _clipped(law[int(points[is_hit].sum()) :].sum())


def _bound(chance: Floats, log_e: Floats, log_together: ArrayLike | None) -> Floats:
    """The union bound over the three parts, each by what is booked for it."""
    bound = np.minimum(chance / EXACT_PART, np.exp(-log_e) / COLLUDERS_PART)
    if log_together is not None:
        together = np.asarray(log_together, dtype=float)
        bound = np.minimum(bound, np.exp(-np.minimum(together, 690.0)) / TOGETHER_PART)
    return np.clip(bound, _SMALLEST, 1.0)


def _units(units: ArrayLike, name: str, lists: Lists) -> Ints:
    found = np.unique(np.asarray(units, dtype=np.int64))
    if len(found) and (found[0] < -1 or found[-1] >= lists.units):
        raise NotWeighable(name=name, what=f"a unit lies outside 0..{lists.units - 1}")
    return found


def _view(lists: Lists, design: str, known: Ints, unsure: Ints, found_at: float) -> FileView:
    """Everything about the file's people that the tests look at."""
    units = np.concatenate([known, unsure])
    order = np.argsort(lists.copy, kind="stable")
    bounds = np.searchsorted(lists.copy[order], np.arange(lists.copies + 1))
    member, is_out = lists.unit_of_membership()[order], lists.release[order] <= found_at
    place = np.full(lists.units, -1)
    place[units] = np.arange(len(units))
    sight = _sight(lists, design, units)
    is_in = np.zeros((len(units), lists.copies), dtype=bool)
    is_open = np.ones_like(is_in)
    cells, size, inside, chance = [], [], [], np.zeros(lists.copies)
    for copy in range(lists.copies):
        at = slice(bounds[copy], bounds[copy + 1])
        mine = member[at][is_out[at]]
        is_in[place[mine][place[mine] >= 0], copy] = True
        cell, at_units, sizes, took_part = sight(copy)
        is_open[:, copy] = took_part[units]
        cells.append(at_units)
        size.append(sizes)
        drawn = mine[took_part[mine]]
        inside.append(np.bincount(cell[drawn], minlength=len(sizes)))
        chance[copy] = _chance(lists, took_part, drawn, units)
    points = points_of(units, len(known))
    return FileView(units, points, is_in, is_open, cells, size, inside, chance)


def _sight(
    lists: Lists, design: str, units: Ints
) -> Callable[[int], tuple[Ints, Ints, Ints, Bools]]:
    """Per copy: the cell of every unit and of these units, the cells' sizes, who took part."""
    cells_of = PatternUrn(lists).cells_of_copy if design != "independent" else None
    is_same = cells_of is None and lists.eligible.matrix is None

    def sight(copy: int) -> tuple[Ints, Ints, Ints, Bools]:
        cell = lists.strata if cells_of is None else cells_of(copy)
        took_part = lists.eligible.column(copy, lists.units)
        size = np.bincount(cell[took_part], minlength=int(cell.max(initial=0)) + 1)
        return cell, cell[units], size, took_part

    once = sight(0) if is_same else None
    return sight if once is None else lambda _copy: once


def _chance(lists: Lists, took_part: Bools, drawn: Ints, units: Ints) -> float:
    """The part of these units that the sizes of the draw, by stratum, put into a copy."""
    if not len(units):
        return 0.0
    strata, many = lists.strata, int(lists.strata.max(initial=0)) + 1
    size = np.bincount(strata[took_part], minlength=many)
    part = np.bincount(strata[drawn], minlength=many) / np.maximum(size, 1)
    return float(part[strata[units]].mean())


def _tail(view: FileView, copy: int, coins: Floats | None) -> tuple[float, float]:
    """The exact chance of so many points, and how many sure hits chance would make."""
    is_open = view.is_open[:, copy]
    points, is_hit = view.points[is_open], view.is_in[is_open, copy]
    if coins is not None:
        chance = coins[view.units[is_open], copy]
        return _coins_tail(chance, points, is_hit), float(chance[points == _SURE].sum())
    cells, size, inside = view.cells[copy][is_open], view.size[copy], view.inside[copy]
    sure = cells[points == _SURE]
    expected = float((inside[sure] / size[sure]).sum())
    return tail_of(points, is_hit, cells, size, inside), expected


def _coins_tail(chance: Floats, points: Ints, is_hit: Bools) -> float:
    law = np.ones(1)
    for each, worth in zip(chance.tolist(), points.tolist(), strict=True):
        grown = np.append(law, np.zeros(worth)) * (1 - each)
        grown[worth:] += law * each
        law = grown
    return _clipped(law[int(points[is_hit].sum()) :].sum())


def _clipped(tail: float) -> float:
    return min(1.0, max(float(tail), _SMALLEST))


def _law(of: int, inside: int, sure: int, half: int) -> Floats:
    """The law of the points in one cell."""
    first = _hypergeometric(of, inside, sure)
    law = np.zeros(_SURE * sure + _HALF * half + 1)
    for hits, chance in enumerate(first.tolist()):
        if chance > 0:
            more = _hypergeometric(of - sure, inside - hits, half)
            law[_SURE * hits : _SURE * hits + len(more)] += chance * more
    return law


def _hypergeometric(of: int, inside: int, drawn: int) -> Floats:
    """The chance of 0, 1, 2 ... hits among ``drawn`` out of ``of``, ``inside`` of which count.

    As scipy.stats has it, whose import alone takes longer than most searches.
    """
    outside = of - inside
    hits = np.arange(max(0, drawn - outside), min(inside, drawn) + 1)
    ways = betaln(hits + 1, inside - hits + 1) + betaln(
        drawn - hits + 1, outside - drawn + hits + 1
    )
    sizes = betaln([inside + 1, outside + 1, of + 1], 1)
    chance = np.exp(sizes[0] + sizes[1] - sizes[2] + betaln(of - drawn + 1, drawn + 1) - ways)
    return np.concatenate((np.zeros(hits[0]), chance))
