"""The reader's language: chosen for a run, else by the environment, else English."""

from __future__ import annotations

import pytest

from leumund.basics.language import choose_language, in_language, reader_language, translate

VARIABLES = ("LEUMUND_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_environment_says_which_language(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "de" if variable == "LEUMUND_LANGUAGE" else "de_AT.UTF-8")
    assert reader_language() == "de"


def test_our_own_variable_comes_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LEUMUND_LANGUAGE", "en")
    assert reader_language() == "en"


@pytest.mark.parametrize("language", ["C", "fr_FR.UTF-8", "tlh", ""])
def test_a_language_that_is_not_there_becomes_english(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    assert reader_language() == "en"


def test_a_language_chosen_for_a_block_ends_with_it() -> None:
    with in_language("de"):
        assert reader_language() == "de"
        with in_language("en"):
            assert reader_language() == "en"
        assert reader_language() == "de"
    assert reader_language() == "en"


def test_a_language_may_be_chosen_for_good_and_given_up_again() -> None:
    choose_language("de")
    assert translate("yes") == "ja"
    choose_language(None)
    assert translate("yes") == "yes"


def test_a_sentence_without_german_stays_as_it_is() -> None:
    assert translate("No such sentence.", "de") == "No such sentence."
    assert translate("", "de") == ""
