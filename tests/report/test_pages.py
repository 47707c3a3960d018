from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser

import pypdf
import pytest
from tests.house.test_words import condemning

from leumund.basics.language import in_language
from leumund.report import (
    ActOfGame,
    CopyOfYear,
    GameReport,
    LineupRow,
    Page,
    YearReport,
    game_page,
    to_html,
    to_pdf,
    year_page,
)
from leumund.report.page import Heading, Picture, Table, Text
from leumund.report.pictures import Line, evidence_over_complaints

MOMENTS = tuple(datetime(2025, month, 15, tzinfo=UTC) for month in range(1, 13))


def copy_of(partner: str, *, is_named: bool) -> CopyOfYear:
    return CopyOfYear(
        partner=partner,
        found="used" if is_named else "no_sign",
        way="stolen" if is_named else "",
        possible=40,
        not_in_copy=50,
        before_hand_over=8,
        newer_than_copy=2,
        of_100=9,
        strength=2_300_000 if is_named else 1,
        named_on=date(2025, 6, 14) if is_named else None,
        at=MOMENTS,
        once_in=tuple(10.0**at for at in range(12)) if is_named else (1.0,) * 12,
    )


YEAR = YearReport(
    company="Blauwalfunk AG", year=2025, seed=7, customers=20_000, may_be_called=9_800,
    units=9_790, portions=8, handed_over=7_900, calls=3_000, complaints=120, unexplained=100,
    strangers=3,
    copies=(copy_of("Möwenturm", is_named=True), copy_of("Übelmut <b>", is_named=False)),
    without_list=("Teekesselladen",), most_partner="Übelmut <b>", most_complaints=44,
    framed="Übelmut <b>", invented=12, entries=200, root="ab" * 32, key="keys/ledger.pub",
    proof="proofs/draw.tlog-proof", digest="cd" * 32,
)  # fmt: skip
ACT = ActOfGame(
    partner="partner-03", complaints=4, from_list=3, named=("partner-03",), named_after=4,
    strongest="partner-03", strength=4_000,
    once_in=(("partner-03", (1.0, 10.0, 200.0, 4000.0)), ("partner-04", (1.0,) * 4)),
)  # fmt: skip
NOT_NAMED = replace(ACT, named=(), named_after=None, still_needed=3)
GAME = GameReport(
    file="kunden.csv", rows_in_file=1000, copies=60, list_size=50, portions=1, seal="ef" * 32,
    beacon="42", theft=ACT, framed_blindly=NOT_NAMED, framed_with_list=ACT,
    not_yet=NOT_NAMED, verify_command="python -m leumund.ledger.verify x --key y",
    verify_answer="holds", forged_answer="does not hold", redrawn=50,
    rows=(LineupRow(12, 20, 1, 100, 98, 2, 0, 18.0, 15.1),), framings=(100, 0, 100),
)  # fmt: skip
BOTH = pytest.mark.parametrize("language", ["de", "en"])


@cache
def pages(language: str) -> list[Page]:
    with in_language(language):
        return [year_page(YEAR), game_page(GAME)]


def words_of(page: Page) -> str:
    """All that is read on a page, pictures included."""
    texts = [page.title, page.subtitle, page.foot, *map(repr, page.blocks)]
    pictures = [block for block in page.blocks if isinstance(block, Picture)]
    drawn = [re.sub(r"<[^>]*>", " ", one.screen + one.paper) for one in pictures]
    return "\n".join([*texts, *drawn])


@BOTH
def test_a_page_needs_no_script_no_network_and_no_other_file(language: str) -> None:
    for page in pages(language):
        html = to_html(page)
        assert "<script" not in html
        assert not re.findall(r"(?:src|href)=\"(?!data:)", html)
        assert "http://" not in re.sub(r"data:[^\"]*", "", html)
        assert "https://" not in re.sub(r"data:[^\"]*", "", html)


@BOTH
def test_the_policy_allows_exactly_the_style_sheet_in_the_page(language: str) -> None:
    for page in pages(language):
        html = to_html(page)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
        assert policy is not None
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1].replace("&#39;", "'")
        assert "unsafe" not in policy[1]
        assert " style=" not in html


def test_a_name_with_markup_in_it_stays_text() -> None:
    with in_language("en"):
        html = to_html(year_page(YEAR))
    assert "Übelmut &lt;b&gt;" in html
    assert "<b>" not in html


@BOTH
def test_every_picture_says_in_words_what_it_shows(language: str) -> None:
    for page in pages(language):
        pictures = [block for block in page.blocks if isinstance(block, Picture)]
        assert pictures
        for picture in pictures:
            assert len(picture.alt) > 40
            assert picture.screen.startswith("<svg")
            assert "<script" not in picture.screen + picture.paper


