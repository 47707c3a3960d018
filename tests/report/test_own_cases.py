"""Who asks what is kept reads in which cases something of theirs lies, and of nobody else."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.orders.desk import Desk, desk_in
from tests.report.read import text_of

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.numbers import Number
from leumund.cases import Against, Target
from leumund.store import Store

ANNA, BERTA = Number("+493023125001"), Number("+493023125002")


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """An order of Anna's and one of Berta's; a case about the first."""
    desk = desk_in(tmp_path, store)
    desk.leumund.ledger.create_key()
    desk.place()
    desk.place(order_ref="A-2", ref="K2", number="030 23125 002")
    seen = desk.clock.at - timedelta(days=1)
    rows = (Row("orders.placed", "A-1"),)
    found = Finding("order.denied", "Norden", Source.COMPLAINT, seen, rows)
    desk.leumund.cases.open([found], Against(Target.PARTNER, "Norden"), "M. Weber")
    return desk


def traces(desk: Desk, number: Number, into: Path) -> list[str]:
    handed = desk.leumund.report.access(number, None, into, "de")
    told = json.loads((handed.folder / "data.json").read_text("utf-8"))["traces"]
    return [each["says"] for each in told if each["kind"] == "case"]


def test_a_person_reads_in_which_case_an_order_in_its_name_lies(
    desk: Desk, tmp_path: Path
) -> None:
    [said] = traces(desk, ANNA, tmp_path / "anna")
    assert said.startswith("Fall 1, in dem wir klären")
    assert said.endswith(": A-1")
    letter = " ".join(text_of(tmp_path / "anna" / "answer.pdf").split())
    assert "um zu klären, wer eine Pflicht verletzt hat" in letter
    assert "4 Jahre" in letter


def test_attack_somebody_learns_of_a_case_about_others(desk: Desk, tmp_path: Path) -> None:
    assert traces(desk, BERTA, tmp_path / "berta") == []


def test_a_locked_case_is_told_to_nobody(desk: Desk, tmp_path: Path) -> None:
    desk.leumund.cases.drop(1, "Nothing came of it.", "M. Weber")
    assert len(traces(desk, ANNA, tmp_path / "before")) == 1
    desk.later(days=200)
    desk.leumund.cases.lock()
    assert traces(desk, ANNA, tmp_path / "after") == []
