"""A hearing names the single calls, masked; a person is told of every trace of them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, NOW, WESTEN, ask, at, audit_desk, declare
from tests.release.desk import number, object_to_calls
from tests.report.read import pdf_text, text_of, texts_of
from tools.inventory import tables

from leumund.app import Leumund
from leumund.audit import code_words
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import in_language
from leumund.basics.numbers import Number, mask
from leumund.cases import Against, Target
from leumund.report.behind import SHOWN_MAX, fact_parts
from leumund.report.kept import TABLES, kind_words, purposes
from leumund.store import Store

CALLS = SHOWN_MAX + 5


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def heard(desk: Leumund, folder: Path) -> tuple[int, int]:
    """Norden called people after their objection, Westen too; Norden is heard on it: the
    case, and how many calls the finding counts."""
    object_to_calls(desk, folder, list(range(CALLS)))
    at(desk, NOW + timedelta(days=3))
    whom = [(f"2026-03-13T10:{minute:02d}:00", minute, "reached") for minute in range(CALLS)]
    declare(desk, folder, NORDEN, whom)
    declare(desk, folder, WESTEN, [("2026-03-13T11:11:00", 2, "reached")])
    found = [
        each
        for each in desk.audit.calls().findings
        if each.partner == NORDEN and each.code == "call.after_objection"
    ]
    assert found
    moved = desk.cases.open(found, Against(Target.PARTNER, NORDEN), "M. Weber")
    due = (desk.clock.now() + timedelta(days=14)).date()
    desk.cases.hear(moved.case_id, due, "M. Weber", ["Who called?"], "in our reading room")
    [counted] = [int(each.said["calls"]) for each in found]
    assert counted > SHOWN_MAX
    return moved.case_id, counted


def found_at(code: str, hour: int, **said: str | int) -> Finding:
    moment = datetime(2026, 3, 12, hour, tzinfo=UTC)
    rows = (Row("release.lookup", f"1/{hour}"),)
    return Finding(code, NORDEN, Source.LOOK_UP, moment, rows, said)


@pytest.mark.parametrize(
    ("language", "expected", "seen"),
    [
        ("de", "Zugänge sind so zu sichern", "Gesehen wurde: Abrufe in der Nacht; ein Zugang"),
        ("en", "Access is secured so that", "What was seen: look-ups at night; one log-in"),
    ],
)
def test_each_table_of_a_hearing_says_what_ought_to_be_and_what_was_seen(
    language: str, expected: str, seen: str
) -> None:
    findings = [
        found_at("C051", 1, what="night"),
        found_at("C051", 2, what="shared"),
        found_at("C051", 3, what="night"),
    ]
    with in_language(language):
        [part] = fact_parts(findings, {})
    assert part.lines[0].startswith(expected)
    assert part.lines[1].startswith(seen)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_hearing_names_single_calls_masked_and_counts_the_rest(
    desk: Leumund, tmp_path: Path, language: str
) -> None:
    case, calls = heard(desk, tmp_path)
    path = tmp_path / "hearing.pdf"
    desk.report.letter(case, "hearing", path, language)
    said = " ".join(pdf_text(path.read_bytes()).split())
    first = {"de": "13. März 2026, 10:00", "en": "13 March 2026, 10:00"}[language]
    assert first in said
    assert mask(number(0)) in said
    assert f"{calls} " in said
    assert said.count("2026, 10:") == SHOWN_MAX
    assert "11:11" not in said
    assert number(0)[3:] not in said.replace(" ", "")
    assert "Person" not in said


def test_attack_keys_that_nothing_can_look_up_keep_no_letter_and_no_pack_from_going_out(
    desk: Leumund, tmp_path: Path
) -> None:
    bad = (
        *(
            ("intake.calls", key)
            for key in ("x", "a/b", "1/", "1/2026-13-99", "1/2026-03-13T10")
        ),
        *(("release.lookup", key) for key in ("x/y", "/", "1/2026-13-99")),
        *(("orders.placed", "no such order"), ("audit.notice", "x"), ("release.copy", "x")),
    )
    found = [
        Finding(f"rule-{at}", NORDEN, Source.CALL_RECORD, NOW, (Row(table, key),))
        for at, (table, key) in enumerate(bad)
    ]
    moved = desk.cases.open(found, Against(Target.PARTNER, NORDEN), "M. Weber")
    due = (desk.clock.now() + timedelta(days=14)).date()
    told = {each.digest: "A call after an objection." for each in found}
    desk.cases.hear(moved.case_id, due, "M. Weber", facts=told)
    desk.report.letter(moved.case_id, "hearing", tmp_path / "hearing.pdf", "en")
    handed = desk.report.pack(moved.case_id, tmp_path / "pack", None, "en")
    rows = list(csv.DictReader(texts_of(handed.folder)["facts.csv"].splitlines()))
    assert len(rows) == len(bad)


def test_a_finding_that_came_in_a_file_names_its_rows_in_the_hearing() -> None:
    rows = (Row("calls", "c-17"), Row("calls", "c-18"))
    one = Finding("call.late", NORDEN, Source.CALL_RECORD, NOW, rows, said={"calls": 2})
    [part] = fact_parts([one], {})
    told = "calls: 2; of 2 rows together; the time is that of the first"
    assert [row[1:] for row in part.rows] == [("c-17", told), ("c-18", told)]
    [part] = fact_parts([found_at("C051", 1)], {})
    assert [row[1:] for row in part.rows] == [("–", "–")]


def test_the_pack_has_every_row_of_its_partner_and_of_nobody_else(
    desk: Leumund, tmp_path: Path
) -> None:
    case, calls = heard(desk, tmp_path)
    handed = desk.report.pack(case, tmp_path / "pack", None, "en")
    texts = texts_of(handed.folder)
    rows = list(csv.DictReader(texts["facts.csv"].splitlines()))
    assert len(rows) == calls
    assert {row["code"] for row in rows} == {"call.after_objection"}
    assert all("•" in row["which"] for row in rows)
    assert not any("T10:11:00" in row["at"] for row in rows)
    assert [row["at"] for row in rows] == [
        each["at"]
        for each in json.loads((handed.folder / "pack.json").read_text("utf-8"))["facts"]
    ]
    for name, text in texts.items():
        assert number(0)[3:] not in text.replace(" ", ""), name


def test_a_person_is_told_of_refusals_notices_leads_and_transcripts(
    desk: Leumund, tmp_path: Path
) -> None:
    object_to_calls(desk, tmp_path, [3])
    at(desk, NOW + timedelta(days=3))
    assert not ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-13T10:03:00", 3, "reached")])
    called = datetime(2026, 3, 13, 9, 3, tzinfo=UTC)
    folder = tmp_path / "said"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "Agent: Guten Tag, ich brauche Ihre IBAN.\nKunde: Nein.\n", "utf-8"
    )
    (folder / "transcripts.csv").write_text(
        "file,partner,called_at,permission,permission_ref\n"
        f"one.txt,{NORDEN},{called.isoformat()},spoken,R-1\n", "utf-8"
    )  # fmt: skip
    assert desk.audit.words(folder).heard == 1
    handed = desk.report.access(Number(number(3)), None, tmp_path / "a", "de")
    told = json.loads((handed.folder / "data.json").read_text("utf-8"))["traces"]
    kinds = {each["kind"] for each in told}
    assert {"refused", "transcript"} <= kinds
    assert all(each["purpose"] and each["period"] for each in told)
    assert {each["recipients"].split(",")[0] for each in told if each["kind"] == "refused"}
    said = " ".join(text_of(handed.folder / "answer.pdf").split())
    assert "90 Tage" in said
    assert "6 Monate" in said


def test_a_person_reads_that_a_consent_was_taken_back(desk: Leumund, tmp_path: Path) -> None:
    head, *rows = (tmp_path / "consents.csv").read_text("utf-8").splitlines()
    mine = next(row for row in rows if "K4," in row)
    text = f"{head},revoked_at\n{mine},2026-03-01T09:00:00\n"
    (tmp_path / "again.csv").write_text(text, "utf-8")
    desk.people.load(tmp_path / "again.csv", "consents")
    handed = desk.report.access(Number(number(4)), None, tmp_path / "a", "de")
    said = " ".join(text_of(handed.folder / "answer.pdf").split())
    assert "zurückgenommen am 1. März 2026" in said


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Bankverbindung erfragt"), ("en", "Bank details asked for")]
)
def test_what_was_heard_in_a_call_is_told_in_words(language: str, title: str) -> None:
    with in_language(language):
        assert code_words("W020") == title


def test_a_trace_is_told_with_the_period_that_its_table_declares() -> None:
    kept = {each.name: each.retention.split()[0] for each in tables()}
    kept["audit.notice_line"] = kept["audit.notice"]
    assert {name: kept[name] for name, _period in TABLES.values()} == dict(TABLES.values())
    assert set(TABLES) == set(kind_words()) == set(purposes())
