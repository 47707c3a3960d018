"""The chain of an order, link by link, from what others have on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.language import _
from leumund.orders.order import Channel, Delivery, Link, Origin, OriginKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from leumund.network import Lead
    from leumund.orders.order import CallSeen, Order
    from leumund.permit import Pass
    from leumund.release import KnownByLookup

CALL_DAYS: Final = 30
"""A call that led to an order was made in these days before it."""
PASS_SPAN: Final = timedelta(hours=24)
"""A call uses a pass that was given for a moment so near to it."""


def chain(
    order: Order,
    calls: Sequence[CallSeen],
    passes: Sequence[Pass],
    deliveries: Sequence[Delivery],
) -> Origin:
    """Order → call → pass → copy, look-up or lead → consent. An order that was not made by
    telephone needs neither call nor pass nor consent to one."""
    links = [Link("order", is_found=True, key=order.order_ref, at=order.ordered_at)]
    if order.channel is Channel.PHONE:
        call = _call(order, calls, passes)
        given = _pass(order, call, passes)
        links += [call, given]
    links.append(_delivery(order, deliveries))
    if order.channel is Channel.PHONE:
        links.append(_consent(order, given, passes))
    return Origin(order.order_ref, tuple(links))


def deliveries_of(
    order: Order,
    records: Iterable[Any],
    known: KnownByLookup,
    lead: Lead | None,
) -> list[Delivery]:
    """How the order's line had reached partners before the order, the earliest first.

    ``records``: release's draws and sealed lists (DrawRecord). ``known``: who knows the order's
    line by a look-up since when. ``lead``: what the partner had declared of the lead that the
    order names.
    """
    before = order.ordered_at
    found = [
        Delivery(OriginKind.LOOK_UP, who, who, _instant(at))
        for who, at in zip(known.partners, known.at, strict=True)
    ]
    if order.line_id is not None:
        found += _handed_over(records, order.line_id, before)
    if lead is not None:
        found.append(Delivery(OriginKind.LEAD, lead.ref, lead.partner, lead.declared_at))
    return sorted((each for each in found if each.at <= before), key=lambda each: each.at)


def _handed_over(records: Iterable[Any], line_id: int, before: datetime) -> Iterator[Delivery]:
    import numpy as np

    for record in records:
        unit = int(record.unit_of(np.array([line_id]))[0])
        released = record.released
        mine = (released.unit == unit) & released.is_handed_over
        if unit < 0 or not mine.any():
            continue
        for copy, at in zip(released.copy[mine], released.handed_over_at[mine], strict=True):
            moment = _instant(at)
            if moment <= before:
                key = f"{record.campaign}/{record.copy_ids[copy]}"
                yield Delivery(OriginKind.LIST, key, record.partners[copy], moment)


def _instant(at: Any) -> datetime:
    """A numpy instant, which is in UTC and does not say so."""
    moment: datetime = at.astype("datetime64[s]").item()
    return moment.replace(tzinfo=UTC)


def _call(order: Order, calls: Sequence[CallSeen], passes: Sequence[Pass]) -> Link:
    """The last call before the order, the partner's own before another's."""
    named = next((each for each in passes if each.pass_id == order.call_ref), None)
    if named is not None and not calls:
        return _found("call", str(named.pass_id), named.partner, named.at, _("by its pass"))
    before = [call for call in calls if call.at <= order.ordered_at]
    if not before:
        return _missing("call", _("nobody has declared a call to this line before it"))
    own = [call for call in before if call.partner == order.partner]
    last = max(own or before, key=lambda call: call.at)
    key = last.at.isoformat()
    if own:
        return _found("call", key, last.partner, last.at)
    return _missing("call", _("the call was declared by somebody else"), key, last.partner)


def _pass(order: Order, call: Link, passes: Sequence[Pass]) -> Link:
    near = [
        each
        for each in passes
        if each.partner == (call.partner or order.partner)
        and (call.at is None or abs(each.at - call.at) <= PASS_SPAN)
        and each.at <= order.ordered_at
    ]
    if not near:
        return _missing("pass", _("nobody asked whether this call was allowed"))
    last = max(near, key=lambda each: each.at)
    return _found("pass", str(last.pass_id), last.partner, last.at)


def _delivery(order: Order, deliveries: Sequence[Delivery]) -> Link:
    """How the partner had the customer's data before the order: as the order says, or else."""
    kind = order.origin_kind
    name = kind.value if kind else "list"
    own = [each for each in deliveries if each.partner == order.partner]
    if own:
        last = own[-1]
        return _found(last.kind.value, last.key, last.partner, last.at)
    if order.channel is Channel.WEB:
        return _found(name, order.origin_ref, why=_("the customer came by the web"))
    if kind is OriginKind.LEAD:
        why = _("the partner had not declared this lead before the order")
        return _missing(name, why, order.origin_ref, order.partner)
    if deliveries:
        first = deliveries[0]
        why = _("the line was handed over to somebody else only")
        return _missing(name, why, first.key, first.partner)
    return _missing(name, _("this line was handed over to nobody"), order.origin_ref)


def _consent(order: Order, given: Link, passes: Sequence[Pass]) -> Link:
    consent = next(
        (p.consent_id for p in passes if given.is_found and p.pass_id == given.key), None
    )
    if consent is not None:
        return _found("consent", str(consent), at=given.at)
    if proof := order.papers.get("consent_proof"):
        return _found("consent", str(proof), why=_("as the order's papers say"))
    return _missing("consent", _("no consent is on record for this call"))


def _found(
    name: str,
    key: str | None,
    partner: str | None = None,
    at: datetime | None = None,
    why: str = "",
) -> Link:
    return Link(name, is_found=True, key=key, partner=partner, at=at, why=why)


def _missing(name: str, why: str, key: str | None = None, partner: str | None = None) -> Link:
    return Link(name, is_found=False, key=key, partner=partner, why=why)
