"""Amounts, account numbers, days and periods as documents write them; nothing is guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

Notation = Literal["de", "en"]

_CURRENCY = r"(?:EUR|Euro|€|CHF|GBP|£|USD|\$)"
_SIGN = r"[-−–]"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<before>{_SIGN}|\+)?\s*{_CURRENCY}?\s*(?P<inner>{_SIGN})?\s*"
    rf"(?P<body>\d[\d.,'’  ]*(?:,[-–]{{1,2}})?)\s*{_CURRENCY}?\s*(?P<after>{_SIGN})?"
    rf"\s*{_CURRENCY}?\s*(?P<close>\))?",
    re.IGNORECASE,
)
_DECIMAL_MARK: dict[str, Notation] = {",": "de", ".": "en"}
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?=[\s-]?[A-Z0-9])")
_IBAN_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d{2})",
        "AT20 BA20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 "
        "HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 "
        "SI19 SK24 SM27 TR26 VA22 XK20",
    )
}
"""How long an account number is, by country (SWIFT IBAN registry)."""

_MONTHS = {
    name: int(number)
    for name, number in re.findall(
        r"(\w{3})(\d+)",
        "jan1 feb2 mar3 mär3 mae3 mrz3 apr4 mai5 may5 jun6 jul7 aug8 sep9 okt10 oct10 nov11 "
        "dez12 dec12",
    )
}
_MONTH = (
    r"(?P<{0}>jan(?:uar|uary|\.)?|jänner|feb(?:ruar|ruary|\.)?|m(?:ä|ae)rz|mrz\.?|mar(?:ch|\.)?"
    r"|apr(?:il|\.)?|mai|may|jun[ie]?\.?|jul[iy]?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|o[kc]t(?:ober|\.)?|nov(?:ember|\.)?|de[zc](?:ember|\.)?)"
)
_DAY = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>(?:19|20)\d\d|\d\d(?!\d))"
    r"|(?P<d3>\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:of\s+|day of\s+)?"
    + _MONTH.format("m3")
    + r",?\s+"
    r"(?P<y3>(?:19|20)\d\d)"
    r"|" + _MONTH.format("m4") + r"\s+(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)"
    r"|(?P<d5>\d{1,2})/(?P<m5>\d{1,2})/(?P<y5>(?:19|20)\d\d)"
    r")(?!\d)",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(
    r"(?<![\d./-])(?:" + _MONTH.format("name") + r"\s+(?P<y1>(?:19|20)\d\d)"
    r"|(?P<m2>0?[1-9]|1[0-2])\s?[/.]\s?(?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>0[1-9]|1[0-2]))(?![\d./-]\d)",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:Q\s?(?P<q1>[1-4])|(?P<q2>[1-4])\.\s?Quartal|(?P<q3>[1-4])(?:st|nd|rd|th) quarter)"
    r"[\s/]+(?:of\s+)?(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:-|–|—|bis(?: zum| einschließlich)?|to|until|through|and)\s*", re.I
)


@dataclass(frozen=True, slots=True)
class Account:
    """An IBAN as found, and whether its length and check digits (ISO 13616) are right."""

    iban: str
    is_right: bool
    words: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and where in the text it stands."""

    day: date
    start: int
    end: int


def amount(written: str, notation: Notation | None = None) -> Decimal | None:
    """The amount, None where it is none or could be two. ``1.234`` is one thousand and more
    in German files; where the file is known to be English it could be either, so None."""
    found = _AMOUNT.fullmatch(written.strip())
    if found is None:
        return None
    value = _value(re.sub(r"[\s'’]", "", found["body"]), notation)
    if value is None:
        return None
    is_minus = any(found[sign] not in (None, "+") for sign in ("before", "inner", "after"))
    return -value if is_minus or (found["open"] and found["close"]) else value


def notation_of(written: Iterable[str]) -> Notation | None:
    """How a file writes amounts, from those that can be written in one way only."""
    votes = [vote for text in written if (vote := _vote(text))]
    german, english = votes.count("de"), votes.count("en")
    return None if german == english else "de" if german > english else "en"


