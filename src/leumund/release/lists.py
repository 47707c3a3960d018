"""A list that somebody else chose, matched to our lines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.basics.errors import BadInput
from leumund.basics.numbers import mask, read_many
from leumund.people import BadRow, Field

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from leumund.people import Row, Table

NUMBER = Field(
    "number",
    also=("phone", "telephone", "msisdn", "telefon", "telefonnummer", "rufnummer", "nummer"),
    is_required=True,
)


class NotLeftYet(BadInput):
    """A list that left on {day} cannot be registered on {today}: it would say of everybody on
    it that nobody could know them before. Nothing was changed."""

    code = "not-left-yet"
    hint = "Give the day on which the list left; mind the year and the order of day and month."


class RowWithoutNumber(BadInput):
    """{shown} cannot be read as a phone number, so the row is matched to nobody."""

    code = "row-without-number"


class ListFile(NamedTuple):
    """The different numbers of a list (E.164), its rows, how many could not be read and
    where they are kept, and the digest of the file."""

    numbers: set[str]
    rows: int
    unreadable: int
    digest: str = ""
    quarantine_path: Path | None = None


class Matched(NamedTuple):
    """Lines of ours on the list, ascending; how many of its numbers are no line of ours; and
    the newest line there was."""

    line_ids: NDArray[np.int64]
    unknown: int
    newest_line: int


def read_list(
    table: Table, place: int, region: str, keep: Callable[[BadRow], None]
) -> ListFile:
    """Every number of a list; rows without a readable one are handed to ``keep``."""
    rows: list[Row] = []
    bad = 0
    for row in table.rows():
        if isinstance(row, BadRow):
            bad += 1
            keep(row)
        else:
            rows.append(row)
    count = bad + len(rows)
    numbers: set[str] = set()
    written = [row.cells[place] for row in rows]
    for row, number in zip(rows, read_many(written, region), strict=True):
        if number is None:
            bad += 1
            shown = mask(row.cells[place])
            keep(BadRow(row.number, RowWithoutNumber(shown=shown), row.original))
        else:
            numbers.add(number)
    return ListFile(numbers, count, bad)


def match_lines(numbers: set[str], lines: pa.Table) -> Matched:
    """The numbers against the table ``line`` of a snapshot."""
    import pyarrow as arrow
    import pyarrow.compute as pc

    is_on_it = pc.is_in(lines["number"], value_set=arrow.array(sorted(numbers), arrow.string()))
    ids = np.sort(lines["line_id"].to_numpy()[is_on_it.to_numpy()])
    newest = int(lines["line_id"].to_numpy().max(initial=0))
    return Matched(ids, len(numbers) - len(ids), newest)


def check_day(left_on: date, now: datetime) -> None:
    """Raises NotLeftYet where no clock on earth shows this day yet."""
    if left_on > (now + timedelta(hours=14)).date():
        raise NotLeftYet(day=left_on, today=now.date())
