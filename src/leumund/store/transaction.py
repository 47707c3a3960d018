"""One transaction: named statements in, rows out as dictionaries, files through COPY."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.rows import dict_row

from leumund.basics.errors import NotThere
from leumund.store.errors import rewritten
from leumund.store.statements import Statement

_BLOCK_BYTES = 1 << 18
_T = TypeVar("_T")
Row = dict[str, Any]

DRIVER_ERRORS = (psycopg.Error, UnicodeError)


def without_driver_errors(
    work: Callable[[], _T], statement: str, *, holds_values: bool = False
) -> _T:
    """The work's result; a driver's error is replaced by ours.

    Ours is raised after the handler has ended, so that the driver's text hangs on neither
    its ``__cause__`` nor its ``__context__``.
    """
    try:
        return work()
    except DRIVER_ERRORS as error:
        ours = rewritten(error, statement, holds_values=holds_values)
    raise ours


@dataclass(frozen=True, slots=True)
class Transaction:
    """What can be done between BEGIN and COMMIT. Made by ``Store.transaction()``."""

    connection: Connection[Row]

    def run(self, statement: Statement, **values: object) -> list[Row]:
        """All rows of the statement; an empty list where it has none to give."""
        return without_driver_errors(lambda: self._run(statement, values), statement.name)

    def first(self, statement: Statement, **values: object) -> Row | None:
        """The first row, or None."""
        rows = self.run(statement, **values)
        return rows[0] if rows else None

    def one(self, statement: Statement, **values: object) -> Row:
        """The first row; raises NotThere where there is none."""
        row = self.first(statement, **values)
        if row is None:
            raise NotThere(what="record", name=statement.name)
        return row

    def run_many(self, statement: Statement, rows: Iterable[dict[str, object]]) -> int:
        """Run the statement once per row of values; the number of records it touched."""

        def work() -> int:
            with self.connection.cursor() as cursor:
                cursor.executemany(statement.sql, rows)
                return cursor.rowcount

        return without_driver_errors(work, statement.name)

    def each(
        self, statement: Statement, batch_rows: int = 10_000, **values: object
    ) -> Iterator[Row]:
        """The rows one after another, fetched in batches: for more than memory should hold."""
        name = f"each_{statement.name}"
        with self.connection.cursor(name, row_factory=dict_row) as cursor:
            without_driver_errors(lambda: cursor.execute(statement.sql, values or None), statement.name
            )
            while batch := without_driver_errors(
                lambda: cursor.fetchmany(batch_rows), statement.name
            ):
                yield from batch

    def copy_in(self, statement: Statement, rows: Iterable[Sequence[object]]) -> int:
        """Stream rows into ``COPY t (..) FROM STDIN``; the number of rows written."""

        def write(copy: psycopg.Copy) -> None:
            for row in rows:
                copy.write_row(row)

        return self._copy_in(statement, write)

    def copy_in_csv(self, statement: Statement, path: Path) -> int:
        """Stream a UTF-8 file into ``COPY t (..) FROM STDIN (FORMAT csv, HEADER)``."""

        def write(copy: psycopg.Copy) -> None:
            with path.open("rb") as source:
                while block := source.read(_BLOCK_BYTES):
                    copy.write(block)

        return self._copy_in(statement, write)

    def copy_out_csv(self, statement: Statement, path: Path, **values: object) -> int:
        """Stream ``COPY (select ..) TO STDOUT (FORMAT csv, HEADER)`` into a file.

        The file appears whole or not at all and is readable by its owner only; the number
        of rows written is returned.
        """

        def work() -> int:
            with whole_file(path) as target, self.connection.cursor() as cursor:
                with cursor.copy(statement.sql, values or None) as copy:
                    for block in copy:
                        target.write(block)
                return cursor.rowcount

        return without_driver_errors(work, statement.name, holds_values=True)

    def lock(self, name: str) -> None:
        """Wait until nobody else holds the lock of this name; held until the transaction ends."""
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        without_driver_errors(
            lambda: self.connection.execute("select pg_advisory_xact_lock(%s)", (key,)), "lock"
        )

    def _run(self, statement: Statement, values: dict[str, object]) -> list[Row]:
        with self.connection.cursor(row_factory=dict_row) as cursor:
            cursor.execute(statement.sql, values or None)
            return cursor.fetchall() if cursor.description else []

    def _copy_in(self, statement: Statement, write: Callable[[psycopg.Copy], None]) -> int:
        cursor: Cursor[Row]
        with self.connection.cursor() as cursor:
            without_driver_errors(lambda: _copy(cursor, statement.sql, write), statement.name)
            return cursor.rowcount


def _copy(cursor: Cursor[Row], sql: str, write: Callable[[psycopg.Copy], None]) -> None:
    with cursor.copy(sql) as copy:
        write(copy)


@contextmanager
def whole_file(path: Path) -> Iterator[Any]:
    """A file that appears under its name only when it is complete and on disk; mode 0600."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as target:
        try:
            yield target
            target.flush()
            os.fsync(target.fileno())
        except BaseException:
            Path(target.name).unlink()
            raise
    Path(target.name).replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename inside this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
