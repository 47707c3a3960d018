"""What a sheet seems to be, from the names of its columns and from what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.intake.tables.made import CALLS, KINDS, only, written

from leumund.intake import Proposal, propose
from leumund.intake.tables.likeness import likeness


def proposed(folder: Path, header: str, rows: Sequence[str], name: str = "a.csv") -> Proposal:
    path = written(folder / name, "\n".join([header, *rows]) + "\n")
    return propose(only(path, folder / "work"), KINDS)


def columns(proposal: Proposal) -> dict[str, int]:
    return {field: guess.column for field, guess in proposal.columns.items()}


CALL_ROWS = [
    f"Nord;0302312500{at};0{at + 1}.03.2025 10:00;9{at};04066969001;erreicht" for at in range(8)
]


@pytest.mark.parametrize(
    "header",
    [
        "Partner;Rufnummer;Beginn;Dauer;Angezeigte Nummer;Ergebnis",
        "partner;called number;started at;duration;shown number;result",
        "PARTNER;Angeruf. Nummer;Anruf-Zeit;Gesprächsdauer (s);Angez. Nr.;ERGEBNIS",
        "Vertriebspartnr;Rufnumer;Begin;Dauer_Sek;AngezeigteNummer;Ergebniss",
    ],
)
def test_names_are_known_in_both_languages_shortened_and_mistyped(
    tmp_path: Path, header: str
) -> None:
    found = proposed(tmp_path, header, CALL_ROWS)
    assert found.kind == "calls"
    assert columns(found) == {
        "partner": 0,
        "number": 1,
        "started_at": 2,
        "duration_s": 3,
        "shown_number": 4,
        "result": 5,
    }
    assert found.confidence > 0.6


def test_contents_decide_where_names_say_nothing(tmp_path: Path) -> None:
    rows = [f"K{at};DE89370400440532013000;m{at}@example.org;0302312500{at}" for at in range(8)]
    found = proposed(tmp_path, "Kundennummer;Feld 1;Feld 2;Feld 3", rows)
    assert found.kind == "customers"
    assert columns(found) == {"ref": 0, "iban": 1, "email": 2, "number": 3}
    assert found.columns["iban"].confidence < found.columns["ref"].confidence


def test_a_name_that_its_contents_contradict_is_not_believed(tmp_path: Path) -> None:
    rows = [f"K{at};siehe Akte;0302312500{at}" for at in range(8)]
    found = proposed(tmp_path, "Kundennummer;Vertragsende;Telefon", rows)
    assert "contract_ends_on" not in columns(found)


def test_destroyed_numbers_are_still_the_column_of_numbers(tmp_path: Path) -> None:
    rows = [f"K{at};4,93023E+11;Müller" for at in range(8)]
    found = proposed(tmp_path, "Kundennummer;Telefon;Name", rows)
    assert columns(found)["number"] == 1


def test_dates_are_not_taken_for_numbers(tmp_path: Path) -> None:
    rows = [f"K{at};2025030{at};Müller" for at in range(8)]
    assert "number" not in columns(proposed(tmp_path, "Kundennummer;Wert;Name", rows))


def test_the_name_of_the_file_helps_where_two_kinds_are_alike(tmp_path: Path) -> None:
    rows = [f"K{at};0302312500{at}" for at in range(8)]
    named = proposed(tmp_path, "Kundennummer;Telefon", rows, "Widersprüche_2025.csv")
    assert named.kind == "objections"
    assert named.others["objections"] > named.others["customers"]


@pytest.mark.parametrize(
    ("header", "rows"), [("Rezept;Zutat", ["Kuchen;Mehl", "Brot;Salz"]), ("", [])]
)
def test_what_is_like_nothing_known_is_not_forced_into_a_kind(
    tmp_path: Path, header: str, rows: list[str]
) -> None:
    found = proposed(tmp_path, header, rows)
    assert found.kind is None or found.confidence < 0.3


def test_a_reason_is_given_for_every_column(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, "Partner;Rufnummer;Beginn;Dauer;Angezeigte Nummer;Ergebnis", CALL_ROWS
    )
    assert found.columns["partner"].why == "the column is called Partner"
    assert found.columns["number"].why == (
        "the column is called Rufnummer, and 100 % of its values can be read as a phone number"
    )


def test_no_column_is_two_fields(tmp_path: Path) -> None:
    rows = ["Nord;03023125001;01.03.2025"] * 5
    taken = list(columns(proposed(tmp_path, "Nummer;Nummer;Nummer", rows)).values())
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    ("header", "name", "least", "most"),
    [
        ("Kd.-Nr.", "Kundennummer", 0.9, 1.0),
        ("KUNDENNUMMER", "Kundennummer", 1.0, 1.0),
        ("Strasse", "Straße", 1.0, 1.0),
        ("Vertr.-Ende", "Vertragsende", 0.6, 1.0),
        ("Rufnummer (privat)", "Rufnummer", 0.7, 0.95),
        ("Telefon", "Tarif", 0.0, 0.0),
        ("Ort", "Vorwort", 0.0, 0.0),
        ("Nr", "Datum", 0.0, 0.0),
        ("", "Name", 0.0, 0.0),
    ],
)
def test_likeness_lies_between_nothing_and_the_same(
    header: str, name: str, least: float, most: float
) -> None:
    assert least <= likeness(header, name) <= most


def test_the_needed_fields_of_calls_are_known_to_the_tests() -> None:
    assert [field.name for field in CALLS.fields if field.is_needed] == [
        "partner",
        "number",
        "started_at",
    ]
