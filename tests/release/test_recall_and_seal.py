"""Recall a copy, and register a list that somebody else chose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.release.desk import number, write
from tests.release.test_actions import NAME, drawn, kinds, on

from leumund.app import Leumund
from leumund.basics.errors import NotThere
from leumund.release.campaign import NothingToRecall
from leumund.release.lists import NotLeftYet


def test_a_recalled_copy_gets_no_further_portion_and_a_notice_that_blames_nobody(
    desk: Leumund, tmp_path: Path
):
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME)
    recalled = desk.release.recall(NAME, "Westen", "engagement ended", tmp_path / "out")
    notice = recalled.notice_path.read_text("utf-8")
    assert "Westen" in notice
    assert "engagement ended" not in notice
    assert desk.release.recall(NAME, "Westen", "again").is_new is False
    on(desk, date(2026, 3, 21))
    handed = desk.release.hand_over(NAME)
    assert [one.partner for one in handed.deliveries] == ["Norden", "Süden & Söhne"]
    assert handed.withheld[0].partner == "Westen"
    (record,) = desk.release.draws()
    assert record.is_recalled.tolist() == [False, False, True]
    assert kinds(desk).count("release.recall") == 1
    with pytest.raises(NothingToRecall):
        desk.release.recall(NAME, "Osten", "never had one")


def test_attack_a_list_that_leaves_tomorrow_clears_everybody_on_it_today(
    desk: Leumund, tmp_path: Path
):
    path = write(tmp_path, "old.csv", f"Rufnummer\n{number(3)}\n")
    before = kinds(desk)
    with pytest.raises(NotLeftYet):
        desk.release.seal(path, "Osten", date(2030, 1, 15))
    assert kinds(desk) == before
    assert desk.release.draws() == []


def test_a_list_somebody_else_chose_is_registered_for_exclusion_only(
    desk: Leumund, tmp_path: Path
):
    rows = [number(of) for of in (3, 4, 5)] + ["030 23125 7777", "not a number"]
    path = write(tmp_path, "old.csv", "Rufnummer;Name\n" + "".join(f"{r};x\n" for r in rows))
    sealed = desk.release.seal(path, "Osten", date(2025, 6, 1))
    assert (sealed.rows, sealed.matched, sealed.unknown, sealed.unreadable) == (5, 3, 1, 1)
    assert sealed.quarantine_path is not None
    assert "not a number" in sealed.quarantine_path.read_text("utf-8")
    again = desk.release.seal(path, "Osten", date(2025, 6, 1))
    assert not again.is_new
    (record,) = desk.release.draws()
    assert (record.design, record.partners, record.weights.tolist()) == (
        "sealed", ("Osten",), [0.0]
    )  # fmt: skip
    assert record.sealed is not None
    assert (record.sealed.unknown, record.sealed.unreadable) == (1, 1)
    assert len(record.line_ids) == 3
    assert record.first_handed_over[0] == np.datetime64("2025-06-01")
    assert kinds(desk).count("release.seal") == 1
    with pytest.raises(NotThere):
        desk.release.seal(path, "Nobody", date(2025, 6, 1))
    with pytest.raises(ValueError, match="cannot be redrawn"):
        record.redrawing(0)
