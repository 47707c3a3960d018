"""Precision, recall and false alarms of each check on dialogues whose truth is known."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.audit.words.corpus import dialogues
from leumund.audit.words.roles import TRUSTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leumund.audit.words.corpus import Dialogue
    from leumund.audit.words.listen import Listener

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of calls: ``found`` rightly, ``missed``, ``false`` (met, though not there).

    ``honest`` are calls without the act, ``traps`` those of them with one that sounds so,
    ``trapped`` those of the traps in which the check fired.
    """

    check: str
    found: int
    missed: int
    false: int
    honest: int
    traps: int
    trapped: int

    @property
    def precision(self) -> float | None:
        met = self.found + self.false
        return self.found / met if met else None

    @property
    def recall(self) -> float | None:
        there = self.found + self.missed
        return self.found / there if there else None

    @property
    def false_share(self) -> float | None:
        return self.false / self.honest if self.honest else None


def measure(
    listener: Listener, calls: Iterable[Dialogue], checks: Iterable[str]
) -> list[Measured]:
    """One row per check. A finding is right only if it points into the act's turns."""
    counts: dict[str, Counter[str]] = {check: Counter() for check in checks}
    for call in calls:
        places: dict[str, set[int]] = {}
        for finding in listener.hear(call.transcript).findings:
            places.setdefault(finding.check, set()).add(finding.span.turn)
        for check, count in counts.items():
            count.update(_outcome(call, check, places.get(check, set())))
    names = ("found", "missed", "false", "honest", "traps", "trapped")
    return [
        Measured(check, *(count[name] for name in names)) for check, count in counts.items()
    ]


def _outcome(call: Dialogue, check: str, places: set[int]) -> list[str]:
    if check in call.wrong:
        return ["found" if places & set(call.wrong[check]) else "missed"]
    outcome = ["honest"] + ["false"] * bool(places)
    if check in call.sounds:
        outcome += ["traps"] + ["trapped"] * bool(places)
    return outcome


def added(rows: Iterable[list[Measured]]) -> list[Measured]:
    """The same checks over several sets of calls, added up."""
    together = zip(*rows, strict=True)
    names = ("found", "missed", "false", "honest", "traps", "trapped")
    return [
        Measured(some[0].check, *(sum(getattr(one, name) for one in some) for name in names))
        for some in together
    ]


def interval(share: float | None, of: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if share is None or not of:
        return None
    middle = share + _Z**2 / (2 * of)
    half = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    whole = 1 + _Z**2 / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def roles_right(listener: Listener, seed: int, count: int, language: str) -> tuple[int, int]:
    """Calls without labels in which the caller was told rightly, and wrongly."""
    right = wrong = 0
    for call in dialogues(seed, count, language, noise="unlabelled"):
        roles = listener.hear(call.transcript).roles
        if roles.confidence >= TRUSTED:
            is_right = roles.of.get("Speaker 1") == "caller"
            right, wrong = right + is_right, wrong + (not is_right)
    return right, wrong
