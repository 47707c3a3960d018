"""Read one draw's findings off its weighing, its exclusions and the namings so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.trace.calls import read_calls
from leumund.trace.evidence import arguments, first_hand_over, since_hand_over, told_of
from leumund.trace.exclude import (
    NOBODY,
    Called,
    Fact,
    Held,
    as_told,
    counts_by_fact,
    exclusion_facts,
)
from leumund.trace.finding import (
    Audit,
    CopyFinding,
    Excluding,
    MostComplaints,
    Trail,
    WithoutCopy,
)
from leumund.trace.outcome import at_most_once_in, limit_of_100, outcome_of
from leumund.trace.readiness import largest_gamma
from leumund.trace.weighing import Weigher

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set
    from datetime import datetime

    from numpy.typing import NDArray

    from leumund.network import Partner
    from leumund.release import DrawRecord, KnownByLookup
    from leumund.trace.evidence import Evidence, Floats, Stream
    from leumund.trace.exclude import Bools, Ints
    from leumund.trace.weighing import Weighing

SEALED = "sealed"
TRAIL_POINTS = 120


@dataclass(frozen=True, slots=True)
class Naming:
    """A copy that was named: at which place of the sealed order, and how strongly."""

    draw_id: int
    copy_id: int
    partner: str
    position: int
    arrived_at: datetime
    at_most_once_in: int
    audit: Audit


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was looked at in one draw: facts per call and copy, and for coins the weighing.

    ``excluded``: the facts that still exclude once look-ups are counted; ``facts`` if None.
    ``largest_gamma``: per place of a named copy, see ``CopyFinding``.
    """

    draw: DrawRecord
    stream: Stream
    facts: NDArray[np.int8]
    found: Evidence | None = None
    weighing: Weighing | None = None
    path: Floats | None = None
    excluded: NDArray[np.int8] | None = None
    largest_gamma: Mapping[int, float] = field(default_factory=dict)

    @property
    def excluding(self) -> NDArray[np.int8]:
        """What excludes a copy from a call, look-ups counted."""
        return self.facts if self.excluded is None else self.excluded


def facts_of(draw: DrawRecord, stream: Stream) -> NDArray[np.int8]:
    """The excluding Fact per call and copy of one draw or sealed list."""
    units = draw.unit_of(stream.line_ids)
    released = draw.released
    mine = released.is_handed_over & np.isin(released.unit, units[units >= 0])
    held = Held(
        unit=released.unit[mine].astype(np.int64),
        copy=released.copy[mine].astype(np.int64),
        handed_over=released.handed_over_at[mine],
        copies=draw.copies.shape[1],
    )
    called = Called(
        unit=units,
        is_sure=stream.is_number_known & ~_is_doubtful(draw, stream.line_ids, units),
        latest=stream.called_until,
        fact_since=stream.fact_since,
    )
    return as_told(exclusion_facts(called, held), called, draw.first_handed_over, _last(draw))


def _last(draw: DrawRecord) -> NDArray[np.datetime64]:
    """When the last of each copy left."""
    released = draw.released
    last = np.full(draw.copies.shape[1], np.datetime64("NaT", "s"))
    gone = released.is_handed_over
    np.fmax.at(last, released.copy[gone], released.handed_over_at[gone])
    return last


def unless_looked_up(
    facts: NDArray[np.int8],
    draw: DrawRecord,
    stream: Stream,
    known: KnownByLookup,
    chains: Mapping[str, frozenset[str]],
) -> NDArray[np.int8]:
    """The facts, but whom a partner, or somebody of its chain, had looked up by then may be
    known to it: nothing excludes its copies from that call. Weighing never sees this."""
    result = facts.copy()
    for copy, holder in enumerate(draw.partners):
        family = {name for name, below in chains.items() if holder in below}
        family |= {holder, *chains.get(holder, frozenset())}
        result[may_know(stream, known, family), copy] = Fact.POSSIBLE
    return result


def may_know(stream: Stream, known: KnownByLookup, family: Set[str]) -> Bools:
    """Per call whether one of these may have known the person by a look-up before its end."""
    if family & known.doubtful:
        return np.ones(len(stream), dtype=bool)
    mine = np.array([partner in family for partner in known.partners], dtype=bool)
    first: dict[int, np.datetime64] = {}
    for line, at in zip(known.line_ids[mine].tolist(), known.at[mine], strict=True):
        first[line] = min(at, first.get(line, at))
    strangers = [at for partner, at in known.strangers_at.items() if partner in family]
    if strangers:
        first[NOBODY] = min(strangers)
    never = np.datetime64("NaT", "s")
    since = np.array([first.get(line, never) for line in stream.line_ids.tolist()])
    return np.asarray(since.astype("datetime64[s]") <= stream.called_until, dtype=bool)


