"""A simulated year, lived month by month, with the truth written beside.

The lists are drawn by the tool, not by the world; so the world answers: it is told what
each partner has been handed, and returns the calls and complaints of the next month. It
knows nothing of coins, weights or evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from leumund.world.callers import THIEVES, lawful_rings, stolen_rings, stray_rings
from leumund.world.cast import CAST, FRAMED
from leumund.world.complaints import Grievance, grievances, invented
from leumund.world.population import YEAR, Population, populate

if TYPE_CHECKING:
    from leumund.world.callers import Handed, Ring

MONTHS = tuple(range(1, 13))
_HEEDLESS = frozenset(f"lawful:{one.name}" for one in CAST if one.temper == "careless")


@dataclass(frozen=True, slots=True)
class Month:
    """What a month brought: declared calls per partner, complaints in order of arrival."""

    month: int
    calls: dict[str, list[Ring]]
    complaints: list[Grievance]

    @property
    def causes(self) -> list[str]:
        """The truth about each complaint, in the order of the complaints."""
        return [one.cause for one in self.complaints]


@dataclass(frozen=True, slots=True)
class Truth:
    """What nobody but the world knows, and what the demo is compared with at its end."""

    used: dict[str, str]
    framed: str
    without_list: tuple[str, ...]
    careless: tuple[str, ...]


# Not frozen: complaints of one month arrive in later ones, and objections are remembered.
@dataclass(slots=True)
class World:
    """One made-up company and its year; the same seed and answers give the same year."""

    seed: int
    people: Population
    _pending: list[Grievance] = field(default_factory=list)
    _objected: set[str] = field(default_factory=set)
    _lived: int = 0

    @classmethod
    def of(cls, seed: int, customers: int = 20_000) -> World:
        """The world of that seed with so many customers, on the first day of its year."""
        return cls(seed, populate(seed, customers))

    @property
    def truth(self) -> Truth:
        """Which copies are used, how, and who is merely talked about."""
        return Truth(
            used={thief.partner: thief.way for thief in THIEVES},
            framed=FRAMED,
            without_list=tuple(one.name for one in CAST if one.temper == "no list"),
            careless=tuple(one.name for one in CAST if one.temper == "careless"),
        )

    def live(self, month: int, handed: Handed) -> Month:
        """The next month, given every portion handed over so far; raises ValueError if it
        is not the next one, because complaints of one month arrive in later ones."""
        if month != self._lived + 1 or month not in MONTHS:
            raise ValueError(f"after month {self._lived} comes no month {month}")
        self._lived = month
        owners = self._owners()
        calls = {
            partner: [ring for ring in rings if self._is_made(ring)]
            for partner, rings in lawful_rings(self.seed, month, handed).items()
        }
        unlawful = stolen_rings(self.seed, month, handed)
        stray = stray_rings(self.seed, month, self.people)
        rings = [*(ring for made in calls.values() for ring in made), *unlawful, *stray]
        self._pending += grievances(self.seed, month, rings, self.people, owners)
        self._pending += invented(self.seed, month, self.people)
        return Month(month, calls, self._arrived(month))

    def _arrived(self, month: int) -> list[Grievance]:
        """What arrives by the end of the month; the last month waits for nobody."""
        past = datetime(YEAR + month // 12, month % 12 + 1, 1)  # noqa: DTZ001
        here = [one for one in self._pending if one.arrived_at < past]
        self._pending = [one for one in self._pending if one.arrived_at >= past]
        here.sort(key=lambda one: (one.arrived_at, one.number_called, one.cause))
        self._objected |= {one.number_called for one in here if one.has_objection}
        return here

    def _is_made(self, ring: Ring) -> bool:
        """A careful partner heeds the objections of earlier months; a careless one does not."""
        return ring.number not in self._objected or ring.cause in _HEEDLESS

    def _owners(self) -> dict[str, int]:
        people = self.people
        owners = {people.numbers[line]: at for at, line in enumerate(people.line.tolist())}
        owners |= {
            people.numbers[line]: at
            for at, line in enumerate(people.second_line.tolist())
            if line >= 0
        }
        return owners
