"""``leumund look`` from the outside: what it prints, asks, writes and leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from leumund.cli.main import main

CUSTOMERS = """KdNr;Telefon;Bundesland;Tarif
1;030 23125 001;Bayern;Flat S
2;030/23125002;Berlin;Flat M
3;4,93023E+11;Berlin;Flat M
"""
CALLS = """Zielrufnummer;Anrufbeginn;Dauer
03023125001;01.03.2026 10:00;60
03023125002;02.03.2026 10:00;60
+49 30 23125 009;02.03.2026 21:00;75
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files; the command is called beside the folder, in English."""
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "files"
    place.mkdir()
    (place / "Kunden.csv").write_text(CUSTOMERS, encoding="utf-8")
    (place / "Anrufe_Nordlicht.csv").write_text(CALLS, encoding="utf-8")
    return place


def test_a_look_says_what_stands_out_and_where_the_report_lies(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["look", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "2 of 3 calls ask for an explanation" in out
    assert "The report: files-look/report.html" in out
    made = folder.parent / "files-look"
    assert (made / "report.html").is_file()
    assert (made / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (made / "rows" / "call.sunday.csv").is_file()
    assert (made / "look.toml").is_file()


def test_a_look_leaves_nothing_in_the_clear_and_nothing_in_the_folder(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["look", str(folder)]) == 0
    assert sorted(folder.rglob("*")) == before
    made = folder.parent / "files-look"
    left = {path.name for path in made.iterdir()}
    assert left == {".leumund-look", "look.toml", "report.html", "report.pdf", "rows"}
    for path in made.rglob("*.*"):
        assert b"3023125001" not in path.read_bytes().replace(b" ", b"")


def test_numbers_are_written_when_asked(folder: Path) -> None:
    assert main(["look", str(folder), "--show-numbers"]) == 0
    rows = (folder.parent / "files-look" / "rows" / "call.sunday.csv").read_text("utf-8-sig")
    assert "+49 3023125001" in rows


def test_where_nobody_can_be_asked_the_proposal_is_taken_and_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "Anrufe_Nordlicht.csv").write_text(CALLS.replace("Dauer", "D"), "utf-8")
    assert main(["look", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unasked"] > 0
    assert told["findings"]["call.sunday"] == 1
    assert "Taken without anybody having said so" in Path(told["html"]).read_text("utf-8")


def test_a_person_at_a_terminal_is_asked_and_the_answer_is_kept(folder: Path) -> None:
    (folder / "Anrufe_Nordlicht.csv").write_text(CALLS.replace("Dauer", "D"), "utf-8")
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "leumund", "look", str(folder)],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "96"},
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"\n" * 12)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
    out, _err = running.communicate()
    os.close(ours)
    assert running.returncode == 0
    assert b"looks like" in seen
    assert b"Doubts settled" not in out
    assert "You said so." in (folder.parent / "files-look" / "look.toml").read_text("utf-8")


def _read(terminal: int) -> bytes:
    """What is on the terminal; nothing once the other side has closed it."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_the_report_may_not_lie_among_the_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["look", str(folder), "--into", str(folder / "report")])
    assert status == 2
    assert "lies in the folder" in capsys.readouterr().err
    assert not (folder / "report").exists()


def test_a_look_at_the_folder_one_stands_in_writes_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert main(["look", "."]) == 0
    assert (folder.parent / "files-look" / "report.html").is_file()
    assert not (folder / "files-look").exists()


def test_the_report_speaks_the_language_that_was_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["look", str(folder), "--language", "de"]) == 0
    assert "Der Bericht: " in capsys.readouterr().out
    html = (folder.parent / "files-look" / "report.html").read_text("utf-8")
    assert '<html lang="de">' in html
    assert "Was am Montag zu tun ist" in html
    assert main(["look", str(folder), "--language", "fr"]) == 2


def test_a_folder_that_is_not_there_is_said_and_leaves_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["look", "nowhere"]) == 3
    assert "nowhere" in capsys.readouterr().err
    assert not (folder.parent / "nowhere-look").exists()


