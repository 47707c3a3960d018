"""Files of mails become messages, one at a time, each of bounded size."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from leumund.basics.legible import named
from leumund.intake.mails.complaint import MailItem
from leumund.intake.mails.message import Message, Unreadable, read_message
from leumund.intake.mails.outlook import SIGN, read_outlook

LARGEST = 40 * 2**20
"""Bytes of one message; a larger one is left out and named."""
ENDINGS = (".eml", ".mbox", ".mbx", ".msg")
_BEGIN = b"From "


def mail_files(path: Path) -> list[Path]:
    """The files of mails in a folder and its folders, in the order of their names; or the
    one file that ``path`` is."""
    if path.is_file():
        return [path]
    found = (one for one in path.rglob("*") if one.suffix.lower() in ENDINGS)
    return sorted(one for one in found if one.is_file() and not one.is_symlink())


def messages(files: Sequence[Path], base: Path) -> Iterator[Message | MailItem]:
    """Every message of these files; one that cannot be read is an item that says why."""
    for path in files:
        inside = path.relative_to(base) if path.is_relative_to(base) else Path(path.name)
        name = named(inside.as_posix())
        try:
            yield from _messages(path, name)
        except OSError:
            yield MailItem(name, 1, "unreadable")


def _messages(path: Path, name: str) -> Iterator[Message | MailItem]:
    with path.open("rb") as source:
        begin = source.read(len(SIGN))
    if not begin:
        yield MailItem(name, 1, "empty")
    elif path.suffix.lower() in (".mbox", ".mbx") or begin.startswith(_BEGIN):
        yield from _mailbox(path, name)
    elif path.stat().st_size > LARGEST:
        yield MailItem(name, 1, "too-large")
    else:
        yield _one(path.read_bytes(), name, 1)


def _mailbox(path: Path, name: str) -> Iterator[Message | MailItem]:
    with closing(mailbox.mbox(path, create=False)) as box:
        rows = 0
        for rows, key in enumerate(box.iterkeys(), 1):
            with box.get_file(key) as source:
                data = source.read(LARGEST + 1)
            yield (
                MailItem(name, rows, "too-large")
                if len(data) > LARGEST
                else _one(data, name, rows)
            )
        if not rows:
            yield MailItem(name, 1, "unreadable")


def _one(data: bytes, name: str, row: int) -> Message | MailItem:
    try:
        return (
            read_outlook(data, name, row)
            if data.startswith(SIGN)
            else read_message(data, name, row)
        )
    except Unreadable:
        return MailItem(name, row, "unreadable")
