"""(g): cancellations beside calls."""

from __future__ import annotations

from datetime import date

from tests.look.tables import answers, at, number


def test_cancellations_stand_by_calls_and_by_days_to_the_contracts_end() -> None:
    customers = [{"ref": str(place), "number": number(place)} for place in range(4)]
    contracts = [
        {"ref": "0", "product": "Gas", "ended_on": date(2026, 12, 31), "cancelled_on": None},
        {"ref": "1", "product": "Gas", "ended_on": date(2026, 6, 1),
         "cancelled_on": date(2026, 5, 10)},
        {"ref": "2", "product": "Gas", "ended_on": date(2026, 1, 1), "cancelled_on": None},
        {"ref": "3", "product": "Gas", "ended_on": None, "cancelled_on": None},
    ]  # fmt: skip
    calls = [
        {"partner": "Nord", "number": number(1), "started_at": at("2026-05-04T10:00")},
        {"partner": "Nord", "number": number(1), "started_at": at("2026-05-05T10:00")},
        {"partner": "Nord", "number": number(1), "started_at": at("2026-05-20T10:00")},
        {"partner": "Nord", "number": number(2), "started_at": at("2026-05-05T10:00")},
        {"partner": "Nord", "number": number(3), "started_at": at("2026-05-05T10:00")},
    ]
    said = answers(customers=customers, contracts=contracts, calls=calls)
    shown = {table.code.code: table.rows for table in said.shown}
    assert shown["cancellations_by_calls"] == (
        ("0", 1, 0, 0.0),
        ("1", 2, 0, 0.0),
        ("2", 1, 1, 100.0),
    )
    assert shown["cancellations_by_days"] == (
        ("none", 1, 0, 0.0),
        ("after", 1, 0, 0.0),
        ("0-30", 1, 1, 100.0),
        ("open", 1, 0, 0.0),
    )
    assert ("2", "0-30", 1, 1, 100.0) in shown["cancellations_by_both"]


def test_no_share_is_shown_where_only_cancelled_contracts_have_an_end() -> None:
    customers = [{"ref": str(place), "number": number(place)} for place in range(3)]
    contracts = [
        {"ref": "0", "product": "Gas", "ended_on": None, "cancelled_on": None},
        {"ref": "1", "product": "Gas", "ended_on": date(2026, 6, 1),
         "cancelled_on": date(2026, 5, 10)},
        {"ref": "2", "product": "Gas", "ended_on": None, "cancelled_on": None},
    ]  # fmt: skip
    calls = [
        {"partner": "Nord", "number": number(to), "started_at": at("2026-05-05T10:00")}
        for to in (1, 2)
    ]
    said = answers(customers=customers, contracts=contracts, calls=calls)
    shown = {table.code.code: table.rows for table in said.shown}
    assert shown["cancellations_by_days"] == (
        ("none", 1, 0, 0.0),
        ("0-30", 1, 1, None),
        ("open", 1, 0, None),
    )


def test_who_has_cancelled_two_contracts_is_one_row_behind_the_figure() -> None:
    ends = {"product": "Gas", "ended_on": date(2026, 6, 1)}
    contracts = [
        {"ref": "1", "cancelled_on": date(2026, 5, 10), **ends},
        {"ref": "1", "cancelled_on": date(2026, 5, 12), **ends},
    ]
    said = answers(
        customers=[{"ref": "1", "number": number(1)}],
        contracts=contracts,
        calls=[{"partner": "Nord", "number": number(1), "started_at": at("2026-05-05T10:00")}],
    )
    [table] = [each for each in said.shown if each.code.code == "cancellations_by_calls"]
    assert table.rows == (("1", 1, 1, 100.0),)
    assert table.behind is not None
    assert [row.row for row in table.behind.first] == [3]
