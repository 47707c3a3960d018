"""Which list cannot explain which complaint; a doubt counts against exclusion."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow.parquet as pq
from tests.look.tables import answers, at, number

from leumund.look.answering import Answers


def complaint(place: int | None, called: str | None, **more: Any) -> dict[str, Any]:
    return {
        "number_called": number(place) if place is not None else None,
        "arrived_at": at("2026-03-10T10:00"),
        "called_at": at(called) if called else None,
        **more,
    }


def listed(place: int | None = None, file: str = "nord.csv", **more: Any) -> dict[str, Any]:
    return {"number": number(place) if place is not None else None, "file": file, **more}


def excluded(said: Answers) -> list[tuple[str, int, str]]:
    group = next(each for each in said.findings if each.code.code == "list.cannot_explain")
    rows = pq.read_table(group.path).to_pylist()
    return [(row["file"], row["with_row"], row["detail"]) for row in rows]


ON = {"nord.csv": date(2026, 3, 2)}
PEOPLE = [{"ref": f"K{i}", "number": number(i)} for i in range(6)]


def test_a_list_cannot_explain_who_is_not_on_it_and_what_came_before_it() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        partner_by_file={"nord.csv": "Nord"},
        customers=PEOPLE,
        lists=[listed(1), listed(2), listed(3), listed(4)],
        complaints=[
            complaint(1, "2026-03-02T00:10"),
            complaint(2, "2026-03-01T23:50"),
            complaint(3, "2026-03-02T00:00", is_day_only=True),
            complaint(4, "2026-03-01T00:00"),
            complaint(5, "2026-03-05T10:00"),
            complaint(1, None),
        ],
    )
    assert excluded(said) == [
        ("nord.csv", 3, "before"),
        ("nord.csv", 5, "before"),
        ("nord.csv", 6, "absent"),
    ]


def test_an_unknown_number_excludes_nothing() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        customers=PEOPLE,
        lists=[listed(1)],
        complaints=[complaint(None, "2026-01-01T10:00"), complaint(2, "2026-03-05T10:00")],
    )
    assert excluded(said) == [("nord.csv", 3, "absent")]


def test_a_reference_on_a_list_means_the_numbers_of_its_person() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        customers=[*PEOPLE, {"ref": "K1", "number": number(7)}],
        lists=[listed(ref="K1")],
        complaints=[
            complaint(1, "2026-03-05T10:00"),
            complaint(7, "2026-03-05T10:00"),
            complaint(2, "2026-03-05T10:00"),
        ],
    )
    assert excluded(said) == [("nord.csv", 4, "absent")]


def test_a_row_whose_number_nobody_can_tell_may_be_any_strangers() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        customers=PEOPLE,
        lists=[listed(ref="K1"), listed(ref="GONE")],
        complaints=[
            complaint(2, "2026-03-05T10:00"),
            complaint(9, "2026-03-05T10:00"),
            complaint(9, "2026-03-01T10:00"),
        ],
    )
    assert excluded(said) == [("nord.csv", 2, "absent"), ("nord.csv", 4, "before")]


def test_a_row_that_says_nothing_at_all_may_be_anybodys() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        customers=PEOPLE,
        lists=[listed(1), listed()],
        complaints=[complaint(2, "2026-03-05T10:00")],
    )
    assert excluded(said) == []


def test_a_row_of_the_file_that_could_not_be_read_may_be_anybodys() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        left_over={"nord.csv": 1},
        customers=PEOPLE,
        lists=[listed(1)],
        complaints=[complaint(2, "2026-03-05T10:00"), complaint(2, "2026-03-01T10:00")],
    )
    assert excluded(said) == [("nord.csv", 3, "before")]
    gap = next(each for each in said.unsaid if each.code == "list.cannot_explain")
    assert gap.values["what"] == "nord.csv"


def test_a_list_without_a_day_excludes_by_its_rows_alone() -> None:
    said = answers(
        only="ef",
        customers=PEOPLE,
        lists=[listed(1)],
        complaints=[complaint(1, "2020-03-05T10:00"), complaint(2, "2026-03-05T10:00")],
    )
    assert excluded(said) == [("nord.csv", 3, "absent")]


def test_a_mail_about_several_calls_is_excluded_only_with_all_of_them() -> None:
    both = [complaint(i, "2026-03-05T10:00", file="a.eml", row=1, call=i) for i in (1, 2)]
    said = answers(
        only="ef", handed_over=ON, customers=PEOPLE, lists=[listed(1)], complaints=both
    )
    assert excluded(said) == []


def test_a_further_mail_of_the_same_exchange_is_not_counted_again() -> None:
    mails = [
        complaint(2, "2026-03-05T10:00", file="a.mbox", thread="t"),
        complaint(2, "2026-03-05T10:00", file="a.mbox", thread="t"),
    ]
    said = answers(
        only="ef", handed_over=ON, customers=PEOPLE, lists=[listed(1)], complaints=mails
    )
    assert excluded(said) == [("nord.csv", 2, "absent")]


def test_each_list_is_shown_with_what_it_cannot_explain() -> None:
    said = answers(
        only="ef",
        handed_over=ON,
        partner_by_file={"nord.csv": "Nord"},
        customers=PEOPLE,
        lists=[
            listed(1),
            listed(2),
            listed(3, "more.csv", partner="Ost", handed_over_on=date(2026, 3, 4)),
            listed(4, "more.csv", partner="West", handed_over_on=date(2026, 3, 4)),
        ],
        complaints=[
            complaint(1, "2026-03-05T10:00"),
            complaint(2, "2026-03-01T10:00"),
            complaint(3, "2026-03-05T10:00"),
            complaint(None, "2026-03-05T10:00"),
        ],
    )
    shown = next(each for each in said.shown if each.code.code == "lists_and_complaints")
    assert shown.rows == (
        ("nord.csv", "Nord", date(2026, 3, 2), 2, 1, 1, 1, 1),
        ("more.csv", "Ost", date(2026, 3, 4), 1, 2, 0, 1, 1),
        ("more.csv", "West", date(2026, 3, 4), 1, 3, 0, 0, 1),
    )
