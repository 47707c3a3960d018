"""Files as people and programs leave them, made for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from pyarrow import parquet

from leumund.intake import Field, RecordKind, Sheet, Typed, read_sheets, typed

CALLS = RecordKind(
    "calls",
    (
        Field(
            "partner",
            "text",
            is_needed=True,
            names_de=("Partner", "Vertriebspartner"),
            names_en=("partner",),
        ),
        Field(
            "number",
            "number",
            is_needed=True,
            names_de=("Rufnummer", "Angerufene Nummer"),
            names_en=("called number",),
        ),
        Field(
            "started_at",
            "moment",
            is_needed=True,
            names_de=("Beginn", "Anrufzeit"),
            names_en=("started at",),
        ),
        Field(
            "duration_s",
            "duration_s",
            names_de=("Dauer", "Gesprächsdauer"),
            names_en=("duration",),
        ),
        Field(
            "shown_number",
            "number",
            names_de=("Angezeigte Nummer",),
            names_en=("shown number",),
        ),
        Field("result", "text", names_de=("Ergebnis",), names_en=("result",)),
    ),
)
CUSTOMERS = RecordKind(
    "customers",
    (
        Field(
            "ref",
            "ref",
            is_needed=True,
            names_de=("Kundennummer",),
            names_en=("customer number",),
        ),
        Field("number", "number", names_de=("Telefon", "Rufnummer"), names_en=("phone",)),
        Field("name", "name", names_de=("Name", "Kundenname"), names_en=("name",)),
        Field("email", "email", names_de=("E-Mail",), names_en=("email",)),
        Field("iban", "iban", names_de=("IBAN", "Bankverbindung"), names_en=("iban",)),
        Field(
            "monthly_price",
            "amount",
            names_de=("Monatspreis", "Grundgebühr"),
            names_en=("price",),
        ),
        Field(
            "contract_ends_on", "day", names_de=("Vertragsende",), names_en=("contract end",)
        ),
    ),
)
OBJECTIONS = RecordKind(
    "objections",
    (
        Field("ref", "ref", names_de=("Kundennummer",), names_en=("customer number",)),
        Field("number", "number", names_de=("Telefon", "Rufnummer"), names_en=("phone",)),
        Field("at", "moment", names_de=("Widerspruch am", "Datum"), names_en=("objected at",)),
        Field("channel", "channel", names_de=("Kanal",), names_en=("channel",)),
    ),
)
KINDS = (CALLS, CUSTOMERS, OBJECTIONS)
Cell = str | int | float | date | datetime | None


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, rows: Sequence[Sequence[Cell]], **options: Any) -> Path:
    """A workbook of one sheet; ``change`` is handed the book and the sheet before saving."""
    change: Callable[[Any, Any], None] | None = options.get("change")
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        sheet = book.add_worksheet(options.get("name", "Tabelle1"))
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, place, cell, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(at, place, cell)
                elif cell is not None:
                    sheet.write_number(at, place, cell)
        if change:
            change(book, sheet)
    return path


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, rows_xml: str, columns_xml: str = "") -> Path:
    """An OpenDocument spreadsheet with these rows in its one table."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        '<office:body><office:spreadsheet><table:table table:name="Blatt">'
        f"{columns_xml}{rows_xml}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
        'xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*cells: str, more: str = "") -> str:
    """A row of text cells."""
    inner = "".join(
        "<table:table-cell office:value-type='string'>"
        f"<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row {more}>{inner}</table:table-row>"


def changed_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The archive with one of its parts changed; it is added where it was missing."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def only(path: Path, work: Path) -> Sheet:
    """The one sheet of a file."""
    (sheet,) = read_sheets(path, work)
    return sheet


def rows_of(sheet: Sheet | Typed) -> list[dict[str, Any]]:
    """What was kept."""
    path = sheet.table if isinstance(sheet, Sheet) else sheet.path
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def cells_of(sheet: Sheet) -> list[list[str | None]]:
    """The cells of every row."""
    return [list(row.values())[1:] for row in rows_of(sheet)]


def column(sheet: Sheet, place: int = 0) -> list[str | None]:
    """One column."""
    return [row[place] for row in cells_of(sheet)]


def codes(sheet: Sheet | Typed) -> set[str]:
    """The codes of the notes."""
    return {note.code for note in sheet.notes}


def values_of(sheet: Sheet | Typed, code: str) -> dict[str, object]:
    """The values of the one note of that code."""
    (note,) = (note for note in sheet.notes if note.code == code)
    return dict(note.values)


def one_column(kind: str, texts: Sequence[str], folder: Path, **options: Any) -> Typed:
    """A column read as a type: the field is called ``x``, in a file with a number per row."""
    header = options.pop("header", "Angabe")
    lines = [f"Nr;{header}", *(f'{at};"{text}"' for at, text in enumerate(texts))]
    sheet = only(written(folder / "one.csv", "\n".join(lines) + "\n"), folder / "work")
    record = RecordKind("one", (Field("x", kind),))  # type: ignore[arg-type]
    return typed(sheet, record, {"x": 1}, folder / "typed.parquet", **options)


def read_as(kind: str, texts: Sequence[str], folder: Path, **options: Any) -> list[Any]:
    """The values of such a column."""
    return [row["x"] for row in rows_of(one_column(kind, texts, folder, **options))]
