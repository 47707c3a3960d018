"""Traces of calls and orders that are kept beside the books, each with what it is for, who has
it and how long (Art 15(1)(a), (c), (d) GDPR).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leumund.basics.finding import Row
from leumund.basics.language import _
from leumund.basics.masking import masked
from leumund.orders import fact_words, word
from leumund.report.papers import noted
from leumund.report.words import day_in_full

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from leumund.audit import AboutLine
    from leumund.cases import Case
    from leumund.network import Lead
    from leumund.orders import Order, Reached, Step

REFUSED: Final = "refused"
NOTICE: Final = "notice"
LEAD: Final = "lead"
TRANSCRIPT: Final = "transcript"
PLACE: Final = "place"
ORDER: Final = "order"
STEP: Final = "step"
CONTACT: Final = "contact"
SENT: Final = "sent"
LINK: Final = "link"
CASE: Final = "case"
PLACED: Final = "orders.placed"
TABLES: Final = {
    REFUSED: ("permit.refused", "P90D"),
    NOTICE: ("audit.notice_line", "P4Y"),
    LEAD: ("network.lead", "P5Y"),
    TRANSCRIPT: ("audit.transcript", "P6M"),
    PLACE: ("audit.word_finding", "P6M"),
    ORDER: (PLACED, "P6Y"),
    STEP: ("orders.step", "P6Y"),
    CONTACT: ("orders.contact", "P6Y"),
    SENT: ("orders.outgoing", "P1Y"),
    LINK: ("orders.code", "P1Y"),
    CASE: ("cases.file", "P4Y"),
}
"""By kind the table it stands in, and how long a row of it stays."""
KEPT_HEAD = ("kind", "at", "says", "recipients", "purpose", "period")
_PERIOD = re.compile(r"P(\d+)([DMY])")
_DIGESTS = ("device", "iban", "address", "email")


@dataclass(frozen=True, slots=True)
class Kept:
    """One trace. ``partner``: the one who has it as well; empty: nobody but us."""

    kind: str
    at: datetime
    says: str
    partner: str = ""


def of_line(
    refused: Iterable[tuple[str, datetime]], about: AboutLine, leads: Iterable[Lead]
) -> Iterator[Kept]:
    """What is kept of a line: refusals, notices, transcripts, leads."""
    for partner, at in refused:
        yield Kept(REFUSED, at, _("a call to you was not allowed"), partner)
    for told in about.told:
        yield Kept(NOTICE, told.made_at, _("it may not call you again"), told.partner)
    for heard in about.heard:
        said = _("call of {day}: it was listened to a record of what was said")
        when = day_in_full(heard.called_at)
        yield Kept(TRANSCRIPT, heard.heard_at, said.format(day=when), heard.partner)
        for quote in heard.quotes:
            yield Kept(PLACE, heard.heard_at, _("“{words}”").format(words=masked(quote)))
    for lead in leads:
        said = _(
            "source: {source}; you are said to have agreed on {day} (proof {proof})"
        ).format(
            source=lead.source, day=day_in_full(lead.consent_at), proof=lead.proof_digest[:10]
        )
        yield Kept(LEAD, lead.declared_at, said, lead.partner)


def of_orders(
    orders: Iterable[Order],
    steps: Iterable[Step],
    reached: Iterable[Reached],
) -> Iterator[Kept]:
    """What is kept of orders: they, their steps, contacts, links and what went out."""
    for order in orders:
        yield Kept(ORDER, order.ordered_at, ", ".join(_of_order(order)), order.partner)
    for step in steps:
        said = ": ".join((step.order_ref, word("event", step.event)))
        words = masked(step.words)
        yield Kept(STEP, step.at, f"{said} ({words})" if words else said)
    for each in reached:
        way = word("way", each.way) if each.way else _("one-time link")
        yield Kept(each.kind, each.at, f"{way}: {each.said}")


def points_at_them(line_id: int, orders: Iterable[Order]) -> list[Row]:
    """The rows that are of nobody else: a finding that rests on one of them is about them."""
    return [Row("people.line", f"{line_id}"), *(Row(PLACED, one.order_ref) for one in orders)]


def of_cases(cases: Iterable[Case], mine: Collection[Row]) -> Iterator[Kept]:
    """The cases in which something of theirs lies, and what."""
    for case in cases:
        rows = [row for each in case.findings for row in each.rows if row in mine]
        what = {row.key if row.table == PLACED else _("your number, shortened") for row in rows}
        said = _("case {case}, in which we look into how calls and orders came about: {what}")
        told = said.format(case=case.case_id, what=", ".join(sorted(what)))
        yield Kept(CASE, case.opened_at, told)


def _of_order(order: Order) -> Iterator[str]:
    yield order.order_ref
    yield order.product
    yield word("channel", order.channel)
    yield word("state", order.state)
    if order.reasons:
        yield "; ".join(fact_words(each) for each in order.reasons)
    names = {
        "device": _("device"),
        "iban": _("bank account"),
        "address": _("supply address"),
        "email": _("mail address"),
    }
    marks = [names[each] for each in _DIGESTS if getattr(order, f"{each}_digest")]
    if marks:
        yield _("check values of: {what}").format(what=" · ".join(marks))
    if order.papers:
        yield _("noted of its papers: {what}").format(what=" · ".join(noted(order.papers)))


def kind_words() -> dict[str, str]:
    return {
        REFUSED: _("a refusal"),
        NOTICE: _("a notice to a partner"),
        LEAD: _("a partner's own contact"),
        TRANSCRIPT: _("a transcript"),
        PLACE: _("a sentence of a transcript"),
        ORDER: _("an order"),
        STEP: _("a step of an order"),
        CONTACT: _("a contact for confirmations"),
        SENT: _("something sent to you"),
        LINK: _("a link for your answer"),
        CASE: _("a case"),
    }


def purposes() -> dict[str, str]:
    """What each kind is kept for."""
    return {
        REFUSED: _("to see whether a partner that was told no rang all the same"),
        NOTICE: _("to prove that the partner was told not to call, and to tell it only once"),
        LEAD: _("to know before a call from where your number came and on which consent"),
        TRANSCRIPT: _("to check what was said in our name, with a recorded permission"),
        PLACE: _("so that a person reads the place before anything counts"),
        ORDER: _("to confirm the order with you and to see orders nobody placed"),
        STEP: _("to prove who did what and when"),
        CONTACT: _("to ask you whether the order is yours"),
        SENT: _("to send you each question once"),
        LINK: _("so that a link opens once only"),
        CASE: _("to find out who broke a duty; a partner that is heard reads it shortened"),
    }


def period_words(period: str) -> str:
    """How long, in words: P90D is 90 days."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return period
    said = {"D": _("{count} days"), "M": _("{count} months"), "Y": _("{count} years")}
    one = {"Y": _("one year")}
    if found[1] == "1" and found[2] in one:
        return one[found[2]]
    return said[found[2]].format(count=found[1])


def kept_row(each: Kept, who: str) -> tuple[str, ...]:
    """As KEPT_HEAD; ``who``: the recipient's name, where there is one."""
    return (
        each.kind,
        each.at.isoformat(),
        each.says,
        who,
        purposes()[each.kind],
        TABLES[each.kind][1],
    )
