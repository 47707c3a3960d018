"""Declared calls without a pass are attempts; one that used a pass is not counted again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.intake.desk import NOW, desk_in, write

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.numbers import Number
from leumund.permit import Attempts, CallAsked
from leumund.permit.answers import Decision
from leumund.store import Store

CALLED, SHOWN = Number("+493023125001"), Number("+4922147109100")
PARTNERS = f"""\
principal: Muster Telefon
partners:
  - name: Norden
    country: DE
    engagements:
      - {{role: processor, purposes: [winback], products: [Strom], valid_from: 2026-01-01}}
    caller_numbers:
      - {{number: '{SHOWN.e164}', valid_from: 2026-01-01, right_of_use: yes}}
  - name: Sueden
    country: DE
"""
CONSENTS = (
    "ref,number,companies,products,channels,text,granted_at,recorded_at,source,proof\n"
    f"K1,{CALLED.e164},Muster Telefon,Strom,telephone,w7,2026-01-10,2026-01-10,web,4f\n"
)
ASKED = CallAsked(CALLED, "Norden", "winback")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    desk = desk_in(tmp_path / "data", store)
    desk.network.load(write(tmp_path, "partners.yaml", PARTNERS))
    customers = (
        f"ref,number,kind,land\nK1,{CALLED.e164},consumer,BE\nK2,030 23125002,consumer,BE\n"
    )
    desk.people.load(write(tmp_path, "customers.csv", customers))
    desk.people.load(write(tmp_path, "consents.csv", CONSENTS))
    return desk


def declare(
    desk: Leumund, *moments: datetime, partner: str = "Norden", shown: str = SHOWN.e164
) -> None:
    rows = "".join(f"{at.isoformat()},{CALLED.e164},{shown}\n" for at in moments)
    path = desk.settings.folder / f"{partner}.csv"
    path.write_text(f"called_at,number_called,number_shown\n{rows}", encoding="utf-8")
    desk.intake.calls(path, partner)


def hours_ago(*hours: float) -> list[datetime]:
    return [NOW - timedelta(hours=each) for each in hours]


def attempts(desk: Leumund) -> Attempts:
    source = desk.permit.attempts
    record = desk.people.about(CALLED)
    assert source is not None
    assert record is not None
    return source.about(record.line, desk.clock.now())


def rules(decision: Decision) -> list[str]:
    return [reason.rule for reason in decision.verdict.reasons]


def screened(desk: Leumund) -> list[str]:
    day = NOW.date()
    found = desk.permit.screen(
        None, "winback", "Strom", "Norden", day, day, desk.settings.folder / "screen.parquet"
    )
    return [each.rule for each in found.by_rule]


def pass_at(desk: Leumund, at: datetime) -> None:
    assert isinstance(desk.clock, SetClock)
    desk.clock.at = at
    assert desk.permit.check(ASKED).is_allowed
    desk.clock.at = NOW


def test_attack_three_calls_without_a_pass_leave_no_fourth(desk: Leumund) -> None:
    assert "C022" not in screened(desk)
    declare(desk, *hours_ago(1, 2, 3))
    assert rules(desk.permit.explain(ASKED)) == ["C022"]
    assert rules(desk.permit.check(ASKED)) == ["C022"]
    assert "C022" in screened(desk)


def test_a_call_that_used_its_pass_is_counted_once(desk: Leumund) -> None:
    for each in hours_ago(0.5, 0.25):
        pass_at(desk, each)
    declare(desk, *hours_ago(0.4, 0.2))
    assert attempts(desk) == Attempts(0, 0, 0)
    assert "C022" not in screened(desk)
    assert desk.permit.check(ASKED).is_allowed
    assert rules(desk.permit.check(ASKED)) == ["C022"]


def test_attack_one_pass_does_not_cover_ten_calls(desk: Leumund) -> None:
    pass_at(desk, NOW - timedelta(minutes=30))
    declare(desk, *hours_ago(0.4, 0.3, 0.2))
    assert attempts(desk) == Attempts(2, 2, 2)
    assert rules(desk.permit.check(ASKED)) == ["C022"]
    assert "C022" in screened(desk)


@pytest.mark.parametrize("shown", ["", "+4922147109999"])
def test_a_call_that_showed_another_number_used_no_pass(desk: Leumund, shown: str) -> None:
    pass_at(desk, NOW - timedelta(minutes=30))
    declare(desk, *hours_ago(0.4), shown=shown)
    assert attempts(desk) == Attempts(1, 1, 1)


def test_a_call_more_than_24_hours_from_the_pass_is_one_more(desk: Leumund) -> None:
    pass_at(desk, NOW - timedelta(hours=96))
    declare(desk, *hours_ago(71.5))
    assert attempts(desk) == Attempts(0, 1, 1)


def test_a_covered_call_counts_where_its_pass_no_longer_does(desk: Leumund) -> None:
    pass_at(desk, NOW - timedelta(hours=25))
    declare(desk, *hours_ago(2))
    assert attempts(desk) == Attempts(1, 0, 0)


def test_a_call_that_two_partners_declare_is_one_attempt(desk: Leumund) -> None:
    declare(desk, *hours_ago(1, 2))
    declare(desk, *hours_ago(1, 2), partner="Sueden")
    assert attempts(desk) == Attempts(2, 2, 2)


def test_windows_end_where_those_of_passes_end(desk: Leumund) -> None:
    declare(desk, *hours_ago(24, 24.1, 7 * 24, 7 * 24 + 1))
    assert attempts(desk) == Attempts(1, 3, 4)


def test_nobody_else_is_counted_and_later_calls_are_not(desk: Leumund) -> None:
    declare(desk, NOW + timedelta(hours=1), datetime(2025, 1, 1, tzinfo=UTC))
    assert attempts(desk) == Attempts(0, 0, 1)
    other = desk.people.about(Number("+493023125002"))
    assert other is not None
    assert desk.permit.attempts is not None
    assert desk.permit.attempts.about(other.line, NOW) == Attempts()
