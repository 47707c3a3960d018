"""The facts of an order: what it says, its papers, its traces and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leumund.orders.facts import OrderFacts, facts_of, paper_kinds
from leumund.orders.order import CallSeen, Way
from leumund.orders.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.orders.order import Order

_DAY = timedelta(days=1)
# A check asks whether an agent is named; who it is, two people open in a case.
_NAMED = "named"
_DENIED = (State.DENIED, State.DISPUTED)


@dataclass(frozen=True, slots=True)
class Traces:
    """What others have on record about an order; None where it cannot be looked up."""

    calls: tuple[CallSeen, ...] | None
    has_pass: bool | None
    persons_with_contact: int | None
    orders_on_device: int | None


def order_facts(order: Order, traces: Traces, now: datetime) -> OrderFacts:
    """The facts on which the checks of this order decide."""
    base = OrderFacts(
        now=now,
        declared_at=order.ordered_at,
        channel=order.channel.value,
        state=order.state.value,
        is_denied=order.state in _DENIED,
        origin_ref=order.origin_ref,
        campaign=order.campaign,
        call_ref=order.call_ref,
        agent=_NAMED if order.is_agent_named else None,
        total_cents=order.total_cents,
        commission_cents=order.commission_cents,
        contact_known_since=order.contact_known_since,
        is_letter=order.contact_way is Way.LETTER,
        persons_with_contact=traces.persons_with_contact,
        orders_on_device=traces.orders_on_device,
        is_call_lawful=traces.has_pass,
        is_call_on_record=_is_on_record(order, traces.calls),
        call_ended_at=_ended_at(order, traces.calls),
        calls_in_day_before=_in_day_before(order, traces.calls),
        approved_at=order.answered_at,
    )
    return facts_of({**_by_confirmation(order), **_papers(order)}, base)


def _papers(order: Order) -> dict[str, Any]:
    kinds = paper_kinds()
    said = {name: value for name, value in order.papers.items() if value is not None}
    return {
        name: str(value).split("|") if kinds[name] == "words" else value
        for name, value in said.items()
    }


def _by_confirmation(order: Order) -> dict[str, Any]:
    """The confirmation is in text form, on a durable medium, and what it asks is accepted."""
    if order.answered_at is None:
        return {}
    return {
        "is_text_form": True,
        "signed_at": order.answered_at,
        "confirmed_on_medium_at": order.asked_at,
    }


def _is_on_record(order: Order, calls: Sequence[CallSeen] | None) -> bool | None:
    return None if calls is None else any(call.at <= order.ordered_at for call in calls)


def _ended_at(order: Order, calls: Sequence[CallSeen] | None) -> datetime | None:
    """When the call ended in which the order was made: the last that began before it."""
    before = [call for call in calls or () if call.at <= order.ordered_at]
    return max(before, key=lambda call: call.at).until if before else None


def _in_day_before(order: Order, calls: Sequence[CallSeen] | None) -> int | None:
    if calls is None:
        return None
    return sum(order.ordered_at - _DAY <= call.at <= order.ordered_at for call in calls)


def instructed_at(order: Order) -> datetime | None:
    """When the customer was told of the right to withdraw, as the papers say."""
    written = order.papers.get("withdrawal_instructed_at")
    return datetime.fromisoformat(written) if isinstance(written, str) else None


def call_seen(row: Mapping[str, Any]) -> CallSeen:
    """A row of the engine (instants naive, in UTC) as a call."""
    at = row["called_at"].replace(tzinfo=UTC)
    seconds = row["duration_seconds"]
    until = at + timedelta(seconds=seconds) if seconds is not None else None
    return CallSeen(row["partner"], at, until)
