"""What speaks for a partner stands wherever something is decided or handed out about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.report.packed import Packed, decided, packed_on
from tests.report.read import pdf_text

from leumund.store import Store

BOTH = pytest.mark.parametrize("language", ["de", "en"])


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Packed:
    return packed_on(store, tmp_path)


def folder_of(packed: Packed, language: str) -> Path:
    into = packed.folder / f"pack-{language}"
    return packed.leumund.report.pack(packed.case_id, into, None, language).folder


@BOTH
def test_what_speaks_for_the_partner_stands_in_the_decision_and_on_the_page_of_the_pack(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.open()
    says = "Nobody was logged in that night."
    desk.item(is_for_partner=True, calls=40, never_given=37, says=says)
    desk.explain("theft")
    desk.propose("warning")
    desk.decide()
    folder = folder_of(packed, language)
    page = " ".join(pdf_text((folder / "pack.pdf").read_bytes()).split())
    letter = " ".join(pdf_text((folder / "letters" / "decision.pdf").read_bytes()).split())
    title, never, found, taken = {
        "de": ("Was für den Partner spricht", "Von 40 fremden Anrufen gingen 37",
               "wir fanden nichts, was dafür spricht", "Die Daten wurden bei Ihnen entwendet"),
        "en": ("What speaks for the partner", "Of 40 strange calls 37",
               "we found nothing that speaks for it", "The data were taken from you"),
    }[language]  # fmt: skip
    assert title in page
    assert ("Was für Sie spricht" if language == "de" else "What speaks for you") in letter
    for text in (page, letter):
        assert never in text
        assert says in text
    assert found in letter
    assert taken in letter


def test_a_pack_into_which_nothing_was_put_for_the_partner_says_so(packed: Packed) -> None:
    decided(packed)
    page = pdf_text((folder_of(packed, "en") / "pack.pdf").read_bytes())
    assert "Nothing that speaks for the partner was put into the case." in page
