"""The commands of permit, from the words that are typed to what is shown."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from pyarrow import parquet
from tests.permit.conftest import CID, NOBODY, SHOWN, Desk

from leumund.cli.main import main
from leumund.store import Store

Typed = Callable[..., tuple[int, str, str]]

QUESTION = ("--partner", "Norden", "--purpose", "winback", "--at", "2026-09-01T11:00:00")


@pytest.fixture
def typed(
    desk: Desk,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Typed:
    """Type a command with something on standard input; its status, output and error output."""
    monkeypatch.setenv("LEUMUND_FOLDER", str(desk.folder))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", store.logins.application())
    monkeypatch.setenv("LEUMUND_DATABASE_OWNER_URL", store.logins.owner())
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    monkeypatch.setattr("leumund.app.SystemClock", lambda: desk.clock)

    def run(*words: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        status = main(("permit", *words))
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_check_reads_the_number_from_standard_input_and_gives_a_pass(typed: Typed) -> None:
    status, out, err = typed("check", *QUESTION, given=f"{CID.e164}\n")
    assert (status, err) == (0, "")
    assert out.startswith("The call is allowed.")
    assert "Pass: " in out
    assert CID.e164[-6:] not in out


def test_the_number_to_be_shown_stands_on_the_second_line(typed: Typed) -> None:
    assert "Pass: " in typed("check", *QUESTION, given=f"{CID.e164}\n{SHOWN.e164}\n")[1]
    other = typed("check", *QUESTION, given=f"{CID.e164}\n{NOBODY.e164}\n")[1]
    assert "C018" in other


def test_a_refusal_is_an_answer_unless_the_exit_status_is_asked_for(typed: Typed) -> None:
    assert typed("check", *QUESTION, given=NOBODY.e164)[0] == 0
    assert typed("check", *QUESTION, "--exit-status", given=NOBODY.e164)[0] == 1
    assert typed("check", *QUESTION, "--exit-status", given=CID.e164)[0] == 0


def test_check_says_it_in_german_and_as_json(typed: Typed) -> None:
    assert typed("--lang", "de", "check", *QUESTION, given=CID.e164)[1].startswith("Der Anruf")
    answer = json.loads(typed("check", *QUESTION, "--json", given=NOBODY.e164)[1])
    assert answer["is_allowed"] is False
    assert {"C001", "C002"} == {each["rule"] for each in answer["verdict"]["reasons"]}
    assert answer["pack"] == "de/outbound 2026.1"


def test_explain_speaks_to_whom_it_is_asked_to(typed: Typed) -> None:
    told = typed("explain", *QUESTION, "--to", "regulator", given=NOBODY.e164)[1]
    assert "there was no valid prior express consent" in told


@pytest.mark.parametrize("given", ["", "\n", "030 23125 CALL\n", f"{CID.e164}\n" * 3])
def test_what_is_no_number_is_refused_and_not_repeated(typed: Typed, given: str) -> None:
    status, out, err = typed("check", *QUESTION, given=given)
    assert (status, out) == (2, "")
    assert err
    assert "CALL" not in err
    assert CID.e164[-6:] not in err


def test_a_number_on_the_command_line_is_refused_and_not_repeated(typed: Typed) -> None:
    status, out, err = typed("check", CID.e164, *QUESTION)
    assert (status, out) == (2, "")
    assert CID.e164[-6:] not in err


def test_screen_answers_a_list_and_all(typed: Typed, desk: Desk) -> None:
    path, into = desk.folder / "list.csv", desk.folder / "answer.parquet"
    path.write_text(f"Telefon\n{CID.e164}\n{NOBODY.e164}\n", encoding="utf-8")
    days = ("--start", "2026-09-01", "--end", "2026-09-02", "--into", str(into), "--json")
    asked = ("--purpose", "winback", "--product", "Strom", *days)
    listed = json.loads(typed("screen", str(path), *asked)[1])
    assert (listed["allowed"], listed["refused"]) == (1, 1)
    assert parquet.read_table(into).num_rows == 2
    everybody = json.loads(typed("screen", "--all", *asked)[1])
    assert (everybody["allowed"], everybody["refused"]) == (2, 2)


def test_screen_wants_a_list_or_all_and_not_both(typed: Typed, desk: Desk) -> None:
    path = desk.folder / "customers.csv"
    assert typed("screen", "--purpose", "winback")[0] == 2
    assert typed("screen", str(path), "--all", "--purpose", "winback")[0] == 2


def test_a_list_that_is_not_there_or_has_no_numbers_is_named(typed: Typed, desk: Desk) -> None:
    path = desk.folder / "other.csv"
    into = ("--into", str(desk.folder / "x.parquet"), "--purpose", "winback")
    assert typed("screen", str(path), *into)[0] == 3
    path.write_text("colour\nred\n", encoding="utf-8")
    status, _, err = typed("screen", str(path), *into)
    assert (status, "number" in err) == (2, True)


@pytest.mark.parametrize(
    "at", ["01.09.2026 11:00", "2026-09-01 11:00", "1.9.2026 11:00 Uhr", "2026-09-01T09:00:00Z"]
)
def test_a_moment_is_read_as_germans_and_programs_write_it(typed: Typed, at: str) -> None:
    asked = ("--partner", "Norden", "--purpose", "winback", "--at", at, "--json")
    answer = json.loads(typed("explain", *asked, given=CID.e164)[1])
    assert answer["at"] == "2026-09-01T09:00:00+00:00"


@pytest.mark.parametrize("at", ["31.02.2026", "2026-03-29 02:30", "noon", ""])
def test_a_moment_that_never_was_is_refused(typed: Typed, at: str) -> None:
    asked = ("--partner", "Norden", "--purpose", "winback", "--at", at)
    status, out, err = typed("explain", *asked, given=CID.e164)
    assert (status, out) == (2, "")
    assert "13.01.2026 17:05" in err


def test_days_are_read_both_ways_and_another_is_refused(typed: Typed, desk: Desk) -> None:
    days = ("--from", "28.9.2026", "--until", "2026-10-04")
    into = ("--into", str(desk.folder / "x.csv"), "--json")
    found = json.loads(typed("screen", "--all", "--purpose", "winback", *days, *into)[1])
    assert (found["start"], found["end"]) == ("2026-09-28", "2026-10-04")
    status, _, err = typed("screen", "--all", "--purpose", "winback", "--from", "31.9.2026")
    assert (status, "31.9.2026 is no day" in err) == (2, True)


def test_explain_names_consent_and_law_to_a_customer_and_no_number(typed: Typed) -> None:
    asked = ("explain", *QUESTION, "--audience", "customer")
    told = typed("--lang", "de", *asked, given=CID.e164)[1]
    assert "Am 10.01.2026 haben Sie in Anrufe von Musterstrom GmbH zu Strom" in told
    assert "§ 7 Abs. 2 Nr. 1" in told
    assert CID.e164[-6:] not in told
