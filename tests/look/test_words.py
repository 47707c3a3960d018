"""What texts and names of files mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.look.dates import active_span
from leumund.look.filename import day_in, own_words, partner_in
from leumund.look.words import firm_key, folded, is_nothing, most_named

PARTNERS = ("Nordlicht Vertriebs GmbH", "Westwind Call GmbH", "Papiermond")


@pytest.mark.parametrize(
    "spelling", ["Müller & Söhne GmbH", "MUELLER UND SOEHNE", "Müller + Söhne GmbH & Co. KG"]
)
def test_a_company_is_the_same_in_every_spelling(spelling: str) -> None:
    assert firm_key(spelling) == firm_key("Müller & Söhne")


def test_a_name_that_is_all_legal_form_keeps_its_words() -> None:
    assert firm_key("AG GmbH") == "aggmbh"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    "text", ["", "-", "k. A.", "N/A", "liegt beim Partner", "fehlt", "???"]
)
def test_texts_that_say_nothing_are_known(text: str) -> None:
    assert is_nothing(text)


def test_a_proof_that_is_named_says_something() -> None:
    assert not is_nothing("Beleg 12.pdf")
    assert not is_nothing("Anlage")


def test_the_company_named_most_is_shown_as_it_is_most_often_written() -> None:
    companies = {"Blau AG": 2, "blau ag": 3, "Mond GmbH": 4, "-": 9}
    assert most_named(companies) == "blau ag"
    assert most_named({}) is None


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Liste_Nord_2025-09-01.csv", date(2025, 9, 1)),
        ("Liste 01.10.2025 Honig.xlsx", date(2025, 10, 1)),
        ("leads_20251103_final.txt", date(2025, 11, 3)),
        ("Anrufe 2025-10.csv", None),
        ("KdNr 20259999.csv", None),
    ],
)
def test_a_day_in_the_name_of_a_file(name: str, day: date | None) -> None:
    assert day_in(name) == day


@pytest.mark.parametrize(
    ("name", "partner"),
    [
        ("Liste_Nord_2025.csv", "Nordlicht Vertriebs GmbH"),
        ("Anrufe westwind Okt.csv", "Westwind Call GmbH"),
        ("papiermond.csv", "Papiermond"),
        ("Kundenliste.csv", None),
        ("Vertriebsliste.csv", None),
    ],
)
def test_a_partner_in_the_name_of_a_file(name: str, partner: str | None) -> None:
    assert partner_in(name, PARTNERS) == partner


def test_a_word_that_two_partners_share_names_neither() -> None:
    assert partner_in("Liste Nord.csv", ("Nordlicht", "Nordwind")) is None


def test_what_is_left_of_a_name_is_its_own_word() -> None:
    assert own_words("Listen/Liste_Honig_2025-09-01.csv") == "Honig"
    assert own_words("export.csv") is None


def test_strays_far_from_all_others_do_not_stretch_the_span() -> None:
    days = {date(2026, 1, day): 100 for day in range(1, 29)}
    strays = {date(1900, 1, 1): 1, date(2062, 1, 1): 2}
    assert active_span(days | strays) == (date(2026, 1, 1), date(2026, 1, 28))
    assert active_span({date(2020, 1, 1): 50} | days) == (date(2020, 1, 1), date(2026, 1, 28))
    assert active_span({}) is None
