"""What a look can find: every code with its sentence, its law and what it takes to ask it.

A finding is asked by one step of an ``.sql`` file beside this one; the step is called like the
code, with ``_`` for the dot, and gives the columns of ``FINDING``. Which chapter has which
codes and steps stands in ``chapters.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    ``about``: the kind of record it points at. ``needs``: what must be in the folder before
    it can be asked, as ``kind.field`` (or ``kind`` alone), alternatives with ``|``.
    ``sentence`` says what it means; ``detail`` is the sentence for a row's detail, where
    ``{detail}`` stands for it; ``change``: the one change that would make it sayable.
    """

    code: str
    about: str
    needs: tuple[str, ...]
    title: str
    sentence: str
    detail: str = ""
    law: str = ""
    change: str = ""

    @property
    def step(self) -> str:
        return self.code.replace(".", "_")


@dataclass(frozen=True, slots=True)
class TableCode:
    """A table that is shown as it is; ``columns`` are the headings of its columns, in order.

    ``finish`` takes what the step gave (an Arrow table) and returns what is shown, where SQL
    cannot say it all. ``words`` are the sentences for cells that are words of ours.
    ``behind`` is the step of the rows that its figures count, in the form of a finding;
    ``detail`` is the sentence for their detail, whose parts ``|`` holds apart.
    """

    code: str
    needs: tuple[str, ...]
    title: str
    sentence: str
    columns: tuple[str, ...]
    change: str = ""
    finish: Callable[[Any], Any] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    behind: str = ""
    detail: str = ""

    @property
    def step(self) -> str:
        return self.code.replace(".", "_")


@dataclass(frozen=True, slots=True)
class Made:
    """A table that Python makes of steps, for later steps to read under its name.

    ``make`` gets the Arrow tables of the steps or earlier tables in ``reads``, by name.
    """

    name: str
    reads: tuple[str, ...]
    make: Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a question that was asked could still not be answered for.

    ``step`` gives one column ``what``, in words of the files; no row means no gap. ``change``
    is the one change that would close it, a template over ``{what}``.
    """

    code: str
    step: str
    title: str
    change: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One letter of the report: what is prepared, which codes are asked, which tables made.

    ``prepared``, in this order, are steps of ``sql`` or tables made in Python, whose results
    later steps and chapters read by their name; ``tables`` are shown as they are. ``gaps``
    are looked for where their code was asked.
    """

    letter: str
    title: str
    sql: str
    prepared: tuple[str | Made, ...] = ()
    codes: tuple[Code, ...] = ()
    tables: tuple[TableCode, ...] = ()
    gaps: tuple[Gap, ...] = ()


def finding_schema() -> Any:
    """The columns of a finding's step, in this order.

    ``subject`` is the number or reference it is about, in the clear: whoever shows it masks
    it. ``detail`` is the fact in few words or figures, for the code's sentence. ``with_*``
    say where the record stands that makes it a finding, where there is one.
    """
    import pyarrow as pa

    return pa.schema(
        {
            "file": pa.string(),
            "sheet": pa.string(),
            "row": pa.int64(),
            "partner": pa.string(),
            "subject": pa.string(),
            "at": pa.timestamp("us"),
            "detail": pa.string(),
            "with_file": pa.string(),
            "with_sheet": pa.string(),
            "with_row": pa.int64(),
        }
    )


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row of a finding, as ``finding_schema`` says."""

    file: str
    sheet: str | None
    row: int
    partner: str | None
    subject: str | None
    at: datetime | None
    detail: str | None
    with_file: str | None
    with_sheet: str | None
    with_row: int | None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All rows of one code: how many, of how many that were looked at, and the first few.

    ``path`` is the Parquet table of all of them, sorted by file and row. ``per_partner``
    counts them, most first; a partner nobody named is ``None``. ``people``: how many
    different numbers or references they are about.
    """

    code: Code
    chapter: str
    rows: int
    of_rows: int
    people: int
    per_partner: tuple[tuple[str | None, int], ...]
    first: tuple[FindingRow, ...]
    path: Path

    @property
    def is_clean(self) -> bool:
        return self.rows == 0


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows that the figures of a table count: how many, the first few, and all of them.

    ``name`` is that of their step; several tables may have the same rows behind them.
    """

    name: str
    rows: int
    first: tuple[FindingRow, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class LookTable:
    """A table that is shown as it is; cells are text, numbers, days or missing."""

    code: TableCode
    chapter: str
    rows: tuple[tuple[object, ...], ...]
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A question that the folder cannot answer.

    ``missing``: what it lacks, as ``kind.field``. ``change`` is the one change that would
    make it sayable, a template over ``values``, where the planner's figures stand.
    """

    code: str
    chapter: str
    title: str
    missing: tuple[str, ...]
    change: str
    values: Mapping[str, object] = field(default_factory=dict)
