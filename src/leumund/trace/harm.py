"""Do the calls drive customers away? The coins of the draw answer, at any time.

Every cancellation is one event. Given that somebody of a cell cancels, the chance that it is
somebody already handed over is ``p·R / (p·R + 1 - p)``: p is the part of the cell's people,
as far as they have not cancelled yet, who had been handed over by then, and R how many times
as often they cancel. Without any effect R is one, and then this is exact, whatever people are
like and whenever they cancel, because a coin decided who had been handed over. For every R
the mean, over other ratios, of the likelihood ratios is a martingale; the ratios it does not
reject at 1/0.05 are an interval that holds at any time, however often one looks (Ville 1939).

R is one ratio for all of a campaign: where calls drive away some and keep others, it is in
between. Its limits rest on that: where people differ much in how readily they leave and calls
do drive them away, those who leave readily are gone first among the called, the ratio falls
with time, and the limits hold some mean of it. That there is an effect holds all the same, and
so does the count (``caused``). Who of those handed over was in fact called plays no part: that
is not left to chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.trace.caused import Leaving, caused_by
from leumund.trace.lists import NotWeighable, read_lists
from leumund.trace.urn import cells_as_seen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from leumund.trace.lists import Bools, Floats, Ints, Lists
    from leumund.trace.weighing import Design

LEVEL = 0.95
_REACH = np.log(50.0)
_RATIOS = np.exp(np.linspace(-_REACH, _REACH, 1565))
RATIOS_TRIED = (float(_RATIOS[0]), float(_RATIOS[-1]))
_SPREADS = ((0.1, 0.5), (0.35, 0.3), (1.2, 0.2))


@dataclass(frozen=True, slots=True)
class Harm:
    """What the cancellations say of one copy, or of a whole campaign.

    ``cancellations``: those that count (something was left to chance when they came);
    ``given``: of them, by people already handed over; ``expected``: how many of them chance
    would make. ``ratio``: how many times as often, at its most likely, with ``low`` and
    ``high`` as limits at LEVEL that hold at any time. ``caused``: how many more of those
    handed over left by the last cancellation than would have without it (negative: fewer), with
    limits. ``log_e``: evidence against "no effect".
    """

    cancellations: int
    given: int
    expected: float
    ratio: float
    low: float
    high: float
    caused: float
    caused_low: float
    caused_high: float
    log_e: float

    @property
    def is_told(self) -> bool:
        """The limits leave out "no effect"."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True, slots=True)
class Naive:
    """Cancellations among people who were rung against those who were not.

    It misleads: partners ring whom they can reach and hope to sell to, and nobody who has
    left is rung any more. ``ratio`` None: one side has nobody, or nobody who cancelled.
    """

    rung: int
    rung_cancelled: int
    others: int
    others_cancelled: int

    @property
    def ratio(self) -> float | None:
        if not (self.rung and self.others and self.others_cancelled):
            return None
        return self.rung_cancelled * self.others / (self.rung * self.others_cancelled)


def weigh_harm(
    copies: Any,
    cancelled: ArrayLike,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    released_at: Any | None = None,
    cancelled_at: ArrayLike | None = None,
    level: float = LEVEL,
) -> tuple[Harm, ...]:
    """One finding per copy; arguments as for ``weigh``.

    ``cancelled``: unit per cancellation in the order in which they came, each unit once;
    ``cancelled_at``: the positions at which they came, on the scale of ``released_at``,
    default 0, 1, 2, ... Raises NotWeighable.
    """
    lists = read_lists(copies, strata, eligible, released_at, None)
    units = _checked(cancelled, lists)
    given = np.arange(len(units)) if cancelled_at is None else cancelled_at
    at = np.asarray(given, dtype=float)
    if len(at) != len(units) or (np.diff(at) < 0).any():
        raise NotWeighable(
            name="cancelled_at", what="it must have one position per unit, rising"
        )
    found = []
    for copy in range(lists.copies):
        took_part = lists.eligible.column(copy, lists.units)
        counts = took_part[units]
        cells = cells_as_seen(lists, design, copy)
        leaving = _leaving(lists, copy, cells, took_part, units[counts], at[counts])
        found.append(harm_of(leaving, level))
    return tuple(found)


