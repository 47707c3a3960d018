"""Commission that is held because of a case, and what orders is asked to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


class Held(Protocol):
    """Commission that is held, or has been released, because of one case."""

    @property
    def orders(self) -> int: ...
    @property
    def cents(self) -> int: ...
    @property
    def payable_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Sum:
    """Commission of so many orders in cents, and the day on which it is paid."""

    orders: int = 0
    cents: int = 0
    payable_on: date | None = None

    @classmethod
    def of(cls, held: Held | None) -> Sum:
        return cls(held.orders, held.cents, held.payable_on) if held else cls()

    def document(self) -> dict[str, object]:
        on = self.payable_on.isoformat() if self.payable_on else None
        return {"orders": self.orders, "cents": self.cents, "payable_on": on}


class Commissions(Protocol):
    """What orders can do with commission because of a case, in the transaction of the move
    (``tx``), so that money and record cannot part company."""

    def hold_for_case(self, tx: Any, partner: str, case_id: int, at: datetime) -> Held: ...
    def free_for_case(self, tx: Any, case_id: int, at: datetime) -> Held: ...
    def held_for_case(self, tx: Any, case_id: int) -> Held: ...
