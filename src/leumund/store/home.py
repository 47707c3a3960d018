"""Where the data folder's own PostgreSQL lies, and which files belong to it.

    <data folder>/database/     0700
        passwords.json          0600, made before the cluster, never shown
        start.lock              held while a command starts or stops the server
        users.lock              held shared by every command that uses the server
        server.lock             held by the server's own processes
        server.log              0600
        place.json              only where the cluster lies elsewhere (root, see below)
        home/                   0700, belongs to the account that runs the server
            cluster/  socket/

Root cannot run PostgreSQL itself. Where the account that can may not enter the data folder,
``home`` lies below ``LEUMUND_DATABASE_PLACE``, and ``place.json`` says where.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leumund.store.account import Account
from leumund.store.errors import DatabasePlaceRefused
from leumund.store.transaction import whole_file
from leumund.store.wheel import make_public

_SOCKET_PATH_BYTES_MAX = 103  # of sockaddr_un, the smallest of the systems in use
_SOCKET_NAME = "/.s.PGSQL.5432.lock"
_LOGINS = ("postgres", "leumund_owner", "leumund_app")


@dataclass(frozen=True, slots=True)
class Home:
    """The places of one data folder's own PostgreSQL."""

    database: Path
    home: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.database / "server.log"

    @property
    def passwords(self) -> dict[str, str]:
        """Login to password; made at the first call, before there is a cluster."""
        path = self.database / "passwords.json"
        if not path.exists():
            made = {login: secrets.token_urlsafe(32) for login in _LOGINS}
            with whole_file(path) as target:
                target.write(json.dumps(made).encode())
        found: dict[str, str] = json.loads(path.read_text("utf-8"))
        return found

    @property
    def socket_folder(self) -> Path:
        """Where the running server listens: beside the cluster, or where that path is too long."""
        near = self.home / "socket"
        if len(os.fsencode(near)) + len(_SOCKET_NAME) <= _SOCKET_PATH_BYTES_MAX:
            return near
        return Path((self.database / "socket-folder").read_text("utf-8"))

    def make_socket_folder(self) -> Path:
        """A private folder for the socket, short enough for the system; the old one is emptied."""
        near = self.home / "socket"
        if len(os.fsencode(near)) + len(_SOCKET_NAME) <= _SOCKET_PATH_BYTES_MAX:
            near.mkdir(mode=0o700, exist_ok=True)
            for stale in near.iterdir():
                stale.unlink()
            self.give_away(near)
            return near
        # A new random name each time: nobody can have put something there before us.
        short = Path(tempfile.mkdtemp(prefix="leumund-", dir=_short_place()))
        self.give_away(short)
        with whole_file(self.database / "socket-folder") as target:
            target.write(os.fsencode(short))
        return short

    def give_away(self, path: Path) -> None:
        """Let the account that runs the server own this path."""
        if self.account is not None:
            os.chown(path, self.account.user, self.account.group, follow_symlinks=False)


def home_of(folder: Path, account: Account | None, place: Path) -> Home:
    """The home of this data folder's PostgreSQL; its folders are made where they are missing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = folder / "database"
    database.mkdir(mode=0o700, exist_ok=True)
    home = Home(database, _home_folder(database, account, place), account)
    if not home.home.exists():
        home.home.mkdir(mode=0o700)
        home.give_away(home.home)
    return home


def _home_folder(database: Path, account: Account | None, place: Path) -> Path:
    record = database / "place.json"
    near = database / "home"
    if record.exists():
        return _recorded(record, database)
    if account is None or near.exists():
        return near
    if account.can_reach(database.parent):
        database.chmod(0o711)  # our own folder: to pass through, not to look into
        return near
    return _elsewhere(record, database, place)


def _elsewhere(record: Path, database: Path, place: Path) -> Path:
    make_public(place)
    make_public(place / "clusters")
    home = place / "clusters" / secrets.token_hex(8)
    _write(home.with_suffix(".json"), {"database": str(database.resolve())})
    _write(record, {"home": str(home)})
    return home


def _recorded(record: Path, database: Path) -> Path:
    """The home that was recorded, unless this folder is a copy of the one it belongs to."""
    home = Path(_read(record)["home"])
    owner_record = home.with_suffix(".json")
    if not owner_record.exists():
        raise DatabasePlaceRefused(
            place=home,
            what=f"the records of {database.parent} were there and are gone",
            way=f"Put {home} and {owner_record.name} back from your backup.",
        )
    owner = Path(_read(owner_record)["database"])
    if owner == database.resolve():
        return home
    if (owner / record.name).exists() and _read(owner / record.name) == _read(record):
        raise DatabasePlaceRefused(
            place=home,
            what=f"it belongs to {owner.parent}, of which {database.parent} is a copy",
            way="Use the original folder, or give the copy a database of its own by "
            "LEUMUND_DATABASE_URL and pg_dump.",
        )
    _write(owner_record, {"database": str(database.resolve())})
    return home


def _short_place() -> str | None:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return runtime if runtime and Path(runtime).is_dir() and len(runtime) < 40 else "/tmp"  # noqa: S108


def _read(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def _write(path: Path, value: dict[str, str]) -> None:
    with whole_file(path) as target:
        target.write(json.dumps(value).encode())
