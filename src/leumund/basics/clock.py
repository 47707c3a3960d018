"""Time. Instants are aware and in UTC; local time is always computed from a named zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from leumund.basics.language import _

_ZONE = "Europe/Berlin"


class Clock(Protocol):
    """Where "now" comes from; a parameter, so that a simulated year can replace it."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


# Not frozen: a simulated year moves it on.
@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was set, for simulated years and tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def on_german_clock(at: datetime) -> datetime:
    """The same instant as clocks in Germany show it."""
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo(_ZONE))


def local_text(at: datetime, form: str = "%Y-%m-%d %H:%M") -> str:
    """An instant for people: on the German clock, its zone named (2026-09-01 11:00 CEST)."""
    local = on_german_clock(at)
    zones = {"CET": _("CET"), "CEST": _("CEST")}
    zone = local.tzname() or ""
    return f"{local.strftime(form)} {zones.get(zone, zone)}"
