"""What the reader of a load is told: in the file's own words, with nothing left unsaid."""

from __future__ import annotations

import csv
import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.people.files import ANNA, about, counts, kept, load

from leumund.basics.language import in_language
from leumund.cli.render import to_json, to_text
from leumund.people.actions import People
from leumund.people.header import UnknownColumn
from leumund.people.spreadsheet import inert
from leumund.people.table import COLUMNS_MAX, TooManyColumns
from leumund.people.values import UnknownLand, land


def test_the_result_says_which_unreadable_objections_hold_already(
    people: People, folder: Path
) -> None:
    rows = (
        "number,at\n030 23125001,31.02.2026\n030 23125002,2026-02-01\n"
        "030 CALL,2026-02-01\n030 23125003|030 23125004,soon\n"
    )
    loaded = load(people, folder, rows, kind="objections")
    assert counts(loaded) == (1, 0, 0, 3)
    assert loaded.holds_already == 2
    assert len(about(people, ANNA).objections) == 1
    for language, said in (
        ("en", "holds already"),
        ("de", "gilt bereits"),
    ):
        with in_language(language):
            assert re.search(rf"{said} +2\n", to_text(loaded))
    assert json.loads(to_json(loaded))["holds_already"] == 2
    again = load(people, folder, rows, kind="objections")
    assert again.holds_already == 2


def test_a_row_is_told_by_the_files_own_column_and_by_its_letters(
    people: People, folder: Path
) -> None:
    rows = (
        "KdNr;Rufnummer;Bundesland\nK1;0302312 5001 x5;BE\nK2;030 23125002;Bayreuth\n"
        ";030 23125003;BE\n"
    )
    loaded = load(people, folder, rows)
    number, region, ref = [row["reason"] for row in kept(loaded)]
    assert number.startswith("The column «Rufnummer» (number) holds 0302••••••• x5, which")
    assert region.startswith("The column «Bundesland» (land) holds Bayreuth, which is no Bund")
    assert ref == "The column «KdNr» (ref) is empty."
    assert kept(loaded)[0]["grund"].startswith("In der Spalte «Rufnummer» (number) steht")


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("NRW", "NW"),
        ("DE-NW", "NW"),
        ("Nordrhein-Westfalen", "NW"),
        ("BaWü", "BW"),
        ("Baden Württemberg", "BW"),
        ("Bavaria", "BY"),
        ("Freistaat Bayern", "BY"),
        ("Meck-Pomm", "MV"),
        ("RLP", "RP"),
        ("Freie und Hansestadt Hamburg", "HH"),
        ("s-h", "SH"),
    ],
)
def test_a_land_is_read_by_its_short_forms_and_names(written: str, letters: str) -> None:
    assert land(written, "land") == letters


def test_an_unknown_land_names_the_forms_that_are_accepted() -> None:
    with pytest.raises(UnknownLand) as raised:
        land("Tirol", "land")
    assert "NW, DE-NW, NRW, " in raised.value.way_out("en")
    assert "TH Thüringen" in raised.value.way_out("de")


def test_columns_that_are_left_out_are_named_and_read_when_they_are_mapped(
    people: People, folder: Path
) -> None:
    rows = "ref,number,Wohnt in,Gruppe\nK1,030 23125001,Berlin,basic\n"
    first = load(people, folder, rows, kind="customers", ignore=("*",))
    assert first.left_out == ("Wohnt in", "Gruppe")
    columns = {"land": "Wohnt in", "segment": "Gruppe"}
    second = load(people, folder, rows, kind="customers", columns=columns)
    assert (counts(second), second.left_out) == ((0, 1, 0, 0), ())
    person = about(people, ANNA).persons[0].person
    assert (person.land, person.segment) == ("BE", "basic")


def test_an_objections_time_that_was_left_out_first_is_taken_in(
    people: People, folder: Path
) -> None:
    rows = "number,Wann\n030 23125001,2026-02-01\n"
    assert load(people, folder, rows, kind="objections", ignore=("Wann",)).added == 1
    assert load(people, folder, rows, kind="objections", columns={"at": "Wann"}).added == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_attack_a_row_is_kept_and_no_formula_runs_where_it_is_opened(
    people: People, folder: Path, start: str
) -> None:
    formula = f'{start}HYPERLINK("//x")'
    row = f'"{formula.replace(chr(34), chr(34) * 2)}";030 CALL;{start}1'
    loaded = load(people, folder, f"ref;number;name\n{row}\n")
    assert loaded.quarantine_path is not None
    text = loaded.quarantine_path.read_text("utf-8")
    for separator in ",;\t":
        for cells in csv.reader(text.splitlines(), delimiter=separator):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells), separator
    assert kept(loaded)[0]["original"].replace("'", "") == row


@given(st.text(st.sampled_from('=+-@;,|\t\r\n"ab1'), max_size=12))
def test_what_is_inert_can_be_turned_back_and_begins_no_formula(text: str) -> None:
    made = inert(text)
    assert made.replace("'", "") == text
    assert not re.search(r"(^|[;,|\t\r\n\"])[=+\-@]|^[\t\r]", made)


def test_a_header_of_a_million_columns_is_refused_at_once(people: People, folder: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(TooManyColumns, match=f"more than {COLUMNS_MAX}"):
        load(people, folder, ",".join(f"c{each}" for each in range(1_000_000)) + "\n")
    assert time.monotonic() - begun < 5


def test_many_unknown_columns_are_not_all_listed(people: People, folder: Path) -> None:
    with pytest.raises(UnknownColumn) as raised:
        load(people, folder, "ref," + ",".join(f"c{each}" for each in range(500)) + "\n",
             kind="customers")  # fmt: skip
    assert "c29, …" in raised.value.message("en")
    assert len(raised.value.message("en")) < 500
