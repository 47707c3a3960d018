"""The risk class while a case is open, and after it; what it never does by itself."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.network.test_register import WHOLE

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.verdict import Effect
from leumund.cases import Against, Target
from leumund.settings import Settings
from leumund.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FOUND = Finding("call.strange", "norden", Source.COMPLAINT, NOON, (Row("complaint", "k1"),))
NORDEN = Against(Target.PARTNER, "norden")


@pytest.fixture
def leumund(store: Store, tmp_path: Path) -> Leumund:
    """A little over a year after the last look at a partner of low risk."""
    clock = SetClock(NOON)
    made = Leumund(Settings(folder=tmp_path / "data"), store, clock, secrets.token_bytes)
    made.settings.folder.mkdir()
    path = tmp_path / "partners.yaml"
    path.write_text(WHOLE, "utf-8")
    made.network.load(path)
    clock.at += timedelta(days=400)
    return made


def due(leumund: Leumund) -> list[tuple[str, Effect]]:
    gaps = leumund.network.gaps().of("norden")
    return [(gap.check, gap.effect) for gap in gaps if gap.check == "C042"]


def may_be_handed_anything(leumund: Leumund) -> bool:
    today = leumund.clock.now().date()
    return leumund.network.handover_verdict("norden", today, ("number",)).is_allowed


def test_an_open_case_raises_the_risk_class_and_a_cleared_one_leaves_it(
    leumund: Leumund,
) -> None:
    assert (leumund.network.risk("norden"), due(leumund)) == ("low", [])
    case_id = leumund.cases.open([FOUND], NORDEN, "M. Weber").case_id
    assert (leumund.network.risk("norden"), due(leumund)) == (
        "medium",
        [("C042", Effect.WARN)],
    )
    leumund.cases.clear(case_id, "Another firm had shown the number.", "A. Kurz")
    assert (leumund.network.risk("norden"), due(leumund)) == ("low", [])


def test_a_dropped_case_and_a_case_against_ourselves_leave_every_risk_class(
    leumund: Leumund,
) -> None:
    case_id = leumund.cases.open([FOUND], NORDEN, "M. Weber").case_id
    leumund.cases.drop(case_id, "Nothing was found.", "A. Kurz")
    assert leumund.network.risk("norden") == "low"
    own = Finding("call.strange", None, Source.COMPLAINT, NOON, (Row("complaint", "k2"),))
    leumund.cases.open([own], Against(Target.CAMPAIGN, "norden"), "M. Weber")
    assert leumund.network.risk("norden") == "low"


def test_two_cases_raise_it_as_far_as_one(leumund: Leumund) -> None:
    first = leumund.cases.open([FOUND], NORDEN, "M. Weber").case_id
    other = replace(FOUND, rows=(Row("complaint", "k9"),))
    leumund.cases.open([other], NORDEN, "M. Weber")
    assert leumund.network.risk("norden") == "medium"
    leumund.cases.clear(first, "Another firm had shown the number.", "A. Kurz")
    assert leumund.network.risk("norden") == "medium"


def test_the_riskiest_stay_the_riskiest_and_who_is_in_no_class_is_in_none(
    leumund: Leumund, tmp_path: Path
) -> None:
    leumund.cases.open([FOUND], NORDEN, "M. Weber")
    path = tmp_path / "partners.yaml"
    path.write_text(WHOLE.replace("risk: low", "risk: high"), "utf-8")
    leumund.network.load(path)
    assert leumund.network.risk("norden") == "high"
    assert due(leumund) == [("C042", Effect.HOLD)], "due as stated, without any case"
    path.write_text(WHOLE.replace("    risk: low\n", ""), "utf-8")
    leumund.network.load(path)
    assert leumund.network.risk("norden") is None


def test_no_case_stops_a_hand_over_by_the_risk_class(leumund: Leumund) -> None:
    """Nothing above a warning before the hearing: not through the back door either."""
    assert may_be_handed_anything(leumund)
    leumund.cases.open([FOUND], NORDEN, "M. Weber")
    assert may_be_handed_anything(leumund)
    [branch] = leumund.network.tree().branches
    assert (branch.gaps, branch.is_stopped) == (1, False)
