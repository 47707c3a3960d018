"""The stand-alone verifier as one file: what an outsider needs, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILES = (
    "basics/canonical.py",
    "basics/sums.py",
    "ledger/entry.py",
    "ledger/tree.py",
    "ledger/ed25519.py",
    "ledger/checkpoint.py",
    "ledger/proof.py",
    "ledger/folder.py",
    "ledger/verify.py",
)
"""The files an outsider needs, below ``leumund/``, in the order in which they are best read."""

_SOURCE = Path(__file__).parents[1]
_PACKAGES = ("leumund", "leumund/basics", "leumund/ledger")
_MAIN = "from leumund.ledger.verify import main\n\nraise SystemExit(main())\n"
# The same version gives the same bytes, so that two people can compare digests.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def packed() -> bytes:
    """The program's bytes; Python runs it: ``python3 -I verify.pyz PROOF --key KEY``."""
    content = {"__main__.py": _MAIN.encode()}
    content |= {f"{package}/__init__.py": b"" for package in _PACKAGES}
    content |= {f"leumund/{name}": (_SOURCE / name).read_bytes() for name in FILES}
    return _zipped(content)


def packed_with(files: Sequence[str], main: str) -> bytes:
    """A program that needs the files above and more of ours, below ``leumund/``; ``main``: what
    it runs. Other parts enter the ledger by its front door, so that is in it."""
    every = (*FILES, "ledger/__init__.py", *files)
    content = {"__main__.py": main.encode()}
    folders = {name.rpartition("/")[0] for name in every} - {"ledger"}
    content |= {f"leumund/{folder}/__init__.py": b"" for folder in sorted(folders)}
    content |= {"leumund/__init__.py": b""}
    content |= {f"leumund/{name}": (_SOURCE / name).read_bytes() for name in every}
    return _zipped(content)


def _zipped(content: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO(b"#!/usr/bin/env python3\n")
    buffer.seek(0, io.SEEK_END)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), data)
    return buffer.getvalue()
