from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from tests.house.test_words import condemning
from tests.report.looked import FIRM, NUMBER, PERSON, REF, looked

from leumund.basics.language import in_language
from leumund.report import (
    Beside,
    Page,
    look_page,
    rows_left_over,
    to_html,
    to_pdf,
    what_stands_out,
    write_look,
)
from leumund.report.look.words import cell_words
from leumund.report.page import Finding, Heading, Points, Table, Text

BOTH = pytest.mark.parametrize("language", ["de", "en"])
NOW = datetime(2026, 5, 4, 9, 0, 0, 123456, tzinfo=UTC)


def page_of(folder: Path, language: str = "en") -> Page:
    with in_language(language):
        return look_page(looked(folder), Beside(complaints=3, confirmed=1))


def words_of(page: Page) -> str:
    """All that is read; a picture leaves its drawing out of it by itself."""
    return "\n".join([page.title, page.subtitle, page.foot, *map(repr, page.blocks)])


@BOTH
def test_no_number_reference_or_name_of_a_person_is_on_the_page(
    tmp_path: Path, language: str
) -> None:
    html = to_html(page_of(tmp_path, language))
    digits = re.sub(r"\D", "", NUMBER)
    for secret in (digits, digits[2:], NUMBER, REF, PERSON, "Trugholz", "Beispiel"):
        assert secret not in html
    assert FIRM in html
    assert "+49 30•••" in html


@BOTH
def test_nobody_is_condemned_or_acquitted_by_a_look(tmp_path: Path, language: str) -> None:
    assert not condemning(words_of(page_of(tmp_path, language)))


@BOTH
def test_a_look_needs_no_script_and_links_only_to_itself_and_to_its_files(
    tmp_path: Path, language: str
) -> None:
    html = to_html(page_of(tmp_path, language))
    assert "<script" not in html
    assert " style=" not in html
    links = re.findall(r"href=\"([^\"]*)\"", html)
    assert links
    inside = {link for link in links if link.startswith("#")}
    anchors = set(re.findall(r" id=\"([^\"]*)\"", html))
    assert {link[1:] for link in inside} <= anchors
    assert all(re.match(r"#|rows/[\w.]+\.csv$|left-over/", link) for link in links)


def test_every_link_to_a_file_leads_to_one(tmp_path: Path) -> None:
    with in_language("de"):
        written = write_look(looked(tmp_path), tmp_path / "out", NOW)
    html = written.html.read_text(encoding="utf-8")
    files = set(re.findall(r"href=\"([^#\"][^\"]*)\"", html))
    assert files
    assert not [link for link in files if not (written.html.parent / link).is_file()]


