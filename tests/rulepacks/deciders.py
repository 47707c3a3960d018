"""Who decides by which pack: the pack's id, and how its example facts become a verdict.

Each part adds its line. ``decide`` gets the checks in force and the example's ``facts`` as
they stand in the YAML file (days and times as text).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from leumund.basics.checks import Check
from leumund.basics.verdict import Verdict

Decide = Callable[[Mapping[str, Check], Mapping[str, Any]], Verdict]

# Packs whose examples are decided by that function of that front door.
DECIDERS: dict[str, tuple[str, str]] = {
    "de/calls": ("audit", "decide_lost"),
    "eu/cases": ("cases", "decide_facts"),
    "eu/handover": ("network", "decide_handover"),
    **{
        f"{region}/orders": ("orders", "decide_facts")
        for region in ("any", "at", "ch", "de", "es", "fr", "it", "uk", "us")
    },
}


def decider(pack: str) -> Decide:
    part, name = DECIDERS[pack]
    found: Decide = getattr(import_module(f"leumund.{part}"), name)
    return found
