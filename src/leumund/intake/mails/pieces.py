"""A mail's own words set apart from what was quoted, forwarded, signed or copied from"
" letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from leumund.intake.mails.calendar import written_moment
from leumund.intake.mails.cues import CALLED, DENIAL, OBJECTION, found
from leumund.intake.mails.sentences import Span, lowered

if TYPE_CHECKING:
    from leumund.intake.mails.message import Message


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text. ``kind``: own, quoted, forwarded, signature, letter, subject.

    ``sent_at``: when these words were written; for forwarded ones the time in their heading.
    """

    kind: str
    start: int
    end: int
    sent_at: datetime | None


_MARK = re.compile(
    r"^[ >]*(?:[-_]{2,} ?(?:ursprüngliche nachricht|originalnachricht|original message"
    r"|original-nachricht|forwarded message|weitergeleitete nachricht|forwarded by"
    r"|begin forwarded message|weitergeleitet von)[^\n]*|begin forwarded message:|anfang der "
    r"weitergeleiteten nachricht:)[ ]*$",
    re.MULTILINE,
)
_HEAD_FROM = re.compile(r"^[ >*]*(?:von|from|de)\s*:\*? [^\n]*$", re.MULTILINE)
_HEAD_REST = re.compile(
    r"^[ >*]*(?:gesendet|sent|date|datum|betreff|subject|an|to|cc|kopie)\s*:\*?", re.MULTILINE
)
_HEAD_DATE = re.compile(r"^[ >*]*(?:gesendet|sent|date|datum)\s*:\*? ?([^\n]*)$", re.MULTILINE)
_ATTRIBUTION = re.compile(
    r"^(?:am|on) [^\n]{3,120}(?:\n[^\n]{0,80})?(?:schrieb|wrote)[^\n]{0,120}:[ ]*$"
    r"|^[^\n]{3,80} (?:schrieb am|wrote on) [^\n]{3,80}:[ ]*$",
    re.MULTILINE,
)
_FORWARDED_SUBJECT = re.compile(r"^\s*(?:re: ?|aw: ?)*(?:fwd?|wg|wtr|tr|weitergeleitet)\s*:")
_GREETING = re.compile(
    r"^[ ]*(?:mit (?:freundliche[mn]|besten|herzlichen|kollegialen|lieben"
    r"|vielen)[^\n]{0,40}gr(?:ü|ue)(?:ß|ss)e?n?"
    r"|mfg|(?:lg|vg|bg|gruß|grüße|gruss)\b|(?:viele|liebe|beste|freundliche|schöne|herzliche)"
    r" grüße|hochachtungsvoll|in erwartung ihrer|freundlichst|es grüßt|pfiat eich|servus"
    r"|kind regards|best regards|regards|yours (?:sincerely|faithfully|truly)|sincerely"
    r"|best wishes|best|cheers|many thanks|thanks|thank you|gottes segen|danke(?: im voraus)?"
    r"|with (?:kind|best) regards|warm regards)"
    r"\b[ ,.!]*(?:und [^\n]{0,30}|aus [^\n]{0,30}|[A-Z][^\n]{0,40})?$",
    re.IGNORECASE | re.MULTILINE,
)
_DASHES = re.compile(r"^--[ ]?$|^_{5,}$", re.MULTILINE)
_POSTSCRIPT = re.compile(r"^[ ]*p\.? ?s\.?[ :.]", re.MULTILINE)
_QUOTE_LINE = re.compile(r"^[ ]?(?:>|\|)")
_TELLS_LINE = re.compile(
    r"anschlu(?:ss|ß)|angerufen|number called|meine nummer|my number|telefonnummer ist"
)
_PHONE_LINE = re.compile(
    r"^[ ]*(?:tel|telefon|fon|phone|mobil|handy|fax|t|m)\b[^\n]{0,12}[+0(\d]"
)
_LETTER = re.compile(r"[\"„“»](?=[^\"“”«]{60,1500}[\"“”«])[^\"“”«]{60,1500}[\"“”«]")
_LETTER_WORDS = re.compile(
    r"sehr geehrte|dear |vielen dank für ihre|thank you for (?:your|choosing|ordering)"
    r"|wir freuen uns|ihr auftrag|willkommen|we are (?:pleased|delighted)|bestätigen wir"
    r"|welcome"
)
_NO_SENTENCE = 90
_SIGNED_LINES = 14


