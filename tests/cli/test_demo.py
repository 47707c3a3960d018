"""How the demo ends: what it says, and when it fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.report.test_pages import YEAR, copy_of

from leumund.basics.language import in_language
from leumund.cli.demo import NamedWrongly, close
from leumund.cli.places import free_place

MISSED = replace(copy_of("Papiermond", is_named=False), way="passed on")
WRONG = replace(copy_of("Kieseluhr", is_named=True), way="")


def test_a_copy_that_is_not_yet_named_is_said_and_is_no_failure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    year = replace(YEAR, copies=(*YEAR.copies, MISSED))
    with in_language("en"):
        close(year, tmp_path, as_json=False)
    told = capsys.readouterr().out
    assert "nobody was named wrongly" in told
    assert "Used, but not yet named: Papiermond." in told
    close(year, tmp_path, as_json=True)
    result = json.loads(capsys.readouterr().out)
    assert result["is_nobody_wrongly_named"]
    assert not result["is_every_used_copy_named"]
    assert [copy["is_not_yet_named"] for copy in result["copies"]] == [False, False, True]


def test_a_copy_that_is_named_wrongly_is_said_and_is_a_failure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with in_language("de"), pytest.raises(NamedWrongly, match="Kieseluhr"):
        close(replace(YEAR, copies=(WRONG,)), tmp_path, as_json=False)
    assert "Falsch benannt: Kieseluhr." in capsys.readouterr().out
    assert NamedWrongly.exit_status != 0


def test_an_earlier_demo_stays_beside_the_new_one(tmp_path: Path) -> None:
    year = tmp_path / "year"
    assert free_place(year) == year
    year.mkdir()
    assert free_place(year) == year
    (year / "report.en.html").touch()
    (tmp_path / "year-2").mkdir()
    (tmp_path / "year-2" / "files").mkdir()
    assert free_place(year) == tmp_path / "year-3"
