"""Several copies merged into one file: what each of them still betrays.

Colluders may publish people of any of their lists (``UNION``), only those whom exactly one of
them holds (``ONCE``), or only those whom two or more hold (``SHARED``). Against "copy i was
not used" the other lists are known values, and so is everything told from them: for a group C
of other copies, and a way of merging, it follows whom of the file copy i must hold more often
than chance, and whom less often::

    UNION    nobody of C holds the person:  i holds them more often
    ONCE     nobody of C holds the person:  more often;    one of C does:  less often
    SHARED   one of C holds the person:     more often

The hits among the former and the latter are, if copy i was not used, draws without
replacement from its cells. The evidence is the likelihood ratio of binomial hits against
that, whose mean over all lists of copy i is at most one, whatever C is. So it may be averaged
over many groups C, and which groups these are may be chosen from the file and all lists but
copy i's: those in which merging is most plausible. This finds colluders of whom each alone
leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, xlogy

from leumund.trace.bet import SHARES
from leumund.trace.groups import ONCE, OTHERS_MOST, SHARED, WAYS, Group, Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.trace.lists import Bools, Floats, Ints

_CHANCE_LEAST, _CHANCE_MOST = 1e-12, 1 - 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class FileView:
    """The people of one file as the copies hold them.

    ``units``; ``points`` per unit; ``is_in``, ``is_open`` (took part): units x copies; per
    copy ``cells``: the cell of each unit of the file, ``size`` and ``inside``: all units of
    each cell that took part, and those of them in the copy. ``chance``: the part of the
    file's people that the sizes of the draw alone would put into the copy; it is the same
    whatever the lists are, so that a search by it looks at nobody's list.
    """

    units: Ints
    points: Ints
    is_in: Bools
    is_open: Bools
    cells: list[Ints]
    size: list[Ints]
    inside: list[Ints]
    chance: Floats


def evidence_of_colluders(view: FileView, search: Search | None = None) -> Floats:
    """Per copy the log evidence that it was merged into this file, alone or with others.

    Copies that no search finds plausible have -inf: their evidence was not looked at, which
    can only lower it.
    """
    log_e = np.full(view.is_in.shape[1], -np.inf)
    if not len(view.units):
        return log_e
    found = search or search_of(view)
    for copy in found.suspects():
        log_e[copy] = Against.of(view, copy, found).log_e(view.is_in[:, [copy]])[0]
    return log_e


def search_of(view: FileView) -> Search:
    """The search for groups in this file."""
    return Search(view.is_in & view.is_open, view.chance)


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """All that is held against one copy, whatever its own list is.

    Per group of other copies and per person who took part: ``more``, ``less`` (expected more
    or less often than chance) and the group's ``weights``; ``in_cell`` people x cells;
    ``chances`` of a hit among either (shares x groups x cells).
    """

    is_open: Bools
    in_cell: Floats
    size: Ints
    inside: Ints
    more: Floats
    less: Floats
    weights: Floats
    chances: tuple[Floats, Floats]

    @classmethod
    def of(cls, view: FileView, copy: int, search: Search) -> Against:
        """From the file and every list but this copy's."""
        ranks, groups = zip(*search.groups_without(copy), strict=True)
        is_open = view.is_open[:, copy]
        known, cells = np.unique(view.cells[copy][is_open], return_inverse=True)
        size, inside = view.size[copy][known], view.inside[copy][known]
        more, less = _held_by(groups, is_open)
        return cls(
            is_open=is_open,
            in_cell=np.equal.outer(cells, np.arange(len(known))).astype(float),
            size=size,
            inside=inside,
            more=more.astype(float),
            less=less.astype(float),
            weights=_weights(ranks, groups),
            chances=_expected(groups, inside / size),
        )

    def log_e(self, is_hit: Bools) -> Floats:
        """Per list the log evidence; ``is_hit``: people of the file x lists of this copy.

        The mean of the evidence over all lists there could be is at most one.
        """
        lists = is_hit.shape[1]
        total = np.zeros((len(SHARES), len(self.weights), lists))
        for cell in range(len(self.size)):
            mine = self.in_cell[:, cell] > 0
            self._add(total, cell, mine, is_hit[self.is_open][mine].astype(float))
        by_group = np.logaddexp.reduce(total, axis=0)
        weighted = by_group + np.log(self.weights / len(SHARES))[:, None]
        return np.asarray(np.logaddexp.reduce(weighted, axis=0), dtype=float)

    def _add(self, total: Floats, cell: int, mine: Bools, is_hit: Floats) -> None:
        """What the people of one cell add, by share, group and list."""
        looked = held = np.zeros(1)
        for among, chances in zip((self.more, self.less), self.chances, strict=True):
            here, chance = among[:, mine], chances[:, :, cell, None]
            hits, count = here @ is_hit, here.sum(axis=1)[:, None]
            total += xlogy(hits, chance) + xlogy(count - hits, 1 - chance)
            looked, held = looked + count, held + hits
        of, inside = self.size[cell], self.inside[cell]
        total += _log_choose(of, inside) - _log_choose(of - looked, inside - held)


def _weights(ranks: Sequence[int], groups: Sequence[Group]) -> Floats:
    """What each group counts: equal by size and way of merging, within these by rank."""
    found = [
        1 / (len(WAYS) * rank * (rank + 1)) if group.members else 1.0
        for rank, group in zip(ranks, groups, strict=True)
    ]
    return np.array(found) / (OTHERS_MOST + 1)


def _expected(groups: Sequence[Group], inside: Floats) -> tuple[Floats, Floats]:
    """(shares x groups x cells): the chance of a hit among those held more, and less, often.

    ``inside``: per cell the part of its units in the copy.
    """
    chance = np.clip(inside, 0.0, _CHANCE_MOST)
    share = SHARES[:, None, None]
    way = np.array([group.way for group in groups])[:, None]
    none, one = np.array([(group.none, group.one) for group in groups]).T[:, :, None]
    merged = (
        1 - none * (1 - chance),
        one * (1 - chance) + none * chance,
        1 - none - one + one * chance,
    )
    gain = share / np.maximum(np.choose(way, merged), _CHANCE_LEAST)
    other = 1 - share
    more, less = (other + gain) * chance, other * chance
    return _part(more, more + other * (1 - chance)), _part(
        less, less + (other + gain) * (1 - chance)
    )


def _part(of: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(of, whole, out=np.zeros_like(whole), where=whole > 0)
    return found


def _held_by(groups: Sequence[Group], people: Bools) -> tuple[Bools, Bools]:
    """(groups x people): whom the copy holds more often than chance, and whom less often."""
    holders = np.stack([group.holders[people] for group in groups])
    way = np.array([group.way for group in groups])[:, None]
    is_none, is_one = holders == 0, holders == 1
    return np.where(way == SHARED, is_one, is_none), is_one & (way == ONCE)


def _log_choose(of: Floats | Ints, chosen: Floats | Ints) -> Floats:
    ways = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
    return np.asarray(ways, dtype=float)
