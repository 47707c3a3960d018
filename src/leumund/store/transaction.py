"""One transaction: named statements in, rows out as dictionaries, files through COPY."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, TypeVar

import psycopg
from psycopg import Connection, sql
from psycopg.rows import dict_row

from leumund.basics.errors import LeumundError, NotThere
from leumund.store.errors import rewritten
from leumund.store.files import whole_file
from leumund.store.statements import Statement

_BLOCK_BYTES = 1 << 18
_T = TypeVar("_T")
Row = dict[str, Any]

DRIVER_ERRORS = (psycopg.Error, UnicodeEncodeError)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What can be done between BEGIN and COMMIT. Made by ``Store.transaction()``.

    Values are given by name and go to the server apart from the statement. A statement that
    takes values writes a per cent sign as ``%%``.
    """

    _connection: Connection[Row]

    def run(self, statement: Statement, **values: object) -> list[Row]:
        """All rows of the statement; an empty list where it has none to give."""

        def work() -> list[Row]:
            with self._connection.cursor(row_factory=dict_row) as cursor:
                cursor.execute(statement.sql, values or None)
                return cursor.fetchall() if cursor.description else []

        return without_driver_errors(work, statement.name)

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

    def run_many(self, statement: Statement, rows: Iterable[Mapping[str, object]]) -> int:
        """Run the statement once per row of values; the number of records it touched."""

        def work() -> int:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement.sql, rows)
                return max(cursor.rowcount, 0)

        return without_driver_errors(work, statement.name)

    def each(
        self, statement: Statement, batch_rows: int = 10_000, **values: object
    ) -> Iterator[Row]:
        """The rows one after another, fetched in batches: for more than memory should hold."""
        cursor = self._connection.cursor(f"each_{secrets.token_hex(8)}", row_factory=dict_row)
        try:
            without_driver_errors(
                lambda: cursor.execute(statement.sql, values or None), statement.name
            )
            while batch := without_driver_errors(
                lambda: cursor.fetchmany(batch_rows), statement.name
            ):
                yield from batch
        finally:
            without_driver_errors(cursor.close, statement.name)

    def copy_in(self, statement: Statement, rows: Iterable[Sequence[object]]) -> int:
        """Stream rows into ``COPY t (..) FROM STDIN``; the number of rows written."""

        def write(copy: psycopg.Copy) -> None:
            for row in rows:
                copy.write_row(row)

        return self._copy_in(statement, write)

    def copy_in_csv(
        self,
        statement: Statement,
        path: Path,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> int:
        """Stream a UTF-8 file into ``COPY t (..) FROM STDIN (FORMAT csv, HEADER)``.

        ``on_progress`` is told the bytes written so far and in all.
        """
        whole = path.stat().st_size

        def write(copy: psycopg.Copy) -> None:
            with path.open("rb") as source:
                while block := source.read(_BLOCK_BYTES):
                    copy.write(block)
                    if on_progress:
                        on_progress(source.tell(), whole)

        return self._copy_in(statement, write)

    def copy_out_csv(self, statement: Statement, path: Path, **values: object) -> int:
        """Stream ``COPY (select ..) TO STDOUT (FORMAT csv, HEADER)`` into a file.

        The file appears whole or not at all and is readable by its owner only; the number
        of rows written is returned.
        """

        with whole_file(path) as target:
            return self.copy_out(statement, target, **values)

    def copy_out(self, statement: Statement, target: IO[bytes], **values: object) -> int:
        """Stream what ``COPY (..) TO STDOUT`` says into a file that is open for writing."""

        def work() -> int:
            with self._connection.cursor() as cursor:
                with cursor.copy(statement.sql, values or None) as copy:
                    for block in copy:
                        target.write(block)
                return cursor.rowcount

        return without_driver_errors(work, statement.name, holds_values=True)

    def lock(self, name: str) -> None:
        """Wait until nobody else holds this name's lock; ours until the transaction ends."""
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        without_driver_errors(
            lambda: self._connection.execute("select pg_advisory_xact_lock(%s)", (key,)), "lock"
        )

    @property
    def login(self) -> str:
        """The database login that was used to connect."""
        return self._connection.info.user

    def become(self, role: str) -> None:
        """Have only this role's rights from here on, on this connection."""
        statement = sql.SQL("set role {}").format(sql.Identifier(role))
        without_driver_errors(lambda: self._connection.execute(statement), "become")

    def _copy_in(self, statement: Statement, write: Callable[[psycopg.Copy], None]) -> int:
        def work() -> int:
            with self._connection.cursor() as cursor:
                with cursor.copy(statement.sql) as copy:
                    write(copy)
                return cursor.rowcount

        return without_driver_errors(work, statement.name)


def without_driver_errors(
    work: Callable[[], _T], statement: str, *, holds_values: bool = False
) -> _T:
    """The work's result; a driver's error is replaced by ours, to which it is not attached."""
    try:
        return work()
    except DRIVER_ERRORS as error:
        ours = rewritten(error, statement, holds_values=holds_values)
    raise ours


def raise_alone(ours: LeumundError) -> NoReturn:
    """Raise an error that carries no other one, not even as its ``__context__``.

    Python hangs the error that is being handled on the new one; a report that prints the
    whole chain would print the driver's text, and with it a row.
    """
    try:
        raise ours
    finally:
        ours.__context__ = None
