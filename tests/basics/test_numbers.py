"""Phone numbers: two libraries that must agree, and a text form that gives nothing away."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import phonenumbers
import pytest
import rphonenumbers
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from leumund.basics.numbers import NotANumber, Number, mask, read_many

BLOCKS = ("3023125", "6990009", "4066969", "2214710", "8999998")
TYPES = [value for name, value in vars(PhoneNumberType).items() if name.isupper()]


def made_up(chance: random.Random) -> str:
    """The national digits of a number that is given to nobody."""
    return chance.choice(BLOCKS) + "".join(chance.choices("0123456789", k=chance.randint(3, 6)))


def as_people_write_it(national: str, chance: random.Random) -> str:
    """One of the ways in which such a number stands in real files, some of them broken."""
    head, tail = national[:2], national[2:]
    spaced = " ".join(tail[at : at + 3] for at in range(0, len(tail), 3))
    forms = (
        f"+49{national}",
        f"0049 {head} {spaced}",
        f"0{head}/{tail}",
        f"(0{head}) {spaced}",
        f"+49 (0) {head} {spaced}",
        f"0{head}-{tail}",
        f" 0{head} {spaced} ",
        f"\u202a+49{national}\u202c",
        f"0{head}\u00a0{spaced}",
        f"49{national}",
        national,
        f"0{head}{tail}ext. 5",
        f"0{head}{tail[:2]}",
        f"0{head}.{tail}",
        f"++49{national}",
        f"0{head}{spaced}; 0{head}{tail}",
    )
    return chance.choice(forms)


def examples_of_the_world() -> Iterator[tuple[str, str]]:
    """The reference's own example numbers of every country and kind, in three forms."""
    forms = (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.INTERNATIONAL,
        PhoneNumberFormat.NATIONAL,
    )
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in TYPES:
            example = phonenumbers.example_number_for_type(region, kind)
            if example is not None:
                yield from ((region, phonenumbers.format_number(example, one)) for one in forms)


def test_the_fast_lane_reads_fifty_thousand_written_numbers_as_the_reference_does() -> None:
    chance = random.Random(5)
    written = [as_people_write_it(made_up(chance), chance) for _each in range(50_000)]
    assert read_many(written) == [reference(one, "DE") for one in written]


def test_the_fast_lane_reads_the_numbers_of_every_country_as_the_reference_does() -> None:
    differing = [
        (region, written)
        for region, written in examples_of_the_world()
        if read_many([written], region) != [reference(written, region)]
    ]
    assert not differing


@given(st.text(alphabet="0123456789+-/() .\u00a0\u0660\uff10;,#*", max_size=24))
def test_the_fast_lane_reads_whatever_is_written_as_the_reference_does(written: str) -> None:
    assert read_many([written]) == [reference(written, "DE")]


def test_both_libraries_know_the_same_countries() -> None:
    assert set(rphonenumbers.SUPPORTED_REGIONS) == set(phonenumbers.SUPPORTED_REGIONS)


@pytest.mark.parametrize(
    "written",
    [
        "030 23125-123",
        "(030) 23125 123",
        "+49 30 23125123",
        "0049/30/23125123",
        "030.23125.123",
    ],
)
def test_a_number_is_read_however_people_write_it(written: str) -> None:
    assert Number.read(written).e164 == "+493023125123"


@pytest.mark.parametrize(
    "written",
    ["", "   ", "keine", "030 2312O 123", "4,91E+11", "4.91E+11", "12", "+", "0", "+4930" * 9],
)
def test_what_is_no_number_is_refused_and_never_guessed(written: str) -> None:
    assert read_many([written]) == [None]
    with pytest.raises(NotANumber) as caught:
        Number.read(written)
    assert "+49 30 23125 000" in caught.value.way_out("en")


def test_a_number_without_a_country_code_is_one_of_the_region_asked_for() -> None:
    london = "020 " + "7946 0018"  # kept for films, too
    assert Number.read(london, "GB").e164 == "+442079460018"


def test_reading_the_result_again_changes_nothing() -> None:
    chance = random.Random(6)
    for _each in range(200):
        number = Number.read(f"+49{made_up(chance)}")
        assert Number.read(number.e164) == number


@given(st.text(max_size=30))
def test_a_masked_text_shows_at_most_four_digits_and_keeps_no_letter(written: str) -> None:
    shown = mask(written)
    assert shown
    assert len(re.sub(r"[^0-9]", "", shown)) <= 4
    assert set(shown) <= set("+0123456789•…")


def test_attack_a_number_in_a_text_a_log_or_an_error_is_masked() -> None:
    number = Number.read("030 23125 123")
    for text in (str(number), repr(number), f"{number}", f"{[number]}", f"{number!r}"):
        assert "23125" not in text
    with pytest.raises(NotANumber) as caught:
        Number("+49 30 23125 123")
    assert "23125" not in str(caught.value) + repr(caught.value)


def reference(written: str, region: str) -> str | None:
    """What the reference library reads, by the way that the product goes."""
    try:
        return Number.read(written, region).e164
    except NotANumber:
        return None
