"""The sample folder, counted against the truth beside it: what is found, and what is false."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow.parquet as pq
import pytest

from leumund.app import open_look
from leumund.basics.clock import SetClock
from leumund.look import LookReport
from leumund.settings import Settings
from leumund.world import truth_of

MONDAY = Path(__file__).parents[2] / "examples" / "monday"
CHAPTERS = {
    "a": "consent",
    "b": "call",
    "c": "order",
    "d": "chain",
    "e": "complaint",
    "f": "list",
}
RECALL_MIN, FALSE_MAX, SECONDS_MAX = 0.95, 0.02, 60

Place = tuple[str, str, str | None, int, str | None, int | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the sample folder. ``planted`` and ``found``: code and place of each row.

    ``seconds`` are those the processor worked: a busy machine's waiting says nothing.
    """

    report: LookReport
    seconds: float
    planted: frozenset[Place]
    found: frozenset[Place]


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    place = tmp_path_factory.mktemp("monday")
    clock = SetClock(datetime(2026, 5, 4, tzinfo=UTC))
    began = process_time()
    settings = Settings(folder=place / "unused")
    report = open_look(place, settings, clock).run(MONDAY, place / "out")
    seconds = process_time() - began
    truth = json.loads(truth_of(MONDAY).read_text("utf-8"))
    return Looked(
        report,
        seconds,
        frozenset(_place(row["code"], row) for row in truth["findings"]),
        frozenset(_found(report)),
    )


def _found(report: LookReport) -> Iterator[Place]:
    for group in report.findings:
        if group.code.code.split(".")[0] in CHAPTERS.values():
            for row in pq.read_table(group.path).to_pylist():
                yield _place(group.code.code, row)


def _place(code: str, row: dict[str, Any]) -> Place:
    beside = ("with_file", "with_row") if code.startswith("list.") else ()
    other = [row.get(name) for name in beside] or [None, None]
    return code, row["file"], row.get("sheet"), row["row"], other[0], other[1]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_was_planted_is_found_and_little_else(looked: Looked, chapter: str) -> None:
    word = CHAPTERS[chapter] + "."
    planted = {each for each in looked.planted if each[0].startswith(word)}
    found = {each for each in looked.found if each[0].startswith(word)}
    assert len(planted) >= 9
    missed, false = planted - found, found - planted
    assert len(missed) <= (1 - RECALL_MIN) * len(planted), Counter(each[0] for each in missed)
    assert len(false) <= FALSE_MAX * max(1, len(found)), Counter(each[0] for each in false)


def test_every_code_of_the_truth_is_asked_and_finds_nearly_all(looked: Looked) -> None:
    planted = Counter(each[0] for each in looked.planted)
    hit = Counter(each[0] for each in looked.planted & looked.found)
    assert len(planted) >= 30
    assert {code: hit[code] for code, n in planted.items() if hit[code] < 0.9 * n} == {}


def test_the_look_at_the_sample_folder_is_quick(looked: Looked) -> None:
    assert looked.seconds < SECONDS_MAX


def test_partners_that_were_made_to_stand_out_do(looked: Looked) -> None:
    table = looked.report.table("order_withdrawals")
    assert table is not None
    shares = {row[0]: row for row in table.rows}
    lowest_of_honigkessel, highest_of_all = shares["Honigkessel"][5], shares["all"][6]
    assert isinstance(lowest_of_honigkessel, float)
    assert isinstance(highest_of_all, float)
    assert lowest_of_honigkessel > highest_of_all


def test_what_the_folder_lacks_is_said(looked: Looked) -> None:
    assert {"whose_copy", "undeclared_calls"} <= {each.code for each in looked.report.unsaid}


def test_behind_the_figures_of_a_table_stand_as_many_rows(looked: Looked) -> None:
    def behind(code: str) -> int:
        table = looked.report.table(code)
        assert table is not None
        assert table.behind is not None
        assert table.behind.rows == pq.read_metadata(table.behind.path).num_rows
        return table.behind.rows

    def column(code: str, at: int) -> list[Any]:
        table = looked.report.table(code)
        assert table is not None
        return [row[at] for row in table.rows]

    for code in ("order_withdrawals", "order_early_cancellations"):
        assert behind(code) == column(code, 3)[-1] > 0
    assert behind("complaint_origins_counted") == sum(column("complaint_origins_counted", 1))
    assert behind("complaint_patterns") == sum(column("complaint_patterns", 2))
    unexcluded = column("lists_and_complaints", 6) + column("lists_and_complaints", 7)
    assert behind("lists_and_complaints") == sum(unexcluded) > 0
    consents, proved = column("consents_by_source", 1), column("consents_by_source", 3)
    assert behind("consents_by_source") == sum(consents) - sum(proved)
    assert behind("cancellations_by_calls") >= sum(column("cancellations_by_calls", 2)) > 0
