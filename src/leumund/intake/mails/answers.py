"""The rim of confirming: what people have clicked, kept beside the folder's files."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.intake.mails.confirmation import Answer, adopted, applied
from leumund.intake.mails.writer import write_complaints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake.mails.complaint import MailComplaint, MailItem, Mails

CONFIRMED = "look-confirmed.json"
_VERSION = 1


class ConfirmedUnreadable(BadInput):
    """{file} cannot be read as answers about mails. Nothing was changed."""

    code = "confirmed-unreadable"
    hint = "Restore it from a backup, or move it away: then all questions are asked again."


def load_answers(folder: Path) -> tuple[Answer, ...]:
    """The answers kept for this folder, in their order; raises ConfirmedUnreadable."""
    path = place_of_answers(folder)
    if not path.exists():
        return ()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_answer(entry) for entry in kept["answers"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ConfirmedUnreadable(file=path.name) from problem


def save_answers(folder: Path, answers: Sequence[Answer]) -> Path:
    """Write all answers; the old file stays whole until the new one is on disk."""
    path = place_of_answers(folder)
    beside = path.with_name(path.name + ".new")
    text = json.dumps(
        {"version": _VERSION, "answers": [asdict(one) for one in answers]},
        ensure_ascii=False,
        indent=1,
    )
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return path


def confirmed(mails: Mails, folder: Path) -> Mails:
    """The mails as people have confirmed them so far; the typed table is written anew."""
    answers = load_answers(folder)
    if not answers:
        return mails
    added = adopted(mails.items, answers)
    complaints = tuple(applied((*mails.complaints, *added), answers))
    return replace(
        mails,
        complaints=complaints,
        items=_items(mails, complaints),
        table=write_complaints(complaints, mails.table),
    )


def _items(mails: Mails, complaints: Sequence[MailComplaint]) -> tuple[MailItem, ...]:
    """What became of each message, now that people have said so."""
    told = {one.message for one in complaints}
    before = {one.message for one in mails.complaints}

    def became(item: MailItem) -> str:
        key = f"{item.file}#{item.row}"
        if key in told - before:
            return "complaint" if item.sent_at else "no-date"
        return "no-complaint" if key in before - told else item.became

    return tuple(replace(item, became=became(item)) for item in mails.items)


def place_of_answers(folder: Path) -> Path:
    """Where the answers for a folder, or for one file, are kept."""
    return (folder if folder.is_dir() else folder.parent) / CONFIRMED


def _answer(entry: dict[str, Any]) -> Answer:
    said = {name: str(entry[name]) for name in ("key", "name", "read", "said", "value")}
    return Answer(**said, start=int(entry.get("start", 0)), end=int(entry.get("end", 0)))
