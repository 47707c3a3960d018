"""The sample folder, counted against the truth beside it: what is found, and what is false."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow.parquet as pq
import pytest

from leumund.app import open_look
from leumund.basics.clock import SetClock
from leumund.basics.language import in_language
from leumund.look import FileTaken, LookReport
from leumund.report import Beside, Page, look_page, write_look
from leumund.report.page import Finding
from leumund.report.words import grouped
from leumund.settings import Settings
from leumund.world import truth_of

pytestmark = pytest.mark.long

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

COUNTED: dict[str, tuple[Callable[[Any], dict[str, int]], Callable[[Any], str]]] = {
    "consents_by_source": (
        lambda said: {said[0]: said[1] - said[3]},
        lambda row: row["detail"].partition("|")[2],
    ),
    "order_withdrawals": (
        lambda said: {said[0]: said[3]},
        lambda row: row["partner"] or "nobody",
    ),
    "order_early_cancellations": (
        lambda said: {said[0]: said[3]},
        lambda row: row["partner"] or "nobody",
    ),
    "complaints_per_calls": (
        lambda said: {said[0]: said[3]},
        lambda row: row["partner"] or "",
    ),
    "complaint_origins_counted": (
        lambda said: {said[0]: said[1]},
        lambda row: row["detail"],
    ),
    "complaint_patterns": (
        lambda said: {"|".join(filter(None, said[:2])): said[2]},
        lambda row: row["detail"],
    ),
    "lists_and_complaints": (
        lambda said: {f"{said[0]}|possible": said[6], f"{said[0]}|unsure": said[7]},
        lambda row: f"{row['file']}|{row['detail']}",
    ),
    "cancellations_by_calls": (
        lambda said: {said[0]: said[2]},
        lambda row: row["detail"].partition("|")[0],
    ),
    "cancellations_by_days": (
        lambda said: {said[0]: said[2]},
        lambda row: row["detail"].partition("|")[2],
    ),
    "cancellations_by_both": (
        lambda said: {"|".join(said[:2]): said[3]},
        lambda row: row["detail"],
    ),
}
"""Of each table: what a line says it counts, by a key, and the key of a row behind it."""

Place = tuple[str, str, str | None, int, str | None, int | None]


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the sample folder. ``planted`` and ``found``: code and place of each row.

    ``seconds`` are those the processor worked: a busy machine's waiting says nothing.
    """

    report: LookReport
    seconds: float
    truth: Mapping[str, Any]
    planted: frozenset[Place]
    found: frozenset[Place]
    page: Page
    written: Path

    def rows(self, link: str) -> list[list[str]]:
        """The rows of the file that the page links to, without its header."""
        with (self.written / link).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    place = tmp_path_factory.mktemp("monday")
    clock = SetClock(datetime(2026, 5, 4, tzinfo=UTC))
    began = process_time()
    settings = Settings(folder=place / "unused")
    report = open_look(place, settings, clock).run(MONDAY, place / "out")
    with in_language("en"):
        write_look(report, place / "out", clock.now())
        page = look_page(report, Beside())
    seconds = process_time() - began
    truth = json.loads(truth_of(MONDAY).read_text("utf-8"))
    return Looked(
        report,
        seconds,
        truth,
        frozenset(_place(row["code"], row) for row in truth["findings"]),
        frozenset(_found(report)),
        page,
        place / "out",
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


def test_every_row_of_every_table_is_read_or_left_over_with_its_reason(looked: Looked) -> None:
    said = {name: file.get("rows") for name, file in looked.truth["files"].items()}
    rows = {name: count for name, count in said.items() if count is not None}
    read = {
        "#".join(filter(None, (each.file, each.sheet))): each.rows + _unreadable(each)
        for each in looked.report.files
    }
    assert len(rows) > 20
    assert {name: read.get(name) for name in rows} == rows


def _unreadable(file: FileTaken) -> int:
    notes = [note for note in file.notes if note.code == "needed-unreadable"]
    return sum(int(str(note.values["count"])) for note in notes)


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


def test_every_figure_opens_to_as_many_rows_as_it_says(looked: Looked) -> None:
    opened = [block for block in looked.page.blocks if isinstance(block, Finding)]
    assert len(opened) == sum(1 for each in looked.report.findings if each.rows) > 30
    wrong = {b.link: b.figure for b in opened if b.figure != grouped(len(looked.rows(b.link)))}
    assert wrong == {}


def test_a_chapter_counts_each_row_once(looked: Looked) -> None:
    for total in looked.report.totals:
        places = {
            tuple(row[:3])
            for group in looked.report.findings
            if (group.chapter, group.code.about) == (total.chapter, total.about) and group.rows
            for row in looked.rows(f"rows/{group.code.code}.csv")
        }
        assert len(places) == total.rows, (total.chapter, total.about)


def test_every_table_opens_to_the_rows_that_each_of_its_figures_counts(looked: Looked) -> None:
    shown = [table for table in looked.report.shown if table.behind is not None]
    assert {table.code.code for table in shown if table.rows} == set(COUNTED)
    for table in shown:
        assert table.behind is not None
        if not table.rows:
            assert table.behind.rows == 0, table.code.code
            continue
        said_of, key_of = COUNTED[table.code.code]
        said: Counter[str] = Counter()
        for row in table.rows:
            said.update(said_of(row))
        found = Counter(map(key_of, pq.read_table(table.behind.path).to_pylist()))
        assert len(looked.rows(f"rows/{table.behind.name}.csv")) == found.total() > 0
        # The line of all together counts what the lines above it count.
        assert said.pop("all", said.total()) == said.total(), table.code.code
        assert +said == found, table.code.code
