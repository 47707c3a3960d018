"""Payees, log-ins, callers' numbers and days that no contract knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.look.tables import answers, at, details_of, number, rows_of

NORD, OST = "DE89370400440532013000", "DE12500105170648489890"
PARTNERS: list[dict[str, Any]] = [
    {
        "partner": "Nord",
        "legal_name": "Nordschirm Vertrieb GmbH",
        "iban": NORD,
        "valid_from": date(2026, 1, 10),
        "valid_to": date(2026, 3, 31),
    },
    {"partner": "Nord", "valid_from": date(2026, 4, 10)},
    {"partner": "Ost", "legal_name": "Ostwind Marketing GmbH & Co. KG", "iban": OST},
    {"partner": "Nord", "caller_number": number(1), "file": "numbers.csv"},
    {"partner": "Nord", "login": "nord-01", "file": "keys.csv"},
]


def paid(payee: str, iban: str | None = None) -> dict[str, Any]:
    return {"payee": payee, "iban": iban, "amount": Decimal("40.00")}


def test_a_payee_is_unknown_if_neither_the_name_nor_the_account_is_a_partners() -> None:
    said = answers(
        only="cd",
        partners=PARTNERS,
        statements=[
            paid("Nordschirm Vertrieb GmbH"),
            paid("NORDSCHIRM VERTRIEB Gesellschaft mbH"),
            paid("Nordschrim Vertrieb GmbH"),
            paid("Ost"),
            paid("Ganz Anders UG", NORD),
            paid("Sternpost Service UG"),
            paid("Nordwind Handel GmbH", "DE02120300000000202051"),
            {"payee": "*** siehe oben ***"},
        ],
    )
    assert rows_of(said, "chain.payee_unknown") == [7, 8]
    assert details_of(said, "chain.payee_unknown") == [
        "Sternpost Service UG",
        "Nordwind Handel GmbH",
    ]


def test_a_payment_in_a_partners_name_to_another_account_is_shown() -> None:
    said = answers(
        only="cd",
        partners=PARTNERS,
        statements=[
            paid("Nordschirm Vertrieb GmbH", "DE02120300000000202051"),
            paid("Ost", OST),
        ],
    )
    shown = next(each for each in said.shown if each.code.code == "chain_accounts")
    assert shown.rows == (("Nord", 1, 1, Decimal("40.00")),)
    assert rows_of(said, "chain.payee_unknown") == []


def test_a_log_in_is_unknown_if_it_was_given_to_nobody() -> None:
    order = {"ordered_at": at("2026-03-02T10:00"), "partner": "Ost"}
    said = answers(
        only="cd",
        partners=PARTNERS,
        orders=[
            {"order_ref": "1", "login": "nord-01", **order},
            {"order_ref": "2", "login": "NORD-01 ", **order},
            {"order_ref": "3", "login": "nord-02", **order},
            {"order_ref": "4", "login": "-", **order},
            {"order_ref": "5", **order},
        ],
    )
    assert rows_of(said, "chain.login_unknown") == [4]


def call(moment: str, by: str = "Nord", shown: int | None = 1) -> dict[str, Any]:
    return {
        "partner": by,
        "number": number(9),
        "started_at": at(moment),
        "shown_number": number(shown) if shown is not None else None,
    }


def test_a_number_shown_is_unknown_if_it_is_no_partners() -> None:
    said = answers(
        only="cd",
        partners=PARTNERS,
        calls=[
            call("2026-03-02T10:00"),
            call("2026-03-02T11:00", by="Ost"),
            call("2026-03-02T12:00", shown=2),
            call("2026-03-02T13:00", shown=None),
        ],
    )
    assert rows_of(said, "chain.caller_number_unknown") == [4]
    assert details_of(said, "chain.caller_number_unknown") == ["+4930••••••••"]


def test_a_call_outside_the_days_of_every_contract_is_found() -> None:
    moments = (
        "2026-01-09",
        "2026-01-10",
        "2026-03-31",
        "2026-04-01",
        "2026-04-09",
        "2026-04-10",
    )
    said = answers(
        only="cd",
        partners=PARTNERS,
        calls=[
            *(call(f"{day}T10:00") for day in moments),
            call("2020-01-01T10:00", by="West"),
        ],
    )
    assert rows_of(said, "chain.call_outside_engagement") == [2, 5, 6]
    assert details_of(said, "chain.call_outside_engagement") == ["2026-01-10"] * 3


def test_without_days_in_the_list_of_partners_engagements_are_not_asked() -> None:
    said = answers(only="cd", partners=[{"partner": "Nord"}], calls=[call("2026-03-02T10:00")])
    assert "chain.call_outside_engagement" in {each.code for each in said.unsaid}


def test_everybody_the_files_name_is_shown_those_without_a_contract_first() -> None:
    said = answers(
        only="cd",
        partners=PARTNERS,
        calls=[call("2026-03-02T10:00"), call("2026-03-02T11:00", by="West")],
        statements=[paid("Sternpost Service UG"), paid("Nordschirm Vertrieb GmbH")],
    )
    shown = next(each for each in said.shown if each.code.code == "chain_members")
    assert shown.rows == (
        ("Sternpost Service UG", "no", 0, 0, 1, Decimal("40.00")),
        ("West", "no", 1, 0, 0, None),
        ("Nord", "yes", 1, 0, 1, Decimal("40.00")),
        ("Ost", "yes", 0, 0, 0, None),
    )
