"""Listening, confirming, and what is never opened."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leumund.audit.words.actions import Words
from leumund.audit.words.known import (
    NobodyConfirms,
    NoSuchWordFinding,
    SeveralWordFindings,
    State,
)
from leumund.audit.words.sheet import NO_FILE, NO_PERMISSION, TranscriptSheetUnreadable
from leumund.basics.clock import SetClock
from leumund.basics.finding import Source
from leumund.basics.language import in_language
from leumund.network.actions import Network
from leumund.store import Statement, Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "file,partner,called_at,permission,permission_ref,agent\n"
BAD = "Agent: Guten Tag, hier ist Falk.\nKunde: Nein danke.\nAgent: Das Angebot ist günstig.\n"
PARTNERS = """
partners:
  - name: norden
    country: DE
    engagements:
      - {role: processor, purposes: [winback], valid_from: 2026-01-01}
"""
ENTRIES = Statement("entries", "Kinds in the outbox.", "select kind from ledger.outbox")
AGENTS = Statement("agents", "Agents kept.", "select agent from audit.transcript")
TWIN = Statement(
    "twin",
    "The same place once more, with a key that begins alike.",
    """insert into audit.word_finding
    select overlay(key placing repeat('0', 20) from 13), transcript_id, check_id, turn,
        start_character, end_character, start_s, end_s, because_turn, quote, means_de, means_en,
        doubt, role_confidence
    from audit.word_finding where key = %(key)s""",
)
KEPT = Statement("kept", "All that is kept.", "select t::text as row from audit.transcript t")


@pytest.fixture
def words(store: Store, tmp_path: Path) -> Words:
    clock = SetClock(NOON)
    path = tmp_path / "partners.yaml"
    path.write_text(PARTNERS, encoding="utf-8")
    network = Network(store, clock, tmp_path)
    network.load(path)
    return Words(store, clock, network)


def folder(tmp_path: Path, *rows: str, **files: str) -> Path:
    (tmp_path / "calls").mkdir(exist_ok=True)
    for name, text in files.items():
        (tmp_path / "calls" / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "calls" / "transcripts.csv").write_text(
        HEAD + "\n".join(rows), encoding="utf-8"
    )
    return tmp_path / "calls"


def row(
    file: str = "a.txt", permission: str = "spoken", ref: str = "mark 4", agent: str = ""
) -> str:
    return f"{file},norden,2026-02-01T10:00:00+01:00,{permission},{ref},{agent}"


def test_a_transcript_is_heard_once_and_its_entry_holds_no_words(
    words: Words, tmp_path: Path, store: Store
) -> None:
    calls = folder(tmp_path, row(), a=BAD)
    first, again = words.words(calls), words.words(calls)
    assert (first.heard, first.by_check["W050"]) == (1, 1)
    assert (again.heard, again.heard_before, again.findings) == (0, 1, 0)
    with store.transaction() as tx:
        kinds = [each["kind"] for each in tx.run(ENTRIES)]
        kept = tx.one(KEPT)["row"]
    assert kinds.count("audit.words") == 2
    assert "Falk" not in kept


@pytest.mark.parametrize(
    ("permission", "ref"), [("", ""), ("spoken", ""), ("", "mark 4"), ("no", "mark 4")]
)
def test_without_recorded_permission_a_transcript_is_not_opened(
    words: Words, tmp_path: Path, permission: str, ref: str
) -> None:
    # A folder in the file's place: opening it would fail.
    calls = folder(tmp_path, row(permission=permission, ref=ref))
    (calls / "a.txt").mkdir()
    result = words.words(calls)
    assert (result.heard, result.without_permission) == (0, 1)
    assert [(one.row, one.reason) for one in result.not_heard] == [(2, NO_PERMISSION)]


@pytest.mark.parametrize(
    "ref",
    ["-", "\u2013", "nein", "no", "none", "N/A", "keine", "unbekannt", "0", "000", " ", "yes",
     "\u200b", "x", "null", "ne\u200bin"],
)  # fmt: skip
def test_an_attack_with_a_word_in_the_permission_s_place_opens_nothing(
    words: Words, tmp_path: Path, ref: str
) -> None:
    result = words.words(folder(tmp_path, row(ref=ref), a=BAD))
    assert (result.heard, result.without_permission) == (0, 1)


@pytest.mark.parametrize("ref", ["030 23125 014", "tape 17, anna@example.org", "+493023125014"])
def test_an_attack_with_somebodys_number_as_a_reference_keeps_nothing_of_it(
    words: Words, tmp_path: Path, store: Store, ref: str
) -> None:
    result = words.words(folder(tmp_path, row(ref=f'"{ref}"'), row("b.txt"), a=BAD, b=BAD))
    assert (result.heard, len(result.not_heard)) == (1, 1)
    with store.transaction() as tx:
        assert not any(ref in each["row"] for each in tx.run(KEPT))


def test_an_attack_with_one_bad_row_name_or_time_stops_no_other(
    words: Words, tmp_path: Path
) -> None:
    spoilt = (
        'a"b.txt,norden,"2026-02-01"x,spoken,mark 4,',
        "a.txt,norden",
        row("n" * 300 + ".txt"),
        row().replace("2026-02-01T10:00:00+01:00", "9999-12-31T23:59:59-01:00"),
        row().replace("2026-02-01T10:00:00+01:00", "0001-01-01T00:00:00+01:00"),
        row().replace("2026-02-01", "2027-02-01"),
        "a\0.txt,norden,2026-02-01T10:00:00+01:00,spoken,mark 4,",
    )
    result = words.words(folder(tmp_path, *spoilt, row(), a=BAD))
    assert (result.rows, result.heard, len(result.not_heard)) == (8, 1, 7)


def test_an_attack_with_a_file_outside_the_folder_reads_nothing(
    words: Words, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(BAD, encoding="utf-8")
    calls = folder(tmp_path, row("../secret.txt"), row("link.txt"), row("/etc/hostname"))
    (calls / "link.txt").symlink_to(tmp_path / "secret.txt")
    result = words.words(calls)
    assert result.heard == 0
    assert {one.reason for one in result.not_heard} == {NO_FILE}


def test_one_broken_file_does_not_stop_the_others(words: Words, tmp_path: Path) -> None:
    calls = folder(tmp_path, row("b.txt"), row(), a=BAD, b="\x00")
    result = words.words(calls)
    assert (result.rows, result.heard, len(result.not_heard)) == (2, 1, 1)


def test_agents_are_left_unread_unless_asked_for(
    words: Words, tmp_path: Path, store: Store
) -> None:
    words.words(folder(tmp_path, row(agent="n-17"), a=BAD))
    words.words(
        folder(tmp_path, row("b.txt", agent="n-17"), b=BAD + "Kunde: Ja.\n"), with_agents=True
    )
    with store.transaction() as tx:
        assert sorted(str(each["agent"]) for each in tx.run(AGENTS)) == ["None", "n-17"]


def test_an_agents_name_is_no_pseudonym(words: Words, tmp_path: Path) -> None:
    calls = folder(tmp_path, row(agent="Maria Falk"), a=BAD)
    assert words.words(calls, with_agents=True).heard == 0


def test_nothing_counts_before_a_person_has_confirmed_it(words: Words, tmp_path: Path) -> None:
    words.words(folder(tmp_path, row(), a=BAD))
    assert not words.confirmed_words()
    known = next(each for each in words.open_words() if each.check == "W050")
    assert words.confirm(known.key, "mk", is_right=True).state is State.CONFIRMED
    (finding,) = words.confirmed_words()
    assert (finding.code, finding.partner, finding.source) == (
        "W050",
        "norden",
        Source.TRANSCRIPT,
    )
    assert finding.first_sign_at == datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert finding.citation


def test_where_two_disagree_a_finding_does_not_count(words: Words, tmp_path: Path) -> None:
    words.words(folder(tmp_path, row(), a=BAD))
    key = next(each.key for each in words.open_words() if each.check == "W050")
    words.confirm(key, "mk", is_right=True)
    second = words.confirm(key, "lo", is_right=False)
    assert (second.state, second.agreement.pairs) == (State.DISPUTED, 1)
    assert not words.confirmed_words()
    assert key in {each.key for each in words.open_words()}
    assert words.confirm(key, "lo", is_right=True).state is State.CONFIRMED


def test_an_answer_needs_somebody_and_something(words: Words) -> None:
    with pytest.raises(NobodyConfirms):
        words.confirm("0" * 32, "  ", is_right=True)
    with pytest.raises(NoSuchWordFinding):
        words.confirm("0" * 32, "mk", is_right=True)


def test_a_place_says_which_call_it_is_in(words: Words, tmp_path: Path) -> None:
    """Whoever is to listen finds the recording: the key alone says nothing."""
    words.words(folder(tmp_path, row(), a=BAD))
    with in_language("en"):
        told = words.open_words()[0].in_words()
    assert "norden, call of 2026-02-01 10:00 CET" in told
    assert "permission mark 4" in told
    assert hashlib.sha256(BAD.encode()).hexdigest()[:12] in told


def test_the_beginning_of_a_key_is_enough_where_only_one_begins_so(
    words: Words, tmp_path: Path, store: Store
) -> None:
    words.words(folder(tmp_path, row(), a=BAD))
    key = words.open_words()[0].key
    assert words.confirm(key[:8], "mk", is_right=True).key == key
    with pytest.raises(NoSuchWordFinding):
        words.confirm(key[:3], "mk", is_right=True)
    with store.transaction() as tx:
        tx.run(TWIN, key=key)
    with pytest.raises(SeveralWordFindings):
        words.confirm(key[:8], "mk", is_right=True)


@pytest.mark.parametrize(
    ("written", "heard"), [("2026-02-01 10:00", 1), ("01.02.2026 10:00", 1), ("2026-02-01", 0)]
)
def test_a_time_without_a_zone_is_on_the_german_clock(
    words: Words, tmp_path: Path, written: str, heard: int
) -> None:
    told = row().replace("2026-02-01T10:00:00+01:00", written)
    assert words.words(folder(tmp_path, told, a=BAD)).heard == heard
    assert {each.called_at for each in words.open_words()} <= {
        datetime(2026, 2, 1, 9, tzinfo=UTC)
    }


def test_a_sheet_without_its_columns_opens_nothing(words: Words, tmp_path: Path) -> None:
    calls = folder(tmp_path)
    (calls / "transcripts.csv").write_text("file,partner\na.txt,norden\n", encoding="utf-8")
    with pytest.raises(TranscriptSheetUnreadable, match="permission"):
        words.words(calls)


def test_nothing_that_is_kept_is_counted_or_ordered_by_agent() -> None:
    statements = Path(__file__).parents[2] / "src/leumund/audit/words/records.sql"
    text = statements.read_text(encoding="utf-8").lower()
    selects = [part for part in text.split(";") if "select" in part and "insert" not in part]
    assert selects
    assert not [part for part in selects if "agent" in part]


@pytest.mark.parametrize("other", ["Weber, M.", "Martin Weber", "М. Weber", "M.\u200b weber"])
def test_attack_one_person_confirms_under_two_spellings(
    words: Words, tmp_path: Path, other: str
) -> None:
    words.words(folder(tmp_path, row(), a=BAD))
    key = next(each.key for each in words.open_words() if each.check == "W050")
    words.confirm(key, "M. Weber", is_right=True)
    again = words.confirm(key, other, is_right=True)
    assert (again.state, again.agreement.pairs) == (State.CONFIRMED, 0)
    assert words.confirm(key, other, is_right=False).state is State.NOT_SO
    with pytest.raises(NobodyConfirms):
        words.confirm(key, "\u200b -", is_right=True)


def test_our_own_hotline_is_listened_to_and_what_is_found_is_against_ourselves(
    words: Words, tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("principal: Nordwind\n" + PARTNERS.lstrip(), encoding="utf-8")
    Network(store, words.clock, tmp_path).load(path)
    calls = folder(tmp_path, row().replace("norden", "Nordwind"), a=BAD)
    assert words.words(calls).heard == 1
    for each in words.open_words():
        words.confirm(each.key, "Anna Muster", is_right=True)
    found = words.confirmed_words()
    assert found
    assert {(each.partner, each.said["side"]) for each in found} == {(None, "ours")}
