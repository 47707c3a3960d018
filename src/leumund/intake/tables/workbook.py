"""Workbooks (XLSX, XLSM, XLS, ODS): their sheets as rows of text.

What a program saved with a formula is taken; nothing is computed, macros are not touched and
links are not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from leumund.intake.tables.archive import MOST_BYTES, parts_of, unpacked
from leumund.intake.tables.errors import (
    ClaimsTooMuch,
    DamagedWorkbook,
    NeedsPassword,
    NoTableInside,
    OldBinaryWorkbook,
    PackedFiles,
)
from leumund.intake.tables.keeping import keep
from leumund.intake.tables.layout import LOOKED_AT, MOST_COLUMNS
from leumund.intake.tables.markup import (
    SheetLook,
    column_name,
    elements,
    look_at_document,
    look_at_sheet,
    whole_tags,
)
from leumund.intake.tables.rows import Chunk
from leumund.intake.tables.sheet import Note, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from zipfile import ZipInfo

    from python_calamine import CalamineSheet, CalamineWorkbook

_CHUNK_ROWS = 20_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_EXACT = 10**15  # a spreadsheet keeps 15 digits
_MOST_FILLED = 1_000_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What a workbook says before its sheets are read."""

    sheets: dict[str, SheetLook]
    notes: tuple[Note, ...]


def read_workbook(
    path: Path, called: str, work: Path, stem: str, on_rows: Callable[[int], None] | None = None
) -> tuple[Sheet, ...]:
    """Every sheet with something in it; raises BadInput."""
    with path.open("rb") as source:
        is_packed = source.read(2) == b"PK"
        looked = _look(source, called) if is_packed else _old()
    workbook = _opened(path, called)
    sheets = [
        _sheet(workbook, at, looked, called, work / f"{stem}-{at + 1}.parquet", on_rows)
        for at in _places(workbook)
    ]
    kept = [sheet for sheet in sheets if sheet.rows] or sheets[:1]
    left_out = ", ".join(sheet.name or "" for sheet in sheets if sheet not in kept)
    if left_out:
        note = Note("sheets-without-table", {"sheets": left_out})
        kept[0] = replace(kept[0], notes=(*kept[0].notes, note))
    return tuple(kept)


def text_of(cell: object) -> str:
    """A cell as text: numbers with a point, dates as ISO 8601."""
    if isinstance(cell, str):
        return _ESCAPED.sub(_unescaped, cell) if "_x" in cell else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return _number(cell)
    if isinstance(cell, datetime):
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return cell.isoformat() if isinstance(cell, date) else ""


def _unescaped(found: re.Match[str]) -> str:
    """The character meant by ``_x000D_``; half a character is none."""
    place = int(found[1], 16)
    return found[0] if 0xD800 <= place <= 0xDFFF else chr(place)


def _number(cell: float) -> str:
    if cell == cell // 1 and abs(cell) < _MOST_EXACT:
        return str(int(cell))
    written = repr(cell)
    # 0.1 + 0.2 is 0.3 to a spreadsheet, which shows 15 digits
    return written if len(written) < 16 else format(cell, ".15g")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of one sheet, merged cells filled downwards."""

    sample: Chunk
    least_width: int
    _sheet: Any
    _merged: Sequence[tuple[int, int, int]]

    def chunks(self, width: int) -> Iterator[Chunk]:
        """All rows that are not blank, with their number (from 1)."""
        yield from _chunks(self._sheet, self._merged, _CHUNK_ROWS)


def _look(source: IO[bytes], called: str) -> Looked:
    parts = parts_of(source, called)
    if "xl/workbook.bin" in parts:
        raise OldBinaryWorkbook(name=called)
    notes = tuple(_part_notes(parts))
    if "content.xml" in parts and "mimetype" in parts:
        for part in ("styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"):
            _check_markup(source, parts, part, called)
        manifest = parts.get("META-INF/manifest.xml")
        if manifest and any(
            element == "encryption-data"
            for element, _ in elements(unpacked(source, manifest, called), called)
        ):
            raise NeedsPassword(name=called)
        content = unpacked(source, parts["content.xml"], called)
        return Looked(look_at_document(content, called), notes)
    if not any(part.startswith("xl/") for part in parts):
        if "word/document.xml" in parts or "ppt/presentation.xml" in parts:
            raise NoTableInside(name=called, what="DOCX/PPTX")
        raise PackedFiles(name=called)
    return Looked(_look_at_sheets(source, parts, called), notes)


def _look_at_sheets(
    source: IO[bytes], parts: dict[str, ZipInfo], called: str
) -> dict[str, SheetLook]:
    """Every XML part is checked; the looks of the sheets by the sheets' names."""
    targets = _targets(source, parts, called)
    names = {part: name for name, part in targets.items()}
    looks: dict[str, SheetLook] = {}
    for part in parts:
        if not part.endswith((".xml", ".rels")):
            continue
        if "worksheets/" in part and part.endswith(".xml"):
            look = look_at_sheet(unpacked(source, parts[part], called), called)
            looks[names.get(part, part)] = look
        else:
            _check_markup(source, parts, part, called)
    return looks


