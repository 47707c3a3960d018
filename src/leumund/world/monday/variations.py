"""The same folder after what happens to folders: a file is gone, empty, renamed, resaved.

Each variation is a new folder as bytes by path and says what was done to which file, so that a
test can ask whether the report says so too. The bytes of all other files stay the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from random import Random
from typing import TYPE_CHECKING, Literal

from leumund.world.monday.folder import written

if TYPE_CHECKING:
    from leumund.world.monday.folder import Folder
    from leumund.world.monday.sheet import Cell, Table

Change = Literal["missing", "empty", "renamed", "encoding", "date-order", "broken-rows"]
Files = Mapping[str, bytes]
BROKEN_ROWS = 20
_OTHER_ENCODING = {
    "utf-8": "utf-16",
    "utf-8-sig": "cp1252",
    "cp1252": "utf-8",
    "utf-16": "cp1252",
}
_CALLED = "Scan_00{at:02d}"


@dataclass(frozen=True, slots=True)
class Variation:
    """One changed folder. ``file``: what was changed, under its old name; ``now``: its name
    in this folder, None if it is gone. ``broken``: the rows, as an editor counts them, that
    were put in and cannot be read."""

    change: Change
    file: str
    now: str | None
    files: Files
    broken: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What a test may call it."""
        return f"{self.change}: {self.file}"


def variations(made: Folder) -> Iterator[Variation]:
    """All variations of a folder, made one at a time: dozens of megabytes stay unmade."""
    for at, file in enumerate(sorted(made.files)):
        if not file.startswith("Beschwerden/") or file.endswith((".mbox", ".msg")):
            yield missing(made, file)
            yield emptied(made, file)
            yield renamed(made, file, at)
    for table in made.tables:
        is_book = table.file.endswith(".xlsx")
        if "encoding" in table.how:
            yield in_another_encoding(made, table)
        if table.how.get("day_order") or (is_book and _has_moments(table)):
            yield in_another_date_order(made, table)
        if (table.sheet is None or is_book) and len(table.rows) > BROKEN_ROWS:
            yield with_broken_rows(made, table)


def missing(made: Folder, file: str) -> Variation:
    """The file is not there."""
    kept = {name: data for name, data in made.files.items() if name != file}
    return Variation("missing", file, None, kept)


def emptied(made: Folder, file: str) -> Variation:
    """The file is there and has no bytes."""
    return Variation("empty", file, file, {**made.files, file: b""})


def renamed(made: Folder, file: str, at: int = 0) -> Variation:
    """The file has a name that says nothing, in the same folder, with its old ending."""
    path = PurePosixPath(file)
    now = str(path.with_name(_CALLED.format(at=at) + path.suffix))
    files = {(now if name == file else name): data for name, data in made.files.items()}
    return Variation("renamed", file, now, files)


def in_another_encoding(made: Folder, table: Table) -> Variation:
    """A text file saved by another program."""
    encoding = _OTHER_ENCODING[table.how["encoding"]]
    text = made.files[table.file].decode(table.how["encoding"])
    data = text.encode(encoding)
    return Variation("encoding", table.file, table.file, {**made.files, table.file: data})


def in_another_date_order(made: Folder, table: Table) -> Variation:
    """Every date of a text file in another order: American becomes German, all else ISO; in a
    workbook dates become such text as a person types."""
    order = table.how.get("day_order", "")
    rows = [tuple(_turned(cell, order) for cell in row) for row in table.rows]
    return _rewritten("date-order", made, table, replace(table, rows=rows))


def with_broken_rows(made: Folder, table: Table, seed: int = 0) -> Variation:
    """Twenty more rows, somewhere among the others, that are no rows: cut off, glued together,
    with cells too many, with signs that no text has. The other rows move down."""
    chance = Random(f"broken/{seed}/{table.file}/{table.sheet}")
    first = table.header_row
    places = sorted(chance.sample(range(first + 1, first + len(table.rows)), BROKEN_ROWS))
    places = [place + turn for turn, place in enumerate(places)]
    broken = tuple(place + 1 for place in places)
    if table.file.endswith(".xlsx"):
        rows = list(table.rows)
        for turn, place in enumerate(places):
            rows.insert(place - first, _broken_cells(turn, rows[place - first]))
        return _rewritten("broken-rows", made, table, replace(table, rows=rows), broken)
    lines = made.files[table.file].decode(table.how["encoding"]).split("\r\n")
    for turn, place in enumerate(places):
        lines.insert(place, _broken(turn, lines[place], table))
    data = "\r\n".join(lines).encode(table.how["encoding"])
    files = {**made.files, table.file: data}
    return Variation("broken-rows", table.file, table.file, files, broken)


def _rewritten(
    change: Change, made: Folder, table: Table, now: Table, broken: tuple[int, ...] = ()
) -> Variation:
    mine = [now if one is table else one for one in made.tables if one.file == table.file]
    files = {**made.files, table.file: written(table.file, mine)}
    return Variation(change, table.file, table.file, files, broken)


def _has_moments(table: Table) -> bool:
    return any(isinstance(cell, date) for cell in table.rows[0])


def _broken_cells(turn: int, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row of a workbook that is none; what a spreadsheet could hold, it may hold."""
    kinds: tuple[tuple[Cell, ...], ...] = (
        ("#REF!", *[None] * (len(row) - 2), "#WERT!"),
        tuple("?" if cell not in ("", None) else None for cell in row),
        (*[None] * (len(row) - 1), "siehe oben"),
        (f"*** {len(row)} Zellen nicht lesbar ***", *[None] * (len(row) - 1)),
    )
    return kinds[turn % len(kinds)]


def _broken(turn: int, line: str, table: Table) -> str:
    delimiter = table.how["delimiter"]
    cells = next(csv.reader(io.StringIO(line), delimiter=delimiter), [""])
    match turn % 4:
        case 0:
            return delimiter.join([*cells, *cells])
        case 1:
            return "#REF!" + delimiter * (len(table.header) + 3) + "#WERT!"
        case 2:
            return "\x00" + line[: len(line) // 2]
    return f"*** {len(cells)} Zellen nicht lesbar ***{delimiter * (len(table.header) + 1)}x"


def _turned(cell: Cell, order: str) -> Cell:
    """A date written in another order; anything else stays as it is."""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%y %H:%M:%S}" if isinstance(cell, datetime) else f"{cell:%d.%m.%y}"
    text = str(cell or "")
    day, _space, clock = text.partition(" ")
    if order == "mdy" and day.count("/") == 2:
        month, number, year = day.split("/")
        return f"{number}.{month}.{year} {_in_24_hours(clock)}"
    if order == "dmy" and day.count(".") == 2 and day.replace(".", "").isdigit():
        number, month, year = day.split(".")
        return f"{year if len(year) == 4 else '20' + year}-{month}-{number} {clock}".strip()
    if order == "ymd" and len(text) == 19 and text[4] == text[7] == "-":
        return f"{text[8:10]}.{text[5:7]}.{text[:4]} {text[11:]}"
    return cell


def _in_24_hours(clock: str) -> str:
    at, _space, half = clock.partition(" ")
    hour, rest = at.split(":", 1)
    return f"{int(hour) % 12 + (12 if half == 'PM' else 0):02d}:{rest}"
