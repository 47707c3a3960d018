"""One mail: who wrote when, in answer to what, and its plain text.

The text begins with the lines From, Date and Subject as they were written, then an empty line
and the body, so that every value read can point at its words, also one from the subject.
"""

from __future__ import annotations

import codecs
import email
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.header import decode_header
from email.message import Message as Parsed
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from leumund.intake.mails.attached import TablePart, table_part
from leumund.intake.mails.markup import LONGEST_MARKUP, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 60_000
MOST_PARTS = 500
LONGEST_HEADER = 2_000
ZONE = "Europe/Berlin"
_ID = re.compile(r"<[^<>\s]{1,300}>")
# Codecs that are slow on hostile input or are no character sets at all.
_ODD_CODECS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"))
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u2002\u2003\t"), " ")


class Unreadable(Exception):
    """This is no mail that can be taken apart."""


@dataclass(frozen=True, slots=True)
class Message:
    """``sent_at`` is local German time without a zone; None where no header tells it.

    ``body`` is where the body begins in ``text``; ``attachments`` are SHA-256 in hex, and
    ``tables`` those among them that are called like tables.
    """

    file: str
    row: int
    id: str
    references: tuple[str, ...]
    sender_name: str = field(repr=False)
    sender: str = field(repr=False)
    sent_at: datetime | None
    subject: str = field(repr=False)
    text: str = field(repr=False)
    body: int
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_automatic: bool = False
    from_line: str = field(default="", repr=False)
    to: tuple[str, ...] = field(default=(), repr=False)
    tables: tuple[TablePart, ...] = field(default=(), repr=False)

    @property
    def key(self) -> str:
        return f"{self.file}#{self.row}"


def read_message(data: bytes, file: str, row: int = 1) -> Message:
    """Take a mail in the form of RFC 5322 apart; raises Unreadable."""
    try:
        parsed = email.message_from_bytes(data, policy=policy.compat32)
        body, attachments, notes, tables = _contents(parsed)
    except (RecursionError, ValueError, LookupError, TypeError, AssertionError) as problem:
        raise Unreadable from problem
    if not parsed.keys():
        raise Unreadable
    return compose(
        file,
        row,
        headers={name.lower(): _header(parsed, name) for name in _WANTED},
        sent_at=_sent_at(parsed),
        body=body,
        attachments=attachments,
        notes=notes,
        tables=tables,
    )


_WANTED = (
    "To", "Cc",
    "From", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "List-Unsubscribe", "Precedence",
)  # fmt: skip


def compose(
    file: str,
    row: int,
    *,
    headers: dict[str, str],
    sent_at: datetime | None,
    body: str,
    attachments: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    tables: tuple[TablePart, ...] = (),
) -> Message:
    """A message from its pieces, bounded, with the lines that head its text."""
    name, address = parseaddr(headers.get("from", ""))
    subject = " ".join(headers.get("subject", "").split())
    lines = (headers.get("from", ""), headers.get("date", ""), subject)
    head = "From: {}\nDate: {}\nSubject: {}\n\n".format(*map(clean, lines))
    cleaned = clean(body)
    if len(cleaned) > LONGEST_TEXT:
        cleaned, notes = cleaned[:LONGEST_TEXT], (*notes, "cut-off")
    replied = f"{headers.get('references', '')} {headers.get('in-reply-to', '')}"
    to = ", ".join(headers[name] for name in ("to", "cc") if headers.get(name))
    found = _ID.search(headers.get("message-id", ""))
    return Message(
        file=file,
        row=row,
        id=found[0] if found else "",
        references=tuple(dict.fromkeys(_ID.findall(replied)))[-50:],
        sender_name=clean(name),
        sender=address.lower(),
        sent_at=sent_at,
        subject=clean(subject),
        text=head + cleaned,
        body=len(head),
        attachments=attachments,
        notes=notes,
        is_automatic=_is_automatic(headers),
        from_line=clean(headers.get("from", "")),
        to=tuple(one.strip() for one in re.split(r"[,;]", clean(to)) if one.strip())[:50],
        tables=tables,
    )


