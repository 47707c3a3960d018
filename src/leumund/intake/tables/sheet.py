"""What reading a table gives: sheets, what must be said about them, kinds of records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldType = Literal[
    "number",
    "ref",
    "text",
    "name",
    "moment",
    "day",
    "amount",
    "iban",
    "email",
    "yes_no",
    "duration_s",
    "channel",
    "clock",
]
DayOrder = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a report must know about a file.

    ``code`` chooses the sentence (``note_text``), ``values`` fill it; ``row`` is the
    row of the file as a spreadsheet or an editor counts it, where one row is meant.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file, kept as Parquet: ``row`` (int64, as a spreadsheet or an editor
    counts it), then ``c0``, ``c1``, ... as text, null where empty.

    ``header`` is as written, "" where a column has no name. ``left_over``: CSV with row,
    reason, grund, original of the rows that are not in the table; None where all are.
    """

    file: str
    name: str | None
    header: tuple[str, ...]
    rows: int
    table: Path
    notes: tuple[Note, ...] = ()
    left_over: Path | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a record can say; the names are how German and English files call it.

    ``is_beside``: many kinds may have it, so that it says nothing about which kind it is.
    ``clock_of``: the moment whose time of day it tells, where the two stand in two columns.
    """

    name: str
    type: FieldType
    is_needed: bool = False
    names_de: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    is_beside: bool = False
    clock_of: str = ""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record that a sheet can hold, such as customers or calls."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """The column (counted from 0) that seems to hold a field; ``why`` in the reader's words.

    ``confidence`` is between 0 and 1.
    """

    column: int
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sheet seems to be. ``kind`` None: it is like nothing we know.

    ``others``: the confidence of every kind that was considered.
    """

    kind: str | None
    confidence: float
    columns: Mapping[str, Guess]
    others: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet as one kind of record: Parquet with ``file``, ``row``, ``sheet`` and one typed
    column per field of the kind (null where no column was mapped to it).

    ``left_over``: CSV of the rows whose needed field cannot be read, as in Sheet.
    """

    path: Path
    rows: int
    notes: tuple[Note, ...] = ()
    left_over: Path | None = None
