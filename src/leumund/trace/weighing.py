"""Weigh the unexplained calls of one draw: how strongly do they speak for each copy's use?"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from math import fsum
from numbers import Real
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import numpy as np

from leumund.trace.bet import NO_CALLER
from leumund.trace.bits import unpacked
from leumund.trace.calls import (
    NOBODY,
    Call,
    read_callers,
    read_calls,
    read_position,
    read_ratios,
    read_subject,
    read_whom,
)
from leumund.trace.lists import NotWeighable, read_lists, read_triples
from leumund.trace.scale import Scale
from leumund.trace.share import SHARE_LEVEL, share_high, share_low
from leumund.trace.state import go_on, kept
from leumund.trace.urn import NAMING, SHARE, FamilyUrn, PatternUrn, StratumUrn, Urn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike

    from leumund.trace.lists import Floats, Ints, Lists

Design = Literal["independent", "conditional"]
_URNS: dict[str, type[StratumUrn | PatternUrn]] = {
    "independent": StratumUrn,
    "conditional": PatternUrn,
}


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
    ``gamma``: the bound on how much more readily people in a copy complain. ``parents``: the
    copy inside which each was drawn, -1 for none.
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
    gamma: float = 1.0
    parents: tuple[int, ...] = field(default=())

    @property
    def log_thresholds(self) -> Floats:
        """Per copy: the ``log_e`` at which it is named."""
        return log_thresholds(self.weights, self.alpha)

    @property
    def deepest(self) -> tuple[int, ...]:
        """The named copies of which no list drawn inside them is named: whose it was."""
        return deepest(self.named, self.parents)


class Arguments(TypedDict, total=False):
    """The arguments of ``weigh`` that ``trail`` and ``largest_gamma`` share."""

    design: Design
    strata: ArrayLike | None
    eligible: Any | None
    parents: ArrayLike | None
    released_at: Any | None
    contacted: Any | None
    starts: ArrayLike | None
    called_at: ArrayLike | None
    callers: ArrayLike | None
    knowledge: ArrayLike | None
    candidates: Any | None
    gamma: float


def weigh(
    copies: Any,
    subjects: ArrayLike,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
    parents: ArrayLike | None = None,
    released_at: Any | None = None,
    contacted: Any | None = None,
    starts: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    alpha: float = 1e-3,
    called_at: ArrayLike | None = None,
    explained: Any | None = None,
    callers: ArrayLike | None = None,
    knowledge: ArrayLike | None = None,
    candidates: Any | None = None,
    gamma: float = 1.0,
) -> Weighing:
    """Weigh the unexplained calls of one draw. ``callers``, ``knowledge`` and the weights of
    ``candidates`` must come from people who cannot see the lists.

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
        parents: per copy, the copy inside whose list its own was drawn (-1: none), among whom.
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
        callers: per call, a number from 0 for whose calls belong together, -1: not known.
            Then every caller is a bet of its own, beside the plain one.
        knowledge: calls x copies, how much likelier what the caller knew is if the call came
            from the copy than if it did not; 1: says nothing, 0: cannot come from it.
        candidates: triples (call, unit, weight) where only a guess says whose call it was;
            its subject is -1. What is missing to a weight of 1 is somebody else.
        gamma: people in a copy complain at most so many times as readily (odds) as others;
            at least 1. Heeded for naming, not for ``share_high``.

    Raises:
        NotWeighable: (a BadInput and a ValueError) says which argument, and why.
    """
    weigher = Weigher(
        copies, design=design, strata=strata, eligible=eligible, parents=parents,
        released_at=released_at, contacted=contacted, starts=starts, weights=weights,
        alpha=alpha, explained=explained, has_callers=callers is not None, gamma=gamma,
    )  # fmt: skip
    for call in read_calls(
        subjects, called_at, *weigher.shape,
        callers=callers, knowledge=knowledge, candidates=candidates,
    ):  # fmt: skip
        weigher.scale.put(call)
    return weigher.read()


def trail(copies: Any, subjects: ArrayLike, **arguments: Unpack[Arguments]) -> Floats:
    """``log_e`` after every call (calls x copies), for pictures; arguments as for ``weigh``."""
    scale, calls = scale_and_calls(copies, subjects, **arguments)
    path = np.empty((np.size(subjects), scale.lists.copies))
    for row, call in enumerate(calls):
        scale.put(call)
        path[row] = scale.evidence.log()
    return path


def scale_and_calls(
    copies: Any,
    subjects: ArrayLike,
    *,
    watched: Sequence[int] = (),
    **arguments: Unpack[Arguments],
) -> tuple[Scale, Iterable[Call]]:
    """An empty scale on which nothing is named, and what is to be put on it."""
    given: dict[str, Any] = dict(arguments)
    told = {name: given.pop(name, None) for name in ("callers", "knowledge", "candidates")}
    called_at = given.pop("called_at", None)
    has_callers = told["callers"] is not None
    weigher = Weigher(copies, **given, has_callers=has_callers, watched=watched)
    calls = read_calls(subjects, called_at, *weigher.shape, **told)
    return weigher.scale, calls


class Weigher:
    """The same as ``weigh``, call by call: what it says never depends on how it was asked.

    Arguments as for ``weigh``; ``has_callers``: calls will say who the caller was.
    """

    def __init__(
        self,
        copies: Any,
        *,
        design: Design,
        strata: ArrayLike | None = None,
        eligible: Any | None = None,
        parents: ArrayLike | None = None,
        released_at: Any | None = None,
        contacted: Any | None = None,
        starts: ArrayLike | None = None,
        weights: ArrayLike | None = None,
        alpha: float = 1e-3,
        explained: Any | None = None,
        has_callers: bool = False,
        gamma: float = 1.0,
        watched: Sequence[int] = (),
    ) -> None:
        lists = read_lists(copies, strata, eligible, released_at, contacted, parents)
        self.weights, self.alpha = read_weights(weights, lists.copies), alpha
        self.scale = Scale(
            lists,
            urn_of(lists, design),
            read_starts(starts),
            log_thresholds(self.weights, alpha),
            gamma=_gamma(gamma),
            has_callers=has_callers,
            watched=watched,
        )
        self.scale.expect(read_triples(explained, "explained", lists))

    @property
    def shape(self) -> tuple[int, int]:
        """How many units and copies there are."""
        return self.scale.lists.units, self.scale.lists.copies

    def see(
        self,
        subject: int = NOBODY,
        *,
        called_at: float | None = None,
        caller: int = NO_CALLER,
        knowledge: ArrayLike | None = None,
        candidates: Iterable[tuple[int, float]] = (),
    ) -> None:
        """Put the next call on the scale. ``knowledge``: one ratio per copy; ``candidates``:
        pairs (unit, weight). Raises NotWeighable, and then nothing was put."""
        units, copies = self.shape
        whom = read_whom(candidates, units)
        unit = read_subject(subject, whom, units)
        at = float(self.scale.position) if called_at is None else read_position(called_at)
        ratio = read_ratios(knowledge, (copies,))
        read_callers([caller], 1)
        self.scale.put(Call(unit, at, caller, ratio, whom))

    def state(self) -> bytes:
        """Everything the calls seen so far have left behind; the same calls, the same bytes."""
        return kept(self.scale)

    @classmethod
    def from_state(cls, state: bytes, copies: Any, **arguments: Any) -> Weigher:
        """Go on where ``state`` was taken. ``arguments``: those the weigher was made with;
        releases, contacts, starts and explanations that begin later may have been added.
        Raises NotWeighable if it is the state of another weighing."""
        weigher = cls(copies, **arguments)
        go_on(weigher.scale, state)
        return weigher

    def read(self) -> Weighing:
        """What the calls seen so far say."""
        return read(self.scale, self.weights, self.alpha)


def read(scale: Scale, weights: Floats, alpha: float) -> Weighing:
    """What the calls put so far say; weights and alpha are those of the scale's thresholds."""
    if scale.explained:
        # A look must not change what comes: what is explained later counts on a copy.
        scale = deepcopy(scale, {id(scale.lists): scale.lists})
        scale.count_explained(np.inf)
    named = tuple(np.flatnonzero(scale.named_at >= 0).tolist())
    possible = scale.doubtful_possible.copy()
    for could_be in scale.possible.values():
        possible += unpacked(could_be, scale.lists.copies)
    calls = len(scale.possible) + scale.strangers + scale.doubtful
    tally = scale.tallies[SHARE]
    return Weighing(
        log_e=scale.evidence.log(),
        named=named,
        named_at=scale.named_at.copy(),
        share_low=_share_low(scale, named, log_thresholds(weights, alpha)),
        share_high=share_high(tally),
        excluded=calls - possible,
        possible=possible,
        used=tally.calls(),
        hits=tally.hits_per_copy(),
        calls=calls,
        weights=weights,
        alpha=alpha,
        gamma=scale.gamma,
        parents=tuple(scale.lists.parents.tolist()),
    )