def weighed(draw: DrawRecord, found: Evidence) -> tuple[Weighing, Floats]:
    """What ``weigh`` and ``trail`` say of this draw, from one pass over the calls."""
    told = arguments(draw, found)
    called_at, callers = told.pop("called_at"), told.pop("callers")
    knowledge, candidates = told.pop("knowledge"), told.pop("candidates")
    weigher = Weigher(
        draw.copies,
        **told,
        has_callers=callers is not None,
        weights=draw.weights,
        alpha=draw.alpha,
        explained=found.explained,
    )
    path = np.empty((len(found.subjects), draw.copies.shape[1]))
    calls = read_calls(
        found.subjects,
        called_at,
        *weigher.shape,
        callers=callers,
        knowledge=knowledge,
        candidates=candidates,
    )
    for row, call in enumerate(calls):
        weigher.scale.put(call)
        path[row] = weigher.scale.evidence.log()
    return weigher.read(), path


def largest_gamma_of(draw: DrawRecord, found: Evidence, weighing: Weighing) -> dict[int, float]:
    """Per named copy how much more readily people in it may complain, and it still stands."""
    return largest_gamma(draw.copies, found.subjects, weighing, **arguments(draw, found))


def findings(
    look: Look,
    namings: Mapping[int, Naming],
    audits: Mapping[int, Audit],
) -> list[CopyFinding]:
    """One finding per copy. ``namings`` by copy id; ``audits`` by place, of blocked copies."""
    counts = counts_by_fact(look.excluding)
    if look.weighing is None:
        return [_excluded_only(look, copy, counts[copy]) for copy in range(len(counts))]
    return [
        _weighed(look, copy, counts[copy], namings.get(int(copy_id)), audits.get(copy))
        for copy, copy_id in enumerate(look.draw.copy_ids)
    ]


def trails(look: Look) -> list[Trail]:
    """The evidence over time per copy, thinned to TRAIL_POINTS and the moments of naming."""
    if look.path is None or look.weighing is None or not len(look.path):
        return []
    since = np.flatnonzero(since_hand_over(look.draw, look.stream))
    if not len(since):
        return []
    chosen = since[np.linspace(0, len(since) - 1, TRAIL_POINTS).astype(int)]
    chosen = np.union1d(chosen, look.weighing.named_at[look.weighing.named_at >= 0])
    moments = tuple(_utc(at) for at in look.stream.arrived_at[chosen])
    return [
        Trail(
            draw_id=int(look.draw.draw_id),
            copy_id=int(copy_id),
            partner=look.draw.partners[copy],
            moments=moments,
            log_e=tuple(np.round(look.path[chosen, copy], 6).tolist()),
        )
        for copy, copy_id in enumerate(look.draw.copy_ids)
    ]


def most_complaints(look: Look) -> MostComplaints | None:
    """What the rule "most complaints" would say of this draw; None while nobody complained."""
    since = since_hand_over(look.draw, look.stream) & look.stream.is_number_known
    complaints = ((look.facts == Fact.POSSIBLE) & since[:, None]).sum(axis=0)
    if not complaints.any():
        return None
    top = int(np.argmax(complaints))
    return MostComplaints(
        draw_id=int(look.draw.draw_id),
        campaign=look.draw.campaign,
        copy_id=int(look.draw.copy_ids[top]),
        partner=look.draw.partners[top],
        complaints=int(complaints[top]),
        calls=int(since.sum()),
        copies=int((complaints == complaints[top]).sum()),
    )


def without_copy(
    partners: Iterable[Partner],
    draws: Sequence[DrawRecord],
    calls: int,
    looked_up: frozenset[str] = frozenset(),
) -> list[WithoutCopy]:
    """Partners that never got a list and looked nothing up, nor anybody above them who could
    have passed something on. ``looked_up``: who looked anything up."""
    holders = looked_up | {partner for draw in draws for partner in draw.partners}
    return [
        WithoutCopy(partner.name, calls)
        for partner in partners
        if not holders & {partner.name, *partner.chain}
    ]


def below(partners: Iterable[Partner]) -> dict[str, frozenset[str]]:
    """Per partner the names of all that act below it."""
    found: dict[str, set[str]] = {}
    for partner in partners:
        for above in partner.chain:
            found.setdefault(above, set()).add(partner.name)
    return {name: frozenset(names) for name, names in found.items()}


def new_namings(
    look: Look, named: Mapping[int, Naming], audit: Callable[[int, int], Audit]
) -> tuple[list[Naming], dict[int, Audit]]:
    """Copies named now for the first time, and the audits of those that were blocked.

    ``audit`` is asked, with a copy's place and the call at which it was reached, only for
    copies that no earlier run has named.
    """
    if look.weighing is None or look.path is None:
        return [], {}
    fresh, blocked = [], {}
    for copy in look.weighing.named:
        copy_id = int(look.draw.copy_ids[copy])
        if copy_id in named:
            continue
        at = int(look.weighing.named_at[copy])
        audited = audit(copy, at)
        if audited.is_blocking:
            blocked[copy] = audited
        else:
            fresh.append(_naming(look, copy, at, audited))
    return fresh, blocked


