"""Every row of the law table on hand-over, orders and cases has its check, an example that
meets it and one that does not; all examples are decided by the code that is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.rulepacks.deciders import DECIDERS, decider

from leumund.basics.checks import RULEPACKS, load_checks
from leumund.basics.strict_yaml import read_mapping

HAND_OVER = [f"C{number:03}" for number in range(40, 59)]
ORDERS = [f"C{number:03}" for number in range(60, 93)]
CASES = [f"C{number}" for number in range(150, 173)]
_KEYS = {"name", "about", "on", "places", "sectors", "facts", "met"}


@cache
def _packs() -> dict[str, Path]:
    """Packs of checks; the outbound packs of permit are rules of another form."""
    heads = sorted(RULEPACKS.glob("*/*/pack.yaml"))
    folders = {head.parent.relative_to(RULEPACKS).as_posix(): head.parent for head in heads}
    return {name: each for name, each in folders.items() if not name.endswith("/outbound")}


@cache
def _examples() -> list[tuple[str, dict[str, Any]]]:
    return [
        (pack, example)
        for pack, folder in _packs().items()
        for file in sorted(folder.glob("*.examples.yaml"))
        for example in read_mapping(file.read_bytes())["examples"]
    ]


def _every_example() -> Iterator[Any]:
    for pack, example in _examples():
        yield pytest.param(pack, example, id=f"{example.get('about')} {example.get('name')}")


@cache
def _ids() -> dict[str, str]:
    return {name: pack for pack in _packs() for name in load_checks(pack).bodies}


@pytest.mark.parametrize("name", [*HAND_OVER, *ORDERS, *CASES])
def test_every_row_stands_in_a_pack_with_an_example_on_either_side(name: str) -> None:
    assert name in _ids(), f"{name} stands in no pack"
    about = [example for _, example in _examples() if example["about"] == name]
    met = [any(each.split()[0] == name for each in example["met"]) for example in about]
    assert any(met), f"no example meets {name}"
    assert not all(met), f"{name} has no example that does not meet it"


@pytest.mark.parametrize(("pack", "example"), list(_every_example()))
def test_an_example_is_decided_as_it_says(pack: str, example: dict[str, Any]) -> None:
    assert set(example) <= _KEYS
    on = date.fromisoformat(example["on"]) if "on" in example else date(2026, 9, 1)
    places = example.get("places") or [
        load_checks(pack).bodies[example["about"]]["jurisdiction"]
    ]
    checks = load_checks(pack).in_force(on, places, example.get("sectors", ()))
    assert example["about"] in load_checks(pack).bodies
    verdict = decider(pack)(checks, example["facts"])
    assert [f"{reason.rule} {reason.fact}" for reason in verdict.reasons] == example["met"]


def test_no_id_stands_in_two_packs() -> None:
    assert sum(len(load_checks(pack).bodies) for pack in _packs()) == len(_ids())


def test_every_pack_has_somebody_who_decides_by_it() -> None:
    assert set(DECIDERS) == set(_packs())
