"""Items of evidence as files in the data folder, each under its own checksum."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

_BLOCK_BYTES = 1 << 20
_MODE = 0o600


def keep(path: Path, folder: Path) -> str:
    """Copy a file into the folder's evidence; its SHA-256 (hex) is its name there.

    The copy is durable before its name appears; the same bytes are kept once.
    """
    place = folder / "evidence"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    measured = hashlib.sha256()
    with path.open("rb") as source, NamedTemporaryFile(dir=place, delete=False) as copy:
        while block := source.read(_BLOCK_BYTES):
            measured.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    target = place / measured.hexdigest()
    made = Path(copy.name)
    made.chmod(_MODE)
    made.replace(target)
    return measured.hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """Where the item of that checksum lies."""
    return folder / "evidence" / digest
