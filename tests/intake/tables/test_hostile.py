"""Files made to do harm: nothing is executed or fetched, memory is bounded, a message comes."""

from __future__ import annotations

import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.tables.made import (
    changed_part,
    column,
    ods,
    ods_row,
    only,
    rows_of,
    values_of,
    workbook,
    written,
)
from tests.intake.tables.old_workbook import old_workbook

from leumund.basics.errors import LeumundError
from leumund.intake import read_sheets
from leumund.intake.tables import archive, cage
from leumund.intake.tables.errors import (
    BrokeTheReader,
    ClaimsTooMuch,
    DamagedWorkbook,
    HoldsEntities,
    PackedFiles,
)
from leumund.intake.tables.markup import look_at_sheet

HEADER = ["Name", "Ort"]
SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1 << 20
END = b"</%s>" % b"worksheet"


def book(folder: Path) -> Path:
    return workbook(folder / "a.xlsx", [HEADER, ["Müller", "Bonn"]])


def peak_of(work: Callable[[], object]) -> int:
    """The largest memory this process ever needed grows by this many bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LeumundError):
        work()
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFE16777217"><v>2</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c><c\n r\n=\n'AAA900000'><v>2</v></c></row>",
        b'<x:row r="1"><x:c r="A1"/></x:row><x:row r="999999"><x:c r="AZZ999999"/></x:row>',
        b'<row r="1"><c r="ZZZZZZZZZ1"><v>1</v></c></row>',
    ],
)
def test_two_cells_at_opposite_corners_are_refused_before_they_are_read(
    tmp_path: Path, cells: bytes
) -> None:
    def far(content: bytes) -> bytes:
        return content[: content.index(b"<sheetData>") + 11] + cells + b"</sheetData>" + END

    path = changed_part(book(tmp_path), SHEET, far)
    with pytest.raises(ClaimsTooMuch):
        read_sheets(path, tmp_path / "work")


def test_a_sheet_that_only_claims_a_million_columns_is_read(tmp_path: Path) -> None:
    def lie(content: bytes) -> bytes:
        return content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')

    path = changed_part(book(tmp_path), SHEET, lie)
    assert column(only(path, tmp_path / "work")) == ["Müller"]


@pytest.mark.parametrize("cells", [2_001, 16_384, 1_000_000])
def test_a_text_table_of_a_million_columns_is_refused(tmp_path: Path, cells: int) -> None:
    line = ";".join(f"s{at}" for at in range(cells))
    path = written(tmp_path / "a.csv", f"{line}\n{line}\n")
    try:
        sheet = only(path, tmp_path / "work")
    except ClaimsTooMuch:
        return
    assert sheet.rows == 0


def test_a_bomb_of_zeros_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/sharedStrings2.xml", b"<sst>" + b" " * (3 * MEGABYTE))
        info = target.infolist()[-1]
        info.file_size = archive.MOST_BYTES + 1
    with pytest.raises(ClaimsTooMuch):
        read_sheets(path, tmp_path / "work")


def test_a_part_larger_than_it_says_is_refused_after_its_declared_size(tmp_path: Path) -> None:
    path = book(tmp_path)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as source:
        size = source.getinfo(SHEET).file_size
    packed = struct.pack("<I", size)
    assert packed in content
    path.write_bytes(content.replace(packed, struct.pack("<I", size // 2)))
    with pytest.raises((ClaimsTooMuch, DamagedWorkbook)):
        read_sheets(path, tmp_path / "work")


def test_unpacking_stops_at_the_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("content.xml", b" " * (200 * MEGABYTE))
    with path.open("rb") as source:
        info = archive.parts_of(source, "bomb.zip")["content.xml"]
        info.file_size = MEGABYTE
        blocks = archive.unpacked(source, info, "bomb.zip")
        assert len(next(blocks)) <= MEGABYTE
        with pytest.raises(ClaimsTooMuch):
            sum(map(len, blocks))


def test_a_sheet_of_one_endless_tag_is_refused(tmp_path: Path) -> None:
    def blocks() -> object:
        yield b"<worksheet><sheetData><row "
        for _ in range(100):
            yield b"a" * MEGABYTE

    def work() -> object:
        return look_at_sheet(blocks(), "a.xlsx")  # type: ignore[arg-type]

    assert peak_of(work) < 400 * MEGABYTE


LAUGHS = (
    b'<!DOCTYPE lol [<!ENTITY a "lol">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (97 + at, b"&%c;" % (96 + at) * 10) for at in range(1, 10)
    )
    + b"]>"
)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_entities_are_never_built(tmp_path: Path, part: str) -> None:
    def laugh(content: bytes) -> bytes:
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + LAUGHS + rest

    path = changed_part(book(tmp_path), part, laugh)
    with pytest.raises(HoldsEntities):
        read_sheets(path, tmp_path / "work")


def test_files_are_not_fetched_through_entities(tmp_path: Path) -> None:
    secret = written(tmp_path / "secret.txt", "geheim")
    rows = ods_row("Name", "Ort") + ods_row("&x;", "Bonn")
    path = ods(tmp_path / "a.ods", rows)
    entity = f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    changed_part(path, "content.xml", lambda content: content.replace(b"?>", b"?>" + entity, 1))
    with pytest.raises(HoldsEntities):
        read_sheets(path, tmp_path / "work")


def test_a_foreign_encoding_does_not_get_past_the_look(tmp_path: Path) -> None:
    def recode(content: bytes) -> bytes:
        text = content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return text.encode("utf-16")

    with pytest.raises(DamagedWorkbook):
        read_sheets(changed_part(book(tmp_path), SHEET, recode), tmp_path / "work")


@pytest.mark.parametrize(
    "repeated",
    [
        "<table:table-row table:number-rows-repeated='1000000'><table:table-cell "
        "table:number-columns-repeated='1000' office:value-type='float' office:value='1'/>"
        "</table:table-row>",
        "<table:table-row><table:table-cell table:number-columns-repeated='2000000000'/>"
        "</table:table-row>",
        "<table:table-row table:number-rows-repeated='2000000000'><table:table-cell "
        "office:value-type='string'/></table:table-row>",
    ],
)
def test_repeated_cells_are_counted_before_they_are_built(
    tmp_path: Path, repeated: str
) -> None:
    path = ods(tmp_path / "a.ods", ods_row(*HEADER) + repeated)
    with pytest.raises(ClaimsTooMuch):
        read_sheets(path, tmp_path / "work")


def test_paths_in_an_archive_write_nothing_anywhere(tmp_path: Path) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path, "a") as target:
        target.writestr("../../outside.xml", "<x/>")
        target.writestr("/look-outside.xml", "<x/>")
        target.writestr("xl/..\\..\\outside.xml", "<x/>")
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    sheet = only(path, tmp_path / "work")
    assert sheet.rows == 1
    made = {each for each in tmp_path.rglob("*") if each.is_file()} - before
    assert made == {sheet.table}
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as target:
        target.writestr("../evil.csv", "a;b\n")
    with pytest.raises(PackedFiles):
        read_sheets(tmp_path / "b.zip", tmp_path / "work")
    assert not (tmp_path.parent / "evil.csv").exists()


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as target:
        target.writestr(SHEET, "<worksheet/>")
    with pytest.raises(DamagedWorkbook):
        read_sheets(path, tmp_path / "work")


def test_code_beside_the_workbook_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    for name in ("json.py", "re.py", "sitecustomize.py", "zipfile.py", "leumund.py"):
        written(tmp_path / name, trap)
    monkeypatch.chdir(tmp_path)
    assert only(book(tmp_path), tmp_path / "work").rows == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by Linux")
def test_what_nobody_thought_of_ends_with_a_message_and_not_with_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path)
    monkeypatch.setattr(cage, "_COMMAND", ("-c", "import os; os.abort()"))
    with pytest.raises(BrokeTheReader):
        read_sheets(path, tmp_path / "work")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by Linux")
def test_an_old_workbook_that_claims_137_gigabytes_breaks_off_alone(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "a.xls", [(0, 0, "Name"), (65_535, 65_535, "Ort")])
    with pytest.raises(BrokeTheReader):
        read_sheets(path, tmp_path / "work")


def test_an_endless_reading_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "_COMMAND", ("-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(cage, "MINUTES", 0.01)
    with pytest.raises(cage.TookTooLong):
        read_sheets(book(tmp_path), tmp_path / "work")


def test_one_endless_line_is_cut_and_the_next_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as target:
        target.write(b"Name;Ort\nM\xc3\xbcller;Bonn\n")
        for _ in range(30):
            target.write(b"x" * MEGABYTE)
        target.write(b";Ulm\nWei\xc3\x9f;Essen\n")
    sheet = only(path, tmp_path / "work")
    assert [(row["row"], row["c0"]) for row in rows_of(sheet)] == [(2, "Müller"), (4, "Weiß")]
    assert values_of(sheet, "rows-unreadable") == {"count": 1, "row": 3}
    assert sheet.left_over
    assert sheet.left_over.stat().st_size < 10_000


def test_a_huge_cell_is_left_over_and_its_beginning_kept(tmp_path: Path) -> None:
    text = f"Name;Ort\nMüller;Bonn\nx;{'y' * 200_000}\nWeiß;Essen\n"
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert column(sheet) == ["Müller", "Weiß"]
    assert values_of(sheet, "rows-unreadable") == {"count": 1, "row": 3}


def test_a_quotation_mark_that_swallows_all_does_not_swallow_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as target:
        target.write('Name;Ort\n"Müller;Bonn\n')
        target.writelines(f"Name {at};Ort {at}\n" for at in range(400_000))
    assert only(path, tmp_path / "work").rows == 400_000


def test_rows_of_zero_bytes_are_left_over(tmp_path: Path) -> None:
    text = "Name;Ort\nMüller;Bonn\n\0\0\0;\0\nWeiß;Essen\n"
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert column(sheet) == ["Müller", "Weiß"]
    assert values_of(sheet, "rows-unreadable") == {"count": 1, "row": 3}


def test_a_formula_left_over_cannot_start_where_the_file_is_opened(tmp_path: Path) -> None:
    text = "Name;Ort\nMüller;Bonn\n=cmd|' /C calc'!A0\n"
    sheet = only(written(tmp_path / "a.csv", text), tmp_path / "work")
    assert sheet.left_over
    assert ",'=cmd" in sheet.left_over.read_text("utf-8")


def test_what_is_kept_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no modes")
    sheet = only(written(tmp_path / "a.csv", "Name;Ort\nM;B\nx\n"), tmp_path / "work")
    assert sheet.left_over
    for path in (sheet.table, sheet.left_over):
        assert path.stat().st_mode & 0o077 == 0


@settings(deadline=None, max_examples=150)
@given(
    content=st.binary(max_size=400), start=st.sampled_from([b"", b"a;b\n", b"\xff\xfe", b'"'])
)
def test_any_bytes_give_a_table_or_a_message(
    content: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.csv").write_bytes(start + content)
    # pytest fails on whatever is no message of ours
    with suppress(LeumundError):
        read_sheets(folder / "a.csv", folder / "work")


@settings(deadline=None, max_examples=25)
@given(places=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6))
def test_a_workbook_with_any_bytes_changed_gives_a_table_or_a_message(
    places: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = book(folder)
    content = bytearray(path.read_bytes())
    for at, value in places:
        content[at % len(content)] = value
    path.write_bytes(content)
    with suppress(LeumundError):
        read_sheets(path, folder / "work")


def test_the_checksum_of_a_part_is_not_trusted_for_its_size() -> None:
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(b"\0" * (50 * MEGABYTE)) + squeezed.flush()
    sizes = [len(block) for block in archive._inflated(iter([packed]), "a.xlsx")]
    assert max(sizes) <= MEGABYTE
    assert sum(sizes) == 50 * MEGABYTE
