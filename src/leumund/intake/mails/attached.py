"""Tables that hang on mails, kept under names of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
LARGEST_TABLE = 20 * 2**20
MOST_TABLES = 200
LARGEST_IN_ALL = 200 * 2**20
"""Bytes of one table, tables of one folder, bytes of all of them."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table as it hangs on a message; ``data`` is missing where it is too large."""

    digest: str
    name: str
    data: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attached:
    """A table that a mail carries. ``path`` is missing where a bound kept it out."""

    file: str
    row: int
    name: str
    digest: str
    path: Path | None


def table_part(name: str, data: bytes) -> TablePart | None:
    """The attachment as a table, if its name says that it is one; without any folder."""
    plain = PurePosixPath(name.replace("\\", "/"))
    ending = plain.suffix.lower()
    if ending not in ENDINGS or not data:
        return None
    clear = re.sub(r"[^\w. -]+", "_", plain.stem)[:_LONGEST_NAME].strip(". ") or "table"
    kept = data if len(data) <= LARGEST_TABLE else None
    return TablePart(sha256(data).hexdigest(), clear + ending, kept)


# Not frozen: it counts what it has kept.
@dataclass(slots=True)
class TablesKept:
    """Writes each table once, named by its digest, until a bound is reached."""

    folder: Path
    found: dict[str, Attached] = field(default_factory=dict)
    bytes_kept: int = 0

    def keep(self, file: str, row: int, parts: Iterable[TablePart]) -> None:
        """The same table on several mails is kept for the first of them."""
        for part in parts:
            if part.digest not in self.found:
                path = self._written(part)
                self.found[part.digest] = Attached(file, row, part.name, part.digest, path)

    def _written(self, part: TablePart) -> Path | None:
        size = len(part.data) if part.data is not None else 0
        is_full = len(self.found) >= MOST_TABLES or self.bytes_kept + size > LARGEST_IN_ALL
        if part.data is None or is_full:
            return None
        self.bytes_kept += size
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / (part.digest + PurePosixPath(part.name).suffix)
        path.write_bytes(part.data)
        return path
