"""Outlook's .msg files. Nothing in them is run; only texts and bytes are taken out."""

from __future__ import annotations

import io
import re
import struct
from datetime import UTC, datetime
from email import message_from_string, policy
from typing import Any

from leumund.intake.mails.attached import table_part
from leumund.intake.mails.markup import LONGEST_MARKUP, text_of
from leumund.intake.mails.message import (
    Message,
    Unreadable,
    compose,
    digest,
    local,
    read_date,
)

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an OLE compound file ([MS-CFB] 2.2)."""
MOST_ATTACHMENTS = 200
# Properties of [MS-OXPROPS] that the library has no name for.
_DELIVERED_AT, _DISPLAYED_TO = 0x0E06, 0x0E04
_HEADERS = ("to", "cc", "from", "date", "subject", "message-id", "in-reply-to", "references",
            "auto-submitted", "list-unsubscribe")  # fmt: skip
# What a damaged or hostile compound file makes its readers raise.
_BROKEN = (
    struct.error,
    OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError,
    RecursionError, OverflowError, LookupError, MemoryError,
)  # fmt: skip


def read_outlook(data: bytes, file: str, row: int = 1) -> Message:
    """Take an Outlook message apart; raises Unreadable."""
    if not data.startswith(SIGN):
        raise Unreadable
    try:
        from oxmsg import Message as Outlook

        return _composed(Outlook.load(io.BytesIO(data)), file, row)
    except _BROKEN as problem:
        raise Unreadable from problem


def _composed(message: Any, file: str, row: int) -> Message:
    headers = _headers(message)
    sent = message.sent_date or message.properties.date_prop_value(_DELIVERED_AT)
    sent_at = _local(sent) if isinstance(sent, datetime) else read_date(headers.get("date", ""))
    headers["from"] = headers.get("from") or str(message.sender or "")
    if not headers.get("to"):
        headers["to"] = message.properties.str_prop_value(_DISPLAYED_TO) or ""
    headers["subject"] = headers.get("subject") or str(message.subject or "")
    if sent_at is not None and not headers.get("date"):
        headers["date"] = sent_at.strftime("%Y-%m-%d %H:%M")
    body = message.body or ""
    if not body.strip() and message.html_body:
        body = text_of(message.html_body[:LONGEST_MARKUP])
    parts = [
        (str(one.file_name or ""), bytes(one.file_bytes or b""))
        for one in list(message.attachments)[:MOST_ATTACHMENTS]
    ]
    tables = (table_part(name, data) for name, data in parts)
    return compose(
        file,
        row,
        headers=headers,
        sent_at=sent_at,
        body=body,
        attachments=tuple(dict.fromkeys(digest(data) for _name, data in parts)),
        tables=tuple(one for one in tables if one is not None),
    )


def _headers(message: Any) -> dict[str, str]:
    """The transport headers, where the message has come through the internet."""
    given: dict[str, str] = {}
    written = message.message_headers
    if isinstance(written, str):
        parsed = message_from_string(written[:100_000], policy=policy.compat32)
        given = {name.lower(): str(value) for name, value in parsed.items()}
    elif written:
        given = {str(name).lower(): str(value) for name, value in dict(written).items()}
    return {
        name: re.sub(r"\s+", " ", given[name])[:2_000] for name in _HEADERS if name in given
    }


def _local(moment: datetime) -> datetime:
    return local(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
