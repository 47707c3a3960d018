from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from tests.people.files import (
    ANNA,
    BERND,
    CONSENTS,
    CUSTOMERS,
    NOON,
    SHARED,
    about,
    counts,
    kept,
    load,
    tables,
)

from leumund.basics.clock import SetClock
from leumund.basics.errors import LeumundError, NotThere
from leumund.basics.numbers import Number
from leumund.ledger.actions import Ledger
from leumund.people.actions import People
from leumund.people.writer import QuarantineUnwritable
from leumund.store import Store


def test_customers_are_found_by_their_numbers(people: People, folder: Path) -> None:
    assert counts(load(people, folder, CUSTOMERS)) == (4, 0, 0, 0)
    record = about(people, SHARED)
    assert [each.person.ref for each in record.persons] == ["K2", "K3"]
    assert record.line.land is None
    anna = about(people, ANNA)
    assert anna.line.land == "BE"
    assert anna.persons[0].person.name == "Anna"
    assert people.about(Number("+493023125999")) is None


def test_a_person_without_a_number_is_kept(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    persons = tables(people, folder)["person"]
    assert isinstance(persons, list)
    assert {person["ref"] for person in persons} == {"K1", "K2", "K3", "K4"}


def test_no_text_form_of_a_record_shows_number_or_name(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    shown = f"{about(people, ANNA)} {about(people, ANNA)!r}"
    assert "23125001" not in shown
    assert "Anna" not in shown


def test_every_kind_of_file_twice_changes_nothing(people: People, folder: Path) -> None:
    files: list[tuple[str, dict[str, object]]] = [
        (CUSTOMERS, {}),
        (CONSENTS, {}),
        ("number,at\n030 23125001,2026-01-05\n", {}),
        ("ref,product,started_on\nK1,Strom 12,2020-01-01\n", {}),
        (
            "number\n030 23125001\n",
            {"kind": "register", "name": "R", "dated_on": date(2026, 1, 1)},
        ),
    ]
    first = [load(people, folder, content, **more) for content, more in files]
    assert all(loaded.added == loaded.rows for loaded in first)
    before = tables(people, folder)
    again = [load(people, folder, content, **more) for content, more in files]
    assert all(loaded.unchanged == loaded.rows for loaded in again)
    assert [loaded.removed for loaded in again] == [0] * 5
    assert tables(people, folder) == before


def test_a_corrected_customer_file_changes_exactly_the_corrected_rows(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    corrected = CUSTOMERS.replace("Carla,consumer,BE", "Carla,consumer,HE")
    assert counts(load(people, folder, corrected)) == (0, 1, 3, 0)
    assert about(people, SHARED).persons[1].person.land == "HE"
    assert about(people, ANNA).persons[0].person.land == "BE"


def test_a_corrected_number_takes_the_place_of_the_wrong_one(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    corrected = CUSTOMERS.replace("K1,030 23125001", "K1,030 23125009")
    assert counts(load(people, folder, corrected)) == (0, 1, 3, 0)
    assert about(people, ANNA).persons == ()
    assert about(people, Number("+493023125009")).persons[0].person.ref == "K1"


def test_a_column_the_file_does_not_have_says_nothing(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    loaded = load(people, folder, "ref,segment\nK1,gold\n")
    assert counts(loaded) == (0, 1, 0, 0)
    person = about(people, ANNA).persons[0].person
    assert (person.segment, person.name, person.land) == ("gold", "Anna", "BE")


def test_rows_of_one_person_add_up_to_their_numbers(people: People, folder: Path) -> None:
    loaded = load(people, folder, "ref,number,name\nK1,030 23125001,A\nK1,030 23125002,A\n")
    assert counts(loaded) == (2, 0, 0, 0)
    assert about(people, ANNA).persons == about(people, BERND).persons


def test_rows_that_contradict_each_other_are_not_chosen_between(
    people: People, folder: Path
) -> None:
    rows = "ref,number,name\nK1,030 23125001,Anna\nK1,030 23125002,Berta\n"
    loaded = load(people, folder, rows)
    assert counts(loaded) == (1, 0, 0, 1)
    [row] = kept(loaded)
    assert row["row"] == "3"
    assert row["original"] == "K1,030 23125002,Berta"
    assert people.about(BERND) is None


def test_rows_that_cannot_be_read_are_kept_with_their_reason_in_both_languages(
    people: People, folder: Path
) -> None:
    rows = (
        "ref,number,name\nK1,030 CALL-ME,Anna\nK2,030 23125002,Bernd\n,030 23125003,C\nK4,1\n"
    )
    loaded = load(people, folder, rows)
    assert counts(loaded) == (1, 0, 0, 3)
    letters, no_ref, short = kept(loaded)
    assert letters["row"] == "2"
    assert letters["reason"].startswith(
        "The column number holds 030 CALL-ME, which cannot be read as a phone number. Write "
    )
    assert letters["grund"].startswith(
        "In der Spalte number steht 030 CALL-ME; das ist nicht als Rufnummer lesbar. "
    )
    assert letters["original"] == "K1,030 CALL-ME,Anna"
    assert no_ref["reason"] == "The column ref is empty."
    assert short["grund"] == "Die Zeile hat 2 Werte, die Kopfzeile nennt 3 Spalten."


def test_a_quarantine_file_belongs_to_its_owner_only(people: People, folder: Path) -> None:
    loaded = load(people, folder, "ref,number,name\nK1,030 CALL-ME,Anna\n")
    path = loaded.quarantine_path
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_quarantine_that_cannot_be_written_stops_the_load(
    people: People, folder: Path
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "quarantine").write_text("in the way")
    with pytest.raises(QuarantineUnwritable):
        load(people, folder, "ref,number,name\nK1,030 CALL-ME,Anna\nK2,,Bernd\n")
    assert tables(people, folder)["person"] == []


def test_a_number_a_spreadsheet_destroyed_is_kept_and_not_guessed(
    people: People, folder: Path
) -> None:
    loaded = load(people, folder, "ref,number,name\nK1,4.93023E+11,Anna\n")
    assert loaded.quarantined == 1


def test_a_file_that_breaks_at_its_end_leaves_nothing(people: People, folder: Path) -> None:
    rows = "".join(f"K{index},030 23125{index:03d},P\n" for index in range(900))
    before = tables(people, folder)
    for end in ("K9,030", 'K9,"030 23125001,x\n', "K9,030 23125001,\udcff\n"):
        path = folder / "broken.csv"
        path.write_bytes(("ref,number,name\n" + rows + end).encode("utf-8", "surrogateescape"))
        with pytest.raises(LeumundError):
            people.load(path)
    assert tables(people, folder) == before
    assert not (folder / "data" / "quarantine").exists()


def test_a_file_that_is_not_there_is_named(people: People, folder: Path) -> None:
    with pytest.raises(NotThere, match=r"nothing\.csv"):
        people.load(folder / "nothing.csv")


def test_every_load_is_in_the_ledger_without_anybody_in_it(
    people: People, folder: Path, store: Store
) -> None:
    loaded = load(people, folder, CUSTOMERS)
    ledger = Ledger(store, SetClock(NOON), folder / "data")
    [entry] = ledger.entries(kind="people.load")
    assert loaded.file_digest in str(entry)
    for personal in ("Anna", "K1", "23125001", "file.csv"):
        assert personal not in str(entry)


def test_progress_is_told_in_bytes_and_ends_with_all_of_them(
    people: People, folder: Path
) -> None:
    told: list[tuple[int, int | None]] = []
    load(people, folder, CUSTOMERS, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CUSTOMERS.encode()), len(CUSTOMERS.encode()))


def test_later_parts_find_lines_and_numbers_in_bulk(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    lines = people.lines_of([ANNA.e164, SHARED.e164, "+493023125999"])
    assert {number: line.land for number, line in lines.items()} == {
        ANNA.e164: "BE",
        SHARED.e164: None,
    }
    ids = [line.id for line in lines.values()]
    assert people.numbers(ids) == {line.id: number for number, line in lines.items()}


def test_a_snapshot_holds_the_columns_it_promises_and_names_only_where_asked(
    people: People, folder: Path
) -> None:
    from pyarrow import parquet

    from leumund.people.snapshot import COLUMNS

    load(people, folder, CUSTOMERS)
    load(people, folder, CONSENTS)
    taken = people.snapshot(folder / "snapshot")
    for table, columns in COLUMNS.items():
        assert parquet.read_schema(taken[table]).names == list(columns)
        assert stat.S_IMODE(taken[table].stat().st_mode) == 0o600
        assert parquet.read_metadata(taken[table]).num_rows == taken.rows[table]
    assert b"Anna" not in taken["person"].read_bytes()
    assert sorted(each.suffix for each in taken.folder.iterdir()) == [".parquet"] * len(COLUMNS)
    named = people.snapshot(folder / "named", with_names=True)
    assert parquet.read_table(named["person"])["name"].to_pylist()[0] == "Anna"
