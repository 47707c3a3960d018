"""Scratch space: where work that does not fit into memory goes, inside the data folder.

What lies there is personal data, so it is readable by its owner only and removed at the end
of the work; what a killed command left behind is removed by the next one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own below this one, gone afterwards."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    own = Path(tempfile.mkdtemp(prefix="work-", dir=folder))
    handle = os.open(own, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove the folders whose command is gone: nobody holds their lock."""
    for left in folder.glob("work-*"):
        try:
            handle = os.open(left, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue  # removed by its own command in this very moment
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(handle)


@contextmanager
def whole_table(path: Path) -> Iterator[Path]:
    """A path to write to; what was written appears under ``path`` complete and on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".making", dir=path.parent)
    making = Path(name)
    try:
        yield making
        os.fsync(handle)
        making.replace(path)
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
