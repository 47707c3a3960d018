"""Folders after what happens to folders, and the big case."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from leumund.basics.numbers import read_many
from leumund.world import Folder, Variation, monday_folder, variations, write_crowd

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def made() -> Folder:
    return monday_folder()


@pytest.fixture(scope="module")
def varied(made: Folder) -> list[Variation]:
    return list(variations(made))


def test_every_kind_of_change_is_made_to_every_file_it_fits(
    made: Folder, varied: list[Variation]
) -> None:
    count = Counter(one.change for one in varied)
    assert count["missing"] == count["empty"] == count["renamed"] >= 30
    assert count["encoding"] == sum("encoding" in one.how for one in made.tables)
    assert count["date-order"] >= 6
    assert count["broken-rows"] >= 10


def test_only_the_named_file_is_changed(made: Folder, varied: list[Variation]) -> None:
    for one in varied:
        others = {name: data for name, data in made.files.items() if name != one.file}
        names = (one.file, one.now)
        assert others == {k: v for k, v in one.files.items() if k not in names}, one.name
        if one.now is None or not made.files[one.file]:
            continue
        is_same = one.files[one.now] == made.files[one.file]
        assert is_same == (one.change == "renamed"), one.name


def test_twenty_rows_are_broken_where_it_says_so(made: Folder, varied: list[Variation]) -> None:
    for one in varied:
        if one.change == "broken-rows" and not one.file.endswith(".xlsx"):
            how = next(each.how for each in made.tables if each.file == one.file)
            lines = one.files[one.file].decode(how["encoding"]).split("\r\n")
            before = made.files[one.file].decode(how["encoding"]).split("\r\n")
            assert len(one.broken) == 20
            kept = [line for at, line in enumerate(lines, 1) if at not in one.broken]
            assert kept == before


def test_workbooks_have_broken_rows_and_typed_dates_too(
    made: Folder, varied: list[Variation]
) -> None:
    books = [one for one in varied if one.file.endswith(".xlsx")]
    orders = [one for one in books if one.file == "Bestellungen.xlsx"]
    broken, _shops = (one for one in orders if one.change == "broken-rows")
    before, after = (
        CalamineWorkbook.from_filelike(io.BytesIO(files[broken.file])).get_sheet_by_index(0)
        for files in (made.files, broken.files)
    )
    kept = [row for at, row in enumerate(after.to_python(), 1) if at not in broken.broken]
    assert len(broken.broken) == 20
    assert kept == before.to_python()
    typed = next(one for one in orders if one.change == "date-order")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(typed.files[typed.file]))
    moment = rows.get_sheet_by_index(0).to_python()[1][3]
    assert datetime.strptime(str(moment), "%d.%m.%y %H:%M:%S")  # noqa: DTZ007


def test_another_date_order_tells_the_same_days(made: Folder, varied: list[Variation]) -> None:
    harbour = next(
        one for one in varied if one.change == "date-order" and "harbour" in one.file
    )
    before = made.files[harbour.file].decode().splitlines()
    after = harbour.files[harbour.file].decode().splitlines()
    for old, new in zip(before[1:], after[1:], strict=True):
        written, turned = old.split(",")[1], new.split(",")[1]
        american = datetime.strptime(written, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007
        assert turned == f"{american:%d.%m.%Y %H:%M:%S}"


def test_a_small_crowd_has_the_sundays_and_late_calls_it_names(tmp_path: Path) -> None:
    made = write_crowd(tmp_path, calls=20_000, customers=5_000, orders=900)
    calls = [row for path in tmp_path.glob("Anrufe_*.csv") for row in _rows(path)]
    moments = [datetime.fromisoformat(row["Anrufbeginn"]) for row in calls]
    assert len(calls) == made.calls == 20_000
    assert sum(one.isoweekday() == 7 for one in moments) == made.sundays > 20
    late = sum(one.isoweekday() != 7 and not 8 <= one.hour < 20 for one in moments)
    assert late == made.outside_hours > 20
    orders = _rows(tmp_path / "Bestellungen.csv")
    assert len(orders) == 900
    assert all(int(row["IBAN"][4:] + "1314" + row["IBAN"][2:4]) % 97 == 1 for row in orders)
    numbers = [row["Rufnummer"] for row in _rows(tmp_path / "Kundenstamm.csv")]
    assert len(set(numbers)) == 5_000
    assert read_many(numbers) == numbers


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
