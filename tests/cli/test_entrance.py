"""The entrance: help in both languages, exit statuses, and nothing personal in any message."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leumund.basics.language import reader_language
from leumund.cli.main import CommandLine, main
from leumund.cli.parts import PARTS

PHONE = "+4930" + "23125123"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(words)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("help",)])
def test_help_names_every_command_with_its_sentence(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = said(capsys, *words)
    assert (status, err) == (0, "")
    for part in PARTS:
        assert f"  {part.name} " in out
        assert part.sentence in out


def test_help_speaks_german_when_asked_anywhere_on_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = said(capsys, "--lang", "de", "--help")
    last = said(capsys, "--help", "--lang=de")
    assert first == last
    assert first[1].startswith("Aufruf: leumund")


def test_a_language_chosen_for_one_command_line_ends_with_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said(capsys, "--lang", "de", "--help")
    assert reader_language() == "en"


def test_the_environment_chooses_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUMUND_LANGUAGE", "de")
    assert said(capsys, "--help")[1].startswith("Aufruf:")


def test_a_commands_help_is_translated_but_its_example_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _status, english, _err = said(capsys, "settings", "--help")
    _status, german, _err = said(capsys, "--lang", "de", "settings", "--help")
    example = "LEUMUND_FOLDER=~/leumund leumund settings"
    assert example in english
    assert example in german
    assert "Usage: leumund settings" in english
    assert "Aufruf: leumund settings" in german
    assert "Diese Hilfe zeigen." in german


def test_a_word_that_is_no_command_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = said(capsys, "stetings")
    assert (status, out) == (2, "")
    assert "leumund stetings" in err
    assert "Did you mean settings?" in err


def test_an_unknown_option_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, _out, err = said(capsys, "settings", "--jsn")
    assert status == 2
    assert "no option --jsn" in err
    assert "--json" in err


def test_a_language_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _out, err = said(capsys, "--lang", "fr", "--help")
    assert status == 2
    assert "There is no language fr here" in err


def test_a_language_option_without_its_value_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, _out, err = said(capsys, "settings", "--lang")
    assert status == 2
    assert "--lang de|en" in err


@pytest.mark.parametrize("words", [(PHONE,), ("settings", PHONE), ("--lang", PHONE)])
def test_a_phone_number_typed_by_mistake_is_not_repeated(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = said(capsys, *words)
    assert status == 2
    assert PHONE not in out + err
    assert PHONE.removeprefix("+") not in out + err


def test_general_options_are_taken_out_and_what_follows_two_dashes_is_kept() -> None:
    line = CommandLine.read(
        ["a", "--verbose", "b", "--lang", "de", "--", "--verbose", "--lang"]
    )
    assert line.words == ("a", "b", "--", "--verbose", "--lang")
    assert (line.language, line.is_verbose) == ("de", True)


def test_a_setting_that_cannot_be_read_ends_with_status_2_and_the_way_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUMUND_ENGINE_THREADS", "many")
    status, out, err = said(capsys, "settings")
    assert (status, out) == (2, "")
    what, way_out = err.splitlines()
    assert "LEUMUND_ENGINE_THREADS" in what
    assert "leave it out" in way_out


def test_verbose_adds_where_it_arose_without_folders_of_this_machine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUMUND_ENGINE_THREADS", "many")
    _status, _out, err = said(capsys, "settings", "--verbose")
    assert "leumund/settings.py:" in err
    assert str(Path.home()) not in err


def test_a_password_in_a_setting_is_not_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEUMUND_DATABASE_URL", "postgresql://u:geheim@localhost/l")
    for words in (("settings",), ("settings", "--json")):
        status, out, _err = said(capsys, *words)
        assert status == 0
        assert "geheim" not in out
        assert "LEUMUND_DATABASE_URL" in out


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "leumund", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("leumund 0.")


def test_nobody_reading_the_output_ends_it_quietly() -> None:
    code = "import sys; from leumund.cli.main import main; sys.exit(main(['--help']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert complaint == b""


def test_an_unforeseen_error_shows_where_but_not_what_was_in_it() -> None:
    code = (
        "import leumund.cli.main as entrance\n"
        "def broken(words):\n"
        f"    raise ValueError('{PHONE}')\n"
        "entrance._run = broken\n"
        "entrance.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "builtins.ValueError" in done.stderr
    assert "mistake in Leumund" in done.stderr
    assert PHONE not in done.stderr


def test_being_stopped_by_a_person_ends_with_130_and_one_sentence() -> None:
    code = (
        "import os, signal, sys, leumund.cli.main as entrance\n"
        # A shell that runs this in the background has its programs ignore the signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "entrance._run = lambda words: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(entrance.main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr.startswith("Stopped.")
    assert len(done.stderr.splitlines()) == 1
