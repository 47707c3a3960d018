"""A bundle: files that are handed out together, with their checksums.

``SHA256SUMS`` has the form that ``sha256sum --check`` reads, so that a stranger needs nothing
of ours to see whether a file was changed. The same files give the same bytes, also zipped.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import sha256_hex
from leumund.basics.sums import SUMS, sums_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Bundle:
    """``files``: bytes by name, a name may have folders in it. ``beside``: what lies beside
    them and is not under their checksums, such as a time stamp of the checksums."""

    files: Mapping[str, bytes]
    beside: Mapping[str, bytes]

    @property
    def sums(self) -> bytes:
        """One line per file: its checksum and its name."""
        return sums_of(self.files)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the checksums: names all files together."""
        return sha256_hex(self.sums)

    @property
    def everything(self) -> dict[str, bytes]:
        return {**self.files, SUMS: self.sums, **self.beside}


def zipped(folder: str, files: Mapping[str, bytes]) -> bytes:
    """All files below one folder, as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}", _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def as_json(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table that no spreadsheet takes for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    written = "" if value is None else str(value)
    return f"'{written}" if written.startswith(_FORMULA) else written


def sealed_for(recipient: str, files: Mapping[str, bytes]) -> bytes:
    """The files zipped and encrypted with age, so that only ``recipient``'s key opens them."""
    from leumund.release import encrypt

    return encrypt(zipped("originals", files), recipient, recipient)
