"""Complaints: who complains again, whose calls they are, and since when."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.look.tables import answers, at, details_of, number, rows_of

from leumund.look.settings import LookSettings


def complaint(
    place: int | None, arrived: str, called: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "number_called": number(place) if place is not None else None,
        "arrived_at": at(arrived),
        "called_at": at(called) if called else None,
        **more,
    }


PEOPLE = [
    {"ref": "K1", "number": number(1), "email": "eins@post.example"},
    {"ref": "K2", "number": number(2), "email": "beide@post.example"},
    {"ref": "K3", "number": number(3), "email": "beide@post.example"},
]


def test_later_complaints_of_the_same_person_are_joined_by_number_reference_or_mailbox() -> (
    None
):
    said = answers(
        only="e",
        customers=PEOPLE,
        complaints=[
            complaint(1, "2026-03-02T10:00"),
            complaint(None, "2026-03-12T10:00", ref="K1"),
            complaint(None, "2026-03-22T10:00", sender="eins@post.example"),
            complaint(2, "2026-03-02T10:00"),
            complaint(None, "2026-03-12T10:00", sender="beide@post.example"),
            complaint(None, "2026-03-12T10:00"),
            complaint(None, "2026-03-13T10:00"),
            complaint(9, "2026-03-13T10:00"),
        ],
    )
    assert rows_of(said, "complaint.repeated") == [3, 4]
    assert details_of(said, "complaint.repeated") == ["10", "10"]


def test_a_further_mail_of_the_same_exchange_is_no_further_complaint() -> None:
    mail = {"file": "a.mbox"}
    said = answers(
        only="e",
        customers=PEOPLE,
        complaints=[
            complaint(1, "2026-03-02T10:00", thread="t1", **mail),
            complaint(1, "2026-03-04T10:00", thread="t1", **mail),
            complaint(1, "2026-03-20T10:00", thread="t2", **mail),
            complaint(1, "2026-03-21T10:00", thread="t1", **mail),
        ],
    )
    assert rows_of(said, "complaint.repeated") == [4]


def test_a_row_of_a_table_that_a_mail_has_told_as_well_is_one_complaint() -> None:
    said = answers(
        only="e",
        customers=PEOPLE,
        complaints=[
            complaint(1, "2026-03-02T10:00", "2026-03-01T18:00", file="a.EML", thread="t1"),
            complaint(1, "2026-03-03T09:00", "2026-03-01T18:05"),
            complaint(1, "2026-03-03T09:00", "2026-03-02T18:05"),
        ],
    )
    assert rows_of(said, "complaint.repeated") == [4]


def test_several_calls_in_one_mail_are_one_complaint() -> None:
    twice = [
        complaint(1, "2026-03-02T10:00", day, file="a.eml", row=1, thread="t", call=turn)
        for turn, day in enumerate(("2026-02-01T10:00", "2026-02-08T10:00"), 1)
    ]
    assert (
        rows_of(answers(only="e", customers=PEOPLE, complaints=twice), "complaint.repeated")
        == []
    )


def calls(by: str, count: int, day: str = "2026-03-02") -> list[dict[str, Any]]:
    return [
        {"partner": by, "number": number(i), "started_at": at(f"{day}T10:00")}
        for i in range(count)
    ]


def test_complaints_per_calls_count_those_about_declared_calls_alone() -> None:
    said = answers(
        only="e",
        calls=[*calls("Nord", 50), *calls("Ost", 4, "2026-03-05")],
        complaints=[
            complaint(1, "2026-03-03T10:00", "2026-03-02T18:00"),
            complaint(2, "2026-03-06T10:00", "2026-03-02T00:00"),
            complaint(3, "2026-03-06T10:00", "2026-03-03T10:00"),
            complaint(4, "2026-03-06T10:00"),
            complaint(None, "2026-03-06T10:00", "2026-03-02T10:00"),
        ],
    )
    shown = {each.code.code: each.rows for each in said.shown}
    assert shown["complaints_per_calls"] == (
        ("Nord", 50, 50, 2, 2, 40.0, 4.88, 137.14),
        ("Ost", None, 4, None, 0, None, None, None),
        ("all", 50, 54, 2, 2, 37.04, 4.52, 127.47),
    )
    assert {row[0]: row[1] for row in shown["complaint_origins_counted"]} == {
        "declared": 2,
        "undeclared": 1,
        "undated": 2,
    }


def test_a_day_on_which_several_partners_called_names_none_of_them() -> None:
    said = answers(
        only="e",
        calls=[*calls("Nord", 40), *calls("Ost", 40)],
        complaints=[complaint(1, "2026-03-03T10:00", "2026-03-02T10:00")],
    )
    shown = {each.code.code: each.rows for each in said.shown}
    assert shown["complaint_origins_counted"] == (("several", 1, 1),)
    assert [row[3] for row in shown["complaints_per_calls"]] == [0, 0, 1]


def test_patterns_need_five_people_and_count_days_from_their_first_sign() -> None:
    said = answers(
        only="e",
        settings=LookSettings(as_of=date(2026, 4, 1)),
        complaints=[
            *(
                complaint(i, f"2026-03-0{i}T10:00", number_shown=number(90))
                for i in range(1, 6)
            ),
            *(complaint(i, f"2026-03-0{i}T11:00", tariff="Klein 50") for i in range(1, 5)),
            complaint(4, "2026-03-09T11:00", tariff="Klein 50"),
        ],
    )
    shown = next(each for each in said.shown if each.code.code == "complaint_patterns")
    assert shown.rows == (
        ("shown", "+4930••••••••", 5, 5, date(2026, 3, 1), date(2026, 3, 5), 31),
    )
