"""A disk and a store that fail, or kill the process, at a step of one's choice."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from leumund.ledger.writer import Disk
from leumund.store import Store, Transaction


class DiskFull(OSError):
    """What the system says when nothing more fits."""


# Not frozen: it counts down.
@dataclass
class Fuse:
    """Blows at the n-th step; ``kills``: with kill -9 instead of an error."""

    steps_left: int
    kills: bool = False
    passed: list[str] = field(default_factory=list)

    def step(self, what: str) -> None:
        self.steps_left -= 1
        if self.steps_left == 0:
            if self.kills:
                os.kill(os.getpid(), signal.SIGKILL)
            raise DiskFull(errno.ENOSPC, what)
        self.passed.append(what)


def breaking_disk(fuse: Fuse) -> Callable[[Path], Disk]:
    """Disks whose every change of a file is a step; a file may stop in its middle too."""

    class BreakingDisk(Disk):
        def put(self, path: Path, data: bytes, mode: int) -> None:
            fuse.step(f"before writing {path.name}")
            try:
                fuse.step(f"in the middle of {path.name}")
            except DiskFull:
                super().put(path, data[: len(data) // 2], mode)
                raise
            super().put(path, data, mode)

        def rename(self, source: Path, target: Path) -> None:
            fuse.step(f"before naming {target.name}")
            super().rename(source, target)

        def sync(self, folder: Path) -> None:
            fuse.step(f"before settling {folder.name}")
            super().sync(folder)

        def discard(self, name: str) -> None:
            fuse.step(f"before discarding {name}")
            super().discard(name)

    return BreakingDisk


# Not frozen: the store it stands for is not.
@dataclass(slots=True)
class BreakingStore(Store):
    """A store in which beginning, ending and committing a transaction are steps."""

    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        self.fuse.step("before begin")
        with Store.transaction(self) as tx:
            yield tx
            self.fuse.step("before commit")
        self.fuse.step("after commit")
