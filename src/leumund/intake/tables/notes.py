"""The sentences for what must be said about a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _

if TYPE_CHECKING:
    from leumund.intake.tables.sheet import FieldType, Note


def note_text(note: Note) -> str:
    """The note in the reader's language."""
    sentences = _about_rows() | _about_files() | _about_columns()
    values = dict(note.values)
    if "type" in values:
        values["type"] = type_words(values["type"])  # type: ignore[arg-type]
    return sentences[note.code].format(**values)


def _about_rows() -> dict[str, str]:
    return {
        "empty": _("There is nothing in it."),
        "title-rows": _("Rows above the names of the columns were taken for a title: {rows}."),
        "no-header": _("Its columns have no names; the first row was taken for a record."),
        "totals-row": _(
            "Taken for sums and not counted as records: {count}, the first in row {row}."
        ),
        "below-the-table": _(
            "Below the table and not counted as records: {count}, the first in row {row}."
        ),
        "header-again": _(
            "Where the names of the columns come again, they were left out: {count}."
        ),
        "calls-in-several-files": _(
            "Calls that stand in another file as well (same partner, number, minute and "
            "length) and were counted there: {count}."
        ),
        "calls-inbound": _(
            "Calls in which the person rang (inbound), which are no calls by the partner: "
            "{count}."
        ),
        "rows-unreadable": _(
            "Rows that could not be read and are kept with their reasons: {count}, the first "
            "is row {row}."
        ),
    }


def _about_files() -> dict[str, str]:
    return {
        "merged-cells": _(
            "Values that are merged over several rows: {count}. They stand in each of the "
            "rows now."
        ),
        "hidden-column": _("Columns are hidden in the file: {columns}. They were read, too."),
        "hidden-rows": _("Rows hidden in the file: {count}. They were read, too."),
        "hidden-sheet": _("The sheet {sheet} is hidden in the file. It was read, too."),
        "hidden-unknown": _(
            "In this old format it cannot be seen whether rows or columns are hidden."
        ),
        "formulas": _(
            "Formulas in it: {count}. What was saved with them was taken; nothing was computed."
        ),
        "formula-without-value": _(
            "Formulas that were never computed and are empty here: {count}."
        ),
        "formula-errors": _("Errors instead of values, empty here: {count}."),
        "formula-kept-as-text": _(
            "Values that begin like formulas: {count}, the first in row {row}. They were kept"
            " as text; nothing was computed."
        ),
        "macro-ignored": _("There are macros in the file. They were neither read nor run."),
        "links-ignored": _("The file refers to other files. Nothing was fetched."),
        "encoding-guessed": _(
            "How its letters are written is not said in the file; {encoding} was taken."
        ),
        "encoding-mixed": _(
            "Most of its lines are written in UTF-8, some in {encoding}; each was read in its"
            " own way."
        ),
        "changed-meanwhile": _(
            "Somebody wrote into it while it was read, so that what was taken may be of two "
            "moments. Look again."
        ),
        "cut-off": _("The last row is not whole; the file may have been cut off."),
        "sheets-without-table": _("Sheets without a table were left out: {sheets}."),
    }


def _about_columns() -> dict[str, str]:
    return {
        "digits-destroyed": _(
            "In {column}, a spreadsheet program has destroyed digits, as in 4,9E+11. Values "
            "lost: {count}, the first in row {row}. They cannot be restored and were not "
            "guessed: export the column as text."
        ),
        "digits-doubtful": _(
            "In {column}, numbers end in six zeros, as they do after a spreadsheet program "
            "has destroyed their last digits: {count}, the first in row {row}. They were not "
            "used."
        ),
        "date-order-guessed": _(
            "In {column}, no date shows whether the day or the month comes first; the day was"
            " taken. Say so in the mapping if it is the month."
        ),
        "date-order-found": _(
            "In {column}, the month comes before the day. Dates that can be read only so: "
            "{count}."
        ),
        "date-order-mixed": _(
            "In {column}, some dates have the day first ({first}) and some the month "
            "({second}). Those that can be read both ways were not used: {unclear}."
        ),
        "dates-half-turned": _(
            "In {column}, a spreadsheet program seems to have turned day and month wherever "
            "it could: no date that it knows has a day above 12, and every other has. Not "
            "used: {count}. Export the column as text."
        ),
        "serial-dates": _(
            "In {column}, dates are written as a spreadsheet's count of days: {count}."
        ),
        "decimal-guessed": _(
            "In {column}, no amount shows whether the point separates thousands; it was taken"
            " so."
        ),
        "decimal-mixed": _(
            "In {column}, decimal points and decimal commas are mixed. Amounts that can be "
            "read both ways were not used: {count}."
        ),
        "duration-unit-guessed": _(
            "In {column}, nothing shows whether 02:05 means minutes or hours; minutes were "
            "taken."
        ),
        "shifted-from-utc": _(
            "The header of {column} names world time (UTC, GMT). Moments that were turned into "
            "German time: {count}."
        ),
        "unreadable": _(
            "In {column}, values that cannot be read as {type} count as missing: {count}, the"
            " first in row {row}."
        ),
        "needed-unreadable": _(
            "Rows left over because {column} is missing or cannot be read: {count}, the first"
            " is row {row}."
        ),
    }


def type_words(type_: FieldType) -> str:
    """What a type is called, in the reader's language."""
    return {
        "number": _("a phone number"),
        "ref": _("a reference"),
        "text": _("text"),
        "name": _("a name"),
        "moment": _("a date with its time"),
        "day": _("a date"),
        "amount": _("an amount"),
        "iban": _("an IBAN"),
        "email": _("an e-mail address"),
        "yes_no": _("yes or no"),
        "duration_s": _("a duration"),
        "channel": _("a way of contact"),
        "clock": _("a time of day"),
    }[type_]
