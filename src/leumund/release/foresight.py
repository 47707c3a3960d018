"""What somebody expects of a leak, and how soon the copy that is used would then be named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

import numpy as np

from leumund.basics.errors import BadInput
from leumund.release.campaign import APART
from leumund.release.sizes import CONDITIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from leumund.release.campaign import Campaign
    from leumund.release.sizes import Frame

FEWEST_UNITS = 5
LONGEST_DAYS = 3650
TOGETHER: Final = "together"
ONE: Final = "one"
EACH: Final = "each"
Shown = Literal["together", "one", "each"]


class BadExpectation(BadInput):
    """{what} cannot be {value}. Nothing was planned."""

    code = "bad-expectation"
    hint = "Rates and prices are 0 or more, a part is at most 1, days are from 1 to 3650."


class CallsNeeded(Protocol):
    """How many calls it takes at chance p, share and weight; None: it cannot be."""

    def __call__(self, p: float, share: float, weight: float, alpha: float) -> int | None: ...


class Paces(Protocol):
    """How often the copy was named among played leaks, and by which day (from 1)."""

    @property
    def named(self) -> int: ...
    @property
    def runs(self) -> int: ...
    @property
    def median(self) -> int | None: ...
    @property
    def most(self) -> int | None: ...


class DaysNeeded(Protocol):
    """Plays leaks: per day the chance, the calls from the copy and those from elsewhere;
    ``shown``: whether callers are told apart and, if so, whether all calls from the copy show
    ONE number or EACH another."""

    def __call__(
        self,
        days: Sequence[tuple[float, float, float]],
        weight: float,
        alpha: float,
        *,
        shown: Shown,
    ) -> Paces: ...


@dataclass(frozen=True, slots=True)
class Expected:
    """The leak a plan is made for. From the day on which the first portion leaves, so many
    people are called a day out of the copy, each once; a part of them complains; and so many
    unexplained calls a day come from elsewhere. It is looked ``horizon_days`` ahead."""

    calls_a_day: float = 200.0
    complaining: float = 0.03
    others_a_day: float = 1.0
    horizon_days: int = 365

    def __post_init__(self) -> None:
        for name, most in (("calls_a_day", 1e9), ("complaining", 1.0), ("others_a_day", 1e9)):
            if not 0 <= (value := getattr(self, name)) <= most:
                raise BadExpectation(what=name, value=value)
        if not 1 <= self.horizon_days <= LONGEST_DAYS:
            raise BadExpectation(what="horizon_days", value=self.horizon_days)


class Asked(NamedTuple):
    """For whom a plan is made: what complaints may name each copy with, the account's alpha,
    who reckons calls and days, and the leak that is expected."""

    weight: Fraction
    alpha: Fraction
    calls_needed: CallsNeeded
    days_needed: DaysNeeded
    expected: Expected = Expected()


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon a used copy is named: in half of all such leaks within ``median_days``, in nine
    of ten within ``most_days`` (None: not within the horizon), in all ``named_percent`` %."""

    median_days: int | None
    most_days: int | None
    named_percent: float


class Cells(NamedTuple):
    """The groups in which the coins of one copy were tossed: how many units could be in it in
    each (``size``), and how many are once each portion has left (``out``: cells x portions)."""

    size: NDArray[np.int64]
    out: NDArray[np.int64]

    def is_open(self) -> NDArray[np.bool_]:
        """Cells x portions: is something left to chance once this portion has left?"""
        size = self.size[:, None]
        is_open: NDArray[np.bool_] = (self.out > 0) & (self.out < size) & (size >= FEWEST_UNITS)
        return is_open


def cells_of(frame: Frame, at: int) -> Cells:
    """The cells of one copy.

    Independent: everybody of a stratum who could be in it. Exclusive lists: given the others'
    lists only its own units and those that nobody got could have changed places.
    """
    out = frame.sizes[at].cumsum(axis=1)
    if frame.design == CONDITIONAL:
        others = np.delete(frame.sizes, at, axis=0).sum(axis=(0, 2))
        return Cells((frame.units - others) * frame.eligible[:, at], out)
    return Cells((frame.units - frame.held) * frame.eligible[:, at], out)


def days_of(
    campaign: Campaign, cells: Cells, everybody: int, expected: Expected
) -> list[tuple[float, float, float]]:
    """Per day: the chance, and the unexplained calls that say something, from the copy and
    from elsewhere. Unexplained calls from elsewhere reach all who take part alike."""
    first = campaign.portions[0].on
    leaves_on = [(portion.on - first).days for portion in campaign.portions]
    said = [_said(cells, portion, everybody) for portion in range(len(leaves_on))]
    days, called = [], 0.0
    for day in range(expected.horizon_days):
        portion = sum(on <= day for on in leaves_on) - 1
        out, chance, mine, others = said[portion]
        calls = min(expected.calls_a_day, max(out - called, 0.0))
        called += calls
        complaints = calls * expected.complaining
        days.append((chance, complaints * mine, expected.others_a_day * others))
    return days


def _said(cells: Cells, portion: int, everybody: int) -> tuple[float, float, float, float]:
    """Once this portion has left: units out, the chance, and which parts of the calls from the
    copy and from elsewhere fall where something is left to chance."""
    is_open = cells.is_open()[:, portion]
    out, mine = int(cells.out[:, portion].sum()), int(cells.out[is_open, portion].sum())
    size = int(cells.size[is_open].sum())
    if not size:
        return float(out), 0.0, 0.0, 0.0
    return float(out), mine / size, mine / out, size / max(everybody, 1)


def shown_by(campaign: Campaign, *, has_one_number: bool) -> Shown:
    """How the calls of a leak look to the bet of this campaign. Cautiously they cannot be told
    from others: each shows a number of its own."""
    if campaign.callers != APART:
        return TOGETHER
    return ONE if has_one_number else EACH


def pace_of(
    campaign: Campaign, cells: Cells, everybody: int, asked: Asked, *, has_one_number: bool
) -> Pace:
    """How soon this copy would be named if it were used as expected."""
    paces = asked.days_needed(
        days_of(campaign, cells, everybody, asked.expected),
        float(asked.weight),
        float(asked.alpha),
        shown=shown_by(campaign, has_one_number=has_one_number),
    )
    return Pace(paces.median, paces.most, 100 * paces.named / paces.runs)