def _naming(look: Look, copy: int, at: int, audited: Audit) -> Naming:
    return Naming(
        draw_id=int(look.draw.draw_id),
        copy_id=int(look.draw.copy_ids[copy]),
        partner=look.draw.partners[copy],
        position=int(look.stream.positions[at]),
        arrived_at=_utc(look.stream.arrived_at[at]),
        at_most_once_in=_rarity(look, copy),
        audit=audited,
    )


def _is_doubtful(draw: DrawRecord, line_ids: Ints, units: Ints) -> Bools:
    """A sealed list may hold numbers that could not be told to belong to a line then."""
    if draw.sealed is None:
        return np.zeros(len(units), dtype=bool)
    may_be_unknown = (line_ids < 0) | (line_ids > draw.sealed.newest_line)
    is_doubtful = may_be_unknown & (draw.sealed.unknown > 0) | (draw.sealed.unreadable > 0)
    return np.asarray(is_doubtful & (units < 0), dtype=bool)


def _excluding(counts: Ints) -> Excluding:
    possible, not_in_copy, before, newer = (int(count) for count in counts)
    calls = possible + not_in_copy + before + newer
    return Excluding(calls, possible, not_in_copy, before, newer)


def _excluded_only(look: Look, copy: int, counts: Ints) -> CopyFinding:
    possible, calls = _possible_since(look, copy)
    limit = limit_of_100(share_high=1.0, used=0, hits=0, possible=possible, calls=calls)
    return CopyFinding(
        **_identity(look, copy),
        outcome=outcome_of(is_named=False, log_e=0.0, limit_of_100=limit),
        excluding=_excluding(counts),
        since_hand_over=calls,
        limit_of_100=limit,
    )


def _weighed(
    look: Look, copy: int, counts: Ints, naming: Naming | None, blocked: Audit | None
) -> CopyFinding:
    weighing = look.weighing
    if weighing is None:
        raise TypeError("this look weighed nothing")
    possible, calls = _possible_since(look, copy)
    used, hits = int(weighing.used[copy]), int(weighing.hits[copy])
    high, log_e = float(weighing.share_high[copy]), float(weighing.log_e[copy])
    limit = limit_of_100(share_high=high, used=used, hits=hits, possible=possible, calls=calls)
    threshold = float(weighing.log_thresholds[copy])
    return CopyFinding(
        **_identity(look, copy),
        outcome=outcome_of(is_named=naming is not None, log_e=log_e, limit_of_100=limit),
        excluding=_excluding(counts),
        log_e=log_e,
        log_threshold=threshold if np.isfinite(threshold) else None,
        at_most_once_in=max(_rarity(look, copy), naming.at_most_once_in if naming else 1),
        named_at=naming.arrived_at if naming else None,
        named_position=naming.position if naming else None,
        is_standing=copy in weighing.named or naming is None,
        largest_gamma=look.largest_gamma.get(copy) if naming else None,
        left_out=look.draw.lawful.left_out,
        gamma=float(look.draw.lawful.gamma),
        audit=naming.audit if naming else blocked,
        share_low=float(weighing.share_low[copy]) if naming else 0.0,
        share_high=high,
        used=used,
        hits=hits,
        since_hand_over=calls,
        limit_of_100=limit,
    )


def _identity(look: Look, copy: int) -> dict[str, Any]:
    return {
        "draw_id": int(look.draw.draw_id),
        "campaign": look.draw.campaign,
        "copy_id": int(look.draw.copy_ids[copy]),
        "partner": look.draw.partners[copy],
        "design": look.draw.design,
    }


def _possible_since(look: Look, copy: int) -> tuple[int, int]:
    """Calls since the hand-over: those the copy could explain, and all; those explained only
    by the holder's own record are among both. A call told several times is one."""
    if np.isnat(first_hand_over(look.draw)):
        return 0, 0
    since = since_hand_over(look.draw, look.stream)
    own = 0 if look.found is None else int((look.found.explained[:, 1] == copy).sum())
    call, is_possible = told_of(look.stream), look.excluding[:, copy] == Fact.POSSIBLE
    possible = len(np.unique(call[is_possible & since]))
    return possible + own, len(np.unique(call[since])) + own


def _utc(moment: np.datetime64) -> datetime:
    naive: datetime = moment.astype("datetime64[s]").item()
    return naive.replace(tzinfo=UTC)


def _rarity(look: Look, copy: int) -> int:
    if look.path is None or not len(look.path):
        return 1
    highest = float(look.path[:, copy].max())
    return at_most_once_in(highest, float(look.draw.weights[copy]))
