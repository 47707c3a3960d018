"""Rows of commission statements and invoices, from the words of pages and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.intake.documents import labels, totals
from leumund.intake.documents.columns import Header, fitted, header
from leumund.intake.documents.page import joined, seen
from leumund.intake.documents.values import Notation, accounts, amount, notation_of, period
from leumund.intake.tables import Note

if TYPE_CHECKING:
    from leumund.intake.documents.page import Line, Page

_WRAPPED = 0.9
_FAR = 5.0
# What somebody may have meant as an amount: mostly digits, without a space between words.
_ATTEMPT = re.compile(r"(?=.*\d)[\d.,'’€+−–-]*[A-Za-z?*]?[\d.,'’ €+−–-]*(?:EUR|Euro)?")
_FIELDS = ("payee", "iban", "order_ref", "amount", "period", "partner")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statement. ``number`` counts them through the document from 1."""

    number: int
    page: int
    payee: str | None
    iban: str | None
    order_ref: str | None
    amount: Decimal
    period: str | None
    partner: str | None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A line that could not be read, and why, as the code of a reason."""

    number: int
    page: int
    reason: str
    original: str


@dataclass(frozen=True, slots=True)
class Statement:
    """``tables``: how many headers were found; ``checked``: how many totals were compared."""

    rows: tuple[Row, ...]
    left_over: tuple[LeftOver, ...]
    notes: tuple[Note, ...]
    tables: int
    checked: int


# A row in the making: a cell may go on in the lines below it.
@dataclass(slots=True)
class _Raw:
    line: Line
    columns: Header
    cells: dict[str, list[str]]
    around: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Total:
    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class _Scanned:
    """What a document's lines are: rows and totals in their order, and all that is neither."""

    events: tuple[_Raw | _Total, ...]
    outside: tuple[Line, ...]
    said: dict[str, list[str]]
    tables: int


def read_statement(pages: Sequence[Page], *, is_invoice: bool) -> Statement:
    """The rows of all tables; totals are left out and compared with the rows."""
    scanned = _scan(pages)
    raws = [event for event in scanned.events if isinstance(event, _Raw)]
    notation = notation_of(_cell(raw, "amount") for raw in raws)
    whole, notes = _whole(pages, scanned, is_invoice=is_invoice)
    rows: list[Row] = []
    left_over: list[LeftOver] = []
    adding = totals.Adding()
    number = 0
    for event in scanned.events:
        if isinstance(event, _Total):
            value = totals.stated(event.line, notation)
            if value is not None:
                adding.total(event.kind, value)
            continue
        number += 1
        made = _row(number, event, whole, notation, notes)
        if isinstance(made, Row):
            rows.append(made)
            adding.row(made.amount)
        else:
            left_over.append(made)
    if all(row.iban for row in rows):
        notes = [note for note in notes if note.code != "iban-unclear"]
    notes += _sum_notes(adding, len(rows), len(left_over))
    return Statement(
        tuple(rows), tuple(left_over), tuple(notes), scanned.tables, adding.checked
    )


def _scan(pages: Sequence[Page]) -> _Scanned:
    events: list[_Raw | _Total] = []
    outside: list[Line] = []
    said: dict[str, list[str]] = {}
    around: dict[str, str] = {}
    current: Header | None = None
    tables = 0
    for page in pages:
        lines = seen(page)
        last: Line | None = None
        place = 0
        while place < len(lines):
            found = header(lines[place:])
            if found is not None:
                current, tables = fitted(found, _body(lines[place + found.lines :])), tables + 1
                place += found.lines
                last = lines[place - 1]
                continue
            line = lines[place]
            below = lines[place + 1] if place + 1 < len(lines) else None
            place += 1
            event = _event(line, current, last, around) if current else None
            if event is not None:
                events.append(event)
                last = line
            elif not (current and last and _continues(line, last, events, current)):
                outside.append(line)
                for name, value in labels.said(line, below):
                    around = _heard(around, name, value)
                    said.setdefault(name, []).append(value)
            else:
                last = line
    return _Scanned(tuple(events), tuple(outside), said, tables)


def _heard(around: dict[str, str], name: str, value: str) -> dict[str, str]:
    """A new payee or partner begins a new part: the last one's account ends."""
    kept = dict(around)
    if name in ("payee", "partner") and kept.get(name) not in (None, value):
        kept = {key: old for key, old in kept.items() if key == "period"}
    return kept | {name: value}


def _body(lines: Sequence[Line]) -> list[Line]:
    body = []
    for place, line in enumerate(lines):
        if header(lines[place:]) is not None:
            break
        if totals.meaning(line.text) is None:
            body.append(line)
    return body


