"""Local time and calendar months, computed once before anything is compared."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date, datetime

DEFAULT_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """A day and the seconds since its midnight, on the clock of the person called."""

    on: date
    second: int


def local_moment(at: datetime, zone: str | None) -> LocalMoment:
    """The same instant on that zone's clock; raises ValueError or KeyError for no zone.

    Seconds are the clock's, so that 20:00 is closing time on the days when the clock is put
    forward or back too.
    """
    local = at.astimezone(ZoneInfo(zone or DEFAULT_ZONE))
    return LocalMoment(local.date(), local.hour * 3600 + local.minute * 60 + local.second)


def months_before(at: datetime, months: int) -> datetime:
    """The instant so many calendar months earlier; the 31st becomes the month's last day."""
    year, month_index = divmod(at.year * 12 + at.month - 1 - months, 12)
    last_day = calendar.monthrange(year, month_index + 1)[1]
    return at.replace(year=year, month=month_index + 1, day=min(at.day, last_day))
