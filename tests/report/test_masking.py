from __future__ import annotations

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
    ],
)
@pytest.mark.parametrize("around", ["{}", "x,{},y", "called {} twice", "12:10,{}", '"{}"'])
def test_a_number_is_masked_however_it_is_written(written: str, around: str) -> None:
    said = masked(around.format(written))
    assert "014" not in said
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


@given(st.from_regex(r"\A0[1-9][0-9]{8,12}\Z"), st.text(max_size=20))
def test_no_whole_number_is_left_whatever_stands_around_it(number: str, text: str) -> None:
    assert number not in masked(f"{text} {number} {text}").replace(text, "")


def test_what_is_no_text_is_not_masked_but_kept_back() -> None:
    assert masked_bytes(b"\x89PNG\x00\xff") is None
    assert masked_bytes(b"a\x00b") is None
    assert masked_bytes("030 23125 014 ä".encode()) == "0302••••••• ä".encode()
