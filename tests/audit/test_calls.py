"""Declared calls beside what was asked, handed over and objected to, on a real desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, NOW, OSTEN, SHOWN, WESTEN, ask, at, audit_desk, declare
from tests.release.desk import number, object_to_calls, write

from leumund.app import Leumund
from leumund.audit.calls import CallsAudit, PartnerCalls
from leumund.store import Store


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def of(calls: CallsAudit, partner: str) -> PartnerCalls:
    [found] = [each for each in calls.partners if each.partner == partner]
    return found


def codes(calls: CallsAudit, partner: str) -> set[str]:
    return {each.code for each in calls.findings if each.partner == partner}


def test_without_a_call_there_is_nothing_to_say(desk: Leumund) -> None:
    assert desk.audit.calls().partners == ()
    assert "No call" in desk.audit.calls().in_words()


def test_asked_and_obeyed_ignored_never_asked_and_another_number_are_told_apart(
    desk: Leumund, tmp_path: Path
) -> None:
    object_to_calls(desk, tmp_path, [3])
    at(desk, NOW + timedelta(days=3))
    assert ask(desk, NORDEN, 1)
    assert not ask(desk, NORDEN, 3)
    assert ask(desk, NORDEN, 5)
    declare(
        desk,
        tmp_path,
        NORDEN,
        [
            ("2026-03-13T10:02:00", 1, "reached"),
            ("2026-03-13T10:03:00", 3, "reached"),
            ("2026-03-13T10:04:00", 6, "reached"),
            ("2026-03-13T14:00:00", 7, "reached"),
        ],
    )
    calls = desk.audit.calls()
    assert of(calls, NORDEN).by_answer == {
        "allowed": 1,
        "refused": 1,
        "other_number": 1,
        "unasked": 1,
    }
    assert {"call.asked_and_ignored", "call.other_number", "call.never_asked"} <= codes(
        calls, NORDEN
    )


def test_one_pass_is_for_one_call(desk: Leumund, tmp_path: Path) -> None:
    at(desk, NOW)
    assert ask(desk, NORDEN, 1)
    at(desk, NOW + timedelta(hours=2))
    assert ask(desk, NORDEN, 1)
    when = ["10:05", "11:00", "12:05", "12:30"]
    declare(desk, tmp_path, NORDEN, [(f"2026-03-10T{hour}:00", 1, "reached") for hour in when])
    assert of(desk.audit.calls(), NORDEN).by_answer == {"allowed": 2, "unasked": 2}


def test_attack_a_pass_fetched_after_the_call_covers_it_not(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, NORDEN, [("2026-03-10T09:00:00", 1, "reached")])
    assert ask(desk, NORDEN, 1)
    assert of(desk.audit.calls(), NORDEN).by_answer == {"unasked": 1}


def test_attack_the_pass_of_another_partner_covers_no_call(
    desk: Leumund, tmp_path: Path
) -> None:
    assert ask(desk, WESTEN, 1)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:01:00", 1, "reached")])
    assert of(desk.audit.calls(), NORDEN).by_answer == {"unasked": 1}


def test_another_number_shown_than_was_asked_for_is_told(desk: Leumund, tmp_path: Path) -> None:
    assert ask(desk, NORDEN, 1)
    calls = [("2026-03-10T10:01:00", 1, "reached")]
    declare(desk, tmp_path, NORDEN, calls, shown=SHOWN[WESTEN])
    assert of(desk.audit.calls(), NORDEN).by_answer == {"other_shown": 1}


def test_a_partner_that_never_asks_at_all_is_not_told_every_day_that_it_did_not(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, OSTEN, [("2026-03-10T10:00:00", 1, "reached")])
    calls = desk.audit.calls()
    assert not of(calls, OSTEN).is_asking
    assert "call.never_asked" not in codes(calls, OSTEN)


def test_sundays_late_hours_and_holidays_are_found_and_the_last_minute_is_not(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(
        desk,
        tmp_path,
        NORDEN,
        [
            ("2026-03-08T11:00:00", 1, "reached"),
            ("2026-03-06T22:30:00", 2, "reached"),
            ("2026-01-01T11:00:00", 4, "reached"),
            ("2026-03-10T10:00:00", 5, "reached"),
        ],
    )
    against = of(desk.audit.calls(), NORDEN).against
    assert against["call.outside_hours"] == 2
    assert against["call.holiday"] == 1


def test_a_day_that_is_free_in_another_land_only_is_no_holiday(
    desk: Leumund, tmp_path: Path
) -> None:
    epiphany = "2026-01-06T11:00:00"
    declare(desk, tmp_path, NORDEN, [(epiphany, 0, "reached"), (epiphany, 1, "reached")])
    assert of(desk.audit.calls(), NORDEN).against["call.holiday"] == 1


def test_a_call_after_an_objection_is_found_one_before_it_is_not(
    desk: Leumund, tmp_path: Path
) -> None:
    at(desk, NOW + timedelta(days=3))
    object_to_calls(desk, tmp_path, [3])
    declare(
        desk,
        tmp_path,
        NORDEN,
        [("2026-03-12T09:00:00", 3, "reached"), ("2026-03-12T11:00:00", 3, "reached")],
    )
    assert of(desk.audit.calls(), NORDEN).against["call.after_objection"] == 1


def test_what_our_own_gate_allowed_is_our_own_doing(desk: Leumund, tmp_path: Path) -> None:
    assert ask(desk, NORDEN, 3)
    declare(desk, tmp_path, NORDEN, [("2026-03-10T10:01:00", 3, "reached")])
    write(tmp_path, "told.csv", "ref,at,source\nK3,2026-03-09T10:00:00+01:00,phone\n")
    at(desk, NOW + timedelta(days=1))
    desk.people.load(tmp_path / "told.csv", kind="objections")
    calls = desk.audit.calls()
    assert of(calls, NORDEN).allowed_by_us["call.after_objection"] == 1
    assert "call.after_objection" not in codes(calls, NORDEN)
    assert "allowed by our own gate" in calls.in_words()


def test_a_former_customer_may_be_called_only_on_a_consent_that_reaches(
    desk: Leumund, tmp_path: Path
) -> None:
    ended = "ref,product,started_on,ended_on\nK4,Flex,2024-01-01,2026-02-01\n"
    desk.people.load(write(tmp_path, "contracts.csv", ended))
    declare(
        desk,
        tmp_path,
        NORDEN,
        [("2026-01-20T11:00:00", 4, "reached"), ("2026-03-10T10:00:00", 4, "reached")],
    )
    assert of(desk.audit.calls(), NORDEN).against["call.after_contract_end"] == 1


def test_the_fourth_call_in_a_day_is_one_too_many_whoever_made_the_others(
    desk: Leumund, tmp_path: Path
) -> None:
    day = "2026-03-10T"
    declare(desk, tmp_path, NORDEN, [(f"{day}09:0{at}:00", 1, "no answer") for at in range(3)])
    declare(desk, tmp_path, WESTEN, [(f"{day}10:00:00", 1, "reached")])
    calls = desk.audit.calls()
    assert "call.over_cap" not in of(calls, NORDEN).against
    assert of(calls, WESTEN).against["call.over_cap"] == 1


def test_a_number_that_was_never_handed_over_is_found_where_a_list_was(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = "number\n" + "".join(f"{number(of)}\n" for of in range(1, 6))
    handed = (NOW - timedelta(days=8)).date()
    desk.release.seal(write(tmp_path, "list.csv", rows), NORDEN, handed)
    when = "2026-03-10T10:00:00"
    calls = [(when, 2, "reached"), (when, 12, "reached"), (when, number(7777), "reached")]
    declare(desk, tmp_path, NORDEN, calls)
    declare(desk, tmp_path, WESTEN, calls)
    found = desk.audit.calls()
    assert of(found, NORDEN).against["C050"] == 2
    assert "C050" not in of(found, WESTEN).against


def test_a_list_with_rows_that_belong_to_nobody_is_a_doubt_about_strangers(
    desk: Leumund, tmp_path: Path
) -> None:
    rows = f"number\n{number(1)}\n{number(7777)}\n"
    handed = (NOW - timedelta(days=8)).date()
    desk.release.seal(write(tmp_path, "list.csv", rows), NORDEN, handed)
    when = "2026-03-10T10:00:00"
    declare(desk, tmp_path, NORDEN, [(when, number(7777), "reached"), (when, 12, "reached")])
    assert of(desk.audit.calls(), NORDEN).against["C050"] == 1


def test_lost_calls_are_counted_by_day_and_few_calls_say_nothing(
    desk: Leumund, tmp_path: Path
) -> None:
    many = [
        (
            f"2026-03-09T1{row % 6}:{row // 6:02}:00",
            row % 30,
            "dropped" if row < 4 else "reached",
        )
        for row in range(100)
    ]
    few = [("2026-03-09T10:00:00", 1, "dropped")]
    declare(desk, tmp_path, NORDEN, many)
    declare(desk, tmp_path, WESTEN, few)
    calls = desk.audit.calls()
    [norden] = [each for each in calls.lost if each.partner == NORDEN]
    assert (norden.calls, norden.lost, norden.per_1000, norden.is_over) == (100, 4, 40.0, True)
    assert "C024" in codes(calls, NORDEN)
    assert "C024" not in codes(calls, WESTEN)


def test_only_the_days_asked_about_are_looked_at(desk: Leumund, tmp_path: Path) -> None:
    days = ["2026-03-02", "2026-03-03", "2026-03-04"]
    declare(desk, tmp_path, NORDEN, [(f"{day}T10:00:00", 1, "reached") for day in days])
    day = NOW.date() - timedelta(days=7)
    assert of(desk.audit.calls(day, day), NORDEN).calls == 1


def test_findings_name_no_number_and_nobody(desk: Leumund, tmp_path: Path) -> None:
    declare(desk, tmp_path, NORDEN, [("2026-03-08T11:00:00", 1, "reached")])
    said = str(desk.audit.calls().findings)
    assert number(1) not in said
    assert "Person 1" not in said
