"""Running PostgreSQL's programs: as whom, with which options, and as nobody's child."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from leumund.store.errors import DatabaseNotMade
from leumund.store.files import flush_folder
from leumund.store.home import Home
from leumund.store.wheel import Programs

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
    "log_checkpoints": "off",
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
_BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def make_cluster(home: Home, programs: Programs, lock: int) -> None:
    """Make the cluster under another name, and rename it when it is complete and on disk.

    Every program inherits the open lock file ``lock``: should we be killed, the next command
    waits for the program we have left behind.
    """
    making = home.folder / "cluster.making"
    password = home.folder / "password"
    shutil.rmtree(making, ignore_errors=True)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(home.password("postgres"), "utf-8")
    home.give_away(password)
    try:
        _initialise(home, programs, lock, making, password)
    finally:
        password.unlink()
    making.rename(home.cluster)
    flush_folder(home.folder)


def _initialise(
    home: Home, programs: Programs, lock: int, making: Path, password: Path
) -> None:
    command = [
        str(programs.path("initdb")),
        f"--pgdata={making}",
        "--username=postgres",
        f"--pwfile={password}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--no-instructions",
    ]
    with _log(home) as log:
        done = subprocess.run(command, check=False, stdout=log, stderr=log, **_as(home, lock))
    if done.returncode:
        raise DatabaseNotMade(log=home.log)


def launch(home: Home, programs: Programs, lock: int, options: Mapping[str, str]) -> None:
    """Start the server as nobody's child, so that it is nobody's to reap or to interrupt."""
    home.trim_log()
    command = [str(programs.path("postgres")), "-D", str(home.cluster)]
    socket = {"unix_socket_directories": str(home.make_socket_folder())}
    for name, value in {**_OPTIONS, **options, **socket}.items():
        command += ["-c", f"{name}={value}"]
    with _log(home) as log:
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *command],
            check=True,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as(home, lock),
        )


def is_running(pid: int, cluster: Path) -> bool:
    """Is this process the server of this cluster? Numbers of dead ones are given anew."""
    return f" -D {cluster} " in _command_line_of(pid) + " "


def _command_line_of(pid: int) -> str:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return subprocess.run(
        ["/bin/ps", "-ww", "-o", "args=", "-p", str(pid)],
        check=False,
        capture_output=True,
        text=True,
    ).stdout.strip()


def _log(home: Home) -> IO[bytes]:
    """The log, opened by us: it stays ours and private, whatever account writes into it."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return os.fdopen(os.open(home.log, flags, 0o600), "ab")


def _as(home: Home, lock: int) -> dict[str, Any]:
    """Which account runs a program and what it inherits: the lock, nothing of our settings."""
    becoming = home.account.becoming if home.account else {}
    return {
        **becoming,
        "cwd": home.folder,
        "stdin": subprocess.DEVNULL,
        "pass_fds": (lock,),
        "umask": 0o077,
        "env": _BARE_ENVIRONMENT,
    }
