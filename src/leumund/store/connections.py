"""The store: opened once per command, closed at its end."""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psycopg
from psycopg import Connection
from psycopg.rows import dict_row

from leumund.basics.errors import LeumundError
from leumund.settings import Settings
from leumund.store.errors import (
    DatabaseLost,
    DatabaseOld,
    DatabaseSilent,
    DatabaseUrlUnreadable,
    NotGranted,
    RoleNotGranted,
    WriteInDoubt,
    rewritten,
)
from leumund.store.migrate import migrate, migrations, missing
from leumund.store.server import APPLICATION, DATABASE, OWNER, Server, open_server
from leumund.store.transaction import (
    DRIVER_ERRORS,
    Row,
    Transaction,
    raise_alone,
    without_driver_errors,
)

_IDLE_MAX = 8
_VERSION_NEEDED = 180_000  # periods without overlaps, as PostgreSQL numbers its versions


@dataclass(frozen=True, slots=True)
class Logins:
    """How to connect as the application, and as the owner of the tables.

    Asked again for each connection, as our own server may listen elsewhere after a restart.
    """

    application: Callable[[], str] = field(repr=False)
    owner: Callable[[], str] = field(repr=False)

    @classmethod
    def given(cls, application: str, owner: str | None = None) -> Self:
        """From connection strings; without an owner's the application's serves for both."""
        return cls(lambda: application, lambda: owner or application)

    @classmethod
    def of(cls, server: Server, database: str = DATABASE) -> Self:
        """The logins of our own server."""
        return cls(
            lambda: server.login(APPLICATION, database), lambda: server.login(OWNER, database)
        )


# Not frozen: it keeps connections that are idle for the next transaction.
@dataclass(slots=True)
class Store:
    """Small records in PostgreSQL. Threads may share it: each transaction has its connection.

    Nothing is repeated by itself: a transaction's block may have written files or ledger
    entries, so RowChanged goes to the caller, whose action is safe to repeat as a whole.
    """

    logins: Logins
    server: Server | None = None
    acting_as: str | None = APPLICATION
    _idle: list[Connection[Row]] = field(default_factory=list, repr=False)
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Connect to the database of these settings, its tables brought up to date.

        Without ``database_url`` the data folder's own PostgreSQL is used, and started where
        it does not run. Use it in a ``with`` block, or call ``close``.
        """
        store = cls._of(settings)
        try:
            store.migrate()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _of(cls, settings: Settings) -> Self:
        if settings.database_url is not None:
            return cls(Logins.given(settings.database_url, settings.database_owner_url))
        server = open_server(settings)
        return cls(Logins.of(server), server)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """BEGIN; COMMIT at the end of the block, ROLLBACK if it raises. READ COMMITTED."""
        with self._borrowed() as connection, _Work(connection) as tx:
            yield tx

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction that reads only, and everything in it as of one moment."""
        with self._borrowed() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with _Work(connection) as tx:
                yield tx

    def migrate(self) -> tuple[str, ...]:
        """Apply the migrations that are missing, as the tables' owner; their names."""
        known = migrations()
        connection = self._connect(self.logins.owner)
        try:
            with _Work(connection) as tx:
                todo = missing(tx, known)
            if not todo:
                return ()
            with _Work(connection) as tx:
                return migrate(tx, known)
        finally:
            connection.close()

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
        connection = self._idle_one() or self._as_application()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _idle_one(self) -> Connection[Row] | None:
        with self._guard:
            while self._idle:
                connection = self._idle.pop()
                if _is_alive(connection):
                    return connection
                connection.close()
        return None

    def _give_back(self, connection: Connection[Row]) -> None:
        if not connection.closed:
            connection.isolation_level = None
            connection.read_only = None
        with self._guard:
            if not connection.closed and len(self._idle) < _IDLE_MAX:
                self._idle.append(connection)
                return
        connection.close()

    def _as_application(self) -> Connection[Row]:
        """Own no more than the application may: also where the login was given more."""
        connection = self._connect(self.logins.application)
        if self.acting_as in (None, connection.info.user):
            return connection
        try:
            with _Work(connection) as tx:
                tx.become(self.acting_as)
        except NotGranted:
            login = connection.info.user
            connection.close()
        else:
            return connection
        raise RoleNotGranted(login=login, role=self.acting_as)

    def _connect(self, login: Callable[[], str]) -> Connection[Row]:
        connection = _try_connect(login())
        if connection is None and self.server is not None:
            self.server.ensure_running()
            connection = _try_connect(login())
        if connection is None:
            raise DatabaseSilent()
        version = connection.info.server_version
        if version < _VERSION_NEEDED:
            connection.close()
            raise DatabaseOld(found=version // 10_000, needed=_VERSION_NEEDED // 10_000)
        return connection


@dataclass(frozen=True, slots=True)
class _Work:
    """One transaction on a connection, from which no driver's error comes out.

    A class, not a generator: what it raises must not carry the error it replaces.
    """

    connection: Connection[Row]

    def __enter__(self) -> Transaction:
        return Transaction(self.connection)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._commit()
        else:
            self._roll_back()
            if isinstance(error, DRIVER_ERRORS):
                raise_alone(rewritten(error, "transaction"))

    def _commit(self) -> None:
        ours: LeumundError
        try:
            without_driver_errors(self.connection.commit, "commit")
        except DatabaseLost:
            ours = WriteInDoubt()
        except LeumundError as error:
            ours = error
        else:
            return
        self._roll_back()
        raise ours

    def _roll_back(self) -> None:
        """Undo everything; where nobody is there any more to undo it, PostgreSQL has."""
        try:
            self.connection.rollback()
        except psycopg.Error:
            self.connection.close()


def _try_connect(login: str) -> Connection[Row] | None:
    """Connect; None where nobody answers. What the driver says about it may hold a password."""
    try:
        return psycopg.connect(login, row_factory=dict_row)
    except psycopg.OperationalError:
        return None
    except psycopg.Error:
        pass
    raise DatabaseUrlUnreadable()


def _is_alive(connection: Connection[Row]) -> bool:
    """Is the server still there? Nothing is asked: a dead one has closed, and can be read."""
    if connection.closed:
        return False
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return not watch.poll(0)
