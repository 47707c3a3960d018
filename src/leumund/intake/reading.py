"""How a file was read, so that the same file read otherwise is not taken for done.

A **reading** is the format, the region and which of the file's columns says what. A reading
that says no more than the one before changes nothing; any other takes the file in again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes
from leumund.people import BadRow, in_their_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leumund.intake.complaint import Complaint
    from leumund.intake.source import Opened
    from leumund.people import Quarantine, Row


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a file shows; ``file_before``: the id under which the same file was
    taken in with another reading, which this one takes the place of."""

    digest: str
    reading: str
    left_out: tuple[str, ...]
    file_before: int | None = None

    def after(self, taken: Mapping[str, Any] | None) -> Look:
        return replace(self, file_before=taken["file_id"] if taken else None)


@dataclass(frozen=True, slots=True)
class Read:
    """One complaint that was understood and is new."""

    complaint: Complaint
    row_number: int
    key: bytes
    line_id: int | None


# Not frozen: it counts the rows that pass.
@dataclass(slots=True)
class Counted:
    """How many rows have passed."""

    rows: int = field(default=0)

    def through(self, rows: Iterator[Row | BadRow]) -> Iterator[Row | BadRow]:
        for row in rows:
            self.rows += 1
            yield row


# Not frozen: it counts.
@dataclass(slots=True)
class Kept:
    """The quarantine of one file, whose columns are named as the file names them."""

    quarantine: Quarantine
    opened: Opened
    holds_already: int = 0

    def keep(self, row: BadRow) -> None:
        """Keep the row; its reason names the file's own column."""
        header, places = self.opened.table.header, self.opened.places
        self.quarantine.keep(row._replace(error=in_their_words(row.error, header, places)))

    def readable(self, batch: Sequence[Row | BadRow]) -> list[Row]:
        """The rows that could be split; the others are kept."""
        good = []
        for row in batch:
            if isinstance(row, BadRow):
                self.keep(row)
            else:
                good.append(row)
        return good


def reading_of(opened: Opened) -> str:
    """The reading as canonical JSON."""
    header = opened.table.header
    columns = {
        name: [header[place] for place in found] for name, found in opened.places.items()
    }
    said = {"format": opened.format.name, "region": opened.region, "columns": columns}
    return canonical_bytes(said).decode()


def says_no_more(reading: str, before: str) -> bool:
    """Does a reading say nothing that the one before has not said?"""
    new, old = json.loads(reading), json.loads(before)
    is_within = new["columns"].items() <= old["columns"].items()
    return is_within and (new["format"], new["region"]) == (old["format"], old["region"])
