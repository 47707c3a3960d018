"""Words of the look's report: kinds and fields, places, days, and what is masked."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.basics.language import _, reader_language, translate
from leumund.basics.numbers import mask
from leumund.look import KINDS, detail_words
from leumund.people import shown
from leumund.report.words import decimal, grouped, month_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.look import Code, FindingRow, LookReport, TableCode

NOTHING = "–"
_REF_SHOWN = 4
_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMBER = re.compile(r"\+?\d(?:[ /()-]*\d){8,}")
_RANGE = re.compile(r"\d+-\d+")
_COMPANY = re.compile(
    r"\b(gmbh|ag|se|kg|ohg|gbr|ug|e\.? ?k|e\.? ?v|kgaa|mbh|ltd|limited|llc|plc|inc|b\.?v|s\.?a"
    r"|sarl|oy|a/s|aps|group|gruppe|holding)\b\.?",
    re.IGNORECASE,
)


def kind_of_look(kind: str) -> str:
    """What records of a kind are called."""
    return {
        "customers": _("customers"),
        "consents": _("consents"),
        "objections": _("objections"),
        "contracts": _("contracts"),
        "partners": _("the list of partners"),
        "calls": _("calls"),
        "orders": _("orders"),
        "statements": _("commission statements"),
        "lists": _("lists that went out"),
        "complaints": _("complaints"),
        "shops": _("opening hours of shops"),
        "draws": _("lists drawn by lot"),
        "carrier_records": _("records of the carriers"),
        "hold_back": _("people held back by lot"),
    }.get(kind, kind)


def rows_of_look(kind: str) -> str:
    """What the rows of a kind are called."""
    return _("payments") if kind == "statements" else kind_of_look(kind)


def need_words(need: str) -> str:
    """``consents.proof`` as a person says it: the column in question, and of what."""
    kind, _dot, name = need.partition(".")
    if not name:
        return kind_of_look(kind)
    return _("{kind}: {field}").format(kind=kind_of_look(kind), field=field_words(kind, name))


def field_words(kind: str, name: str) -> str:
    """A field as columns are mostly called."""
    fields = KINDS[kind].fields if kind in KINDS else ()
    for field in fields:
        if field.name == name:
            names = field.names_de if reader_language() == "de" else field.names_en
            return names[0] if names else name
    return name.replace("_", " ")


def field_of_look(name: str) -> str:
    """A field of whatever kind, as columns are mostly called."""
    kinds = (kind for kind, record in KINDS.items() if name in {f.name for f in record.fields})
    return field_words(next(kinds, ""), name)


def day_words(day: date) -> str:
    """16.09.2025, 16 Sep 2025."""
    if reader_language() == "de":
        return f"{day:%d.%m.%Y}"
    return f"{day.day} {month_name(day.month)[:3]} {day.year}"


def moment_words(at: datetime | None) -> str:
    """The day, and the time where there is one."""
    if at is None:
        return NOTHING
    time = f"{at:%H:%M}"
    return day_words(at) if time == "00:00" else f"{day_words(at)}, {time}"


def cell_words(value: object, words: Mapping[str, str]) -> str:
    """A cell of a table; ``words``: sentences for cells that are words of ours."""
    if value in (None, "", "-"):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, float):
        return decimal(value, 1 if round(value, 1) == value else 2)
    if isinstance(value, Decimal):
        return _euros(value)
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    return translate(words[str(value)]) if str(value) in words else _cell_text(str(value))


def _cell_text(text: str) -> str:
    """A masked number gets its gap, a range like 3-4 the stroke between figures."""
    if text.startswith("+") and "•" in text:
        return f"{text[:3]} {text[3:]}"
    return text.replace("-", "–") if _RANGE.fullmatch(text) else text_words(text)


def text_words(text: str) -> str:
    """A text of the files: without anything like a phone number, days as the reader writes."""
    return _DAY.sub(_day_found, _NUMBER.sub(_masked, text))


def file_words(name: str) -> str:
    """A file's name without anything like a phone number."""
    return _NUMBER.sub(_masked, name)


