from __future__ import annotations

import pytest

from leumund.people import UnknownColumn, match
from leumund.people.header import DoubledColumn, MissingColumn, UnknownField
from leumund.people.kinds import (
    CONSENTS,
    CONTRACTS,
    CUSTOMERS,
    KINDS,
    OBJECTIONS,
    UnclearKind,
    kind_of,
)


def test_columns_are_known_by_german_and_english_names() -> None:
    german = ("Kundennummer", "Telefon", "Mobil", "Kundenname", "PLZ", "BUNDESLAND")
    places = match(german, CUSTOMERS.fields, name="f.csv")
    assert places == {
        "ref": (0,),
        "number": (1, 2),
        "name": (3,),
        "postcode": (4,),
        "land": (5,),
    }
    consents = ("KdNr", "Firma", "Produkt", "Kanäle", "Erteilt am", "Gültig bis")
    assert set(match(consents, CONSENTS.fields, name="f.csv")) == {
        "ref",
        "companies",
        "products",
        "channels",
        "granted_at",
        "valid_until",
    }


def test_numbered_columns_are_several_numbers() -> None:
    places = match(("ref", "Telefon 1", "Telefon 2", "name"), CUSTOMERS.fields, name="f.csv")
    assert places["number"] == (1, 2)


def test_a_mapping_outranks_the_names() -> None:
    header = ("ref", "Rufnr. privat", "Telefon", "name")
    columns = {"number": ["Rufnr. privat", "Telefon"]}
    assert match(header, CUSTOMERS.fields, name="f.csv", columns=columns)["number"] == (1, 2)


def test_an_unknown_column_is_refused_with_the_closest_known_one() -> None:
    header = ("ref", "companies", "products", "channels", "granted_at", "valid_untill")
    with pytest.raises(UnknownColumn) as caught:
        match(header, CONSENTS.fields, name="consents.csv")
    assert caught.value.message("en") == (
        "consents.csv has a column that is not known here: valid_untill. Nothing was loaded."
    )
    assert caught.value.message("de") == (
        "consents.csv hat eine Spalte, die hier nicht bekannt ist: valid_untill. "
        "Es wurde nichts geladen."
    )
    assert "valid_until?" in caught.value.way_out("en")
    assert "--ignore valid_untill" in caught.value.way_out("de")


def test_unknown_columns_are_left_out_only_where_that_was_said() -> None:
    header = ("ref", "shoe size", "name", "hat size")
    assert match(header, CUSTOMERS.fields, name="f.csv", ignore=["*"]).keys() == {"ref", "name"}
    with pytest.raises(UnknownColumn, match="hat size"):
        match(header, CUSTOMERS.fields, name="f.csv", ignore=["Shoe Size"])


def test_a_row_of_data_in_place_of_the_header_shows_no_number() -> None:
    with pytest.raises(UnknownColumn) as caught:
        match(("K1", "+49 30 23125 001", "privat"), CUSTOMERS.fields, name="f.csv")
    assert "23125" not in str(caught.value) + caught.value.way_out("en")
    assert "+4930••••" in str(caught.value)


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    with pytest.raises(MissingColumn) as caught:
        match(("name", "number"), CUSTOMERS.fields, name="f.csv")
    assert caught.value.message("en") == "f.csv has no column for ref. Nothing was loaded."
    assert caught.value.message("de").startswith("f.csv hat keine Spalte für ref.")
    assert "name, number" in caught.value.way_out("en")


def test_two_columns_for_one_value_are_refused() -> None:
    with pytest.raises(DoubledColumn, match="segment: Segment, Kundengruppe"):
        match(("ref", "Segment", "Kundengruppe"), CUSTOMERS.fields, name="f.csv")


def test_a_mapping_to_nothing_is_refused() -> None:
    with pytest.raises(UnknownField, match="nmber"):
        match(("ref",), CUSTOMERS.fields, name="f.csv", columns={"nmber": "ref"})
    with pytest.raises(MissingColumn, match="Tel"):
        match(("ref",), CUSTOMERS.fields, name="f.csv", columns={"number": "Tel"})


@pytest.mark.parametrize("kind", [CUSTOMERS, CONSENTS, OBJECTIONS, CONTRACTS])
def test_a_kind_is_told_from_its_own_names(kind: object) -> None:
    from leumund.people.kinds import Kind

    assert isinstance(kind, Kind)
    header = [field.name for field in kind.fields]
    assert kind_of(header, "f.csv") is kind


@pytest.mark.parametrize("header", [("ref", "number"), ("Telefon",), ("x",)])
def test_a_kind_is_never_guessed(header: tuple[str, ...]) -> None:
    with pytest.raises(UnclearKind) as caught:
        kind_of(header, "f.csv")
    assert all(kind in caught.value.way_out("en") for kind in KINDS)


def test_a_mapping_tells_the_kind_too() -> None:
    assert kind_of(("Nr", "Tel", "wann"), "f.csv", {"at": "wann"}) is OBJECTIONS
