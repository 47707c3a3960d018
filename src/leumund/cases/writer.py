"""Items of evidence as files in the data folder, each under its own checksum."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from leumund.cases.finding_file import read_findings
from leumund.people import opened

if TYPE_CHECKING:
    from leumund.basics.finding import Finding

_BLOCK_BYTES = 1 << 20
_MODE = 0o600


def keep(path: Path, folder: Path) -> str:
    """Copy a file into the folder's evidence; its SHA-256 (hex) is its name there.

    The copy is durable before its name appears; the same bytes are kept once.
    """
    place = folder / "evidence"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with opened(path) as source, NamedTemporaryFile(dir=place, delete=False) as copy:
        while block := source.read(_BLOCK_BYTES):
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
        digest = source.digest()
    target = place / digest
    made = Path(copy.name)
    made.chmod(_MODE)
    made.replace(target)
    return digest


def path_of(folder: Path, digest: str) -> Path:
    """Where the item of that checksum lies."""
    return folder / "evidence" / digest


def findings_in(path: Path) -> tuple[Finding, ...]:
    """The findings of a file; raises FindingsUnreadable, and what ``opened`` raises."""
    with opened(path) as source:
        return read_findings(source.read(), path.name)