def clean(text: str) -> str:
    """Composed letters, plain spaces, ``\\n`` at line ends, no invisible characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_SPACES).translate(_UNSEEN)
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc")
    return re.sub(r" +(?=\n)|(?<= ) +", "", "".join(kept)).strip("\n ")


def local(moment: datetime) -> datetime:
    """German wall-clock time, without saying so; a time without a zone is taken as such."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def read_date(written: str) -> datetime | None:
    """The local time of a date as RFC 5322 writes it; None where it is none."""
    try:
        return local(parsedate_to_datetime(written.strip()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def decoded(data: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether its character set had to be guessed."""
    name = _codec(charset)
    if name is not None:
        try:
            return data.decode(name), False
        except (UnicodeDecodeError, LookupError):
            pass
    for guess in ("utf-8", "cp1252"):
        try:
            return data.decode(guess), charset is not None or not data.isascii()
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), True


def _codec(charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):
        return None
    return None if name in _ODD_CODECS else name


def _sent_at(parsed: Parsed) -> datetime | None:
    sent = read_date(_header(parsed, "Date"))
    if sent is not None:
        return sent
    received = parsed.get_all("Received") or ()
    dates = (read_date(str(entry)[:LONGEST_HEADER].rpartition(";")[2]) for entry in received)
    return next((found for found in dates if found is not None), None)


def _header(parsed: Parsed, name: str) -> str:
    """One header, decoded as far as it can be; never longer than LONGEST_HEADER."""
    raw = str(parsed.get(name, ""))[:LONGEST_HEADER]
    if name in ("Message-ID", "In-Reply-To", "References", "Date"):
        return " ".join(raw.split())
    try:
        parts = decode_header(raw)
    except (ValueError, LookupError):
        parts = [(raw, None)]
    return " ".join("".join(_header_part(part, charset) for part, charset in parts).split())


def _header_part(part: Any, charset: str | None) -> str:
    if isinstance(part, str):
        return decoded(part.encode("utf-8", "surrogateescape"), None)[0]
    return decoded(part, None if charset in (None, "unknown-8bit") else charset)[0]


def _is_automatic(headers: dict[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "no").lower()
    return submitted not in ("", "no") or bool(headers.get("list-unsubscribe"))


def _contents(
    parsed: Parsed,
) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[TablePart, ...]]:
    """Body, digests of attachments, notes, tables. The plain part is the body, if it says
    anything."""
    plain: list[str] = []
    marked: list[str] = []
    attachments: list[str] = []
    notes: list[str] = []
    tables: list[TablePart | None] = []
    for part in _leaves(parsed, 0):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or bool(part.get_filename())
        raw = part.get_payload(decode=True)
        data = raw if isinstance(raw, bytes) else b""
        if is_file or kind not in ("text/plain", "text/html"):
            attachments.append(digest(data))
            tables.append(table_part(_file_name(part), data))
            continue
        text, is_guessed = decoded(data[: 2 * LONGEST_MARKUP], part.get_content_charset())
        notes.extend(["encoding-guessed"] if is_guessed else [])
        (plain if kind == "text/plain" else marked).append(text)
    body = "\n\n".join(plain).strip()
    if marked and len(body) < _SAYS_NOTHING:
        shown = "\n\n".join(text_of(markup) for markup in marked)
        body = shown if len(shown) > len(body) else body
    kept = tuple(one for one in tables if one is not None)
    return body, tuple(dict.fromkeys(attachments)), tuple(dict.fromkeys(notes)), kept


def _file_name(part: Parsed) -> str:
    """What the attachment is called, decoded as far as it can be."""
    raw = str(part.get_filename() or "")[:LONGEST_HEADER]
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):
        return raw
    return "".join(_header_part(piece, charset) for piece, charset in pieces)


_SAYS_NOTHING = 25
_DEEPEST = 30


def _leaves(part: Parsed, depth: int) -> Iterator[Parsed]:
    """The parts that hold something; a mail attached to a mail is read like a forwarded one."""
    seen = 0
    waiting: list[tuple[Any, int]] = [(part, depth)]
    while waiting and seen < MOST_PARTS:
        current, level = waiting.pop()
        payload = current.get_payload()
        if isinstance(payload, list):
            if current.get_content_type() == "message/rfc822" and payload:
                yield _heading(payload[0])
            if level < _DEEPEST:
                waiting.extend((inner, level + 1) for inner in reversed(payload))
            continue
        seen += 1
        yield current


def _heading(inner: Parsed) -> Parsed:
    """The lines that mail programs write above a forwarded mail."""
    lines = [f"{name}: {_header(inner, name)}" for name in ("From", "Date", "Subject")]
    heading = Parsed()
    heading["Content-Type"] = "text/plain; charset=utf-8"
    heading["Content-Transfer-Encoding"] = "8bit"
    text = "---------- Forwarded message ---------\n" + "\n".join(lines)
    heading.set_payload(text.encode("utf-8", "replace").decode("ascii", "surrogateescape"))
    return heading
