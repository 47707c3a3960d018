"""A check that is right too seldom in a language is off there, says so, and can be asked."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.audit.test_words_school import calls, words
from tools import words as tool

from leumund.audit import Listener, load_word_checks
from leumund.audit.words.actions import Words
from leumund.audit.words.fit import FITNESS, MEASURED, Unfit, unfit_checks
from leumund.audit.words.transcript import Transcript, Turn

__all__ = ["words"]

CLAIM = Transcript("t", (Turn("Agent", "Good morning, you have a line with us.", 0.0, 3.0),))


def test_what_is_below_the_floor_is_off_and_nothing_else() -> None:
    off = {(each.language, each.check) for each in unfit_checks()}
    assert off == {("en", "W001"), ("en", "W010")}
    assert all(each.precision_percent < each.floor_percent for each in unfit_checks())


def test_the_floor_and_the_figures_are_data(tmp_path: Path) -> None:
    shutil.copytree(FITNESS, tmp_path / "fitness")
    (tmp_path / "fitness" / "floor.yaml").write_text("precision_percent: 90\n", "utf-8")
    (tmp_path / "fitness" / MEASURED).write_text("de:\n  W001: [89, 11]\n  W002: [9, 1]\n")
    assert unfit_checks(tmp_path / "fitness") == (Unfit("de", "W001", 89, 90),)


def test_the_figures_are_those_of_the_code_and_of_the_page() -> None:
    stored = (FITNESS / MEASURED).read_text(encoding="utf-8")
    assert stored == tool.measured_yaml(), "run `python -m tools.words`"
    page = tool.PAGE.read_text(encoding="utf-8")
    for one in unfit_checks():
        name = {"de": "German", "en": "English"}[one.language]
        assert f"| {one.check} | {name} | {one.precision_percent} % |" in page


@pytest.mark.parametrize(("language", "is_found"), [("en", False), ("de", True)])
def test_a_check_that_is_off_in_one_language_is_asked_in_the_other(
    language: str, is_found: bool
) -> None:
    said = {"en": "you have a line with us", "de": "Sie haben einen Anschluss bei uns"}
    one = Transcript("t", (Turn("Agent", said[language] + ".", 0.0, 3.0),), language)
    heard = Listener(load_word_checks(), unfit_checks()).hear(one)
    assert ("W010" in {each.check for each in heard.findings}) is is_found


def test_a_call_whose_language_is_guessed_is_measured_by_that_language() -> None:
    heard = Listener(load_word_checks(), unfit_checks()).hear(CLAIM)
    assert heard.language == "en"
    assert "W010" not in {each.check for each in heard.findings}
    every = Listener(load_word_checks()).hear(CLAIM)
    assert "W010" in {each.check for each in every.findings}


def test_the_answer_says_what_was_off_and_why_and_the_option_switches_it_on(
    words: Words,
    tmp_path: Path,
) -> None:
    folder = calls(tmp_path, "")
    (folder / "a.txt").write_text("Agent: Good morning, you have a line with us.\n", "utf-8")
    sheet = folder / "transcripts.csv"
    sheet.write_text(sheet.read_text("utf-8").replace(",de,", ",en,"), "utf-8")
    heard = words.words(folder)
    assert "W010" not in heard.by_check
    said = heard.in_words()
    assert re.search(r"W010 was off .* 49 of 100 .* fewer than 60", said)
    assert "--all-checks" in said
    every = words.words(folder, with_all_checks=True)
    assert (every.heard, every.by_check["W010"], every.off) == (1, 1, ())
    assert "was off" not in every.in_words()