def harm_of(leaving: Leaving, level: float = LEVEL) -> Harm:
    """The finding from who left while others were still there."""
    chance = leaving.given / leaving.left
    is_open = (chance > 0) & (chance < 1)
    p, given = chance[is_open], leaving.is_given[is_open]
    likelihood = _log_likelihood(p, int(given.sum()))
    mixed = np.logaddexp.reduce(likelihood + np.log(_PRIOR))
    inside = np.flatnonzero(mixed - likelihood < -np.log1p(-level))
    best = int(np.argmax(likelihood))
    low = float(_RATIOS[inside[0] - 1]) if inside[0] else 0.0
    high = float(_RATIOS[inside[-1] + 1]) if inside[-1] + 1 < len(_RATIOS) else np.inf
    caused = caused_by(leaving, low, high, level)
    return Harm(
        cancellations=len(p),
        given=int(given.sum()),
        expected=float(p.sum()),
        ratio=float(_RATIOS[best]),
        low=low,
        high=high,
        caused=caused.most_likely,
        caused_low=caused.low,
        caused_high=caused.high,
        log_e=float(mixed - likelihood[len(_RATIOS) // 2]),
    )


def _prior() -> Floats:
    """What the mixture bets on: ratios near one first, far ones too."""
    logs = np.log(_RATIOS)
    found = np.zeros(len(logs))
    for spread, weight in _SPREADS:
        shape = np.exp(-0.5 * (logs / spread) ** 2)
        found += weight * shape / shape.sum()
    return np.asarray(np.maximum(found / found.sum(), 1e-300), dtype=float)


_PRIOR = _prior()


def _log_likelihood(p: Floats, given: int) -> Floats:
    """Over the grid of ratios."""
    values, counts = np.unique(np.round(p, 12), return_counts=True)
    total = given * np.log(_RATIOS)
    for chance, count in zip(values.tolist(), counts.tolist(), strict=True):
        total = total - count * np.log1p(chance * (_RATIOS - 1))
    return np.asarray(total, dtype=float)


def _checked(cancelled: ArrayLike, lists: Lists) -> Ints:
    units = np.asarray(cancelled, dtype=np.int64)
    if len(units) and (units.min() < 0 or units.max() >= lists.units):
        raise NotWeighable(name="cancelled", what=f"a unit lies outside 0..{lists.units - 1}")
    if len(np.unique(units)) != len(units):
        raise NotWeighable(name="cancelled", what="a unit is there twice")
    return units


def _leaving(
    lists: Lists, copy: int, cells: Ints, took_part: Bools, units: Ints, at: Floats
) -> Leaving:
    """Per cancellation who of its cell was still there, and who of them handed over by then."""
    mine = (lists.copy == copy) & lists.is_drawn
    member, release = lists.unit_of_membership()[mine], lists.release[mine]
    release_of = np.full(lists.units, np.inf)
    release_of[member] = release
    left = np.bincount(cells[took_part], minlength=int(cells.max(initial=0)) + 1)
    given, joined = np.zeros_like(left), np.zeros_like(left)
    order, next_one = np.argsort(release_of[member], kind="stable"), 0
    member, release = member[order], release[order]
    has_cancelled = np.zeros(lists.units, dtype=bool)
    rows = np.zeros((4, len(units)), dtype=np.int64)
    is_given = release_of[units] <= at
    for turn, (unit, moment) in enumerate(zip(units.tolist(), at.tolist(), strict=True)):
        while next_one < len(member) and release[next_one] <= moment:
            is_there = not has_cancelled[member[next_one]]
            given[cells[member[next_one]]] += is_there
            joined[cells[member[next_one]]] += is_there
            next_one += 1
        cell = cells[unit]
        rows[:, turn] = cell, given[cell], left[cell], joined[cell]
        given[cell] -= is_given[turn]
        left[cell] -= 1
        joined[cell] = 0
        has_cancelled[unit] = True
    return Leaving(rows[0], rows[1], rows[2], rows[3], is_given)