@BOTH
def test_nobody_is_condemned_or_acquitted_on_a_page(language: str) -> None:
    for page in pages(language):
        assert not condemning(words_of(page))


def test_a_page_reads_in_the_language_that_was_chosen() -> None:
    german, english = pages("de"), pages("en")
    for one, other in zip(german, english, strict=True):
        assert one.language == "de"
        assert other.language == "en"
        texts = [
            {block.text for block in page.blocks if isinstance(block, (Text, Heading))}
            for page in (one, other)
        ]
        assert not texts[0] & texts[1]
    assert "20.000" in words_of(german[0])
    assert "20,000" in words_of(english[0])


@BOTH
def test_the_pdf_holds_the_page_with_its_umlauts_and_the_same_bytes_each_time(
    language: str,
) -> None:
    page = pages(language)[0]
    made = to_pdf(page)
    assert made == to_pdf(page)
    read = pypdf.PdfReader(io.BytesIO(made))
    text = " ".join(sheet.extract_text() for sheet in read.pages)
    assert "Möwenturm" in text
    assert "Übelmut <b>" in text
    assert len(read.pages) <= 2
    fonts = {
        str(font) for sheet in read.pages for font in sheet["/Resources"]["/Font"].values()
    }
    assert fonts


def test_the_page_is_well_formed() -> None:
    class Checker(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "img"):
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    checker = Checker()
    checker.feed(to_html(pages("en")[0]))
    assert not checker.open


def test_a_year_in_which_nobody_is_named_says_so() -> None:
    calm = replace(YEAR, copies=(copy_of("Kieseluhr", is_named=False),))
    with in_language("en"):
        page = year_page(calm)
    assert any("No copy was named" in repr(block) for block in page.blocks)
    assert calm.is_nobody_wrongly_named


@BOTH
def test_named_wrongly_and_not_yet_named_are_two_different_things(language: str) -> None:
    wrong = replace(copy_of("Kieseluhr", is_named=True), way="")
    missed = replace(copy_of("Papiermond", is_named=False), way="stolen")
    with in_language(language):
        page = repr(year_page(replace(YEAR, copies=(missed,))).blocks[2])
        assert "Papiermond" in page
        assert ("nobody was named wrongly" in page) or ("Niemand wurde falsch benannt" in page)
        page = repr(year_page(replace(YEAR, copies=(wrong,))).blocks[2])
        assert ("Named wrongly: Kieseluhr." in page) or ("Falsch benannt: Kieseluhr." in page)
    assert not replace(YEAR, copies=(wrong,)).is_nobody_wrongly_named
    assert replace(YEAR, copies=(missed,)).is_nobody_wrongly_named
    assert not replace(YEAR, copies=(missed,)).is_every_used_copy_named


def test_too_few_complaints_read_as_not_yet() -> None:
    with in_language("en"):
        page = game_page(replace(GAME, theft=NOT_NAMED))
    strong = next(b for b in page.blocks if isinstance(b, Text) and b.tone == "strong")
    assert "not enough yet" in strong.text


def test_the_tables_have_as_many_cells_in_every_row_as_heads() -> None:
    for page in pages("de"):
        for block in page.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.head)}


def test_a_line_ends_where_it_leaves_the_picture_and_never_comes_back() -> None:
    at, strong = tuple(range(6)), (1.0, 1e5, 1e10, 1e8, 1e11, 1e7)
    lines = [
        Line("Möwenturm", at, strong, is_named=True),
        Line("Kieseluhr", at, (1.0,) * 6, is_named=False),
    ]
    drawn = evidence_over_complaints(lines, 5, 1e3, "others", "screen")
    path = re.search(r'name: Möwenturm"[^>]*line mark" d="([^"]*)"', drawn)
    assert path is not None
    heights = [float(y) for y in re.findall(r",(-?[\d.]+)", path[1])]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) == 0
    assert "Möwenturm</text>" in drawn


def test_what_leads_to_a_picture_stays_with_it_on_paper() -> None:
    with in_language("en"):
        page = year_page(YEAR)
    at = next(at for at, block in enumerate(page.blocks) if isinstance(block, Picture))
    head, words, drawn = Heading("Torn off?"), Text("It leads to the picture."), page.blocks[at]
    for lines in range(0, 60, 3):
        filled = replace(page, blocks=(Text("word " * 14 * lines), head, words, drawn))
        sheets = [
            sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(to_pdf(filled))).pages
        ]
        of_head = [at for at, text in enumerate(sheets) if "Torn off?" in text]
        assert [at for at, text in enumerate(sheets) if "Möwenturm" in text] == of_head
