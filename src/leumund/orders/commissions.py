"""Commission that waits because of a case: steps inside the moves of the case, under its entry,
so that money and record cannot part company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.orders import records
from leumund.orders.loading import with_those_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from leumund.network import Partner

_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class HeldCommission:
    """How many orders of the partner, how much in hundredths, and the day on which the last of
    them can be paid where nothing else stands against it (None: nobody has confirmed yet)."""

    orders: int
    cents: int
    payable_on: date | None


@dataclass(frozen=True, slots=True)
class CaseCommissions:
    """A partner's orders, and those of everybody below it, are not settled while a case holds
    its commission. A commission that waits for another reason (a dispute) goes on waiting for
    that reason. ``partners``: who is below whom."""

    partners: Callable[[], Iterable[Partner]] = tuple

    def hold_for_case(
        self, tx: Any, partner: str, case_id: int, at: datetime
    ) -> HeldCommission:
        records.hold_for_case(tx, partner, case_id, at)
        return self.held_for_case(tx, case_id)

    def free_for_case(self, tx: Any, case_id: int, at: datetime) -> HeldCommission:
        """What was freed; the next ``orders settle`` pays it where its time has come."""
        held = self.held_for_case(tx, case_id)
        records.free_for_case(tx, case_id, at)
        return held

    def held_for_case(self, tx: Any, case_id: int) -> HeldCommission:
        held = records.partners_held(tx, case_id)
        names = with_those_below(held, self.partners()) if held else held
        return HeldCommission(**records.held_of(tx, names, _ZONE))
