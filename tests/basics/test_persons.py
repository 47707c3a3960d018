"""Whether two typed names may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.persons import may_be_one


@pytest.mark.parametrize(
    "other",
    [
        "m. weber",
        " M.  WEBER ",
        "M Weber",
        "Weber, M.",
        "Weber",
        "Dr. Weber",
        "Martin Weber",
        "M.\u200bWeber",
        "\u041c. W\u0435b\u0435r",
        "\uff2d. \uff37eber",
    ],
)
def test_attack_one_person_under_two_spellings(other: str) -> None:
    assert may_be_one("M. Weber", other)
    assert may_be_one(other, "M. Weber")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jörg Müller", "Joerg Mueller"),
        ("Jörg Müller", "Mu\u0308ller"),
        ("René Roth", "Rene Roth"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Søren Holm", "Soren Holm"),
        ("Søren Holm", "Soeren Holm"),
    ],
)
def test_an_umlaut_or_accent_makes_no_second_person(one: str, other: str) -> None:
    assert may_be_one(one, other)


@pytest.mark.parametrize(
    "other",
    [
        *("MartinWeber", "Martin We-ber", "Martin Web er", "mweber", "weberm", "m.weber"),
        *("Martin\u3164 Weber", "Martin Weber\u115f", "Mart\u0131n Weber", "M\u0251rtin Weber"),
    ],
)
def test_attack_one_person_with_a_name_run_together_or_a_blank_letter(other: str) -> None:
    assert may_be_one("Martin Weber", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M. Weber", "A. Klein"),
        ("A. Weber", "B. Weber"),
        ("Martin Weber", "Maria Weber"),
        ("M. Weber-Klein", "A. Klein"),
        ("M. Weber", "M. Brandt"),
        ("Anna Weber", "mweber"),
        ("Weber", "Brandt"),
    ],
)
def test_two_people_are_two(one: str, other: str) -> None:
    assert not may_be_one(one, other)
    assert not may_be_one(other, one)


@given(st.text(), st.text())
def test_whoever_is_compared_first_changes_nothing(one: str, other: str) -> None:
    assert may_be_one(one, one)
    assert may_be_one(one, other) == may_be_one(other, one)
