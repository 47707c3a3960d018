"""The rim of this part: a list of numbers is read here, and tables for a screen are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from leumund.basics.errors import BadInput, NotThere
from leumund.basics.numbers import read_many
from leumund.people import (
    BadRow,
    Field,
    Quarantine,
    UnreadableNumber,
    column_named,
    match,
    open_table,
    opened,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from leumund.people import Row

NUMBER = Field(
    "number",
    ("phone", "phone_number", "telephone", "msisdn", "Telefon", "Telefonnummer", "Rufnummer"),
    is_required=True,
)
LISTED = pa.schema({"list_row": pa.int64(), "number": pa.string()})
_BATCH_ROWS = 50_000
_DIGEST_BLOCK_BYTES = 1 << 20


class UnknownEnding(BadInput):
    """The answer would go to {name}, but it is written as .csv or .parquet only. Nothing was
    screened."""

    code = "unknown-ending"
    hint = "Name it for example screen.csv or screen.parquet."


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list of numbers as Parquet (list_row: its line in the file), and what was left over."""

    path: Path
    rows: int
    unreadable: int
    quarantine_path: Path | None


def read_list(
    source: Path,
    into: Path,
    folder: Path,
    *,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    region: str = "DE",
    on_progress: Callable[[int, int | None], None] | None = None,
) -> ReadList:
    """Read a CSV list of numbers into Parquet; rows that cannot be read go to quarantine.

    Columns other than the number's are left out. Raises what reading a table raises.
    """
    total = source.stat().st_size if source.exists() else None
    on_read = (lambda done: on_progress(done, total)) if on_progress else None
    kept = 0
    with opened(source, on_read) as measured, Quarantine(folder, "permit") as quarantine:
        table = open_table(measured.buffered(), source.name)
        places = match(
            table.header, (NUMBER,), name=source.name, columns=columns, ignore=("*",)
        )
        place = places["number"][0]
        column = column_named("number", table.header, (place,))
        with parquet.ParquetWriter(into, LISTED) as writer:
            for batch in _batches(table.rows()):
                read = list(_read(batch, place, column, region, quarantine))
                writer.write_table(pa.Table.from_pylist(read, LISTED))
                kept += len(read)
        unreadable = quarantine.count
        path = quarantine.close("list", measured.digest())
    return ReadList(into, kept, unreadable, path)


def check_ending(into: Path) -> None:
    """Raises UnknownEnding for a file that is neither CSV nor Parquet by its name."""
    if into.suffix not in (".csv", ".parquet"):
        raise UnknownEnding(name=shown(into.name))


def write_csv(made: Path, into: Path) -> None:
    """Turn a Parquet file into CSV, block by block; it has its name once it is whole."""
    from pyarrow import csv

    part = into.with_suffix(".making")
    with parquet.ParquetFile(made) as source, csv.CSVWriter(part, source.schema_arrow) as sink:
        for batch in source.iter_batches():
            sink.write_batch(batch)
    part.chmod(0o600)
    part.replace(into)


def digest_of(path: Path) -> str:
    """SHA-256 of a file as hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_DIGEST_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def attempts_added(ours: Path, more: pa.Table) -> pa.Table:
    """Two tables of attempts as one, summed by line."""
    both = pa.concat_tables([parquet.read_table(ours), more], promote_options="permissive")
    names = ("attempts_day", "attempts_week", "attempts_campaign")
    summed = both.group_by("line_id").aggregate([(name, "sum") for name in names])
    return summed.rename_columns(
        {f"{name}_sum": name for name in names} | {"line_id": "line_id"}
    )


def line_ids(lines: Path | Iterable[int] | None, all_lines: Path) -> Any:
    """The lines to be screened as a table or Parquet file with the column ``line_id``.

    None: all lines. Raises NotThere for a file that is not there.
    """
    if lines is None:
        return all_lines
    if not isinstance(lines, Path):
        return pa.table({"line_id": pa.array(sorted(set(map(int, lines))), pa.int64())})
    if not lines.exists():
        raise NotThere(what="file", name=lines.name)
    asked = parquet.read_table(lines, columns=["line_id"])
    return asked.group_by("line_id").aggregate([])


def _batches(rows: Iterator[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    while batch := list(islice(rows, _BATCH_ROWS)):
        yield batch


def _read(
    batch: Iterable[Row | BadRow],
    place: int,
    column: str,
    region: str,
    quarantine: Quarantine,
) -> Iterator[dict[str, object]]:
    rows = list(batch)
    written = ["" if isinstance(row, BadRow) else row.cells[place] for row in rows]
    for row, text, number in zip(rows, written, read_many(written, region), strict=True):
        if isinstance(row, BadRow):
            quarantine.keep(row)
        elif number is None:
            error = UnreadableNumber(column=column, value=shown(text))
            quarantine.keep(BadRow(row.number, error, row.original))
        else:
            yield {"list_row": row.number, "number": number}
