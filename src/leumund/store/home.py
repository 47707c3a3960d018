"""Where the data folder's own PostgreSQL lies, and which files belong to it.

    <data folder>/database/     0700
        passwords.json          0600, made before the cluster, never shown
        start.lock              held while a command starts or stops the server
        users.lock              held shared by every command that uses the server
        server.lock             held by the server's own processes
        server.log              0600
        socket-folder           where the server listens
        place.json              only where home lies elsewhere (root, see below)
        home/                   0700, belongs to the account that runs the server
            cluster/  socket/

Root cannot run PostgreSQL itself. Where the account that can may not enter the data folder,
``home`` lies below ``LEUMUND_DATABASE_PLACE``, and ``place.json`` says where: whoever moves
or erases the data folder must think of it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from leumund.store.account import Account
from leumund.store.errors import FolderIsCopy, FolderUnreachable, PasswordsGone, RecordsGone
from leumund.store.files import whole_file
from leumund.store.places import private_folder, public_folder

_LOGINS = ("postgres", "leumund_owner", "leumund_app")
_OWNER_FILE = "belongs-to"
_SOCKET_NAME = "/.s.PGSQL.5432.lock"
_SOCKET_PATH_BYTES_MAX = 103  # sockaddr_un holds 104 bytes on the narrowest system in use
_LOG_BYTES_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Home:
    """The places of one data folder's own PostgreSQL."""

    database: Path
    folder: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.database / "server.log"

    @property
    def passwords_path(self) -> Path:
        return self.database / "passwords.json"

    def password(self, login: str) -> str:
        """A login's password; raises PasswordsGone."""
        try:
            return _read(self.passwords_path)[login]
        except FileNotFoundError:
            pass
        raise PasswordsGone(path=self.passwords_path)

    def make_passwords(self) -> None:
        """One random password for each login, before there is a cluster that knows them."""
        if not self.passwords_path.exists():
            made = {login: secrets.token_urlsafe(32) for login in _LOGINS}
            _write(self.passwords_path, made)

    def is_made(self) -> bool:
        """Is there a complete cluster?"""
        return (self.cluster / "PG_VERSION").exists()

    def socket_folder(self) -> Path | None:
        """Where the server that was started last listens."""
        try:
            return Path((self.database / "socket-folder").read_text("utf-8"))
        except FileNotFoundError:
            return None

    def make_socket_folder(self) -> Path:
        """An empty private folder whose path is short enough for a socket's address.

        Only called when no server runs: what lies in the folder is left from a dead one.
        """
        near = self.folder / "socket"
        shutil.rmtree(near, ignore_errors=True)
        self.remove_short_folder()
        folder = near if _suits_a_socket(near) else self._make_short_folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        self.give_away(folder)
        with whole_file(self.database / "socket-folder") as target:
            target.write(os.fsencode(folder))
        return folder

    def _make_short_folder(self) -> Path:
        """A new random name each time: nobody can have put something there before us."""
        folder = Path(tempfile.mkdtemp(prefix="leumund-", dir="/tmp"))
        (folder / _OWNER_FILE).write_bytes(os.fsencode(self.database.resolve()))
        return folder

    def remove_short_folder(self) -> None:
        """A copied data folder still names the folder of its original, which may be in use."""
        old = self.socket_folder()
        mine = os.fsencode(self.database.resolve())
        owner_file = old / _OWNER_FILE if old else None
        if old and owner_file and owner_file.exists() and owner_file.read_bytes() == mine:
            shutil.rmtree(old, ignore_errors=True)

    def give_away(self, path: Path) -> None:
        """Let the account that runs the server own this path."""
        if self.account is not None:
            os.chown(path, self.account.user, self.account.group, follow_symlinks=False)

    def erase(self) -> None:
        """Remove all of it; nothing of the server may be alive."""
        self.remove_short_folder()
        shutil.rmtree(self.folder)
        self.folder.with_suffix(".json").unlink(missing_ok=True)
        shutil.rmtree(self.database)

    def trim_log(self) -> None:
        """Begin a new log where the old one has grown long; one old one is kept."""
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES_MAX:
            self.log.replace(self.log.with_suffix(".log.1"))


def home_of(database: Path, account: Account | None, place: Path) -> Home:
    """The home of this folder's PostgreSQL, its folders made. Call it under ``start.lock``."""
    home = Home(database, _home_folder(database, account, place), account)
    if not home.folder.exists():
        home.folder.mkdir(mode=0o700)
        home.give_away(home.folder)
    if account is not None and not account.can_reach(home.folder):
        raise FolderUnreachable(account=account.name, folder=home.folder)
    return home


def _home_folder(database: Path, account: Account | None, place: Path) -> Path:
    near, record = database / "home", database / "place.json"
    if record.exists():
        return _recorded(record, database)
    if account is None or near.exists():
        return near
    if account.can_reach(database.parent):
        database.chmod(0o711)  # this folder is ours; to pass through, not to look into
        return near
    return _elsewhere(record, database, place)


def _elsewhere(record: Path, database: Path, place: Path) -> Path:
    home = public_folder(public_folder(place) / "clusters") / secrets.token_hex(8)
    _write(home.with_suffix(".json"), {"database": str(database.resolve())})
    _write(record, {"home": str(home)})
    return home


def _recorded(record: Path, database: Path) -> Path:
    """The home that was recorded, unless this folder is a copy of the one it belongs to."""
    home = Path(_read(record)["home"])
    owner_record = home.with_suffix(".json")
    if not owner_record.exists():
        raise RecordsGone(folder=database.parent, place=home)
    owner = Path(_read(owner_record)["database"])
    if owner == database.resolve():
        return home
    if (owner / record.name).exists() and _read(owner / record.name) == _read(record):
        raise FolderIsCopy(folder=database.parent, original=owner.parent)
    _write(owner_record, {"database": str(database.resolve())})  # it was moved
    return home


def _suits_a_socket(folder: Path) -> bool:
    """Short enough, and without the comma that separates two addresses."""
    written = os.fsencode(folder)
    is_short = len(written) + len(_SOCKET_NAME) <= _SOCKET_PATH_BYTES_MAX
    return is_short and b"," not in written and b'"' not in written


def database_folder(folder: Path) -> Path:
    """The part of the data folder that belongs to the database; made where it is missing."""
    return private_folder(private_folder(folder) / "database")


def _read(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def _write(path: Path, value: dict[str, str]) -> None:
    with whole_file(path) as target:
        target.write(json.dumps(value).encode())
