"""Intake: calls and complaints come in as they are; what cannot be read is kept.

A **declared call** is what a partner says it did; it is kept in Parquet files. A
**complaint** is a person's word about a call; each gets a place in the sealed order before
any copy is opened. A complaint that no pass and no declared call explains is an **unexplained
call**, and those are what tracing reads. This part is blind: it cannot see who is in which
copy, and a test holds that it never imports ``release``.

Local time is computed here, once (``moment.py``); a source is one file in ``formats/``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.attempts import DeclaredAttempts
    from leumund.intake.call import Call, Contact
    from leumund.intake.complaint import (
        Complaint,
        Explained,
        Explanation,
        Lodged,
        ShownCall,
        UnexplainedCall,
        Whom,
    )
    from leumund.intake.documents import (
        ContractRead,
        Document,
        Found,
        Limits,
        Party,
        clause_law,
        clause_title,
        document_note_text,
        read_document,
    )
    from leumund.intake.loaded import LoadedCalls, LoadedComplaints
    from leumund.intake.mails import (
        Answer,
        Attached,
        MailComplaint,
        MailItem,
        Mails,
        Question,
        Read,
        Session,
        begun,
        confirmed,
        field_words,
        load_answers,
        mail_texts,
        place_of_answers,
        read_mails,
        save_answers,
    )
    from leumund.intake.moment import Moment, Place, read_moment
    from leumund.intake.shown import ShownBatch, ShownOrder
    from leumund.intake.tables import (
        DayOrder,
        Field,
        FieldType,
        Guess,
        Note,
        Proposal,
        RecordKind,
        Sheet,
        Typed,
        note_text,
        propose,
        read_sheets,
        typed,
    )

_HOMES = {
    "Call": "call",
    "Complaint": "complaint",
    "Contact": "call",
    "ContractRead": "documents",
    "Document": "documents",
    "DeclaredAttempts": "attempts",
    "Explained": "complaint",
    "Explanation": "complaint",
    "DayOrder": "tables",
    "Field": "tables",
    "FieldType": "tables",
    "Found": "documents",
    "Guess": "tables",
    "Limits": "documents",
    "LoadedCalls": "loaded",
    "LoadedComplaints": "loaded",
    "Lodged": "complaint",
    "Answer": "mails",
    "Attached": "mails",
    "Question": "mails",
    "Session": "mails",
    "begun": "mails",
    "confirmed": "mails",
    "field_words": "mails",
    "load_answers": "mails",
    "mail_texts": "mails",
    "place_of_answers": "mails",
    "save_answers": "mails",
    "MailComplaint": "mails",
    "MailItem": "mails",
    "Mails": "mails",
    "Moment": "moment",
    "Note": "tables",
    "Party": "documents",
    "Place": "moment",
    "Proposal": "tables",
    "Read": "mails",
    "RecordKind": "tables",
    "Sheet": "tables",
    "ShownBatch": "shown",
    "ShownCall": "complaint",
    "ShownOrder": "shown",
    "Typed": "tables",
    "UnexplainedCall": "complaint",
    "Whom": "complaint",
    "clause_law": "documents",
    "clause_title": "documents",
    "document_note_text": "documents",
    "note_text": "tables",
    "propose": "tables",
    "read_document": "documents",
    "read_mails": "mails",
    "read_moment": "moment",
    "read_sheets": "tables",
    "typed": "tables",
}

__all__ = [
    "Answer",
    "Attached",
    "Call",
    "Complaint",
    "Contact",
    "ContractRead",
    "DayOrder",
    "DeclaredAttempts",
    "Document",
    "Explained",
    "Explanation",
    "Field",
    "FieldType",
    "Found",
    "Guess",
    "Limits",
    "LoadedCalls",
    "LoadedComplaints",
    "Lodged",
    "MailComplaint",
    "MailItem",
    "Mails",
    "Moment",
    "Note",
    "Party",
    "Place",
    "Proposal",
    "Question",
    "Read",
    "RecordKind",
    "Session",
    "Sheet",
    "ShownBatch",
    "ShownCall",
    "ShownOrder",
    "Typed",
    "UnexplainedCall",
    "Whom",
    "begun",
    "clause_law",
    "clause_title",
    "confirmed",
    "document_note_text",
    "field_words",
    "load_answers",
    "mail_texts",
    "note_text",
    "place_of_answers",
    "propose",
    "read_document",
    "read_mails",
    "read_moment",
    "read_sheets",
    "save_answers",
    "typed",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.intake.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.intake has no {name!r}")
