"""The small words of a case: sources, other explanations, money and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from leumund.basics.clock import on_german_clock
from leumund.basics.language import marked as _
from leumund.basics.language import reader_language, translate

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
    "score": _("a figure that a program computed"),
}


def explanation_words(
    what: str, language: str | None = None, *, is_to_partner: bool = False
) -> str:
    """Another explanation in the reader's words, who may be the partner itself."""
    said = {
        "theft": (
            _("the data were taken from you")
            if is_to_partner
            else _("the data were taken from the partner")
        ),
        "spoofing": _("somebody showed a number that was not theirs"),
        "our_transfer": _("we passed the data on ourselves"),
        "our_insider": _("it was somebody of our own house"),
    }
    return translate(said.get(what, what), language)


def target_words(target: str, language: str | None = None) -> str:
    """What a case is against, in the reader's words, as they stand before its name."""
    said = {
        "partner": _("the partner"),
        "campaign": _("our own campaign"),
        "rule": _("our own rule"),
        "hand_over": _("our own hand-over"),
    }
    return translate(said[target], language)


def kind_words(target: str, language: str | None = None) -> str:
    """What a case is against, in the reader's words, as they stand in a table."""
    said = {
        "partner": _("partner"),
        "campaign": _("own campaign"),
        "rule": _("own rule"),
        "hand_over": _("own hand-over"),
    }
    return translate(said[target], language)


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
