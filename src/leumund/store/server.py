"""The data folder's own PostgreSQL: made, started, used by many commands, stopped by the last.

Whatever kills a command, at whatever moment, the next one finds a state it can go on from:

* A cluster is made under another name and renamed when it is complete and on disk.
* ``server.lock`` is held by the server's own processes (see locks.py). While it is held
  the server starts, runs or stops, and we wait; when it is free nothing of it is alive.
* ``users.lock`` is held shared while a command uses the server; who leaves last stops it.
* ``start.lock`` lets one command at a time start or stop.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from leumund.settings import Settings
from leumund.store.account import account_for
from leumund.store.errors import DatabaseUnavailable
from leumund.store.home import Home, home_of
from leumund.store.locks import FileLock
from leumund.store.transaction import flush_folder
from leumund.store.wheel import Programs, programs_for

_PAUSE_SECONDS = 0.02
_CONNECT_SECONDS = 10
_DATABASE = "leumund"
_SUPERUSER, _OWNER, _APPLICATION = "postgres", "leumund_owner", "leumund_app"

# Nothing here may write a value into the log. Error texts quote values even when terse, so
# errors that the client is told anyway are kept out altogether: "log" ranks above "error".
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_connections": "",
    "log_disconnections": "off",
    "logging_collector": "off",
    "log_destination": "stderr",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "jit": "off",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(slots=True)
class Server:
    """One command's use of the data folder's PostgreSQL. ``open_server`` makes it."""

    home: Home
    programs: Programs
    wait_seconds: int
    use: FileLock = field(init=False)

    def __post_init__(self) -> None:
        self.use = FileLock(self.home.database / "users.lock")

    def login(self, user: str = _APPLICATION, database: str = _DATABASE) -> str:
        """The connection string of one of the three logins; it holds the password."""
        return make_conninfo(
            host=str(self.home.socket_folder),
            port=5432,
            user=user,
            password=self.home.passwords[user],
            dbname=database,
            connect_timeout=_CONNECT_SECONDS,
        )

    def begin_use(self) -> None:
        """Take part, and have the server running and ready when this returns."""
        with self.exclusively():
            self.use.take(self.wait_seconds, is_shared=True)
            try:
                self._ensure_ready()
            except BaseException:
                self.use.release()
                raise

    def ensure_running(self) -> None:
        """Start the server again if it died while in use."""
        with self.exclusively():
            self._ensure_ready()

    def end_use(self) -> None:
        """Leave; if nobody else is there, stop the server and wait until it is down."""
        with self.exclusively():
            is_last = self.use.try_take()
            if is_last:
                self._stop()
            self.use.release()

    def exclusively(self) -> FileLock:
        """Keep others from starting, stopping or joining, in a ``with`` block."""
        return FileLock(self.home.database / "start.lock").take(self.wait_seconds)

    def _ensure_ready(self) -> None:
        until = time.monotonic() + self.wait_seconds
        starts_left = 2
        while True:
            if self._is_down():
                if not starts_left:
                    raise DatabaseUnavailable(what="it does not start", log=self.home.log)
                starts_left -= 1
                self._start()
            if self._answers():
                return
            if time.monotonic() > until:
                what = f"it is not ready after {self.wait_seconds} seconds"
                raise DatabaseUnavailable(what=what, log=self.home.log)
            time.sleep(_PAUSE_SECONDS)

    def _is_down(self) -> bool:
        with self._server_lock() as lock:
            return lock.try_take()

    def _server_lock(self) -> FileLock:
        return FileLock(self.home.database / "server.lock")

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.login(_SUPERUSER, "postgres"), autocommit=True) as found:
                self._furnish(found)
        except psycopg.OperationalError as error:
            if "authentication failed" in str(error):
                what = "its password is not the one in passwords.json"
            else:
                return False
        except FileNotFoundError:
            return False  # no socket folder is recorded yet
        else:
            return True
        raise DatabaseUnavailable(what=what, log=self.home.log)

    def _furnish(self, connection: psycopg.Connection[Any]) -> None:
        """Logins and database; each is looked for first, as a killed command may have begun."""
        if self._mark("furnished").exists():
            return
        logins = "select 1 from pg_roles where rolname = %s"
        for login in (_OWNER, _APPLICATION):
            if not connection.execute(logins, (login,)).fetchone():
                connection.execute(
                    sql.SQL("create role {} login password {}").format(
                        sql.Identifier(login), sql.Literal(self.home.passwords[login])
                    )
                )
        databases = "select 1 from pg_database where datname = %s"
        if not connection.execute(databases, (_DATABASE,)).fetchone():
            connection.execute(f"create database {_DATABASE} owner {_OWNER}")
        self._mark("furnished").touch(mode=0o600)

    def _mark(self, name: str) -> Path:
        return self.home.database / name

    def _start(self) -> None:
        with self._server_lock() as lock:
            if not lock.try_take():
                return
            if not (self.home.cluster / "PG_VERSION").exists():
                self._make_cluster(lock)
            # Nothing of the server is alive: a pid file that is left names somebody else.
            (self.home.cluster / "postmaster.pid").unlink(missing_ok=True)
            self._launch(lock)

    def _make_cluster(self, lock: FileLock) -> None:
        making = self.home.home / "cluster.making"
        shutil.rmtree(making, ignore_errors=True)
        self._mark("furnished").unlink(missing_ok=True)
        password = self.home.home / "password"
        password.touch(mode=0o600)
        password.write_text(self.home.passwords[_SUPERUSER], "utf-8")
        self.home.give_away(password)
        try:
            self._initialise(making, password, lock)
        finally:
            password.unlink()
        making.rename(self.home.cluster)
        flush_folder(self.home.home)

    def _initialise(self, making: Path, password: Path, lock: FileLock) -> None:
        command = [
            str(self.programs.path("initdb")),
            f"--pgdata={making}",
            f"--username={_SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
        with self._log() as log:
            done = subprocess.run(command, check=False, stdout=log, stderr=log, **self._as(lock))
        if done.returncode:
            raise DatabaseUnavailable(what="it could not be made", log=self.home.log)

    def _launch(self, lock: FileLock) -> None:
        """Start the server as nobody's child, so that it is nobody's to reap or to interrupt."""
        options = {**_OPTIONS, "unix_socket_directories": str(self.home.make_socket_folder())}
        command = [str(self.programs.path("postgres")), "-D", str(self.home.cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self._log() as log:
            subprocess.run(
                ["/bin/sh", "-c", '"$@" &', "sh", *command],
                check=True,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as(lock),
            )

    def _log(self) -> Any:
        return os.fdopen(
            os.open(self.home.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab"
        )

    def _as(self, lock: FileLock) -> dict[str, Any]:
        """How the programs are run: which account, what they inherit, nothing of our settings."""
        becoming = self.home.account.becoming if self.home.account else {}
        return {
            **becoming,
            "cwd": self.home.home,
            "stdin": subprocess.DEVNULL,
            "pass_fds": (lock.handle,),
            "umask": 0o077,
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        }

    def _stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything is written."""
        pid = self._postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
            with self._server_lock() as lock:
                lock.take(self.wait_seconds)

    def _postmaster(self) -> int | None:
        """The server's process, if it is really this cluster's: a pid may have been given anew."""
        try:
            first = (self.home.cluster / "postmaster.pid").read_text("utf-8").split("\n")[0]
        except FileNotFoundError:
            return None
        return int(first) if str(self.home.cluster) in _command(int(first)) else None


def _command(pid: int) -> list[str]:
    """The command line of a process; empty where there is none (any more)."""
    entry = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return entry.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    shown = subprocess.run(
        ["/bin/ps", "-ww", "-o", "args=", "-p", str(pid)],
        check=False,
        capture_output=True,
        text=True,
    )
    return shown.stdout.split()


def open_server(settings: Settings) -> Server:
    """Use the data folder's own PostgreSQL; it is made and started where it must be."""
    account = account_for(settings.database_account)
    home = home_of(settings.folder, account, settings.database_place)
    programs = programs_for(account, settings.database_place)
    server = Server(home, programs, settings.database_wait_seconds)
    server.begin_use()
    return server
