"""Checks as dated, cited data, and the one way to decide by them.

    checks = load_checks("de/orders").in_force(day, {"DE"}, {"telecom"})
    verdict = decide(checks, PREDICATES, facts)

A pack is a folder ``rulepacks/<region>/<name>`` with ``pack.yaml`` (id, version, valid_from,
title, topics) and a file of ``checks`` by id for each topic; ``<topic>.examples.yaml`` holds
examples. What a check does, since when and by which law is data; whether facts meet it is a
predicate of the part that knows the facts. Could not be decided means: hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.strict_yaml import read_mapping
from leumund.basics.verdict import Effect, Reason, Verdict

RULEPACKS: Final = Path(__file__).parent.parent / "rulepacks"
UNKNOWN: Final = "unknown"
UNDECIDED: Final = "undecided"
ANY: Final = "any"
EU: Final = "EU"
_HEAD = "pack.yaml"
_SOURCES = ("S", "P", "M:h", "M:m", "M:l", "UNVERIFIED", "policy")
_UNSURE = ("M:l", "UNVERIFIED")
_UNSURE_EFFECTS = (Effect.BLOCK, Effect.HOLD, Effect.WARN)
_ID = re.compile(r"[A-Z][0-9]{3}")
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_NEEDED = ("jurisdiction", "title", "effect", "citation", "source", "since", "sentences")
_KEYS = (*_NEEDED, "sectors", "until", "values", "facts")
_VALUE_KEYS = ("from", "to", "value", "citation", "source")

F = TypeVar("F")
Predicate = Callable[[F, "Check"], str | None]


class ChecksUnreadable(BadInput):
    """{file} cannot be read as checks: {what}. The pack was not loaded; nothing was decided."""

    code = "checks-unreadable"
    hint = "Write it as in docs/how-to/add-a-rule.md, every key once, in UTF-8."


class CheckIncomplete(BadInput):
    """{file} says at {key}: {what}. The pack was not loaded, so nothing was decided."""

    code = "check-incomplete"
    hint = "A check has title, effect, citation, source, since and sentences in two languages."


class CheckAllowsUnverified(BadInput):
    """{file} gives {check} the effect {effect}, but rests on {source}. It was not loaded."""

    code = "check-allows-unverified"
    hint = "What nobody has verified may block, hold or warn. Find the source first."


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a check with its unit and the law it comes from."""

    value: int | str | tuple[str, ...]
    unit: str
    citation: str
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the law as it stands on a day. ``sentences`` and ``title`` by language."""

    id: str
    jurisdiction: str
    sectors: tuple[str, ...]
    title: Mapping[str, str]
    effect: Effect
    citation: str
    source: str
    since: date
    until: date | None
    sentences: Mapping[str, str]
    values: Mapping[str, Value]
    facts: Mapping[str, Mapping[str, str]]

    def figure(self, name: str) -> int:
        """The whole number of that value; raises TypeError where it is none."""
        found = self.values[name].value
        if not isinstance(found, int):
            raise TypeError(f"{self.id}.{name} is no whole number")
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """The words of that value; raises TypeError where they are none."""
        found = self.values[name].value
        if not isinstance(found, tuple):
            raise TypeError(f"{self.id}.{name} is no list of words")
        return found


@dataclass(frozen=True, slots=True)
class Checks:
    """All checks of one or several packs, over all time; ``digest`` covers their files."""

    packs: tuple[str, ...]
    versions: tuple[str, ...]
    digest: str
    files: Mapping[str, str]
    bodies: Mapping[str, Mapping[str, Any]]

    def in_force(
        self, on: date, jurisdictions: Iterable[str], sectors: Iterable[str] = ()
    ) -> Mapping[str, Check]:
        """By id, the checks that hold there on that day. Checks for "any" place are always
        among them, those of the EU where one of the places is a member."""
        places = {ANY, *jurisdictions}
        if places & set(_MEMBERS.split()):
            places.add(EU)
        known = frozenset(sectors)
        found = {name: self._check(name, on) for name in sorted(self.bodies)}
        return MappingProxyType(
            {
                name: check
                for name, check in found.items()
                if check is not None
                and check.jurisdiction in places
                and (not check.sectors or known & set(check.sectors))
            }
        )

    def _check(self, name: str, on: date) -> Check | None:
        body = self.bodies[name]
        since, until = _day(body["since"]), _day(body.get("until"))
        if since is None or on < since or (until is not None and on > until):
            return None
        return Check(
            id=name,
            jurisdiction=body["jurisdiction"],
            sectors=tuple(body.get("sectors", ())),
            title=MappingProxyType(body["title"]),
            effect=Effect(body["effect"]),
            citation=body["citation"],
            source=body["source"],
            since=since,
            until=until,
            sentences=MappingProxyType(body["sentences"]),
            values=_values(body, on),
            facts=MappingProxyType(body.get("facts", {})),
        )


def load_checks(*packs: str | Path) -> Checks:
    """The checks of these packs ("eu/handover", or a folder of one's own), read strictly.

    Raises ChecksUnreadable, CheckIncomplete, CheckAllowsUnverified, each naming the file.
    """
    read = (_bundled(each) if isinstance(each, str) else _read(each) for each in packs)
    return _combined(tuple(read))


def decide(
    checks: Mapping[str, Check], predicates: Mapping[str, Predicate[F]], facts: F
) -> Verdict:
    """Ask every check's predicate which word of the facts met it; None: it is not met.

    A check without a predicate, one whose predicate cannot cope with the facts and one that
    says UNKNOWN are held, so that nothing passes because something was missing.
    """
    reasons = []
    for name, check in checks.items():
        word = _asked(predicates.get(name), facts, check)
        if word == UNKNOWN:
            reasons.append(Reason(name, Effect.HOLD, UNDECIDED, check.citation))
        elif word is not None:
            reasons.append(Reason(name, check.effect, word, check.citation))
    return Verdict(tuple(sorted(reasons)))


def _asked(predicate: Predicate[F] | None, facts: F, check: Check) -> str | None:
    if predicate is None:
        return UNKNOWN
    try:
        return predicate(facts, check)
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
        return UNKNOWN


@cache
def _bundled(name: str) -> Checks:
    return _read(RULEPACKS / name)


def _combined(parts: tuple[Checks, ...]) -> Checks:
    bodies: dict[str, Mapping[str, Any]] = {}
    files: dict[str, str] = {}
    for part in parts:
        for name in part.bodies:
            if name in bodies:
                what = f"{name} stands in {files[name]} as well"
                raise ChecksUnreadable(file=part.files[name], what=what)
        bodies |= part.bodies
        files |= part.files
    digest = sha256_hex(canonical_bytes([part.digest for part in parts]))
    return Checks(
        tuple(pack for part in parts for pack in part.packs),
        tuple(version for part in parts for version in part.versions),
        digest,
        MappingProxyType(files),
        MappingProxyType(bodies),
    )


def _read(folder: Path) -> Checks:
    """One pack from its folder."""
    texts = {_HEAD: _bytes(folder, _HEAD)}
    head = _mapping(_HEAD, texts[_HEAD])
    for key in ("id", "version", "valid_from", "topics"):
        if key not in head:
            raise CheckIncomplete(file=_HEAD, key=key, what="it is missing")
    bodies: dict[str, Mapping[str, Any]] = {}
    files: dict[str, str] = {}
    for topic in head["topics"]:
        file = f"{topic}.yaml"
        texts[file] = _bytes(folder, file)
        for name, body in _bodies(file, texts[file]).items():
            if name in bodies:
                raise ChecksUnreadable(file=file, what=f"{name} stands in {files[name]}")
            _verify(name, body, file)
            bodies[name], files[name] = body, f"{head['id']}/{file}"
    digests = {file: sha256_hex(text) for file, text in texts.items()}
    return Checks(
        (str(head["id"]),),
        (str(head["version"]),),
        sha256_hex(canonical_bytes(digests)),
        MappingProxyType(files),
        MappingProxyType(bodies),
    )


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        what = error.strerror or "it is not there"
        raise ChecksUnreadable(file=file, what=what) from None


def _mapping(file: str, text: bytes) -> dict[str, Any]:
    try:
        return read_mapping(text)
    except ValueError as error:
        raise ChecksUnreadable(file=file, what=str(error)) from None


def _bodies(file: str, text: bytes) -> Mapping[str, Mapping[str, Any]]:
    content = _mapping(file, text)
    checks = content.get("checks")
    if set(content) != {"checks"} or not isinstance(checks, dict):
        raise CheckIncomplete(file=file, key="checks", what="only 'checks' may stand here")
    return checks


def _verify(name: str, body: Any, file: str) -> None:
    """Raise where this body is no check, or claims more than its source bears."""
    for key, is_good, what in _demands(name, body):
        if not is_good:
            raise CheckIncomplete(file=file, key=f"{name}.{key}", what=what)
    if body["source"] in _UNSURE and Effect(body["effect"]) not in _UNSURE_EFFECTS:
        raise CheckAllowsUnverified(
            file=file, check=name, effect=body["effect"], source=body["source"]
        )


def _demands(name: str, body: Any) -> Iterable[tuple[str, bool, str]]:
    yield "id", _ID.fullmatch(name) is not None, "an id is a letter and three digits"
    yield "body", isinstance(body, dict), "keys are expected"
    for key in _NEEDED:
        yield key, bool(body.get(key)), "it is missing"
    yield "keys", set(body) <= set(_KEYS), f"only {', '.join(_KEYS)} may stand here"
    yield "effect", body["effect"] in list(Effect), "it is no effect"
    yield "source", body["source"] in _SOURCES, f"one of {', '.join(_SOURCES)} is expected"
    yield "since", _is_day(body["since"]), "a day is expected"
    yield "until", body.get("until") is None or _is_day(body["until"]), "a day is expected"
    for key in ("title", "sentences"):
        yield key, _is_in_both(body[key]), "text in de and en is expected"
    for word, said in body.get("facts", {}).items():
        yield f"facts.{word}", _is_in_both(said), "text in de and en is expected"
    for key, value in body.get("values", {}).items():
        yield f"values.{key}", _is_value(value), "unit and dated, cited values are expected"


def _is_in_both(said: Any) -> bool:
    return isinstance(said, dict) and set(said) == {"de", "en"} and all(said.values())


def _is_value(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"unit", "since"} or not value["since"]:
        return False
    return all(
        {"from", "value", "citation", "source"} <= set(each) <= set(_VALUE_KEYS)
        and each["source"] in _SOURCES
        and _is_day(each["from"])
        and isinstance(each["value"], (int, str, list))
        for each in value["since"]
    )


def _is_day(written: Any) -> bool:
    try:
        return _day(written) is not None
    except (TypeError, ValueError):
        return False


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _values(body: Mapping[str, Any], on: date) -> Mapping[str, Value]:
    """The values as they stand that day; one that has not begun yet is not there."""
    found = {}
    for key, value in body.get("values", {}).items():
        for each in value["since"]:
            end = each.get("to")
            begun = date.fromisoformat(each["from"]) <= on
            if begun and (end is None or on <= date.fromisoformat(end)):
                given = each["value"]
                plain = tuple(given) if isinstance(given, list) else given
                found[key] = Value(plain, value["unit"], each["citation"], each["source"])
    return MappingProxyType(found)
