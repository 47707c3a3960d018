"""What happens to folders, on a small one; ``tools.variations`` does it to the sample."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tools.variations import Outcome, is_right, line, outcome

from leumund.world import Folder, Variation, variations
from leumund.world.monday.folder import written
from leumund.world.monday.sheet import Table

PARTNERS = "Partner;Firma;Vertrag ab;Vertrag bis\r\nNord;Nord GmbH;01.01.2025;31.12.2026\r\n"
DAYS = 84
BEGAN = datetime(2026, 3, 1, 10)  # noqa: DTZ001  (a Sunday; files have no zone)
FIELDS = {"number": "Zielrufnummer", "started_at": "Anrufbeginn", "duration_s": "Dauer"}


def moment(day: int) -> datetime:
    return BEGAN + timedelta(days=day)


def numbered(day: int) -> str:
    return f"030 23125 {day:03}"


def folder() -> Folder:
    """Calls of Nord in a text file, orders in a workbook, the partners."""
    calls = Table(
        "Anrufe Nord.csv", "calls", tuple(FIELDS.values()),
        [(numbered(day), f"{moment(day):%d.%m.%Y %H:%M}", "60") for day in range(DAYS)],
        [None] * DAYS, FIELDS,
        how={"encoding": "cp1252", "delimiter": ";", "day_order": "dmy", "partner": "Nord"},
    )  # fmt: skip
    orders = Table(
        "Aufträge.xlsx", "orders",
        ("Auftragsnummer", "Kundennummer", "Auftragsdatum", "Vertriebskanal", "Partner"),
        [(f"A{day:05}", day, moment(day), "Online", "Nord") for day in range(1, DAYS + 1)],
        [None] * DAYS, {}, sheet="Aufträge",
    )  # fmt: skip
    files = {each.file: written(each.file, [each]) for each in (calls, orders)}
    return Folder({**files, "Partner.csv": PARTNERS.encode()}, {}, (calls, orders))


MADE = folder()
VARIED = [one for one in variations(MADE) if one.file != "Partner.csv"]


@pytest.fixture(scope="module")
def before() -> Outcome:
    return outcome(MADE.files, None, ";")


def test_the_small_folder_is_read_as_it_is(before: Outcome) -> None:
    assert before.findings["call.sunday"] == DAYS // 7
    assert (before.read["Anrufe Nord.csv"], before.read["Aufträge.xlsx"]) == (DAYS, DAYS)


@pytest.mark.parametrize("one", VARIED, ids=lambda one: one.name)
def test_nothing_is_lost_without_a_word(one: Variation, before: Outcome) -> None:
    after = outcome(one.files, one.now, ";")
    said = line(one, before, after)
    assert is_right(one, after), said
    read = after.read.get(one.now or "", 0)
    if one.change in ("missing", "empty"):
        assert read == 0
        is_asked = "call.sunday" in after.findings
        assert is_asked == (one.file != "Anrufe Nord.csv"), said
        return
    assert read == DAYS, said
    assert after.left_over.get(one.now or "", 0) == len(one.broken), said
    assert after.findings["call.sunday"] == before.findings["call.sunday"], said


def test_all_kinds_of_change_are_tried_on_the_small_folder() -> None:
    both = ("missing", "empty", "renamed", "date-order", "broken-rows")
    assert {(one.change, one.file.rpartition(".")[2]) for one in VARIED} == {
        ("encoding", "csv"),
        *((change, ending) for change in both for ending in ("csv", "xlsx")),
    }


def test_a_row_that_is_neither_read_nor_left_over_is_noticed() -> None:
    lost = Outcome({}, frozenset(), {"x.csv": 1}, {}, {"x.csv": 1}, ("said",))
    silent = Outcome({}, frozenset(), {}, {}, {}, ())
    changed = Variation("encoding", "x.csv", "x.csv", {})
    gone = Variation("missing", "x.csv", None, {})
    assert not is_right(changed, lost)
    assert not is_right(changed, silent)
    assert is_right(gone, silent)
