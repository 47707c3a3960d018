"""Whom a complaint without a number of ours may be about: sealed before anybody looks."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.intake.desk import NOW, desk_in, furnish, write

from leumund.app import Leumund
from leumund.intake import UnexplainedCall
from leumund.intake.complaint import WrittenComplaint
from leumund.intake.seal import BrokenSeal
from leumund.intake.whom import about, weights_of
from leumund.people import Known, Register, Told
from leumund.store import Store

HEADER = "arrived_at,called_at,number_called,number_shown,name,postcode,address,ref,text\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return furnish(desk_in(tmp_path / "data", store, NOW), tmp_path)


def taken(desk: Leumund, folder: Path, *rows: str) -> list[UnexplainedCall]:
    """What the stream holds once these rows are taken in, times put in front of each."""
    at = "2026-03-09 10:00,2026-03-08 09:00,"
    desk.intake.complaints(
        write(folder, "c.csv", HEADER + "".join(f"{at}{row}\n" for row in rows))
    )
    return desk.intake.stream()


def as_owner(store: Store, sql: str) -> None:
    with psycopg.connect(store.logins.owner()) as connection:
        connection.execute(sql)


def line_of(desk: Leumund, number: str) -> int:
    return int(desk.people.lines_of([number])[number].id)


def test_a_misspelt_name_means_our_customer_with_a_weight(desk: Leumund, tmp_path: Path):
    (call,) = taken(desk, tmp_path, ",089 99998 111,Ana Adler,,,,")
    ((lines, parts),) = call.whom
    assert lines == (line_of(desk, "+493023125001"),)
    assert 100 <= parts < 900
    assert call.line_id is None


def test_a_number_of_somebody_elses_with_a_name_of_ours_is_no_stranger(
    desk: Leumund, tmp_path: Path
):
    path = write(
        tmp_path, "c.csv", HEADER + "2026-03-09,2026-03-08,089 99998 777,,Berta Bach,,,,\n"
    )
    loaded = desk.intake.complaints(path)
    assert (loaded.strangers, loaded.by_name) == (0, 1)


def test_a_customer_number_is_sure(desk: Leumund, tmp_path: Path):
    (call,) = taken(desk, tmp_path, ",,,,,K3,")
    assert call.whom == (((line_of(desk, "+493023125003"),), 1000),)


def test_whose_number_is_known_is_asked_by_no_name(desk: Leumund, tmp_path: Path):
    (call,) = taken(desk, tmp_path, "030 23125 001,,Berta Bach,,,,")
    assert (call.line_id, call.whom) == (line_of(desk, "+493023125001"), ())


def test_nobody_we_know_means_nobody(desk: Leumund, tmp_path: Path):
    (call,) = taken(desk, tmp_path, ",,Zoltan Qvist,10115,,,")
    assert call.whom == ()


def test_the_weights_are_sealed_and_stay(desk: Leumund, store: Store, tmp_path: Path):
    taken(desk, tmp_path, ",,Anna Adler,,,,")
    (leaf,) = desk.intake.shown_order().leaves
    assert json.loads(leaf)["whom"][0][1] > 0
    change = "update intake.complaint set whom = '[[[1], 1000]]'"
    with pytest.raises(psycopg.Error, match="sealed stays"):
        as_owner(store, change)
    as_owner(store, f"alter table intake.complaint disable trigger user; {change}")
    with pytest.raises(BrokenSeal):
        desk.intake.stream()


def test_what_was_told_of_the_person_is_nowhere_but_in_the_row_as_it_came(
    desk: Leumund, store: Store, tmp_path: Path
):
    taken(desk, tmp_path, ",,Ana Adlerin,10115,Musterweg 17,,")
    (leaf,) = desk.intake.shown_order().leaves
    said = " ".join(entry.said or "" for entry in desk.ledger.entries("intake.complaints"))
    for word in ("Adler", "10115", "Musterweg"):
        assert word not in leaf
        assert word not in said
        assert word not in repr(WrittenComplaint("", name="Adler", address="Musterweg 10115"))
    with psycopg.connect(store.logins.owner(), row_factory=dict_row) as connection:
        row = connection.execute("select * from intake.complaint").fetchone()
    assert row
    assert "Adlerin" in str(row.pop("original"))
    assert "Adlerin" not in str(row)


@pytest.mark.parametrize(
    ("postcode", "address", "found"),
    [
        ("10115", "Weg 1, 80331 Ort", "10115"),
        ("", "Musterweg 1, 80331 Musterstadt", "80331"),
        ("", "Musterweg 123456", ""),
    ],
)
def test_a_postcode_may_stand_in_the_address_only(postcode: str, address: str, found: str):
    row = WrittenComplaint("", name="A B", postcode=postcode, address=address)
    assert about(row) == Told("A B", found, "")


def test_the_weights_are_whole_rounded_down_and_never_more_than_everything():
    four = [Known("Anna Adler", "10115", f"K{i}", (i,)) for i in range(4)]
    found = weights_of(Register(four), Told("Anna Adler", "10115", ""))
    assert [parts for _, parts in found] == [246] * 4
    many = [Known("Anna Adler", "", f"K{i}", (i,)) for i in range(40)]
    assert weights_of(Register(many), Told("Anna Adler", "", "")) == ()
    assert weights_of(Register([Known("Anna Adler", "", "K", ())]), Told("", "", "K")) == ()
