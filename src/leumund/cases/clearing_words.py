"""The clearing page as plain text; report makes the page and the letter of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from leumund.basics.clock import local_text, on_german_clock
from leumund.basics.language import marked as _
from leumund.basics.language import reader_language, translate
from leumund.cases.state import State
from leumund.cases.table import rank

if TYPE_CHECKING:
    from leumund.cases.clearing import Clearing

SOURCES: Final[Mapping[str, str]] = {
    "trace": _("tracing of copies"),
    "complaint": _("complaints"),
    "call_record": _("records of calls"),
    "order_record": _("the book of orders"),
    "look_up": _("look-ups in the portal"),
    "money": _("payments"),
    "transcript": _("records of what was said"),
    "decoy": _("control numbers"),
    "document": _("documents"),
    "login": _("log-ins"),
}
HEADINGS = {
    "said": _("What was said"),
    "for": _("What speaks for you"),
    "cannot": _("What cannot happen before you answer"),
    "money": _("Your money"),
    "must": _("What you must do"),
    "repairs": _("What you have put right"),
    "cost": _("What it has cost you to be suspected"),
    "check": _("How anybody can check this letter"),
}


def page(clearing: Clearing, language: str | None = None) -> str:
    """All sections with their headings; a section without lines is left out."""
    tongue = language or reader_language()
    parts = [_head(clearing, tongue)]
    for name, lines in sections(clearing, tongue):
        told = "\n".join(f"  {line}" for line in lines)
        parts.append(f"{translate(HEADINGS[name], tongue)}\n{told}")
    return "\n\n".join(parts)


def sections(clearing: Clearing, language: str) -> Iterator[tuple[str, list[str]]]:
    """(section, its lines), in the order of the page; only sections that say something."""
    makers = {
        "said": _said,
        "for": _for,
        "cannot": _cannot,
        "money": _money,
        "must": _must,
        "repairs": _repairs,
        "cost": _cost,
        "check": _check,
    }
    for name, maker in makers.items():
        if lines := list(maker(clearing, language)):
            yield name, lines


def _head(clearing: Clearing, language: str) -> str:
    said = (
        _("Case {case}: {partner} is out of the question since {date}.")
        if clearing.is_cleared
        else _(
            "Case {case}, {partner}: a suspicion. Nothing has been decided against you by it."
        )
    )
    return translate(said, language).format(
        case=clearing.case_id, partner=clearing.partner, date=day_words(clearing.until, language)
    )


def _said(clearing: Clearing, language: str) -> Iterator[str]:
    template = translate(
        _("{what} (from {source}; first seen on {date}; rows: {rows})"), language
    )
    for each in clearing.said:
        yield template.format(
            what=each.words,
            source=source_words(each.source, language),
            date=day_words(each.since, language),
            rows=each.rows,
        )
    yield translate(_("You have been under suspicion since {date}."), language).format(
        date=day_words(clearing.since, language)
    )


def _for(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.calls is not None and clearing.never_given is not None:
        said = _("Of {calls} strange calls {never} went to people whom we never gave you.")
        yield translate(said, language).format(calls=clearing.calls, never=clearing.never_given)
    yield from clearing.speaks_for
    for each in clearing.other_explanations:
        said = _("Another explanation could still be so: {what}.")
        yield translate(said, language).format(what=explanation_words(each, language))


def _cannot(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.cannot_happen:
        names = ", ".join(rank(kind).name(language) for kind in clearing.cannot_happen)
        yield translate(
            _("Before you were heard and your time has passed there is no: {names}."), language
        ).format(names=names)
    if clearing.stop_ends_at is not None:
        yield translate(
            _("The data stop ends by itself at {moment}, unless it is renewed."), language
        ).format(moment=local_text(clearing.stop_ends_at))


def _money(clearing: Clearing, language: str) -> Iterator[str]:
    held, released = clearing.held, clearing.released
    if held.orders:
        said = _("Held: {money} of {orders} orders, at the latest until {date}.")
        yield _sum(said, held.cents, held.orders, held.payable_on, language)
    if released.orders:
        said = _("Released: {money} of {orders} orders; it is paid on {date}.")
        yield _sum(said, released.cents, released.orders, released.payable_on, language)
    if not held.orders and not released.orders:
        yield translate(_("No commission of yours is held because of this case."), language)


def _sum(template: str, cents: int, orders: int, on: date | None, language: str) -> str:
    return translate(template, language).format(
        money=money_words(cents, language), orders=orders, date=day_words(on, language)
    )


def _must(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.answer_by is not None:
        said = _("You may answer until {date}. If you do not, it is decided as things stand.")
        yield translate(said, language).format(
            date=day_words(clearing.answer_by, language)
        )
    elif clearing.state is State.DECIDED:
        yield translate(_("You may object; somebody else then looks again."), language)
    else:
        yield translate(_("Nothing."), language)


def _repairs(clearing: Clearing, language: str) -> Iterator[str]:
    for each in clearing.repairs:
        said = (
            _("{what} ({customers} customers, {money})")
            if each.cents
            else _("{what} ({customers} customers)")
        )
        yield translate(said, language).format(
            what=each.what,
            customers=each.customers,
            money=money_words(each.cents, language),
        )


def _cost(clearing: Clearing, language: str) -> Iterator[str]:
    cost = clearing.cost
    said = _(
        "{days} days under suspicion, {stopped} of them with data or orders stopped; you have"
        " told us of {hours} hours and {money}."
    )
    yield translate(said, language).format(
        days=cost.days_suspected,
        stopped=cost.days_stopped,
        hours=cost.hours,
        money=money_words(cost.cents, language),
    )


def _check(clearing: Clearing, language: str) -> Iterator[str]:
    if clearing.check_code is not None:
        said = _(
            "Its code is {code}. It stands in entry {entry} of our ledger, for which we give"
            " anybody a proof: the letter's facts have exactly this checksum."
        )
        yield translate(said, language).format(
            code=clearing.check_code, entry=clearing.entry_id
        )


def explanation_words(what: str, language: str | None = None) -> str:
    """Another explanation in the reader's words."""
    said = {
        "theft": _("the data were taken from the partner"),
        "spoofing": _("somebody showed a number that was not theirs"),
        "our_transfer": _("we passed the data on ourselves"),
        "our_insider": _("it was somebody of our own house"),
    }
    return translate(said.get(what, what), language)


def source_words(source: str, language: str | None = None) -> str:
    """Where a finding comes from, in the reader's words."""
    return translate(SOURCES.get(source, source), language)


def money_words(cents: int, language: str | None = None) -> str:
    """Cents as euros: 1.234,50 EUR or EUR 1,234.50."""
    whole = f"{cents / 100:,.2f}"
    if (language or reader_language()) == "de":
        return whole.translate(str.maketrans(",.", ".,")) + " EUR"
    return f"EUR {whole}"


def day_words(at: date | datetime | None, language: str | None = None) -> str:
    """4.5.2026 in German, 4 May 2026 in English; of an instant the day on the German clock."""
    if at is None:
        return "–"
    day = on_german_clock(at) if isinstance(at, datetime) else at
    if (language or reader_language()) == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {day:%B} {day.year}"
