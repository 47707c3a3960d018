"""One mail is one screen: what was missed is added, what is no complaint is said by one key."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.intake.mails.made import mail

from leumund.intake.mails import begun, confirmed, load_answers, read_mails, save_answers
from leumund.intake.mails.confirmation import OTHER, YES, Session

CALL = (
    "Gestern wurde ich um 17 Uhr von der Nummer 069 90009 312 angerufen.\n\nRufen Sie vorher!"
)
ORDER = "Bitte schicken Sie mir die Rechnung vom Mai noch einmal, Anschluss 030 23125 441."
DEADLINE = 20
RUN = "import sys, typer; from leumund.cli.look_confirm import confirm; typer.run(confirm)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    (place / "a.eml").write_bytes(mail(CALL))
    (place / "b.eml").write_bytes(mail(ORDER, subject="Rechnung", id="<2@example.org>"))
    return place


def session_of(folder: Path, work: Path) -> Session:
    mails = read_mails(folder, work)
    return begun(mails.complaints, load_answers(folder), mails.items)


def test_what_was_missed_is_asked_and_its_words_are_pointed_at(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    missed = {one.name: one for one in session.open if not one.read}
    assert "number_called" in missed
    words = "From: x\n\nEs war mein Anschluss 030 23125 441, die Firma\nGrau Energie."
    session = session.answered(missed["number_called"], OTHER, "+49 30 23125441", words)
    session = session.answered(missed["said_name"], OTHER, "grau energie", words)
    number, name = session.answers[-2:]
    assert (number.value, words[number.start : number.end]) == (
        "+493023125441",
        "030 23125 441",
    )
    assert words[name.start : name.end] == "Grau Energie"


def test_a_day_that_is_typed_is_told_from_the_mail(folder: Path, tmp_path: Path) -> None:
    session = session_of(folder, tmp_path / "work")
    when = next(one for one in session.open if one.name == "called_at" and one.read)
    session = session.answered(when, OTHER, "vorgestern um 9:15 Uhr")
    assert session.answers[-1].value == "2025-03-09 09:15"


def test_values_that_were_added_are_used_by_the_next_look(folder: Path, tmp_path: Path) -> None:
    session = session_of(folder, tmp_path / "work")
    called = next(one for one in session.open if one.name == "number_called")
    session = session.answered(called, OTHER, "030 23125 441").accepted(called)
    save_answers(folder, session.answers)
    complaint = confirmed(read_mails(folder, tmp_path / "work"), folder).complaints[0]
    assert complaint.value("number_called") == "+493023125441"
    assert complaint.is_confirmed


def test_a_mail_without_a_complaint_becomes_one_when_a_person_says_so(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    whole = next(one for one in session.open if one.name == "is_complaint")
    before = session.mails_open
    assert session.answered(whole, YES).mails_open == before - 1
    session = session.answered(whole, "no")
    when = next(one for one in session.open if one.is_adopted and one.name == "called_at")
    session = session.answered(when, OTHER, "gestern um 8 Uhr")
    save_answers(folder, session.answers)
    mails = confirmed(read_mails(folder, tmp_path / "work"), folder)
    assert [one.became for one in mails.items] == ["complaint", "complaint"]
    assert mails.complaints[1].value("called_at") == datetime(2025, 3, 10, 8)  # noqa: DTZ001
    assert mails.complaints[1].is_confirmed


def test_a_mail_taken_for_a_complaint_is_none_when_a_person_says_so(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    session = session.dropped(session.open[0])
    assert {one.name for one in session.open} == {"is_complaint"}
    save_answers(folder, session.answers)
    mails = confirmed(read_mails(folder, tmp_path / "work"), folder)
    assert mails.complaints == ()
    assert [one.became for one in mails.items] == ["no-complaint", "no-complaint"]


def test_a_mail_is_done_with_enter_and_one_without_a_complaint_with_n(folder: Path) -> None:
    shown = _run(folder, "\nn\n")
    summary = dict(line.rsplit(maxsplit=1) for line in shown.splitlines()[-9:])
    assert (summary["mails"], summary["mails open"]) == ("2", "0")
    assert float(summary["mails an hour"]) > 0


def test_a_number_and_words_add_what_was_missed(folder: Path) -> None:
    shown = _run(folder, "q\n")
    line = next(one for one in shown.splitlines() if "The number that was called" in one)
    place = line.split()[0]
    _run(folder, f"{place} 030 23125 441\n{place} nonsense\nq\n")
    kept = {one.name: one.value for one in load_answers(folder)}
    assert kept == {"number_called": "+493023125441"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_one_key_is_enough_and_all_is_kept_when_somebody_leaves(
    folder: Path,
) -> None:
    shown = _at_a_terminal(folder, [("[q] Ende", "\n"), ("[n]ein", "n")])
    assert "Mails je Stunde" in shown
    assert "\x1b[" in shown
    whole = load_answers(folder)
    assert whole[-1].name == "is_complaint"
    assert all(one.said == YES for one in whole)
    (folder / "c.eml").write_bytes(mail(f"Heute: {CALL}", id="<3@example.org>"))
    again = _at_a_terminal(folder, [("[q] Ende", "\x03")])
    assert "Mails je Stunde" in again
    assert load_answers(folder) == whole


def _at_a_terminal(folder: Path, steps: list[tuple[str, str]]) -> str:
    """What stands on a pseudo-terminal after typing each key when its words have appeared."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_own_terminal,
        env={**os.environ, "LEUMUND_LANGUAGE": "de"},
    )
    os.close(theirs)
    shown = ""
    for words, key in steps:
        since = len(shown)
        while words not in shown[since:]:
            more = _more(ours, process)
            assert more, shown
            shown += more
        _until(lambda key=key: key != "n" or _takes_single_keys(ours))
        os.write(ours, key.encode())
    while more := _more(ours, process):
        shown += more
    assert process.wait(DEADLINE) == 0
    os.close(ours)
    return shown


def _more(terminal: int, process: subprocess.Popen[bytes]) -> str:
    """The next words on the terminal; empty when the program has ended."""
    if not select.select([terminal], [], [], DEADLINE)[0]:
        process.kill()
        raise AssertionError("the program says nothing")
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # so Linux says that the other side is closed
        return ""


def _takes_single_keys(terminal: int) -> bool:
    import termios

    return not termios.tcgetattr(terminal)[3] & termios.ICANON


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end


def _own_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # whoever starts the tests in the background has told them to ignore Ctrl-C
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run(folder: Path, answers: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
        input=answers,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
