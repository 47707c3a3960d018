"""What a customer reads about an order: the same facts on the page, in mails and in letters.

Everything here speaks the reader's language (``basics.language.in_language``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from leumund.basics.clock import on_german_clock
from leumund.basics.language import _, reader_language

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.orders.order import OrderShown


_LAST_MOMENT = timedelta(microseconds=1)
"""A time ends with the midnight after its last day; a reader is told the day."""


def money(cents: int) -> str:
    """29,99 € in German, €29.99 in English."""
    whole, rest = divmod(abs(cents), 100)
    sign = "\N{MINUS SIGN}" if cents < 0 else ""
    if reader_language() == "de":
        return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02}\N{NO-BREAK SPACE}€"
    return f"{sign}€{whole:,}.{rest:02}"


def day(at: datetime) -> str:
    """8.9.2026 in German, 8 September 2026 in English; on the German clock."""
    local = on_german_clock(at)
    if reader_language() == "de":
        return f"{local.day}.{local.month}.{local.year}"
    return f"{local.day} {local:%B} {local.year}"


def moment(at: datetime) -> str:
    """The day, and the time on the German clock."""
    said = _("{day}, {time}")
    return said.format(day=day(at), time=f"{on_german_clock(at):%H:%M}")


def company(principal: str | None) -> str:
    """Who asks."""
    return principal or _("the company")


def facts(shown: OrderShown) -> tuple[tuple[str, str], ...]:
    """What was ordered, pair by pair: what it is called, and what it is."""
    pairs = [(_("What"), shown.product)]
    if shown.monthly_cents is not None:
        pairs.append((_("Price per month"), money(shown.monthly_cents)))
    if shown.term_months is not None:
        pairs.append((_("Runs for"), _("{count} months").format(count=shown.term_months)))
    if shown.total_cents is not None:
        pairs.append((_("Total price"), money(shown.total_cents)))
    pairs += [
        (_("Ordered on"), moment(shown.ordered_at)),
        (_("Sold by"), shown.seller),
        (_("Order number"), shown.order_ref),
    ]
    return tuple(pairs)


def came_in(shown: OrderShown) -> str:
    """Why we write at all."""
    said = _(
        "An order in your name has reached {principal}. It counts only if you say yes. What "
        "stands here came with it, and serves only to ask you."
    )
    return said.format(principal=company(shown.principal))


def silence(shown: OrderShown) -> str:
    """What happens if nobody answers: nothing."""
    said = _("If you do nothing, the order ends on {day}. Nothing is supplied or billed.")
    return said.format(day=day(shown.answer_until))


def withdrawal(shown: OrderShown) -> str:
    """That a yes can be withdrawn, and until when once it was given; empty where the law of the
    place gives no such time. Who was not told of that right in time has it for longer."""
    if shown.withdraw_days is None:
        return ""
    if shown.withdraw_until is not None:
        said = _(
            "You can withdraw until the end of {day}, without a reason; to tell us so clearly "
            "is enough."
        )
        return said.format(day=day(shown.withdraw_until - _LAST_MOMENT))
    said = _("After a yes you can still withdraw for at least {count} days, without a reason.")
    return said.format(count=shown.withdraw_days)


@dataclass(frozen=True, slots=True)
class Told:
    """An order as a customer is told of it, in the reader's language."""

    company: str
    came_in: str
    facts: tuple[tuple[str, str], ...]
    silence: str
    withdrawal: str


def told(shown: OrderShown) -> Told:
    """Everything a page says of an order."""
    who = company(shown.principal)
    return Told(who, came_in(shown), facts(shown), silence(shown), withdrawal(shown))


def answered(what: str) -> str:
    """What an answer means."""
    if what == "confirm":
        return _(
            "You said that you placed this order."
            " It is carried out once nothing else stands in its way."
        )
    if what == "reject":
        return _("You said that you do not want this. The order has ended; you owe nothing.")
    return _(
        "You said that you ordered nothing. The order has ended; you owe nothing."
        " We look into how it came about."
    )
