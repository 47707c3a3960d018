"""Files that entries speak of: are they held, missing, or changed?

The ledger holds digests of files that other parts keep. Which files, and where, only those
parts know; ``app`` asks them for ``verify``, and this file only compares.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.ledger.fsck import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file whose SHA-256 (hex) is ``digest``; ``path`` None where it lies in the database.

    ``entry`` speaks of it: its body says ``said`` under ``key``. None where no entry does.
    """

    name: str
    digest: str
    path: Path | None
    entry: int | None = None
    key: str = ""
    said: str = ""


# Not frozen: it counts what passes by.
@dataclass(slots=True)
class HeldFiles:
    """Looks at files one after another."""

    body_of: Callable[[int], Mapping[str, object] | None]
    held: int = 0

    def examine(self, files: Iterable[HeldFile]) -> Iterator[Problem]:
        """What does not fit; all others are counted in ``held``."""
        for file in files:
            problem = self._unsaid(file) or _lost(file)
            if problem is None:
                self.held += 1
            else:
                yield problem

    def _unsaid(self, file: HeldFile) -> Problem | None:
        """Does the entry say something else of it? One that was erased says nothing."""
        body = None if file.entry is None else self.body_of(file.entry)
        if body is None or body.get(file.key) == file.said:
            return None
        where = _("{file}, entry {entry}").format(file=file.name, entry=file.entry)
        what = _("The entry speaks of another file than the one that is kept.")
        return Problem(where, what, file.said, str(body.get(file.key)))


def _lost(file: HeldFile) -> Problem | None:
    if file.path is None:
        return None
    try:
        found = _digest(file.path)
    except (FileNotFoundError, NotADirectoryError):
        return Problem(file.name, _("This file is missing."), "", file.digest)
    if found != file.digest:
        return Problem(file.name, _("This file was changed."), found, file.digest)
    return None


def _digest(path: Path) -> str:
    """SHA-256 of a file. What stands in its place, as a link or a pipe, is never opened: it
    may lead elsewhere, or have no end."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return _("not a regular file")
    with path.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()
