"""The rim of this part: files are opened here, and what could not be read is kept here."""

from __future__ import annotations

import csv
import io
import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput, NotThere, Unavailable
from leumund.people.measured import Measured
from leumund.people.snapshot import COLUMNS, LISTS
from leumund.people.spreadsheet import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pyarrow

    from leumund.people.table import BadRow

_FOLDER = "quarantine"
_HEADER = ("row", "reason", "grund", "original")
_DIGEST_SHOWN = 16
_SEPARATOR = "\x1f"
_BLOCK_BYTES = 1 << 24


class FileClosed(Unavailable):
    """{what} cannot be read by this account, so nothing was loaded."""

    code = "file-closed"
    hint = "Let the account that runs this command read it."


class NotAFile(BadInput):
    """{name} is a folder, not a file. Nothing was loaded."""

    code = "not-a-file"
    hint = "Name the file itself."


class QuarantineUnwritable(Unavailable):
    """The quarantine file cannot be written ({why}), so nothing was loaded."""

    code = "quarantine-unwritable"
    hint = "Make room on the disk and let this account write to the data folder."


@contextmanager
def opened(path: Path, on_read: Callable[[int], None] | None = None) -> Iterator[Measured]:
    """The file, open and measured; raises NotThere, NotAFile or FileClosed."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        raise NotThere(what="file", name=path.name) from None
    except IsADirectoryError:
        raise NotAFile(name=path.name) from None
    except PermissionError:
        raise FileClosed(what=path.name) from None
    with source:
        yield Measured(source, on_read)


class Quarantine:
    """Keeps rows that could not be read, in ``quarantine/`` of the data folder.

    A CSV file of four columns: the line in the source, why in English, why in German, each
    with the way out, and the row as it stood there, made ``inert`` for spreadsheets. The file
    is made with the first row, is readable by its owner only, and gets its name from the
    source's digest: the same file again has the same one. ``prefix`` names the part; only one
    transaction of a part may write at a time.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self.count = 0
        self._folder = folder / _FOLDER
        self._prefix = prefix
        self._part = self._folder / f".{prefix}.part"
        self._file: io.TextIOWrapper | None = None

    def __enter__(self) -> Quarantine:
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._file is not None:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def keep(self, row: BadRow) -> None:
        """Write one row down; raises QuarantineUnwritable, so that no row is lost."""
        reasons = [
            f"{row.error.message(language)} {row.error.way_out(language)}".rstrip()
            for language in ("en", "de")
        ]
        with _writing():
            if self._file is None:
                self._file = self._begin()
            self._write(row.number, *map(inert, (*reasons, row.original.rstrip("\r\n"))))
        self.count += 1

    def close(self, kind: str, digest: str) -> Path | None:
        """Put the file in its place, on disk before the transaction commits; None if empty."""
        if self._file is None:
            return None
        path = self._folder / f"{self._prefix}-{kind}-{digest[:_DIGEST_SHOWN]}.csv"
        with _writing():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._part.replace(path)
        return path

    def _begin(self) -> io.TextIOWrapper:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._part.unlink(missing_ok=True)
        self._file = io.TextIOWrapper(private_file(self._part), "utf-8", newline="")
        self._write(*_HEADER)
        return self._file

    def _write(self, *cells: object) -> None:
        csv.writer(self._file).writerow(cells)  # type: ignore[arg-type]


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QuarantineUnwritable(why=error.strerror) from None


def private_file(path: Path) -> io.BufferedWriter:
    """A new file that only its owner can read, open for writing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def parquet_of(table: str, source: Path, more: Mapping[str, str], into: Path) -> dict[str, int]:
    """Turn what the database copied out into Parquet, block by block; the rows of each table.

    ``more``: further columns and their types. The copy is deleted, whatever happens.
    """
    from pyarrow import csv as arrow_csv

    lists = dict.fromkeys(LISTS.get(table, ()), "string")
    columns = _types({**COLUMNS[table], **more})
    convert = arrow_csv.ConvertOptions(
        column_types=columns | _types(lists),
        include_columns=[*columns, *lists],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    reading = arrow_csv.ReadOptions(block_size=_BLOCK_BYTES)
    parse = arrow_csv.ParseOptions(newlines_in_values=True)
    with ExitStack() as stack:
        stack.callback(source.unlink)
        batches = arrow_csv.open_csv(source, reading, parse, convert)
        stack.enter_context(batches)
        keep = {
            each: stack.enter_context(_Making(into / f"{each}.parquet", _types(wanted)))
            for each, wanted in {
                table: {**COLUMNS[table], **more},
                **{name: COLUMNS[name] for name in lists},
            }.items()
        }
        for batch in batches:
            keep[table].put(batch.select(list(columns)))
            for name in lists:
                keep[name].put(_unfolded(batch, name))
    return {name: made.rows for name, made in keep.items()}


class _Making:
    """A Parquet file that has its name once it is whole."""

    def __init__(self, path: Path, columns: Mapping[str, pyarrow.DataType]) -> None:
        from pyarrow import parquet, schema

        self.rows = 0
        self._path, self._part = path, path.with_suffix(".making")
        self._writer = parquet.ParquetWriter(self._part, schema(columns))

    def __enter__(self) -> _Making:
        return self

    def put(self, batch: pyarrow.RecordBatch) -> None:
        """Add these rows."""
        self._writer.write_batch(batch)
        self.rows += batch.num_rows

    def __exit__(self, raised: object, *_more: object) -> None:
        self._writer.close()
        if raised is None:
            self._part.chmod(0o600)
            self._part.replace(self._path)


def _types(columns: Mapping[str, str]) -> dict[str, pyarrow.DataType]:
    import pyarrow

    types = {
        "int64": pyarrow.int64(),
        "string": pyarrow.string(),
        "bool": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us"),
    }
    return {name: types[kind] for name, kind in columns.items()}


def _unfolded(batch: pyarrow.RecordBatch, name: str) -> pyarrow.RecordBatch:
    """One row per entry of this list column: the id of its row, and the entry."""
    import pyarrow
    from pyarrow import compute

    owner, entry = COLUMNS[name]
    texts = batch.column(name)
    there = compute.filter(texts, compute.not_equal(texts, ""))
    ids = compute.filter(batch.column(owner), compute.not_equal(texts, ""))
    entries = compute.split_pattern(there, _SEPARATOR)
    ids = ids.take(compute.list_parent_indices(entries))
    return pyarrow.record_batch({owner: ids, entry: compute.list_flatten(entries)})
