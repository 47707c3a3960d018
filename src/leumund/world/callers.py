"""Who rings whom, month by month: partners lawfully, others from a copy or at random.

When a number is rung is decided once, when its portion arrives, from the stream of the one
who rings it. A month therefore never depends on which month was asked for before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np

from leumund.world.cast import CAST, Actor
from leumund.world.names import numbers
from leumund.world.population import FIRST_DAY, YEAR
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leumund.world.population import Population

    Handed = Mapping[str, Sequence["Portion"]]

Way = Literal["sold on", "stolen", "passed on"]
_DAYS_A_MONTH = 30.4
_SUNDAY = 7
_SATURDAY = 6


@dataclass(frozen=True, slots=True)
class Portion:
    """What one partner received at once: the day, and the numbers in the file's order."""

    handed_over_on: date
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    """One call as it happened. ``cause``: ``lawful:<partner>``, ``copy:<partner>``, ... ;
    ``knows_as_of``: the day whose tariff the caller read out, if any."""

    at: datetime
    number: str
    shown: str
    cause: str
    caller_said: str = ""
    knows_as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Thief:
    """Somebody who rings from a partner's copy.

    ``lag_days``: between a portion's hand-over and its arrival here. ``first_on``: before
    that day nothing arrives; ``last_portion_on``: later portions never arrive. ``pace``: the
    part of the people not yet rung that it rings in a month, until ``stops_on``.
    """

    partner: str
    way: Way
    lag_days: int
    first_on: date
    last_portion_on: date
    stops_on: date
    pace: float
    shown_numbers: int


THIEVES = (
    Thief(
        "honigkessel", "sold on", 12, date(YEAR, 3, 10), date(YEAR, 12, 31),
        date(YEAR, 12, 31), 0.26, 9,
    ),
    Thief(
        "nebelturm", "stolen", 4, date(YEAR, 6, 14), date(YEAR, 6, 10),
        date(YEAR, 12, 15), 0.55, 5,
    ),
    Thief(
        "papiermond", "passed on", 3, date(YEAR, 2, 1), date(YEAR, 12, 31),
        date(YEAR, 12, 31), 0.24, 6,
    ),
)  # fmt: skip
"""Which copies are used in truth, and by whom: a buyer, a burglar, an unnamed sub-partner."""


def lawful_rings(seed: int, month: int, handed: Handed) -> dict[str, list[Ring]]:
    """Per partner: the calls it makes in that month under its own number, in time order."""
    return {
        one.name: sorted(_lawful(seed, one, month, handed.get(one.name, ())), key=_when)
        for one in CAST
        if one.calls_a_month
    }


def stolen_rings(seed: int, month: int, handed: Handed) -> list[Ring]:
    """The calls made in that month by those who use somebody's copy."""
    return [
        ring
        for thief in THIEVES
        for ring in _stolen(seed, thief, month, handed.get(thief.partner, ()))
    ]


def stray_rings(seed: int, month: int, people: Population) -> list[Ring]:
    """Calls that need no copy: random numbers, and one who reads the company's own screen."""
    return [
        *_at_random(seed, month, people),
        *_from_the_screen(seed, month, people),
    ]


def in_month(moment: datetime, month: int) -> bool:
    """Does this moment lie in that month of the simulated year?"""
    return (moment.year, moment.month) == (YEAR, month)