def _event(
    line: Line, columns: Header, last: Line | None, around: dict[str, str]
) -> _Raw | _Total | None:
    kind = totals.meaning(line.text)
    cells = _cells(line, columns)
    ref = " ".join(cells.get("order_ref", []))
    has_ref = any(letter.isdigit() for letter in ref) and not totals.meaning(ref)
    is_paid = any(accounts(" ".join(cells.get("iban", []))))
    if kind and not has_ref and not is_paid:
        return _Total(kind, line) if totals.stated(line, None) is not None else None
    if columns.runs_over(line) or labels.is_labelled(line):
        return None
    written = " ".join(cells.get("amount", []))
    if not any(letter.isdigit() for letter in written) or len(cells) < 2:
        return None
    is_far = last is not None and line.top - last.bottom > _FAR * line.height
    if is_far and not any(letter.isdigit() for letter in ref):
        return None
    if amount(written) is None and not (ref and _ATTEMPT.fullmatch(written)):
        return None
    return _Raw(line, columns, {name: [text] for name, [text] in _single(cells)}, around)


def _single(cells: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return [(name, [" ".join(texts)]) for name, texts in cells.items()]


def _cells(line: Line, columns: Header) -> dict[str, list[str]]:
    """The texts of a line by field; columns that are not needed are counted as ``other``."""
    found: dict[str, list[str]] = {}
    for place, words in columns.cells(line).items():
        name = columns.columns[place].field or f"other {place}"
        found[name] = [word.text for word in words]
    return found


def _continues(
    line: Line, last: Line, events: Sequence[_Raw | _Total], columns: Header
) -> bool:
    """Does a cell of the row above go on here? Then its text is added to it."""
    raw = events[-1] if events else None
    if not isinstance(raw, _Raw) or raw.line.page != line.page:
        return False
    if line.top - last.bottom > _WRAPPED * line.height or next(labels.said(line), None):
        return False
    cells = _cells(line, columns)
    if "amount" in cells or not cells.keys() <= raw.cells.keys():
        return False
    for name, texts in cells.items():
        raw.cells[name].append(" ".join(texts))
    return True


def _cell(raw: _Raw, name: str) -> str:
    return joined(raw.cells.get(name, []))


def _row(
    number: int,
    raw: _Raw,
    whole: dict[str, str],
    notation: Notation | None,
    notes: list[Note],
) -> Row | LeftOver:
    value = amount(_cell(raw, "amount"), notation)
    known = whole | raw.around
    payee = _cell(raw, "payee") or known.get("payee") or _cell(raw, "partner")
    payee = payee or known.get("partner") or ""
    page = raw.line.page
    if value is None:
        return LeftOver(number, page, "amount-unreadable", raw.line.text)
    if not payee:
        return LeftOver(number, page, "payee-missing", raw.line.text)
    return Row(
        number=number,
        page=page,
        payee=payee,
        iban=_iban(number, raw, known, notes),
        order_ref=_cell(raw, "order_ref") or None,
        amount=value.quantize(Decimal("0.01")),
        period=period(_cell(raw, "period")) or _cell(raw, "period") or known.get("period"),
        partner=_cell(raw, "partner") or known.get("partner"),
    )


def _iban(number: int, raw: _Raw, known: dict[str, str], notes: list[Note]) -> str | None:
    """The row's own account; one whose check digits are wrong is none, and said to be."""
    written = _cell(raw, "iban").replace("-", "")
    if not written:
        return known.get("iban")
    found = list(accounts(written)) or list(accounts(written.replace(" ", "")))
    if found and found[0].is_right:
        return found[0].iban
    notes.append(Note("iban-wrong", {"page": raw.line.page}, number))
    return None


def _whole(
    pages: Sequence[Page], scanned: _Scanned, *, is_invoice: bool
) -> tuple[dict[str, str], list[Note]]:
    """What holds for rows that do not say it themselves, where the document says one thing."""
    notes: list[Note] = []
    found = {name: values[0] for name, values in scanned.said.items() if len(set(values)) == 1}
    if "period" not in found and len(told := labels.periods(scanned.outside)) == 1:
        found["period"] = told[0]
    if not {"payee", "partner"} & found.keys() and pages:
        first, lines = pages[0], seen(pages[0])
        name = (labels.sender if is_invoice else labels.addressee)(first, lines)
        if name:
            found["payee"] = name
            notes.append(Note("payee-from-address", {"page": first.number}))
    heights = {page.number: page.height for page in pages}
    right, wrong = labels.accounts_of_payee(scanned.outside, heights, is_invoice=is_invoice)
    has_column = any(
        "iban" in event.cells for event in scanned.events if isinstance(event, _Raw)
    )
    if "iban" not in found and len(right) == 1:
        found["iban"] = right[0]
    elif len(right) > 1 and not has_column:
        notes.append(Note("iban-unclear", {"count": len(right)}))
    if wrong:
        notes.append(Note("iban-wrong-outside", {"count": len(wrong)}))
    return found, notes


def _sum_notes(adding: totals.Adding, rows: int, left_over: int) -> list[Note]:
    notes = [
        Note("sum-differs", {"stated": str(stated), "found": str(found)})
        for stated, found in adding.wrong
    ]
    if left_over:
        notes.append(Note("rows-unreadable", {"count": left_over}))
    if rows and not adding.checked:
        notes.append(Note("sum-not-stated", {"rows": rows}))
    return notes
