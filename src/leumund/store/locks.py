"""Locks between commands, on files. The system frees them when their holder dies, however.

``flock`` belongs to the open file, not to the process: a child that inherits the open file
holds the lock with us. PostgreSQL is given ``server.lock`` like this, so "is any of its
processes alive?" has an exact answer, after kill -9, a reboot or a copied folder as well.
"""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from leumund.store.errors import DatabaseBusy

_PAUSE_SECONDS = 0.02


# Not frozen: it remembers the open file that holds the lock.
@dataclass(slots=True)
class FileLock:
    """One open lock file; nothing is held before ``take`` or ``try_take``."""

    path: Path
    handle: int = -1

    def try_take(self, *, is_shared: bool = False) -> bool:
        """Take the lock if nobody is in the way; a lock held already is changed into this."""
        if self.handle < 0:
            self.handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self.handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def take(self, wait_seconds: float, *, is_shared: bool = False) -> Self:
        """Take the lock; raises DatabaseBusy when others hold it for that long."""
        until = time.monotonic() + wait_seconds
        while not self.try_take(is_shared=is_shared):
            if time.monotonic() > until:
                self.release()
                raise DatabaseBusy(seconds=wait_seconds)
            time.sleep(_PAUSE_SECONDS)
        return self

    def release(self) -> None:
        """Close the file; a child that inherited it goes on holding the lock."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