def _targets(source: IO[bytes], parts: dict[str, ZipInfo], called: str) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    if "xl/workbook.xml" not in parts or "xl/_rels/workbook.xml.rels" not in parts:
        return {}
    relations = unpacked(source, parts["xl/_rels/workbook.xml.rels"], called)
    where = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for element, attributes in elements(relations, called)
        if element == "Relationship"
    }
    found = {}
    for element, attributes in elements(
        unpacked(source, parts["xl/workbook.xml"], called), called
    ):
        if element == "sheet":
            target = next(
                (where.get(attributes[key], "") for key in attributes if key.endswith(":id")),
                "",
            )
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[attributes.get("name", "")] = part
    return found


def _check_markup(source: IO[bytes], parts: dict[str, ZipInfo], part: str, called: str) -> None:
    if part in parts:
        for _block in whole_tags(unpacked(source, parts[part], called), called):
            pass


def _part_notes(parts: dict[str, ZipInfo]) -> Iterator[Note]:
    if any(part.endswith("vbaProject.bin") or part.startswith("Basic/") for part in parts):
        yield Note("macro-ignored")
    if any(part.startswith(("xl/externalLinks/", "xl/connections")) for part in parts):
        yield Note("links-ignored")


def _old() -> Looked:
    return Looked({}, (Note("hidden-unknown"),))


def _opened(path: Path, called: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if path.stat().st_size > MOST_BYTES:
        raise ClaimsTooMuch(name=called, what="2 GiB")
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise NeedsPassword(name=called) from None
    except (CalamineError, OSError, ValueError):
        raise DamagedWorkbook(name=called) from None


def _places(workbook: CalamineWorkbook) -> list[int]:
    from python_calamine import SheetTypeEnum

    kinds = [meta.typ for meta in workbook.sheets_metadata]
    return [at for at, kind in enumerate(kinds) if kind == SheetTypeEnum.WorkSheet]


def _sheet(
    workbook: CalamineWorkbook,
    at: int,
    looked: Looked,
    called: str,
    into: Path,
    on_rows: Callable[[int], None] | None,
) -> Sheet:
    from python_calamine import CalamineError, SheetVisibleEnum

    name = workbook.sheet_names[at]
    try:
        sheet = workbook.get_sheet_by_index(at)
        merged = _merged(sheet)
    except (CalamineError, OSError, ValueError):
        raise DamagedWorkbook(name=called) from None
    if sheet.width > MOST_COLUMNS:
        raise ClaimsTooMuch(name=called, what=str(sheet.width))
    look = looked.sheets.get(name, SheetLook())
    merged = merged or look.merged
    sample = next(_chunks(sheet, merged, LOOKED_AT), Chunk((), ()))
    notes = list(looked.notes)
    if workbook.sheets_metadata[at].visible != SheetVisibleEnum.Visible:
        notes.append(Note("hidden-sheet", {"sheet": name}))
    notes += _look_notes(look, len(merged))
    rows = SheetRows(sample, sheet.width, sheet, merged)
    kept = keep(rows, called, name, into, notes, on_rows)
    hidden = _hidden(look, sheet.start[1] if sheet.start else 0, kept.header)
    return replace(kept, notes=(*hidden, *kept.notes))


def _hidden(look: SheetLook, first: int, header: Sequence[str]) -> Iterator[Note]:
    """The hidden columns of the table, by their letters and names."""
    named = {first + place: f" ({name})" if name else "" for place, name in enumerate(header)}
    hidden = [column_name(at) + named[at] for at in sorted(look.hidden_columns & set(named))]
    if hidden:
        yield Note("hidden-column", {"columns": ", ".join(hidden)})


def _look_notes(look: SheetLook, merged: int) -> Iterator[Note]:
    counts = {
        "hidden-rows": look.hidden_rows,
        "formulas": look.formulas,
        "formula-without-value": look.without_value,
        "formula-errors": look.errors,
        "merged-cells": merged,
    }
    for code, count in counts.items():
        if count:
            yield Note(code, {"count": count})


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int]]:
    """Merged cells over several rows: first row, last row, column, counted from 0."""
    spans = sheet.merged_cell_ranges or []
    return [(top, bottom, left) for (top, left), (bottom, _) in spans if bottom > top]


def _chunks(
    sheet: CalamineSheet, merged: Sequence[tuple[int, int, int]], size: int
) -> Iterator[Chunk]:
    first = sheet.start[1] if sheet.start else 0
    begins: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, left in merged:
        if 0 <= left - first < sheet.width and bottom - top < _MOST_FILLED:
            begins.setdefault(top, []).append((bottom, left - first))
    filling: list[tuple[int, int, str]] = []
    numbers: list[int] = []
    rows: list[list[str]] = []
    for at, row in enumerate(sheet.iter_rows()):
        cells = [
            cell if cell.__class__ is str and "_x" not in cell else text_of(cell)
            for cell in row
        ]
        for bottom, place, value in filling:
            if at <= bottom and not cells[place]:
                cells[place] = value
        filling = [each for each in filling if each[0] > at]
        filling += [(bottom, place, cells[place]) for bottom, place in begins.get(at, ())]
        if any(cells):
            numbers.append(at + 1)
            rows.append(cells)
        if len(rows) >= size:
            yield Chunk(numbers, rows)
            numbers, rows = [], []
    if rows:
        yield Chunk(numbers, rows)