def subject_words(subject: str | None, *, is_shown: bool = False) -> str:
    """A number or reference: masked, or with a gap that no spreadsheet takes for a figure."""
    if not subject:
        return NOTHING
    if subject.startswith("+"):
        written = subject if is_shown else mask(subject)
        return f"{written[:3]} {written[3:]}"
    if is_shown:
        return subject
    return subject[:_REF_SHOWN] + "•" * (len(subject) - _REF_SHOWN)


def detail_text(code: Code, chapter: str, detail: str | None, *, is_shown: bool = False) -> str:
    """The sentence for a row's detail; empty where there is nothing to say."""
    if not detail:
        return ""
    known = detail_words(chapter)
    words = [
        translate(known[one]) if one in known else _own(code, one, is_shown)
        for one in detail.split("+" if set(detail.split("+")) <= set(known) else "\0")
    ]
    return (translate(code.detail) or "{detail}").format(detail=", ".join(words))


def behind_text(code: TableCode, detail: str | None) -> str:
    """The same for a row behind a table; its parts are in the table's words."""
    if not detail:
        return ""
    parts = [cell_words(part, code.words) for part in detail.split("|")]
    return (translate(code.detail) or "{detail}").format(detail=", ".join(parts))


def party_words(name: str | None, report: LookReport, *, is_shown: bool = False) -> str:
    """Who is paid: a firm or partner by name; of a person only the first letters."""
    if not name:
        return NOTHING
    if is_shown or _COMPANY.search(name) or name in _partners(report):
        return name
    return " ".join(f"{part[:1]}•••" for part in name.split())


def place_words(file: str, sheet: str | None, row: int | None) -> str:
    """Where a row stands, in one go: file, sheet, row."""
    parts = [file_words(file)]
    if sheet:
        parts.append(sheet)
    if row:
        parts.append(_("row {row}").format(row=row).replace(" ", "\N{NO-BREAK SPACE}"))
    return ", ".join(parts)


def row_place(row: FindingRow) -> str:
    """Where a finding stands."""
    return place_words(row.file, row.sheet, row.row)


def partner_words(name: str | None) -> str:
    """A partner by name."""
    return name or _("not named")


def most(per_partner: tuple[tuple[str | None, int], ...], at_most: int = 4) -> str:
    """Nord 31, Zaunkönig 18 and others."""
    named = [f"{partner_words(name)}\N{NO-BREAK SPACE}{grouped(n)}" for name, n in per_partner]
    shown_ = ", ".join(named[:at_most])
    if len(named) > at_most:
        return _("{some} and {count} more").format(some=shown_, count=len(named) - at_most)
    return shown_


def csv_name(code: str) -> str:
    """The file of all rows of a finding or table, from where the page lies."""
    return f"rows/{code}.csv"


def _own(code: Code, detail: str, is_shown: bool) -> str:
    if code.code == "chain.payee_unknown" and not is_shown and not _COMPANY.search(detail):
        return " ".join(f"{part[:1]}•••" for part in detail.split())
    if is_shown:
        return _DAY.sub(_day_found, detail)
    return _DAY.sub(_day_found, shown(detail))


def _partners(report: LookReport) -> set[str]:
    table = report.table("chain_members")
    return {str(row[0]) for row in table.rows if row[1] == "yes"} if table else set()


def _masked(found: re.Match[str]) -> str:
    return found[0] if _DAY.search(found[0]) else mask(found[0])


def _day_found(found: re.Match[str]) -> str:
    try:
        return day_words(date(*map(int, found.groups())))
    except ValueError:
        return found[0]


def _euros(amount: Decimal) -> str:
    """An amount; one that is negative was not paid, but taken back."""
    if amount < 0:
        return _("{amount} taken back").format(amount=_euros(-amount))
    whole, cents = f"{amount:,.2f}".rsplit(".", 1)
    if reader_language() == "de":
        return f"{whole.replace(',', '.')},{cents}\N{NO-BREAK SPACE}€"
    return f"€\N{NO-BREAK SPACE}{whole}.{cents}"
