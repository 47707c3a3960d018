from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

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
)

from leumund.basics.numbers import Number
from leumund.people.actions import People
from leumund.store import Statement, Store


def test_consents_stand_on_the_person_and_the_number(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    assert counts(load(people, folder, CONSENTS)) == (2, 0, 0, 0)
    [consent] = about(people, ANNA).persons[0].consents
    assert consent.companies == ("Nord AG", "Süd AG")
    assert consent.channels == ("telephone", "email")
    assert consent.granted_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert consent.valid_until == date(2027, 12, 31)
    assert consent.number_confirmed
    assert consent.proof_hash == "ab12"
    bernd, carla = about(people, SHARED).persons
    assert bernd.consents == ()
    assert [each.source for each in carla.consents] == ["paper"]


def test_names_are_kept_as_they_are_written_whatever_signs_they_hold(
    people: People, folder: Path
) -> None:
    odd = ('Nord "AG"', "{Süd},Ost", "a\\b\\", "NULL", "\\N", "'")
    load(people, folder, CUSTOMERS)
    cell = '"' + "|".join(odd).replace('"', '""') + '"'
    content = CONSENTS.replace("Nord AG|Süd AG", cell).replace("I agree,v2", "\\N,\\t")
    assert counts(load(people, folder, content)) == (2, 0, 0, 0)
    [consent] = about(people, ANNA).persons[0].consents
    assert (consent.companies, consent.wording) == (odd, "\\N")
    assert consent.wording_version == "\\t"


def test_one_name_with_a_comma_is_not_two_names(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    load(people, folder, CONSENTS)
    joined = CONSENTS.replace("Nord AG|Süd AG", '"Nord AG"",""Süd AG"')
    assert counts(load(people, folder, joined)) == (0, 1, 1, 0)
    [consent] = about(people, ANNA).persons[0].consents
    assert consent.companies == ('Nord AG","Süd AG',)


def test_a_consent_for_another_number_is_none_for_this_one(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    load(people, folder, CONSENTS.replace("C1,K1,030 23125001", "C1,K2,030 23125002"))
    assert about(people, BERND).persons[0].consents != ()
    assert about(people, SHARED).persons[0].consents == ()


def test_a_corrected_consent_takes_the_place_of_the_old_which_stays_as_proof(
    people: People, folder: Path, store: Store
) -> None:

    load(people, folder, CUSTOMERS)
    load(people, folder, CONSENTS)
    assert counts(load(people, folder, CONSENTS.replace("Gas", "Wärme"))) == (0, 1, 1, 0)
    assert about(people, SHARED).persons[1].consents[0].products == ("Wärme",)
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
    load(people, folder, CUSTOMERS)
    load(people, folder, header + "K1,Nord,Gas,telephone,2026-01-05\n")
    corrected = load(people, folder, header + "K1,Nord,Gas,email,2026-01-05\n")
    assert counts(corrected) == (0, 1, 0, 0)
    [consent] = about(people, ANNA).persons[0].consents
    assert consent.channels == ("email",)


def test_one_persons_consent_is_never_given_to_another_on_the_line(
    people: People, folder: Path
) -> None:
    header = "number,companies,products,channels,granted_at\n"
    load(people, folder, CUSTOMERS)
    rows = (
        "030 23125003,Nord,Gas,telephone,2026-01-05\n"
        "030 23125001,Nord,Gas,telephone,2026-01-05\n"
        "030 23125555,Nord,Gas,telephone,2026-01-05\n"
    )
    loaded = load(people, folder, header + rows)
    assert counts(loaded) == (1, 0, 0, 2)
    shared, nobody = kept(loaded)
    assert "Several persons share this number" in shared["reason"]
    assert nobody["grund"].startswith("Zu dieser Rufnummer wurde noch keine Person geladen.")
    assert all(each.consents == () for each in about(people, SHARED).persons)
    assert people.about(Number("+493023125555")) is None


def test_the_31st_of_february_is_kept_with_its_value(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    loaded = load(people, folder, CONSENTS.replace("31.12.2027", "31.02.2027"))
    assert counts(loaded) == (1, 0, 0, 1)
    [row] = kept(loaded)
    assert row["reason"].startswith(
        "The column valid_until holds 31.02.2027, which is no date."
    )
    assert "Spalte valid_until steht 31.02.2027; das ist kein Datum." in row["grund"]
    assert row["original"].startswith("C1,K1,030 23125001")