def pieces(message: Message) -> tuple[Piece, ...]:
    """The pieces in the order of the text; together they cover its subject and its body."""
    text = message.text
    subject = _subject(message)
    cuts = _cuts(text, message.body)
    own_end = cuts[0][0] if cuts else len(text)
    is_passed_on = _is_passed_on(message, own_end)
    made = [Piece("subject", subject.start, subject.end, message.sent_at)]
    made += _body(text, message.body, own_end, message, "own", message.sent_at)
    ends = [start for start, _kind in cuts[1:]] + [len(text)] * bool(cuts)
    for (start, kind), end in zip(cuts, ends, strict=True):
        if not is_passed_on:
            made.append(Piece("quoted", start, end, None))
            continue
        sent_at = _date_of_heading(text, start, end) or message.sent_at
        if kind == "heading":
            body = _behind_heading(text, start, end)
            made.append(Piece("quoted", start, body, None))
            start = body
        made += _body(text, start, end, message, "forwarded", sent_at, is_inner=True)
        is_passed_on = kind == "mark-only"
    return tuple(made)


def _subject(message: Message) -> Span:
    end = message.body - 2
    return Span(max(end - len(message.subject), 0), max(end, 0))


def _cuts(text: str, body: int) -> list[tuple[int, str]]:
    """Where earlier mails begin: with a heading, or below a line like "On Monday X wrote:"."""
    low = lowered(text)
    cuts: dict[int, str] = {}
    for mark in _MARK.finditer(low, body):
        cuts[mark.start()] = "heading"
    for head in _HEAD_FROM.finditer(low, body):
        rest = low[head.end() : head.end() + 600]
        if len(_HEAD_REST.findall(rest[: rest.find("\n\n") if "\n\n" in rest else 600])) >= 2:
            near = any(0 <= head.start() - start < 120 for start in cuts)
            cuts.setdefault(head.start(), "near" if near else "heading")
    for said in _ATTRIBUTION.finditer(low, body):
        cuts.setdefault(said.start(), "attribution")
    for start, _end in _quoted_blocks(low, body):
        if not any(start >= cut for cut in cuts):
            cuts.setdefault(start, "block")
    return sorted((start, kind) for start, kind in cuts.items() if kind != "near")


def _quoted_blocks(low: str, body: int) -> list[tuple[int, int]]:
    """A mail whose last lines are marked as quotes; those between own lines are cut later."""
    lines, place = [], body
    for line in low[body:].split("\n"):
        lines.append(
            (place, place + len(line), bool(_QUOTE_LINE.match(line)), not line.strip())
        )
        place += len(line) + 1
    last = len(lines)
    while last and (lines[last - 1][2] or lines[last - 1][3]):
        last -= 1
    tail = [line for line in lines[last:] if line[2]]
    return [(tail[0][0], len(low))] if tail else []


def _is_passed_on(message: Message, own_end: int) -> bool:
    """Somebody only hands on what another wrote: then the other's words are read."""
    own = lowered(message.text)[message.body : own_end]
    marked = _MARK.search(lowered(message.text), message.body)
    is_forward = bool(_FORWARDED_SUBJECT.match(message.subject.lower())) or bool(
        marked and ("forward" in marked[0] or "weitergeleitet" in marked[0])
    )
    if not is_forward and own.strip():
        return False
    tells = found(CALLED, own) or found(DENIAL, own) or found(OBJECTION, own)
    return not tells and not _tells_when(own)


def _tells_when(own: str) -> bool:
    return bool(re.search(r"\d{1,2}\. ?\w+ um \d|\d{1,2}[.:]\d{2} uhr|\d{1,2} uhr", own))


def _date_of_heading(text: str, start: int, end: int) -> datetime | None:
    dated = _HEAD_DATE.search(lowered(text), start, min(end, start + 600))
    return written_moment(dated[1]) if dated else None


