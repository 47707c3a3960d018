"""From measures in force to what they stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.cases.days import today
from leumund.cases.table import DATA_STOP, rank
from leumund.network import Stop, StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from leumund.cases.case import Case


_KINDS: Final[Mapping[StopKind, str]] = MappingProxyType(
    {
        StopKind.DATA: DATA_STOP,
        StopKind.ORDERS: "order_stop",
        StopKind.CAMPAIGN: "campaign_stop",
    }
)


def stop_words(stops: Iterable[Stop]) -> list[dict[str, object]]:
    """The list as a person reads it: what each stops is called like the measure that does."""
    return [
        {
            "name": each.name,
            "what": rank(_KINDS[each.what]).name(),
            "case_id": each.case_id,
            "since": each.since,
            "until": each.until,
        }
        for each in stops
    ]


def stops_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Stop, ...]:
    """A measure that stops nothing, such as a warning, gives none."""
    return tuple(
        Stop(row["name"], StopKind(what), row["case_id"], row["since"], row["until"])
        for row in rows
        for what in rank(row["kind"]).stops
    )


def days_stopped(case: Case, now: datetime) -> int:
    """Days on which a measure stopped data or orders; a day counts once."""
    days: set[date] = set()
    for measure in case.measures:
        if not rank(measure.kind).stops:
            continue
        end = min(each for each in (measure.until, measure.ended_at, now) if each)
        first, last = today(measure.since), today(end)
        days |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return len(days)
