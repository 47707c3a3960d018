"""Scratch space inside the data folder, and tables that appear whole or not at all.

What does not fit into memory goes to the scratch folder. It is personal data, so it is
readable by its owner only and gone at the end of the work. A killed command cannot tidy up:
what it leaves is locked by nobody, and the next command removes it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.platform == "win32":
    _ABANDONED_AFTER_S = 24 * 3600

    @contextmanager
    def _locked(path: Path) -> Iterator[None]:
        """Names are unique, so nothing is written twice; a folder cannot be locked there."""
        yield

    def _is_in_use(path: Path) -> bool:
        """Without locks, only what nobody has touched for a day is taken for abandoned."""
        try:
            return time.time() - path.stat().st_mtime < _ABANDONED_AFTER_S
        except OSError:
            return True

    def _flush(path: Path) -> None:
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())

else:
    import fcntl

    @contextmanager
    def _locked(path: Path) -> Iterator[None]:
        """Hold the lock of a file or folder; wait for who holds it."""
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _is_in_use(path: Path) -> bool:
        """Does a living command hold its lock?"""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return True  # removed by its own command in this very moment
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(handle)

    def _flush(path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own below this one, gone afterwards.

    It is one level deeper than the folder we hold the lock of: whoever writes a whole table
    locks the folder it goes to, and would wait for ourselves.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as held:
        with _locked(folder):
            _remove_abandoned(folder.glob("work-*"))
            own = Path(tempfile.mkdtemp(prefix="work-", dir=folder))
            held.callback(shutil.rmtree, own, ignore_errors=True)
            held.enter_context(_locked(own))
        inner = own / "tables"
        inner.mkdir(mode=0o700)
        yield inner


@contextmanager
def whole_table(path: Path, *, lasts: bool = True) -> Iterator[Path]:
    """A path to write to; what was written appears under ``path`` complete, and on disk where
    it is to last."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as held:
        with _locked(path.parent):
            _remove_abandoned(path.parent.glob(f".{path.name}.*.making"))
            making = _empty_file_beside(path)
            held.callback(making.unlink, missing_ok=True)
            held.enter_context(_locked(making))
        yield making
        if lasts:
            _flush(making)
        making.replace(path)
        if lasts:
            _flush(path.parent)


def _empty_file_beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".making", dir=path.parent)
    os.close(handle)
    return Path(name)


def _remove_abandoned(paths: Iterable[Path]) -> None:
    """Remove what nobody holds the lock of. Its maker takes it before it lets go of ours."""
    for path in paths:
        if _is_in_use(path):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