def test_confirm_stands_below_look_and_a_folder_of_that_name_can_be_looked_at(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["look", "confirm", "--help"]) == 0
    assert "leumund look confirm" in capsys.readouterr().out
    folder.rename(folder.parent / "confirm")
    assert main(["look", "./confirm"]) == 0
    assert (folder.parent / "confirm-look" / "report.html").is_file()


MAIL = """From: jemand@example.org
To: service@blauwalfunk.example
Date: Tue, 03 Mar 2026 18:05:00 +0100
Message-ID: <1@example.org>
Subject: Beschwerde
Content-Type: text/plain; charset=utf-8

Guten Tag, am 2. März 2026 um 10:00 Uhr wurde ich auf meiner Nummer 030 23125 002
angerufen. Die Anruferin sagte, sie sei von der Blauwalfunk AG. Ich möchte keine
Werbeanrufe mehr.
"""


def test_what_a_person_has_confirmed_counts_in_the_next_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "Beschwerde.eml").write_text(MAIL, encoding="utf-8")
    html = folder.parent / "files-look" / "report.html"
    rows = html.parent / "rows"
    assert main(["look", str(folder)]) == 0
    assert "A person has confirmed 0 of them" in html.read_text("utf-8")
    assert "0 of 1 mails confirmed" in html.read_text("utf-8")
    assert _said_of_mails(rows) == {"", "read, not confirmed"}
    monkeypatch.setattr(sys, "stdin", io.StringIO("all\n" * 20))
    assert main(["look", "confirm", str(folder)]) == 0
    assert main(["look", str(folder)]) == 0
    assert "A person has confirmed 1 of them" in html.read_text("utf-8")
    assert "1 of 1 mails confirmed" in html.read_text("utf-8")
    assert _said_of_mails(rows) == {"", "confirmed"}


def _said_of_mails(folder: Path) -> set[str]:
    """What the last column of the files of rows says."""
    files = [path.read_text("utf-8-sig").splitlines() for path in folder.glob("*.csv")]
    said = [lines for lines in files if lines[0].endswith("from a mail")]
    return {row["from a mail"] for lines in said for row in csv.DictReader(lines)}


def test_a_report_may_not_lie_around_the_files_nor_over_those_of_somebody_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = folder.parent / "theirs"
    (theirs / "mails").mkdir(parents=True)
    (theirs / "report.html").write_text("theirs", "utf-8")
    for into, code in ((folder.parent, 2), (theirs, 4), (theirs / "report.html", 2)):
        assert main(["look", str(folder), "--into", str(into)]) == code
        assert "Nothing was looked at" in capsys.readouterr().err.replace("so n", "N")
    assert (theirs / "report.html").read_text("utf-8") == "theirs"
    assert (theirs / "mails").is_dir()


def test_a_look_goes_over_its_own_report_and_follows_no_link_out_of_it(folder: Path) -> None:
    outside = folder.parent / "outside.html"
    outside.write_text("theirs", "utf-8")
    assert main(["look", str(folder)]) == 0
    assert main(["look", str(folder)]) == 0
    report = folder.parent / "files-look" / "report.html"
    report.unlink()
    report.symlink_to(outside)
    assert main(["look", str(folder)]) == 4
    assert outside.read_text("utf-8") == "theirs"


def test_a_look_that_is_stopped_says_that_there_is_no_whole_report(folder: Path) -> None:
    (folder / "Anrufe_Nordlicht.csv").write_text(CALLS.replace("Dauer", "D"), "utf-8")
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "leumund", "look", str(folder)],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "96"},
        # whoever starts the tests in the background has told them to ignore Ctrl-C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while b"looks like" not in seen:
        seen += _read(ours)
    running.send_signal(signal.SIGINT)
    while chunk := _read(ours):
        seen += chunk
    running.communicate()
    os.close(ours)
    assert running.returncode == 130
    assert b"no new report" in seen
    assert b"goes on from there" not in seen
