"""Folders that would break a look, or let it say that all is well: none of them may."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.look.test_look import folder_of, look
from tests.look.test_newcomer import CALLS, found, rows

from leumund.basics.clock import SystemClock
from leumund.basics.language import in_language
from leumund.look.records import LookTomlUnreadable, files_of
from leumund.report import files_left_out, nothing_read, write_look
from leumund.report.look.page import Beside, look_page
from leumund.report.page import Table, Text


def test_an_amount_of_ninety_digits_is_no_amount_and_no_crash(tmp_path: Path) -> None:
    text = rows("Empfänger;Auftrag;Betrag", f"Fremd GmbH;A-1;{'9' * 90}", "Nord GmbH;A-2;5,00")
    report = look(folder_of(tmp_path / "files", Provisionsabrechnung=text))
    assert "unreadable" in {note.code for note in report.files[0].notes}


def test_a_duration_of_five_thousand_digits_is_none(tmp_path: Path) -> None:
    text = rows("Rufnummer;Anrufbeginn;Dauer", f"030 23125 001;05.01.2026 10:00;{'9' * 5000} h")
    assert look(folder_of(tmp_path / "files", Anrufe_Nord=text)).rows["calls"] == 1


def test_control_characters_and_foreign_writing_do_not_cost_the_report(tmp_path: Path) -> None:
    text = rows(
        "Partner;Rufnummer;Anrufbeginn", "No\x01rd \x1b[31m漢😀;030 23125 001;04.01.2026 10:00"
    )
    folder = folder_of(tmp_path / "files")
    (folder / "Anrufe \x01\x7f\u202e 漢.csv").write_text(text, "utf-8")
    report = look(folder)
    written = write_look(report, tmp_path / "out", SystemClock().now())
    assert written.pdf.read_bytes().startswith(b"%PDF")
    html = written.html.read_text("utf-8")
    assert "No\\x01rd" in html
    assert not set("\x01\x1b\x7f\u202e") & set(html)
    assert look(folder).files[0].said_by == "look.toml"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode here")
def test_a_name_that_is_no_utf_8_is_shown_with_its_bytes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Partner="Partner;Firma\nNord;Nord GmbH\n")
    for name, text in ((b"Anrufe_\xff.csv", CALLS), (b"\xe4.eml", "From: a\nTo: b\n\nx\n")):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(text, "utf-8")
    report = look(folder)
    assert [each.file for each in report.files] == [
        "Anrufe_\\xff.csv",
        "Partner.csv",
        "\\xe4.eml",
    ]
    assert report.rows["calls"] == 6


def test_a_link_to_itself_is_no_file(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)
    (folder / "loop.csv").symlink_to("loop.csv")
    assert [each.name for each in files_of(folder, tmp_path / "out")] == ["Anrufe_Nord.csv"]


def test_a_mapping_that_is_too_deep_or_too_large_says_so(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)
    (folder / "look.toml").write_text(f"a={'[' * 100_000}{']' * 100_000}", "ascii")
    with pytest.raises(LookTomlUnreadable):
        look(folder)
    with (folder / "look.toml").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(LookTomlUnreadable, match="> 16 MiB"):
        look(folder)


def test_a_report_above_the_folder_leaves_no_file_out(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)
    assert len(files_of(folder, tmp_path)) == 1
    assert len(files_of(folder, folder)) == 1


def test_a_folder_of_which_nothing_could_be_read_says_that_first(tmp_path: Path) -> None:
    report = look(folder_of(tmp_path / "files", Rezepte="Zutat;Menge\nMehl;200\nZucker;100\n"))
    assert files_left_out(report) == 1
    with in_language("en"):
        said = nothing_read(1)
        assert "Not one of the files could be used" in said
        assert Text(said) in look_page(report, Beside()).blocks


def test_a_folder_that_cannot_be_entered_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)
    _bury(folder)
    shut = [each for each in look(folder).files if each.file != "Anrufe_Nord.csv"]
    assert len(shut) == 1
    assert "cannot be opened" in shut[0].why


def _bury(folder: Path) -> None:
    """Folders in folders, until the path is longer than the system takes: who looks at them
    from above cannot enter the last one, whatever he may do."""
    here = os.open(folder, os.O_RDONLY)
    for _level in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def test_a_file_into_which_somebody_writes_during_the_look_is_said(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files", Anrufe_Nord=CALLS)

    def write(done: int, total: int | None) -> None:
        with (folder / "Anrufe_Nord.csv").open("a", encoding="utf-8") as file:
            file.write("030 23125 009;09.01.2026 10:00;60\n")

    report = look(folder, on_progress=write)
    assert "changed-meanwhile" in {note.code for note in report.files[0].notes}
    with in_language("en"):
        tables = [
            each for each in look_page(report, Beside()).blocks if isinstance(each, Table)
        ]
    assert any("Somebody wrote into it" in cell for t in tables for r in t.rows for cell in r)


def test_a_number_in_the_name_of_a_file_is_masked_in_every_file_of_rows(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "files")
    text = rows("Rufnummer;Anrufbeginn;Dauer", "030 23125 001;04.01.2026 10:00;1", "x;y;1")
    (folder / "Anrufe +493023125001.csv").write_text(text, "utf-8")
    report = look(folder)
    written = write_look(report, tmp_path / "out", SystemClock().now())
    assert found(report, "call.sunday")
    assert written.left_over
    for path in (*written.rows, *written.left_over):
        assert "3023125001" not in path.read_text("utf-8-sig") + path.name
