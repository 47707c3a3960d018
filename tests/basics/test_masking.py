from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.masking import masked, shown_number
from leumund.report.masking import masked_bytes


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
        "030\u00a023125\u2009014",
        "030\u202f23125\u202f014",
        "030\u200b23125\u2060014",
        "030\u201323125\u2013014",
        "030\u221223125\u2011014",
        "(0)30 23125 014",
        "+49 (0)30 23125 014",
        "49 30 23125 014",
        "nr_03023125014",
        "+49.30.23125.014",
        "0049.30.23125.014",
        "\uff10\uff13\uff10 \uff12\uff13\uff11\uff12\uff15 014",
        "\uff0b49 30 23125 014",
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
        "von 02.03.2026 bis 05.03.2026, Nr. 4711/2026, order A-2026-0001234",
        "zwischen 900\u00a0000\u202fEuro und 1\u00a0200\u00a0000",
    ],
)
def test_days_checksums_and_amounts_stay(text: str) -> None:
    assert masked(text) == text


def test_bank_accounts_and_mail_addresses_are_masked() -> None:
    said = masked(
        "DE02 1203 0000 0000 2020 51, DE02120300000000202051, "
        "DE02\u00a01203\u00a00000\u00a00000\u00a02020\u00a051, "
        "de02 1203 0000 0000 2020 51, ada@example.org, ada(at)example.org"
    )
    assert "2020" not in said
    assert "ada" not in said
    assert said.count("example.org") == 2


@given(st.from_regex(r"\A0[1-9][0-9]{8,12}\Z"), st.text(max_size=20))
def test_no_whole_number_is_left_whatever_stands_around_it(number: str, text: str) -> None:
    assert number not in masked(f"{text} {number} {text}").replace(text, "")


GAPS = st.sampled_from(["", *" \u00a0\u2009\u202f\u200b-\u2010\u2011\u2012\u2013\u2014\u2212/"])
STARTS = st.sampled_from(["030", "(030)", "+4930", "+49 (0)30", "+49 30", "004930", "49 30"])


@given(
    STARTS,
    GAPS,
    GAPS,
    st.integers(0, 999),
    st.sampled_from(["{}", "nr_{}", "a {} b", "x,{}"]),
)
def test_a_number_of_the_media_block_is_masked_in_any_spelling(
    start: str, first: str, second: str, last: int, around: str
) -> None:
    written = around.format(f"{start}{first}23125{second}{last:03d}")
    said = masked(written)
    assert "125" not in said
    assert "•" in said
    assert shown_number(written) is not None


@pytest.mark.parametrize("gap", ["_", "|", "\u00b7", "\u3164", "\u2800", "\u115f"])
def test_attack_a_number_parted_by_a_sign_that_is_no_space(gap: str) -> None:
    written = gap.join(("030", "23125", "901"))
    assert shown_number(written) is not None
    assert "23125" not in masked(written)


def test_a_reference_is_no_number() -> None:
    assert shown_number("4000123456 and V-2026-00012 of 2026-05-01") is None


def test_what_is_no_text_is_not_masked_but_kept_back() -> None:
    assert masked_bytes(b"\x89PNG\x00\xff") is None
    assert masked_bytes(b"a\x00b") is None
    assert masked_bytes("030 23125 014 ä".encode()) == "0302••••••• ä".encode()
