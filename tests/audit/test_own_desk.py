"""Calls of our own desk: declared and audited as a partner's, and held against ourselves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, NOW, WESTEN, ask, at, audit_desk, declare
from tests.release.desk import COMPANY, number, object_to_calls, partners_yaml, write

from leumund.app import Leumund
from leumund.basics.finding import Finding
from leumund.intake.loaded import CallsOfNobody
from leumund.store import Store

SUNDAY, TUESDAY = "2026-03-08T11:00:00", "2026-03-10T10:00:00"
OURS = number(9700)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def found(desk: Leumund, code: str) -> list[Finding]:
    desk.audit.collect()
    known = [each.finding for each in desk.audit.findings()]
    return [each for each in known if each.code == code]


def test_a_call_of_our_own_on_a_sunday_is_a_finding_against_ourselves_and_no_partner(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, COMPANY, [(SUNDAY, 1, "reached")], shown=OURS)
    declare(desk, tmp_path, NORDEN, [(TUESDAY, 2, "reached")])
    [one] = found(desk, "call.outside_hours")
    assert (one.partner, one.said["side"], one.said["calls"]) == (None, "ours", 1)
    assert {each.partner for each in desk.audit.calls().partners} == {COMPANY, NORDEN}
    assert not [each for each in desk.audit.calls().findings if each.partner == COMPANY]


def test_whom_our_own_desk_calls_after_an_objection_is_counted_as_with_a_partner(
    desk: Leumund, tmp_path: Path
) -> None:
    object_to_calls(desk, tmp_path, [3])
    at(desk, NOW + timedelta(days=3))
    declare(desk, tmp_path, COMPANY, [("2026-03-13T10:00:00", 3, "reached")], shown=OURS)
    [one] = found(desk, "call.after_objection")
    assert (one.partner, one.said["side"]) == (None, "ours")


def test_a_quiet_day_at_our_own_desk_says_nothing_and_its_number_is_no_strangers(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, COMPANY, [(TUESDAY, 1, "reached")], shown=OURS)
    desk.audit.collect()
    assert desk.audit.findings() == ()


def test_a_complaint_about_a_call_that_our_own_desk_declared_is_not_a_strangers(
    desk: Leumund, tmp_path: Path
) -> None:
    declare(desk, tmp_path, COMPANY, [(TUESDAY, 1, "reached")], shown=OURS)
    rows = "arrived_at,called_at,number_called,number_shown,caller_said\n"
    rows += f"2026-03-10T10:30:00,{TUESDAY},{number(1)},{OURS},{COMPANY}\n"
    desk.intake.complaints(write(tmp_path, "complaints.csv", rows))
    assert found(desk, "C152") == []


def test_a_desk_that_is_stated_under_our_own_name_asks_for_passes_and_is_audited_by_them(
    desk: Leumund, tmp_path: Path
) -> None:
    text = partners_yaml(tmp_path)
    mine = text[text.index("  - name: Norden") : text.index("  - name: S")]
    mine = mine.replace("Norden", COMPANY).replace(number(9000), OURS)
    desk.network.load(write(tmp_path, "partners.yaml", text + mine))
    object_to_calls(desk, tmp_path, [3])
    at(desk, NOW + timedelta(days=3))
    assert ask(desk, COMPANY, 1)
    assert not ask(desk, COMPANY, 3)
    calls = [("2026-03-13T10:02:00", of, "reached") for of in (1, 3)]
    declare(desk, tmp_path, COMPANY, calls, shown=OURS)
    [own] = desk.audit.calls().partners
    assert own.by_answer == {"allowed": 1, "refused": 1}
    [one] = found(desk, "call.asked_and_ignored")
    assert (one.partner, one.said["side"]) == (None, "ours")


def test_attack_calls_under_a_name_that_is_nearly_ours_are_taken_as_ours(
    desk: Leumund, tmp_path: Path
) -> None:
    with pytest.raises(CallsOfNobody):
        declare(desk, tmp_path, COMPANY + " Nord", [(TUESDAY, 1, "reached")], shown=OURS)
    declare(desk, tmp_path, f" {COMPANY.upper()} ", [(TUESDAY, 1, "reached")], shown=OURS)
    assert [each.partner for each in desk.audit.calls().partners] == [COMPANY]
    declare(desk, tmp_path, WESTEN, [(SUNDAY, 1, "reached")])
    assert [each.partner for each in found(desk, "call.outside_hours")] == [WESTEN]
