"""Tables as bytes of files: text in any encoding, workbooks, an OpenDocument sheet.

The same tables give the same bytes. XlsxWriter is imported only where a workbook is written:
it is a tool of those who make examples, not of those who read files.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leumund.world.monday.sheet import Cell, Table

_MADE_AT = datetime(2026, 5, 4, 7, 30)  # noqa: DTZ001  (what a spreadsheet writes has no zone)
_ZIP_TIME = (2026, 5, 4, 7, 30, 0)
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def delimited(table: Table) -> bytes:
    """A text file as the table's ``how`` says: encoding and delimiter, lines ended by CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.how["delimiter"], lineterminator="\r\n")
    width = len(table.header)
    for row in (*table.above, table.header, *table.rows, *table.below):
        if any(cell not in ("", None) for cell in row):
            writer.writerow([_text(cell) for cell in row] + [""] * (width - len(row)))
        else:
            text.write("\r\n")
    return text.getvalue().encode(table.how["encoding"])


def workbook(tables: Sequence[Table], *, notes: Mapping[str, Sequence[str]]) -> bytes:
    """A workbook with these tables as its sheets, and after them sheets of mere notes."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": _MADE_AT, "author": "Vertrieb"})
    looks = {
        "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "bold": book.add_format({"bold": True}),
    }
    for table in tables:
        _fill(book.add_worksheet(table.sheet), table, looks)
    for name, lines in notes.items():
        page = book.add_worksheet(name)
        for at, line in enumerate(lines):
            page.write_string(at, 0, line)
    book.close()
    return made.getvalue()


def open_document(table: Table) -> bytes:
    """The table as an OpenDocument spreadsheet with one sheet."""
    rows = "".join(map(_ods_row, (*table.above, table.header, *table.rows, *table.below)))
    name = quoteattr(table.sheet or "Tabelle1")
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} '
        'office:version="1.2"><office:body><office:spreadsheet>'
        f"<table:table table:name={name}>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        {"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": _MANIFEST},
        stored=("mimetype",),
    )


def archive(members: Mapping[str, str | bytes], *, stored: Iterable[str] = ()) -> bytes:
    """A zip file in which everything was written at the same moment."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as box:
        for name, data in members.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.create_system = 3
            box.writestr(entry, data, compress_type=how)
    return made.getvalue()


def _fill(page: Any, table: Table, looks: Mapping[str, Any]) -> None:
    for at, row in enumerate((*table.above, table.header, *table.rows, *table.below)):
        bold = looks["bold"] if at < table.header_row else None
        for column, cell in enumerate(row):
            _write(page, at, column, cell, looks, bold)
    for area in table.merged:
        first = area.split(":")[0]
        line, place = int(first[1:]) - 1, ord(first[0]) - ord("A")
        page.merge_range(area, table.above[line][place], looks["bold"])
    for name in table.hidden:
        at = table.header.index(name)
        page.set_column(at, at, None, None, {"hidden": True})


def _write(
    page: Any, row: int, column: int, cell: Cell, looks: Mapping[str, Any], bold: Any
) -> None:
    match cell:
        case None | "":
            return
        case datetime():
            page.write_datetime(row, column, cell, looks["moment"])
        case date():
            page.write_datetime(row, column, cell, looks["day"])
        case Decimal():
            page.write_number(row, column, float(cell), looks["money"])
        case int() | float():
            page.write_number(row, column, cell)
        case str() if cell.startswith("="):
            page.write_formula(row, column, cell, looks["money"], 0)
        case str():
            page.write_string(row, column, cell, bold)


def _ods_row(row: Sequence[Cell]) -> str:
    if not row:
        return "<table:table-row><table:table-cell/></table:table-row>"
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    match cell:
        case None | "":
            return "<table:table-cell/>"
        case datetime():
            kind, shown = (
                f'"date" office:date-value="{cell.isoformat()}"',
                f"{cell:%d.%m.%Y %H:%M}",
            )
        case int() | float() | Decimal():
            kind, shown = f'"float" office:value="{cell}"', str(cell)
        case _:
            kind, shown = '"string"', escape(str(cell))
    text = f"<text:p>{shown}</text:p>"
    return f"<table:table-cell office:value-type={kind}>{text}</table:table-cell>"


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
