from __future__ import annotations

import csv
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leumund.basics.clock import SetClock
from leumund.basics.errors import LeumundError, NotThere
from leumund.basics.numbers import Number
from leumund.ledger.actions import Ledger
from leumund.people import LineRecord, Loaded
from leumund.people.actions import People
from leumund.people.loaded import RegisterEmpty, RegisterOlder, RegisterUnnamed
from leumund.people.writer import QuarantineUnwritable
from leumund.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = Number("+493023125001")
BERND = Number("+493023125002")
SHARED = Number("+493023125003")

CUSTOMERS = """\
ref,number,mobile,name,kind,land,segment
K1,030 23125001,,Anna,consumer,BE,basic
K2,030 23125002,030 23125003,Bernd,business,BY,comfort
K3,030 23125003,,Carla,consumer,BE,basic
K4,,,Dora,unknown,,
"""

CONSENTS = """\
consent_ref,ref,number,companies,products,channels,wording,wording_version,granted_at,\
recorded_at,source,proof_hash,number_confirmed,origin_checked,valid_until,revoked_at
C1,K1,030 23125001,Nord AG|Süd AG,Strom,telephone|email,I agree,v2,2026-01-05 10:00,\
2026-01-05 10:01,web,ab12,yes,yes,31.12.2027,
C2,K3,,Nord AG,Gas,telephone,I agree,v1,2026-01-06 10:00,,paper,cd34,,,,
"""


