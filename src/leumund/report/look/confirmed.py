"""Which mails a person has looked at: what was only read is marked wherever it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.report.words import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from leumund.look import FindingRow, LookReport

Place = tuple[str | None, int | None]
"""A file and the row in it."""


@dataclass(frozen=True, slots=True)
class MailsRead:
    """The places of complaints that were read from mails, and of those among them of which a
    person has confirmed every value."""

    all: frozenset[Place] = frozenset()
    confirmed: frozenset[Place] = frozenset()

    def mark(self, *places: Place) -> str:
        """What is said beside a row that rests on mails; empty where it rests on none."""
        mails = [one for one in places if one in self.all]
        if not mails:
            return ""
        return (
            _("confirmed")
            if all(one in self.confirmed for one in mails)
            else _("read, not confirmed")
        )

    def count(self, path: Path | None = None) -> str:
        """ "12 of 60 mails confirmed": of the rows in ``path``, else of all mails."""
        mails = self.all if path is None else self.all & _places(path)
        if not mails:
            return ""
        return _("{confirmed} of {all} mails confirmed").format(
            confirmed=grouped(len(mails & self.confirmed)), all=grouped(len(mails))
        )


def mails_read(report: LookReport) -> MailsRead:
    """From the mails of the look, with what people have said about them."""
    complaints = report.mails.complaints if report.mails is not None else ()
    waiting = {(one.file, one.row) for one in complaints if not one.is_confirmed}
    every = frozenset((one.file, one.row) for one in complaints)
    return MailsRead(every, every - waiting)


def is_about_mails(needs: Iterable[str]) -> bool:
    """Does a question rest on complaints?"""
    return any(need.split(".")[0] == "complaints" for each in needs for need in each.split("|"))


def places_of(row: FindingRow) -> tuple[Place, Place]:
    """Where a finding's row stands, and the record beside it."""
    return (row.file, row.row), (row.with_file, row.with_row)


def _places(path: Path) -> frozenset[Place]:
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["file", "row", "with_file", "with_row"])
    columns = [table[name].to_pylist() for name in table.column_names]
    file, row, with_file, with_row = columns
    return frozenset((*zip(file, row, strict=True), *zip(with_file, with_row, strict=True)))