def deepest(named: Iterable[int], parents: Sequence[int]) -> tuple[int, ...]:
    """Those of the named copies inside which no other named list was drawn."""
    above = set[int]()
    for copy in named:
        while parents and (copy := parents[copy]) >= 0:
            above.add(copy)
    return tuple(copy for copy in named if copy not in above)


def log_thresholds(weights: Floats, alpha: float) -> Floats:
    """Per copy: ln(1/(weight·alpha)), the log evidence at which it is named."""
    if not isinstance(alpha, Real) or not 0 < alpha < 1:
        raise NotWeighable(name="alpha", what=f"{alpha!r} is not between 0 and 1")
    with np.errstate(divide="ignore"):
        thresholds: Floats = -np.log(weights) - np.log(alpha)
    return thresholds


def urn_of(lists: Lists, design: str) -> Urn:
    """The urn of this design; raises NotWeighable for any other."""
    if design not in _URNS:
        raise NotWeighable(name="design", what=f"{design!r} is neither of {list(_URNS)}")
    kind = _URNS[design]
    # Drawn apart, the people of the parent's list are simply those who took part.
    is_nested = bool((lists.parents >= 0).any()) and kind is PatternUrn
    return FamilyUrn(lists, kind) if is_nested else kind(lists)


def read_starts(starts: ArrayLike | None) -> Floats | None:
    """The positions at which a leak may begin; None for only at once."""
    if starts is None or np.size(starts) == 0:
        return None
    given = np.asarray(starts, dtype=float)
    if given.ndim != 1 or np.isnan(given).any():
        raise NotWeighable(name="starts", what="it must be a list of positions")
    return given


def _share_low(scale: Scale, named: tuple[int, ...], thresholds: Floats) -> Floats:
    low = np.zeros(scale.lists.copies)
    for copy in named:
        low[copy] = share_low(scale.tallies[NAMING], copy, float(thresholds[copy]))
    return low


def read_weights(weights: ArrayLike | None, copies: int) -> Floats:
    if weights is None:
        return np.full(copies, 1.0 / copies)
    given = np.asarray(weights, dtype=float)
    if given.shape != (copies,):
        raise NotWeighable(name="weights", what=f"{given.shape} values for {copies} copies")
    # Added exactly, weights that were rounded one by one still give no more than one.
    if not (given >= 0).all() or not fsum(given) <= 1:
        raise NotWeighable(
            name="weights",
            what=f"they must not be negative nor exceed 1, but sum to {fsum(given)!r}",
        )
    return given


def _gamma(gamma: float) -> float:
    if not 1 <= gamma < np.inf:
        raise NotWeighable(name="gamma", what=f"{gamma} is not a number from 1 upwards")
    return float(gamma)
