"""A list found in the wild: from whose copy was it taken?

One look at one file: the number of its people who are in a copy follows, if the copy was
not used, the sum over cells of hypergeometric laws; its upper tail is exact. This beats the
evidence of ``weigh`` for a single look, and is booked apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaln

from leumund.trace.lists import NotWeighable, read_lists
from leumund.trace.urn import cells_as_seen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from leumund.trace.lists import Bools, Floats, Ints, Lists
    from leumund.trace.weighing import Design

_SMALLEST = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class FileWeighing:
    """Per copy: the chance of at least so many hits if it was not used, and what was counted.

    ``chance``: exact tail (floor 1e-300). ``named``: copies with chance at most
    weight·alpha. ``hits``: people of the file in the copy; ``expected``: how many chance
    would put there; ``excluded``: people of the file whom the copy cannot explain.
    ``people``: distinct units of the file.
    """

    chance: Floats
    named: tuple[int, ...]
    hits: Ints
    expected: Floats
    excluded: Ints
    people: int


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
) -> FileWeighing:
    """Weigh one stray list; arguments as for ``weigh``.

    ``found``: unit indices of the file's people (-1: nobody of this draw). ``found_at``: the
    position before which the file was taken; memberships released later do not count.
    ``weights``: the part of each copy's weight booked for this file. Raises NotWeighable.
    """
    lists = read_lists(copies, strata, eligible, released_at, None)
    people = np.unique(np.asarray(found, dtype=np.int64))
    if len(people) and (people[0] < -1 or people[-1] >= lists.units):
        raise NotWeighable(name="found", what=f"a unit lies outside 0..{lists.units - 1}")
    known = people[people >= 0]
    rows = [_test(lists, design, copy, known, found_at) for copy in range(lists.copies)]
    chance, hits, expected = (np.array(column) for column in zip(*rows, strict=True))
    shares = np.full(lists.copies, 1 / lists.copies) if weights is None else np.asarray(weights)
    return FileWeighing(
        chance=chance,
        named=tuple(np.flatnonzero(chance <= shares * alpha).tolist()),
        hits=hits,
        expected=expected,
        excluded=len(people) - hits,
        people=len(people),
    )


def _test(
    lists: Lists, design: Design, copy: int, found: Ints, found_at: float
) -> tuple[float, int, float]:
    is_in = np.zeros(lists.units, dtype=bool)
    mine = (lists.copy == copy) & (lists.release <= found_at)
    is_in[lists.unit_of_membership()[mine]] = True
    took_part = lists.eligible.column(copy, lists.units)
    is_open = took_part[found]
    cells = cells_as_seen(lists, design, copy)
    law, expected = _law(cells, is_in & took_part, took_part, found[is_open])
    drawn_hits = int(is_in[found[is_open]].sum())
    tail = float(law[drawn_hits:].sum())
    return min(1.0, max(tail, _SMALLEST)), int(is_in[found].sum()), expected


def _law(cells: Ints, is_in: Bools, took_part: Bools, found: Ints) -> tuple[Floats, float]:
    """The law of the number of hits, cell by cell, and its mean."""
    law, mean = np.ones(1), 0.0
    looked = np.bincount(cells[found], minlength=int(cells.max(initial=0)) + 1)
    size = np.bincount(cells[took_part], minlength=len(looked))
    inside = np.bincount(cells[is_in], minlength=len(looked))
    for cell in np.flatnonzero(looked):
        n, k, m = int(size[cell]), int(inside[cell]), int(looked[cell])
        law = np.convolve(law, _hypergeometric(n, k, m))
        mean += m * k / n
    return law, mean


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
