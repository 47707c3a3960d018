"""The same folder after what happens to folders: a file is gone, empty, renamed, resaved.

Each variation is a new folder as bytes by path and says what was done to which file, so that a
test can ask whether the report says so too. The bytes of all other files stay the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from random import Random
from typing import TYPE_CHECKING, Literal

from leumund.world.monday.formats import delimited

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
        if "encoding" in table.how:
            yield in_another_encoding(made, table)
        if table.how.get("day_order"):
            yield in_another_date_order(made, table)
        if table.sheet is None and len(table.rows) > BROKEN_ROWS:
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
    """Every date of a text file in another order: American becomes German, all else ISO."""
    rows = [tuple(_turned(cell, table.how["day_order"]) for cell in row) for row in table.rows]
    data = delimited(replace(table, rows=rows))
    return Variation("date-order", table.file, table.file, {**made.files, table.file: data})


def with_broken_rows(made: Folder, table: Table, seed: int = 0) -> Variation:
    """Twenty more rows, somewhere among the others, that are no rows: cut off, glued together,
    with cells too many, with signs that no text has. The other rows move down."""
    chance = Random(f"broken/{seed}/{table.file}")
    text = made.files[table.file].decode(table.how["encoding"])
    lines = text.split("\r\n")
    first = table.header_row
    places = sorted(chance.sample(range(first + 1, first + len(table.rows)), BROKEN_ROWS))
    broken = []
    for turn, place in enumerate(places):
        at = place + turn
        lines.insert(at, _broken(turn, lines[at], table))
        broken.append(at + 1)
    data = "\r\n".join(lines).encode(table.how["encoding"])
    files = {**made.files, table.file: data}
    return Variation("broken-rows", table.file, table.file, files, tuple(broken))


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
