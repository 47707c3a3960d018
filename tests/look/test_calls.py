"""(b): which calls should not have been, row by row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.look.tables import answers, at, details_of, number, rows_of

from leumund.look.settings import LookSettings
from leumund.permit import rulepack

OWN_RULES = Path(__file__).parents[2] / "examples" / "own-rules"
CUSTOMERS = [
    {"ref": "1", "number": number(1), "land": "Bayern"},
    {"ref": "2", "number": number(2), "land": "Berlin"},
    {"ref": "3", "number": number(3), "kind": "Gewerbe"},
]


def call(when: str, to: int = 1, **more: object) -> dict[str, object]:
    return {"partner": "Nord GmbH", "number": number(to), "started_at": at(when), **more}


def calls_of(*found: datetime, to: int = 1) -> list[dict[str, object]]:
    return [call(each.isoformat(), to) for each in found]


def test_a_call_after_an_objection_is_found_and_points_at_it() -> None:
    said = answers(
        calls=[call("2026-03-02T10:00"), call("2026-03-16T10:00"), call("2026-03-16T10:00", 2)],
        objections=[{"number": number(1), "at": at("2026-03-15T09:00")}],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.after_objection") == [3]
    [group] = [each for each in said.findings if each.code.code == "call.after_objection"]
    assert (group.first[0].with_file, group.first[0].with_row) == ("objections.csv", 2)


def test_an_objection_by_reference_covers_the_numbers_of_that_customer() -> None:
    said = answers(
        calls=[call("2026-03-16T10:00", 2)],
        objections=[{"ref": "2", "at": at("2026-03-15T09:00")}],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.after_objection") == [2]


def test_an_objection_with_a_day_alone_counts_from_the_next_day() -> None:
    said = answers(
        calls=[call("2026-03-16T10:00"), call("2026-03-17T10:00")],
        objections=[{"number": number(1), "at": at("2026-03-16T00:00")}],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.after_objection") == [3]


@pytest.mark.parametrize(
    ("scope", "channel", "rows"),
    [
        (None, None, [2, 3]),
        ("Werbung", "alle", [2, 3]),
        ("Strom", "Telefon", [2]),
        (None, "E-Mail", []),
        ("Telefonwerbung", "Telefon, Brief", [2, 3]),
    ],
)
def test_an_objection_covers_what_it_says(
    scope: str | None, channel: str | None, rows: list[int]
) -> None:
    said = answers(
        calls=[
            call("2026-03-16T10:00", product="Strom"),
            call("2026-03-16T11:00", product="Gas"),
        ],
        objections=[
            {
                "number": number(1),
                "at": at("2026-03-15T09:00"),
                "scope": scope,
                "channel": channel,
            }
        ],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.after_objection") == rows


def test_an_objection_without_a_day_is_no_finding_but_a_gap() -> None:
    said = answers(
        calls=[call("2026-03-16T10:00")],
        objections=[{"number": number(1), "at": None}],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.after_objection") == []
    assert [each.values for each in said.unsaid if each.code == "call.after_objection"] == [
        {"what": "objections.csv"}
    ]


def test_hours_and_days_are_those_of_the_rule_pack() -> None:
    said = answers(
        calls=[
            call("2026-03-02T08:00"),
            call("2026-03-02T07:59"),
            call("2026-03-02T19:59"),
            call("2026-03-02T20:00"),
            call("2026-03-07T09:00"),
            call("2026-03-07T18:00"),
            call("2026-03-08T12:00"),
        ],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.outside_hours") == [3, 5, 7]
    assert rows_of(said, "call.sunday") == [8]


def test_a_holiday_counts_where_the_person_lives() -> None:
    said = answers(
        calls=[
            call("2026-01-06T10:00", 1),
            call("2026-01-06T10:00", 2),
            call("2026-01-06T10:00", 9),
            call("2026-05-01T10:00", 9),
            call("2026-08-15T10:00", 1),
        ],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.holiday") == [2, 5]


def test_the_fourth_call_within_a_day_is_above_the_cap_whoever_makes_it() -> None:
    start = at("2026-03-02T09:00")
    calls = calls_of(*(start + timedelta(hours=hour) for hour in (0, 1, 2, 3)))
    calls[2]["partner"] = "West GmbH"
    later = [*calls, call("2026-03-03T11:00"), call("2026-03-03T11:30")]
    said = answers(calls=later, customers=CUSTOMERS)
    assert rows_of(said, "call.over_cap") == [5]
    assert details_of(said, "call.over_cap") == ["day"]


def test_the_thirty_first_call_of_a_campaign_is_above_the_cap() -> None:
    start = at("2026-01-05T09:00")
    calls = calls_of(*(start + timedelta(days=3 * place) for place in range(31)))
    said = answers(calls=[{**each, "campaign": "Frühling"} for each in calls])
    assert rows_of(said, "call.over_cap") == [32]
    assert details_of(said, "call.over_cap") == ["campaign"]


def test_the_third_round_of_calling_somebody_is_found_once() -> None:
    days = ("2026-01-05", "2026-01-07", "2026-02-16", "2026-02-17", "2026-04-01", "2026-04-02")
    said = answers(calls=[call(f"{day}T10:00") for day in days])
    assert rows_of(said, "call.same_person_again") == [6]
    fewer = answers(
        calls=[call(f"{day}T10:00") for day in days], settings=LookSettings(rounds_max=1)
    )
    assert rows_of(fewer, "call.same_person_again") == [4, 6]


def test_a_number_off_the_partners_lists_was_never_handed_over() -> None:
    said = answers(
        calls=[
            call("2026-03-02T10:00", 1),
            call("2026-03-02T10:00", 2),
            call("2026-02-27T10:00", 1),
            {**call("2026-03-02T10:00", 1), "partner": "West"},
        ],
        lists=[
            {"number": number(1), "partner": "Nord", "handed_over_on": date(2026, 3, 1)},
        ],
    )
    assert rows_of(said, "call.never_handed_over") == [3, 4]
    assert [each.values for each in said.unsaid if each.code == "call.never_handed_over"] == [
        {"what": "West"}
    ]


def test_where_too_many_calls_go_past_the_lists_a_list_is_missing_and_that_is_said() -> None:
    lists = [{"number": number(1), "partner": "Nord", "handed_over_on": date(2026, 3, 1)}]
    there = [call("2026-03-02T10:00", 1)] * 36
    few = answers(calls=[*there, *[call("2026-03-02T10:00", 2)] * 4], lists=lists)
    many = answers(calls=[*there, *[call("2026-03-02T10:00", 2)] * 14], lists=lists)
    assert len(rows_of(few, "call.never_handed_over")) == 4
    assert rows_of(many, "call.never_handed_over") == []
    assert [each.values for each in many.unsaid if each.code == "call.never_handed_over"] == [
        {"what": "Nord (14 / 50)"}
    ]


def test_a_list_of_references_hands_over_the_numbers_of_these_customers() -> None:
    said = answers(
        calls=[call("2026-03-02T10:00", 1), call("2026-03-02T10:00", 2)],
        lists=[{"ref": "1"}],
        customers=CUSTOMERS,
        partner_by_file={"lists.csv": "Nord"},
        handed_over={"lists.csv": date(2026, 3, 1)},
    )
    assert rows_of(said, "call.never_handed_over") == [3]


def test_a_call_after_the_contracts_end_is_found_unless_a_consent_reaches_so_far() -> None:
    contracts = [
        {"ref": "1", "product": "Strom", "ended_on": date(2026, 1, 31)},
        {"ref": "2", "product": "Strom", "ended_on": date(2026, 1, 31)},
        {"ref": "2", "product": "Gas", "ended_on": None},
        {"ref": "3", "product": "Gas", "ended_on": date(2026, 1, 31)},
    ]
    said = answers(
        calls=[
            call("2026-01-31T10:00", 1),
            *(call("2026-02-02T10:00", to) for to in (1, 2, 3)),
        ],
        contracts=contracts,
        customers=CUSTOMERS,
        consents=[{"ref": "3", "valid_until": date(2026, 12, 31), "withdrawn_at": None}],
    )
    assert rows_of(said, "call.after_contract_end") == [3]


def test_an_offer_of_the_same_tariff_or_of_a_cheaper_one_is_found() -> None:
    offers = [
        ("Strom", "strom fix", 40),
        ("Strom", "Strom Flex", 30),
        ("Strom", "Strom Flex", 50),
        ("Gas", "Gas Fix", 20),
    ]
    said = answers(
        calls=[
            call("2026-03-02T10:00", product=product, tariff=tariff, monthly_price=price)
            for product, tariff, price in offers
        ],
        contracts=[
            {"ref": "1", "product": "Strom", "tariff": "Strom-Fix", "monthly_price": 40}
        ],
        customers=CUSTOMERS,
    )
    assert rows_of(said, "call.same_or_less_offered") == [2, 3]
    assert details_of(said, "call.same_or_less_offered") == ["same", "less"]


@pytest.mark.parametrize(
    ("consent", "lack"),
    [
        ({}, None),
        ({"withdrawn_at": at("2026-03-01T10:00")}, "withdrawn"),
        ({"withdrawn_at": at("2026-03-03T10:00")}, None),
        ({"valid_until": date(2026, 3, 1)}, "expired"),
        ({"granted_at": at("2026-03-03T10:00")}, "later"),
        ({"channel": "E-Mail und Post"}, "channel"),
        ({"company": "Mondfisch Energie GmbH"}, "company"),
        ({"company": "blauwalfunk ag, Mondfisch Energie GmbH"}, None),
    ],
)
def test_a_call_without_a_consent_says_what_was_lacking(
    consent: dict[str, object], lack: str | None
) -> None:
    said = answers(
        calls=[call("2026-03-02T10:00")],
        customers=CUSTOMERS,
        consents=[{"ref": "1", "granted_at": at("2025-01-01T10:00"), **consent}],
        settings=LookSettings(principal="Blauwalfunk AG"),
    )
    assert details_of(said, "call.without_consent") == ([lack] if lack else [])


def test_a_business_needs_no_consent_and_a_stranger_counts_as_a_consumer() -> None:
    said = answers(
        calls=[call("2026-03-02T10:00", 3), call("2026-03-02T10:00", 9)],
        customers=CUSTOMERS,
        consents=[{"ref": "1", "granted_at": at("2025-01-01T10:00")}],
    )
    assert rows_of(said, "call.without_consent") == [3]


def test_calls_with_days_alone_are_not_judged_by_the_hour() -> None:
    said = answers(calls=[call("2026-03-02T00:00"), call("2026-03-08T00:00")])
    assert rows_of(said, "call.outside_hours") == []
    assert rows_of(said, "call.sunday") == [3]
    assert [each.values for each in said.unsaid if each.code == "call.outside_hours"] == [
        {"what": "calls.csv"}
    ]


def test_calls_before_the_rule_pack_are_counted_and_not_judged() -> None:
    said = answers(calls=[call("2019-03-03T10:00"), call("2026-03-08T10:00")])
    assert said.calls_before_rules == 1
    assert rows_of(said, "call.sunday") == [3]


def test_another_rule_pack_brings_its_own_hours_and_holidays() -> None:
    said = answers(
        calls=[call("2009-06-10T10:00"), call("2009-06-13T10:00"), call("2009-06-11T08:30")],
        pack=rulepack.load(OWN_RULES),
    )
    assert rows_of(said, "call.holiday") == [2, 4]
    assert rows_of(said, "call.outside_hours") == [3, 4]


def test_the_counters_of_a_dialler_are_believed_where_no_number_is_there() -> None:
    rows = [
        {"started_at": at("2009-06-15T10:00"), "attempt": 13, "earlier_contacts": 0},
        {"started_at": at("2009-06-15T10:00"), "attempt": 12, "earlier_contacts": 2,
         "days_since_last": 90},
        {"started_at": at("2009-06-15T10:00"), "attempt": 1, "earlier_contacts": 5,
         "days_since_last": 3},
    ]  # fmt: skip
    said = answers(calls=rows, pack=rulepack.load(OWN_RULES))
    assert rows_of(said, "call.over_cap") == [2]
    assert rows_of(said, "call.same_person_again") == [3]
    assert details_of(said, "call.same_person_again") == ["3"]


def test_partners_are_told_apart_by_their_names_and_not_by_their_spelling() -> None:
    calls = [
        {**call("2026-03-08T10:00"), "partner": spelling}
        for spelling in ("NORD GmbH", "Nord", "Nord Vertriebs GmbH & Co. KG", "West e.K.")
    ]
    said = answers(
        calls=calls,
        partners=[{"partner": "Nord", "legal_name": "Nord Vertriebs GmbH & Co. KG"}],
    )
    [group] = [each for each in said.findings if each.code.code == "call.sunday"]
    assert group.per_partner == (("Nord", 3), ("West e.K.", 1))


def test_what_lacks_its_records_is_said_and_not_asked() -> None:
    said = answers(calls=[call("2026-03-08T10:00")])
    asked = {each.code.code for each in said.findings}
    lacking = {each.code: each.missing for each in said.unsaid}
    assert "call.after_objection" not in asked
    assert lacking["call.after_objection"] == ("objections.at", "objections.number")
