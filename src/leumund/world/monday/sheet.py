"""A table on its way into a file: its cells as they will be written, whose row is whose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.world.monday.nouns import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one file. ``records`` says which record of its kind each row is; None: no
    record (a blank row). ``above`` and ``below`` are the rows around it that are no data.
    ``fields`` maps our words for a column to its header. ``hidden``: columns to hide."""

    file: str
    kind: str
    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    records: list[int | None]
    fields: Mapping[str, str]
    sheet: str | None = None
    above: tuple[tuple[Cell, ...], ...] = ()
    below: tuple[tuple[Cell, ...], ...] = ()
    hidden: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)

    @property
    def header_row(self) -> int:
        """The number that a spreadsheet shows for the header."""
        return len(self.above) + 1

    def places(self) -> Iterator[tuple[int, Place]]:
        """Each record of the table and where it stands."""
        for turn, record in enumerate(self.records):
            if record is not None:
                yield record, Place(self.file, self.header_row + 1 + turn, self.sheet)

    def about(self) -> dict[str, object]:
        """What the truth says about the table."""
        said: dict[str, object] = {"kind": self.kind, "columns": dict(self.fields)}
        filled = sum(any(cell not in ("", None) for cell in row) for row in self.rows)
        said |= {"header_row": self.header_row, "rows": filled, **self.how}
        said |= {"hidden": list(self.hidden)} if self.hidden else {}
        return said


def with_blank(rows: Sequence[tuple[Cell, ...]], after: int) -> list[tuple[Cell, ...]]:
    """The same rows with a blank one after the given place."""
    blank = ("",) * len(rows[0])
    return [*rows[:after], blank, *rows[after:]]