def _behind_heading(text: str, start: int, end: int) -> int:
    """The first character behind the last line of a heading."""
    low, place = lowered(text), start
    lines = low[start : min(end, start + 1_200)].split("\n")
    for line in lines[:10]:
        is_heading = bool(_MARK.match(line) or _HEAD_FROM.match(line) or _HEAD_REST.match(line))
        if line.strip(" >") and not is_heading:
            break
        place += len(line) + 1
    return min(place, end)


def _body(
    text: str,
    start: int,
    end: int,
    message: Message,
    kind: str,
    sent_at: datetime | None,
    *,
    is_inner: bool = False,
) -> list[Piece]:
    """One writer's words: own lines, quoted lines between them, letters, and the signature."""
    signed = _signature(text, start, end, "" if is_inner else message.sender_name)
    made: list[Piece] = []
    for part in (
        _unquoted(text, start, signed) if not is_inner else [Piece(kind, start, signed, None)]
    ):
        if part.kind == "quoted":
            made.append(Piece("quoted", part.start, part.end, None))
        else:
            made += _letters(text, part.start, part.end, kind, sent_at)
    if signed < end:
        made += _signed(text, signed, end, kind, sent_at)
    return made


def _unquoted(text: str, start: int, end: int) -> list[Piece]:
    made: list[Piece] = []
    place = start
    for line in text[start:end].split("\n"):
        stop = min(place + len(line) + 1, end)
        kind = "quoted" if _QUOTE_LINE.match(line) else "own"
        if made and made[-1].kind == kind:
            made[-1] = Piece(kind, made[-1].start, stop, None)
        elif stop > place:
            made.append(Piece(kind, place, stop, None))
        place = stop
    return made


def _letters(
    text: str, start: int, end: int, kind: str, sent_at: datetime | None
) -> list[Piece]:
    """Own words, with what is copied from a letter between quotation marks set apart."""
    made, place = [], start
    for quote in _LETTER.finditer(text, start, end):
        if _LETTER_WORDS.search(quote[0].lower()):
            made.append(Piece(kind, place, quote.start(), sent_at))
            made.append(Piece("letter", quote.start(), quote.end(), None))
            place = quote.end()
    made.append(Piece(kind, place, end, sent_at))
    return [piece for piece in made if piece.end > piece.start]


def _signed(
    text: str, start: int, end: int, kind: str, sent_at: datetime | None
) -> list[Piece]:
    postscript = _POSTSCRIPT.search(lowered(text), start, end)
    if postscript is None:
        return [Piece("signature", start, end, sent_at)]
    return [
        Piece("signature", start, postscript.start(), sent_at),
        Piece(kind, postscript.start(), end, sent_at),
    ]


def _signature(text: str, start: int, end: int, sender: str) -> int:
    """Where the signature begins: a closing formula, two dashes, the writer's name."""
    low = lowered(text)
    places = [mark.start() for mark in _DASHES.finditer(low, start, end)]
    for greeting in _GREETING.finditer(text, start, end):
        rest = text[greeting.end() : end]
        if _is_short(rest):
            places.append(greeting.start())
            break
    places += _named_lines(text, start, end, sender)
    return min(places, default=end)


def _is_short(rest: str) -> bool:
    """Names, addresses, numbers; no sentences. A postscript may follow."""
    head = _POSTSCRIPT.split(rest.lower())[0]
    lines = [line for line in head.split("\n") if line.strip()]
    return len(lines) <= _SIGNED_LINES and all(len(line) < _NO_SENTENCE for line in lines)


def _named_lines(text: str, start: int, end: int, sender: str) -> list[int]:
    """A line near the end that begins with the sender's name, or holds only a phone number."""
    lines, place = [], start
    for line in text[start:end].split("\n"):
        lines.append((place, line))
        place += len(line) + 1
    lines = [entry for entry in lines if entry[1].strip()][-7:]
    surname = sender.split()[-1].lower() if sender.split() else ""
    for place, line in lines[1:]:
        low = line.strip().lower()
        is_name = (
            bool(surname) and len(low) < 70 and surname in low.split(",")[0].split(" - ")[0]
        )
        is_name = is_name and len(low.split(",")[0].split()) <= 5
        is_phone = bool(_PHONE_LINE.match(low)) and place == lines[-1][0] and len(low) < 40
        if (is_name or is_phone) and not _TELLS_LINE.search(low):
            return [place]
    return []
