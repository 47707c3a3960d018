"""Local time, computed once: a written moment becomes an instant with its local calendar.

A time without offset is the wall clock of the place it was heard in. In the hour that
happens twice in autumn the earlier of the two is taken and the moment is marked ambiguous;
in the hour that spring leaves out there is no such moment. No other file computes with time
zones, and none reaches the bulk engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leumund.basics.errors import BadInput

DEFAULT_ZONE = "Europe/Berlin"
FIRST_YEAR, LAST_YEAR = 1900, 2199
_LAST_SECOND = timedelta(days=1) - timedelta(seconds=1)
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)", re.DOTALL)
_LIKE_A_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})"
    r"([T ]\d{1,2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"\d{2}:\d{2}")


class NoSuchMoment(BadInput):
    """{written} is no date or time that a calendar and a clock have ever shown."""

    code = "no-such-moment"
    hint = "Write it as 2026-03-01 14:30 (local time) or 2026-03-01T13:30:00Z."


class HourLeftOut(NoSuchMoment):
    """{written} never was: the clocks were put forward and left that time out."""

    code = "hour-left-out"
    hint = "Ask back, or write the time with its offset, for example +01:00."


class NoSuchZone(BadInput):
    """There is no time zone called {zone}."""

    code = "no-such-zone"
    hint = "Write it as in the IANA database, for example Europe/Berlin."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line rings: its time zone (IANA name), for holidays its country and its Land."""

    zone: str = DEFAULT_ZONE
    land: str | None = None
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (``at``, UTC) with its local calendar; ``local_weekday`` is ISO (Monday 1).

    ``latest`` is the last instant that the writing can mean: the end of the day where only the
    day was written, the second of the two in the hour that happens twice (``is_ambiguous``),
    else ``at`` itself. ``is_holiday``: a public holiday there (Sundays are not meant).
    """

    at: datetime
    latest: datetime
    local_date: date
    local_hour: int
    local_weekday: int
    is_holiday: bool
    is_ambiguous: bool = False
    is_day_only: bool = False


def read_moment(written: str, place: Place, *, is_midnight_day_only: bool = False) -> Moment:
    """Read a moment as people and machines write it: ISO 8601 or 1.3.2026 14:30.

    ``is_midnight_day_only``: for sources that write 00:00:00 where they know only the day.

    Raises:
        NoSuchMoment: no such day (31 February) or no such time.
        HourLeftOut: the hour that spring leaves out.
    """
    text = _as_iso(written.strip())
    parsed = _parse(text, written)
    if not _CLOCK.search(text):
        return _whole_day(parsed.date(), place, written)
    if is_midnight_day_only and parsed.time() == time(0) and parsed.tzinfo is None:
        return _whole_day(parsed.date(), place, written)
    return moment_of(parsed, place, written)


def moment_of(wall: datetime, place: Place, written: str = "") -> Moment:
    """The moment of a datetime: aware ones are instants, naive ones that place's wall clock."""
    zone = zone_called(place.zone)
    if wall.tzinfo is not None:
        at = wall.astimezone(UTC)
        return _with_calendar(at, at, zone, place)
    earlier, later = _instants(wall, zone, written or wall.isoformat(" "))
    return _with_calendar(earlier, later, zone, place, is_ambiguous=earlier != later)


@lru_cache(maxsize=64)
def zone_called(name: str) -> ZoneInfo:
    """The time zone of that IANA name; raises NoSuchZone where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise NoSuchZone(zone=name) from problem


@lru_cache(maxsize=16_384)
def is_holiday(day: date, land: str | None, country: str = "DE") -> bool:
    """Is it a public holiday in that Land (without one: in the whole country)?"""
    return day in _holidays(country, land, day.year)


@lru_cache(maxsize=1024)
def _holidays(country: str, land: str | None, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=land, years=year).keys())


def _whole_day(day: date, place: Place, written: str) -> Moment:
    zone = zone_called(place.zone)
    first, _ = _instants(datetime.combine(day, time(0)), zone, written)
    _, last = _instants(datetime.combine(day, time(0)) + _LAST_SECOND, zone, written)
    return _with_calendar(first, last, zone, place, is_day_only=True)


def _with_calendar(
    at: datetime,
    latest: datetime,
    zone: ZoneInfo,
    place: Place,
    *,
    is_ambiguous: bool = False,
    is_day_only: bool = False,
) -> Moment:
    local = at.astimezone(zone)
    day = local.date()
    return Moment(
        at=at,
        latest=latest,
        local_date=day,
        local_hour=local.hour,
        local_weekday=local.isoweekday(),
        is_holiday=is_holiday(day, place.land, place.country),
        is_ambiguous=is_ambiguous,
        is_day_only=is_day_only,
    )


def _instants(wall: datetime, zone: ZoneInfo, written: str) -> tuple[datetime, datetime]:
    """The first and the last instant at which the wall clock showed this."""
    earlier = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if earlier.astimezone(zone).replace(tzinfo=None) != wall:
        raise HourLeftOut(written=_shown(written))
    return earlier, wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _as_iso(text: str) -> str:
    german = _GERMAN.fullmatch(text)
    if german is None:
        return text
    day, month, year, rest = german.groups()
    return f"{year}-{int(month):02}-{int(day):02}{rest}"


def _parse(text: str, written: str) -> datetime:
    """The datetime of a text in ISO 8601 that begins with a written-out day."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as problem:
        raise NoSuchMoment(written=_shown(written)) from problem
    if not _DAY.match(text) or not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise NoSuchMoment(written=_shown(written))
    return parsed


def _shown(written: str) -> str:
    """A mistyped date may be anything, also a number that belongs in another column."""
    return written if _LIKE_A_DATE.fullmatch(written) else "…"
