"""A desk with everything real: thirty customers of whom some objected or left, four partners,
and a file of calls to lay beside what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tests.release.desk import NOW, desk_in, furnish, number, write

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.numbers import Number
from leumund.permit import CallAsked
from leumund.store import Store

NORDEN, WESTEN, OSTEN = "Norden", "Westen", "Osten"
SHOWN = {NORDEN: number(9000), WESTEN: number(9002), OSTEN: number(9003)}
CALL = tuple[str, int | str, str]
"""When (local, ISO), whom (a customer, or a number), what the dialler wrote."""


def audit_desk(folder: Path, store: Store, customers: int = 30) -> Leumund:
    """Ten o'clock on Tuesday, 10 March 2026; nothing was called yet."""
    return furnish(desk_in(folder / "data", store), folder, customers)


def at(desk: Leumund, when: datetime) -> None:
    """Set the desk's clock."""
    assert isinstance(desk.clock, SetClock)
    desk.clock.at = when


def ask(desk: Leumund, partner: str, customer: int) -> bool:
    """Ask at the gate, now, whether this partner may call that customer."""
    asked = CallAsked(Number(number(customer)), partner, "winback", "Flex")
    return desk.permit.check(asked).is_allowed


def declare(
    desk: Leumund, folder: Path, partner: str, calls: Iterable[CALL], shown: str | None = None
) -> None:
    """Take in calls that this partner declares."""
    rows = ["called_at,number_called,number_shown,duration_seconds,outcome,agent"]
    for when, whom, outcome in calls:
        called = whom if isinstance(whom, str) else number(whom)
        rows.append(f"{when},{called},{shown or SHOWN[partner]},60,{outcome},a1")
    desk.intake.calls(
        write(folder, f"{partner}-{len(rows)}.csv", "\n".join(rows) + "\n"), partner
    )


__all__ = ["NORDEN", "NOW", "OSTEN", "SHOWN", "WESTEN", "ask", "at", "audit_desk", "declare"]
