"""The data folder's own PostgreSQL: made, started, used by many commands, stopped by the last.

Whatever kills a command, at whatever moment, the next one finds a state it can go on from:

* A cluster is made under another name and renamed when it is complete and on disk.
* ``server.lock`` is held by the server's own processes (see locks.py). While it is held
  the server starts, runs or stops, and we wait; when it is free nothing of it is alive.
* ``users.lock`` is held shared while a command uses the server; who leaves last stops it.
  A killed command leaves the server running; the next one uses it and then stops it.
* ``start.lock`` lets one command at a time start or stop.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from leumund.settings import Settings
from leumund.store.account import account_for
from leumund.store.errors import (
    DatabaseInUse,
    DatabaseNotReady,
    DatabaseNotStarting,
    PasswordsGone,
    PasswordsWrong,
)
from leumund.store.home import Home, database_folder, home_of
from leumund.store.launch import is_running, launch, make_cluster
from leumund.store.locks import FileLock
from leumund.store.transaction import without_driver_errors
from leumund.store.wheel import Programs, programs_for

_PAUSE_SECONDS = 0.01
_CONNECT_SECONDS = 10
_STARTS_MAX = 3
DATABASE = "leumund"
_SUPERUSER, OWNER, APPLICATION = "postgres", "leumund_owner", "leumund_app"
_SOCKET = ".s.PGSQL.5432"
_STATUS_LINE = 7  # of postmaster.pid, counted from 0


# Not frozen: its lock file is open while the server is in use.
@dataclass(slots=True)
class Server:
    """One command's use of the data folder's PostgreSQL. ``open_server`` makes it."""

    home: Home
    programs: Programs
    wait_seconds: float
    options: Mapping[str, str] = field(default_factory=dict)
    _use: FileLock = field(init=False)

    def __post_init__(self) -> None:
        self._use = FileLock(self.home.database / "users.lock")

    def login(self, user: str = APPLICATION, database: str = DATABASE) -> str:
        """The connection string of one of the three logins; it holds the password."""
        return make_conninfo(
            host=str(self.home.socket_folder()),
            port=5432,
            user=user,
            password=self.home.password(user),
            dbname=database,
            connect_timeout=_CONNECT_SECONDS,
        )

    def begin_use(self) -> None:
        """Take part, and have the server ready when this returns. Call it ``exclusively``."""
        self._use.take(self.wait_seconds, is_shared=True)
        try:
            self._ensure_ready()
        except BaseException:
            self._use.release()
            raise

    def ensure_running(self) -> None:
        """Start the server again if it died while in use."""
        with self.exclusively():
            self._ensure_ready()

    def end_use(self) -> bool:
        """Leave. True: nobody else was there, and the server has been stopped."""
        with self.exclusively():
            is_last = self._use.try_take()
            if is_last:
                self._stop()
            self._use.release()
        return is_last

    def erase(self) -> None:
        """Remove the cluster and all that belongs to it. Call it ``exclusively``.

        Raises DatabaseInUse while any command uses it, this one included.
        """
        with FileLock(self._use.path) as use:
            if not use.try_take():
                raise DatabaseInUse(folder=self.home.database.parent)
            self._stop()
            self.home.erase()

    def exclusively(self) -> FileLock:
        """Keep others from starting, stopping or joining, in a ``with`` block."""
        return FileLock(self.home.database / "start.lock").take(self.wait_seconds)

    def postmaster(self) -> int | None:
        """The server's first process. A pid may have been given anew, so it is looked at."""
        told = self._postmaster_file()
        if not told or not is_running(int(told[0]), self.home.cluster):
            return None
        return int(told[0])

    def _ensure_ready(self) -> None:
        until = time.monotonic() + self.wait_seconds
        starts = 0
        while not self._is_ready():
            if self._is_down():
                if starts == _STARTS_MAX:
                    raise DatabaseNotStarting(log=self.home.log)
                self._start()
                starts += 1
            elif self._is_deaf():
                self._stop()
            elif time.monotonic() > until:
                raise DatabaseNotReady(seconds=self.wait_seconds, log=self.home.log)
            time.sleep(_PAUSE_SECONDS)

    def _is_down(self) -> bool:
        with self._server_lock() as lock:
            return lock.try_take()

    def _server_lock(self) -> FileLock:
        return FileLock(self.home.database / "server.lock")

    def _is_ready(self) -> bool:
        told = self._postmaster_file()
        if told[_STATUS_LINE:] != ["ready"] or self._is_down():
            return False
        try:
            with psycopg.connect(self.login(_SUPERUSER, "postgres"), autocommit=True) as found:
                without_driver_errors(lambda: self._furnish(found), "furnish")
        except psycopg.OperationalError as error:
            is_refused = "authentication failed" in str(error)
        else:
            return True
        if is_refused:
            raise PasswordsWrong(path=self.home.passwords_path)
        return False

    def _is_deaf(self) -> bool:
        """Does the server run, but its socket is gone? Somebody has tidied up a folder."""
        told = self._postmaster_file()
        socket = self.home.socket_folder()
        is_gone = socket is None or not (socket / _SOCKET).exists()
        return told[_STATUS_LINE:] == ["ready"] and is_gone and self.postmaster() is not None

    def _postmaster_file(self) -> list[str]:
        try:
            lines = (self.home.cluster / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [line.strip() for line in lines]

    def _furnish(self, connection: psycopg.Connection[Any]) -> None:
        """Logins and database; a killed command may have begun, so each is looked for first."""
        if self._furnished.exists():
            return
        for login in (OWNER, APPLICATION):
            if not _has(connection, "select 1 from pg_roles where rolname = %s", login):
                connection.execute(
                    sql.SQL("create role {} login password {}").format(
                        sql.Identifier(login), sql.Literal(self.home.password(login))
                    )
                )
        if not _has(connection, "select 1 from pg_database where datname = %s", DATABASE):
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
        self._furnished.touch(mode=0o600)

    @property
    def _furnished(self) -> Path:
        return self.home.database / "furnished"

    def _start(self) -> None:
        """Start the server, of which nothing is alive; make its cluster if there is none."""
        with self._server_lock() as lock:
            if not lock.try_take():
                return
            if not self.home.is_made():
                self._furnished.unlink(missing_ok=True)
                self.home.make_passwords()
                make_cluster(self.home, self.programs, lock.handle)
            elif not self.home.passwords_path.exists():
                raise PasswordsGone(path=self.home.passwords_path)
            # A pid file that is left names a dead process, or by now somebody else's.
            (self.home.cluster / "postmaster.pid").unlink(missing_ok=True)
            launch(self.home, self.programs, lock.handle, self.options)

    def _stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything is written."""
        pid = self.postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
            with self._server_lock() as lock:
                lock.take(self.wait_seconds)
                self.home.remove_short_folder()


def _has(connection: psycopg.Connection[Any], question: str, name: str) -> bool:
    return connection.execute(sql.SQL(question), (name,)).fetchone() is not None


def open_server(settings: Settings, options: Mapping[str, str] | None = None) -> Server:
    """Use the data folder's own PostgreSQL; it is made and started where it must be.

    ``options`` go to PostgreSQL over ours, if it is this call that starts it.
    """
    account = account_for(settings.database_account)
    database = database_folder(settings.folder)
    wait_seconds = settings.database_wait_seconds
    with FileLock(database / "start.lock").take(wait_seconds):
        home = home_of(database, account, settings.database_place)
        programs = programs_for(account, settings.database_place, wait_seconds)
        server = Server(home, programs, wait_seconds, options or {})
        server.begin_use()
    return server


def erase_database(settings: Settings) -> None:
    """Erase the data folder's own PostgreSQL, wherever it lies, with everything in it.

    Whoever erases a data folder calls this first: root's database may lie elsewhere, and
    what is left there is personal data. Raises DatabaseInUse.
    """
    database = settings.folder / "database"
    if not database.exists():
        return
    account = account_for(settings.database_account)
    with FileLock(database / "start.lock").take(settings.database_wait_seconds):
        home = home_of(database, account, settings.database_place)
        Server(home, Programs(Path()), settings.database_wait_seconds).erase()
