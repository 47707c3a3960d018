"""A span of days, and the hours in it at which a call may begin, Land by Land."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leumund.basics.errors import BadInput
from leumund.permit.closures import ANY_LAND, LANDS, is_holiday
from leumund.permit.moments import DEFAULT_ZONE, months_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leumund.permit.rules import Hours, Rules

_NOON = 12 * 3600
_DAYS_MAX = 366
_WORKDAYS, _SATURDAY, _SUNDAY = range(1, 6), 6, 7


class PeriodBackwards(BadInput):
    """The period ends on {end}, before it begins on {start}. Nothing was screened."""

    code = "period-backwards"
    hint = "Give the earlier day first."


class PeriodTooLong(BadInput):
    """The period from {start} to {end} is longer than {days_max} days. Nothing was screened."""

    code = "period-too-long"
    hint = "Screen for a shorter time: consents and objections change."


@dataclass(frozen=True, slots=True)
class PermittedHours:
    """When a call may begin in one Land during a period, on the clock of the person called.

    ``weekday``, ``saturday``, ``sunday`` are spans like ``08:00-20:00`` (the end excluded),
    empty where there is none; ``closed_on`` the days of the period that are closed by a public
    holiday. ``last_at`` is the last moment at which a call may begin; where there is none,
    noon of the last day. Land ``""``: not known, so closed when any Land is.
    """

    land: str
    weekday: str
    saturday: str
    sunday: str
    closed_on: tuple[date, ...]
    last_on: date
    last_second: int
    last_at: datetime
    has_any: bool


def permitted_hours(rules: Rules, start: date, end: date) -> tuple[PermittedHours, ...]:
    """The hours of every Land and of an unknown one; raises PeriodBackwards, PeriodTooLong."""
    if end < start:
        raise PeriodBackwards(start=start, end=end)
    if (end - start).days >= _DAYS_MAX:
        raise PeriodTooLong(start=start, end=end, days_max=_DAYS_MAX)
    return tuple(_of_land(land, rules, start, end) for land in (ANY_LAND, *LANDS))


def closed_days(
    rules: Rules, start: date, end: date
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days on which no call may begin in any Land, and the other holidays of some Land."""
    nowhere, in_some = [], []
    for day in _days(start, end):
        closed = sum(is_holiday(land, day) for land in LANDS)
        if closed == len(LANDS) or not _on(rules.values.hours, day.isoweekday()):
            nowhere.append(day)
        elif closed:
            in_some.append(day)
    return tuple(nowhere), tuple(in_some)


def begins_at(start: date) -> datetime:
    """Midnight of that day in Germany, in UTC."""
    return _instant(start, 0)


def moment_rows(
    rules: Rules, start: date, hours: Iterable[PermittedHours]
) -> list[dict[str, object]]:
    """One row per Land for ``screen.sql``, instants naive and in UTC."""
    return [
        {
            "land": each.land,
            "at": each.last_at.replace(tzinfo=None),
            "begins_at": begins_at(start).replace(tzinfo=None),
            "stale_before": months_before(
                each.last_at, rules.values.consent_unused_months
            ).replace(tzinfo=None),
            "local_date": each.last_on,
            "local_second": each.last_second,
            "hours_weekday": each.weekday,
            "hours_saturday": each.saturday,
            "hours_sunday": each.sunday,
            "closed_on": ",".join(day.isoformat() for day in each.closed_on),
        }
        for each in hours
    ]


def _of_land(land: str, rules: Rules, start: date, end: date) -> PermittedHours:
    windows = rules.values.hours
    days = list(_days(start, end))
    closed = tuple(day for day in days if is_holiday(land, day))
    open_days = [day for day in days if day not in closed and _on(windows, day.isoweekday())]
    last_on = open_days[-1] if open_days else end
    last_second = _on(windows, last_on.isoweekday())[-1].closes - 1 if open_days else _NOON
    return PermittedHours(
        land=land,
        weekday=_spans(windows, _WORKDAYS),
        saturday=_spans(windows, (_SATURDAY,)),
        sunday=_spans(windows, (_SUNDAY,)),
        closed_on=closed,
        last_on=last_on,
        last_second=last_second,
        last_at=_instant(last_on, last_second),
        has_any=bool(open_days),
    )


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in range((end - start).days + 1))


def _on(windows: Iterable[Hours], weekday: int) -> list[Hours]:
    return [each for each in windows if each.weekday == weekday]


def _spans(windows: Iterable[Hours], weekdays: Iterable[int]) -> str:
    """The spans that all of these days of the week share."""
    shared: set[tuple[int, int]] | None = None
    for weekday in weekdays:
        spans = {(each.opens, each.closes) for each in _on(windows, weekday)}
        shared = spans if shared is None else shared & spans
    return " ".join(
        f"{_clock(opens)}-{_clock(closes)}" for opens, closes in sorted(shared or ())
    )


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"


def _instant(day: date, second: int) -> datetime:
    """That second on the clock of the wall, so also on days when the clock is changed."""
    wall = datetime.combine(day, time(second // 3600, second % 3600 // 60, second % 60))
    return wall.replace(tzinfo=ZoneInfo(DEFAULT_ZONE)).astimezone(UTC)
