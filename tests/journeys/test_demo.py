"""The demo: a year through the real actions, judged against the truth it wrote beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Databases

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.cli.year import Year, first_day, secret_of
from leumund.report import YearReport
from leumund.settings import Settings
from leumund.store import erase_database
from leumund.world import MONTHS, PRINCIPAL, year_report

pytestmark = pytest.mark.long

Demo = tuple[dict[str, object], Path]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One whole year, played once for all tests of this file: its result and its folder."""
    folder = tmp_path_factory.mktemp("demo") / "year"
    yield played(folder), folder
    # As root the database may lie outside of the folder.
    erase_database(Settings(folder=folder / "data"))


def played(folder: Path) -> dict[str, object]:
    without = {key: value for key, value in os.environ.items() if "LEUMUND" not in key}
    ended = subprocess.run(
        [sys.executable, "-m", "leumund", "demo", "--json", "--folder", str(folder)],
        capture_output=True, text=True, check=False, env=without,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    result: dict[str, object] = json.loads(ended.stdout)
    return result


def truth_of(folder: Path) -> dict[str, dict[str, object]]:
    text = (folder / "files" / "truth.json").read_text(encoding="utf-8")
    truth: dict[str, dict[str, object]] = json.loads(text)
    return truth


def named(result: dict[str, object]) -> set[str]:
    copies: list[dict[str, str]] = result["copies"]  # type: ignore[assignment]
    return {copy["partner"].lower() for copy in copies if copy["found"] == "used"}


def test_exactly_the_copies_that_were_used_are_named(
    demo: Demo,
) -> None:
    result, folder = demo
    assert named(result) == set(truth_of(folder)["used"])
    assert result["is_nobody_wrongly_named"]
    assert result["is_every_used_copy_named"]


def test_the_shop_without_a_list_is_out_of_the_question_by_fact(
    demo: Demo,
) -> None:
    result, _folder = demo
    assert result["without_list"] == ["Teekesselladen"]


def test_the_rule_most_complaints_would_have_blamed_somebody_else(
    demo: Demo,
) -> None:
    result, folder = demo
    assert str(result["most_partner"]).lower() not in truth_of(folder)["used"]


def test_whoever_was_framed_without_its_list_is_not_named(
    demo: Demo,
) -> None:
    result, folder = demo
    causes = [cause for month in truth_of(folder)["causes"].values() for cause in month]
    assert result["invented"] == causes.count("invented:zaunkoenig") > 10
    assert "zaunkönig" not in named(result)


def test_every_complaint_of_the_year_went_through_intake(
    demo: Demo,
) -> None:
    result, folder = demo
    causes = [cause for month in truth_of(folder)["causes"].values() for cause in month]
    assert result["complaints"] == len(causes)
    copies: list[dict[str, int]] = result["copies"]  # type: ignore[assignment]
    for copy in copies:
        facts = ("possible", "not_in_copy", "before_hand_over", "newer_than_copy")
        assert sum(copy[fact] for fact in facts) == result["unexplained"]


def test_an_outsider_checks_the_draw_with_the_command_in_the_report(
    demo: Demo,
) -> None:
    result, folder = demo
    command = ["-m", "leumund.ledger.verify", str(result["proof"]), "--key", str(result["key"])]
    ended = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "release.draw" in ended.stdout


def test_the_reports_lie_there_in_both_languages(
    demo: Demo,
) -> None:
    _result, folder = demo
    for language in ("de", "en"):
        assert f'lang="{language}"' in (folder / f"report.{language}.html").read_text("utf-8")
        assert (folder / f"report.{language}.pdf").read_bytes().startswith(b"%PDF")


def test_no_number_and_no_name_stands_in_the_ledger_or_the_report(
    demo: Demo,
) -> None:
    _result, folder = demo
    rows = (folder / "files" / "customers.csv").read_text(encoding="utf-8").splitlines()[1:200]
    leaves = b"".join(
        path.read_bytes() for path in (folder / "data" / "ledger").rglob("*") if path.is_file()
    )
    page = (folder / "report.en.html").read_text(encoding="utf-8")
    assert leaves
    for row in rows:
        _ref, name, number, *_rest = row.split(",")
        assert number.encode() not in leaves
        assert number not in page
        assert name not in page


def test_the_same_seed_gives_the_same_result(tmp_path: Path, databases: Databases) -> None:
    """In a small company and until spring: a year is the same steps, repeated."""
    reports = [spring(tmp_path / name, databases) for name in ("one", "other")]
    assert reports[0].digest == reports[1].digest
    assert reports[0].copies == reports[1].copies
    assert reports[0].handed_over == reports[1].handed_over > 0
    assert reports[0].unexplained == reports[1].unexplained > 0


def spring(folder: Path, databases: Databases) -> YearReport:
    name, clock = databases.make(), SetClock(first_day())
    settings = Settings(folder=folder / "data", principal=PRINCIPAL)
    with databases.store(name) as store:
        leumund = Leumund(settings, store, clock, secret_of(11))
        year = Year.of(leumund, clock, 11, 4_000, folder)
        found = year.run(lambda _done, _total: None, MONTHS[:3])
        report = year_report(year.world, year.tally, found, year.prove())
    databases.drop(name)
    return report
