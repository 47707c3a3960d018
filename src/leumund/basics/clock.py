"""Time. Instants are aware and in UTC; local time is always computed from a named zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


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
