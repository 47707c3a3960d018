"""The rim of this part: Parquet files of declared calls in ``calls/`` of the data folder.

A file is called by its SHA-256. It is written beside, put on disk, and only then gets its
name; a file that no record knows (a command was killed) is never read, and the same file
taken in again has the same name.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import IntegrityError
from leumund.intake.bulk import call_schema, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_FOLDER = "calls"


class CallsMissing(IntegrityError):
    """The file of declared calls {digest} is not in the data folder; nothing was decided."""

    code = "calls-missing"
    hint = "Restore the folder calls/ of the data folder from a backup."


def write_calls(batches: Iterable[list[tuple[object, ...]]], into: Path) -> None:
    """Write rows in the order of ``call_schema``; always a file, if need be without rows."""
    from pyarrow import parquet

    schema = call_schema()
    with parquet.ParquetWriter(into, schema) as writer:
        for batch in batches:
            writer.write_table(table_of(batch, schema))


def keep_calls(made: Path, folder: Path) -> str:
    """Move a finished file into its place, on disk; its digest."""
    with made.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        os.fsync(source.fileno())
    (folder / _FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    made.chmod(0o600)
    made.replace(path_of(folder, digest))
    _flush(folder / _FOLDER)
    return digest


def known_calls(folder: Path, digests: Sequence[str]) -> Any:
    """What an engine reads as "the declared calls": the files, or an empty table."""
    paths = [path_of(folder, digest) for digest in digests]
    for path, digest in zip(paths, digests, strict=True):
        if not path.exists():
            raise CallsMissing(digest=digest)
    return paths or table_of([], call_schema())


def path_of(folder: Path, digest: str) -> Path:
    """Where the file of this digest lies."""
    return folder / _FOLDER / f"{digest}.parquet"


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
