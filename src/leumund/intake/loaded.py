"""What taking in a file did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import Conflict, NotThere
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.intake.seal import Seal


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Of how many complaints numbers and words are gone, as their time is over."""

    complaints: int

    def in_words(self) -> str:
        """The count for people."""
        return _("Complaints whose numbers and words were deleted: {count}").format(
            count=self.complaints
        )


class CallsOfNobody(NotThere):
    """There is no partner called {name}, so these calls were not taken in."""

    code = "calls-of-nobody"
    hint = (
        "Closest is: {closest}. Correct the name, or load the partner with: leumund network "
        "load. Calls under a misspelt name would not count as lawful contacts of the partner "
        "that made them."
    )


class FileChangedMeanwhile(Conflict):
    """{name} was changed while it was being read. Nothing was taken in."""

    code = "file-changed-meanwhile"
    hint = "Wait until it is complete, then take it in again."


@dataclass(frozen=True, slots=True)
class LoadedCalls:
    """A file of declared calls. ``rows`` = ``stored`` + ``duplicates`` + ``quarantined``.

    ``is_new`` False: the same file of the same partner was here before; nothing was changed.
    ``is_read_anew``: the same file was here before, and other columns of it were read; what is
    stored now takes the place of what was. ``left_out``: the columns that are not read.
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
    is_read_anew: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedComplaints:
    """A file of complaints. ``rows`` = ``stored`` + ``duplicates`` + ``quarantined``.

    ``first`` to ``last``: the places in the sealed order (None if nothing was stored), sealed
    under ``root``. ``strangers``: complaints about nobody's customer, kept and counted.
    ``incomplete``: complaints that lack the time, a number or the product; ask back once.
    ``objections``: set at once; ``holds_already``: those of the quarantined rows that hold an
    objection, which is set all the same. ``is_new`` False: the same file was here before.
    ``is_read_anew``: it was, and other columns of it are read now; what was sealed stays as it
    was read then, further rows are taken in, and every objection holds. ``left_out``: the
    columns that are not read. ``allowed``: about calls that had a pass. ``by_name``: of whom no
    number of ours tells, but name, postcode or customer number who they may be.
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
    holds_already: int = 0
    is_new: bool = True
    is_read_anew: bool = False
    left_out: tuple[str, ...] = ()
    allowed: int = 0
    by_name: int = 0


def calls_entry(loaded: LoadedCalls) -> dict[str, object]:
    """What the ledger notes of declared calls: counts and digests, nothing about anybody."""
    names = ("partner", "format", "rows", "stored", "duplicates", "quarantined", "table")
    return {"file": loaded.file_digest, **{name: getattr(loaded, name) for name in names}}


def complaints_entry(loaded: LoadedComplaints) -> dict[str, object]:
    """What the ledger notes of complaints: the commitment to their order, and counts."""
    counts = ("rows", "stored", "duplicates", "quarantined", "unexplained", "explained")
    names = ("format", "first", "last", "root", *counts, "allowed", "strangers", "objections")
    return {"file": loaded.file_digest, **{name: getattr(loaded, name) for name in names}}


def span_of(seal: Seal | None) -> dict[str, Any]:
    """first, last and root of a seal; all None where nothing was stored."""
    if seal is None:
        return {"first": None, "last": None, "root": None}
    return {"first": seal.first, "last": seal.last, "root": seal.root.hex()}


def calls_again(taken: Mapping[str, Any], partner: str, digest: str) -> LoadedCalls:
    """The answer to a file of calls that was here before."""
    return LoadedCalls(
        partner=partner, file_digest=digest, table=None, is_new=False, **_again(taken)
    )


def complaints_again(
    taken: Mapping[str, Any], digest: str, span: Mapping[str, Any], counts: Mapping[str, Any]
) -> LoadedComplaints:
    """The answer to a file of complaints that was here before."""
    return LoadedComplaints(file_digest=digest, is_new=False, **span, **counts, **_again(taken))


def _again(taken: Mapping[str, Any]) -> dict[str, Any]:
    where = taken["quarantine_path"]
    return {
        "format": taken["format"],
        "rows": taken["rows"],
        "stored": 0,
        "duplicates": taken["rows"] - taken["quarantined"],
        "quarantined": taken["quarantined"],
        "quarantine_path": Path(where) if where else None,
    }
