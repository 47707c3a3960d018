"""The rules of the pack as rows, day by day: hours, caps and closed days.

A pack may say different things for different days, so the days on which calls were made are
put into eras in which it says the same. A day before its first is in no era: no call of that
day is judged, and the report says how many there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.permit.closures import free_everywhere
from leumund.permit.rulepack import PackNotInForce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from leumund.permit.rulepack import Pack
    from leumund.permit.rules import Rules

_HOURS, _CAPS = "C021", "C022"
_WEEKDAYS = range(1, 8)
_NO_CAP = 2**31 - 1
_WHOLE_DAY = (0, 24 * 60)


def country_of(pack: Pack) -> str:
    """The country whose calendar counts: the first word of the pack's id (``pt/outbound``);
    Germany where that is no country, as a pack of a company's own builds on the German one."""
    from holidays import list_supported_countries

    word = pack.id.split("/")[0].upper()
    return word if word in list_supported_countries() else "DE"


def rules_on(pack: Pack, day: date) -> Rules | None:
    """The rules of that day; None where the pack says nothing about it."""
    try:
        return pack.in_force(day)
    except PackNotInForce:
        return None


def rule_rows(pack: Pack, on: Sequence[date]) -> Mapping[str, Any]:
    """``days``, ``allowed_hours``, ``caps`` and ``closed_days`` for these days.

    Minutes count from midnight of the local day; a land ``""`` is the whole country.
    """
    eras: dict[object, int] = {}
    rules_of: dict[int, Rules] = {}
    placed: list[tuple[date, int]] = []
    for day in sorted(on):
        rules = rules_on(pack, day)
        if rules is None:
            continue
        era = eras.setdefault(_said(rules), len(eras))
        rules_of.setdefault(era, rules)
        placed.append((day, era))
    hours = {era: _hours(rules) for era, rules in rules_of.items()}
    return {
        "days": _days(placed, hours),
        "allowed_hours": _hour_rows(hours),
        "caps": _cap_rows(rules_of),
        "closed_days": _closed(pack, [day for day, _era in placed]),
    }


def _said(rules: Rules) -> object:
    values = rules.values
    return (
        _HOURS in rules.by_id and values.hours,
        _CAPS in rules.by_id
        and (values.attempts_day, values.attempts_week, values.attempts_campaign),
    )


def _hours(rules: Rules) -> list[tuple[int, int, int]]:
    """(weekday, opens, closes) in minutes; every hour of every day where none are ruled."""
    if _HOURS not in rules.by_id:
        return [(weekday, *_WHOLE_DAY) for weekday in _WEEKDAYS]
    return [(each.weekday, each.opens // 60, each.closes // 60) for each in rules.values.hours]


def _days(placed: Sequence[tuple[date, int]], hours: Mapping[int, Iterable[Any]]) -> Any:
    import pyarrow as pa

    is_open = {(era, each[0]) for era, rows in hours.items() for each in rows}
    return pa.table(
        {
            "on_date": pa.array([day for day, _era in placed], pa.date32()),
            "era": pa.array([era for _day, era in placed], pa.int32()),
            "weekday": pa.array([day.isoweekday() for day, _era in placed], pa.int32()),
            "is_open": pa.array(
                [(era, day.isoweekday()) in is_open for day, era in placed], pa.bool_()
            ),
        }
    )


def _hour_rows(hours: Mapping[int, Iterable[tuple[int, int, int]]]) -> Any:
    import pyarrow as pa

    rows = [(era, *each) for era, found in hours.items() for each in found]
    names = ("era", "weekday", "opens", "closes")
    return pa.table(
        {name: pa.array([row[i] for row in rows], pa.int32()) for i, name in enumerate(names)}
    )


def _cap_rows(rules_of: Mapping[int, Rules]) -> Any:
    import pyarrow as pa

    names = ("day", "week", "campaign")
    found = [
        [
            getattr(rules.values, f"attempts_{name}") if _CAPS in rules.by_id else _NO_CAP
            for name in names
        ]
        for rules in rules_of.values()
    ]
    return pa.table(
        {
            "era": pa.array(list(rules_of), pa.int32()),
            **{
                f"{name}_cap": pa.array([row[i] for row in found], pa.int32())
                for i, name in enumerate(names)
            },
        }
    )


def _closed(pack: Pack, on: Iterable[date]) -> Any:
    import pyarrow as pa

    rows = list(free_everywhere(country_of(pack), {day.year for day in on}))
    return pa.table(
        {
            "land": pa.array([land for land, _day in rows], pa.string()),
            "on_date": pa.array([day for _land, day in rows], pa.date32()),
        }
    )
