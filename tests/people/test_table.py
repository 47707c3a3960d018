from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.errors import BadInput
from leumund.people import BadRow, EmptyFile, Row, Table, WrongEncoding, open_table
from leumund.people.table import (
    BrokenQuotes,
    CutFile,
    HoldsZeroByte,
    NoHeader,
    NotATable,
    OpenQuote,
    UnknownEncoding,
    WrongCellCount,
)


def _table(content: bytes, encoding: str | None = None) -> Table:
    return open_table(io.BufferedReader(io.BytesIO(content)), "f.csv", encoding)


def _cells(content: bytes, encoding: str | None = None) -> list[list[str]]:
    rows = list(_table(content, encoding).rows())
    assert all(isinstance(row, Row) for row in rows)
    return [row.cells for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_writing_of_a_table_is_seen(delimiter: str, mark: bytes, end: str) -> None:
    text = end.join((delimiter.join("ab"), delimiter.join("üß"), delimiter.join("12"), ""))
    assert _table(mark + text.encode()).header == ("a", "b")
    assert _cells(mark + text.encode()) == [["ü", "ß"], ["1", "2"]]


def test_a_row_knows_the_line_where_it_begins() -> None:
    rows = list(_table(b'a,b\n1,"x\ny"\n\n2,z\n').rows())
    assert [row.number for row in rows] == [2, 5]
    assert rows[0].original == '1,"x\ny"\n'


def test_the_line_that_spreadsheets_write_above_the_header_is_understood() -> None:
    assert _table(b"sep=;\na;b,c\n").header == ("a", "b,c")


def test_the_last_line_may_lack_its_end() -> None:
    assert _cells(b"a,b\n1,2") == [["1", "2"]]


def test_the_end_mark_of_an_old_file_is_no_row() -> None:
    assert _cells(b"a,b\n1,2\n\x1a") == [["1", "2"]]


def test_empty_columns_at_the_end_are_left_out() -> None:
    assert _cells(b"a;b;;\n1;2;;\n;;;\n") == [["1", "2"]]


def test_another_encoding_is_read_where_it_is_named() -> None:
    assert _cells("n\nMüller\n".encode("cp1252"), "cp1252") == [["Müller"]]
    assert _cells("n\nMüller\n".encode("utf-16"), "utf-16") == [["Müller"]]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyFile) as caught:
        _table(content)
    assert caught.value.message("en") == "f.csv is empty. Nothing was loaded."
    assert caught.value.message("de") == "f.csv ist leer. Es wurde nichts geladen."


def test_a_wrong_encoding_is_refused_with_its_line_and_the_way_to_convert() -> None:
    rows = "".join(f"{index},x\n" for index in range(5000))
    content = f"a,b\n{rows}1,Müller\n".encode("cp1252")
    with pytest.raises(WrongEncoding) as caught:
        list(_table(content).rows())
    assert "line 5002 cannot be read" in caught.value.message("en")
    assert "Zeile 5002 ist nicht lesbar" in caught.value.message("de")
    assert "iconv -f WINDOWS-1252 -t UTF-8 f.csv" in caught.value.way_out("en")
    assert "iconv -f WINDOWS-1252 -t UTF-8 f.csv" in caught.value.way_out("de")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_recognised_and_not_guessed_into(encoding: str) -> None:
    with pytest.raises(WrongEncoding) as caught:
        _table("ref,number\n".encode(encoding))
    assert "--encoding UTF-16" in caught.value.way_out("en")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(UnknownEncoding, match="klingon"):
        _table(b"a\n1\n", "klingon")


@pytest.mark.parametrize("start", [b"PK\x03\x04...", b"%PDF-1.7", b"\x1f\x8b\x08"])
def test_what_is_no_text_table_is_refused(start: bytes) -> None:
    with pytest.raises(NotATable):
        _table(start)


def test_a_file_cut_in_the_middle_of_a_row_is_refused() -> None:
    with pytest.raises(CutFile) as caught:
        list(_table(b"a,b,c\n1,2,3\n4,5").rows())
    assert caught.value.message("en").startswith("f.csv ends in the middle of line 3.")
    assert caught.value.message("de").startswith("f.csv endet mitten in Zeile 3.")


def test_a_file_cut_inside_quotation_marks_is_refused_with_the_line_where_they_open() -> None:
    with pytest.raises(OpenQuote) as caught:
        list(_table(b'a,b\n1,2\n3,"four\nfive\n').rows())
    assert "in line 3" in caught.value.message("en")
    assert "in Zeile 3" in caught.value.message("de")


def test_attack_a_quotation_mark_that_swallows_a_large_file_does_not_fill_the_memory() -> None:
    content = b'a,b\n1,"2\n' + b"3,4\n" * 200_000
    with pytest.raises(OpenQuote, match="line 2"):
        list(_table(content).rows())


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (b"1,2,3\n", WrongCellCount),
        (b"1\n", WrongCellCount),
        (b'1,"2"3\n', BrokenQuotes),
        (b"1,2\0\n", HoldsZeroByte),
    ],
)
def test_a_row_that_cannot_be_split_is_handed_out_with_its_reason(
    row: bytes, error: type[BadInput]
) -> None:
    good, bad, after = _table(b"a,b\n1,2\n" + row + b"5,6\n").rows()
    assert isinstance(good, Row)
    assert isinstance(bad, BadRow)
    assert isinstance(bad.error, error)
    assert (bad.number, bad.original) == (3, row.decode())
    assert isinstance(after, Row)
    assert after.cells == ["5", "6"]


_cell = st.text(
    st.characters(exclude_characters="\0\x1a", exclude_categories=["Cs"]), max_size=6
)


@given(st.lists(st.tuples(st.just("x"), _cell, _cell), max_size=8))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    import csv

    written = io.StringIO(newline="")
    csv.writer(written).writerows([("k", "a", "b"), *rows])
    assert _cells(written.getvalue().encode()) == [list(row) for row in rows]


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_one_of_our_errors(noise: bytes) -> None:
    with suppress(BadInput):
        for row in _table(b"a,b\n" + noise).rows():
            assert isinstance(row, (Row, BadRow))
            assert len(row.original) > 0


@pytest.mark.parametrize(
    "number", ["030 23125 000", "+49 30 23125000", "(030) 23125-0", "3023125000"]
)
def test_a_customer_on_the_first_line_is_no_header_and_is_not_lost(number: str) -> None:
    with pytest.raises(NoHeader) as told:
        _table(f"A0;Bruno Hasel;{number};BE\n".encode())
    assert "23125" not in told.value.message()
    assert "Bruno" not in told.value.message()


@pytest.mark.parametrize("column", ["2026", "202611", "2026-11-23", "Telefon 1", "30 Tage"])
def test_what_names_a_column_is_no_number(column: str) -> None:
    assert _table(f"nummer;{column}\n".encode()).header == ("nummer", column)
