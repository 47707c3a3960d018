"""Workbooks as offices keep them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.intake.tables.made import (
    cells_of,
    changed_part,
    codes,
    column,
    ods,
    ods_row,
    only,
    rows_of,
    values_of,
    workbook,
)
from tests.intake.tables.old_workbook import old_workbook

from leumund.intake import read_sheets
from leumund.intake.tables.errors import (
    DamagedWorkbook,
    NeedsPassword,
    NoTableInside,
    OldBinaryWorkbook,
    PackedFiles,
)

HEADER = ["Kundennummer", "Name", "Telefon", "Angelegt", "Preis"]
RECORD = ["K1", "Müller", 493023125001, datetime(2024, 1, 2, 3, 4, 5), 12.5]  # noqa: DTZ001


def test_cells_become_text_that_can_be_read_again(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", [HEADER, RECORD, ["K2", "Weiß", 1, date(2024, 2, 3), 3]]
    )
    sheet = only(path, tmp_path / "work")
    assert (sheet.name, sheet.header) == ("Tabelle1", tuple(HEADER))
    assert cells_of(sheet) == [
        ["K1", "Müller", "493023125001", "2024-01-02 03:04:05", "12.5"],
        ["K2", "Weiß", "1", "2024-02-03", "3"],
    ]


def test_rows_have_the_number_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    rows = [
        [],
        [],
        ["Bestand der Kunden"],
        [],
        HEADER,
        RECORD,
        [],
        RECORD,
        ["Summe", "", "", "", 25],
    ]
    sheet = only(workbook(tmp_path / "a.xlsx", rows), tmp_path / "work")
    assert [row["row"] for row in rows_of(sheet)] == [6, 8]
    assert values_of(sheet, "totals-row") == {"count": 1, "row": 9}
    assert values_of(sheet, "title-rows") == {"rows": "3"}


def test_a_table_that_begins_further_right_keeps_its_columns(tmp_path: Path) -> None:
    rows = [["", "", *HEADER], ["", "", *RECORD]]
    sheet = only(workbook(tmp_path / "a.xlsx", rows), tmp_path / "work")
    assert column(sheet, sheet.header.index("Name")) == ["Müller"]


def test_hidden_columns_rows_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.set_row(1, None, None, {"hidden": True})
        other = book.add_worksheet("Geheim")
        for at in range(3):
            other.write_row(at, 0, ["Name", "Ort"] if not at else ["x", f"Ort {at}"])
        other.hide()

    path = workbook(tmp_path / "a.xlsx", [HEADER, RECORD, RECORD], change=hide)
    first, second = read_sheets(path, tmp_path / "work")
    assert first.rows == 2
    assert values_of(first, "hidden-column") == {"columns": "C (Telefon), D (Angelegt)"}
    assert values_of(first, "hidden-rows") == {"count": 1}
    assert values_of(second, "hidden-sheet") == {"sheet": "Geheim"}


def test_every_sheet_is_a_table_and_one_without_is_named(tmp_path: Path) -> None:
    def add(book: Any, _sheet: Any) -> None:
        for name in ("Nord", "leer"):
            other = book.add_worksheet(name)
            if name == "Nord":
                other.write_row(0, 0, ["Name", "Ort"])
                other.write_row(1, 0, ["Müller", "Bonn"])

    path = workbook(tmp_path / "a.xlsx", [HEADER, RECORD], change=add)
    sheets = read_sheets(path, tmp_path / "work")
    assert [sheet.name for sheet in sheets] == ["Tabelle1", "Nord"]
    assert values_of(sheets[0], "sheets-without-table") == {"sheets": "leer"}


def test_a_value_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 3, 0, "Partner Nord")

    rows = [["Partner", "Rufnummer"], *[["", f"0302312500{at}"] for at in range(4)]]
    sheet = only(workbook(tmp_path / "a.xlsx", rows, change=merge), tmp_path / "work")
    assert column(sheet) == ["Partner Nord"] * 3 + [None]
    assert "merged-cells" in codes(sheet)


def test_formulas_give_what_was_saved_and_are_said(tmp_path: Path) -> None:
    def calculate(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 1, '=cmd|" /C calc"!A0')

    rows = [["Name", "Wert"], ["a", None], ["b", None], ["c", None]]
    sheet = only(workbook(tmp_path / "a.xlsx", rows, change=calculate), tmp_path / "work")
    assert column(sheet, 1) == ["2", None, '=cmd|" /C calc"!A0']
    assert values_of(sheet, "formulas") == {"count": 2}
    assert values_of(sheet, "formula-errors") == {"count": 1}
    assert values_of(sheet, "formula-kept-as-text")["count"] == 1


def test_formulas_that_were_never_computed_are_counted(tmp_path: Path) -> None:
    def forget(content: bytes) -> bytes:
        return content.replace(b"<v>2</v>", b"")

    def calculate(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, "=1+1", None, 2)

    path = workbook(tmp_path / "a.xlsx", [["Name", "Wert"], ["a", None]], change=calculate)
    sheet = only(changed_part(path, "xl/worksheets/sheet1.xml", forget), tmp_path / "work")
    assert values_of(sheet, "formula-without-value") == {"count": 1}


def test_macros_and_links_are_named_and_left_alone(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, RECORD])
    changed_part(path, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    changed_part(path, "xl/externalLinks/externalLink1.xml", lambda _: b"<externalLink/>")
    sheet = only(path.rename(tmp_path / "a.xlsm"), tmp_path / "work")
    assert sheet.rows == 1
    assert {"macro-ignored", "links-ignored"} <= codes(sheet)


def test_seconds_do_not_drift_and_long_times_stay_long(tmp_path: Path) -> None:
    def times(book: Any, sheet: Any) -> None:
        clock, long = (book.add_format({"num_format": f}) for f in ("hh:mm:ss", "[h]:mm:ss"))
        sheet.write_number(1, 1, 0.1 / 24 + 1 / 86400, clock)
        sheet.write_number(1, 2, 1 + 1 / 24, long)
        sheet.write_datetime(1, 3, datetime(2025, 3, 1, 11, 59, 59, 999_700), None)  # noqa: DTZ001

    rows = [["Name", "Uhrzeit", "Dauer", "Zahl"], ["x"]]
    sheet = only(workbook(tmp_path / "a.xlsx", rows, change=times), tmp_path / "work")
    assert cells_of(sheet)[0][1:3] == ["00:06:01", "25:00:00"]


def test_whole_numbers_have_no_point_and_broken_fractions_no_tail(tmp_path: Path) -> None:
    rows = [["Name", "Wert"], ["a", 0.1 + 0.2], ["b", 4711.0], ["c", 4.91701234567891e15]]
    values = column(only(workbook(tmp_path / "a.xlsx", rows), tmp_path / "work"), 1)
    assert values == ["0.3", "4711", "4.91701234567891e+15"]


def test_open_documents_are_read_with_what_is_hidden_and_merged(tmp_path: Path) -> None:
    merged = (
        "<table:table-row><table:table-cell office:value-type='string' "
        "table:number-rows-spanned='2'><text:p>Nord</text:p></table:table-cell>"
        "<table:table-cell office:value-type='float' office:value='4711.5'/></table:table-row>"
        "<table:table-row table:visibility='collapse'><table:covered-table-cell/>"
        "<table:table-cell office:value-type='date' office:date-value='2025-03-01'/>"
        "</table:table-row>"
    )
    columns = "<table:table-column/><table:table-column table:visibility='collapse'/>"
    path = ods(tmp_path / "a.ods", ods_row("Partner", "Wert") + merged, columns)
    sheet = only(path, tmp_path / "work")
    assert cells_of(sheet) == [["Nord", "4711.5"], ["Nord", "2025-03-01"]]
    assert values_of(sheet, "hidden-column") == {"columns": "B (Wert)"}
    assert values_of(sheet, "hidden-rows") == {"count": 1}


def test_an_open_document_with_empty_cells_up_to_the_edge_is_no_bomb(tmp_path: Path) -> None:
    filler = "<table:table-cell table:number-columns-repeated='16382'/>"
    rows = ods_row("Name", "Ort").replace("</table:table-row>", filler + "</table:table-row>")
    rest = (
        "<table:table-row table:number-rows-repeated='1048573'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    )
    path = ods(tmp_path / "a.ods", rows + ods_row("Müller", "Bonn") + rest)
    assert cells_of(only(path, tmp_path / "work")) == [["Müller", "Bonn"]]


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("xl/workbook.bin", OldBinaryWorkbook),
        ("word/document.xml", NoTableInside),
        ("letters/one.eml", PackedFiles),
    ],
)
def test_other_archives_are_refused_by_what_is_in_them(
    tmp_path: Path, part: str, error: type[Exception]
) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(error):
        read_sheets(tmp_path / "a.xlsx", tmp_path / "work")


def test_a_workbook_cut_in_the_middle_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, RECORD])
    whole = path.read_bytes()
    for size in (10, 500, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedWorkbook):
            read_sheets(path, tmp_path / "work")


def test_a_password_is_asked_for_in_words(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, RECORD])
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 1)
    path.write_bytes(content)
    with pytest.raises(NeedsPassword):
        read_sheets(path, tmp_path / "work")


def test_an_old_binary_workbook_is_read(tmp_path: Path) -> None:
    cells = [(2, 1, "Name"), (2, 2, "Betrag"), (3, 1, "Müller"), (3, 2, 12.5), (4, 2, 13.0)]
    sheet = only(old_workbook(tmp_path / "a.xls", cells, [(3, 4, 1, 1)]), tmp_path / "work")
    assert (sheet.name, sheet.header) == ("Alt", ("Name", "Betrag"))
    assert [list(row.values()) for row in rows_of(sheet)] == [
        [4, "Müller", "12.5"],
        [5, "Müller", "13"],
    ]
    assert codes(sheet) == {"hidden-unknown", "merged-cells"}


def test_charts_alone_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("leer")
        chart = book.add_chartsheet("Bild")
        line = book.add_chart({"type": "line"})
        line.add_series({"values": "=leer!$A$1:$A$3"})
        chart.set_chart(line)
    assert "empty" in codes(only(path, tmp_path / "work"))
