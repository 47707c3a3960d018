"""The one way in for rules: load a pack, and pick what is in force on a day.

    rules = load().in_force(date(2026, 9, 1))

A site's own pack names in ``requires`` the pack it builds on, and says only what differs. It
may be stricter; where law or code fixes something, it may not be laxer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.verdict import Effect
from leumund.permit.packcheck import PackLaxerThanLaw, check_rule, read_day
from leumund.permit.packfile import HEAD, RULEPACKS, read_pack
from leumund.permit.rules import ALLOW, KNOWN, Rule, Rules, Values
from leumund.permit.values import read_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DEFAULT_PACK = "de/outbound"
_BOUNDS = ("at_most", "only_more", "never_less")


class PackMissingRule(BadInput):
    """The rule pack {pack} says nothing about {rule}. The pack was not loaded."""

    code = "pack-missing-rule"
    hint = "Every rule must stand in a pack, or in one that it requires."


class PackNotInForce(BadInput):
    """The rule pack {pack} {version} says nothing about {day} at {key}. Nothing was decided."""

    code = "pack-not-in-force"
    hint = "It holds from {valid_from}. Ask about a later day, or load the pack of that time."


class PackRequires(BadInput):
    """The rule pack {pack} requires {required}, which is not here. Nothing was decided."""

    code = "pack-requires"
    hint = "Here is {found}. Name that one in 'requires', or install the other."


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack laid over the one it requires; the digest covers both."""

    id: str
    version: str
    valid_from: date
    digest: str
    rules: Mapping[str, Any]

    def in_force(self, on: date) -> Rules:
        """The rules as they stand on that day; raises PackNotInForce."""
        if on < self.valid_from:
            raise self._silent(on, "valid_from")
        found = {name: self._rule(name, body, on) for name, body in self.rules.items()}
        by_id = {name: rule for name, rule in found.items() if rule is not None}
        values = self._values(on)
        return Rules(self.id, self.version, self.digest, on, MappingProxyType(by_id), values)

    def _rule(self, name: str, body: Mapping[str, Any], on: date) -> Rule | None:
        """The rule as it stands that day; None where it does nothing."""
        effect = self._entry(body["effect"], on, f"{name}.effect")
        if effect["is"] == ALLOW:
            return None
        return Rule(
            id=name,
            effect=Effect(effect["is"]),
            citation=effect["citation"],
            source=effect["source"],
            title=body["title"],
            sentences=body["sentences"],
            fact_words=body.get("facts", {}),
        )

    def _values(self, on: date) -> Values:
        found: dict[tuple[str, str], tuple[str, Any]] = {}
        for name, body in self.rules.items():
            for key, value in body.get("values", {}).items():
                entry = self._entry(value["since"], on, f"{name}.values.{key}")
                found[name, key] = (value["unit"], entry["value"])
        return read_values(found, HEAD)

    def _entry(self, entries: Sequence[Mapping[str, Any]], on: date, key: str) -> Any:
        for each in entries:
            end = each.get("to")
            begun = date.fromisoformat(each["from"]) <= on
            if begun and (end is None or on <= date.fromisoformat(end)):
                return each
        raise self._silent(on, key)

    def _silent(self, on: date, key: str) -> PackNotInForce:
        return PackNotInForce(
            pack=self.id,
            version=self.version,
            day=on.isoformat(),
            key=key,
            valid_from=self.valid_from.isoformat(),
        )


def load(path: Path | None = None) -> Pack:
    """Load the pack in that folder, ``de/outbound`` where none is given.

    Raises BadInput: PackUnreadable, PackAgainstSchema, PackWithoutCitation, PackWithoutUnit,
    PackUnknownRule, PackMissingRule, PackOverlappingDates, PackAllowsUnverified,
    PackLaxerThanLaw, PackRequires, each naming file and key.
    """
    return _bundled() if path is None else _loaded(path)


@cache
def _bundled() -> Pack:
    return _loaded(RULEPACKS / DEFAULT_PACK)


def _loaded(folder: Path) -> Pack:
    files = read_pack(folder)
    content = files.content
    base = _required(content)
    rules = _laid_over(base.rules if base else {}, content["rules"])
    for name, body in rules.items():
        check_rule(name, body, files.file_of(name))
    for name in KNOWN:
        if name not in rules:
            raise PackMissingRule(pack=content["id"], rule=name)
    first_day = read_day(content["valid_from"], HEAD, "valid_from")
    pack = Pack(
        id=content["id"],
        version=content["version"],
        valid_from=max(first_day, base.valid_from) if base else first_day,
        digest=sha256_hex(canonical_bytes([base.digest if base else "", files.digest])),
        rules=MappingProxyType(rules),
    )
    _check_sources(pack)
    return pack


def _required(content: Mapping[str, Any]) -> Pack | None:
    """The pack it builds on: the bundled one in that very version, or none."""
    for each in content["requires"]:
        asked = f"{each['pack']} {each['version']}"
        is_other = each["pack"] != DEFAULT_PACK or content["id"] == DEFAULT_PACK
        if is_other or each["version"] != _bundled().version:
            found = DEFAULT_PACK if is_other else f"{DEFAULT_PACK} {_bundled().version}"
            raise PackRequires(pack=content["id"], required=asked, found=found)
        return _bundled()
    return None


def _laid_over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The base's rules with the pack's own effects, values and sentences in their place."""
    rules = dict(base)
    for name, body in own.items():
        below = base.get(name, {})
        values = dict(below.get("values", {}))
        for key, value in body.get("values", {}).items():
            values[key] = {**value, **_bounds(values.get(key, {}))}
        rules[name] = {**below, **body, "values": values}
    return rules


def _bounds(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a pack laid over this value may not leave: its highest figure, its own words."""
    found = {bound: value[bound] for bound in _BOUNDS if bound in value}
    if value.get("only_more") and "never_less" not in found:
        words = {word for each in value["since"] for word in each["value"]}
        found["never_less"] = sorted(words)
    return found


def _check_sources(pack: Pack) -> None:
    """No way of collecting a consent is harmless and suspicious at once."""
    values = pack.in_force(pack.valid_from).values
    twice = (values.email_only_sources | values.bought_sources) & values.other_sources
    if twice:
        raise PackLaxerThanLaw(
            file=HEAD,
            key="C014.values.other_sources",
            found=", ".join(sorted(values.other_sources)),
            limit=f"not {', '.join(sorted(twice))}",
        )
