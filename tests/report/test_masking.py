from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.report.masking import masked, masked_bytes


@pytest.mark.parametrize(
    "written",
    [
        "030 23125 014",
        "+49 30 23125 014",
        "+493023125014",
        "0049 30 23125-014",
        "(030) 23125014",
        "030/23125014",
        "030.23125.014",
        "493023125014",
        "tel:+493023125014",
        "030\u00a023125\u00a0014",
        "030\u200923125\u202f014",
        "030\u201323125\u2013014",
        "030\u221223125\u2012014",
        "+49 (0)30 23125 014",
        "49 30 23125 014",
        "+49.30.23125.014",
        "nr_03023125014",
        "\uff10\uff13\uff10 \uff12\uff13\uff11\uff12\uff15 \uff10\uff11\uff14",
    ],
)
@pytest.mark.parametrize("around", ["{}", "x,{},y", "called {} twice", "12:10,{}", '"{}"'])
def test_a_number_is_masked_however_it_is_written(written: str, around: str) -> None:
    said = masked(around.format(written))
    assert "014" not in unicodedata.normalize("NFKC", said)
    assert "•" in said


@pytest.mark.parametrize(
    "text",
    [
        "on 01.05.2026 10:12 and 2026-05-01 10:12:13+02:00",
        "ab3023125014cd9a0f" * 3,
        "37 calls of 40, EUR 1,234.50, entry 4711, 20 years, 10:00 2026-05-01",
        "version 2026.1, § 7a UWG, Art. 5",
    ],
)
def test_days_checksums_and_amounts_stay(text: str) -> None:
    assert masked(text) == text


def test_bank_accounts_and_mail_addresses_are_masked() -> None:
    said = masked("DE02 1203 0000 0000 2020 51, DE02120300000000202051, ada@example.org")
    assert "2020" not in said
    assert "ada" not in said
    assert "example.org" in said


def test_attack_an_account_with_blanks_that_do_not_break_and_an_address_with_at_in_words():
    said = masked("DE02\u00a01203\u00a00000\u00a00000\u00a02020\u00a051, anna(at)example.org")
    assert "2020" not in said
    assert "anna" not in said


_GAPS = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "-", "\u2013", "\u2212", "/"])
_STARTS = st.sampled_from(["030", "(030)", "+4930", "+49 (0)30", "+49 30", "004930", "49 30"])


@given(
    _STARTS,
    _GAPS,
    _GAPS,
    st.integers(0, 999),
    st.sampled_from(["{}", "nr_{}", "a {} b", "x,{}"]),
)
def test_a_number_of_the_media_block_is_masked_in_any_spelling(
    start: str, first: str, second: str, last: int, around: str
) -> None:
    said = masked(around.format(f"{start}{first}23125{second}{last:03d}"))
    assert "125" not in said
    assert "•" in said


@given(st.from_regex(r"\A0[1-9][0-9]{8,12}\Z"), st.text(max_size=20))
def test_no_whole_number_is_left_whatever_stands_around_it(number: str, text: str) -> None:
    assert number not in masked(f"{text} {number} {text}").replace(text, "")


def test_what_is_no_text_is_not_masked_but_kept_back() -> None:
    assert masked_bytes(b"\x89PNG\x00\xff") is None
    assert masked_bytes(b"a\x00b") is None
    assert masked_bytes("030 23125 014 ä".encode()) == "0302••••••• ä".encode()
