"""Weigh the unexplained calls of one draw: how strongly do they speak for each copy's use?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from leumund.trace.bet import Evidence
from leumund.trace.lists import NotWeighable, read_lists, read_triples
from leumund.trace.share import SHARE_LEVEL, Tally, share_high, share_low
from leumund.trace.urn import NAMING, SHARE, PatternUrn, StratumUrn, Urn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike

    from leumund.trace.lists import Bools, Floats, Ints, Lists

Design = Literal["independent", "conditional"]
NOBODY = -1
_URNS: dict[str, type[StratumUrn | PatternUrn]] = {
    "independent": StratumUrn,
    "conditional": PatternUrn,
}
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """What the calls say, one value per copy unless said otherwise.

    ``log_e``: natural logarithm of the evidence after the last call. ``named``: indices of
    the copies whose weight times evidence ever reached 1/alpha; ``named_at``: the position
    of the call at which it did, -1 for never. ``share_low`` and ``share_high``: limits of the
    share of the calls in ``used`` that come from the copy; the lower at the naming level (0
    unless named), the upper at ``share_level``, valid at any time. ``excluded``: calls that
    the copy cannot explain. ``possible``: calls that it could. ``used``: calls that carried
    evidence, among them those left out of the naming as lawfully contacted; ``hits``: those
    among them whose unit was in the copy. ``calls``: how many calls there were, each unit once.
    """

    log_e: Floats
    named: tuple[int, ...]
    named_at: Ints
    share_low: Floats
    share_high: Floats
    excluded: Ints
    possible: Ints
    used: Ints
    hits: Ints
    calls: int
    weights: Floats
    alpha: float
    share_level: float = SHARE_LEVEL

    @property
    def log_thresholds(self) -> Floats:
        """Per copy: the ``log_e`` at which it is named."""
        return log_thresholds(self.weights, self.alpha)


def weigh(
    copies: Any,
    subjects: ArrayLike,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    released_at: Any | None = None,
    contacted: Any | None = None,
    starts: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    alpha: float = 1e-3,
    called_at: ArrayLike | None = None,
    explained: Any | None = None,
) -> Weighing:
    """Weigh the unexplained calls of one draw; one call of this function per draw.

    Args:
        copies: bool array or scipy.sparse matrix, units x copies: what the draw gave whom.
        subjects: unit index of the person called, per unexplained call, in order of arrival;
            -1 for somebody who is no unit of this draw. Repeated units count once.
        design: ``"independent"`` if each copy was drawn apart from the others (urn per
            stratum), ``"conditional"`` for exclusive lists or any matrix permuted within
            strata (urn per stratum and pattern of the others' membership). They must not be
            confused: see ``leumund.trace.urn``.
        strata: int per unit; one stratum if absent.
        eligible: bool, units x copies: who took part in the draw of which copy; default all.
            Memberships outside it were not drawn: they explain calls, but are no evidence.
        released_at: triples (unit, copy, position): from which position in the stream the
            unit is in the copy; absent: from the start.
        contacted: triples (unit, copy, position): from which position the copy's holder
            counts as having lawfully contacted the unit; heeded only inside the copy.
        starts: positions at which a leak may begin, sharing half of the mass, the other half
            of which begins at 0; default: all mass at 0.
        weights: per copy, together at most 1; default 1/copies.
        alpha: the chance, for all copies together, of ever naming one that was not used.
        called_at: per call, the position at which it counts for ``released_at`` when it
            arrived later than it was made; default its own.
        explained: triples (unit, copy, position) of complaints that only the holder's own
            record explains: hits for ``share_high`` of that copy, nothing for ``log_e``.

    Raises:
        NotWeighable: (a BadInput and a ValueError) says which argument, and why.
    """
    lists = read_lists(copies, strata, eligible, released_at, contacted)
    shares = _weights(weights, lists.copies)
    scale = Scale(lists, urn_of(lists, design), starts, log_thresholds(shares, alpha))
    scale.expect(read_triples(explained, "explained", lists))
    for unit, call_position in read_calls(subjects, called_at, lists.units):
        scale.put(unit, call_position)
    return scale.read(shares, alpha)


def trail(
    copies: Any,
    subjects: ArrayLike,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    released_at: Any | None = None,
    contacted: Any | None = None,
    starts: ArrayLike | None = None,
    called_at: ArrayLike | None = None,
) -> Floats:
    """``log_e`` after every call (calls x copies), for pictures; arguments as for ``weigh``."""
    lists = read_lists(copies, strata, eligible, released_at, contacted)
    scale = Scale(lists, urn_of(lists, design), starts, np.full(lists.copies, np.inf))
    path = np.empty((np.size(subjects), lists.copies))
    for row, (unit, call_position) in enumerate(read_calls(subjects, called_at, lists.units)):
        scale.put(unit, call_position)
        path[row] = scale.evidence.log()
    return path


def log_thresholds(weights: Floats, alpha: float) -> Floats:
    """Per copy: ln(1/(weight·alpha)), the log evidence at which it is named."""
    if not 0 < alpha < 1:
        raise NotWeighable(name="alpha", what=f"{alpha} is not between 0 and 1")
    with np.errstate(divide="ignore"):
        thresholds: Floats = -np.log(weights) - np.log(alpha)
    return thresholds


class Scale:
    """The state of a weighing: calls are put on it one by one, in order of arrival."""

    def __init__(
        self, lists: Lists, urn: Urn, starts: ArrayLike | None, thresholds: Floats
    ) -> None:
        self._lists, self._thresholds, self._urn = lists, thresholds, urn
        self.evidence = Evidence(lists.copies, _positions(starts, "starts"))
        self._looked: tuple[dict[int, Bools], dict[int, Bools]] = ({}, {})
        self.named_at = np.full(lists.copies, -1)
        self._possible: dict[int, Bools] = {}
        self._strangers = 0
        self._tallies = (Tally(lists.copies), Tally(lists.copies))
        self._explained: list[tuple[float, int, int]] = []
        self._position = 0

    def expect(self, explained: list[tuple[float, int, int]]) -> None:
        """Complaints (position, unit, copy) that only the holder's own record explains."""
        self._explained = sorted(explained)

    def put(self, unit: int, call_position: float) -> None:
        """The next call: whose, and the position at which it counts."""
        self._count_explained(self._position)
        self.evidence.begin_until(self._position)
        if unit == NOBODY:
            self._strangers += 1
        else:
            self._look(unit, call_position)
        self._name()
        self._position += 1

    def _look(self, unit: int, call_position: float) -> None:
        is_hit, is_contacted = self._membership(unit, call_position)
        self._possible[unit] = self._possible.get(unit, np.zeros_like(is_hit)) | is_hit
        took_part = self._lists.eligible.row(unit, self._lists.copies)
        fresh, chance = self._open(unit, call_position, NAMING, took_part)
        betting = fresh & ~(is_hit & is_contacted)
        if betting.any():
            self.evidence.put(betting, is_hit, chance)
            self._close(unit, betting, is_hit, chance, NAMING)
        counting, chance = self._open(unit, call_position, SHARE, took_part)
        if counting.any():
            self._close(unit, counting, is_hit, chance, SHARE)

    def _count_explained(self, until: float) -> None:
        while self._explained and self._explained[0][0] <= until:
            position, unit, copy = self._explained.pop(0)
            only = np.arange(self._lists.copies) == copy
            is_hit, _ = self._membership(unit, position)
            took_part = self._lists.eligible.row(unit, self._lists.copies) & only & is_hit
            counting, chance = self._open(unit, position, SHARE, took_part)
            if counting.any():
                self._close(unit, counting, is_hit, chance, SHARE)

    def _membership(self, unit: int, call_position: float) -> tuple[Bools, Bools]:
        """Per copy: was the unit in it at the call, and had its holder lawfully rung it?"""
        at = self._lists.of(unit)
        is_hit = np.zeros(self._lists.copies, dtype=bool)
        is_contacted = np.zeros(self._lists.copies, dtype=bool)
        is_hit[self._lists.copy[at]] = self._lists.release[at] <= call_position
        is_contacted[self._lists.copy[at]] = self._lists.contact[at] <= self._position
        return is_hit, is_contacted

    def _open(
        self, unit: int, call_position: float, counting: int, took_part: Bools
    ) -> tuple[Bools, Floats]:
        """Per copy: is this its first look at the unit, and was something left to chance?"""
        chance = self._urn.chance(unit, call_position, counting)
        is_open = took_part & (chance > 0) & (chance < 1)
        if unit in self._looked[counting]:
            is_open &= ~self._looked[counting][unit]
        return is_open, chance

    def _close(
        self, unit: int, copies: Bools, is_hit: Bools, chance: Floats, counting: int
    ) -> None:
        self._tallies[counting].put(copies, is_hit, chance)
        self._urn.take(unit, copies, counting)
        looked = self._looked[counting].get(unit)
        self._looked[counting][unit] = copies.copy() if looked is None else looked | copies

    def _name(self) -> None:
        reached = (self.evidence.log() >= self._thresholds) & (self.named_at < 0)
        self.named_at[reached] = self._position

    def read(self, weights: Floats, alpha: float) -> Weighing:
        """What the calls put so far say; weights and alpha are those of the thresholds."""
        self._count_explained(np.inf)
        named = tuple(np.flatnonzero(self.named_at >= 0).tolist())
        possible = np.zeros(self._lists.copies, dtype=np.int64)
        for could_be in self._possible.values():
            possible += could_be
        calls = len(self._possible) + self._strangers
        return Weighing(
            log_e=self.evidence.log(),
            named=named,
            named_at=self.named_at.copy(),
            share_low=self._share_low(named),
            share_high=share_high(self._tallies[SHARE]),
            excluded=calls - possible,
            possible=possible,
            used=self._tallies[SHARE].calls(),
            hits=self._tallies[SHARE].hits_per_copy(),
            calls=calls,
            weights=weights,
            alpha=alpha,
        )

    def _share_low(self, named: tuple[int, ...]) -> Floats:
        low = np.zeros(self._lists.copies)
        for copy in named:
            low[copy] = share_low(self._tallies[NAMING], copy, float(self._thresholds[copy]))
        return low


def urn_of(lists: Lists, design: str) -> Urn:
    """The urn of this design; raises NotWeighable for any other."""
    if design not in _URNS:
        raise NotWeighable(name="design", what=f"{design!r} is neither of {list(_URNS)}")
    return _URNS[design](lists)


def _weights(weights: ArrayLike | None, copies: int) -> Floats:
    if weights is None:
        return np.full(copies, 1.0 / copies)
    given = np.asarray(weights, dtype=float)
    if given.shape != (copies,):
        raise NotWeighable(name="weights", what=f"{given.shape} values for {copies} copies")
    if not (given >= 0).all() or given.sum() > 1 + _ROUNDING:
        raise NotWeighable(
            name="weights",
            what=f"they must not be negative nor exceed 1, but sum to {given.sum()}",
        )
    return given


def _positions(positions: ArrayLike | None, name: str) -> Floats | None:
    if positions is None or np.size(positions) == 0:
        return None
    given = np.asarray(positions, dtype=float)
    if given.ndim != 1 or np.isnan(given).any():
        raise NotWeighable(name=name, what="it must be a list of positions")
    return given


def read_calls(
    subjects: ArrayLike, called_at: ArrayLike | None, units: int
) -> Iterator[tuple[int, float]]:
    """The calls in order of arrival, checked: whose, and at which position they count."""
    given = np.asarray(subjects)
    if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise NotWeighable(name="subjects", what="it must be a list of unit indices")
    if ((given < NOBODY) | (given >= units)).any():
        stray = given[(given < NOBODY) | (given >= units)][0]
        raise NotWeighable(name="subjects", what=f"{stray} is no unit: there are {units}")
    if called_at is None or not given.size + np.size(called_at):
        counted: Floats | None = np.arange(given.size, dtype=float)
    else:
        counted = _positions(called_at, "called_at")
    if counted is None or len(counted) != given.size:
        raise NotWeighable(name="called_at", what="it must have one position per call")
    return zip(given.tolist(), counted.tolist(), strict=True)
