"""What ``Orders`` can do that moves an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from leumund import ledger
from leumund.basics.checks import decide
from leumund.basics.clock import on_german_clock
from leumund.basics.errors import NotThere
from leumund.basics.masking import masked
from leumund.orders import records
from leumund.orders.asking import WordsMissing, event_payload, move_entry
from leumund.orders.loading import stopped_partners, with_those_below
from leumund.orders.order import Moved, Skipped, Way
from leumund.orders.predicates import PREDICATES
from leumund.orders.rules import confirming, in_force, stops_a_bill
from leumund.orders.states import Billing, Commission, Event, HeldByCase, State, Who, find_move
from leumund.orders.tracing import Traces, order_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.network import Partner, Stops
    from leumund.orders.order import Order
    from leumund.store import Store, Transaction

__all__ = ["Moves", "checks_of", "locked", "move", "there"]


class Register(Protocol):
    """Who is a partner, and below whom."""

    def partners(self) -> tuple[Partner, ...]: ...


class House(Protocol):
    """What the moves need of ``Orders``."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def network(self) -> Register: ...
    @property
    def stops(self) -> Stops | None: ...


class Moves:
    """The part of ``Orders`` that moves them; it has no state of its own."""

    __slots__ = ()

    def remind(self: House, by: str = "calendar") -> tuple[Moved | Skipped, ...]:
        """Remind everybody who was asked some days ago and has not answered, once. What
        somebody else moved meanwhile is skipped."""
        now = self.clock.now()
        days = confirming(in_force(now.date(), "", "")).remind_days
        before = now - timedelta(days=days)
        return _each(self, "to_remind", Event.REMIND, "orders.remind", by, asked_before=before)

    def expire(self: House, by: str = "calendar") -> tuple[Moved | Skipped, ...]:
        """Silence ends an order: every one whose time to answer is over lapses. What somebody
        else moved meanwhile is skipped."""
        return _each(self, "silent", Event.EXPIRE, "orders.expire", by)

    def settle(self: House, by: str = "calendar") -> tuple[Moved | Skipped, ...]:
        """Release the commission of every confirmed order that nobody can withdraw any more,
        unless a case holds it or orders of the partner are stopped (§ 273 BGB), or of one above
        it. What somebody else moved or held meanwhile is skipped."""
        stops = self.stops(self.clock.now()) if self.stops else ()
        partners = self.network.partners()
        with self.store.snapshot() as tx:
            held = records.held_by_cases(tx)
        stopped = [*stopped_partners(partners, stops), *with_those_below(held, partners)]
        return _each(self, "to_settle", Event.SETTLE, "orders.settle", by, stopped=stopped)

    def hold(self: House, order_ref: str, words: str, by: str = "desk") -> Moved:
        """Hold an order until a person frees it; ``words`` say why."""
        return _one(self, order_ref, Event.HOLD, "orders.hold", by, words)

    def free(self: House, order_ref: str, words: str, by: str = "desk") -> Moved:
        """Free a held order, for example after the company itself has asked the customer."""
        return _one(self, order_ref, Event.FREE, "orders.free", by, words)

    def withdraw(self: House, order_ref: str, words: str = "", by: str = "customer") -> Moved:
        """The customer withdraws; no reason is needed. Sending it in time was enough."""
        return _one(self, order_ref, Event.WITHDRAW, "orders.withdraw", by, words)

    def dispute(self: House, order_ref: str, words: str = "", by: str = "customer") -> Moved:
        """The customer denies the order: bill, reminders and commission stop at once."""
        return _one(self, order_ref, Event.DISPUTE, "orders.dispute", by, words)

    def uphold(self: House, order_ref: str, words: str, by: str = "desk") -> Moved:
        """A person decides that the customer is right."""
        return _one(self, order_ref, Event.UPHOLD, "orders.uphold", by, words)

    def dismiss(self: House, order_ref: str, words: str, by: str = "desk") -> Moved:
        """A person decides that the order was placed; the bill goes on."""
        return _one(self, order_ref, Event.DISMISS, "orders.dismiss", by, words)

    def fail(self: House, order_ref: str, words: str, by: str = "desk") -> Moved:
        """The company cannot supply: the partner keeps its commission (§ 87a(3) HGB)."""
        return _one(self, order_ref, Event.FAIL, "orders.fail", by, words)

    def void(
        self: House, order_ref: str, words: str, by: str = "desk", *, is_our_fault: bool = False
    ) -> Moved:
        """The contract is void by law. For the company's own fault the partner keeps its
        commission."""
        event = Event.VOID_BY_US if is_our_fault else Event.VOID
        return _one(self, order_ref, event, "orders.void", by, words)


