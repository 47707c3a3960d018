"""Columns of text become columns of types."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from tests.intake.tables.made import (
    CALLS,
    CUSTOMERS,
    codes,
    one_column,
    only,
    read_as,
    rows_of,
    values_of,
    workbook,
    written,
)

from leumund.basics.numbers import read_many
from leumund.intake import typed

E164 = "+493023125001"


@pytest.mark.parametrize(
    "text",
    [
        "030 23125001",
        "030/23125-001",
        "(030) 23 12 50 01",
        "+49 30 23125001",
        "+49 (0)30 23125001",
        "0049 30 23125001",
        "+49(0)30/23125-001",
        "030\u00a023125001",
        "\u202a+49 30 23125001\u202c",
        "030–23125–001",
        "Tel.: 030 23125001",
        "030 23125001 (privat)",
        "tel:+493023125001",
        "'03023125001",
        "3023125001",
    ],
)
def test_numbers_are_read_as_people_write_them(tmp_path: Path, text: str) -> None:
    assert read_as("number", [text], tmp_path) == [E164]


@pytest.mark.parametrize(
    "text", ["unbekannt", "12", "030 23125001 / 040 66969002", "3023125020.0", "K03023125001"]
)
def test_what_is_no_number_is_never_made_one(tmp_path: Path, text: str) -> None:
    found = one_column("number", [text], tmp_path)
    assert rows_of(found)[0]["x"] is None
    assert values_of(found, "unreadable") == {
        "column": "Angabe",
        "count": 1,
        "row": 2,
        "type": "number",
    }


@pytest.mark.parametrize("text", ["#REF!", "#WERT!", "#N/A", "#NAME?", "####", "?", "Err:502"])
def test_a_formula_that_failed_is_no_value(tmp_path: Path, text: str) -> None:
    for kind in ("text", "ref", "name"):
        found = one_column(kind, [text, "# 7?"], tmp_path)
        assert [row["x"] for row in rows_of(found)] == [None, "# 7?"]
        assert values_of(found, "unreadable")["count"] == 1


@pytest.mark.parametrize(
    "text",
    ["4,91701E+11", "4.91701E+11", "4,9E+11", "4,91701e11", "+4,91701 E+11", "4,91701E+9"],
)
def test_destroyed_digits_are_named_and_never_guessed(tmp_path: Path, text: str) -> None:
    for kind in ("number", "ref"):
        found = one_column(kind, [text, "030 23125001"], tmp_path)
        assert rows_of(found)[0]["x"] is None
        assert values_of(found, "digits-destroyed")["row"] == 2
        assert "unreadable" not in codes(found)


def test_a_reference_that_only_looks_destroyed_is_kept(tmp_path: Path) -> None:
    assert read_as("ref", ["4E10A", "1E1", "E+11", "12E345"], tmp_path) == [
        "4E10A",
        "1E1",
        "E+11",
        "12E345",
    ]


def test_numbers_that_end_in_zeros_beside_destroyed_ones_are_not_used(tmp_path: Path) -> None:
    texts = ["491701000000", "493023000000", "030 23125001"]
    found = one_column("number", texts, tmp_path)
    assert [row["x"] for row in rows_of(found)] == [None, None, E164]
    assert values_of(found, "digits-doubtful")["count"] == 2
    alone = read_as("number", ["030 23125000000", "030 23125001"], tmp_path)
    assert alone == ["+493023125000000", E164]


def test_country_codes_without_plus_are_told_from_the_whole_column(tmp_path: Path) -> None:
    bare = [f"4917{at:08}" for at in range(10_000_001, 10_000_021)]
    assert read_as("number", bare, tmp_path) == ["+" + text for text in bare]
    eaten = ["3023125001", "4066969002", "8999998003", "22147100004", "491701234567"]
    assert read_as("number", eaten, tmp_path)[-1] == read_many(["491701234567"])[0]


def test_the_quick_way_to_a_number_says_what_the_library_says(tmp_path: Path) -> None:
    lots = random.Random(11)
    starts = ["0", "+49", "0049", "+49 0", "00", "+", "+43", "0043", "049", "01", "011", ""]
    texts = [
        lots.choice(starts)
        + "".join(lots.choice("0123456789") for _ in range(lots.randint(1, 15)))
        for _ in range(20_000)
    ]
    texts = [text for text in texts if not text.endswith("000000")]
    texts += ["05", "030 1"]  # short ones without a plus keep the column national
    read = read_as("number", texts, tmp_path)
    expected = read_many([text.replace(" ", "") for text in texts])
    assert [
        pair for pair in zip(texts, read, expected, strict=True) if pair[1] != pair[2]
    ] == []


NOON = datetime(2025, 3, 1, 14, 5, 9)  # noqa: DTZ001
MOMENTS = {
    "01.03.2025 14:05:09": NOON,
    "1.3.2025 14:05": NOON.replace(second=0),
    "01.03.25 14:05:09": NOON,
    "2025-03-01 14:05:09": NOON,
    "2025-03-01T14:05:09": NOON,
    "2025-03-01T14:05:09.123": NOON,
    "2025-03-01T13:05:09Z": NOON,
    "2025-07-01T12:05:09Z": NOON.replace(month=7),
    "2025-03-01T16:05:09+03:00": NOON,
    "2025-03-01 14:05:09 +0100": NOON,
    "Sa, 01.03.2025 14:05:09": NOON,
    "Samstag, 01.03.2025, 14:05 Uhr": NOON.replace(second=0),
    "01.03.2025, 14:05:09": NOON,
    "1. März 2025 14:05": NOON.replace(second=0),
    "1. März 2025, 14:05 Uhr": NOON.replace(second=0),
    "March 1, 2025 2:05 PM": NOON.replace(second=0),
    "01-Mar-2025 14:05:09": NOON,
    "20250301140509": NOON,
    "20250301": datetime(2025, 3, 1),  # noqa: DTZ001
    "01.03.2025": datetime(2025, 3, 1),  # noqa: DTZ001
    "2025/03/01 14:05:09": NOON,
    "1740834309": NOON,
    "01.03.2025 02:05 PM": NOON.replace(second=0),
    "01.03.2025 14:05:09,5": NOON,
}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_is_read_as_people_and_machines_write_it(tmp_path: Path, text: str) -> None:
    assert read_as("moment", [text], tmp_path) == [MOMENTS[text]]


def test_all_ways_of_writing_a_moment_may_stand_in_one_column(tmp_path: Path) -> None:
    assert read_as("moment", list(MOMENTS), tmp_path) == list(MOMENTS.values())


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2025",
        "29.02.2023 10:00",
        "31.04.2025 10:00:00",
        "2025-02-30",
        "01.13.2025 x",
        "01.03.2025 25:00",
        "01.03.2025 10:60",
        "01.03.2025 10:00:60",
        "00.03.2025",
        "01.03.0025",
        "gestern",
        "12:30",
        "99999",
    ],
)
def test_a_day_that_never_was_is_not_read(tmp_path: Path, text: str) -> None:
    assert read_as("moment", [text, "28.02.2025"], tmp_path)[0] is None


def test_a_day_has_no_time_and_a_serial_day_is_said(tmp_path: Path) -> None:
    found = one_column("day", ["01.03.2025 14:05", "45717", "2025-03-01"], tmp_path)
    assert [row["x"] for row in rows_of(found)] == [date(2025, 3, 1)] * 3
    assert values_of(found, "serial-dates") == {"column": "Angabe", "count": 1}


def test_the_order_of_dates_is_found_from_the_whole_column(tmp_path: Path) -> None:
    german = one_column("day", ["03/04/2025", "25/04/2025"], tmp_path)
    assert rows_of(german)[0]["x"] == date(2025, 4, 3)
    assert not german.notes
    american = one_column("day", ["03/04/2025", "04/25/2025"], tmp_path)
    assert rows_of(american)[0]["x"] == date(2025, 3, 4)
    assert "date-order-found" in codes(american)
    dotted = one_column("day", ["03.04.2025", "04.25.2025"], tmp_path)
    assert rows_of(dotted)[0]["x"] == date(2025, 3, 4)


def test_an_order_that_nothing_shows_is_guessed_and_said(tmp_path: Path) -> None:
    open_ = one_column("day", ["03/04/2025", "05/06/2025"], tmp_path)
    assert rows_of(open_)[0]["x"] == date(2025, 4, 3)
    assert "date-order-guessed" in codes(open_)
    said = one_column("day", ["03/04/2025", "05/06/2025"], tmp_path, day_order="mdy")
    assert rows_of(said)[0]["x"] == date(2025, 3, 4)
    assert not said.notes
    dotted = one_column("day", ["03.04.2025", "05.06.2025"], tmp_path)
    assert not dotted.notes


def test_a_column_with_both_orders_loses_only_what_is_unclear(tmp_path: Path) -> None:
    texts = ["25/04/2025", "04/25/2025", "03/04/2025", "05/05/2025"]
    found = one_column("day", texts, tmp_path)
    day = date(2025, 4, 25)
    assert [row["x"] for row in rows_of(found)] == [day, day, None, date(2025, 5, 5)]
    assert values_of(found, "date-order-mixed") == {
        "column": "Angabe",
        "first": 1,
        "second": 1,
        "unclear": 1,
    }


def test_days_that_a_spreadsheet_has_turned_are_not_used(tmp_path: Path) -> None:
    true = [f"2025-{at % 11 + 1:02}-{at % 12 + 1:02}" for at in range(20)]
    text = [f"01/{at}/2025" for at in range(13, 29)]
    found = one_column("day", [*true, *text], tmp_path)
    days = [row["x"] for row in rows_of(found)]
    assert days[:20] == [None] * 20
    assert days[20] == date(2025, 1, 13)
    assert values_of(found, "dates-half-turned") == {"column": "Angabe", "count": 20}


AMOUNTS = {
    "1.234,56 €": "1234.56",
    "1234,5": "1234.50",
    "EUR 12": "12.00",
    "12,- €": "12.00",
    "-12,50": "-12.50",
    "12,50-": "-12.50",
    "(12,50)": "-12.50",
    "1.234.567,891": "1234567.89",
    "0,005": "0.01",
    "1 234,56": "1234.56",
    "29,99 €/Monat": "29.99",
    "−3,20": "-3.20",
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount_is_read_as_offices_write_it(tmp_path: Path, text: str) -> None:
    assert read_as("amount", [text], tmp_path) == [Decimal(AMOUNTS[text])]


@pytest.mark.parametrize(
    "text", ["", "viel", "1.23.45", "1,2,3", "9" * 17, "12,3,4", "1e5", "€"]
)
def test_what_is_no_amount_is_not_read(tmp_path: Path, text: str) -> None:
    assert read_as("amount", [text], tmp_path) == [None]


def test_what_separates_thousands_is_found_from_the_whole_column(tmp_path: Path) -> None:
    assert read_as("amount", ["1.234", "9,50"], tmp_path)[0] == Decimal(1234)
    assert read_as("amount", ["1.234", "9.50"], tmp_path)[0] == Decimal("1.23")
    assert read_as("amount", ["1,234", "9.50"], tmp_path)[0] == Decimal(1234)
    alone = one_column("amount", ["1.234"], tmp_path)
    assert rows_of(alone)[0]["x"] == Decimal(1234)
    assert "decimal-guessed" in codes(alone)
    mixed = one_column("amount", ["1.234", "9,50", "9.50", "1.234,50"], tmp_path)
    assert rows_of(mixed)[0]["x"] is None
    assert values_of(mixed, "decimal-mixed")["count"] == 1


@pytest.mark.parametrize(
    ("header", "text", "seconds"),
    [
        ("Dauer", "95", 95),
        ("Dauer", "02:05", 125),
        ("Dauer", "00:02:05", 125),
        ("Dauer (Min.)", "1,5", 90),
        ("duration_ms", "95000", 95),
        ("Dauer in Std", "01:30", 5400),
        ("Dauer", "2 Min 5 Sek", 125),
        ("Dauer", "PT2M5S", 125),
        ("Dauer", "1h 2m", 3720),
        ("Dauer", "lang", None),
        ("Dauer", "02:75", None),
        ("Dauer", "", None),
    ],
)
def test_a_duration_is_read_in_seconds(
    tmp_path: Path, header: str, text: str, seconds: int | None
) -> None:
    assert read_as("duration_s", [text], tmp_path, header=header) == [seconds]


def test_ibans_are_checked_and_addresses_tidied(tmp_path: Path) -> None:
    good, bad = "de89 370400440532013000", "DE89 370400440532013001"
    assert read_as("iban", [good, bad, "Konto 123"], tmp_path) == [
        "DE89370400440532013000",
        None,
        None,
    ]
    assert read_as("email", ["Max <M.Muster@Example.ORG>", "keine", "a@b"], tmp_path) == [
        "m.muster@example.org",
        None,
        None,
    ]


def test_yes_no_channels_and_text_are_read_in_both_languages(tmp_path: Path) -> None:
    assert read_as("yes_no", ["Ja", "nein", "x", "✓", "0", "vielleicht"], tmp_path) == [
        True,
        False,
        True,
        True,
        False,
        None,
    ]
    assert read_as("channel", ["Telefon, E-Mail", "SMS/Post", "Rauchzeichen"], tmp_path) == [
        "telephone|email",
        "sms|post",
        None,
    ]
    assert read_as("text", ["  Mu\u0308ller \u00a0 GmbH "], tmp_path) == ["Müller GmbH"]


def test_the_point_that_a_spreadsheet_put_behind_a_reference_is_gone(tmp_path: Path) -> None:
    assert read_as("ref", ["4711.0", "K-12.0", "00815"], tmp_path) == [
        "4711",
        "K-12.0",
        "00815",
    ]


def test_a_row_without_what_it_needs_is_left_over_with_its_reason(tmp_path: Path) -> None:
    text = "Partner;Rufnummer;Beginn\n" + "\n".join(
        [
            "Nord;030 23125001;01.03.2025 10:00",
            "Nord;;01.03.2025 10:00",
            "Nord;4,91701E+11;01.03.2025 10:00",
            "Nord;030 23125002;irgendwann",
            "Süd;030 23125003;02.03.2025 10:00",
        ]
    )
    sheet = only(written(tmp_path / "a.csv", text + "\n"), tmp_path / "work")
    columns = {"partner": 0, "number": 1, "started_at": 2}
    found = typed(sheet, CALLS, columns, tmp_path / "calls.parquet")
    assert [(row["file"], row["row"], row["sheet"]) for row in rows_of(found)] == [
        ("a.csv", 2, None),
        ("a.csv", 6, None),
    ]
    assert found.rows == 2
    assert found.left_over
    with found.left_over.open(encoding="utf-8", newline="") as source:
        kept = {row["row"]: row for row in csv.DictReader(source)}
    assert kept["3"]["grund"] != kept["3"]["reason"]
    assert "empty" in kept["3"]["reason"]
    assert "destroyed" in kept["4"]["reason"]
    assert kept["5"]["original"] == "Nord;030 23125002;01.03.2025 10:00".replace(
        "01.03.2025 10:00", "irgendwann"
    )


def test_a_field_without_a_column_is_missing_with_its_type(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Nr", "Wert"], ["K1", 12.5], ["K2", 1]])
    sheet = only(path, tmp_path / "work")
    found = typed(sheet, CUSTOMERS, {"ref": 0, "monthly_price": 1}, tmp_path / "c.parquet")
    row = rows_of(found)[0]
    assert row["sheet"] == "Tabelle1"
    assert (row["ref"], row["monthly_price"], row["iban"]) == ("K1", Decimal("12.50"), None)
    assert list(row)[:4] == ["file", "row", "sheet", "ref"]


def test_a_table_without_rows_has_the_columns_all_the_same(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "a.csv", "Nr;Wert\n"), tmp_path / "work")
    found = typed(sheet, CUSTOMERS, {"ref": 0}, tmp_path / "c.parquet")
    assert (found.rows, rows_of(found)) == (0, [])


def test_one_column_may_be_two_fields(tmp_path: Path) -> None:
    sheet = only(written(tmp_path / "a.csv", "Nr;Tel\n1;03023125001\n"), tmp_path / "work")
    found = typed(sheet, CUSTOMERS, {"ref": 1, "number": 1}, tmp_path / "c.parquet")
    assert (rows_of(found)[0]["ref"], rows_of(found)[0]["number"]) == ("03023125001", E164)