def test_a_figure_opens_to_its_rows(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    at = next(
        at for at, b in enumerate(page.blocks) if isinstance(b, Finding) and b.figure == "41"
    )
    rows = page.blocks[at + 1]
    assert isinstance(rows, Table)
    assert rows.folded == "Show the first 20 of 41 rows"
    assert rows.rows[0][0] == "Anrufe/Nord 2026-01-15.csv, row\N{NO-BREAK SPACE}2"
    assert rows.link == "rows/call.sunday.csv"
    assert "<details>" in to_html(page)


def test_a_table_opens_to_the_rows_that_it_counts(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    folded = [b for b in page.blocks if isinstance(b, Table) and b.link.endswith("_behind.csv")]
    assert [table.folded for table in folded] == ["Show the rows"]
    assert [row[-1] for row in folded[0].rows] == [
        "an order that was never given",
        "the tariff spoken of, heimnetz 250",
    ]


def test_the_first_page_says_what_stands_out_in_at_most_five_sentences(tmp_path: Path) -> None:
    with in_language("en"):
        said = what_stands_out(looked(tmp_path))
    assert 1 <= len(said) <= 5
    assert "43 of 1,234 calls ask for an explanation" in said[0]
    assert "42 are in the files of Nord, which made 1,200 calls" in said[0]
    assert "€\N{NO-BREAK SPACE}2,025.00" in said[1]


def test_what_to_do_on_monday_follows_from_what_was_found(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    heads = [at for at, b in enumerate(page.blocks) if isinstance(b, Heading)]
    deeds = page.blocks[heads[1] + 1]
    assert isinstance(deeds, Points)
    texts = [point.text for point in deeds.points]
    assert texts[0].startswith("Hold back 2 payments")
    assert any("leumund look confirm monday" in text for text in texts)
    assert not any("objected" in text for text in texts)


def test_payments_are_no_people_and_a_range_has_its_stroke(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    paid = next(
        b for b in page.blocks if isinstance(b, Finding) and "without a contract" in b.title
    )
    assert paid.asides[0] == "2 of 1,234 payments"
    assert not [each for each in paid.asides if "people" in each]
    assert cell_words("3-4", {}) == "3–4"
    assert cell_words("+4930•••", {}) == "+49 30•••"


def test_of_a_file_that_was_left_out_whole_no_rows_are_left_over(tmp_path: Path) -> None:
    report = looked(tmp_path)
    calls, *others = report.files
    out = replace(report, files=(replace(calls, kind=None), *others))
    with in_language("en"):
        written = write_look(out, tmp_path / "out", NOW)
    assert written.left_over == ()
    assert (rows_left_over(report), rows_left_over(out)) == (1, 0)


def test_what_was_looked_for_and_not_found_is_said(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    said = [b.text for b in page.blocks if isinstance(b, Text)]
    assert "Looked for and not found: Calls on a public holiday." in said


def test_what_was_left_out_is_listed_with_its_place(tmp_path: Path) -> None:
    with in_language("en"):
        written = write_look(looked(tmp_path), tmp_path / "out", NOW)
    html = written.html.read_text(encoding="utf-8")
    for words in ("Bild.png", "A picture.", "Rows left over", "Broken."):
        assert words in html
    assert "left-over/01_Anrufe_Nord_2026-01-15.csv_Blatt_1.csv" in html
    assert "column Ziel: called (not used)" in html
    assert "3 mails in Post" in html


def test_what_cannot_be_said_stands_beside_the_one_change(tmp_path: Path) -> None:
    page = page_of(tmp_path, "de")
    tables = [b for b in page.blocks if isinstance(b, Table) and "die eine Änderung" in b.head]
    assert tables[0].rows[0][1] == "Aufträge: Kanal"
    assert "Aufträge: Kanal" in tables[0].rows[0][2]


def test_rows_left_over_keep_their_words_to_themselves_unless_asked(tmp_path: Path) -> None:
    with in_language("en"):
        hidden = write_look(looked(tmp_path), tmp_path / "a", NOW).left_over[0]
        asked = write_look(looked(tmp_path), tmp_path / "b", NOW, is_shown=True).left_over[0]
    assert "Beispiel" not in hidden.read_text(encoding="utf-8")
    assert "'=1+1;030 23125 007;Anna Beispiel" in asked.read_text(encoding="utf-8")


@BOTH
def test_the_rows_as_a_file_are_masked_unless_asked(tmp_path: Path, language: str) -> None:
    with in_language(language):
        write_look(looked(tmp_path), tmp_path / "a", NOW)
        write_look(looked(tmp_path), tmp_path / "b", NOW, is_shown=True)
    texts = {
        name: "\n".join(
            path.read_text(encoding="utf-8-sig") for path in (tmp_path / name).rglob("*.csv")
        )
        for name in ("a", "b")
    }
    assert "3023125007" not in re.sub(r"\D", "", texts["a"])
    assert PERSON not in texts["a"]
    assert "+49 3023125007" in texts["b"]
    assert PERSON in texts["b"]


def test_all_rows_of_a_finding_are_in_its_file(tmp_path: Path) -> None:
    with in_language("de"):
        write_look(looked(tmp_path), tmp_path / "out", NOW)
    path = tmp_path / "out" / "rows" / "call.sunday.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:4] == ["Datei", "Blatt", "Zeile", "Partner"]
    assert [row[2] for row in rows[1:]] == [str(n) for n in range(2, 43)]


def test_files_of_an_earlier_look_do_not_stay(tmp_path: Path) -> None:
    stale = tmp_path / "out" / "rows" / "call.over_cap.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    with in_language("en"):
        write_look(looked(tmp_path), tmp_path / "out", NOW)
    assert not stale.exists()


@BOTH
def test_the_paper_has_the_figures_and_no_folded_rows(tmp_path: Path, language: str) -> None:
    made = to_pdf(page_of(tmp_path, language), NOW)
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert "41" in " ".join(sheets)
    assert "rows/call.sunday.csv" in " ".join(sheets)
    assert "row\N{NO-BREAK SPACE}2" not in " ".join(sheets)


def test_the_first_chapter_begins_on_the_second_sheet(tmp_path: Path) -> None:
    made = to_pdf(page_of(tmp_path), NOW)
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert "What to do on Monday" in sheets[0]
    assert sheets[1].lstrip().startswith("b. Calls that ask for an explanation")


def test_an_empty_folder_gives_a_page_too(tmp_path: Path) -> None:
    empty = replace(
        looked(tmp_path), files=(), findings=(), shown=(), totals=(), rows={}, principal=None,
        first_on=None, last_on=None,
    )  # fmt: skip
    with in_language("en"):
        page = look_page(empty, Beside())
        assert not what_stands_out(empty)
    assert "There is no file in this folder" in words_of(page)
    assert to_pdf(page, NOW).startswith(b"%PDF")


def test_long_names_of_files_may_break_on_paper(tmp_path: Path) -> None:
    name = "Ordner/" + "Liste_der_Listen_" * 6 + "2026.csv"
    report = looked(tmp_path)
    long = replace(report, files=(replace(report.files[1], file=name), *report.files[2:]))
    with in_language("en"):
        made = to_pdf(look_page(long, Beside()), NOW)
    reader = pypdf.PdfReader(io.BytesIO(made))
    text = "".join(sheet.extract_text() for sheet in reader.pages)
    assert "Liste_der_Listen_" in text.replace("\N{ZERO WIDTH SPACE}", "").replace("\n", "")


def test_a_negative_sum_is_said_to_be_taken_back() -> None:
    with in_language("en"):
        assert cell_words(Decimal("-12.50"), {}) == "€\N{NO-BREAK SPACE}12.50 taken back"