def some_day(chance: np.random.Generator, month: int) -> date:
    """A random day of that month."""
    first = date(YEAR, month, 1)
    days = (date(YEAR + month // 12, month % 12 + 1, 1) - first).days
    return first + timedelta(days=int(chance.integers(days)))


def _lawful(seed: int, one: Actor, month: int, portions: Sequence[Portion]) -> Iterator[Ring]:
    for at, portion in enumerate(portions):
        chance = stream(seed, "lawful", one.name, at)
        days = _waits(chance, len(portion.numbers), one.calls_a_month)
        clocks = _clocks(chance, len(portion.numbers), 8, 20)
        is_rude = chance.random(len(portion.numbers)) < (0.2 if one.temper == "careless" else 0)
        rows = zip(portion.numbers, days, clocks, is_rude.tolist(), strict=True)
        for number, wait, clock, rude in rows:
            ring = _moment(portion.handed_over_on, 1 + wait, clock, is_rude=rude)
            if in_month(ring, month):
                said = one.legal_name
                yield Ring(ring, number, one.number, f"lawful:{one.name}", said)


def _stolen(seed: int, thief: Thief, month: int, portions: Sequence[Portion]) -> Iterator[Ring]:
    shown = numbers(stream(seed, "shown", thief.partner), thief.shown_numbers, "spoofed")
    for at, portion in enumerate(portions):
        if portion.handed_over_on > thief.last_portion_on:
            continue
        chance = stream(seed, "stolen", thief.partner, at)
        first = max(portion.handed_over_on + timedelta(days=thief.lag_days), thief.first_on)
        days = _waits(chance, len(portion.numbers), thief.pace)
        clocks = _clocks(chance, len(portion.numbers), 9, 21)
        faces = chance.integers(len(shown), size=len(portion.numbers)).tolist()
        for number, wait, clock, face in zip(portion.numbers, days, clocks, faces, strict=True):
            when = datetime.combine(first + timedelta(days=wait), clock)
            if in_month(when, month) and when.date() <= thief.stops_on:
                cause = f"copy:{thief.partner}"
                yield Ring(when, number, shown[face], cause, "", portion.handed_over_on)


def _at_random(seed: int, month: int, people: Population) -> Iterator[Ring]:
    """Two callers with leads of their own, one of them with random numbers of nobody."""
    chance = stream(seed, "own leads", month)
    shown = numbers(stream(seed, "shown", "own leads"), 12, "spoofed")
    rung = int(chance.poisson(len(people) * 0.0105))
    lines = chance.integers(len(people.numbers), size=rung)
    strangers = numbers(stream(seed, "strangers", month), rung // 4 + 1, "stranger")
    targets = [people.numbers[line] for line in lines.tolist()] + strangers
    for number in targets:
        when = datetime.combine(some_day(chance, month), _clocks(chance, 1, 9, 21)[0])
        yield Ring(when, number, shown[int(chance.integers(len(shown)))], "own leads")


def _from_the_screen(seed: int, month: int, people: Population) -> Iterator[Ring]:
    """Somebody at the company's own desk rings customers whose tariff has just changed."""
    chance = stream(seed, "screen", month)
    shown = numbers(stream(seed, "shown", "screen"), 3, "spoofed")
    days_so_far = (date(YEAR, month, 1) - FIRST_DAY).days
    changed = np.flatnonzero((people.next_tariff >= 0) & (people.changes_on < days_so_far))
    if not len(changed):
        return
    rung = chance.choice(changed, size=min(len(changed), len(people) // 900 + 4))
    for customer in rung.tolist():
        day = some_day(chance, month)
        when = datetime.combine(day, _clocks(chance, 1, 9, 21)[0])
        number = people.numbers[int(people.line[customer])]
        face = shown[int(chance.integers(len(shown)))]
        yield Ring(when, number, face, "company's own screen", "", day)


def _waits(chance: np.random.Generator, count: int, a_month: float) -> list[int]:
    """Days until each number's turn, so that ``a_month`` of those left are rung in a month."""
    mean = -_DAYS_A_MONTH / np.log1p(-a_month)
    waits: list[int] = np.floor(chance.exponential(mean, size=count)).astype(int).tolist()
    return waits


def _clocks(chance: np.random.Generator, count: int, first: int, past: int) -> list[time]:
    seconds = chance.integers(first * 3600, past * 3600, size=count).tolist()
    return [time(s // 3600, s // 60 % 60, s % 60) for s in seconds]


def _moment(start: date, wait_days: int, clock: time, *, is_rude: bool) -> datetime:
    """The planned moment, moved into the industry's hours, or rudely out of them."""
    day = start + timedelta(days=wait_days)
    if is_rude:
        return datetime.combine(day, time(20 + clock.hour % 2, clock.minute, clock.second))
    if day.isoweekday() == _SUNDAY:
        day += timedelta(days=1)
    if day.isoweekday() == _SATURDAY:
        clock = time(9 + clock.hour % 9, clock.minute, clock.second)
    return datetime.combine(day, clock)


def _when(ring: Ring) -> datetime:
    return ring.at
