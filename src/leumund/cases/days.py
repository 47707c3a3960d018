"""Working days, months, the ends of days: all on the German calendar."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from leumund.basics.clock import on_german_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

_SATURDAY: Final = 6


def today(at: datetime) -> date:
    """The day on German clocks."""
    return on_german_clock(at).date()


def is_working_day(day: date, land: str | None) -> bool:
    """Monday to Friday, no public holiday of that Land; without a Land, none of all Germany."""
    return day.isoweekday() < _SATURDAY and day not in _holidays(land, day.year)


def working_days_after(day: date, count: int, land: str | None) -> date:
    """The last of so many working days that follow that day (§ 187(1) BGB)."""
    following = (day + timedelta(days=step) for step in _numbers())
    working = (each for each in following if is_working_day(each, land))
    return next(each for place, each in enumerate(working, start=1) if place == count)


def working_days_between(day: date, end: date, land: str | None) -> int:
    """How many working days follow ``day`` up to ``end``, that one included."""
    span = range(1, (end - day).days + 1)
    return sum(is_working_day(day + timedelta(days=step), land) for step in span)


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or the month's last (§ 188(2), (3) BGB)."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def end_of(day: date) -> datetime:
    """The instant at which that day ends on German clocks."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _numbers() -> Iterator[int]:
    return iter(range(1, 3660))


@cache
def _holidays(land: str | None, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("DE", subdiv=land or None, years=year))
