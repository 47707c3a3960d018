"""The cheapest portions and hold-back with which every copy would be named in time.

Portions lose no call, they make calls later; holding back loses calls. Both are priced, and
of all ways to cut a campaign that reach the wish the cheapest is told: in calls, in days and
in money. Sizes, quotas and territories stay as the campaign says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from leumund.basics.language import _, reader_language
from leumund.release.campaign import Portion
from leumund.release.foresight import (
    ONE,
    TOGETHER,
    BadExpectation,
    cells_of,
    pace_of,
    shown_by,
)
from leumund.release.prepare import cut_as, frame_of, uncut_frame
from leumund.release.sizes import GroupOverdrawn, TooFewUnits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leumund.release.campaign import Campaign
    from leumund.release.foresight import Asked, Shown
    from leumund.release.sizes import Frame
    from leumund.release.universe import Universe

COUNTS = (1, 2, 3, 4, 6, 8, 12)
EVERY_DAYS = (7, 14, 28)
HELD = tuple(Fraction(part, 100) for part in (0, 1, 2, 5, 10, 20, 30))
_HORIZON_TIMES = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """Every copy is to be named within ``days`` in half of all leaks. ``call_worth``: what one
    call is worth that is not made, ``late_worth``: what a day's delay of one call costs.
    ``has_one_number``: all calls of the leak show the same number; else, cautiously, they
    cannot be told from others by it."""

    days: int
    call_worth: float = 2.0
    late_worth: float = 0.005
    has_one_number: bool = False

    def __post_init__(self) -> None:
        if self.days < 1:
            raise BadExpectation(what="days", value=self.days)
        for name in ("call_worth", "late_worth"):
            if not 0 <= (value := getattr(self, name)) < float("inf"):
                raise BadExpectation(what=name, value=value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to cut the campaign: ``portions`` equal ones every ``every_days`` days, a part
    held back. ``days``: within which the slowest copy, that of ``slowest``, is named in half
    of all leaks; None where it is not. ``days_late``: by so much a call is later on average.
    """

    portions: int
    every_days: int
    held_back: str
    calls_not_made: int
    days_late: float
    cost: float
    slowest: str
    days: int | None

    def in_words(self) -> str:
        """What it is and what it costs."""
        told = _("{when}, {held} % held back: {calls} calls not made, the others {late} days "
                 "later on average, together {cost}")  # fmt: skip
        apart = _("{portions} portions, {every} days apart")
        when = apart if self.portions > 1 else _("all at once")
        return told.format(
            when=when.format(portions=self.portions, every=self.every_days),
            held=_decimal(f"{float(100 * Fraction(self.held_back)):g}"),
            calls=self.calls_not_made,
            late=_decimal(f"{self.days_late:.3g}"),
            cost=_decimal(f"{self.cost:.2f}"),
        )


@dataclass(frozen=True, slots=True)
class GoalReport:
    """What was found: ``cheapest`` is None where nothing reaches the wish, then ``fastest`` is
    the nearest (None where no way names every copy at all). ``tried``: all that was reckoned;
    ways that cost more than one that had reached the wish were not. ``shown``: how the calls
    of the leak look to the bet that is reckoned with."""

    goal: Goal
    cheapest: Choice | None
    fastest: Choice | None
    tried: tuple[Choice, ...]
    shown: Shown = TOGETHER

    def in_words(self) -> str:
        """The answer as a person reads it."""
        return "\n".join([self._found(), *self._reckoned()])

    def _reckoned(self) -> list[str]:
        if self.shown == TOGETHER:
            return []
        if self.shown == ONE:
            return [_("Reckoned for a leak whose calls all show one number.")]
        return [_("Reckoned for a leak whose calls cannot be told from others.")]

    def _found(self) -> str:
        if self.cheapest is not None:
            found = _("The cheapest way to name every copy within {days} days: {choice}.")
            slow = _("Slowest is {partner}, with {days} days.")
            best = self.cheapest
            said = found.format(days=self.goal.days, choice=best.in_words())
            return f"{said}\n{slow.format(partner=best.slowest, days=best.days)}"
        lines = [_("No portions and no hold-back name every copy within {days} days.")]
        if self.fastest is not None:
            near = _("The fastest takes {days} days ({partner}): {choice}.")
            lines.append(
                near.format(
                    days=self.fastest.days,
                    partner=self.fastest.slowest,
                    choice=self.fastest.in_words(),
                )
            )
        else:
            slowest = sorted({choice.slowest for choice in self.tried})
            lines.append(_("Not at all: {partners}.").format(partners=", ".join(slowest)))
        return "\n".join(line.format(days=self.goal.days) for line in lines)


