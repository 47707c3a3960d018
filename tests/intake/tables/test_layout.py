"""Where a table begins and ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.tables.made import codes, only, rows_of, values_of, written

from leumund.intake.tables.layout import layout_of

HEADER = ["Partner", "Rufnummer", "Datum", "Betrag"]
RECORDS = [["Nord", "03023125001", "01.02.2025", "12,50"]] * 8


def text(*rows: list[str]) -> str:
    return "".join(";".join(row) + "\n" for row in rows)


def test_title_rows_above_the_header_are_left_out_and_said(tmp_path: Path) -> None:
    titles = [["Provisionsabrechnung", "", "", ""], ["Zeitraum:", "März 2025", "", ""]]
    path = written(tmp_path / "a.csv", text(*titles, ["", "", "", ""], HEADER, *RECORDS))
    sheet = only(path, tmp_path / "work")
    assert sheet.header == tuple(HEADER)
    assert sheet.rows == 8
    assert values_of(sheet, "title-rows") == {"rows": "1, 2"}
    assert sheet.left_over
    assert "Provisionsabrechnung" in sheet.left_over.read_text("utf-8")


def test_titles_narrower_than_the_table_are_titles_all_the_same(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "Export aus dem CRM\n\n" + text(HEADER, *RECORDS))
    sheet = only(path, tmp_path / "work")
    assert sheet.header == tuple(HEADER)
    assert "rows-unreadable" not in codes(sheet)


def test_group_names_above_the_header_are_no_header() -> None:
    rows = [["Kunde", "", "", "Anruf", ""], ["Nummer", "Name", "Ort", "am", "Dauer"]]
    layout = layout_of([*rows, *[["K1", "Müller", "Bonn", "01.02.2025", "12"]] * 5])
    assert layout.header == ("Nummer", "Name", "Ort", "am", "Dauer")


def test_sums_below_and_between_are_no_records(tmp_path: Path) -> None:
    between = ["Zwischensumme Nord", "", "", "100,00"]
    below = ["Gesamtsumme", "", "", "200,00"]
    path = written(tmp_path / "a.csv", text(HEADER, *RECORDS, between, *RECORDS, below))
    sheet = only(path, tmp_path / "work")
    assert sheet.rows == 16
    assert values_of(sheet, "totals-row") == {"count": 2, "row": 10}


def test_words_below_the_table_are_no_records(tmp_path: Path) -> None:
    words = ["Stand: 01.03.2025", "", "", ""]
    path = written(tmp_path / "a.csv", text(HEADER, *RECORDS, ["", "", "", ""], words))
    sheet = only(path, tmp_path / "work")
    assert sheet.rows == 8
    assert values_of(sheet, "below-the-table") == {"count": 1, "row": 11}


def test_a_customer_called_summerer_is_no_sum(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", text(["Name", "Ort"], ["Summerer", "Bonn"], ["Total", "x"])
    )
    assert only(path, tmp_path / "work").rows == 2


def test_the_header_that_comes_again_on_every_page_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", text(HEADER, *RECORDS, HEADER, *RECORDS))
    sheet = only(path, tmp_path / "work")
    assert sheet.rows == 16
    assert values_of(sheet, "header-again") == {"count": 1, "row": 10}


def test_a_table_without_names_loses_no_row(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", text(*RECORDS))
    sheet = only(path, tmp_path / "work")
    assert sheet.rows == 8
    assert sheet.header == ("", "", "", "")
    assert "no-header" in codes(sheet)


def test_a_sparse_last_record_stays_a_record(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", text(HEADER, *RECORDS, ["Süd", "03023125009", "", ""]))
    assert [row["c0"] for row in rows_of(only(path, tmp_path / "work"))][-1] == "Süd"


@pytest.mark.parametrize("count", [1, 2, 59, 60, 61, 200])
def test_no_record_is_lost_whatever_their_number(tmp_path: Path, count: int) -> None:
    rows = [[f"P{at}", f"0302312{at:04}", "01.02.2025", "1,00"] for at in range(count)]
    sheet = only(written(tmp_path / "a.csv", text(HEADER, *rows)), tmp_path / "work")
    assert [row["c0"] for row in rows_of(sheet)] == [row[0] for row in rows]
