"""Times of day in a column of their own, and moments that a header calls world time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from leumund.intake.moment import DEFAULT_ZONE

if TYPE_CHECKING:
    import pyarrow

HAS_CLOCK = r"\d{1,2}:\d{2}|\d[T ]\d{1,2}[.:]\d{2}|^\d{5}[.,]\d{2,}$|\d\s*(?:Uhr|[ap]\.?m\b)"
"""How a text looks that tells a time of day, too."""
_OWN_OFFSET = r"(?:Z|[+-]\d{2}:?\d{2})$|^1\d{9}(?:\d{3})?$"
_CLOCK = re.compile(
    r"(?:(?:1899-12-3[01]|1900-01-0[01])[ T])?"
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?(?:[.,]\d+)?"
    r"\s*(uhr|h|[ap]\.?\s?m\.?)?",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"0?[.,](\d+)")
_ZONE = re.compile(r"\b(?:UTC|GMT)(?:\s*([+-])\s*(\d{1,2}))?(?![A-Za-z])", re.IGNORECASE)
_DAY_S, _HOUR_S, _HALF = 86_400, 3_600, 12


def clock_of(text: str) -> int | None:
    """Seconds since midnight of "9:00", "9.00 Uhr", "9 Uhr", "9:00 AM" or 0.375."""
    written = text.strip()
    if found := _PART_OF_DAY.fullmatch(written):
        return round(float(f"0.{found[1]}") * _DAY_S) % _DAY_S
    found = _CLOCK.fullmatch(written)
    if found is None or not (found[2] or found[4]):
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = (found[4] or "").casefold()[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= _HALF:
            return None
        hour = hour % _HALF + (_HALF if half == "p" else 0)
    is_one = hour < 24 and minute < 60 and second < 60
    return hour * _HOUR_S + minute * 60 + second if is_one else None


def with_clock(moments: Any, seconds: Any) -> Any:
    """Days with the time of day beside them; a moment that has its own keeps it."""
    import pyarrow
    from pyarrow import compute

    days = compute.floor_temporal(moments, unit="day")
    told = compute.add(days, compute.multiply(seconds, 1_000_000).cast(pyarrow.duration("us")))
    is_day = compute.and_(compute.equal(moments, days), compute.is_valid(seconds))
    return compute.if_else(compute.coalesce(is_day, False), told, moments)


def hours_from_utc(*headers: str) -> int | None:
    """What a header like "Start (UTC)" or "Zeit GMT+2" says; None where none says it."""
    for header in headers:
        if found := _ZONE.search(header):
            return int(f"{found[1] or '+'}{found[2] or 0}")
    return None


def is_in_utc(texts: Any, seconds: Any | None) -> Any:
    """Which values have a time of day and no offset of their own."""
    from pyarrow import compute

    own = compute.match_substring_regex(texts, pattern=_OWN_OFFSET)
    told = compute.match_substring_regex(texts, pattern=HAS_CLOCK, ignore_case=True)
    if seconds is not None:
        told = compute.or_(compute.coalesce(told, False), compute.is_valid(seconds))
    return compute.and_not(compute.coalesce(told, False), compute.coalesce(own, False))


def in_german_time(moments: Any, which: Any, hours: int) -> Any:
    """The moments of which it is said, from a clock so many hours ahead of UTC."""
    import pyarrow
    from pyarrow import compute

    ahead = pyarrow.scalar(hours * _HOUR_S * 1_000_000, pyarrow.duration("us"))
    world = compute.assume_timezone(compute.subtract(moments, ahead), "UTC")
    local = compute.local_timestamp(world.cast(pyarrow.timestamp("us", DEFAULT_ZONE)))
    return compute.if_else(which, local, moments)


def has_clock(texts: pyarrow.StringArray) -> bool:
    """Does any value tell a time of day?"""
    from pyarrow import compute

    found = compute.match_substring_regex(texts, pattern=HAS_CLOCK, ignore_case=True)
    return bool(compute.any(found).as_py())
