"""The day of the look: the last on which something happened, by the files themselves."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_GAP = timedelta(days=366)
_STRAY_PER_1000 = 5


def active_span(rows_per_day: Mapping[date, int]) -> tuple[date, date] | None:
    """The first and last day that count; None where nothing has a day.

    A few rows more than a year away from all others are slips of the pen (2062 for 2026):
    they may not make every consent of a folder an old one.
    """
    days = sorted(rows_per_day)
    if not days:
        return None
    total = sum(rows_per_day.values())
    return _inner(days, rows_per_day, total), _inner(days[::-1], rows_per_day, total)


def _inner(days: list[date], rows: Mapping[date, int], total: int) -> date:
    """The first of these days, or the one behind a gap that only strays stand before."""
    strays, begin = 0, days[0]
    for earlier, later in pairwise(days):
        strays += rows[earlier]
        if strays * 1000 > total * _STRAY_PER_1000:
            break
        if abs(later - earlier) > _GAP:
            begin = later
    return begin
