"""The store: opened once per command, closed at its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

import psycopg
from psycopg import Connection
from psycopg.rows import dict_row

from leumund.settings import Settings
from leumund.store.errors import DatabaseUnavailable
from leumund.store.migrate import migrate, migrations, missing
from leumund.store.server import Server, open_server
from leumund.store.transaction import Row, Transaction, without_driver_errors

_IDLE_MAX = 8
_ROLE = "leumund_app"


@dataclass(frozen=True, slots=True)
class Logins:
    """How to connect: as the application, and as the owner of the tables."""

    application: str = field(repr=False)
    owner: str = field(repr=False)


@dataclass(slots=True)
class Store:
    """Small records in PostgreSQL. Threads may share it: each transaction has its connection.

    Nothing is repeated by itself: a transaction's block may have written files or ledger
    entries, so RowChanged goes to the caller, whose action is safe to repeat as a whole.
    """

    logins: Logins
    server: Server | None = None
    _idle: list[Connection[Row]] = field(default_factory=list, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Connect to the database of these settings, its tables brought up to date.

        Without ``database_url`` the data folder's own PostgreSQL is used, and started where
        it does not run. Use it in a ``with`` block, or call ``close``.
        """
        if settings.database_url is not None:
            owner = settings.database_owner_url or settings.database_url
            store = cls(Logins(settings.database_url, owner))
        else:
            server = open_server(settings)
            store = cls(Logins(server.login(), server.login("leumund_owner")), server)
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """BEGIN; COMMIT at the end of the block, ROLLBACK if it raises. READ COMMITTED."""
        with self._borrowed() as connection, _work(connection) as tx:
            yield tx

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction that reads only, and everything in it as of one moment."""
        with self._borrowed() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with _work(connection) as tx:
                yield tx

    def migrate(self) -> tuple[str, ...]:
        """Apply the migrations that are missing, as the tables' owner; their names."""
        known = migrations()
        with self._connected(self.logins.owner) as connection:
            with _work(connection) as tx:
                todo = missing(tx, known)
            if not todo:
                return ()
            with _work(connection) as tx:
                return migrate(tx, known)

    def close(self) -> None:
        """Disconnect; stop the data folder's own PostgreSQL if nobody else uses it."""
        with self._guard:
            while self._idle:
                self._idle.pop().close()
        if self.server is not None:
            self.server.end_use()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _borrowed(self) -> Iterator[Connection[Row]]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _take(self) -> Connection[Row]:
        with self._guard:
            while self._idle:
                connection = self._idle.pop()
                if _is_alive(connection):
                    return connection
                connection.close()
        return self._connect(self.logins.application)

    def _give_back(self, connection: Connection[Row]) -> None:
        with self._guard:
            if not connection.closed and len(self._idle) < _IDLE_MAX:
                connection.isolation_level = None
                connection.read_only = None
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _connected(self, login: str) -> Iterator[Connection[Row]]:
        connection = self._connect(login)
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self, login: str) -> Connection[Row]:
        connection = _try_connect(login)
        if connection is None and self.server is not None:
            self.server.ensure_running()
            connection = _try_connect(login)
        if connection is None:
            log = self.server.home.log if self.server else "the log of your database"
            raise DatabaseUnavailable(what="nobody answers at its address", log=log)
        if login == self.logins.application:
            _become_application(connection)
        return connection


@contextmanager
def _work(connection: Connection[Row]) -> Iterator[Transaction]:
    try:
        yield Transaction(connection)
        without_driver_errors(connection.commit, "commit")
    finally:
        # After a commit there is nothing to roll back; after a lost connection, nobody.
        if not connection.closed and not connection.broken:
            connection.rollback()


def _try_connect(login: str) -> Connection[Row] | None:
    try:
        return psycopg.connect(login, row_factory=dict_row)
    except psycopg.OperationalError:
        return None


def _is_alive(connection: Connection[Row]) -> bool:
    """Is the server still there? A look at the socket, without asking the server."""
    import select

    return not connection.closed and not select.select([connection], [], [], 0)[0]


def _become_application(connection: Connection[Row]) -> None:
    """Own no more than the application may: also where the login was given more."""
    if connection.info.user != _ROLE:
        with _work(connection):
            without_driver_errors(lambda: connection.execute(f"set role {_ROLE}"), "set_role")
