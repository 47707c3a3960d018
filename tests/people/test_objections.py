from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.people.files import (
    ANNA,
    BERND,
    CUSTOMERS,
    NOON,
    SHARED,
    about,
    counts,
    load,
)

from leumund.basics.numbers import Number
from leumund.people.actions import People
from leumund.store import Store


def test_an_objection_is_seen_by_the_next_question(people: People, folder: Path) -> None:
    load(people, folder, CUSTOMERS)
    assert about(people, SHARED).objections == ()
    load(people, folder, "number,at\n030 23125003,2026-03-01 18:00\n")
    [objection] = about(people, SHARED).objections
    assert objection.at == datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert (objection.scope, objection.channel) == ("all", "all")


def test_an_objection_by_reference_covers_the_person_on_every_line(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    load(people, folder, "ref,at,channel\nK2,2026-03-01,Telefon\n")
    for number in (BERND, SHARED):
        record = about(people, number)
        assert record.objections == ()
        assert [each.channel for each in record.persons[0].objections] == ["telephone"]
    assert about(people, SHARED).persons[1].objections == ()


def test_an_objection_waits_for_a_person_who_is_loaded_later(
    people: People, folder: Path
) -> None:
    rows = "ref,number,at\nK1,,2026-03-01\n,030 23125002,2026-03-01\n"
    assert counts(load(people, folder, rows)) == (2, 0, 0, 0)
    load(people, folder, CUSTOMERS)
    assert len(about(people, ANNA).persons[0].objections) == 1
    assert len(about(people, BERND).objections) == 1


def test_a_typing_error_in_an_objection_does_not_let_the_telephone_ring(
    people: People, folder: Path
) -> None:
    load(people, folder, CUSTOMERS)
    rows = "number,ref,at,channel\n030 23125001,,31.02.2026,pigeon\n,K2,31.02.2026,\n,,x,\n"
    loaded = load(people, folder, rows)
    assert counts(loaded) == (0, 0, 0, 3)
    [objection] = about(people, ANNA).objections
    assert (objection.at, objection.scope, objection.channel) == (None, "all", "all")
    assert len(about(people, BERND).persons[0].objections) == 1


def test_an_objection_set_within_another_action_holds_and_is_noted_once(
    people: People, folder: Path, store: Store
) -> None:
    stranger = Number("+493023125777")
    for _attempt in range(2):
        with store.transaction() as tx:
            line = people.object(tx, stranger, NOON, "complaint 1")
    record = about(people, stranger)
    assert record.line.id == line.id
    assert [each.source for each in record.objections] == ["complaint 1"]
