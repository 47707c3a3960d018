"""A list of checksums, as ``sha256sum --check`` reads it, and files held against it.

This is one of the nine files an outsider needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leumund.basics.canonical import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS: Final = "SHA256SUMS"
LIST_PROOF: Final = "SHA256SUMS.tlog-proof"
BESIDE: Final = frozenset(
    {SUMS, LIST_PROOF, f"{SUMS}.tsq", f"{SUMS}.tsr", "NO-TIME-STAMP-YET.txt"}
)
"""What lies beside the files and cannot be under their checksums."""

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Differences:
    """Which files are not those of the list, by name; ``stated``: how many it names."""

    stated: int
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """One line per file: its checksum and its name."""
    lines = (f"{sha256_hex(files[name])}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def differences(files: Mapping[str, bytes]) -> Differences:
    """The files by their names below the folder, held against the list among them."""
    lines = files[SUMS].decode("utf-8", "replace").splitlines()
    read = [_LINE.fullmatch(line) for line in lines]
    stated = {found[2]: found[1] for found in read if found}
    # Whatever is no line, or names a file twice, makes the list itself another one.
    is_clean = len(stated) == len(lines)
    changed = [
        name for name, digest in stated.items()
        if name in files and sha256_hex(files[name]) != digest
    ]  # fmt: skip
    return Differences(
        stated=len(stated),
        changed=tuple(sorted(changed if is_clean else [SUMS, *changed])),
        missing=tuple(sorted(set(stated) - set(files))),
        added=tuple(sorted(set(files) - set(stated) - BESIDE)),
    )
