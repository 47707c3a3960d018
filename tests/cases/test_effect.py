"""What a measure stops, from the next question on: passes, screens, what leaves the house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cases.desk import KURZ, WEBER, finding
from tests.permit.conftest import CID, CONSENTS, CUSTOMERS, PARTNERS, SHOWN
from tests.permit.conftest import Desk as PermitDesk

from leumund.basics.clock import SetClock
from leumund.basics.finding import Source
from leumund.cases import Against, Target
from leumund.cases.actions import Cases
from leumund.engine import Engine
from leumund.network.actions import Network
from leumund.people.actions import People
from leumund.permit import CallAsked
from leumund.permit.actions import Permit
from leumund.store import Store


# Not frozen: it remembers the case.
@dataclass(slots=True)
class House:
    permit: Permit
    cases: Cases
    clock: SetClock
    case_id: int = 0

    def stop(self, partner: str = "Norden") -> None:
        found = [
            finding(partner=partner),
            finding(Source.ORDER_RECORD, "o1", partner, code="order.without_call"),
        ]
        against = Against(Target.PARTNER, partner)
        self.case_id = self.cases.open(found, against, WEBER).case_id
        self.cases.stop(self.case_id, "People are called right now.", WEBER)

    def refused(self, partner: str = "Norden") -> list[str]:
        asked = CallAsked(CID, partner, "winback", "Strom", shown_number=SHOWN)
        decided = self.permit.check(asked)
        return [reason.rule for reason in decided.verdict.refusals]

    def leaves(self, partner: str) -> bool:
        """What release asks before anything of a copy leaves."""
        reasons = self.permit.partner_reasons(partner, "winback", "Strom")
        return not any(reason.effect.is_refusal for reason in reasons)


@pytest.fixture
def house(store: Store, engine: Engine, tmp_path: Path) -> House:
    clock = SetClock(datetime(2026, 9, 1, 9, 0, tzinfo=UTC))
    people, network = People(store, clock, tmp_path), Network(store, clock)
    cases = Cases(store, clock, tmp_path / "cases", network, "BE")
    permit = Permit(store, engine, clock, people, network, stops=cases.stops)
    desk = PermitDesk(clock, people, network, permit, tmp_path)
    desk.load("customers", CUSTOMERS)
    desk.load("consents", CONSENTS)
    path = tmp_path / "partners.yaml"
    path.write_text(PARTNERS, encoding="utf-8")
    network.load(path)
    return House(permit, cases, clock)


def test_a_data_stop_refuses_the_next_pass_and_the_next_hand_over(house: House) -> None:
    assert house.refused() == []
    assert house.leaves("Norden")
    house.stop()
    assert house.refused() == ["L007"]
    assert not house.leaves("Norden")


def test_who_stands_below_a_stopped_partner_is_stopped_and_nobody_above(house: House) -> None:
    house.stop("Norden")
    assert house.refused("Kueste") == ["L007"]


def test_a_stop_below_does_not_reach_up(house: House) -> None:
    house.stop("Kueste")
    assert house.refused("Norden") == []


def test_a_lifted_stop_is_gone_at_the_next_pass(house: House) -> None:
    house.stop()
    house.cases.lift(house.case_id, 1, "It has stopped.", WEBER)
    assert house.refused() == []


def test_a_stop_that_has_lapsed_is_gone_even_if_nobody_ran_the_night(house: House) -> None:
    house.stop()
    house.clock.at = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
    assert house.refused() == []
    assert house.leaves("Norden")


def test_a_cleared_case_lets_calls_go_on(house: House) -> None:
    house.stop()
    house.cases.clear(house.case_id, "Another firm had shown the number.", KURZ)
    assert house.refused() == []


def test_a_screen_refuses_everybody_while_the_partner_is_stopped(
    house: House, tmp_path: Path
) -> None:
    into = tmp_path / "screen.parquet"
    before = house.permit.screen(None, "winback", "Strom", "Norden", into=into)
    house.stop()
    after = house.permit.screen(None, "winback", "Strom", "Norden", into=into)
    assert before.allowed > 0
    assert after.allowed == 0
    assert "L007" in str(after.by_rule)


def test_a_case_alone_and_a_warning_stop_nothing(house: House) -> None:
    found = [finding(partner="Norden"), finding(Source.TRACE, "copy-1", "Norden")]
    house.cases.open(found, Against(Target.PARTNER, "Norden"), WEBER)
    assert house.refused() == []


def test_without_measures_nobody_is_stopped(house: House) -> None:
    assert replace(house.permit, stops=None).stops is None
    assert house.refused() == []
