"""Reading PDFs: commission statements and invoices become rows, contracts are searched.

A document is opened in a process of its own with limits; a page that is a picture is named a
scan and never guessed. Every value has the page and the words it was read from. What a
contract must say is data (``clauses.yaml``), with the article of law that asks for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.documents.clauses import clause_law, clause_title
    from leumund.intake.documents.document import ContractRead, Document, Found, Party
    from leumund.intake.documents.limits import Limits
    from leumund.intake.documents.notes import document_note_text
    from leumund.intake.documents.reading import read_document

_HOMES = {
    "ContractRead": "document",
    "Document": "document",
    "Found": "document",
    "Limits": "limits",
    "Party": "document",
    "clause_law": "clauses",
    "clause_title": "clauses",
    "document_note_text": "notes",
    "read_document": "reading",
}

__all__ = [
    "ContractRead",
    "Document",
    "Found",
    "Limits",
    "Party",
    "clause_law",
    "clause_title",
    "document_note_text",
    "read_document",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.intake.documents.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.intake.documents has no {name!r}")
