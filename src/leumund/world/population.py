"""The customers of the made-up company: who they are, what they agreed to, what they mind.

All columns run along the customers, except ``numbers``, which runs along the lines. Several
customers can share a line (a household), and a few have a second line of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from leumund.world.names import names, numbers
from leumund.world.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

YEAR = 2025
FIRST_DAY = date(YEAR, 1, 1)

SEGMENTS = ("Stadt", "Land", "Neubau")
TARIFFS = ("Heimnetz 50", "Heimnetz 100", "Heimnetz 250", "Glasfaser 500")
LANDS = (
    ("NW", 215), ("BY", 158), ("BW", 134), ("NI", 97), ("HE", 76), ("RP", 49), ("SN", 48),
    ("BE", 45), ("SH", 35), ("BB", 31), ("ST", 26), ("TH", 25), ("HH", 23), ("MV", 19),
    ("SL", 12), ("HB", 7),
)  # fmt: skip

_SHARING_A_LINE = 0.14
_SECOND_LINE = 0.03
_BUSINESS = 0.02

CONSENT_STATES = (
    ("valid", 0.66),
    ("none", 0.18),
    ("no proof", 0.04),
    ("too old", 0.04),
    ("revoked", 0.03),
    ("for another company", 0.03),
    ("number not confirmed", 0.02),
)
"""In what state a customer's consent to calls is, and how often."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Customers by index; ``line`` and ``second_line`` (-1: none) point into ``numbers``.

    ``patience``: between 0 and 1, how much of a bother a customer lets pass. ``tariff`` and
    ``next_tariff`` (-1: stays) point into TARIFFS; the change takes effect on
    ``changes_on``, a day of the year counted from 0.
    """

    names: list[str]
    numbers: list[str]
    line: Ints
    second_line: Ints
    land: Ints
    segment: Ints
    is_business: Bools
    consent: Ints
    consent_age_days: Ints
    has_objected: Bools
    tariff: Ints
    next_tariff: Ints
    changes_on: Ints
    joined_days: Ints
    patience: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.names)

    def ref(self, customer: int) -> str:
        """The company's own reference of a customer."""
        return f"K{100_000 + customer}"

    def tariff_on(self, customer: int, day: date) -> str:
        """The tariff a customer has on that day of the year."""
        is_changed = self.next_tariff[customer] >= 0 and day >= self.change_day(customer)
        return TARIFFS[int((self.next_tariff if is_changed else self.tariff)[customer])]

    def change_day(self, customer: int) -> date:
        """The day on which a changing customer's new tariff begins."""
        return FIRST_DAY + timedelta(days=int(self.changes_on[customer]))

    def consent_granted_at(self, customer: int) -> datetime:
        """When the declaration was given; meaningless where the state is "none"."""
        day = FIRST_DAY - timedelta(days=int(self.consent_age_days[customer]))
        return datetime(day.year, day.month, day.day, 10 + customer % 8, customer % 60)  # noqa: DTZ001

    def consent_state(self, customer: int) -> str:
        """One of CONSENT_STATES."""
        return CONSENT_STATES[int(self.consent[customer])][0]


def populate(seed: int, customers: int) -> Population:
    """The population of a world with that seed; raises ValueError if numbers run out."""
    line, lines = _lines(stream(seed, "households"), customers)
    second, lines = _second_lines(stream(seed, "second lines"), customers, lines)
    contracts = stream(seed, "contracts")
    consents = stream(seed, "consents")
    tariff = contracts.integers(len(TARIFFS) - 1, size=customers)
    is_changing = contracts.random(customers) < 0.12
    return Population(
        names=names(stream(seed, "names"), customers),
        numbers=numbers(stream(seed, "numbers"), lines, "customer"),
        line=line,
        second_line=second,
        land=_weighted(stream(seed, "lands"), [weight for _land, weight in LANDS], customers),
        segment=_weighted(stream(seed, "segments"), [5, 3, 2], customers),
        is_business=stream(seed, "kinds").random(customers) < _BUSINESS,
        consent=_weighted(consents, [part for _state, part in CONSENT_STATES], customers),
        consent_age_days=consents.integers(20, 360, size=customers),
        has_objected=stream(seed, "objections").random(customers) < 0.03,
        tariff=tariff,
        next_tariff=np.where(is_changing, tariff + 1, -1),
        changes_on=contracts.integers(20, 360, size=customers),
        joined_days=contracts.integers(400, 4000, size=customers),
        patience=stream(seed, "patience").beta(3, 2, size=customers),
    )


def _lines(chance: np.random.Generator, customers: int) -> tuple[Ints, int]:
    """Each customer has a new line or, now and then, that of the customer before."""
    is_new = chance.random(customers) >= _SHARING_A_LINE
    is_new[0] = True
    line = np.cumsum(is_new) - 1
    return line, int(line[-1]) + 1


def _second_lines(chance: np.random.Generator, customers: int, lines: int) -> tuple[Ints, int]:
    has_second = chance.random(customers) < _SECOND_LINE
    second = np.full(customers, -1)
    second[has_second] = lines + np.arange(int(has_second.sum()))
    return second, lines + int(has_second.sum())


def _weighted(chance: np.random.Generator, weights: list[float], count: int) -> Ints:
    share = np.array(weights, dtype=float)
    return chance.choice(len(weights), size=count, p=share / share.sum())
