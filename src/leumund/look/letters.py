"""Mails and documents: what each is taken for, and the records it gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput, Unavailable
from leumund.basics.language import _
from leumund.intake import confirmed, read_document, read_mails
from leumund.look.filename import partner_in
from leumund.look.mapping import PROPOSED
from leumund.look.outcome import DOCUMENT, MAIL, FileTaken
from leumund.look.records import head_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.intake import Attached, Document, MailItem, Mails
    from leumund.look.records import FileThere

_MAIL_ENDINGS = (".eml", ".mbox", ".mbx", ".msg")
_MAIL_HEADERS = (
    *(b"from ", b"from:", b"received:", b"return-path:", b"delivered-to:", b"message-id:"),
    *(b"mime-version:", b"x-", b"date:", b"subject:", b"to:"),
)
_HEADERS_MIN = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A mail that is no complaint and has files with it: who gets them, and when."""

    file: str
    row: int
    words: str
    on: date | None
    sender: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class LettersTaken:
    """``carried``: for the digest of each file that a mail carries, the first such mail.
    ``attached``: the tables that such mails carry."""

    files: tuple[FileTaken, ...] = ()
    mails: Mails | None = None
    carried: Mapping[str, Carried] = field(default_factory=dict)
    attached: tuple[Attached, ...] = ()


def is_mail(file: FileThere) -> bool:
    """By its name, or by the headers it begins with."""
    if file.path.suffix.lower() in _MAIL_ENDINGS:
        return True
    lines = head_of(file.path).lower().splitlines()[:20]
    begin = lines[0] if lines else b""
    return begin.startswith(_MAIL_HEADERS) and (
        sum(line.startswith(_MAIL_HEADERS) for line in lines) >= _HEADERS_MIN
    )


def is_document(file: FileThere) -> bool:
    """Is it a PDF, whatever it is called?"""
    return b"%PDF-" in head_of(file.path)[:1024]


def take_mails(files: Sequence[FileThere], folder: Path, work: Path) -> LettersTaken:
    """All mails as one correspondence, so that threads and copies are joined over files.

    What people have confirmed or put right counts as they say; raises ConfirmedUnreadable.
    """
    if not files:
        return LettersTaken()
    paths = [each.path for each in files]
    mails = confirmed(read_mails(paths, work, base=folder, are_tables_kept=True), folder)
    by_file: dict[str, list[MailItem]] = {each.name: [] for each in files}
    for item in mails.items:
        by_file.setdefault(item.file, []).append(item)
    counts = Counter(_rows_of(mails.table))
    taken = tuple(
        _mail_file(name, items, counts[name]) for name, items in sorted(by_file.items())
    )
    carried = _carried(mails)
    attached = tuple(each for each in mails.attached if each.digest in carried)
    return LettersTaken(taken, mails, carried, attached)


def take_document(file: FileThere, work: Path) -> tuple[FileTaken, Document | None]:
    """A PDF: rows of a statement, a contract, or said to be neither."""
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = read_document(file.path, work, name=file.name)
    except (BadInput, Unavailable) as error:
        why = " ".join(part for part in (error.message(), error.way_out()) if part)
        return FileTaken(file.name, None, None, 0.0, why, PROPOSED, 0, read_as=DOCUMENT), None
    kind = "statements" if found.table is not None and found.rows else None
    taken = FileTaken(
        file=file.name,
        sheet=None,
        kind=kind,
        confidence=found.confidence,
        why=_document_sentence(found.kind),
        said_by=PROPOSED,
        rows=found.rows,
        notes=found.notes,
        left_over=(found.left_over,) if found.left_over is not None else (),
        read_as=DOCUMENT,
    )
    return taken, found


def partner_of(carried: Carried, partners: Sequence[str]) -> str | None:
    """The only partner that the mail speaks of."""
    return partner_in(carried.words, partners)


def partner_from(carried: Carried, partners: Sequence[str]) -> str | None:
    """The partner that has sent the mail."""
    return partner_in(carried.sender, partners)


def _rows_of(table: Path) -> list[str]:
    import pyarrow.parquet as pq

    names: list[str] = pq.read_table(table, columns=["file"])["file"].to_pylist()
    return names


def _mail_file(name: str, items: Sequence[MailItem], rows: int) -> FileTaken:
    became = Counter(item.became for item in items)
    why = " ".join(_became(what).format(count=count) for what, count in sorted(became.items()))
    kind = "complaints" if rows else None
    return FileTaken(name, None, kind, 1.0, why, PROPOSED, rows, read_as=MAIL)


def _became(what: str) -> str:
    sentences = {
        "complaint": _("Mails that complain: {count}."),
        "no-complaint": _("Mails without a complaint: {count}."),
        "duplicate": _("Mails that say what another says: {count}."),
        "joined": _("Mails that add to an earlier one: {count}."),
        "answer": _("Answers of ours: {count}."),
        "unreadable": _("Mails that cannot be read: {count}."),
        "too-large": _("Mails that are too large to be read: {count}."),
        "empty": _("Empty mails: {count}."),
        "no-date": _("Mails that complain and have no date: {count}."),
    }
    return sentences[what]


def _document_sentence(kind: str) -> str:
    sentences = {
        "statement": _("It looks like a statement of commissions."),
        "invoice": _("It looks like an invoice."),
        "contract": _("It looks like a contract."),
        "scan": _("It is a picture of a paper. Nothing on it was guessed."),
        "other": _("It is neither a statement nor a contract."),
    }
    return sentences[kind]


def _carried(mails: Mails) -> dict[str, Carried]:
    """For each file that goes with a mail, the first such mail; who approves may stand in
    another of the same exchange."""
    found: dict[str, Carried] = {}
    approvers: dict[str, str] = {}
    for item in mails.items:
        if item.approver:
            approvers.setdefault(item.thread, item.approver)
    for item in mails.items:
        if item.became in ("no-complaint", "answer"):
            for digest in item.attachments:
                found.setdefault(digest, _carrier(item, approvers.get(item.thread, "")))
    return found


def _carrier(item: MailItem, approver: str) -> Carried:
    words = " ".join((item.subject, *item.to))
    on = item.sent_at.date() if item.sent_at is not None else None
    return Carried(item.file, item.row, words, on, item.sender, approver)
