"""What stands behind a label: payee, partner, period and account of a whole document or part.

Where no label names the payee, the address does: a statement is addressed to who is paid, an
invoice is sent by them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leumund.intake.documents import wording
from leumund.intake.documents.page import joined, parts
from leumund.intake.documents.values import accounts, period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leumund.intake.documents.page import Line, Page, Word

_ADDRESS_FROM, _ADDRESS_UNTIL, _ADDRESS_WIDTH = 0.05, 0.45, 0.62
_FOOT = 0.86
_LONGEST_NAME = 80
_PERIOD_WITHIN = 50
_CITY = re.compile(r"^(?:[A-Z]{1,2}-)?\d{4,5}\s+[A-ZÄÖÜ]|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}$")
_SALUTATION = re.compile(
    r"^(?:an|an die|an den|firma|fa\.|herrn?|frau|to|messrs\.?|mr|mrs|ms)\.?$", re.I
)
_SENDER = re.compile(r"\s*(?:[·•|*–—]|,(?=\s)|\s-\s)\s*")
_POSTCODE = re.compile(r"\b\d{5}\s+[A-ZÄÖÜ]")
_NOT_A_NAME = re.compile(r"^[\W\d_]*$|:\s*$")
_FORM = re.compile(
    r"\b(?:GmbH|AG|KG|OHG|UG|GbR|e\.\s?K\.|mbH|SE|Ltd|Limited|LLP|PLC|Inc|S\.?à\.?r\.?l|B\.?V)\b"
)


def said(line: Line, below: Line | None = None) -> Iterator[tuple[str, str]]:
    """Field and value of every label on a line; a value may stand in the next column or below.

    A label ends in a colon, or its value stands apart from it.
    """
    pieces = list(parts(line, 0.9))
    for place, piece in enumerate(pieces):
        text = _text(piece)
        known = _label(text)
        if known is None:
            continue
        field, rest, has_colon = known
        if not rest and place + 1 < len(pieces):
            rest = _text(pieces[place + 1])
        elif not rest and has_colon and below is not None:
            rest = _below(piece, below)
        value = _value(field, rest, is_marked=has_colon or rest not in text)
        if value:
            yield field, value


def periods(lines: Sequence[Line]) -> list[str]:
    """The periods that stand behind such a label anywhere in a line, each one once."""
    found = []
    for line in lines:
        flat = wording.folded(line.text)
        for phrase, field in wording.labels():
            if field == "period" and phrase in flat:
                found.append(period(flat.partition(phrase)[2][:_PERIOD_WITHIN]))
    return list(dict.fromkeys(one for one in found if one))


def is_labelled(line: Line) -> bool:
    """Does the line begin with a label and a colon?"""
    known = _label(_text(next(parts(line, 0.9))))
    return known is not None and known[2]


def addressee(page: Page, lines: Sequence[Line]) -> str | None:
    """Who a letter goes to: the first line of the block that ends in postcode and town."""
    left = [
        (line, piece)
        for line in lines
        if _ADDRESS_FROM * page.height < line.top < _ADDRESS_UNTIL * page.height
        for piece in parts(line, 2.0)
        if piece[0].left < 0.4 * page.width and piece[-1].right < _ADDRESS_WIDTH * page.width
    ]
    for place, (_line, piece) in enumerate(left):
        if not _CITY.search(_text(piece)) or _is_sender(_text(piece)):
            continue
        block = _block(left[: place + 1])
        names = [text for text in block[:-1] if not _SALUTATION.match(text)]
        if len(names) >= 2 and _is_name(names[0]):
            return names[0]
    return None


def sender(page: Page, lines: Sequence[Line]) -> str | None:
    """Who a letter comes from: the small line above the address, or the head of the page."""
    top = [line for line in lines if line.top < 0.4 * page.height]
    for line in top:
        for piece in parts(line, 3.0):
            if _is_sender(_text(piece)):
                name = _SENDER.split(_text(piece))[0].strip()
                if _is_name(name):
                    return name
    for line in top[:3]:
        for piece in parts(line, 3.0):
            if _FORM.search(_text(piece)) and _is_name(_text(piece)):
                return _text(piece)
    return None


def accounts_of_payee(
    lines: Sequence[Line], heights: dict[int, float], *, is_invoice: bool
) -> tuple[list[str], list[str]]:
    """Right and wrong account numbers that may be the payee's, outside of tables.

    Whoever issues a statement writes their own account into the foot of the page; only in an
    invoice is that the payee's. An account that is said to be paid to outranks all others.
    """
    told: list[str] = []
    right: list[str] = []
    wrong: list[str] = []
    for place, line in enumerate(lines):
        is_foot = line.top > _FOOT * heights.get(line.page, 0.0) > 0
        is_told = _is_told(line, None if is_foot or not place else lines[place - 1])
        if is_foot and not is_invoice and not is_told:
            continue
        for found in accounts(line.text):
            if not found.is_right:
                wrong.append(found.iban)
            else:
                (told if is_told else right).append(found.iban)
    return list(dict.fromkeys(told or right)), list(dict.fromkeys(wrong))


def _is_told(line: Line, above: Line | None) -> bool:
    """Does the line, or the one right above it, say that an account is paid to?"""
    text = line.text
    if above and above.page == line.page and line.top - above.bottom < line.height:
        text = f"{above.text} {text}"
    return any(word in wording.folded(text) for word in wording.payee_account())


def _label(text: str) -> tuple[str, str, bool] | None:
    """The field a text is labelled with, what follows, and whether a colon parts them."""
    flat = wording.folded(text)
    for phrase, field in wording.labels():
        if not flat.startswith(phrase):
            continue
        # Folding makes two letters of one, so the colon is looked for in the text itself.
        head, colon, rest = text.partition(":")
        if colon and len(wording.bare(head)) <= len(wording.bare(phrase)) + 12:
            return field, rest.strip(), True
        if wording.bare(text) == wording.bare(phrase):
            return field, "", False
        words = len(phrase.split())
        if wording.folded(" ".join(text.split()[:words])) == phrase:
            return field, " ".join(text.split()[words:]), False
    return None


def _value(field: str, rest: str, *, is_marked: bool) -> str | None:
    if field == "iban":
        return next((found.iban for found in accounts(rest) if found.is_right), None)
    if field == "period":
        return period(rest)
    if not is_marked or not rest or len(rest) > _LONGEST_NAME or not _is_name(rest):
        return None
    return rest.strip(" ,;")


def _below(piece: Sequence[Word], below: Line) -> str:
    for other in parts(below, 0.9):
        if abs(other[0].left - piece[0].left) < 2 * piece[0].height:
            return _text(other)
    return ""


def _block(pieces: Sequence[tuple[Line, tuple[Word, ...]]]) -> list[str]:
    """The lines above the last one that belong to it: close, and as far to the left."""
    last_line, last = pieces[-1]
    texts = [_text(last)]
    top = last_line.top
    for line, piece in reversed(pieces[:-1]):
        is_close = top - line.bottom < 1.2 * line.height
        if not is_close or abs(piece[0].left - last[0].left) > line.height:
            break
        if _is_sender(_text(piece)):
            break
        texts.append(_text(piece))
        top = line.top
    return texts[::-1]


def _is_sender(text: str) -> bool:
    return len(_SENDER.split(text)) >= 3 and _POSTCODE.search(text) is not None


def _is_name(text: str) -> bool:
    return not _NOT_A_NAME.search(text) and len(text) <= _LONGEST_NAME


def _text(words: Sequence[Word]) -> str:
    return joined([" ".join(word.text for word in words)])
