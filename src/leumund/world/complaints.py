"""How a call becomes a complaint: who minds, what they remember, when it arrives.

People forget the number shown, mistake the day, write late, and some say nothing of the
time. An insider who wants to harm a partner invents complaints about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leumund.world.callers import Ring, some_day
from leumund.world.cast import FRAMED, PRODUCT, actor
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import numpy as np

    from leumund.world.population import Population

_BOTHER = {"lawful": 0.008, "careless": 0.10, "other": 0.36}
_FRAMING_MONTHS = range(8, 11)


@dataclass(frozen=True, slots=True)
class Grievance:
    """One complaint as it arrives, in the words of the file, with its cause in truth."""

    arrived_at: datetime
    called_at: datetime | None
    number_called: str
    number_shown: str
    caller_said: str
    told: str
    has_objection: bool
    cause: str


def grievances(
    seed: int, month: int, rings: Sequence[Ring], people: Population, owners: Mapping[str, int]
) -> list[Grievance]:
    """The complaints that this month's calls lead to, whenever they arrive.

    ``owners``: the customer at each number; numbers of nobody are missing.
    """
    chance = stream(seed, "complaints", month)
    draws = chance.random((len(rings), 8))
    return [
        _grievance(ring, draw.tolist(), people, owners)
        for ring, draw in zip(rings, draws, strict=True)
        if draw[0] < _bother(ring, people, owners)
    ]


def invented(seed: int, month: int, people: Population) -> Iterator[Grievance]:
    """What the insider makes up: real customers, the framed partner's own number and name."""
    if month not in _FRAMING_MONTHS:
        return
    chance = stream(seed, "insider", month)
    framed = actor(FRAMED)
    for line in chance.integers(len(people.numbers), size=len(people) // 1800 + 2).tolist():
        day = some_day(chance, month)
        when = _clock(day, chance)
        yield Grievance(
            when + timedelta(hours=1 + int(chance.integers(40))), when, people.numbers[line],
            framed.number, framed.legal_name, told="", has_objection=False,
            cause=f"invented:{FRAMED}",
        )  # fmt: skip


def _bother(ring: Ring, people: Population, owners: Mapping[str, int]) -> float:
    """The chance that this call is complained of."""
    kind, _colon, whose = ring.cause.partition(":")
    if kind == "lawful":
        kind = "careless" if actor(whose).temper == "careless" else "lawful"
    customer = owners.get(ring.number)
    patience = 0.9 if customer is None else float(people.patience[customer])
    return _BOTHER.get(kind, _BOTHER["other"]) * (1 - patience)


def _grievance(
    ring: Ring, draw: list[float], people: Population, owners: Mapping[str, int]
) -> Grievance:
    _minds, delay, is_late, mistakes, forgets, knows, objects, how_far = draw
    waits = timedelta(days=(8 + 30 * delay) if is_late < 0.1 else 6 * delay * delay, hours=2)
    return Grievance(
        arrived_at=(ring.at + waits).replace(microsecond=0),
        called_at=_remembered(ring.at, mistakes, how_far),
        number_called=ring.number,
        number_shown="" if forgets < 0.12 else ring.shown,
        caller_said=ring.caller_said or PRODUCT,
        told=_told(ring, knows, people, owners),
        has_objection=objects < 0.3,
        cause=ring.cause,
    )


def _remembered(at: datetime, mistakes: float, how_far: float) -> datetime | None:
    """The moment as it is told: mostly right, now and then days too early, or not at all."""
    if mistakes < 0.05:
        return None
    if mistakes < 0.12:
        return at - timedelta(days=1 + int(4 * how_far))
    return at.replace(second=0)


def _told(ring: Ring, knows: float, people: Population, owners: Mapping[str, int]) -> str:
    customer = owners.get(ring.number)
    if ring.knows_as_of is None or customer is None or knows > 0.6:
        return ""
    return f"tariff: {people.tariff_on(customer, ring.knows_as_of)}"


def _clock(day: date, chance: np.random.Generator) -> datetime:
    return datetime(  # noqa: DTZ001  (the wall clock of the person called)
        day.year, day.month, day.day, 9 + int(chance.integers(11)), int(chance.integers(60))
    )
