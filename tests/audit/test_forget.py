"""Words about people go when their time is over; findings, entries and proofs stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.audit.desk import NOW, at, audit_desk
from tests.release.desk import number
from tests.release.test_actions import kinds

from leumund.app import Leumund
from leumund.audit.forgotten import Forgotten
from leumund.basics.numbers import Number
from leumund.store import Statement, Store

CALL = "Agent: Guten Tag, hier ist Falk.\nKunde: Nein danke.\nAgent: Das Angebot ist günstig.\n"
SHEET = """\
file,partner,called_at,permission,permission_ref
a.txt,Norden,2026-03-02T10:00:00+01:00,written,R-1
"""
SAID = "Hier ist der Stromservice."
HALF_A_YEAR = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)
ROWS = Statement(
    "rows",
    "Every row that holds words.",
    "select t::text as row from audit.transcript t"
    " union all select f::text from audit.word_finding f"
    " union all select a::text from audit.word_answer a"
    " union all select r::text from audit.reported r"
    " union all select g::text from audit.rang g",
)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """One call was heard and its places confirmed; one number was reported and rung."""
    made = audit_desk(tmp_path, store, customers=3)
    (tmp_path / "a.txt").write_text(CALL, encoding="utf-8")
    (tmp_path / "transcripts.csv").write_text(SHEET, encoding="utf-8")
    made.audit.words(tmp_path)
    for each in made.audit.open_words():
        made.audit.confirm(each.key, "mk", is_right=True)
    made.audit.number(Number(number(7000)))
    made.audit.rang(Number(number(7000)), "mk", SAID)
    return made


def held(desk: Leumund) -> str:
    with desk.store.snapshot() as tx:
        return "\n".join(row["row"] for row in tx.run(ROWS))


def test_words_of_a_call_are_gone_after_half_a_year_and_the_ledger_still_verifies(
    desk: Leumund,
) -> None:
    desk.audit.collect()
    known = {each.digest for each in desk.audit.findings()}
    places = len(desk.audit.confirmed_words())
    assert "günstig" in held(desk)
    at(desk, HALF_A_YEAR + timedelta(seconds=1))
    assert desk.audit.forget() == Forgotten(1, places, 0, 0)
    assert "günstig" not in held(desk)
    assert held(desk).count("mk") == 1, "only the note of the call to the reported number"
    assert desk.audit.confirmed_words() == ()
    assert {each.digest for each in desk.audit.findings()} == known
    desk.ledger.integrate()
    assert desk.ledger.verify().problems == ()


def test_what_was_said_at_a_reported_number_is_gone_after_a_year_with_the_number(
    desk: Leumund,
) -> None:
    at(desk, NOW + timedelta(days=366))
    gone = desk.audit.forget()
    assert (gone.rings, gone.numbers) == (1, 1)
    assert held(desk) == ""
    desk.ledger.integrate()
    assert desk.ledger.verify().problems == ()


def test_nothing_goes_before_its_time_and_nothing_is_noted_then(desk: Leumund) -> None:
    before = held(desk)
    at(desk, HALF_A_YEAR)
    assert not desk.audit.forget().is_anything
    assert held(desk) == before
    assert "audit.forget" not in kinds(desk)


def test_a_second_night_deletes_nothing_more(desk: Leumund) -> None:
    at(desk, NOW + timedelta(days=366))
    desk.audit.forget()
    assert not desk.audit.forget().is_anything
    assert kinds(desk).count("audit.forget") == 1
