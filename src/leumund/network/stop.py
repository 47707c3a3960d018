"""What is stopped by a measure in force: a value that later parts hand to earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StopKind(StrEnum):
    """Data: no call, no hand-over, no look-up. Orders: no supply and no commission.
    Campaign: nothing more of our own campaign leaves."""

    DATA = "data"
    ORDERS = "orders"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class Stop:
    """A measure in force: against whom (a partner or a campaign), what stops, since when,
    until when by itself (None: until it is ended), and the case it comes from."""

    name: str
    what: StopKind
    case_id: int
    since: datetime
    until: datetime | None = None


Stops = Callable[[datetime], tuple[Stop, ...]]
"""The measures in force at an instant."""


def stopped(stops: Iterable[Stop], names: Iterable[str], what: StopKind) -> Stop | None:
    """The first stop of that kind against one of these; a partner below a stopped one is
    stopped as well, so ask with its whole chain."""
    named = frozenset(names)
    return next((stop for stop in stops if stop.what is what and stop.name in named), None)
