"""The same plain reading for orders and for the chain of partners."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from leumund.world.monday.cast import PARTNERS, SHOPS
from leumund.world.monday.nouns import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from leumund.world.monday.nouns import Call, Order, Story
    from leumund.world.monday.written_people import People

CALL_WITHIN = timedelta(days=30)
TRAIL = timedelta(hours=24)
PERSONS_MIN = 3


def of_orders(story: Story, people: People) -> Iterator[Finding]:
    """Orders without origin, too early, out of closed shops, and those that share too much."""
    calls_of: dict[str, list[Call]] = defaultdict(list)
    for call in story.calls:
        if not call.is_destroyed:
            calls_of[call.number].append(call)
    for at, one in enumerate(story.orders):
        customer = people.by_ref[one.ref]
        numbers = {one.number, customer.readable_number or one.number}
        calls = [call for number in numbers for call in calls_of.get(number, ())]
        is_shop = one.channel == "shop"
        said = {
            "order.without_call": one.channel == "phone"
            and not _has_call(one, calls, CALL_WITHIN),
            "order.before_call_end": any(_is_during(one, call) for call in calls),
            "order.shop_closed": is_shop and not _is_open(one),
            "order.shop_with_phone_trail": is_shop
            and (one.call_ref is not None or _has_call(one, calls, TRAIL)),
        }
        yield from (Finding(code, "orders", at) for code, is_so in said.items() if is_so)
    yield from _shared(story, people, "order.same_iban", lambda one: one.iban)
    yield from _shared(story, people, "order.same_address", lambda one: one.address)
    yield from _shared(story, people, "order.same_email", lambda one: one.email)
    yield from _shared(
        story, people, "order.same_device", lambda one: one.device if not one.shop else None
    )


def of_chain(story: Story) -> Iterator[Finding]:
    """Payees, keys and callers' numbers that belong to nobody we have a contract with."""
    accounts = {one.iban for one in PARTNERS}
    logins = {login for one in PARTNERS for login in one.logins}
    shown = {number for one in PARTNERS for number in one.shown}
    for at, payment in enumerate(story.statements):
        if payment.iban not in accounts and not payment.is_known:
            yield Finding("chain.payee_unknown", "statements", at)
    for at, order in enumerate(story.orders):
        if order.login and order.login not in logins:
            yield Finding("chain.login_unknown", "orders", at)
    for at, call in enumerate(story.calls):
        if call.is_destroyed:
            continue
        if call.shown and call.shown not in shown:
            yield Finding("chain.caller_number_unknown", "calls", at)
        if not _is_engaged(call.partner, call.started_at.date()):
            yield Finding("chain.call_outside_engagement", "calls", at)
    yield from _of_art28(story)


def _of_art28(story: Story) -> Iterator[Finding]:
    """The first entry of each partner that calls and has signed nothing under Art. 28."""
    calling = {call.partner for call in story.calls if not call.is_destroyed}
    entries = [one for one in PARTNERS for _contract in one.contracts]
    for at, one in enumerate(entries):
        is_signed = any(each.art28_signed_on is not None for each in one.contracts)
        if one.name in calling and not is_signed and entries.index(one) == at:
            yield Finding("chain.art28_unsigned", "partners", at)


def _has_call(one: Order, calls: list[Call], within: timedelta) -> bool:
    return any(timedelta(0) <= one.ordered_at - call.started_at <= within for call in calls)


def _is_during(one: Order, call: Call) -> bool:
    ends = call.started_at + timedelta(seconds=call.duration_s)
    return call.started_at <= one.ordered_at < ends


def _is_open(one: Order) -> bool:
    hours = next(shop.hours for shop in SHOPS if shop.name == one.shop)
    minute = one.ordered_at.hour * 60 + one.ordered_at.minute
    return any(a <= minute < b for a, b in hours[one.ordered_at.isoweekday() - 1])


def _shared(
    story: Story, people: People, code: str, of: Callable[[Order], str | None]
) -> Iterator[Finding]:
    """All orders that share it with those of at least three persons of different homes."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(story.orders):
        if value := of(one):
            groups[value].append(at)
    for places in groups.values():
        persons = [people.by_ref[story.orders[at].ref] for at in places]
        homes = {(one.surname, one.postcode, one.street) for one in persons}
        if len({one.ref for one in persons}) >= PERSONS_MIN and len(homes) > 1:
            yield from (Finding(code, "orders", at) for at in places)


def _is_engaged(name: str, day: date) -> bool:
    contracts = next(one.contracts for one in PARTNERS if one.name == name)
    return any(
        one.since <= day and (one.until is None or day <= one.until) for one in contracts
    )