def move(
    house: House,
    tx: Transaction,
    order: Order,
    event: Event,
    kind: str,
    by: str,
    words: str = "",
    more: Mapping[str, object] | None = None,
) -> Moved:
    """One move with its entry, its step and the event that leaves the house."""
    now, made = house.clock.now(), find_move(order.order_ref, order.state, event)
    made = records.of_what_was_paid(tx, order, made)
    if made.billing is Billing.RUNS and _is_blocked(order, made.next, now):
        # No bill begins, or goes on, for what may not be supplied.
        made = replace(made, billing=order.billing)
    if made.commission is Commission.RELEASED and _is_held(house, tx, order):
        raise HeldByCase(order=masked(order.order_ref))
    if made.kind != kind:
        raise ValueError(f"{event} stands in the ledger as {made.kind}")
    said = (made.next, made.billing, made.commission, made.reason)
    moved = Moved(order.order_ref, event, *said, words if event is Event.HOLD else "")
    entry = ledger.append(tx, kind, move_entry(order, made, by, words, more), at=now)
    records.save_move(tx, order, made, at=now, by=by, words=words, entry=entry)
    if order.state is State.ASKED and made.next is not State.ASKED:
        records.end_outgoing(tx, order, records.ASKS, now)
        records.use_codes(tx, order, now)
    if order.state is State.CONFIRMED and made.billing is not Billing.RUNS:
        # It would say that the order is carried out.
        records.end_outgoing(tx, order, ("receipt",), now)
    payload = event_payload(moved, kind, now)
    records.put_out(tx, order, "event", Way.WEBHOOK, None, payload, now)
    return moved


def locked(tx: Transaction, order_ref: str) -> Order:
    """The order, nobody else's until the end of the transaction; raises NotThere."""
    return there(records.order_to_move(tx, order_ref), order_ref)


def there(order: Order | None, order_ref: str) -> Order:
    """The order that was looked for; raises NotThere."""
    if order is None:
        raise NotThere(what="order", name=masked(order_ref))
    return order


def checks_of(order: Order) -> Mapping[str, Check]:
    """The checks of the order's place, sector and day."""
    day = on_german_clock(order.ordered_at).date()
    return in_force(day, order.region, order.sector)


def _one(house: House, order_ref: str, event: Event, kind: str, by: str, words: str) -> Moved:
    with house.store.transaction() as tx:
        order = locked(tx, order_ref)
        is_decided = find_move(order_ref, order.state, event).who is Who.DESK
        if not by.strip() or (is_decided and not words.strip()):
            raise WordsMissing(order=masked(order_ref))
        return move(house, tx, order, event, kind, by, words)


def _each(
    house: House, statement: str, event: Event, kind: str, by: str, **values: object
) -> tuple[Moved | Skipped, ...]:
    """Each in a transaction of its own, so that one that moved meanwhile stops no other."""
    values["at"] = house.clock.now()
    with house.store.snapshot() as tx:
        refs = records.refs(tx, statement, order_ref=None, **values)

    def once_more(ref: str) -> Moved | Skipped:
        with house.store.transaction() as tx:
            order = locked(tx, ref)
            if not records.refs(tx, statement, order_ref=ref, **values):
                return Skipped(ref, order.state)
            if event is Event.SETTLE and _is_blocked(order, State.SETTLED, house.clock.now()):
                return Skipped(ref, order.state)
            if event is Event.REMIND:
                _remind(tx, order, house.clock.now())
            try:
                return move(house, tx, order, event, kind, by)
            except HeldByCase:
                return Skipped(ref, order.state)

    return tuple(once_more(ref) for ref in refs)


def _is_blocked(order: Order, state: State, now: datetime) -> bool:
    """Whether a check keeps the order from being supplied, with the customer's yes. What others
    have on record cannot be looked up here; what that leaves undecided blocks nothing."""
    said = replace(order, state=state, answered_at=order.answered_at or now)
    facts = order_facts(said, Traces(None, None, None, None), now)
    checks = checks_of(order)
    verdict = decide(checks, PREDICATES, facts)
    return any(stops_a_bill(reason, checks[reason.rule]) for reason in verdict.reasons)


def _remind(tx: Transaction, order: Order, now: datetime) -> None:
    records.note_reminded(tx, order, now)
    contact_id, way = records.asked_over(tx, order)
    records.put_out(tx, order, "reminder", way, contact_id, {}, now)


def _is_held(house: House, tx: Transaction, order: Order) -> bool:
    """Whether a case holds the commissions of the order's partner, or of one above it."""
    held = records.held_by_cases(tx)
    return bool(held) and order.partner in with_those_below(held, house.network.partners())
