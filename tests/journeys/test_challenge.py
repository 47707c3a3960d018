"""The challenge as a visitor plays it: by itself, at a terminal, and against its rules."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leumund.basics.errors import BadInput
from leumund.cli.challenge import challenge as play

pytestmark = pytest.mark.long

UCI = Path(__file__).parents[3] / "shared/data/campaigns/uci_bank-full_dated.csv"
PATIENCE_SECONDS = 60


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    rows = "".join(f"{row},Möwe {row},{row % 7}\n" for row in range(1, 2001))
    path.write_text("ref,name,segment\n" + rows, encoding="utf-8")
    return path


def challenge(*words: str | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "leumund", "--lang", language, "challenge", *map(str, words)],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_a_game_that_plays_by_itself_names_the_copy_and_shows_the_proof(
    customers: Path, tmp_path: Path
) -> None:
    ended = challenge(customers, "--auto", "--seed", "3", "--folder", tmp_path / "game")
    assert ended.returncode == 0, ended.stderr
    assert "It was the right one." in ended.stdout
    assert "without its list: nothing happens" in ended.stdout
    assert "That is why naming alone triggers nothing." in ended.stdout
    assert "The proof holds" in ended.stdout
    page = (tmp_path / "game" / "report.html").read_text(encoding="utf-8")
    assert "does not hold" in page


def test_the_same_seed_plays_the_same_game_in_a_folder_of_its_own(
    customers: Path, tmp_path: Path
) -> None:
    words = ("--auto", "--seed", "5", "--json", "--folder", tmp_path / "game")
    first = challenge(customers, *words)
    files = {path: path.read_bytes() for path in (tmp_path / "game").rglob("*.*")}
    assert files
    again = challenge(customers, *words)
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout == again.stdout
    assert {path: path.read_bytes() for path in files} == files
    assert (tmp_path / "game-2" / "report.html").exists()
    result = json.loads(first.stdout)
    assert result["theft"]["named"] == [result["theft"]["partner"]]
    assert result["redrawn"] == result["list_size"] == 100


def test_it_speaks_german(customers: Path, tmp_path: Path) -> None:
    ended = challenge(
        customers, "--auto", "--portions", "2", "--folder", tmp_path / "spiel", language="de"
    )
    assert ended.returncode == 0, ended.stderr
    assert "Es war die richtige." in ended.stdout
    assert '<html lang="de">' in (tmp_path / "spiel" / "report.html").read_text("utf-8")


def test_nobody_at_the_terminal_is_an_error_with_the_way_out(
    customers: Path, tmp_path: Path
) -> None:
    ended = challenge(customers, "--folder", tmp_path / "game")
    assert ended.returncode == 2
    assert "--auto" in ended.stderr
    assert not (tmp_path / "game" / "copies").exists()


def test_a_visitor_plays_the_thief_at_the_terminal(customers: Path, tmp_path: Path) -> None:
    shown, status = _played(
        [str(customers), "--folder", str(tmp_path / "game")],
        [
            ("Type any number", "12 August"),
            ("Whose list do you steal?", "61"),
            ("whole number from 1 to 60", "17"),
            ("so much that they complain", "14"),
            ("complain, about others", "6"),
            ("Choose a word", "Mondschein"),
            ("Open your envelope", "Mondschein"),
            ("Whom do you want to frame?", "5"),
        ],
    )
    assert status == 0, shown
    assert f"This game lies in {tmp_path / 'game'}" in shown.replace("\r\n", "")
    assert "The copy of partner-17 was used" in shown
    assert "It was the right one." in shown
    assert "partner-05 is named. That is why naming alone triggers nothing." in shown
    # The lists were judged before the envelope was opened.
    assert shown.index("The copy of partner-17 was used") < shown.index("Open your envelope")


def test_a_wrong_word_opens_no_envelope_and_ends_no_game(
    customers: Path, tmp_path: Path
) -> None:
    shown, status = _played(
        [str(customers), "--folder", str(tmp_path / "game")],
        [
            ("Type any number", "1"),
            ("Whose list do you steal?", "17"),
            ("so much that they complain", ""),
            ("complain, about others", ""),
            ("Choose a word", "Mondschein"),
            ("Open your envelope", "Sonnenschein"),
            ("does not open with that word", ""),
            ("Ctrl-C leaves the game", ""),
            ("Open your envelope", "Mondschein"),
            ("Whom do you want to frame?", "5"),
        ],
    )
    assert status == 0, shown
    assert shown.index("does not open") < shown.index("The envelope says: partner-17")


def test_an_export_in_another_encoding_with_other_columns(tmp_path: Path) -> None:
    path, game = tmp_path / "export.csv", tmp_path / "game"
    rows = "".join(f"{row};Möwe {row};{row % 7}\n" for row in range(1, 500))
    path.write_bytes(f"KdNr;Käufer;Geheim\n{rows}".encode("cp1252"))
    words = ("--encoding", "cp1252", "--column", "ref=KdNr", "--column", "name=Käufer")
    ended = challenge(path, "--auto", "--folder", game, "--seeds", "3", *words)
    assert ended.returncode == 0, ended.stderr
    part = (game / "copies" / "partner-17" / "portion-1.csv").read_text(encoding="utf-8")
    assert part.startswith("row,ref;name\n")
    assert "Möwe" in part
    assert "Geheim" not in part
    # Four ways to steal, each counted over the games that were asked for.
    assert ended.stdout.count("3 games, ") == 4
    assert "anybody else 0" in ended.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n" + b"1,2\n" * 399, "is too short for lists of one in twenty; rows in it: 399"),
        (b"a,b\n" + b"1,2\n" * 600 + b'3,"x', "a quotation mark in line 602"),
        (b"PK\x03\x04" + bytes(900), "is a XLSX/ZIP file"),
        ("a,b\n1,ü\n".encode("utf-16"), "is not written in UTF-8"),
    ],
)
def test_an_odd_file_starts_no_game_and_says_why(
    content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=re.escape(message)):
        play(path, folder=tmp_path / "game", auto=True)
    assert not (tmp_path / "game").exists()


@pytest.mark.skipif(not UCI.exists(), reason="the file of 45,211 bank customers is not here")
def test_45211_real_customers_twelve_of_twenty_name_the_copy(tmp_path: Path) -> None:
    ended = challenge(UCI, "--auto", "--seeds", "20", "--json", "--folder", tmp_path / "game")
    assert ended.returncode == 0, ended.stderr
    result = json.loads(ended.stdout)
    assert result["rows_in_file"] == 45_211
    for row in result["rows"]:
        assert row["others_named"] == 0
        if row["complaints"] == 20:
            assert row["named"] >= 19
            assert row["after_median"] <= 1.35 * row["least"]
        elif row["portions"] == 1:
            assert row["not_yet"] >= 17
    assert result["framings"] == [20, 0, 20]


def _played(words: list[str], answers: list[tuple[str, str]]) -> tuple[str, int]:
    """Play at a terminal of our own: each answer is typed once its question is shown."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"LEUMUND_LANGUAGE": "en", "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-m", "leumund", "challenge", *words],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
    )  # fmt: skip
    os.close(theirs)
    shown, seen = "", 0
    for question, answer in answers:
        shown = _read_until(ours, shown, seen, question)
        seen = shown.index(question, seen) + len(question)
        os.write(ours, answer.encode() + b"\n")
    shown = _read_until(ours, shown, seen, None)
    status = process.wait(PATIENCE_SECONDS)
    os.close(ours)
    return shown, status


def _read_until(terminal: int, shown: str, seen: int, question: str | None) -> str:
    """Read on until the question is shown; None: until the other end is closed."""
    until = time.monotonic() + PATIENCE_SECONDS
    while question is None or question not in shown[seen:]:
        assert time.monotonic() < until, f"{question!r} was never asked: {shown}"
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            read = os.read(terminal, 4096)
        except OSError:  # Linux says so when the last process has closed its end.
            return shown
        if not read:
            return shown
        shown += read.decode(errors="replace")
    return shown
