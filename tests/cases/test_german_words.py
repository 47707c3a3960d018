"""What a German reader reads of cases on the command line; programs read the codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cases.desk import KURZ, WEBER, Desk, finding

from leumund.basics.finding import Source
from leumund.basics.language import in_language
from leumund.cases import Against, Target
from leumund.cli.main import main

ASKED = ("cases", "overview"), ("cases", "stops")


@pytest.fixture
def entrance(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Three cases: a data stop and an order stop that two people decided, and a suspicion
    against a campaign of our own."""
    monkeypatch.setenv("LEUMUND_FOLDER", str(tmp_path))
    monkeypatch.setenv("LEUMUND_DATABASE_URL", desk.store.logins.application())
    monkeypatch.setenv("LEUMUND_DATABASE_OWNER_URL", desk.store.logins.owner())
    desk.ready()
    for measure in ("data_stop", "order_stop"):
        desk.cases.propose(desk.case_id, measure, "The calls are on record.", [1], WEBER)
        desk.cases.decide(desk.case_id, "I have read the calls.", [1], KURZ)
    ours = finding(Source.DOCUMENT, "d1", partner=None)
    desk.cases.open([ours], Against(Target.CAMPAIGN, "spring"), WEBER)
    return desk


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_lists_of_cases_and_stops_are_in_german_words_for_a_german_reader(
    entrance: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    german = "".join(said(capsys, "--lang", "de", *words) for words in ASKED)
    for word in ("Partner", "eigene Kampagne", "Entschieden", "Verdacht", "Datensperre",
                 "Auftragssperre"):  # fmt: skip
        assert word in german
    for code in ("partner", "campaign", "decided", "suspicion", " data ", " orders "):
        assert code not in german
    english = "".join(said(capsys, "--lang", "en", *words) for words in ASKED)
    for word in ("own campaign", "Decided", "Suspicion", "data stop", "order stop"):
        assert word in english


def test_measures_elsewhere_are_named_in_the_readers_words(
    entrance: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    german = said(capsys, "--lang", "de", "cases", "alike", "2", "penalty")
    assert "Vertragsstrafe" in german
    assert "penalty" not in german
    assert json.loads(said(capsys, "cases", "alike", "2", "penalty", "--json"))["this"] == (
        "penalty"
    )


def test_a_program_reads_the_codes_in_any_language(
    entrance: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    overview, stops = (
        json.loads(said(capsys, "--lang", "de", *words, "--json")) for words in ASKED
    )
    assert [(each["target"], each["state"]) for each in overview] == [
        ("campaign", "suspicion"),
        ("partner", "decided"),
    ]
    assert {each["what"] for each in stops} == {"data", "orders"}


def test_the_law_of_a_clock_is_cited_as_the_reader_knows_it(desk: Desk) -> None:
    desk.open()
    desk.stop()
    for language, laws in {
        "de": ["eigene Regel", "§ 314 Abs. 3 BGB", "§ 11 UWG"],
        "en": ["own policy", "§ 314(3) BGB", "§ 11 UWG"],
    }.items():
        with in_language(language):
            assert [due.law for due in desk.cases.clocks(desk.case_id)] == laws
