"""Mails become complaints: every value points at its words and waits for a person's click.

``read_mails`` takes .eml, .mbox and .msg files. A mail's own words are set apart from what it
quotes, forwards, signs with or copies from letters; small grammars (``cues.py``,
``cues_context.py``, ``calendar_words.py``), which are data, find the fields in them. No model
was trained on anything, so that each value can say why it was read.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.mails.answers import (
        confirmed,
        load_answers,
        place_of_answers,
        save_answers,
    )
    from leumund.intake.mails.attached import Attached
    from leumund.intake.mails.complaint import (
        FIELDS,
        WITHHELD,
        MailComplaint,
        MailItem,
        Mails,
        Read,
    )
    from leumund.intake.mails.confirmation import (
        Answer,
        Question,
        Session,
        begun,
        field_words,
    )
    from leumund.intake.mails.writer import (
        mail_texts,
        read_mails,
        text_of,
        write_complaints,
    )

_HOMES = {
    "Answer": "confirmation",
    "Attached": "attached",
    "FIELDS": "complaint",
    "MailComplaint": "complaint",
    "MailItem": "complaint",
    "Mails": "complaint",
    "Question": "confirmation",
    "Read": "complaint",
    "Session": "confirmation",
    "WITHHELD": "complaint",
    "begun": "confirmation",
    "confirmed": "answers",
    "field_words": "confirmation",
    "load_answers": "answers",
    "mail_texts": "writer",
    "place_of_answers": "answers",
    "read_mails": "writer",
    "save_answers": "answers",
    "text_of": "writer",
    "write_complaints": "writer",
}

__all__ = [
    "FIELDS",
    "WITHHELD",
    "Answer",
    "Attached",
    "MailComplaint",
    "MailItem",
    "Mails",
    "Question",
    "Read",
    "Session",
    "begun",
    "confirmed",
    "field_words",
    "load_answers",
    "mail_texts",
    "place_of_answers",
    "read_mails",
    "save_answers",
    "text_of",
    "write_complaints",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.intake.mails.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.intake.mails has no {name!r}")
