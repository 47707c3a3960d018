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


def evidence_of_colluders(view: FileView) -> Floats:
    """Per copy the log evidence that it was merged into this file, alone or with others.

    Copies that no search finds plausible have -inf: their evidence was not looked at, which
    can only lower it.
    """
    log_e = np.full(view.is_in.shape[1], -np.inf)
    if not len(view.units):
        return log_e
    search = Search(view.is_in & view.is_open, view.chance)
    for copy in search.suspects():
        log_e[copy] = _mixed(view, copy, search)
    return log_e


def log_ratios(view: FileView, copy: int, groups: Sequence[Group]) -> Floats:
    """Per group: the log of the copy's likelihood ratio, the mean over shares.

    Its mean over all lists of the copy that there could be is at most one. A share of the
    file is merged, the rest has nothing to do with the copies.
    """
    is_open = view.is_open[:, copy]
    known, cells = np.unique(view.cells[copy][is_open], return_inverse=True)
    size, inside = view.size[copy][known], view.inside[copy][known]
    in_cell = np.equal.outer(cells, np.arange(len(known))).astype(float)
    hits = in_cell * view.is_in[is_open, copy][:, None]
    more, less = _held_by(groups, is_open)
    looked = (more | less).astype(float)
    ways = _log_choose(size, inside) - _log_choose(
        size - looked @ in_cell, inside - looked @ hits
    )
    total = np.zeros((len(SHARES), len(groups), len(known)))
    for chosen, chance in zip((more, less), _expected(groups, inside / size), strict=True):
        among = chosen.astype(float)
        total += xlogy(among @ hits, chance) + xlogy(among @ (in_cell - hits), 1 - chance)
    found = np.logaddexp.reduce((total + ways).sum(axis=2), axis=0) - np.log(len(SHARES))
    return np.asarray(found, dtype=float)


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


def _mixed(view: FileView, copy: int, search: Search) -> float:
    """The mean over sizes of the group, ways of merging, and groups by their rank."""
    ranks, groups = zip(*search.groups_without(copy), strict=True)
    weights = [
        1 / (len(WAYS) * rank * (rank + 1)) if group.members else 1.0
        for rank, group in zip(ranks, groups, strict=True)
    ]
    logs = log_ratios(view, copy, groups) + np.log(weights) - np.log(OTHERS_MOST + 1)
    return float(np.logaddexp.reduce(logs))


def _held_by(groups: Sequence[Group], people: Bools) -> tuple[Bools, Bools]:
    """(groups x people): whom the copy holds more often than chance, and whom less often."""
    holders = np.stack([group.holders[people] for group in groups])
    way = np.array([group.way for group in groups])[:, None]
    is_none, is_one = holders == 0, holders == 1
    return np.where(way == SHARED, is_one, is_none), is_one & (way == ONCE)


def _log_choose(of: Floats | Ints, chosen: Floats | Ints) -> Floats:
    ways = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
    return np.asarray(ways, dtype=float)
