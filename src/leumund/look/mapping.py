"""Which kind of record a sheet holds and which column is which: proposed, asked, said.

What ``look.toml`` says holds. Otherwise the proposal is taken where it is sure enough, a
question is asked where it is not, and where nobody can be asked the doubtful column is left
out and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.basics.language import _
from leumund.look.kinds import KINDS
from leumund.look.outcome import ColumnTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from leumund.intake import DayOrder, Proposal, RecordKind, Sheet
    from leumund.look.settings import LookSettings

    Ask = Callable[["Question"], str | None]

LEFT_OUT = ""
PARTNER, HANDED_OVER_ON = "partner", "handed_over_on"
SAID_BY_FILE, ANSWERED, PROPOSED = "look.toml", "answer", "proposal"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can say about a sheet.

    ``field`` is missing where its kind is asked. ``guess`` is one of ``choices``: names of
    kinds, headers of columns, or partners; the empty choice means: leave it out.
    """

    file: str
    sheet: str | None
    field: str | None
    guess: str
    confidence: float
    why: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What ``look.toml`` says about a sheet; ``columns``: field to the column's header, or
    ``#3`` for the third column."""

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    partner: str | None = None
    handed_over_on: date | None = None
    day_order: DayOrder | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a sheet is taken for. ``columns``: every column that was thought of. ``likely``:
    where it was left out unasked, what it would have been taken for."""

    kind: str | None
    confidence: float
    why: str
    said_by: str
    columns: tuple[ColumnTaken, ...] = ()
    partner: str | None = None
    handed_over_on: date | None = None
    day_order: DayOrder | None = None
    likely: Chosen | None = None

    @property
    def places(self) -> dict[str, int]:
        """Field to column, for those that are used."""
        return {each.field: each.column for each in self.columns if each.is_used}


def choose(
    sheet: Sheet,
    proposal: Proposal,
    saved: Saved | None,
    settings: LookSettings,
    ask: Ask | None = None,
    propose_as: Callable[[RecordKind], Proposal] | None = None,
) -> Chosen:
    """What the sheet is taken for, by what was saved, else answered, else proposed.

    ``propose_as`` proposes again once a person has said that it is of another kind.
    """
    if saved is not None:
        return _from_saved(sheet, saved)
    kind, said_by = proposal.kind or LEFT_OUT, PROPOSED
    if proposal.confidence < settings.ask_below and sheet.rows and ask is not None:
        answer = ask(_kind_question(sheet, proposal))
        if answer is not None:
            kind, said_by = answer, ANSWERED
            if kind in KINDS and kind != proposal.kind and propose_as is not None:
                proposal = propose_as(KINDS[kind])
    if said_by == PROPOSED and proposal.confidence < settings.leave_out_below:
        kind = LEFT_OUT
    why = _why(sheet, proposal, kind, said_by)
    if kind not in KINDS:
        likely = _likely(sheet, proposal, settings) if said_by == PROPOSED else None
        return Chosen(None, proposal.confidence, why, said_by, likely=likely)
    confidence = 1.0 if said_by == ANSWERED else proposal.confidence
    columns = _columns(sheet, proposal, KINDS[kind], settings, ask)
    return Chosen(kind, confidence, why, said_by, columns)


def _likely(sheet: Sheet, proposal: Proposal, settings: LookSettings) -> Chosen | None:
    if proposal.kind is None or proposal.kind not in KINDS:
        return None
    columns = _columns(sheet, proposal, KINDS[proposal.kind], settings, None)
    why = _("By its columns: {columns}.").format(columns=_known_headers(proposal))
    return Chosen(proposal.kind, proposal.confidence, why, PROPOSED, columns)


def header_of(sheet: Sheet, column: int) -> str:
    """How a column is called in ``look.toml``: by its header, by its place where that is
    empty or stands twice."""
    header = sheet.header[column].strip()
    is_clear = header and [each.strip() for each in sheet.header].count(header) == 1
    return header if is_clear and not header.startswith("#") else f"#{column + 1}"


def column_of(sheet: Sheet, called: str) -> int | None:
    """The column of that name; None where the sheet has none."""
    for column in range(len(sheet.header)):
        if header_of(sheet, column) == called.strip() or f"#{column + 1}" == called.strip():
            return column
    return None


def _from_saved(sheet: Sheet, saved: Saved) -> Chosen:
    """A column that is not there has stopped the look before (``entries.check_columns``)."""
    why = _("look.toml says so.")
    found = {name: column_of(sheet, called) for name, called in saved.columns.items()}
    if saved.kind not in KINDS:
        return Chosen(None, 1.0, why, SAID_BY_FILE)
    columns = tuple(
        ColumnTaken(name, column, sheet.header[column], 1.0, why)
        for name, column in found.items()
        if column is not None
    )
    return Chosen(
        kind=saved.kind,
        confidence=1.0,
        why=why,
        said_by=SAID_BY_FILE,
        columns=columns,
        partner=saved.partner,
        handed_over_on=saved.handed_over_on,
        day_order=saved.day_order,
    )


def _kind_question(sheet: Sheet, proposal: Proposal) -> Question:
    return Question(
        file=sheet.file,
        sheet=sheet.name,
        field=None,
        guess=proposal.kind or LEFT_OUT,
        confidence=proposal.confidence,
        why=_headers(sheet),
        choices=(*KINDS, LEFT_OUT),
    )


def _headers(sheet: Sheet) -> str:
    return ", ".join(header for header in sheet.header if header)


def _why(sheet: Sheet, proposal: Proposal, kind: str, said_by: str) -> str:
    if said_by == ANSWERED:
        return _("You said so.")
    if not sheet.rows and not any(sheet.header):
        return _("There is nothing in it.")
    if not proposal.kind:
        return _("Its columns are like nothing that is known here.")
    if not kind:
        return _("Too few of its columns are like those of any kind; nobody was asked.")
    return _("By its columns: {columns}.").format(columns=_known_headers(proposal))


def _known_headers(proposal: Proposal) -> str:
    sure = sorted(proposal.columns.items(), key=lambda each: -each[1].confidence)
    return ", ".join(name for name, _guess in sure[:5])


def _columns(
    sheet: Sheet,
    proposal: Proposal,
    kind: RecordKind,
    settings: LookSettings,
    ask: Ask | None,
) -> tuple[ColumnTaken, ...]:
    names = [each.name for each in kind.fields]
    guessed = {name: guess for name, guess in proposal.columns.items() if name in names}
    taken: dict[int, str] = {}
    found: list[ColumnTaken] = []
    for name, guess in sorted(guessed.items(), key=lambda each: -each[1].confidence):
        column = _column(sheet, name, guess, settings, ask, taken)
        if column is not None:
            found.append(column)
            if column.is_used:
                taken[column.column] = name
    return tuple(sorted(found, key=lambda each: names.index(each.field)))


def _column(
    sheet: Sheet,
    name: str,
    guess: Any,
    settings: LookSettings,
    ask: Ask | None,
    taken: Mapping[int, str],
) -> ColumnTaken | None:
    """What is taken for a field; None where somebody says that it is not there."""
    header = sheet.header[guess.column]
    if guess.confidence < settings.ask_below and ask is not None:
        answer = ask(_column_question(sheet, name, guess, taken))
        if answer == LEFT_OUT:
            return None
        column = column_of(sheet, answer) if answer is not None else None
        if column is not None:
            why = _("You said so.")
            return ColumnTaken(name, column, sheet.header[column], 1.0, why)
    is_used = guess.confidence >= settings.leave_out_below and guess.column not in taken
    return ColumnTaken(name, guess.column, header, guess.confidence, guess.why, is_used)


def _column_question(sheet: Sheet, name: str, guess: Any, taken: Mapping[int, str]) -> Question:
    free: Sequence[int] = [i for i in range(len(sheet.header)) if i not in taken]
    return Question(
        file=sheet.file,
        sheet=sheet.name,
        field=name,
        guess=header_of(sheet, guess.column),
        confidence=guess.confidence,
        why=guess.why,
        choices=(*(header_of(sheet, column) for column in free), LEFT_OUT),
    )
