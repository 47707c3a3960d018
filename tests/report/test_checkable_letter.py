"""The letter that clears a partner, as somebody checks it who has nothing of ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.desk import MONDAY
from tests.report.packed import Packed, cleared, packed_on
from tests.report.read import check_alone, pdf_text

from leumund.basics.canonical import sha256_hex
from leumund.basics.language import in_language
from leumund.basics.sums import LIST_PROOF, SUMS, sums_of
from leumund.cases import (
    FORM,
    Against,
    Case,
    Clearing,
    Cost,
    Said,
    State,
    Sum,
    Target,
    code_of,
    source_words,
)
from leumund.cases.case import Repair
from leumund.cases.words import day_words, explanation_words, money_words
from leumund.ledger import DoesNotVerify, read_public_key, verify_proof
from leumund.ledger.folder import Folder, verify_folder
from leumund.report.clearing import clearing_page
from leumund.report.letters import Addressee, House, clearing_parts, letter_about
from leumund.report.screen import to_html
from leumund.report.words import in_full
from leumund.report.writer import Counter, FolderInUse
from leumund.store import Store

BOTH = pytest.mark.parametrize("language", ["de", "en"])
FIRST_SEEN = datetime(2026, 4, 29, 23, tzinfo=UTC)
TOLD = Clearing(
    case_id=71,
    partner="norden",
    state=State.CLEARED,
    since=datetime(2026, 5, 4, 22, 30, tzinfo=UTC),
    until=datetime(2026, 5, 12, 9, tzinfo=UTC),
    said=(Said("call.strange", "A call", "call_record", 3, FIRST_SEEN),) * 2,
    calls=48,
    never_given=37,
    speaks_for=("On 19 calls somebody else spoke.",),
    other_explanations=("spoofing",),
    cannot_happen=(),
    stop_ends_at=None,
    held=Sum(),
    released=Sum(6, 12345, date(2026, 5, 29)),
    answer_by=None,
    repairs=(Repair("Called all of them back.", 14, 4500, MONDAY),),
    cost=Cost(9, 5, 16, 12000),
    because="Another firm had shown the number.",
    ours_since=date(2026, 3, 2),
)
NOT_SAID_WHEN_CLEARED = {"cannot_happen", "stop_ends_at", "held", "answer_by", "waiting"}
FOUND_BY_THE_FACTS = {"check_code", "entry_id"}


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Packed:
    return packed_on(store, tmp_path)


def folder_of(packed: Packed, language: str = "en") -> Path:
    packed.leumund.report.letter(cleared(packed), "clearing", packed.folder / "c.pdf", language)
    return packed.folder / "c-check"


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def verified(files: Mapping[str, bytes]) -> Folder:
    keys = [read_public_key(files["ledger.pub"].decode())]
    return verify_folder(files, lambda proof: verify_proof(proof, keys))


def alone(folder: Path, language: str) -> subprocess.CompletedProcess[str]:
    command = ["-I", "verify.pyz", ".", "--key", "ledger.pub", "--lang", language]
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def in_print(facts: Mapping[str, Any], language: str) -> set[str]:
    """Everything in the facts, as a letter in that language prints it."""
    found: set[str] = set()
    for key, value in facts.items():
        every = value if isinstance(value, list) else [value]
        for each in every:
            if isinstance(each, dict):
                found |= in_print(each, language)
            elif key == "cents":
                found.add(money_words(each, language))
            elif key == "source":
                found.add(source_words(each, language))
            elif key == "other_explanations":
                found.add(explanation_words(each, language))
            elif isinstance(each, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", each):
                day = date.fromisoformat(each)
                found |= {day_words(day, language), in_full(day)}
            elif each is not None:
                found.add(str(each))
    return found


@BOTH
def test_no_figure_and_no_day_of_the_letter_or_the_page_is_missing_in_its_facts(
    language: str,
) -> None:
    page = replace(TOLD, check_code=code_of(TOLD.digest()), entry_id=5003)
    with in_language(language):
        _subject, parts = clearing_parts(_case(page), page)
        letter = "\n".join(line for part in parts for line in (part.title, *part.lines))
    html = re.sub(
        r"<style.*?</style>|<[^>]*>",
        "\n",
        to_html(clearing_page(page, "N", language)),
        flags=re.S,
    )
    with in_language(language):
        known = in_print(page.facts(), language)
    known |= {page.check_code or "", "5003", "SHA-256", "2"}
    assert "48" in letter
    assert "37" in html
    for text in (letter, html):
        text = text.replace("\xa0", " ")
        for each in sorted(known, key=len, reverse=True):
            text = re.sub(rf"(?<!\d){re.escape(each)}(?!\d)", "", text)
        assert not re.findall(r".*\d.*", text)


def _case(page: Clearing) -> Case:
    against = Against(Target.PARTNER, page.partner)
    return Case(page.case_id, against, page.state, page.since, "M. Weber", page.since)


def test_whatever_of_a_clearing_is_changed_changes_its_code() -> None:
    others: dict[str, Any] = {
        "case_id": 72,
        "partner": "sued",
        "state": State.DROPPED,
        "since": datetime(2026, 5, 3, tzinfo=UTC),
        "until": datetime(2026, 5, 13, tzinfo=UTC),
        "said": TOLD.said[:1],
        "calls": 49,
        "never_given": 36,
        "speaks_for": (),
        "other_explanations": ("theft",),
        "released": Sum(6, 12346, date(2026, 5, 29)),
        "repairs": (Repair("Called all of them back.", 14, 4501, MONDAY),),
        "cost": Cost(9, 5, 17, 12000),
        "because": "Something else.",
        "ours_since": None,
        "form": FORM + 1,
    }
    names = {each.name for each in fields(Clearing)}
    assert set(others) == names - NOT_SAID_WHEN_CLEARED - FOUND_BY_THE_FACTS
    for name, value in others.items():
        assert replace(TOLD, **{name: value}).digest() != TOLD.digest(), name


@BOTH
def test_a_stranger_checks_the_letter_with_what_came_with_it(
    packed: Packed, language: str
) -> None:
    folder = folder_of(packed, language)
    assert check_alone(folder) == 0
    said = alone(folder, language)
    facts = json.loads((folder / "facts.json").read_bytes())
    assert (said.returncode, said.stderr) == (0, "")
    assert '"never_given": 37' not in said.stdout
    assert "never_given: 37" in said.stdout
    code = packed.leumund.cases.clearing(packed.case_id).check_code
    assert code
    assert code in said.stdout
    letter = pdf_text((folder / "clearing.pdf").read_bytes())
    assert code in letter
    assert (packed.folder / "c.pdf").read_bytes() == (folder / "clearing.pdf").read_bytes()
    assert facts["cost"] == {"days_suspected": 5, "days_stopped": 0, "hours": 6, "cents": 12000}
    assert packed.leumund.report.verify(folder).is_sound


def test_the_pack_of_a_cleared_case_holds_the_facts_of_its_letter(packed: Packed) -> None:
    folder = packed.leumund.report.pack(cleared(packed), packed.folder / "pack").folder
    found = verified(files_of(folder))
    assert found.facts["letters/facts.json"]["never_given"] == 37


def test_attack_no_bit_of_letter_facts_or_proofs_can_be_flipped(packed: Packed) -> None:
    files = files_of(folder_of(packed))
    assert verified(files).facts["facts.json"]["partner"] == "norden"
    names = ["clearing.pdf", "facts.json", "clearing.tlog-proof", LIST_PROOF, SUMS]

    @given(st.sampled_from(names), st.integers(0), st.integers(0, 7))
    @settings(max_examples=60, deadline=None)
    def flipped(name: str, at: int, bit: int) -> None:
        data = bytearray(files[name])
        data[at % len(data)] ^= 1 << bit
        with pytest.raises(DoesNotVerify):
            verified({**files, name: bytes(data)})

    flipped()


@pytest.mark.parametrize("name", ["clearing.pdf", "facts.json"])
def test_attack_another_letter_with_its_list_made_to_fit_does_not_pass(
    packed: Packed, name: str
) -> None:
    files = files_of(folder_of(packed))
    changed = {**files, name: files[name].replace(b"7", b"8", 1)}
    listed = {each: changed[each] for each in changed if not each.startswith(SUMS)}
    with pytest.raises(DoesNotVerify, match="another list"):
        verified({**changed, SUMS: sums_of(listed)})


def test_attack_facts_of_ones_own_do_not_pass_with_the_proof_of_another_handing_out(
    packed: Packed,
) -> None:
    """Our own house hands out, signed and listed, facts that no clearing has recorded."""
    files = files_of(folder_of(packed))
    facts = files["facts.json"].replace(b'"never_given":37', b'"never_given":38')
    assert facts != files["facts.json"]
    own = {each: files[each] for each in files if not each.startswith(SUMS)}
    leumund = packed.leumund
    counter = Counter(leumund.store, packed.desk.clock, None, leumund.report._proofs.signed)
    handed = counter.hand_out(
        "report.letter", {"case": packed.case_id}, {**own, "facts.json": facts},
        packed.folder / "forged",
    )  # fmt: skip
    with pytest.raises(DoesNotVerify, match="No entry proven here"):
        verified(files_of(handed.folder))


def test_a_letter_from_before_keeps_the_code_that_it_went_out_with() -> None:
    early = replace(TOLD, form=1)
    assert set(early.facts()) == {
        "because", "ours_since", "case", "partner", "outcome", "since", "until", "said",
        "calls", "never_given", "speaks_for", "released", "repairs", "days_suspected",
        "days_stopped",
    }  # fmt: skip


def test_what_a_partner_may_check_is_never_written_over(packed: Packed) -> None:
    folder = folder_of(packed)
    before = sha256_hex((packed.folder / "c.pdf").read_bytes())
    with pytest.raises(FolderInUse):
        packed.leumund.report.letter(packed.case_id, "clearing", packed.folder / "c.pdf", "de")
    assert sha256_hex((packed.folder / "c.pdf").read_bytes()) == before
    assert folder.is_dir()


def test_the_letter_names_the_partner_as_its_facts_do() -> None:
    page = replace(TOLD, check_code="ab", entry_id=1)
    letter = letter_about(
        "clearing", _case(page), page, House("N"), Addressee("Norden GmbH"), MONDAY, "en"
    )
    assert ("Partner", "norden") in letter.reference
