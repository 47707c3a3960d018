"""The answer to a person who asks what is known about them, and who has it (Art 15 GDPR).

Recipients are named, one by one, not as categories (Court of Justice, C-154/21): by what left
in copies and lists, by look-ups, orders, passes and declared calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from leumund.basics.language import _, in_language
from leumund.basics.masking import masked
from leumund.report.kept import (
    KEPT_HEAD,
    TABLES,
    kept_row,
    kind_words,
    period_words,
    purposes,
)
from leumund.report.letter import Letter, Part
from leumund.report.words import day_in_full, in_full, moment_in_full, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from leumund.intake import Contact, Lodged
    from leumund.network import Partner
    from leumund.orders import Order
    from leumund.people import LineRecord, PersonRecord
    from leumund.permit import Pass
    from leumund.release import DrawRecord, Lookup
    from leumund.report.kept import Kept
    from leumund.report.letters import House

COPY: Final = "copy"
LIST: Final = "list"
LOOK_UP: Final = "look_up"
PASS: Final = "pass"
CALL: Final = "call"
ORDER: Final = "order"
RECIPIENTS_HEAD = ("at", "recipient", "country", "way", "what", "record")


@dataclass(frozen=True, slots=True)
class Received:
    """Who received data of this person, how, when, what for or which, and by which record."""

    at: datetime
    partner: str
    way: str
    what: str
    record: str


@dataclass(frozen=True, slots=True)
class Access:
    """All that is told. ``number``: masked; ``names``: partners by name with legal name and
    country."""

    house: House
    number: str
    line: LineRecord
    person: PersonRecord | None
    received: tuple[Received, ...]
    orders: tuple[Order, ...]
    kept: tuple[Kept, ...]
    complaints: tuple[Lodged, ...]
    partners: dict[str, Partner]
    at: datetime
    language: str

    def recipient(self, name: str) -> tuple[str, str]:
        """Legal name and country; the name itself where we know no more."""
        partner = self.partners.get(name)
        return (partner.legal_name, partner.country) if partner else (name, "")


def by_copies(records: Iterable[DrawRecord], line_id: int) -> Iterator[Received]:
    """What left in copies and in lists that somebody else chose."""
    for record in records:
        unit = int(record.unit_of(np.array([line_id]))[0])
        if unit < 0:
            continue
        gone = record.released
        for row in np.flatnonzero((gone.unit == unit) & gone.is_handed_over):
            left = gone.handed_over_at[row].astype("datetime64[s]").item()
            at = left.replace(tzinfo=UTC) if left else record.drawn_at
            way = LIST if record.sealed is not None else COPY
            partner = record.partners[int(gone.copy[row])]
            what = "" if way == LIST else record.campaign
            yield Received(at, partner, way, what, f"draw {record.draw_id}")


def by_lookups(lookups: Iterable[Lookup], line_id: int) -> Iterator[Received]:
    for each in lookups:
        if line_id in each.line_ids:
            fields = ", ".join(each.fields)
            yield Received(each.at, each.partner, LOOK_UP, fields, each.ref or f"{each.id}")


def by_calls(passes: Iterable[Pass], contacts: Iterable[Contact]) -> Iterator[Received]:
    """Passes, and the first call that each partner declared."""
    for each in passes:
        yield Received(each.at, each.partner, PASS, each.purpose, str(each.pass_id))
    for one in contacts:
        yield Received(one.first_at, one.partner, CALL, "", "")


def by_orders(orders: Iterable[Order]) -> Iterator[Received]:
    for each in orders:
        yield Received(each.ordered_at, each.partner, ORDER, each.product, each.order_ref)


def recipient_rows(access: Access) -> list[tuple[str, ...]]:
    return [
        (
            each.at.isoformat(), *access.recipient(each.partner), each.way, each.what,
            each.record,
        )
        for each in access.received
    ]  # fmt: skip


def access_document(access: Access) -> dict[str, Any]:
    """The same for programs (Art 15(3), 20 GDPR)."""
    head = RECIPIENTS_HEAD
    return {
        "company": access.house.company,
        "as_of": access.at.isoformat(),
        "number": access.number,
        "held": [
            {"what": what, "value": value, "since": since, "source": source}
            for what, value, since, source in held(access)
        ],
        "recipients": [dict(zip(head, row, strict=True)) for row in recipient_rows(access)],
        "traces": [dict(zip(KEPT_HEAD, row, strict=True)) for row in kept_rows(access)],
    }


def kept_rows(access: Access) -> list[tuple[str, ...]]:
    """Traces of calls and orders, each with purpose, recipients and period."""
    with in_language(access.language):
        return [kept_row(each, _who(access, each)) for each in access.kept]


def _who(access: Access, kept: Kept) -> str:
    return ", ".join(filter(None, access.recipient(kept.partner))) if kept.partner else ""


def held(access: Access) -> list[tuple[str, str, str, str]]:
    """What is kept: what it is, its value, since when, where it comes from."""
    with in_language(access.language):
        return list(_held(access))


def _held(access: Access) -> Iterator[tuple[str, str, str, str]]:
    ours = _("our own books")
    yield _("telephone number"), access.number, "", ours
    record = access.person
    if record is not None:
        person = record.person
        pairs = (
            (_("customer number"), person.ref),
            (_("name"), person.name),
            (_("postcode"), person.postcode),
            (_("Land"), person.land),
            (_("group of customers"), person.segment),
        )
        yield from ((what, value, "", ours) for what, value in pairs if value)
        for contract in record.contracts:
            since = in_full(contract.started_on)
            if contract.ended_on:
                span = _("{since} to {until}")
                since = span.format(since=since, until=in_full(contract.ended_on))
            yield _("contract"), contract.product, since, ours
        for consent in record.consents:
            said = consent.wording or ", ".join(consent.channels)
            since = day_in_full(consent.granted_at) if consent.granted_at else ""
            if consent.revoked_at:
                gone = _("{since}; taken back on {day}")
                since = gone.format(since=since or "–", day=day_in_full(consent.revoked_at))
            source = written(consent.source) if consent.source else _("not recorded")
            yield _("consent"), said, since, source
    objections = (*access.line.objections, *(record.objections if record else ()))
    for objection in objections:
        since = day_in_full(objection.at) if objection.at else ""
        scope, source = written(objection.scope), written(objection.source or ours)
        yield _("objection to calls"), scope, since, source
    for hit in access.line.register_hits:
        yield (
            _("entry in a public register"),
            hit.register,
            in_full(hit.listed_from),
            hit.register,
        )
    for complaint in access.complaints:
        words = masked(complaint.text) or _("your words are not kept")
        yield _("your complaint"), words, day_in_full(complaint.arrived_at), _("yourself")


def ways() -> dict[str, str]:
    return {
        COPY: _("a list that we handed over"),
        LIST: _("a list that was handed over"),
        LOOK_UP: _("looked up in our portal"),
        PASS: _("allowed to call you"),
        CALL: _("says it has called you"),
        ORDER: _("handed in an order in your name"),
    }


def access_letter(access: Access) -> Letter:
    """The answer as a letter."""
    with in_language(access.language):
        person = access.person.person if access.person else None
        return Letter(
            language=access.language,
            sender=(access.house.company, *access.house.address),
            to=((person.name or person.ref) if person else _("To whoever uses this number"),),
            reference=tuple(_reference(access)),
            subject=_("What we know about you, and who has received it"),
            greeting=_("Good day,"),
            parts=tuple(_parts(access)),
            closing=_("With kind regards"),
            end=(access.house.company,),
            foot=_("{company} · answer under Art. 15 GDPR").format(
                company=access.house.company
            ),
        )


def _reference(access: Access) -> Iterator[tuple[str, str]]:
    yield _("Date"), day_in_full(access.at)
    yield _("About"), access.number
    if access.house.contact:
        yield _("You reach us"), access.house.contact


def _parts(access: Access) -> Iterator[Part]:
    yield Part(
        lines=(
            _(
                "you asked what we know about you. Here is all that is kept where we keep "
                "customers, consents, calls and orders, where it comes from, and everybody "
                "who has received it from there, by name. What we keep elsewhere, such as "
                "bills and letters, is not in this part of our answer."
            ),
        )
    )
    yield Part(
        _("What we keep about you"),
        head=(_("what"), _("it says"), _("since"), _("where it comes from")),
        rows=tuple(held(access)),
        widths=(4, 6, 4, 4),
    )
    yield from _recipients(access)
    yield from _traces(access)
    yield Part(
        _("What it is kept for, and for how long"),
        (
            _(
                "We keep it for your contract and, where you agreed, to tell you of offers. A "
                "consent must be provable for five years from the day it was given and after "
                "each use (§ 7a UWG); an objection is kept as long as it is to hold. What "
                "left, and when, is kept so that we can answer exactly this question."
            ),
            _(
                "Programs check by fixed rules whether you may be called, and let an order "
                "lapse that you did not confirm. No decision with legal effect against you is "
                "made by a program alone (Art. 22 GDPR)."
            ),
        ),
    )
    yield Part(
        _("What you can do now"),
        (
            _("object to all advertising: it stops everywhere, also with our partners"),
            _("take back a consent, for the time to come"),
            _("have put right what is wrong, or erased what need not be kept"),
            _("have the use of your data restricted (Art. 18 GDPR)"),
            _("have your data in a file: it lies beside this letter"),
            _("complain to the authority for data protection of your Land, at no cost"),
        ),
        is_list=True,
    )


def _recipients(access: Access) -> Iterator[Part]:
    title = _("Who has received it")
    if not access.received:
        yield Part(
            title, (_("Nobody has received your data from us, as far as is on record."),)
        )
        return
    told = ways()
    rows = tuple(
        (
            moment_in_full(each.at),
            ", ".join(filter(None, access.recipient(each.partner))),
            told[each.way],
            each.what or "–",
        )
        for each in access.received
    )
    head = (_("when"), _("who"), _("how"), _("what for, or what"))
    yield Part(title, head=head, rows=rows, widths=(5, 5, 5, 4))


def _traces(access: Access) -> Iterator[Part]:
    if not access.kept:
        return
    kinds = kind_words()
    rows = tuple(
        (
            day_in_full(each.at),
            f"{kinds[each.kind]}: {each.says}",
            _who(access, each) or _("nobody but us"),
            _("{purpose}; {period}").format(
                purpose=purposes()[each.kind], period=period_words(TABLES[each.kind][1])
            ),
        )
        for each in access.kept
    )
    head = (_("when"), _("what"), _("who has it"), _("what for, and how long"))
    title = _("What calls and orders have left behind")
    yield Part(title, head=head, rows=rows, widths=(4, 6, 4, 6))


def mine(orders: Sequence[Order], line_id: int, ref: str | None) -> tuple[Order, ...]:
    """The orders of that person, and those of that line that are of nobody else on it."""

    def is_mine(order: Order) -> bool:
        if ref is not None and order.person_ref is not None:
            return order.person_ref == ref
        return order.line_id == line_id

    return tuple(order for order in orders if is_mine(order))
