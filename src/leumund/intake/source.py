"""A file that comes in: whose format it is, and its rows as text by field name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from leumund.basics.canonical import canonical_bytes, sha256
from leumund.intake.formats import Format, format_called, format_of
from leumund.people import BadRow, Row, match, open_table

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from leumund.people import Table

_Item = TypeVar("_Item")
BATCH_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file to take in and how to read it; ``format`` None: told from its columns."""

    path: Path
    holds: str
    format: str | None = None
    columns: Mapping[str, str | Sequence[str]] | None = None
    ignore: Sequence[str] = ()
    encoding: str | None = None
    region: str = "DE"


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose header was understood."""

    format: Format
    table: Table
    places: Mapping[str, Sequence[int]]
    region: str

    def rows(self) -> Iterator[Row | BadRow]:
        """Every row in the order of the file."""
        return self.table.rows()

    def cells(self, row: Row) -> dict[str, str]:
        """The row by field name; a field the file does not have is the empty text."""
        return {
            column.name: _cell(row, self.places.get(column.name, ()))
            for column in self.format.columns
        }

    def original(self, row: Row) -> dict[str, str]:
        """The row under the source's own names; a name that comes again gets its number."""
        original: dict[str, str] = {}
        for place, (name, cell) in enumerate(zip(self.table.header, row.cells, strict=True)):
            original[f"{name} ({place + 1})" if name in original else name] = cell
        return original


def open_source(raw: BufferedReader, source: Source) -> Opened:
    """Understand the header; raises what ``people.open_table`` and ``people.match`` raise."""
    name = source.path.name
    table = open_table(raw, name, source.encoding)
    if source.format is None:
        found = format_of(table.header, source.holds, default=source.holds)
    else:
        found = format_called(source.format, source.holds)
    places = match(
        table.header, found.columns, name=name, columns=source.columns, ignore=source.ignore
    )
    return Opened(found, table, places, found.habits.region or source.region)


def bytes_read(
    path: Path, on_progress: Callable[[int, int | None], None] | None
) -> Callable[[int], None] | None:
    """What tells how much of a file was read; None where nobody wants to know."""
    if on_progress is None:
        return None
    total = path.stat().st_size
    return lambda done: on_progress(done, total)


def row_digest(original: Mapping[str, str]) -> bytes:
    """What makes a row the same row: its cells under their names, whatever file it stands in
    and however it is read."""
    return sha256(canonical_bytes(dict(original)))


def batches(items: Iterable[_Item], size: int = BATCH_ROWS) -> Iterator[list[_Item]]:
    """The items in lists of at most ``size``."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def _cell(row: Row, places: Sequence[int]) -> str:
    return " ".join(row.cells[place] for place in places)
