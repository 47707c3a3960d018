"""Days and clocks of these eight months: where a lawful call fits, and what is a holiday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import holidays

from leumund.world.monday.cast import FIRST_DAY, LAST_DAY
from leumund.world.population import LANDS

SATURDAY, SUNDAY = 6, 7
_YEARS = (2025, 2026)


@cache
def holidays_of(land: str | None) -> frozenset[date]:
    """The public holidays there; with None the ones that all of Germany has."""
    return frozenset(holidays.country_holidays("DE", subdiv=land, years=_YEARS))


@cache
def somewhere_free(day: date) -> bool:
    """Is it a public holiday in at least one Land?"""
    return any(day in holidays_of(land) for land, _share in LANDS)


def is_plain(day: date) -> bool:
    """Neither a Sunday nor anywhere a holiday, and within the eight months."""
    is_within = FIRST_DAY <= day <= LAST_DAY
    return is_within and day.isoweekday() != SUNDAY and not somewhere_free(day)


def plain_from(day: date) -> date:
    """That day or the next plain one; may lie behind the last day."""
    while day <= LAST_DAY and not is_plain(day):
        day += timedelta(days=1)
    return day


def lawful_clock(day: date, chance: Random) -> datetime:
    """Some second of that day well within the hours of the industry's code."""
    first, past = (550, 1070) if day.isoweekday() == SATURDAY else (490, 1190)
    return at_second(day, chance.randrange(first * 60, past * 60))


def at_second(day: date, second: int) -> datetime:
    """That second of that day."""
    return datetime.combine(day, time()) + timedelta(seconds=second)


def at_clock(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """That clock on that day."""
    return datetime.combine(day, time(hour, minute, second))


def is_outside_hours(moment: datetime) -> bool:
    """Mondays to Fridays from 8 to 20, Saturdays from 9 to 18 o'clock; no word on Sundays."""
    weekday = moment.isoweekday()
    if weekday == SUNDAY:
        return False
    opens, closes = (9, 18) if weekday == SATURDAY else (8, 20)
    return not opens <= moment.hour < closes
