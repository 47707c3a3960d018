"""From a draw's record and the sealed stream to the arrays that ``weigh`` reads.

What decides whether a call counts, and against whom:

- **Time** (correction 8 of the design): a call that came before anything of the draw was
  handed over, and a call to somebody who took no part in it, carry nothing; they stay in the
  stream as -1, so that a position here is a position in the stream. For "was the person
  already in the copy" the moment of the call counts (its arrival where it is not known).
- **Portions**: a person belongs to a copy from the hand-over of the portion that was
  *planned*, whether or not it was screened out on the day: the coin decided the plan, while
  the screening may depend on what happened since. Who was screened out was not handed over
  and can be no hit: they count as contacted from the start, which only lowers the evidence.
- **Lawful contacts**: unless the draw was sealed with ``matching``, a person whom the holder,
  or a partner below it, had called or held a pass for before the complaint arrived is no hit.
  A day of grace is given, because clocks and memories differ. This too only
  lowers the evidence; the upper limit of the share counts these calls as hits.
- **Callers**: told apart where the draw was sealed so; whose calls belong together was sealed
  with each complaint, before anybody could look who is in which copy.
- **Knowledge**: where the draw was sealed so, a call whose caller knew something newer, by more
  than a day, than all that had left of a copy before the call, is no bet for that copy. What
  the caller knew was sealed with the complaint; when portions leave is decided by no coin.
  Where the files of the draw hold the tariff, the bet is larger if the tariff that the caller
  knew ran when something of the copy left, and there is none if it did not. It asks when
  anything of the copy left, not when this person did: that would be a look at the coins.
- **Doubtful people**: where no number of ours tells who was called, the people whom the
  complaint may mean have the weights that were sealed with it; what is missing to one is
  somebody else. Their units count as looked at, as if each had complained.
- **Starts**: half of the mass at the hand-over, the rest equally over 365 days (correction 6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.trace.exact import HELD_RATIO

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from leumund.intake import UnexplainedCall, Whom
    from leumund.release import DrawRecord
    from leumund.trace.exclude import Bools, Ints, Times

    Floats = NDArray[np.float64]

NOBODY = -1
NEVER = np.inf
PARTS = 1000
START_DAYS = 365
_GRACE = np.timedelta64(1, "D")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """The unexplained calls in their sealed order, one value per call; moments in UTC.

    ``called_from`` to ``called_until`` is the span the call lies in, both its arrival where
    nothing is known. ``line_ids``: -1 for nobody's customer or a number not given. ``callers``:
    a number for the caller, as it was sealed; -1 where nothing tells. ``whom``: lines and
    thousandths of those whom it may have been; then it is not known whose number was called.
    """

    positions: Ints
    line_ids: Ints
    is_number_known: Bools
    arrived_at: Times
    called_from: Times
    called_until: Times
    fact_since: Times
    fact_until: Times
    callers: Ints
    whom: tuple[Whom, ...] = ()

    def __len__(self) -> int:
        return len(self.positions)

    def first(self, count: int) -> Stream:
        """The stream as it was after so many calls."""
        return Stream(*(getattr(self, one.name)[:count] for one in fields(self)))

    @classmethod
    def of(cls, calls: Sequence[UnexplainedCall]) -> Stream:
        """The arrays of these calls, in the order given."""
        return cls(
            positions=np.array([call.position for call in calls], dtype=np.int64),
            line_ids=np.array(
                [NOBODY if call.line_id is None else call.line_id for call in calls],
                dtype=np.int64,
            ),
            is_number_known=np.array(
                [call.is_number_known and not call.whom for call in calls], dtype=bool
            ),
            arrived_at=_times([call.arrived_at for call in calls]),
            called_from=_times([call.call_from for call in calls]),
            called_until=_times([call.call_until for call in calls]),
            fact_since=np.array([call.fact_since for call in calls], dtype="datetime64[D]"),
            fact_until=np.array([call.fact_until for call in calls], dtype="datetime64[D]"),
            callers=_numbered([call.caller or call.shown for call in calls]),
            whom=tuple(call.whom for call in calls),
        )

    def all_lines(self) -> Ints:
        """The lines of everybody whom a call is or may be about, each once."""
        doubtful = [line for whom in self.whom for lines, _ in whom for line in lines]
        return np.unique(np.concatenate([self.line_ids, np.array(doubtful, dtype=np.int64)]))


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Lawful contacts: line, partner (by name) and the earliest moment on record."""

    line_ids: Ints
    partners: tuple[str, ...]
    at: Times


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The arguments of ``weigh`` for one draw, and what the redraw audit needs besides.

    ``explained``: triples of complaints that only the holder's own declared call explains.
    ``holder_contacts``: (subject units x copies) positions from which the copy's holder
    counts as having contacted ``contact_units``, also outside the copy; inf for never.
    ``portion_positions``: (copies x portions) positions of the hand-overs; inf: at home.
    ``callers``: per call whose it was, None where callers are not told apart. ``knowledge``:
    (calls x copies) 0 where the caller knew something newer than the copy, see ``_knowledge``;
    None where nothing of the kind was told. ``candidates``: triples (call, unit, weight)
    where only a weight says whom a call is about.
    """

    subjects: Ints
    called_at: Ints
    released_at: Floats
    contacted: Floats
    explained: Floats
    starts: Ints
    contact_units: Ints
    holder_contacts: Floats
    portion_positions: Floats
    callers: Ints | None = None
    knowledge: Floats | None = None
    candidates: tuple[tuple[int, int, float], ...] = ()


def evidence(
    draw: DrawRecord,
    stream: Stream,
    contacts: Contacts,
    explained: Sequence[UnexplainedCall],
    below: Mapping[str, frozenset[str]],
) -> Evidence:
    """What the stream says about one draw.

    ``explained``: the complaints that a partner's declared call explains; ``below``: per
    partner those that act for it.
    """
    subjects, candidates = _subjects(draw, stream), _candidates(draw, stream)
    in_order = np.sort(stream.called_from)
    asked = sorted(
        [(call, unit) for call, unit in enumerate(subjects.tolist()) if unit != NOBODY]
        + [(call, unit) for call, unit, _ in candidates]
    )
    units = np.unique(np.array([unit for _, unit in asked], dtype=np.int64))
    holder_contacts = _holder_contacts(draw, stream, asked, units, contacts, below)
    return Evidence(
        subjects=subjects,
        called_at=np.searchsorted(in_order, stream.called_from, "left"),
        released_at=_released_at(draw, in_order),
        contacted=np.concatenate(
            [_screened_out(draw), _contacted(draw, units, holder_contacts)]
        ),
        explained=_explained(draw, stream, explained, below),
        starts=_starts(draw, stream),
        contact_units=units,
        holder_contacts=holder_contacts,
        portion_positions=_portion_positions(draw, in_order),
        callers=stream.callers if draw.is_by_caller else None,
        knowledge=_knowledge(draw, stream) if draw.heeds_knowledge else None,
        candidates=candidates,
    )


def arguments(draw: DrawRecord, found: Evidence) -> dict[str, Any]:
    """The keyword arguments that ``weigh`` and ``trail`` share."""
    return {
        "design": draw.urn,
        "strata": draw.strata,
        "eligible": draw.eligible,
        "released_at": found.released_at,
        "contacted": found.contacted,
        "starts": found.starts,
        "called_at": found.called_at,
        "callers": found.callers,
        "knowledge": found.knowledge,
        "candidates": found.candidates,
        "gamma": float(draw.lawful.gamma),
    }


def lines_of(draw: DrawRecord, units: Ints) -> Ints:
    """All lines of these units: a contact on any of them reaches the whole unit."""
    return np.asarray(draw.line_ids[np.isin(draw.line_units, units)], dtype=np.int64)


def first_hand_over(draw: DrawRecord) -> np.datetime64:
    """When the first portion of the first copy left; NaT while nothing has."""
    given = draw.first_handed_over[~np.isnat(draw.first_handed_over)]
    return np.datetime64(given.min() if len(given) else "NaT", "s")


def since_hand_over(draw: DrawRecord, stream: Stream) -> Bools:
    """Per call: can it have come after the first hand-over of this draw?"""
    return np.asarray(stream.called_until >= first_hand_over(draw), dtype=bool)


def told_of(stream: Stream) -> Ints:
    """Per complaint a number for the call it tells of.

    Told again, in other words or by somebody else, a call to the same line at the same time is
    the same; so is one to the same line where nobody says when.
    """
    untold = (stream.called_from == stream.arrived_at) & (
        stream.called_until == stream.arrived_at
    )
    is_stranger = stream.line_ids == NOBODY
    never = np.datetime64(0, "s")
    keys = np.stack(
        [
            stream.line_ids,
            np.where(untold & ~is_stranger, never, stream.called_from).astype(np.int64),
            np.where(untold & ~is_stranger, never, stream.called_until).astype(np.int64),
            np.where(is_stranger, stream.callers, 0),
            np.where(stream.is_number_known, 0, stream.positions),
        ]
    )
    return np.unique(keys, axis=1, return_inverse=True)[1].ravel().astype(np.int64)


def _subjects(draw: DrawRecord, stream: Stream) -> Ints:
    carries = stream.called_from >= first_hand_over(draw)
    return np.where(carries, draw.unit_of(stream.line_ids), NOBODY).astype(np.int64)


def _candidates(draw: DrawRecord, stream: Stream) -> tuple[tuple[int, int, float], ...]:
    """Whom the calls may be about, as far as they are in the draw; each unit of a call once.

    A person has one unit, that of all its lines: lines that came after the draw have none.
    """
    carries = stream.called_from >= first_hand_over(draw)
    found: dict[tuple[int, int], int] = {}
    for call, whom in enumerate(stream.whom):
        for lines, parts in whom if carries[call] else ():
            units = draw.unit_of(np.array(lines, dtype=np.int64))
            for unit in units[units != NOBODY][:1].tolist():
                found[call, unit] = found.get((call, unit), 0) + parts
    return tuple((call, unit, parts / PARTS) for (call, unit), parts in found.items())


def _released_at(draw: DrawRecord, in_order: Times) -> Floats:
    released = draw.released
    position = _position(in_order, released.handed_over_at)
    return np.column_stack((released.unit, released.copy, position)).astype(float)


def _screened_out(draw: DrawRecord) -> Floats:
    released = draw.released
    is_out = ~np.isnat(released.handed_over_at) & ~released.is_handed_over
    return np.column_stack(
        (released.unit[is_out], released.copy[is_out], np.zeros(is_out.sum()))
    ).astype(float)


def _portion_positions(draw: DrawRecord, in_order: Times) -> Floats:
    released = draw.released
    portions = int(released.portion.max(initial=0)) + 1
    positions = np.full((draw.copies.shape[1], portions), NEVER)
    found = _position(in_order, released.handed_over_at)
    np.minimum.at(positions, (released.copy, released.portion), found)
    return positions


def _position(in_order: Times, moments: Times) -> Floats:
    """How many calls came before the moment; inf where it has not come."""
    position = np.searchsorted(in_order, moments, "left").astype(float)
    return np.where(np.isnat(moments), NEVER, position)


def _starts(draw: DrawRecord, stream: Stream) -> Ints:
    days = first_hand_over(draw) + np.arange(1, START_DAYS + 1) * _DAY
    arrived = np.maximum.accumulate(stream.arrived_at) if len(stream) else stream.arrived_at
    return np.searchsorted(arrived, days, "left").astype(np.int64)


def _holder_contacts(
    draw: DrawRecord,
    stream: Stream,
    asked: Sequence[tuple[int, int]],
    units: Ints,
    contacts: Contacts,
    below: Mapping[str, frozenset[str]],
) -> Floats:
    """(units x copies): the first own call of the unit that arrived after such a contact."""
    positions = np.full((len(units), draw.copies.shape[1]), NEVER)
    if draw.lawful.left_out != "contacted":
        return positions
    arrivals = _arrivals(asked, stream.arrived_at)
    copies = _copies_answered_for(draw, below)
    reached = draw.unit_of(contacts.line_ids)
    for unit, partner, at in zip(reached.tolist(), contacts.partners, contacts.at, strict=True):
        if unit not in arrivals or partner not in copies:
            continue
        position = next((t for t, seen in arrivals[unit] if seen >= at - _GRACE), NEVER)
        row, columns = np.searchsorted(units, unit), copies[partner]
        positions[row, columns] = np.minimum(positions[row, columns], position)
    return positions


def _contacted(draw: DrawRecord, units: Ints, holder_contacts: Floats) -> Floats:
    row, copy = np.nonzero(np.isfinite(holder_contacts))
    return np.column_stack((units[row], copy, holder_contacts[row, copy])).astype(float)


def _knowledge(draw: DrawRecord, stream: Stream) -> Floats | None:
    """How much likelier what the caller knew is if the call came from the copy: 0 where it is
    newer than all that had left; where the files tell the tariff HELD_RATIO if it ran when
    something left, else 0; 1 for all else."""
    calls = np.flatnonzero(~np.isnat(stream.fact_since))
    if not len(calls):
        return None
    ratio = np.ones((len(stream), draw.copies.shape[1]))
    for copy, moments in enumerate(_moments(draw)):
        out = np.searchsorted(moments, stream.called_from[calls], "right")
        told = calls[out > 0]
        newest = (moments[out[out > 0] - 1] + _GRACE).astype("datetime64[D]")
        ratio[told[stream.fact_since[told] > newest], copy] = 0.0
        if draw.is_graded:
            ratio[told, copy] = [
                HELD_RATIO * _ran(moments[:left], *span)
                for left, *span in zip(
                    out[out > 0], stream.fact_since[told], stream.fact_until[told], strict=True
                )
            ]
    return ratio


def _ran(left: Times, since: np.datetime64, until: np.datetime64) -> bool:
    """Whether the fact held, a day more or less, on any of the days on which something left."""
    held = since <= (left + _GRACE).astype("datetime64[D]")
    if not np.isnat(until):
        held &= until >= (left - _GRACE).astype("datetime64[D]")
    return bool(held.any())


def _moments(draw: DrawRecord) -> list[Times]:
    """Per copy the moments at which something of it left, in order."""
    gone = draw.released
    is_out = ~np.isnat(gone.handed_over_at)
    copy, at = gone.copy[is_out], gone.handed_over_at[is_out]
    return [np.unique(at[copy == one]) for one in range(draw.copies.shape[1])]


def _explained(
    draw: DrawRecord,
    stream: Stream,
    explained: Sequence[UnexplainedCall],
    below: Mapping[str, frozenset[str]],
) -> Floats:
    """Complaints that only the own record of a holder explains, about units it held."""
    copies = _copies_answered_for(draw, below)
    told = Stream.of(explained)
    units = draw.unit_of(told.line_ids)
    since = np.searchsorted(stream.positions, told.positions, "left")
    held = _hand_over_of(draw, units)
    triples = [
        (unit, copy, position)
        for call, unit, position, until in zip(
            explained, units.tolist(), since.tolist(), told.called_until, strict=True
        )
        for copy in copies.get(call.explained_by.partner if call.explained_by else "", ())
        if (unit, copy) in held and held[unit, copy] <= until
    ]
    return np.array(triples, dtype=float).reshape(-1, 3)


def _hand_over_of(draw: DrawRecord, units: Ints) -> dict[tuple[int, int], Any]:
    """When each (unit, copy) of these units that left did leave."""
    left = draw.released.is_handed_over & ~np.isnat(draw.released.handed_over_at)
    left &= np.isin(draw.released.unit, units)
    pairs = zip(
        draw.released.unit[left].tolist(), draw.released.copy[left].tolist(), strict=True
    )
    return dict(zip(pairs, draw.released.handed_over_at[left], strict=True))


def _arrivals(
    asked: Sequence[tuple[int, int]], arrived_at: Times
) -> dict[int, list[tuple[int, Any]]]:
    """Per unit the calls that are or may be about it, in stream order: position and arrival."""
    found: dict[int, list[tuple[int, Any]]] = {}
    for position, unit in asked:
        found.setdefault(unit, []).append((position, arrived_at[position]))
    return found


def _copies_answered_for(
    draw: DrawRecord, below: Mapping[str, frozenset[str]]
) -> dict[str, list[int]]:
    """Per partner the copies that its calls speak for: its own and those of partners above."""
    found: dict[str, list[int]] = {}
    for copy, holder in enumerate(draw.partners):
        for partner in {holder} | below.get(holder, frozenset()):
            found.setdefault(partner, []).append(copy)
    return found


def _numbered(names: Sequence[str | None]) -> Ints:
    """A number per name, by first appearance; -1 for none."""
    numbers: dict[str, int] = {}
    found = [NOBODY if one is None else numbers.setdefault(one, len(numbers)) for one in names]
    return np.array(found, dtype=np.int64)


def _times(moments: Sequence[datetime]) -> Times:
    naive = [moment.replace(tzinfo=None) for moment in moments]
    return np.array(naive, dtype="datetime64[s]")
