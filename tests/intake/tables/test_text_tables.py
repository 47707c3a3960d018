"""Text tables of every encoding and delimiter."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.tables.made import cells_of, codes, column, only, rows_of, values_of, written

from leumund.intake import read_sheets
from leumund.intake.tables.blocks import Block
from leumund.intake.tables.delimited import open_text
from leumund.intake.tables.errors import NoTableInside, NotAFileToRead

HEADER = "Kundennummer;Name;Telefon\n"
ROWS = "K1;Jörg Müller;030 23125001\nK2;Änne Weiß;040 66969002\n"


def test_a_plain_table_keeps_its_rows_as_written(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "kunden.csv", HEADER + ROWS), tmp_path / "work")
    assert sheet.header == ("Kundennummer", "Name", "Telefon")
    assert (sheet.file, sheet.name, sheet.rows) == ("kunden.csv", None, 2)
    assert rows_of(sheet) == [
        {"row": 2, "c0": "K1", "c1": "Jörg Müller", "c2": "030 23125001"},
        {"row": 3, "c0": "K2", "c1": "Änne Weiß", "c2": "040 66969002"},
    ]
    assert not sheet.notes
    assert sheet.left_over is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"]
)
def test_umlauts_are_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (HEADER + ROWS * 5).encode(encoding)
    (tmp_path / "a.csv").write_bytes(text)
    sheet = only(tmp_path / "a.csv", tmp_path / "work")
    assert column(sheet, 1) == ["Jörg Müller", "Änne Weiß"] * 5


def test_a_guessed_encoding_is_said_and_a_marked_one_is_not(tmp_path: Path) -> None:
    guessed = only(written(tmp_path / "a.csv", HEADER + ROWS, "cp1252"), tmp_path / "work")
    assert values_of(guessed, "encoding-guessed") == {"encoding": "cp1252"}
    marked = only(written(tmp_path / "b.csv", HEADER + ROWS, "utf-16"), tmp_path / "work")
    assert not marked.notes


def test_two_joined_exports_are_read_line_by_line(tmp_path: Path) -> None:
    lines = (HEADER + ROWS * 3).encode("utf-8") + "K9;Käthe Groß;030 23125009\n".encode(
        "cp1252"
    )
    (tmp_path / "a.csv").write_bytes(lines)
    sheet = only(tmp_path / "a.csv", tmp_path / "work")
    assert column(sheet, 1)[-2:] == ["Änne Weiß", "Käthe Groß"]
    assert "encoding-mixed" in codes(sheet)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|", "^", "~", "\x1f"])
def test_any_delimiter_is_found(tmp_path: Path, sign: str) -> None:
    text = (HEADER + ROWS).replace(";", sign)
    sheet = only(written(tmp_path / "a.txt", text), tmp_path / "work")
    assert cells_of(sheet)[1] == ["K2", "Änne Weiß", "040 66969002"]


def test_decimal_commas_do_not_make_columns(tmp_path: Path) -> None:
    text = "Kunde;Betrag;Preis\n" + "K1;12,50;1.234,99\n" * 20
    assert only(written(tmp_path / "a.csv", text), tmp_path / "work").header[2] == "Preis"


def test_the_declared_delimiter_is_taken(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "a.csv", "sep=;\r\na,b;c\r\n1,2;3\r\n"), tmp_path / "work")
    assert sheet.header == ("a,b", "c")
    assert rows_of(sheet) == [{"row": 3, "c0": "1,2", "c1": "3"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_the_same_rows(tmp_path: Path, end: str) -> None:
    text = (HEADER + ROWS + "\n" + ROWS).replace("\n", end)
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert [row["row"] for row in rows_of(sheet)] == [2, 3, 5, 6]


def test_rows_have_the_line_where_they_begin_in_an_editor(tmp_path: Path) -> None:
    text = HEADER + 'K1;"Erste\nZweite\nDritte";030\n\n;;\nK2;x;040\n'
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert [(row["row"], row["c1"]) for row in rows_of(sheet)] == [
        (2, "Erste\nZweite\nDritte"),
        (7, "x"),
    ]


def test_a_row_of_another_width_is_kept_with_its_reason(tmp_path: Path) -> None:
    text = HEADER + ROWS + "K3;zu;viele;Werte\nK4;zu wenige\n" + ROWS
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert sheet.rows == 4
    assert values_of(sheet, "rows-unreadable") == {"count": 2, "row": 4}
    assert sheet.left_over
    with sheet.left_over.open(encoding="utf-8") as source:
        kept = list(csv.DictReader(source))
    assert [row["row"] for row in kept] == ["4", "5"]
    assert kept[0]["reason"] == "The table has 3 columns; values in this row: 4."
    assert kept[0]["original"] == "K3;zu;viele;Werte"


def test_empty_cells_too_many_at_the_end_are_no_reason_to_leave_a_row_out(
    tmp_path: Path,
) -> None:
    sheet = only(written(tmp_path / "a.csv", HEADER + "K1;x;030;;\n" + ROWS), tmp_path / "w")
    assert sheet.rows == 3


def test_an_open_quotation_mark_costs_one_row_only(tmp_path: Path) -> None:
    rows = [f"K{at};Name {at};030 23125{at:03}\n" for at in range(3000)]
    rows[700] = 'K700;"Stern;030 23125700\n'
    rows[1200] = 'K1200;"Kette "Nord" GmbH;030 23125700\n'
    sheet = only(written(tmp_path / "a.csv", HEADER + "".join(rows)), tmp_path / "work")
    assert sheet.rows == 2998
    assert values_of(sheet, "rows-unreadable") == {"count": 2, "row": 702}
    assert [row["row"] for row in rows_of(sheet)] == [
        at for at in range(2, 3002) if at not in (702, 1202)
    ]


def test_a_file_cut_in_the_middle_of_a_row_is_said(tmp_path: Path) -> None:
    whole = HEADER + ROWS * 50
    assert "cut-off" not in codes(only(written(tmp_path / "a.csv", whole), tmp_path / "w"))
    for cut in (whole[:-20], whole + 'K3;"Mü'):
        sheet = only(written(tmp_path / "a.csv", cut), tmp_path / "w")
        assert {"cut-off", "rows-unreadable"} <= codes(sheet)


def test_what_is_written_as_text_formula_is_text(tmp_path: Path) -> None:
    text = HEADER + 'K1;=1+1;="03023125001"\nK2;=HYPERLINK("x");040\n'
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert cells_of(sheet)[0] == ["K1", "=1+1", "03023125001"]
    assert values_of(sheet, "formula-kept-as-text")["count"] == 2


def test_an_empty_file_and_a_header_alone_say_that_they_are_empty(tmp_path: Path) -> None:
    for text in ("", "\n\n \n", HEADER):
        sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
        assert sheet.rows == 0
        assert "empty" in codes(sheet)


def test_one_column_without_any_delimiter_is_a_table(tmp_path: Path) -> None:
    text = "Rufnummer\n03023125001\n03023125002\n"
    assert column(only(written(tmp_path / "a.txt", text), tmp_path / "work")) == [
        "03023125001",
        "03023125002",
    ]


@pytest.mark.parametrize(
    "start",
    [
        b"%PDF-1.7",
        b"\x1f\x8b",
        b"\x89PNG",
        b"MZ\x90",
        b"<html><table>",
        b"\xef\xbb\xbf\n<!DOCTYPE html>",
        b'<?xml version="1.0"?>',
        bytes(range(1, 9)) * 40,
    ],
)
def test_what_is_no_table_is_refused_by_its_contents(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(start + b"\n" * 100)
    with pytest.raises(NoTableInside):
        read_sheets(tmp_path / "a.csv", tmp_path / "work")


def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotAFileToRead):
        read_sheets(tmp_path / "missing.csv", tmp_path / "work")
    with pytest.raises(NotAFileToRead):
        read_sheets(tmp_path, tmp_path / "work")


def test_files_of_the_same_name_in_two_folders_do_not_meet(tmp_path: Path) -> None:
    sheets = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = written(tmp_path / folder / "x.csv", f"Ort;Wert\n{folder};1\n")
        sheets += read_sheets(path, tmp_path / "work", name=f"{folder}/x.csv")
    assert [column(sheet)[0] for sheet in sheets] == ["a", "b"]
    assert sheets[0].file == "a/x.csv"


def test_progress_is_told_in_rows(tmp_path: Path) -> None:
    told: list[int] = []
    path = written(tmp_path / "a.csv", HEADER + ROWS * 500)
    read_sheets(path, tmp_path / "work", on_progress=lambda done, _total: told.append(done))
    assert told[-1] == 1000


def test_the_quick_and_the_careful_way_give_the_same(tmp_path: Path) -> None:
    lots = random.Random(7)
    words = ["", " ", "x", "Öl", "1,5", "Summe", "a b", "=1", "\u00a0y "]
    lines = [";".join(lots.choice(words) for _ in range(4)) for _ in range(2000)]
    quick = "Ort;Wert;Zahl;Rest\n" + "\n".join(lines) + "\n"
    one = only(written(tmp_path / "quick.csv", quick), tmp_path / "work")
    slow = quick + '"";"";"";""\n'
    two = only(written(tmp_path / "slow.csv", slow), tmp_path / "work")
    assert rows_of(one) == rows_of(two)
    assert one.notes == two.notes


def test_a_plain_file_goes_the_quick_way(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", HEADER + ROWS * 200)
    with path.open("rb") as source:
        assert isinstance(next(open_text(source).chunks(3)), Block)


def test_a_large_file_needs_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    row = "K{0};Jörg Müller;030 23125{0:06};01.02.2025 10:00;Bonn;Notiz {0}\n"
    peaks = []
    for size in (50_000, 600_000):
        path = tmp_path / "a.csv"
        with path.open("w", encoding="utf-8") as target:
            target.write("Kundennummer;Name;Telefon;Datum;Ort;Notiz\n")
            target.writelines(row.format(at) for at in range(size))
        script = (
            "import resource, sys; from pathlib import Path; from leumund.intake import "
            f"read_sheets; s = read_sheets(Path({str(path)!r}), Path({str(tmp_path)!r}))[0]; "
            f"assert s.rows == {size}; "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        peaks.append(int(said.stdout))
    assert peaks[1] < 1.5 * peaks[0]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=30))
def test_whatever_was_written_properly_is_read_or_left_over(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerows([["Kundennummer", "Name", "Telefon"], *rows])
    sheet = only(folder / "a.csv", folder / "work")
    left = 0
    if sheet.left_over:
        with sheet.left_over.open(encoding="utf-8", newline="") as source:
            left = sum(1 for _ in csv.DictReader(source))
    header = "no-header" not in codes(sheet)
    assert sheet.rows + left + header == 1 + sum(any(row) for row in rows)
