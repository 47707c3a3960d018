"""Somebody outside the chain asks for commission: statements come in by a command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.audit.desk import NORDEN, audit_desk

from leumund.app import Leumund
from leumund.basics.finding import Source
from leumund.store import Store

OUTSIDE = "DE02120300000000202051"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return audit_desk(tmp_path, store)


def statement(folder: Path, *rows: str) -> Path:
    path = folder / "statement.csv"
    path.write_text("\n".join(("iban,order_ref,paid_at", *rows)) + "\n", "utf-8")
    return path


def test_a_payee_of_somebody_outside_the_chain_is_a_finding_of_collect(
    desk: Leumund, tmp_path: Path
) -> None:
    path = statement(tmp_path, f"{OUTSIDE},A-1,2026-03-06T09:00:00", "DE00 1,A-2,2026-03-06")
    loaded = desk.network.statements(path, NORDEN)
    assert (loaded.rows, loaded.added, loaded.quarantined) == (2, 1, 1)
    assert desk.network.statements(path, NORDEN).known == 1
    desk.audit.collect()
    [found] = [one.finding for one in desk.audit.findings(NORDEN) if one.finding.code == "C058"]
    assert (found.partner, found.source) == (NORDEN, Source.MONEY)
    assert OUTSIDE not in repr(found)


def test_a_statement_without_days_is_of_the_day_that_is_given(
    desk: Leumund, tmp_path: Path
) -> None:
    path = statement(tmp_path, f"{OUTSIDE},A-1,")
    assert desk.network.statements(path, NORDEN).quarantined == 1
    assert desk.network.statements(path, NORDEN, date(2026, 3, 6)).added == 1
