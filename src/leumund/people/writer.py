"""The rim of this part: files are opened here, and what could not be read is kept here."""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput, NotThere, Unavailable
from leumund.people.measured import Measured
from leumund.people.snapshot import COLUMNS

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from leumund.people.table import BadRow

_FOLDER = "quarantine"
_HEADER = ("row", "reason", "grund", "original")
_DIGEST_SHOWN = 16


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

    A CSV file of four columns: the line in the source, why in English, why in German, and
    the row as it stood there. The file is made with the first row, is readable by its owner
    only, and gets its name from the source's digest: the same file again has the same one.
    ``prefix`` names the part; only one transaction of a part may write at a time.
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
        reasons = (row.error.message("en"), row.error.message("de"))
        with _writing():
            if self._file is None:
                self._file = self._begin()
            self._write(row.number, *reasons, row.original.rstrip("\r\n"))
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
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        handle = os.open(self._part, flags, 0o600)
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
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


def parquet_of(table: str, source: Path, more: Mapping[str, str], into: Path) -> int:
    """Turn what the database copied out into Parquet, block by block; the number of rows."""
    import pyarrow
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    types = {
        "int64": pyarrow.int64(),
        "string": pyarrow.string(),
        "bool": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us"),
    }
    columns = {name: types[kind] for name, kind in {**COLUMNS[table], **more}.items()}
    convert = arrow_csv.ConvertOptions(
        column_types=columns,
        include_columns=list(columns),
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )
    parse = arrow_csv.ParseOptions(newlines_in_values=True)
    making = into.with_suffix(".making")
    rows = 0
    with (
        arrow_csv.open_csv(source, parse_options=parse, convert_options=convert) as batches,
        parquet.ParquetWriter(making, pyarrow.schema(columns)) as writer,
    ):
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    making.chmod(0o600)
    making.replace(into)
    return rows
