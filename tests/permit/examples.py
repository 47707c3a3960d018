"""The examples beside the rules: facts in, verdict and every reason out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from leumund.permit import ConsentFacts, Facts
from leumund.permit.packfile import RULEPACKS

FOLDER = RULEPACKS / "de" / "outbound"
SETS = ("companies", "products", "channels", "engaged_purposes", "engaged_products")


@dataclass(frozen=True, slots=True)
class Example:
    """One example; ``met`` holds "RULE fact" for every reason, sorted."""

    file: str
    name: str
    facts: Facts
    is_allowed: bool
    met: tuple[str, ...]


def ordinary() -> tuple[Facts, ConsentFacts]:
    """The call and the consent from which every example begins."""
    content = _read(FOLDER / "call.examples.yaml")
    consent = ConsentFacts(**_plain(content["consent"]))
    return Facts(**_plain(content["call"]), consents=(consent,)), consent


def examples() -> list[Example]:
    """All examples of the bundled pack, in the order of their files."""
    return [each for path in sorted(FOLDER.glob("*.examples.yaml")) for each in _of(path)]


def _of(path: Path) -> Iterator[Example]:
    call, consent = ordinary()
    for entry in _read(path)["examples"]:
        changes = _plain(entry["facts"])
        if changes.get("consents"):
            changes["consents"] = tuple(
                replace(consent, **_plain(change)) for change in changes["consents"]
            )
        elif "consents" in changes and changes["consents"] is not None:
            changes["consents"] = ()
        facts = replace(call, **changes)
        yield Example(path.name, entry["name"], facts, entry["allowed"], tuple(entry["met"]))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: frozenset(value) if name in SETS and value is not None else value
        for name, value in changes.items()
    }
