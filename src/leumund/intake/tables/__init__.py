"""Reading tables as they are: workbooks and text files become sheets, sheets become records.

``read_sheets`` finds the tables of a file and keeps each as Parquet of text; ``propose``
says which kind of record a sheet seems to hold and which column is which field; ``typed``
makes a table with types of it. Nothing is executed or fetched, memory is bounded, and a
row that cannot be read is kept with its number and its reason. A number whose digits a
spreadsheet has destroyed is never guessed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.tables.converting import typed
    from leumund.intake.tables.notes import note_text
    from leumund.intake.tables.proposing import propose
    from leumund.intake.tables.reading import read_sheets
    from leumund.intake.tables.sheet import (
        DayOrder,
        Field,
        FieldType,
        Guess,
        Note,
        Proposal,
        RecordKind,
        Sheet,
        Typed,
    )

_HOMES = {
    "DayOrder": "sheet",
    "Field": "sheet",
    "FieldType": "sheet",
    "Guess": "sheet",
    "Note": "sheet",
    "Proposal": "sheet",
    "RecordKind": "sheet",
    "Sheet": "sheet",
    "Typed": "sheet",
    "note_text": "notes",
    "propose": "proposing",
    "read_sheets": "reading",
    "typed": "converting",
}

__all__ = [
    "DayOrder",
    "Field",
    "FieldType",
    "Guess",
    "Note",
    "Proposal",
    "RecordKind",
    "Sheet",
    "Typed",
    "note_text",
    "propose",
    "read_sheets",
    "typed",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.intake.tables.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.intake.tables has no {name!r}")
