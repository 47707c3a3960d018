"""The same file again: nothing changes, unless more of it is read than before."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.intake.desk import write

from leumund.app import Leumund
from leumund.basics.numbers import Number
from leumund.intake import Explanation

CALLS = (
    "called_at,number_called,Anzeige\n"
    "2026-03-02 10:15,030 23125 001,0221 4710 100\n"
    "2026-03-02 11:15,030 23125 002,0221 4710 100\n"
)
SHOWN = {"number_shown": "Anzeige"}
COMPLAINTS = (
    "arrived_at,called_at,number_called,number_shown,Will Ruhe,Bemerkung\n"
    "2026-03-03,2026-03-02 10:15,030 23125 001,0221 4710 100,ja,x\n"
    "2026-03-03,2026-03-02 12:15,030 23125 002,0221 4710 100,,y\n"
)


def test_columns_that_are_left_out_are_named(desk: Leumund, tmp_path: Path) -> None:
    calls = write(tmp_path, "c.csv", CALLS)
    assert desk.intake.calls(calls, "Norden", ignore=("*",)).left_out == ("Anzeige",)
    path = write(tmp_path, "k.csv", COMPLAINTS)
    found = desk.intake.complaints(path, ignore=("*",))
    assert found.left_out == ("Will Ruhe", "Bemerkung")


def test_calls_of_which_more_is_read_take_the_place_of_the_first(
    desk: Leumund, tmp_path: Path
) -> None:
    path = write(tmp_path, "c.csv", CALLS)
    desk.intake.calls(path, "Norden", ignore=("*",))
    full = desk.intake.calls(path, "Norden", SHOWN)
    assert (full.is_new, full.is_read_anew, full.stored, full.left_out) == (True, True, 2, ())
    [record] = [desk.people.about(Number("+493023125001"))]
    assert record is not None
    assert desk.permit.attempts is not None
    assert desk.permit.attempts.about(record.line, desk.clock.now()).campaign == 1
    complaints = desk.intake.complaints(write(tmp_path, "k.csv", COMPLAINTS), ignore=("*",))
    assert (complaints.explained, complaints.unexplained) == (2, 0)
    assert {call.explained_by.by for call in desk.intake.explained() if call.explained_by} == {
        Explanation.DECLARED_CALL
    }


@pytest.mark.parametrize("ignore", [("*",), ("Anzeige",)])
def test_a_reading_that_says_less_or_the_same_changes_nothing(
    desk: Leumund, tmp_path: Path, ignore: tuple[str, ...]
) -> None:
    path = write(tmp_path, "c.csv", CALLS)
    desk.intake.calls(path, "Norden", SHOWN)
    for again in ({"columns": SHOWN}, {"ignore": ignore}):
        found = desk.intake.calls(path, "Norden", **again)  # type: ignore[arg-type]
        assert (found.is_new, found.stored) == (False, 0)


def test_the_same_calls_read_in_another_way_but_to_the_same_end_are_kept_once(
    desk: Leumund, tmp_path: Path
) -> None:
    path = write(
        tmp_path, "c.csv", CALLS.replace("Anzeige\n", "Leer\n").replace(",0221 4710 100", ",")
    )
    desk.intake.calls(path, "Norden", ignore=("*",))
    again = desk.intake.calls(path, "Norden", {"number_shown": "Leer"})
    assert (again.is_read_anew, again.stored) == (True, 2)


def test_an_objection_in_a_column_that_was_left_out_holds_when_it_is_read(
    desk: Leumund, tmp_path: Path
) -> None:
    path = write(tmp_path, "k.csv", COMPLAINTS)
    assert desk.intake.complaints(path, ignore=("*",)).objections == 0
    before = desk.intake.stream()
    again = desk.intake.complaints(path, columns={"objection": "Will Ruhe"}, ignore=("*",))
    assert (again.is_read_anew, again.stored, again.duplicates) == (True, 0, 2)
    record = desk.people.about(Number("+493023125001"))
    assert record is not None
    assert len(record.objections) == 1
    assert desk.intake.stream() == before


def test_rows_that_could_not_be_read_at_first_are_taken_in_and_no_other_twice(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = (
        "arrived_at,called_at,A,B\n"
        "2026-03-03,2026-03-02,030 23125 001,unknown\n"
        "2026-03-03,2026-03-02,030 23125 002,030 23125 003\n"
    )
    path = write(tmp_path, "k.csv", rows)
    wrong = desk.intake.complaints(path, columns={"number_called": "B"}, ignore=("*",))
    assert (wrong.stored, wrong.quarantined) == (1, 1)
    right = desk.intake.complaints(path, columns={"number_called": "A"}, ignore=("*",))
    assert (right.stored, right.duplicates, right.quarantined) == (1, 1, 0)


def test_a_number_that_cannot_be_read_is_told_by_its_column_and_letters(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = (
        "called_at,Ziel,Dauer\n2026-03-02 10:15,030 23125 OO1,\n2026-03-02,030 23125001,1:35\n"
    )
    columns = {"number_called": "Ziel"}
    loaded = desk.intake.calls(write(tmp_path, "c.csv", rows), "Norden", columns)
    assert loaded.quarantine_path is not None
    kept = loaded.quarantine_path.read_text("utf-8")
    assert "The column «Ziel» (number_called) holds 0302•••• OO1, which" in kept
    assert "«Dauer» (duration_seconds) is no whole number of seconds" in kept
