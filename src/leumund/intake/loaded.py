"""What taking in a file did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LoadedCalls:
    """A file of declared calls. ``rows`` = ``stored`` + ``duplicates`` + ``quarantined``.

    ``is_new`` False: the same file of the same partner was here before; nothing was changed.
    ``table``: SHA-256 of the Parquet file with the stored calls, None if there were none.
    """

    partner: str
    format: str
    file_digest: str
    rows: int
    stored: int
    duplicates: int
    quarantined: int
    quarantine_path: Path | None
    table: str | None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class LoadedComplaints:
    """A file of complaints. ``rows`` = ``stored`` + ``duplicates`` + ``quarantined``.

    ``first`` to ``last``: the places in the sealed order (None if nothing was stored), sealed
    under ``root``. ``strangers``: complaints about nobody's customer, kept and counted.
    ``incomplete``: complaints that lack the time, a number or the product; ask back once.
    ``objections``: set at once. ``is_new`` False: the same file was here before.
    """

    format: str
    file_digest: str
    rows: int
    stored: int
    duplicates: int
    quarantined: int
    quarantine_path: Path | None
    first: int | None
    last: int | None
    root: str | None
    unexplained: int
    explained: int
    strangers: int
    incomplete: int
    objections: int
    is_new: bool = True
