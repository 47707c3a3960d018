"""The sentences for what must be said about a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _

if TYPE_CHECKING:
    from leumund.intake.tables.sheet import Note


def note_text(note: Note) -> str:
    """The note in the reader's language."""
    return _sentence(note.code).format(**note.values)


def _sentence(code: str) -> str:
    sentences = {
        "empty": _("There is nothing in it."),
        "title-rows": _("Rows above the names of the columns were taken for a title: {rows}."),
        "no-header": _("Its columns have no names; the first row was taken for a record."),
        "totals-row": _(
            "{count} rows were taken for sums and are not counted as records (first: row {row})."
        ),
        "below-the-table": _(
            "{count} rows below the table are not counted as records (first: row {row})."
        ),
        "header-again": _("The names of the columns come {count} times again; left out."),
        "rows-unreadable": _(
            "{count} rows could not be read and are kept with their reasons (first: row {row})."
        ),
        "merged-cells": _(
            "{count} groups of cells are merged; the value stands in each of their rows now."
        ),
        "hidden-column": _("Columns are hidden in the file: {columns}. They were read, too."),
        "hidden-rows": _("{count} rows are hidden in the file. They were read, too."),
        "hidden-sheet": _("The sheet {sheet} is hidden in the file. It was read, too."),
        "hidden-unknown": _(
            "In this old format it cannot be seen whether rows or columns are hidden."
        ),
        "formulas": _(
            "{count} cells hold formulas. What was saved with them was taken; nothing was "
            "computed."
        ),
        "formula-without-value": _(
            "{count} cells hold formulas that were never computed; they are empty here."
        ),
        "formula-errors": _("{count} cells hold an error instead of a value; empty here."),
        "formula-kept-as-text": _(
            "{count} cells begin like formulas. They were kept as text; nothing was computed."
        ),
        "macro-ignored": _("There are macros in the file. They were neither read nor run."),
        "links-ignored": _("The file refers to other files. Nothing was fetched."),
        "encoding-guessed": _(
            "How its letters are written is not said in the file; {encoding} was taken."
        ),
        "encoding-mixed": _(
            "Most of its lines are written in UTF-8, some in {encoding}; each was read in its "
            "own way."
        ),
        "signs-lost": _("{count} signs in it mean nothing in {encoding} and show as �."),
        "cut-off": _(
            "The last line ends in the middle: the file seems to have been cut off."
        ),
        "digits-destroyed": _(
            "In {column}, a spreadsheet program has destroyed the digits of {count} numbers, as "
            "in {example} (first: row {row}). They cannot be restored and were not guessed: "
            "export the column as text."
        ),
        "digits-doubtful": _(
            "In {column}, {count} numbers end in six zeros or more (first: row {row}), as they "
            "do after a spreadsheet program has destroyed their last digits. They were not used."
        ),
        "date-order-guessed": _(
            "In {column}, no date shows whether the day or the month comes first; the day was "
            "taken. Say so in the mapping if it is the month."
        ),
        "date-order-found": _(
            "In {column}, the month comes before the day; {count} dates can be read only so."
        ),
        "date-order-mixed": _(
            "In {column}, some dates have the day first ({first} of them) and some the month "
            "({second}). {unclear} dates can be read both ways and were not used."
        ),
        "dates-half-turned": _(
            "In {column}, every true date has a day up to 12 and every written one a day above: "
            "a spreadsheet program has turned day and month of {count} dates. They were not "
            "used: export the column as text."
        ),
        "serial-dates": _(
            "In {column}, {count} dates were written as a spreadsheet's count of days."
        ),
        "decimal-guessed": _(
            "In {column}, no amount shows whether the point separates thousands; it was taken "
            "so."
        ),
        "decimal-mixed": _(
            "In {column}, decimal points and decimal commas are mixed; {count} amounts can be "
            "read both ways and were not used."
        ),
        "duration-unit-guessed": _(
            "In {column}, nothing shows whether 02:05 means minutes or hours; minutes were taken."
        ),
        "hour-left-out": _(
            "In {column}, {count} times lie in the hour that spring leaves out; kept as written."
        ),
        "unreadable": _(
            "In {column}, {count} values cannot be read as {type} (first: row {row}); they count "
            "as missing."
        ),
        "needed-unreadable": _(
            "{count} rows were left over because {column} is missing or cannot be read (first: "
            "row {row})."
        ),
    }
    return sentences[code]
