"""To whom the confirmation goes, until when it can be answered, and what it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput, Conflict
from leumund.orders.order import OrderShown, Way

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from leumund.orders.order import Moved, Order
    from leumund.orders.rules import Confirming
    from leumund.orders.states import Move


class NoWayToAsk(Conflict):
    """Nobody can be asked about the order {order}: no contact of the customer was known before
    it, and it names no supply address. It was not asked about; nothing else changes."""

    code = "no-way-to-ask"
    hint = "Load contacts with 'leumund orders load --kind contacts', or declare it void."


class TimeIsOver(Conflict):
    """The time to answer about the order {order} was over on {until:%Y-%m-%d %H:%M} UTC, and
    silence has ended it. It was not asked about again; nothing was changed."""

    code = "time-is-over"
    hint = "'leumund orders expire' lets it lapse; who wants it still places a new order."


class WordsMissing(BadInput):
    """A decision about the order {order} says why and who decides; one of both is empty.
    Nothing was changed."""

    code = "words-missing"
    hint = "Give both: --why and --by."


class NothingToSend(Conflict):
    """Nothing is to be sent under the number {number} any more."""

    code = "nothing-to-send"
    hint = "It went out before, or the order was answered meanwhile."


class NoSuchAnswer(BadInput):
    """{what} is no answer to a confirmation. Nothing was changed."""

    code = "no-such-answer"
    hint = "Known are: {known}."


def answer_until(times: Confirming, way: Way, asked_at: datetime) -> datetime:
    """A letter takes some days more."""
    days = times.letter_days if way is Way.LETTER else times.answer_days
    return asked_at + timedelta(days=days)


def shown_order(
    order: Order, seller: str, principal: str | None, days: int | None
) -> OrderShown | None:
    """What page and letter show; None for an order about which nobody is asked."""
    if order.answer_until is None:
        return None
    term: Any = order.papers.get("term_months")
    return OrderShown(
        order_ref=order.order_ref,
        product=order.product,
        seller=seller,
        principal=principal,
        ordered_at=order.ordered_at,
        monthly_cents=order.monthly_cents,
        total_cents=order.total_cents,
        term_months=term,
        language=order.language,
        answer_until=order.answer_until,
        withdraw_days=days,
        withdraw_until=order.withdraw_until,
        is_new_customer=order.person_ref is None,
    )


def event_payload(moved: Moved, kind: str, at: datetime) -> dict[str, str]:
    """What leaves the house about a move: no person, no address."""
    return {
        "type": kind,
        "order_ref": moved.order_ref,
        "event": moved.event.value,
        "state": moved.state.value,
        "billing": moved.billing.value,
        "commission": moved.commission.value,
        "reason": moved.reason,
        "at": at.isoformat(),
    }


def move_entry(
    order: Order, move: Move, by: str, words: str, more: Mapping[str, object] | None
) -> dict[str, object]:
    """What the ledger notes of a move. Words of people and the company's own reference stand
    in it as digests: who holds the order can show that the entry speaks of it."""
    return {
        "order": order.id,
        "ref": sha256_hex(order.order_ref.encode()),
        "event": move.event.value,
        "before": move.state.value,
        "after": move.next.value,
        "who": move.who.value,
        "by": by,
        "reason": move.reason,
        "billing": move.billing.value,
        "commission": move.commission.value,
        **({"words": sha256_hex(words.encode())} if words else {}),
        **(more or {}),
    }
