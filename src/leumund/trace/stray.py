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
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaln

from leumund.trace.colluders import Against, FileView, evidence_of_colluders, search_of
from leumund.trace.lists import NEVER, NotWeighable, read_lists
from leumund.trace.urn import PatternUrn
from leumund.trace.weighing import log_thresholds, read_weights

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
    view, people, known = look_at_file(
        copies,
        found,
        doubtful,
        design=design,
        strata=strata,
        eligible=eligible,
        released_at=released_at,
        found_at=found_at,
    )
    shares = read_weights(weights, view.is_in.shape[1])
    coins = None if chances is None else _coins(chances, view)
    log_thresholds(shares, alpha)
    count = view.is_in.shape[1]
    laws = [_law_of(view, copy, coins) for copy in range(count)]
    chance = np.array([_tail(law, view, copy) for copy, law in enumerate(laws)])
    log_e = evidence_of_colluders(view) if coins is None else np.full(count, -np.inf)
    bound = _bound(chance, log_e, log_together)
    hits = view.is_in[:known].sum(axis=0)
    return FileWeighing(
        chance=chance,
        log_e=log_e,
        bound=bound,
        named=tuple(np.flatnonzero(bound <= shares * alpha).tolist()),
        hits=hits,
        doubtful_hits=view.is_in[known:].sum(axis=0),
        expected=np.array([_expected(view, copy, coins) for copy in range(count)]),
        excluded=people - hits,
        people=people,
        doubtful=len(view.units) - known,
    )


def look_at_file(
    copies: Any,
    found: ArrayLike,
    doubtful: ArrayLike = (),
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    released_at: Any | None = None,
    found_at: float = np.inf,
) -> tuple[FileView, int, int]:
    """The people of the file as the copies hold them, how many they are, and how many of the
    sure ones are in the draw (they stand first); arguments as for ``weigh_file``."""
    lists = read_lists(copies, strata, eligible, released_at, None)
    people = _units(found, "found", lists)
    known = people[people >= 0]
    unsure = np.setdiff1d(_units(doubtful, "doubtful", lists), [*known.tolist(), -1])
    return _view(lists, design, known, unsure, found_at), len(people), len(known)


@dataclass(frozen=True, slots=True, eq=False)
class FileTrial:
    """One copy on trial by one file, its own list left open: for redrawn lists."""

    is_open: Bools
    points: Ints
    law: Floats
    against: Against

    @classmethod
    def of(cls, view: FileView, copy: int) -> FileTrial:
        """Prepared from everything but the copy's own list."""
        against = Against.of(view, copy, search_of(view))
        return cls(view.is_open[:, copy], view.points, _law_of(view, copy, None), against)

    def bound(self, is_hit: Bools) -> Floats:
        """Per list what ``FileWeighing.bound`` would be without complaints; ``is_hit``:
        people of the file x lists."""
        points = self.points[self.is_open] @ is_hit[self.is_open]
        tails = np.cumsum(self.law[::-1])[::-1]
        chance = np.clip(tails[points], _SMALLEST, 1.0)
        return _bound(chance, self.against.log_e(is_hit), None)


def _bound(chance: Floats, log_e: Floats, log_together: ArrayLike | None) -> Floats:
    """The union bound over the three parts, each by what is booked for it."""
    bound = np.minimum(chance / EXACT_PART, np.exp(-log_e) / COLLUDERS_PART)
    if log_together is not None:
        together = np.asarray(log_together, dtype=float)
        bound = np.minimum(bound, np.exp(-np.minimum(together, 690.0)) / TOGETHER_PART)
    return np.clip(bound, _SMALLEST, 1.0)


def _coins(chances: ArrayLike, view: FileView) -> Floats:
    given = np.asarray(chances, dtype=float)
    units, copies = given.shape if given.ndim == 2 else (0, 0)
    if copies != view.is_in.shape[1] or units <= view.units.max(initial=-1):
        raise NotWeighable(
            name="chances", what=f"its shape is {given.shape}, not units x copies"
        )
    if not ((given >= 0) & (given <= 1)).all():
        raise NotWeighable(name="chances", what="one is no chance, from 0 to 1")
    if (view.is_in & (given[view.units] == 0)).any():
        raise NotWeighable(name="chances", what="somebody is in a copy with no chance of it")
    return given


def _units(units: ArrayLike, name: str, lists: Lists) -> Ints:
    given = np.asarray(units)
    if given.size and given.dtype.kind not in "iu":
        raise NotWeighable(name=name, what="it must be a list of unit indices")
    found = np.unique(given.astype(np.int64))
    if len(found) and (found[0] < -1 or found[-1] >= lists.units):
        raise NotWeighable(name=name, what=f"a unit lies outside 0..{lists.units - 1}")
    return found


def _view(lists: Lists, design: str, known: Ints, unsure: Ints, found_at: float) -> FileView:
    """Everything about the file's people that the tests look at."""
    units = np.concatenate([known, unsure])
    order = np.argsort(lists.copy, kind="stable")
    bounds = np.searchsorted(lists.copy[order], np.arange(lists.copies + 1))
    member, release = lists.unit_of_membership()[order], lists.release[order]
    is_out = (release <= found_at) & (release < NEVER)
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
    points = np.where(np.arange(len(units)) < len(known), _SURE, _HALF)
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


def _tail(law: Floats, view: FileView, copy: int) -> float:
    """The exact chance of at least so many points."""
    is_hit = view.is_in[:, copy] & view.is_open[:, copy]
    return float(np.clip(law[int(view.points[is_hit].sum()) :].sum(), _SMALLEST, 1.0))


def _expected(view: FileView, copy: int, coins: Floats | None) -> float:
    """How many sure hits chance would make."""
    sure = view.is_open[:, copy] & (view.points == _SURE)
    if coins is not None:
        return float(coins[view.units[sure], copy].sum())
    cells = view.cells[copy][sure]
    return float((view.inside[copy][cells] / view.size[copy][cells]).sum())


def _law_of(view: FileView, copy: int, coins: Floats | None) -> Floats:
    """The law of the points that the file makes if the copy was not used."""
    is_open = view.is_open[:, copy]
    points, law = view.points[is_open], np.ones(1)
    if coins is not None:
        for each, worth in zip(coins[view.units[is_open], copy].tolist(), points, strict=True):
            law = np.convolve(law, [1 - each, *([0.0] * (worth - 1)), each])
        return law
    cells = view.cells[copy][is_open]
    for cell in np.unique(cells).tolist():
        mine = points[cells == cell]
        sure, half = int((mine == _SURE).sum()), int((mine == _HALF).sum())
        size, inside = int(view.size[copy][cell]), int(view.inside[copy][cell])
        law = np.convolve(law, _law(size, inside, sure, half))
    return law


@lru_cache(maxsize=1024)
def _law(of: int, inside: int, sure: int, half: int) -> Floats:
    """The law of the points in one cell; kept, as copies of one size share it."""
    first = _hypergeometric(of, inside, sure)
    law = np.zeros(_SURE * sure + _HALF * half + 1)
    for hits, chance in enumerate(first.tolist()):
        if chance > 0 and not half:
            law[_SURE * hits] = chance
        elif chance > 0:
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
