"""Amounts, accounts, days and periods as documents write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.intake.documents.values import (
    Notation,
    accounts,
    amount,
    days,
    notation_of,
    period,
)

MONEY = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)


@pytest.mark.parametrize(
    ("written", "notation", "meant"),
    [
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("EUR 12,00", "de", "12"),
        ("12,00 €", None, "12"),
        ("€12.00", None, "12"),
        ("-12,00", None, "-12"),
        ("12,00-", None, "-12"),
        ("−12,00 €", None, "-12"),
        ("(12.00)", None, "-12"),
        ("1 234,50", None, "1234.50"),
        ("1'234.50", None, "1234.50"),
        ("45,--", None, "45"),
        ("1.234", "de", "1234"),
        ("1.234", None, "1234"),
        ("1,234", "en", "1234"),
        ("7", None, "7"),
        ("12,5", None, "12.5"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(
    written: str, notation: Notation | None, meant: str
) -> None:
    assert amount(written, notation) == Decimal(meant)


@pytest.mark.parametrize(
    ("written", "notation"),
    [
        ("", None),
        ("abc", None),
        ("1.234", "en"),
        ("1,234", "de"),
        ("12,3456", None),
        ("1.23.456", None),
        ("1.234.56", None),
        ("9O,00", None),
        ("12,00 24,00 x", None),
        ("5 %", None),
        ("4,91701E+11", None),
    ],
)
def test_what_is_no_amount_or_could_be_two_is_none(
    written: str, notation: Notation | None
) -> None:
    assert amount(written, notation) is None


@given(MONEY)
def test_every_amount_is_read_back_in_both_notations(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert amount(english, "en") == amount(german, "de") == value
    assert notation_of([english, english]) == "en"
    assert notation_of([german]) == "de"


def test_an_account_is_checked_by_its_digits_and_cut_where_the_next_word_begins() -> None:
    text = "Konto DE85 0000 1234 5678 9012 34 BIC LUFTDEFFXXX, nicht DE03000012345678901234"
    assert [(one.iban, one.is_right) for one in accounts(text)] == [
        ("DE85000012345678901234", True),
        ("DE03000012345678901234", False),
    ]


def test_accounts_of_other_countries_are_found_and_order_numbers_are_not() -> None:
    text = "GB29 NWBK 6016 1331 9268 19; NL91ABNA0417164300; AT12-44; DE12 Auftrag"
    assert [one.iban for one in accounts(text) if one.is_right] == [
        "GB29NWBK60161331926819",
        "NL91ABNA0417164300",
    ]
    assert all(one.is_right for one in accounts(text))


@given(st.text(alphabet="DEGB0123456789 -AXZ", max_size=60))
def test_looking_for_accounts_never_fails(text: str) -> None:
    assert all(one.iban[:2].isalpha() for one in accounts(text))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12.03.2026", date(2026, 3, 12)),
        ("1. März 2026", date(2026, 3, 1)),
        ("1 March 2026", date(2026, 3, 1)),
        ("March 1st, 2026", date(2026, 3, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("3.4.26", date(2026, 4, 3)),
        ("31/12/2025", date(2025, 12, 31)),
        ("12/31/2025", date(2025, 12, 31)),
        ("5. Jänner 2026", date(2026, 1, 5)),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, meant: date) -> None:
    assert [one.day for one in days(f"am {written} hier")] == [meant]


@pytest.mark.parametrize("written", ["03/04/2026", "31.02.2026", "1234.5", "DE12.03.20"])
def test_a_day_that_could_be_two_or_is_none_is_passed_over(written: str) -> None:
    assert not list(days(written))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("01.03.2026 – 31.03.2026", "2026-03"),
        ("01.03.2026 bis 15.03.2026", "2026-03-01/2026-03-15"),
        ("1 January 2026 to 31 March 2026", "2026-01-01/2026-03-31"),
        ("März 2026", "2026-03"),
        ("03/2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("Q1 2026", "2026-Q1"),
        ("2. Quartal 2026", "2026-Q2"),
        ("12.03.2026", None),
        ("nichts", None),
    ],
)
def test_a_period_is_read_as_people_write_it(written: str, meant: str | None) -> None:
    assert period(written) == meant
