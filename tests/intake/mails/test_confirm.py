"""A person looks at what was read: one key each, saved at once, taken up where it ended."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.intake.mails.made import mail

from leumund.intake.mails import begun, confirmed, load_answers, read_mails, save_answers
from leumund.intake.mails.answers import CONFIRMED, ConfirmedUnreadable
from leumund.intake.mails.confirmation import NO, OTHER, YES, Session
from leumund.intake.mails.pointing import NoSuchValue

CALL = "gestern um 17 Uhr wurde ich von der Nummer 069 90009 312 angerufen, Firma Quarzfunk."
RUN = "import sys, typer; from leumund.cli.look_confirm import confirm; typer.run(confirm)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    (place / "a.eml").write_bytes(mail(CALL))
    return place


def session_of(folder: Path, work: Path) -> Session:
    return begun(read_mails(folder, work).complaints, load_answers(folder))


def test_yes_makes_a_value_sure_no_takes_it_away_another_replaces_it(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    said = {
        "called_at": (YES, ""),
        "number_shown": (OTHER, "069 90009 313"),
        "said_name": (NO, ""),
    }
    for question in session.questions:
        session = session.answered(question, *said.get(question.name, (YES, "")))
    save_answers(folder, session.answers)
    mails = confirmed(read_mails(folder, tmp_path / "work"), folder)
    complaint = mails.complaints[0]
    assert complaint.fields["called_at"].confidence == 1.0
    assert complaint.value("number_shown") == "+496990009313"
    assert "said_name" not in complaint.fields
    row = parquet.read_table(mails.table).to_pylist()[0]
    assert (row["is_confirmed"], row["number_shown"]) == (True, "+496990009313")


def test_answers_hold_when_the_file_is_renamed(folder: Path, tmp_path: Path) -> None:
    session = session_of(folder, tmp_path / "work")
    save_answers(folder, session.accepted(session.open[0]).answers)
    (folder / "a.eml").rename(folder / "renamed.eml")
    assert session_of(folder, tmp_path / "work").open == ()


def test_a_value_that_now_reads_differently_is_asked_again(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    save_answers(folder, session.accepted(session.open[0]).answers)
    (folder / "a.eml").write_bytes(mail(CALL.replace("312", "314")))
    assert session_of(folder, tmp_path / "work").open


def test_undo_asks_the_last_question_again_also_after_a_pause(
    folder: Path, tmp_path: Path
) -> None:
    session = session_of(folder, tmp_path / "work")
    first = session.open[0]
    save_answers(folder, session.answered(first, NO).answers)
    assert session_of(folder, tmp_path / "work").undone().open[0] == first


def test_what_was_skipped_is_asked_last(folder: Path, tmp_path: Path) -> None:
    session = session_of(folder, tmp_path / "work")
    first = session.open[0]
    assert session.answered(first, "skipped").open[-1] == first


def test_another_value_that_cannot_be_is_refused(folder: Path, tmp_path: Path) -> None:
    session = session_of(folder, tmp_path / "work")
    number = next(one for one in session.questions if one.name == "number_shown")
    with pytest.raises(NoSuchValue) as refused:
        session.answered(number, OTHER, "12")
    assert "12" not in refused.value.message()


def test_answers_that_cannot_be_read_stop_the_loop(folder: Path) -> None:
    (folder / CONFIRMED).write_text("{", encoding="utf-8")
    with pytest.raises(ConfirmedUnreadable):
        load_answers(folder)


def test_the_command_takes_answers_from_a_pipe_and_goes_on_where_it_ended(
    folder: Path,
) -> None:
    first = _run(folder, "yes\nquit\n", "--json")
    assert json.loads(first[0])["words"] == "gestern um 17 Uhr"
    assert json.loads("".join(first[2:]))["answered"] == 1
    second = _run(folder, "all\n", "--json")
    assert json.loads(second[0])["field"] == json.loads(first[1])["field"]
    assert load_answers(folder)[0].said == YES


def test_the_words_are_highlighted_in_the_mail(folder: Path) -> None:
    shown = "\n".join(_run(folder, "q\n"))
    assert "[[gestern um 17 Uhr]]" in shown
    assert "[[069 90009 312]]" in shown


def test_every_answer_is_on_disk_before_the_next_question(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.write("yes\n")
        process.stdin.flush()
        process.stdout.readline()
        process.kill()
    assert [one.said for one in load_answers(folder)] == [YES]


def _run(folder: Path, answers: str, *options: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), *options],
        input=answers,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()
