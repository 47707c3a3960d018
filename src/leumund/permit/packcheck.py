"""What a pack may not say, whatever its form: one check and one error each."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.verdict import Effect
from leumund.permit.packfile import PackAgainstSchema
from leumund.permit.rules import ALLOW, KNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NEVER_ALLOWS = ("M:l", "UNVERIFIED")
_STRENGTH = {Effect.BLOCK: 3, Effect.HOLD: 2}
_WHOLE_RULE = ("title", "effect", "sentences")


class PackUnknownRule(BadInput):
    """{file} speaks of rule {rule}, which no decision here meets. The pack was not loaded."""

    code = "pack-unknown-rule"
    hint = "Known are: {known}. A new rule needs a step in permit/decide.py first."


class PackOverlappingDates(BadInput):
    """{file} says two things for {day} at {key}. The rule pack was not loaded."""

    code = "pack-overlapping-dates"
    hint = "Let the earlier one end with 'to' before the later one begins."


class PackAllowsUnverified(BadInput):
    """{file} would allow at {key}, which rests on {source}. The rule pack was not loaded."""

    code = "pack-allows-unverified"
    hint = "What nobody has verified may refuse or warn, never allow. Find the source first."


class PackLaxerThanLaw(BadInput):
    """{file} says {found} at {key}, where law or code says {limit}. The pack was not loaded."""

    code = "pack-laxer-than-law"
    hint = "A company may be stricter than the law or the code, not laxer."


def check_rule(name: str, body: Mapping[str, Any], file: str) -> None:
    """Raise the first of the errors above that this rule deserves."""
    if name not in KNOWN:
        raise PackUnknownRule(file=file, rule=name, known=", ".join(KNOWN))
    if missing := [part for part in _WHOLE_RULE if part not in body]:
        what = f"{', '.join(missing)} is missing"
        raise PackAgainstSchema(file=file, key=f"rules.{name}", what=what)
    _check_dates(body["effect"], f"{name}.effect", file)
    for effect in body["effect"]:
        _check_effect(name, effect, file)
    for key, value in body.get("values", {}).items():
        _check_dates(value["since"], f"{name}.values.{key}", file)
        _check_bounds(f"{name}.values.{key}", value, file)


def read_day(written: str, file: str, key: str) -> date:
    """A day of the calendar; raises PackAgainstSchema for the 31st of February."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        what = f"{written} is no day of the calendar"
        raise PackAgainstSchema(file=file, key=key, what=what) from None


def _check_dates(entries: Sequence[Mapping[str, Any]], key: str, file: str) -> None:
    spans = sorted(_span(each, key, file) for each in entries)
    for begin, end in spans:
        if end < begin:
            what = f"it ends on {end} before it begins on {begin}"
            raise PackAgainstSchema(file=file, key=key, what=what)
    for earlier, later in pairwise(spans):
        if later[0] <= earlier[1]:
            raise PackOverlappingDates(file=file, key=key, day=later[0].isoformat())


def _span(entry: Mapping[str, Any], key: str, file: str) -> tuple[date, date]:
    begin = read_day(entry["from"], file, key)
    return begin, read_day(entry["to"], file, key) if "to" in entry else date.max


def _check_effect(name: str, effect: Mapping[str, Any], file: str) -> None:
    key, found = f"{name}.effect", effect["is"]
    if found == ALLOW and effect["source"] in _NEVER_ALLOWS:
        raise PackAllowsUnverified(file=file, key=key, source=effect["source"])
    weakest = KNOWN[name].weakest
    if weakest is not None and _strength(found) < _strength(weakest):
        raise PackLaxerThanLaw(file=file, key=key, found=found, limit=weakest.value)


def _strength(effect: str) -> int:
    return 0 if effect == ALLOW else _STRENGTH.get(Effect(effect), 1)


def _check_bounds(key: str, value: Mapping[str, Any], file: str) -> None:
    at_most, at_least = value.get("at_most"), value.get("never_less", ())
    for since in value["since"]:
        found = since["value"]
        if at_most is not None and isinstance(found, int) and found > at_most:
            raise PackLaxerThanLaw(file=file, key=key, found=found, limit=at_most)
        lost = [word for word in at_least if isinstance(found, list) and word not in found]
        if lost:
            limit = f"also {', '.join(lost)}"
            raise PackLaxerThanLaw(file=file, key=key, found=", ".join(found), limit=limit)