@pytest.fixture
def people(store: Store, tmp_path: Path) -> People:
    return People(store, SetClock(NOON), tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _load(people: People, folder: Path, content: str, **more: object) -> Loaded:
    path = folder / "file.csv"
    path.write_text(content, "utf-8")
    return people.load(path, **more)  # type: ignore[arg-type]


def _counts(loaded: Loaded) -> tuple[int, int, int, int]:
    assert loaded.rows == (
        loaded.added + loaded.changed + loaded.unchanged + loaded.quarantined
    )
    return loaded.added, loaded.changed, loaded.unchanged, loaded.quarantined


def _about(people: People, number: Number) -> LineRecord:
    record = people.about(number)
    assert record is not None
    return record


def _kept(loaded: Loaded) -> list[dict[str, str]]:
    assert loaded.quarantine_path is not None
    with loaded.quarantine_path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _tables(people: People, folder: Path) -> dict[str, object]:
    from pyarrow import parquet

    taken = people.snapshot(folder / "snapshot", with_names=True)
    return {table: parquet.read_table(taken[table]).to_pylist() for table in taken.rows}


def test_customers_are_found_by_their_numbers(people: People, folder: Path) -> None:
    assert _counts(_load(people, folder, CUSTOMERS)) == (4, 0, 0, 0)
    record = _about(people, SHARED)
    assert [each.person.ref for each in record.persons] == ["K2", "K3"]
    assert record.line.land is None
    anna = _about(people, ANNA)
    assert anna.line.land == "BE"
    assert anna.persons[0].person.name == "Anna"
    assert people.about(Number("+493023125999")) is None


def test_a_person_without_a_number_is_kept(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    persons = _tables(people, folder)["person"]
    assert isinstance(persons, list)
    assert {person["ref"] for person in persons} == {"K1", "K2", "K3", "K4"}


def test_no_text_form_of_a_record_shows_number_or_name(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    shown = f"{_about(people, ANNA)} {_about(people, ANNA)!r}"
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
    first = [_load(people, folder, content, **more) for content, more in files]
    assert all(loaded.added == loaded.rows for loaded in first)
    before = _tables(people, folder)
    again = [_load(people, folder, content, **more) for content, more in files]
    assert all(loaded.unchanged == loaded.rows for loaded in again)
    assert [loaded.removed for loaded in again] == [0] * 5
    assert _tables(people, folder) == before


def test_a_corrected_customer_file_changes_exactly_the_corrected_rows(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    corrected = CUSTOMERS.replace("Carla,consumer,BE", "Carla,consumer,HE")
    assert _counts(_load(people, folder, corrected)) == (0, 1, 3, 0)
    assert _about(people, SHARED).persons[1].person.land == "HE"
    assert _about(people, ANNA).persons[0].person.land == "BE"


def test_a_corrected_number_takes_the_place_of_the_wrong_one(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    corrected = CUSTOMERS.replace("K1,030 23125001", "K1,030 23125009")
    assert _counts(_load(people, folder, corrected)) == (0, 1, 3, 0)
    assert _about(people, ANNA).persons == ()
    assert _about(people, Number("+493023125009")).persons[0].person.ref == "K1"


def test_a_column_the_file_does_not_have_says_nothing(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    loaded = _load(people, folder, "ref,segment\nK1,gold\n")
    assert _counts(loaded) == (0, 1, 0, 0)
    person = _about(people, ANNA).persons[0].person
    assert (person.segment, person.name, person.land) == ("gold", "Anna", "BE")


def test_rows_of_one_person_add_up_to_their_numbers(people: People, folder: Path) -> None:
    loaded = _load(people, folder, "ref,number,name\nK1,030 23125001,A\nK1,030 23125002,A\n")
    assert _counts(loaded) == (2, 0, 0, 0)
    assert _about(people, ANNA).persons == _about(people, BERND).persons


def test_rows_that_contradict_each_other_are_not_chosen_between(
    people: People, folder: Path
) -> None:
    rows = "ref,number,name\nK1,030 23125001,Anna\nK1,030 23125002,Berta\n"
    loaded = _load(people, folder, rows)
    assert _counts(loaded) == (1, 0, 0, 1)
    [kept] = _kept(loaded)
    assert kept["row"] == "3"
    assert kept["original"] == "K1,030 23125002,Berta"
    assert people.about(BERND) is None


def test_rows_that_cannot_be_read_are_kept_with_their_reason_in_both_languages(
    people: People, folder: Path
) -> None:
    rows = (
        "ref,number,name\nK1,030 CALL-ME,Anna\nK2,030 23125002,Bernd\n,030 23125003,C\nK4,1\n"
    )
    loaded = _load(people, folder, rows)
    assert _counts(loaded) == (1, 0, 0, 3)
    letters, no_ref, short = _kept(loaded)
    assert letters["row"] == "2"
    assert letters["reason"] == (
        "The column number holds 030 CALL-ME, which cannot be read as a phone number."
    )
    assert letters["grund"] == (
        "In der Spalte number steht 030 CALL-ME; das ist nicht als Rufnummer lesbar."
    )
    assert letters["original"] == "K1,030 CALL-ME,Anna"
    assert no_ref["reason"] == "The column ref is empty."
    assert short["grund"] == "Die Zeile hat 2 Werte, die Kopfzeile nennt 3 Spalten."


def test_a_quarantine_file_belongs_to_its_owner_only(people: People, folder: Path) -> None:
    loaded = _load(people, folder, "ref,number,name\nK1,030 CALL-ME,Anna\n")
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
        _load(people, folder, "ref,number,name\nK1,030 CALL-ME,Anna\nK2,,Bernd\n")
    assert _tables(people, folder)["person"] == []


def test_a_number_a_spreadsheet_destroyed_is_kept_and_not_guessed(
    people: People, folder: Path
) -> None:
    loaded = _load(people, folder, "ref,number,name\nK1,4.93023E+11,Anna\n")
    assert loaded.quarantined == 1


def test_consents_stand_on_the_person_and_the_number(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    assert _counts(_load(people, folder, CONSENTS)) == (2, 0, 0, 0)
    [consent] = _about(people, ANNA).persons[0].consents
    assert consent.companies == ("Nord AG", "Süd AG")
    assert consent.channels == ("telephone", "email")
    assert consent.granted_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert consent.valid_until == date(2027, 12, 31)
    assert consent.number_confirmed
    assert consent.proof_hash == "ab12"
    bernd, carla = _about(people, SHARED).persons
    assert bernd.consents == ()
    assert [each.source for each in carla.consents] == ["paper"]


def test_a_consent_for_another_number_is_none_for_this_one(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    _load(people, folder, CONSENTS.replace("C1,K1,030 23125001", "C1,K2,030 23125002"))
    assert _about(people, BERND).persons[0].consents != ()
    assert _about(people, SHARED).persons[0].consents == ()


def test_a_corrected_consent_takes_the_place_of_the_old_which_stays_as_proof(
    people: People, folder: Path, store: Store
) -> None:
    from leumund.store import Statement

    _load(people, folder, CUSTOMERS)
    _load(people, folder, CONSENTS)
    assert _counts(_load(people, folder, CONSENTS.replace("Gas", "Wärme"))) == (0, 1, 1, 0)
    assert _about(people, SHARED).persons[1].consents[0].products == ("Wärme",)
    look = Statement(
        "look", "All versions.", "select products, replaced_at from people.consent"
    )
    with store.transaction() as tx:
        versions = {tuple(row["products"]): row["replaced_at"] for row in tx.run(look)}
    assert versions[("Gas",)] == NOON
    assert versions[("Wärme",)] is None


def test_a_consent_without_a_number_of_its_own_is_corrected_by_its_moment(
    people: People, folder: Path
) -> None:
    header = "ref,companies,products,channels,granted_at\n"
    _load(people, folder, CUSTOMERS)
    _load(people, folder, header + "K1,Nord,Gas,telephone,2026-01-05\n")
    corrected = _load(people, folder, header + "K1,Nord,Gas,email,2026-01-05\n")
    assert _counts(corrected) == (0, 1, 0, 0)
    [consent] = _about(people, ANNA).persons[0].consents
    assert consent.channels == ("email",)


def test_one_persons_consent_is_never_given_to_another_on_the_line(
    people: People, folder: Path
) -> None:
    header = "number,companies,products,channels,granted_at\n"
    _load(people, folder, CUSTOMERS)
    rows = (
        "030 23125003,Nord,Gas,telephone,2026-01-05\n"
        "030 23125001,Nord,Gas,telephone,2026-01-05\n"
        "030 23125555,Nord,Gas,telephone,2026-01-05\n"
    )
    loaded = _load(people, folder, header + rows)
    assert _counts(loaded) == (1, 0, 0, 2)
    shared, nobody = _kept(loaded)
    assert "Several persons share this number" in shared["reason"]
    assert nobody["grund"] == "Zu dieser Rufnummer wurde noch keine Person geladen."
    assert all(each.consents == () for each in _about(people, SHARED).persons)
    assert people.about(Number("+493023125555")) is None


def test_the_31st_of_february_is_kept_with_its_value(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    loaded = _load(people, folder, CONSENTS.replace("31.12.2027", "31.02.2027"))
    assert _counts(loaded) == (1, 0, 0, 1)
    [kept] = _kept(loaded)
    assert kept["reason"] == "The column valid_until holds 31.02.2027, which is no date."
    assert kept["grund"] == "In der Spalte valid_until steht 31.02.2027; das ist kein Datum."
    assert kept["original"].startswith("C1,K1,030 23125001")


def test_an_objection_is_seen_by_the_next_question(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    assert _about(people, SHARED).objections == ()
    _load(people, folder, "number,at\n030 23125003,2026-03-01 18:00\n")
    [objection] = _about(people, SHARED).objections
    assert objection.at == datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert (objection.scope, objection.channel) == ("all", "all")


def test_an_objection_by_reference_covers_the_person_on_every_line(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    _load(people, folder, "ref,at,channel\nK2,2026-03-01,Telefon\n")
    for number in (BERND, SHARED):
        record = _about(people, number)
        assert record.objections == ()
        assert [each.channel for each in record.persons[0].objections] == ["telephone"]
    assert _about(people, SHARED).persons[1].objections == ()


def test_an_objection_waits_for_a_person_who_is_loaded_later(
    people: People, folder: Path
) -> None:
    rows = "ref,number,at\nK1,,2026-03-01\n,030 23125002,2026-03-01\n"
    assert _counts(_load(people, folder, rows)) == (2, 0, 0, 0)
    _load(people, folder, CUSTOMERS)
    assert len(_about(people, ANNA).persons[0].objections) == 1
    assert len(_about(people, BERND).objections) == 1


def test_a_typing_error_in_an_objection_does_not_let_the_telephone_ring(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    rows = "number,ref,at,channel\n030 23125001,,31.02.2026,pigeon\n,K2,31.02.2026,\n,,x,\n"
    loaded = _load(people, folder, rows)
    assert _counts(loaded) == (0, 0, 0, 3)
    [objection] = _about(people, ANNA).objections
    assert (objection.at, objection.scope, objection.channel) == (None, "all", "all")
    assert len(_about(people, BERND).persons[0].objections) == 1


def test_an_objection_set_within_another_action_holds_and_is_noted_once(
    people: People, folder: Path, store: Store
) -> None:
    stranger = Number("+493023125777")
    for _attempt in range(2):
        with store.transaction() as tx:
            line = people.object(tx, stranger, NOON, "complaint 1")
    record = _about(people, stranger)
    assert record.line.id == line.id
    assert [each.source for each in record.objections] == ["complaint 1"]


def test_contracts_are_the_companys_own(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    header = "contract_ref,ref,product,started_on,ended_on\n"
    rows = "V1,K1,Strom 12,01.01.2020,\nV2,K9,Gas,2020-01-01,\n"
    assert _counts(_load(people, folder, header + rows)) == (1, 0, 0, 1)
    ended = rows.replace("Strom 12,01.01.2020,", "Strom 12,01.01.2020,30.06.2025")
    assert _counts(_load(people, folder, header + ended)) == (0, 1, 0, 1)
    [contract] = _about(people, ANNA).persons[0].contracts
    assert contract.is_running_on(date(2025, 6, 30))
    assert not contract.is_running_on(date(2025, 7, 1))
    line = people.lines_of([ANNA.e164])[ANNA.e164]
    assert people.contracts_of([line.id]) == {line.id: (contract,)}


def test_a_corrected_start_is_no_second_contract(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    _load(people, folder, "ref,product,started_on\nK1,Gas,2020-01-01\n")
    loaded = _load(people, folder, "ref,product,started_on\nK1,Gas,2020-02-01\n")
    assert _counts(loaded) == (0, 1, 0, 0)
    [contract] = _about(people, ANNA).persons[0].contracts
    assert contract.started_on == date(2020, 2, 1)


def _register(people: People, folder: Path, numbers: str, day: int) -> Loaded:
    day_of = date(2026, 1, day)
    rows = "number\n" + numbers
    return _load(people, folder, rows, kind="register", name="Robinson", dated_on=day_of)


def test_a_register_is_that_of_its_newest_version(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n030 23125002\n", 1)
    loaded = _register(people, folder, "030 23125002\n030 23125003\n", 8)
    assert (*_counts(loaded), loaded.removed) == (1, 0, 1, 0, 1)
    assert _about(people, ANNA).register_hits == ()
    [hit] = _about(people, BERND).register_hits
    assert (hit.register, hit.dated_on, hit.listed_from) == (
        "Robinson",
        date(2026, 1, 8),
        date(2026, 1, 1),
    )


def test_a_corrected_register_of_the_same_day_puts_back_whom_it_left_out(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n030 23125002\n", 1)
    _register(people, folder, "030 23125003\n", 8)
    _register(people, folder, "030 23125001\n030 23125002\n", 8)
    [hit] = _about(people, ANNA).register_hits
    assert hit.listed_from == date(2026, 1, 1)
    assert _about(people, SHARED).register_hits == ()


def test_nobody_leaves_a_register_by_a_file_that_cannot_be_read_whole(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n", 1)
    loaded = _register(people, folder, "030 2312500l\n030 23125002\n", 8)
    assert (*_counts(loaded), loaded.removed) == (1, 0, 0, 1, 0)
    assert len(_about(people, ANNA).register_hits) == 1


def test_a_register_that_is_older_empty_or_unnamed_is_refused(
    people: People, folder: Path
) -> None:
    _load(people, folder, CUSTOMERS)
    _register(people, folder, "030 23125001\n", 8)
    with pytest.raises(RegisterOlder, match="2026-01-08"):
        _register(people, folder, "030 23125002\n", 1)
    with pytest.raises(RegisterEmpty):
        _register(people, folder, "", 9)
    with pytest.raises(RegisterEmpty):
        _register(people, folder, "030 CALL\n", 9)
    with pytest.raises(RegisterUnnamed):
        _load(people, folder, "number\n030 23125001\n", kind="register")
    assert len(_about(people, ANNA).register_hits) == 1


def test_a_file_that_breaks_at_its_end_leaves_nothing(people: People, folder: Path) -> None:
    rows = "".join(f"K{index},030 23125{index:03d},P\n" for index in range(900))
    before = _tables(people, folder)
    for end in ("K9,030", 'K9,"030 23125001,x\n', "K9,030 23125001,\udcff\n"):
        path = folder / "broken.csv"
        path.write_bytes(("ref,number,name\n" + rows + end).encode("utf-8", "surrogateescape"))
        with pytest.raises(LeumundError):
            people.load(path)
    assert _tables(people, folder) == before
    assert not (folder / "data" / "quarantine").exists()


def test_a_file_that_is_not_there_is_named(people: People, folder: Path) -> None:
    with pytest.raises(NotThere, match=r"nothing\.csv"):
        people.load(folder / "nothing.csv")


def test_every_load_is_in_the_ledger_without_anybody_in_it(
    people: People, folder: Path, store: Store
) -> None:
    loaded = _load(people, folder, CUSTOMERS)
    ledger = Ledger(store, SetClock(NOON), folder / "data")
    [entry] = ledger.entries(kind="people.load")
    assert loaded.file_digest in str(entry)
    for personal in ("Anna", "K1", "23125001", "file.csv"):
        assert personal not in str(entry)


def test_progress_is_told_in_bytes_and_ends_with_all_of_them(
    people: People, folder: Path
) -> None:
    told: list[tuple[int, int | None]] = []
    _load(people, folder, CUSTOMERS, on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CUSTOMERS.encode()), len(CUSTOMERS.encode()))


def test_later_parts_find_lines_and_numbers_in_bulk(people: People, folder: Path) -> None:
    _load(people, folder, CUSTOMERS)
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

    _load(people, folder, CUSTOMERS)
    _load(people, folder, CONSENTS)
    taken = people.snapshot(folder / "snapshot")
    for table, columns in COLUMNS.items():
        assert parquet.read_schema(taken[table]).names == list(columns)
        assert stat.S_IMODE(taken[table].stat().st_mode) == 0o600
        assert parquet.read_metadata(taken[table]).num_rows == taken.rows[table]
    assert b"Anna" not in taken["person"].read_bytes()
    assert sorted(each.suffix for each in taken.folder.iterdir()) == [".parquet"] * len(COLUMNS)
    named = people.snapshot(folder / "named", with_names=True)
    assert parquet.read_table(named["person"])["name"].to_pylist()[0] == "Anna"
