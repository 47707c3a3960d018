"""A rate that stands out: a question until a person takes it, and a reason to look then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, OSTEN, WESTEN, audit_desk, declare

from leumund.app import Leumund
from leumund.audit.compared.outlier import NoSuchRate, NothingStandsOut, outlier_finding
from leumund.audit.scorecards import Place, ScoreRow
from leumund.audit.words.known import NobodyConfirms
from leumund.basics.checks import load_checks
from leumund.basics.finding import Finding
from leumund.basics.language import in_language
from leumund.store import Store

SUNDAY, TUESDAY = "2026-03-08T11:00:00", "2026-03-10T09:{:02}:00"
DAYS = date(2026, 3, 1), date(2026, 3, 31)
HOURS = "call.outside_hours"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """Norden calls on a Sunday, Osten a few people then, Westen never."""
    desk = audit_desk(tmp_path, store)
    declare(desk, tmp_path, NORDEN, [(SUNDAY, of, "reached") for of in range(20)])
    declare(desk, tmp_path, OSTEN, [(SUNDAY, of, "reached") for of in range(4)])
    calm = [(TUESDAY.format(at), of, "reached") for of in range(20, 30) for at in range(6)]
    declare(desk, tmp_path, WESTEN, calm)
    return desk


def outliers(desk: Leumund) -> list[Finding]:
    desk.audit.collect()
    known = [each.finding for each in desk.audit.findings()]
    return [each for each in known if each.code in ("C154", "C155")]


def entries(desk: Leumund) -> int:
    desk.ledger.create_key()
    desk.ledger.integrate()
    return len(list(desk.ledger.entries(kind="audit.outlier")))


def test_a_rate_that_stands_out_is_no_finding_before_a_person_has_looked_at_it(
    desk: Leumund,
) -> None:
    assert outliers(desk) == []
    with pytest.raises(NobodyConfirms):
        desk.audit.outlier(NORDEN, HOURS, " - ", *DAYS)
    assert outliers(desk) == []


def test_what_a_person_takes_is_a_reason_to_look_and_stands_once(desk: Leumund) -> None:
    known = desk.audit.outlier(NORDEN, HOURS, "M. Weber", *DAYS)
    assert desk.audit.outlier(NORDEN, HOURS, "A. Kurz", *DAYS) == known
    [found] = outliers(desk)
    assert (found.code, found.partner, found.is_weak) == ("C155", NORDEN, True)
    assert entries(desk) == 1
    with in_language("de"):
        assert "Anrufe außerhalb der Zeiten" in known.in_words()


@pytest.mark.parametrize("partner", [OSTEN, WESTEN])
def test_nothing_is_taken_of_fewer_than_five_people_nor_of_whoever_is_like_all(
    desk: Leumund, partner: str
) -> None:
    with pytest.raises(NothingStandsOut):
        desk.audit.outlier(partner, HOURS, "M. Weber", *DAYS)
    with pytest.raises(NoSuchRate):
        desk.audit.outlier(partner, "lost", "M. Weber", *DAYS)
    assert entries(desk) == 0


@pytest.mark.parametrize(
    ("low", "place", "is_taken"),
    [(0.11, "inside", True), (0.10, "far_above", False), (0.50, "hidden", False)],
)
def test_complaints_are_taken_above_the_limit_with_all_of_their_range(
    low: float, place: Place, is_taken: bool
) -> None:
    row = ScoreRow(NORDEN, 10_000, 40, 0.4, low, 0.6, place)
    checks = load_checks("eu/cases").in_force(DAYS[1], {"DE"})
    if is_taken:
        found = outlier_finding(row, "complaints", 1, DAYS, checks)
        assert (found.code, found.said["low_per_10000"]) == ("C154", 11)
    else:
        with pytest.raises(NothingStandsOut):
            outlier_finding(row, "complaints", 1, DAYS, checks)
