"""Commission that is held because of a case, and what orders is asked to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from leumund.cases.fold import CLOSING
from leumund.cases.table import rank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.cases.case import Case


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


def with_move(
    tx: Any,
    commissions: Commissions | None,
    event: str,
    case: Case,
    said: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """Commission that is held with this move, or becomes free with it."""
    if commissions is None:
        return {}
    if said.get("hold"):
        held = commissions.hold_for_case(tx, case.against.name, case.case_id, at)
        return {"held": Sum.of(held).document()}
    is_end = event in ("lapse", "lift") and not _stops_besides(case, said["number"], at)
    if is_end or event in CLOSING:
        freed = commissions.free_for_case(tx, case.case_id, at)
        return {"freed": Sum.of(freed).document()}
    return {}


def _stops_besides(case: Case, number: int, at: datetime) -> bool:
    """Whether another measure still stops data or orders: a hint that ends frees no money."""
    others = (each for each in case.in_force(at) if each.number != number)
    return any(rank(each.kind).stops for each in others)
