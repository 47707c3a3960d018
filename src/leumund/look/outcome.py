"""What a look gives: a value from which the pages are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from leumund.intake import Document, Mails, Note
    from leumund.look.findings import FindingGroup, LookTable, Unsaid
    from leumund.look.settings import LookSettings
    from leumund.look.together import Together


TABLE, MAIL, DOCUMENT = "table", "mail", "document"
CHANGED = "changed-meanwhile"
"""The note on a file into which somebody wrote while it was read, whatever it was read as."""


@dataclass(frozen=True, slots=True)
class ColumnTaken:
    """Which column was taken for a field, how sure that is, and why.

    ``column`` counts from 0, ``header`` is as written. ``confidence`` is 1.0 where somebody
    has said it. ``is_used`` is no where it was too unsure and nobody could be asked.
    """

    field: str
    column: int
    header: str
    confidence: float
    why: str
    is_used: bool = True


@dataclass(frozen=True, slots=True)
class FileTaken:
    """One sheet, mailbox or document: what it was taken for, and what was left out of it.

    ``kind`` is missing where it was left out; ``why`` says why in either case. ``said_by``:
    "look.toml", "answer" or "proposal". ``read_as``: TABLE, MAIL or DOCUMENT, whose sentences
    its notes have. ``partner`` and ``handed_over_on`` are what the name
    of the file says where no column does, ``approved_by`` whom the mail
    names that carries it. ``left_over``: CSV files of the rows that could not be read (row,
    reason, grund, original).
    """

    file: str
    sheet: str | None
    kind: str | None
    confidence: float
    why: str
    said_by: str
    rows: int
    columns: tuple[ColumnTaken, ...] = ()
    notes: tuple[Note, ...] = ()
    rows_left_over: int = 0
    left_over: tuple[Path, ...] = ()
    partner: str | None = None
    handed_over_on: date | None = None
    approved_by: str | None = None
    ignored_columns: tuple[str, ...] = ()
    read_as: str = TABLE


@dataclass(frozen=True, slots=True)
class RulesTaken:
    """The rule pack that was asked, as its folder says."""

    pack: str
    version: str
    digest: str
    country: str
    calls_before_it: int = 0


@dataclass(frozen=True, slots=True)
class LookReport:
    """What the files of a folder show, and what they cannot.

    ``rows``: how many records of each kind were read. ``first_on`` and ``last_on``: the first
    and last day of calls, orders and complaints. ``mapping``: the ``look.toml`` that was
    written or taken. ``mails`` and ``documents``: what was read from mails and PDFs.
    ``totals``: the records with findings, each counted once per chapter. ``not_counted``:
    rows of calls that count elsewhere or not at all, by the code of their note.
    """

    folder: str
    as_of: date | None
    principal: str | None
    settings: LookSettings
    rules: RulesTaken
    files: tuple[FileTaken, ...]
    rows: Mapping[str, int]
    first_on: date | None
    last_on: date | None
    findings: tuple[FindingGroup, ...]
    shown: tuple[LookTable, ...]
    unsaid: tuple[Unsaid, ...]
    mapping: Path
    mails: Mails | None = None
    documents: tuple[Document, ...] = ()
    totals: tuple[Together, ...] = ()
    not_counted: Mapping[str, int] = field(default_factory=dict)

    def group(self, code: str) -> FindingGroup | None:
        """The finding of that code; None where it could not be asked."""
        return next((each for each in self.findings if each.code.code == code), None)

    def total(self, chapter: str, about: str) -> Together | None:
        """The records of that kind with findings of that chapter; None where none was asked."""
        return next((t for t in self.totals if (t.chapter, t.about) == (chapter, about)), None)

    def table(self, code: str) -> LookTable | None:
        """The table of that code; None where it could not be made."""
        return next((each for each in self.shown if each.code.code == code), None)