def accounts(text: str) -> Iterator[Account]:
    """Every IBAN in a text, wrong ones as well."""
    for found in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(found[0][:2])
        if length is None:
            continue
        taken = _taken(text, found.start(), length)
        compact = re.sub(r"[\s-]", "", taken)
        if len(compact) < length - 3:
            continue  # too short to be one that was miswritten: an order number, say
        is_right = len(compact) == length and _remainder(compact) == 1
        yield Account(compact, is_right, taken.strip())


def days(text: str) -> Iterator[Dated]:
    """Every calendar day in a text; ``03/04/2026`` could be two days and is passed over."""
    for found in _DAY.finditer(text):
        day = _day(found)
        if day is not None:
            yield Dated(day, found.start(), found.end())


def period(text: str) -> str | None:
    """What time a text speaks of: ``2026-03``, ``2026-Q1`` or ``2026-03-01/2026-03-15``."""
    found = list(days(text))
    for first, last in pairwise(found):
        if _BETWEEN.fullmatch(text[first.end : last.start]) and first.day <= last.day:
            return _span(first.day, last.day)
    if quarter := _QUARTER.search(text):
        number = quarter["q1"] or quarter["q2"] or quarter["q3"]
        return f"{quarter['year']}-Q{number}"
    if month := _MONTH_OF_YEAR.search(text):
        number = _month(month["name"]) if month["name"] else int(month["m2"] or month["m3"])
        return f"{month['y1'] or month['y2'] or month['y3']}-{number:02}"
    return None


def _value(body: str, notation: Notation | None) -> Decimal | None:
    body = re.sub(r",[-–]{1,2}$", "", body)
    marks = re.findall(r"[.,]", body)
    if body[-1:] in (".", ","):
        return None
    if not marks:
        return Decimal(body)
    last = marks[-1]
    is_decimal = marks.count(last) == 1 and len(body.rpartition(last)[2]) in (1, 2)
    whole, part = (
        (body.rpartition(last)[0], body.rpartition(last)[2]) if is_decimal else (body, "")
    )
    if not re.fullmatch(r"\d+|\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", whole):
        return None
    grouping = re.search(r"[.,]", whole)
    if grouping and (grouping[0] == last and is_decimal):
        return None
    if grouping and not is_decimal and notation and _DECIMAL_MARK[grouping[0]] == notation:
        return None
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{part or '0'}")


def _vote(written: str) -> Notation | None:
    found = _AMOUNT.fullmatch(written.strip())
    tail = (
        re.search(r"([.,])(\d{1,2})$", re.sub(r"[\s'’]", "", found["body"])) if found else None
    )
    return _DECIMAL_MARK[tail[1]] if tail else None


def _taken(text: str, start: int, length: int) -> str:
    """As many letters and digits as the country's IBAN has, with single gaps between them."""
    found = re.compile(rf"(?:[A-Z0-9][ \u00a0-]?){{1,{length}}}").match(text, start)
    taken = found[0] if found else ""
    cut = re.search(r"[\s-](?=[A-Z]{3,})", taken)  # the next word, as in "... 00 BIC"
    return taken[: cut.start()] if cut and text[start : start + 2] != "GB" else taken


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97


def _day(found: re.Match[str]) -> date | None:
    for form in "12345":
        if found[f"y{form}"] is None:
            continue
        year, number = int(found[f"y{form}"]), int(found[f"d{form}"])
        month = _month(found[f"m{form}"]) if form in "34" else int(found[f"m{form}"])
        if form == "5" and number <= 12 and month <= 12 and number != month:
            return None
        if form == "5" and month > 12:
            number, month = month, number
        try:
            return date(year + 2000 if year < 100 else year, month, number)
        except ValueError:
            return None
    return None


def _month(name: str) -> int:
    folded = name.casefold().replace("jän", "jan")
    return _MONTHS[folded[:3]]


def _span(first: date, last: date) -> str:
    days_of_month = calendar.monthrange(last.year, last.month)[1]
    is_month = first.day == 1 and last.day == days_of_month
    if is_month and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first.isoformat()}/{last.isoformat()}"
