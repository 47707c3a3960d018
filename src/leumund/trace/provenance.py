"""Is it our data at all? Handed over against not handed over.

The first question comes before "whose copy": were any of our copies used, or do the callers
have their numbers from elsewhere? Whoever had been handed over to nobody when the call came,
held back or not yet due, is the control. If no copy of a draw was used, it is left to chance
whether somebody who complains had been handed over, to whomever; that is the same bet as for
one copy, on the union of all. Half of the evidence is this bet, the other half the weighted
mean of the copies' own, which a single small copy among many moves sooner: a mean of fair
bets about the same calls is a fair bet.

This says nothing against anybody, so it draws on nobody's weight: it is a promise of its own.
The chance of ever saying of any draw "our data were used" while none of its copies was stays
at most alpha over the account's horizon, because a draw and all that was drawn inside its
lists have together no more than the part of alpha that it booked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.release import SEALED, provenance_weight
from leumund.trace.evidence import arguments, since_hand_over, told_of
from leumund.trace.exclude import Fact
from leumund.trace.outcome import at_most_once_in, limit_of_100, outcome_of
from leumund.trace.provenances import DrawProvenance, ProvenanceReport
from leumund.trace.reading import may_know
from leumund.trace.weighing import trail, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.release import DrawRecord, KnownByLookup
    from leumund.trace.evidence import Evidence, Floats, Stream
    from leumund.trace.exclude import Bools
    from leumund.trace.reading import Look
    from leumund.trace.weighing import Weighing

_ANYBODY = 0


@dataclass(frozen=True, slots=True, eq=False)
class AnyCopy:
    """All copies of a draw as one: who had been handed over, to whomever, and when."""

    copies: Any
    released_at: Floats
    contacted: Floats
    explained: Floats

    def arguments(self, draw: DrawRecord, found: Evidence) -> dict[str, Any]:
        """For ``weigh`` and ``trail``: whoever took part in the draw of any copy, or was held
        back from all, is in one urn per stratum, because a coin parted them."""
        return arguments(draw, found) | {
            "design": "independent",
            "eligible": None,
            "released_at": self.released_at,
            "contacted": self.contacted,
            "knowledge": _of_any(found.knowledge),
        }


def _of_any(knowledge: Floats | None) -> Floats | None:
    """What the caller knew is too new for the union only if it is for every copy."""
    return None if knowledge is None else knowledge.max(axis=1, keepdims=True)


def any_copy(draw: DrawRecord, found: Evidence) -> AnyCopy:
    """The union of the copies; a lawful contact of any holder counts as one of all."""
    units = len(draw.strata)
    is_in = np.zeros((units, 1), dtype=bool)
    is_in[draw.released.unit, _ANYBODY] = True
    return AnyCopy(
        copies=is_in,
        released_at=_first(found.released_at),
        contacted=_first(found.contacted),
        explained=_first(found.explained),
    )


def weigh_any(draw: DrawRecord, found: Evidence) -> tuple[Weighing, Floats]:
    """What the calls say of all copies of the draw together, and its log evidence by call."""
    union = any_copy(draw, found)
    common = union.arguments(draw, found)
    weighing = weigh(
        union.copies,
        found.subjects,
        weights=[float(provenance_weight(draw.booked_weights))],
        alpha=draw.alpha,
        explained=union.explained,
        **common,
    )
    return weighing, trail(union.copies, found.subjects, **common)[:, _ANYBODY]


def draw_provenance(look: Look) -> DrawProvenance | None:
    """What the calls say of one draw's copies together; None while nothing has left."""
    if look.found is None or look.path is None:
        return None
    draw = look.draw
    weighing, path = weigh_any(draw, look.found)
    mean = _log_mean(path, look.path, draw.weights)
    booked = float(provenance_weight(draw.booked_weights))
    highest = float(mean.max(initial=0.0))
    threshold = -float(np.log(booked * draw.alpha))
    since = since_hand_over(draw, look.stream)
    call = told_of(look.stream)
    possible, calls = len(np.unique(call[_could_be(look) & since])), len(np.unique(call[since]))
    used, hits = int(weighing.used[_ANYBODY]), int(weighing.hits[_ANYBODY])
    limit = limit_of_100(
        share_high=float(weighing.share_high[_ANYBODY]),
        used=used,
        hits=hits,
        possible=possible,
        calls=calls,
    )
    left = draw.released.unit[~np.isnat(draw.released.handed_over_at)]
    is_ours = highest >= threshold
    return DrawProvenance(
        draw_id=int(draw.draw_id),
        campaign=draw.campaign,
        outcome=outcome_of(is_named=is_ours, log_e=highest, limit_of_100=limit),
        units=len(draw.strata),
        handed_over=len(np.unique(left)),
        used=used,
        hits=hits,
        since_hand_over=calls,
        possible=possible,
        log_e=highest,
        log_threshold=threshold,
        at_most_once_in=at_most_once_in(highest, booked),
        limit_of_100=limit,
    )


def provenance_of(
    looks: Sequence[Look], stream: Stream, inputs: str, known: KnownByLookup, named: int = 0
) -> ProvenanceReport:
    """What all draws and sealed lists say of where the callers' data came from; ``known``: what
    was looked up one by one; ``named``: how many copies stand named."""
    unchosen = may_know(stream, known, known.holders)
    could_be = unchosen.copy()
    for look in looks:
        could_be |= _could_be(look)
        if look.draw.design == SEALED:
            unchosen |= _could_be(look)
    is_known, is_customer = stream.is_number_known, stream.line_ids >= 0
    call = told_of(stream)

    def many(which: Bools) -> int:
        return len(np.unique(call[which]))

    return ProvenanceReport(
        inputs=inputs,
        calls=many(np.ones(len(stream), dtype=bool)),
        handed_over=many(could_be & is_known),
        not_handed_over=many(~could_be & is_known & is_customer),
        strangers=many(~could_be & is_known & ~is_customer),
        doubtful=many(~is_known),
        unchosen=many(unchosen & is_known),
        named=named,
        draws=tuple(one for look in looks if (one := draw_provenance(look)) is not None),
    )


def _could_be(look: Look) -> Bools:
    """Per call: does nothing exclude at least one of these copies?"""
    return np.asarray((look.excluding == Fact.POSSIBLE).any(axis=1), dtype=bool)


def _log_mean(union: Floats, path: Floats, weights: Floats) -> Floats:
    """Half the union's evidence, half the weighted mean of the copies', after every call."""
    parts = np.log(weights / weights.sum())
    mean = np.logaddexp.reduce(path + parts, axis=1)
    return np.asarray(np.logaddexp(union, mean) - np.log(2.0), dtype=float)


def _first(triples: Floats) -> Floats:
    """Triples (unit, copy, position) as those of one copy, the earliest position of each."""
    if not len(triples):
        return np.zeros((0, 3))
    order = np.lexsort((triples[:, 2], triples[:, 0]))
    sorted_ones = triples[order]
    is_first = np.append([True], sorted_ones[1:, 0] != sorted_ones[:-1, 0])
    found = sorted_ones[is_first].copy()
    found[:, 1] = _ANYBODY
    return np.asarray(found, dtype=float)
