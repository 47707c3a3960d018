"""The rim of reading tables: Parquet files and the rows left over, each readable by its
owner only, and there whole or not at all."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from leumund.basics.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow

    from leumund.intake.tables.rows import Rejected

_ROWS_IN_A_GROUP = 200_000
_HEADER = ("row", "reason", "grund", "original")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NoRoomToWork(Unavailable):
    """The tables in the making cannot be written ({why}), so the file was not read."""

    code = "no-room-to-work"
    hint = "Make room on the disk, or let this account write to the working folder."


class TableWriter:
    """Writes batches of one schema into a Parquet file, in groups of rows."""

    def __init__(self, path: Path, schema: pyarrow.Schema) -> None:
        self.rows = 0
        self._path, self._part = path, path.with_name(f".{path.name}.making")
        self._schema = schema
        self._waiting: list[pyarrow.RecordBatch] = []
        self._waiting_rows = 0

    def __enter__(self) -> Self:
        from pyarrow import parquet

        try:
            self._file = private(self._part, "wb")
        except OSError as error:
            raise NoRoomToWork(why=error.strerror) from None
        self._writer = parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        return self

    def put(self, batch: pyarrow.RecordBatch) -> None:
        """Add these rows; raises NoRoomToWork."""
        self.rows += batch.num_rows
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        if self._waiting_rows >= _ROWS_IN_A_GROUP:
            self._flush()

    def __exit__(self, raised: object, *_more: object) -> None:
        try:
            if raised is None:
                self._flush()
            self._writer.close()
        except OSError as error:
            raise NoRoomToWork(why=error.strerror) from None
        finally:
            self._file.close()
            if raised is not None:
                self._part.unlink(missing_ok=True)
        if raised is None:
            self._part.replace(self._path)

    def _flush(self) -> None:
        import pyarrow

        if not self._waiting:
            return
        try:
            self._writer.write_table(pyarrow.Table.from_batches(self._waiting))
        except OSError as error:
            raise NoRoomToWork(why=error.strerror) from None
        self._waiting, self._waiting_rows = [], 0


class LeftOver:
    """Keeps rows that are not in a table, as CSV; the file is made with the first of them."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._file: IO[str] | None = None

    @property
    def path(self) -> Path | None:
        """The file, None where nothing is left over."""
        return self._path if self.count else None

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)
        return self

    def keep(self, rows: Sequence[Rejected]) -> None:
        """Write these rows down; raises NoRoomToWork, so that none is lost in silence."""
        if not rows:
            return
        try:
            if self._file is None:
                self._file = private(self._path, "w")
                csv.writer(self._file).writerow(_HEADER)
            csv.writer(self._file).writerows(_line(row) for row in rows)
        except OSError as error:
            raise NoRoomToWork(why=error.strerror) from None
        self.count += len(rows)

    def __exit__(self, *_raised: object) -> None:
        if self._file is not None:
            self._file.close()


def private(path: Path, mode: str) -> IO[str]:
    """A file that only its owner can read, open for writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    return open(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600), **text)  # type: ignore[call-overload,no-any-return]


def _line(row: Rejected) -> tuple[object, ...]:
    # A hostile row must not become a formula where somebody opens this file.
    written = row.original.rstrip("\r\n").replace("\0", "␀")
    safe = f"'{written}" if written.startswith(_STARTS_A_FORMULA) else written
    return (row.number, row.error.message("en"), row.error.message("de"), safe)
