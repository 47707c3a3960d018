"""The figures and words of a pack, from YAML into types; each has its one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.permit.packfile import PackAgainstSchema
from leumund.permit.rules import Hours, NumberRange, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class _Kind:
    """Which rule a value belongs to, its unit, and how it is read (None: not of its kind)."""

    rule: str
    unit: str
    read: Callable[[Any], Any]


def read_values(found: Mapping[tuple[str, str], tuple[str, Any]], file: str) -> Values:
    """Values from (rule, key) -> (unit, value); raises PackAgainstSchema, naming the key."""
    known = {(kind.rule, name) for name, kind in KINDS.items()}
    for rule, name in sorted(set(found) ^ known):
        what = "it is missing" if (rule, name) in known else "no rule here looks at it"
        raise PackAgainstSchema(file=file, key=f"{rule}.values.{name}", what=what)
    return Values(**{name: _read(name, found[KINDS[name].rule, name], file) for name in KINDS})


def _read(name: str, given: tuple[str, Any], file: str) -> Any:
    kind, (unit, value) = KINDS[name], given
    read = kind.read(value) if unit == kind.unit else None
    if read is None:
        what = f"a value in {kind.unit} is expected"
        raise PackAgainstSchema(file=file, key=f"{kind.rule}.values.{name}", what=what)
    return read


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: Any) -> frozenset[str] | None:
    is_list = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return frozenset(value) if is_list else None


def _ranges(value: Any) -> tuple[NumberRange, ...] | None:
    if not _is_list_of(value, "begins"):
        return None
    found = (NumberRange(each["begins"], each["kind"]) for each in value)
    return tuple(sorted(found, key=lambda each: (-len(each.prefix), each.prefix)))


def _hours(value: Any) -> tuple[Hours, ...] | None:
    if not _is_list_of(value, "weekdays"):
        return None
    windows = [
        Hours(weekday, _seconds(each["opens"]), _seconds(each["closes"]))
        for each in value
        for weekday in each["weekdays"]
    ]
    return tuple(sorted(windows, key=lambda each: (each.weekday, each.opens)))


def _is_list_of(value: Any, key: str) -> bool:
    entries = value if isinstance(value, list) else [None]
    return all(isinstance(each, dict) and key in each for each in entries)


def _seconds(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


KINDS: Mapping[str, _Kind] = {
    "proof_late_hours": _Kind("C013", "hours", _count),
    "consent_unused_months": _Kind("C015", "months", _count),
    "email_only_sources": _Kind("C011", "words", _words),
    "bought_sources": _Kind("C014", "words", _words),
    "other_sources": _Kind("C014", "words", _words),
    "telephone_channel": _Kind("C010", "word", _word),
    "automated_channel": _Kind("C004", "word", _word),
    "barred_number_kinds": _Kind("C019", "words", _words),
    "number_ranges": _Kind("C019", "number ranges", _ranges),
    "hours": _Kind("C021", "local time", _hours),
    "attempts_day": _Kind("C022", "calls", _count),
    "attempts_week": _Kind("C022", "calls", _count),
    "attempts_campaign": _Kind("C022", "calls", _count),
}
