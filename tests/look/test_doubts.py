"""What nobody can know is no finding: rows left over, days alone, and those who rang us."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.look.tables import answers, at, number, rows_of
from tests.look.test_calls import CUSTOMERS, call
from tests.look.test_look import folder_of, look
from tests.look.test_newcomer import CUSTOMERS as PEOPLE
from tests.look.test_newcomer import found, rows

ENDED = [{"ref": "1", "product": "Strom", "ended_on": date(2026, 1, 31)}]


@pytest.mark.parametrize(
    ("consent", "is_found"),
    [
        ({"valid_until": None}, False),
        ({"valid_until": date(2026, 2, 1)}, True),
        ({"withdrawn_at": at("2026-02-02T12:00")}, False),
        ({"withdrawn_at": at("2026-02-02T09:00")}, True),
        ({"withdrawn_at": at("2026-02-02T00:00")}, False),
        ({"withdrawn_at": at("2026-02-01T00:00")}, True),
        ({"granted_at": at("2026-02-03T00:00")}, True),
    ],
)
def test_a_consent_reaches_past_the_contract_until_it_is_over(
    consent: dict[str, object], is_found: bool
) -> None:
    blank = {"granted_at": None, "valid_until": None, "withdrawn_at": None}
    said = answers(
        calls=[call("2026-02-02T10:00")],
        contracts=ENDED,
        customers=CUSTOMERS,
        consents=[{**blank, "ref": "1", "number": None, **consent}],
        only="b",
    )
    rows_found = [2] if is_found else []
    assert rows_of(said, "call.after_contract_end") == rows_found
    assert rows_of(said, "call.without_consent") == rows_found


def test_a_row_left_over_is_a_doubt_and_no_accusation() -> None:
    said = answers(
        calls=[call("2026-02-02T10:00", to) for to in (1, 2)],
        contracts=[*ENDED, {"ref": "2", "product": "Strom", "ended_on": date(2026, 1, 31)}],
        customers=CUSTOMERS,
        consents=[{"number": number(9), "granted_at": at("2025-01-01T10:00")}],
        lists=[{"partner": "Nord", "number": number(9)}],
        orders=[
            {"order_ref": str(n), "ref": ref, "ordered_at": at("2026-02-02T09:00")}
            | {"channel": "Telefon", "partner": "Nord"}
            for n, ref in enumerate("12")
        ],
        cells=[("consents", "1"), ("calls", "030 23125 001"), ("lists", number(1))],
    )
    codes = ("call.without_consent", "call.after_contract_end", "call.never_handed_over")
    for code in codes:
        assert rows_of(said, code) == [3]
        [gap] = [u for u in said.unsaid if u.code == code and "left over" in u.title]
        assert gap.values["what"] in ("consents.csv (1)", "lists.csv (1)")


def test_the_call_before_an_order_may_be_a_row_left_over() -> None:
    orders = [
        {"order_ref": ref, "ref": ref, "ordered_at": at("2026-03-12T09:00")}
        | {"channel": "Telefon", "partner": "Nord"}
        for ref in "12"
    ]
    said = answers(
        calls=[call("2026-01-02T10:00", 3), call("2026-03-22T10:00", 3)],
        customers=CUSTOMERS,
        orders=orders,
        cells=[("calls", "030/23125-001")],
        only="bc",
    )
    assert rows_of(said, "order.without_call") == [3]
    assert any(u.values.get("what") == "calls.csv (1)" for u in said.unsaid)


def test_a_consent_left_over_in_a_file_is_found_by_its_number(tmp_path: Path) -> None:
    head = "Rufnummer;Erteilt am;Kanal;Quelle;Nachweis;Wortlaut"
    good = [f"030 23125 10{n};01.03.2025 10:00;Telefon;Web;Log {n};Ja" for n in range(3, 9)]
    consents = rows(head, *good, "030 23125 102;01.03.2025 10:00;Telefon;Web;Log 2;Ja;zu;viel")
    calls = rows(
        "Rufnummer;Anrufbeginn;Dauer",
        *(f"030 23125 00{n};0{n}.01.2026 10:00;60" for n in range(1, 9) if n not in (4, 6)),
    )
    folder = folder_of(
        tmp_path / "files", Kunden=PEOPLE, Einwilligungen=consents, Anrufe_Nord=calls
    )
    report = look(folder)
    assert {each.file: each.rows_left_over for each in report.files}["Einwilligungen.csv"] == 1
    assert found(report, "call.without_consent") == [("Anrufe_Nord.csv", 2)]
    assert any(u.values.get("what") == "Einwilligungen.csv (1)" for u in report.unsaid)


def test_who_rang_the_company_needs_no_call_before_the_order() -> None:
    channels = ("Telefon", "Telefon Inbound", "Hotline", "Anruf eingehend", "Rückruf")
    said = answers(
        calls=[call("2026-01-02T10:00", 3), call("2026-03-22T10:00", 3)],
        customers=CUSTOMERS,
        orders=[
            {"order_ref": str(n), "ref": "1", "ordered_at": at("2026-03-12T09:00")}
            | {"channel": channel, "partner": "Nord"}
            for n, channel in enumerate(channels)
        ],
        only="bc",
    )
    assert rows_of(said, "order.without_call") == [2]


def test_those_who_live_at_one_address_are_one_home_whatever_they_are_called() -> None:
    iban = "DE02500500001000000306"
    names = ("Anna Alt", "Bert Bach", "Carl Chor")
    for homes, count in ((("Weg 1", "Weg 1", "Weg 1"), 0), (("Weg 1", "Weg 2", "Weg 3"), 3)):
        customers = [
            {"ref": str(n), "name": name, "address": home, "postcode": "10115"}
            for n, (name, home) in enumerate(zip(names, homes, strict=True))
        ]
        said = answers(
            customers=customers,
            orders=[
                {"order_ref": f"A{n}", "ref": str(n), "iban": iban}
                | {"ordered_at": at("2026-03-12T09:00"), "partner": "Nord"}
                for n in range(3)
            ],
            only="c",
        )
        assert len(rows_of(said, "order.same_iban")) == count