class _Way(NamedTuple):
    portions: int
    every_days: int


class _Frames:
    """The frames of a campaign, cut and held back in many ways; what is the same for all cuts
    is laid out once."""

    def __init__(self, campaign: Campaign, universe: Universe) -> None:
        self._campaign, self._universe = campaign, universe
        self._whole: dict[Fraction, Frame | None] = {}

    def of(self, campaign: Campaign) -> Frame | None:
        """The frame; None where so much cannot be held back."""
        held = campaign.rotating
        if held not in self._whole:
            self._whole[held] = _whole(self._campaign, self._universe, held)
        whole = self._whole[held]
        return whole and cut_as(campaign, whole, self._universe)


def _whole(campaign: Campaign, universe: Universe, held: Fraction) -> Frame | None:
    try:
        return uncut_frame(campaign, universe, held)
    except (TooFewUnits, GroupOverdrawn):
        return None


def reach(campaign: Campaign, universe: Universe, asked: Asked, goal: Goal) -> GoalReport:
    """Look for the cheapest way; a hold-back that reaches the wish is never made larger, and
    how soon a way names is asked only while none that is cheaper has reached it."""
    free, frames = frame_of(campaign, universe, Fraction(0)), _Frames(campaign, universe)
    tried: list[Choice] = []
    best: Choice | None = None
    for way in _ways():
        for held in HELD:
            other = cut(campaign, *way, held)
            frame = frames.of(other)
            if frame is None:
                break  # so much cannot be held back, and more even less
            choice = _priced(other, way, frame, free, goal)
            if best is not None and choice.cost >= best.cost:
                break
            slowest, days = _slowest(other, frame, asked, goal)
            tried.append(replace(choice, slowest=slowest, days=days))
            if days is not None and days <= goal.days:
                best = tried[-1]
                break
    reached = [choice for choice in tried if choice.days is not None]
    fastest = min(reached, key=lambda one: (one.days, one.cost), default=None)
    shown = shown_by(campaign, has_one_number=goal.has_one_number)
    return GoalReport(goal, best, None if best else fastest, tuple(tried), shown)


def cut(campaign: Campaign, count: int, every_days: int, held: Fraction) -> Campaign:
    """The same campaign in so many equal portions, with this hold-back."""
    first = campaign.portions[0].on
    portions = tuple(
        Portion(first + timedelta(days=every_days * at), Fraction(1, count))
        for at in range(count)
    )
    return replace(campaign, portions=portions, rotating=held)


def _ways() -> Iterable[_Way]:
    """The shortest first, so that of two that cost the same the shorter one is told."""
    ways = [_Way(count, every) for count in COUNTS for every in EVERY_DAYS if count > 1]
    return sorted([_Way(1, 0), *ways], key=lambda way: (way.portions - 1) * way.every_days)


def _priced(campaign: Campaign, way: _Way, frame: Frame, free: Frame, goal: Goal) -> Choice:
    """What it costs; how soon it names is not yet asked."""
    rows = frame.sizes.sum(axis=(0, 1))
    late = float((rows * [at * way.every_days for at in range(way.portions)]).sum())
    missing = int(free.sizes.sum() - rows.sum())
    return Choice(
        portions=way.portions,
        every_days=way.every_days,
        held_back=str(campaign.rotating),
        calls_not_made=missing,
        days_late=late / max(int(rows.sum()), 1),
        cost=missing * goal.call_worth + late * goal.late_worth,
        slowest="",
        days=None,
    )


def _slowest(
    campaign: Campaign, frame: Frame, asked: Asked, goal: Goal
) -> tuple[str, int | None]:
    days_ahead = min(asked.expected.horizon_days, _HORIZON_TIMES * goal.days)
    expected = replace(asked.expected, horizon_days=days_ahead)
    slowest, most = "", 0
    for at, partner in enumerate(frame.copies):
        pace = pace_of(
            campaign,
            cells_of(frame, at),
            int(frame.units.sum()),
            asked._replace(expected=expected),
            has_one_number=goal.has_one_number,
        )
        days = pace.median_days
        if days is None:
            return partner, None
        if days > most:
            slowest, most = partner, days
    return slowest, most


def _decimal(written: str) -> str:
    return written.replace(".", ",") if reader_language() == "de" else written
