"""Commission that is held because of a case, what orders is asked to do with it, and what the
partner reads of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from leumund.basics.language import marked as _
from leumund.basics.language import translate
from leumund.cases.days import today
from leumund.cases.fold import CLOSING
from leumund.cases.table import rank
from leumund.cases.words import day_words, money_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


@dataclass(frozen=True, slots=True)
class Waiting:
    """For what held commission waits on that day: whether measures of the case still stop data
    or orders, and the last day of all of them (None: no day is set)."""

    day: date
    is_stopped: bool
    last_day: date | None

    @classmethod
    def of(cls, case: Case, at: datetime) -> Waiting:
        stops = [each for each in case.in_force(at) if rank(each.kind).stops]
        ends = [each.until for each in stops]
        known = [each for each in ends if each is not None]
        # What ends at a midnight ends with the day before it.
        last = today(max(known) - timedelta(microseconds=1)) if known else None
        return cls(today(at), bool(stops), last if len(known) == len(ends) else None)


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


def money_lines(
    held: Sum, released: Sum, waiting: Waiting | None, language: str
) -> Iterator[str]:
    """What is held and for how long, and what became free; a day that is over is no promise."""
    day = waiting.day if waiting else date.min
    if held.orders:
        yield _sum(_how_long(waiting), held, waiting.last_day if waiting else None, language)
        if held.payable_on and held.payable_on > day:
            later = translate(_("It could not be paid before {date} anyway."), language)
            yield later.format(date=day_words(held.payable_on, language))
    if released.orders:
        is_ahead = released.payable_on is not None and released.payable_on >= day
        said = (
            _("Released: {money} of {orders} orders; it is paid on {date}.")
            if is_ahead
            else _("Released: {money} of {orders} orders; it is paid with the next settlement.")
        )
        yield _sum(said, released, released.payable_on, language)
    if not held.orders and not released.orders:
        yield translate(_("No commission of yours is held because of this case."), language)


def _how_long(waiting: Waiting | None) -> str:
    if waiting and not waiting.is_stopped:
        return _(
            "Held: {money} of {orders} orders. No measure stops data or orders any more; it is "
            "released in the next round."
        )
    if waiting and waiting.last_day:
        return _(
            "Held: {money} of {orders} orders, as long as a measure of this case stops data or "
            "orders: by itself until the end of {date}."
        )
    return _(
        "Held: {money} of {orders} orders, as long as a measure of this case stops data or "
        "orders; no day is set for that."
    )


def _sum(template: str, of: Sum, on: date | None, language: str) -> str:
    return translate(template, language).format(
        money=money_words(of.cents, language), orders=of.orders, date=day_words(on, language)
    )
