"""Against ourselves: calls our rules allow, lists without approval, what was known when."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.look.tables import answers, at, details_of, number, rows_of

from leumund.look.settings import LookSettings

MONDAY, SUNDAY = "2026-03-02", "2026-03-01"


def call(place: int, day: str) -> dict[str, Any]:
    return {"partner": "Nord", "number": number(place), "started_at": at(f"{day}T10:00")}


def complaint(place: int, day: str) -> dict[str, Any]:
    return {
        "number_called": number(place),
        "arrived_at": at(f"{day}T20:00"),
        "called_at": at(f"{day}T10:00"),
    }


def test_a_complaint_speaks_against_our_rules_where_nothing_else_spoke_against_the_call() -> (
    None
):
    said = answers(
        calls=[call(1, MONDAY), call(2, SUNDAY), call(3, MONDAY)],
        objections=[{"number": number(3), "at": at("2026-01-01T10:00")}],
        consents=[
            {"number": number(i), "granted_at": at("2025-12-01T10:00")} for i in (1, 2, 3)
        ],
        complaints=[
            complaint(1, MONDAY),
            complaint(2, SUNDAY),
            complaint(3, MONDAY),
            complaint(4, MONDAY),
        ],
        customers=[{"ref": str(i), "number": number(i)} for i in (1, 2, 3)],
    )
    assert rows_of(said, "own.call_was_allowed") == [2]
    share = next(each for each in said.shown if each.code.code == "own_share")
    assert share.rows == ((3, None, None, None, None, None),)


def test_without_consents_nobody_can_say_that_our_rules_allowed_a_call() -> None:
    said = answers(calls=[call(1, MONDAY)], complaints=[complaint(1, MONDAY)])
    assert {"own.call_was_allowed", "own_share"} <= {each.code for each in said.unsaid}


def test_a_list_that_names_its_approver_is_no_finding() -> None:
    said = answers(
        lists=[
            {"number": number(1), "approved_by": "H. Laterne", "file": "a.csv"},
            {"number": number(2), "file": "a.csv"},
            {"number": number(3), "approved_by": "-", "file": "b.csv"},
            {"number": number(3), "file": "c.csv"},
        ]
    )
    group = next(
        each for each in said.findings if each.code.code == "own.list_without_approver"
    )
    assert [row.file for row in group.first] == ["b.csv", "c.csv"]


def test_the_first_sign_of_what_five_people_complain_of_is_named_with_its_days() -> None:
    days = [f"2026-03-0{i}" for i in range(2, 7)]
    said = answers(
        settings=LookSettings(as_of=date(2026, 4, 1)),
        calls=[*(call(i, day) for i, day in enumerate(days)), call(9, "2026-03-20")],
        complaints=[complaint(i, day) for i, day in enumerate(days)],
        lists=[{"number": number(1), "partner": "Nord", "handed_over_on": date(2026, 3, 9)}],
    )
    assert rows_of(said, "own.known_since") == [2]
    assert details_of(said, "own.known_since") == ["30"]
    went_on = next(each for each in said.shown if each.code.code == "own_went_on")
    assert went_on.rows == (("Nord", date(2026, 3, 2), 30, 4, 5, 1),)
