"""The child process that opens a PDF: its words with their places, page by page, as JSON lines.

A document comes from a stranger, and the library that reads it is written in C. So it is read
in a process of its own, with as little memory as the platform lets us allow, and with the
document as standard input, so that this process opens no file by name. Nothing in a document is
run: no script, no launch action, no link, no embedded file; that they are there is reported.

``python -P -m leumund.intake.documents.reader LIMITS``; LIMITS is JSON, see ``limits.py``.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from ctypes import byref, c_int
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.intake.documents.restraint import restrain

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE = (3, 7)
"""Text rendering modes that put nothing on the page (ISO 32000-2, table 104)."""
_OBJECTS_MAX = 20_000
_LINKS_MAX = 2_000
_LAUNCHES = 4
_COVERS = 0.05
_COVERING = 0.8
_PASSWORD = 4
_SPACES = frozenset("\u00a0\u2007\u202f\u2009\u200b\ufeff")
_HYPHENS = {"\x02": "-", "\u00ad": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-"}

Glyph = tuple[str, float, float, float, float]
"""A character and its box: left, top, right, bottom, in points from the page's upper left."""


@dataclass(frozen=True, slots=True)
class Painted:
    """What lies on a page: how much of it images cover, and where text can be seen."""

    image_share: float
    paths: int
    covered_until: int
    order: dict[int, int]
    hidden: frozenset[int]


def main(words: list[str]) -> int:
    """Read standard input; one JSON line for the document, one per page, one at the end."""
    limits = json.loads(words[0])
    restrain(limits)
    import pypdfium2

    started = time.monotonic()
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer)
    except pypdfium2.PdfiumError as error:
        _say({"error": "locked" if error.err_code == _PASSWORD else "broken"})
        return 0
    _say({"pages": len(document), **_inside(document)})
    left = limits["characters"]
    for index in range(min(len(document), limits["pages"])):
        if left <= 0 or time.monotonic() - started > limits["seconds"]:
            break
        page = _page(document, index, left)
        left -= page.pop("read")
        _say(page)
    _say({"end": True})
    return 0


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _inside(document: Any) -> dict[str, Any]:
    """What a viewer might have run or opened; here it is only counted."""
    import pypdfium2.raw as pdfium

    return {
        "scripts": max(pdfium.FPDFDoc_GetJavaScriptActionCount(document), 0),
        "attachments": max(pdfium.FPDFDoc_GetAttachmentCount(document), 0),
        "form": document.get_formtype() != pdfium.FORMTYPE_NONE,
    }


def _page(document: Any, index: int, left: int) -> dict[str, Any]:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return {"page": index + 1, "unreadable": True, "words": [], "read": 0}
    try:
        return {"page": index + 1, **_contents(page, left)}
    except pypdfium2.PdfiumError:
        return {"page": index + 1, "unreadable": True, "words": [], "read": 0}
    finally:
        page.close()


def _contents(page: Any, left: int) -> dict[str, Any]:
    box = page.get_cropbox()
    painted = _painted(page, box)
    text = page.get_textpage()
    try:
        glyphs, hidden, unmapped, turn, read = _glyphs(text, painted, box, left)
    finally:
        text.close()
    width, height = box[2] - box[0], box[3] - box[1]
    if turn in (1, 3):
        width, height = height, width
    return {
        "width": round(width, 1),
        "height": round(height, 1),
        "images": round(min(painted.image_share, 1.0), 3),
        "paths": painted.paths,
        "hidden": hidden,
        "unmapped": unmapped,
        "launches": _launches(page),
        "words": list(_words(glyphs)),
        "read": read,
    }


def _painted(page: Any, box: tuple[float, float, float, float]) -> Painted:
    """In the order of painting, so that text below an image is known to be covered by it."""
    import pypdfium2.raw as pdfium

    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    share, paths, covered_until = 0.0, 0, -1
    order: dict[int, int] = {}
    hidden: set[int] = set()
    for place, thing in enumerate(page.get_objects(max_depth=6)):
        if place >= _OBJECTS_MAX:
            break
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            part = _part(thing.get_bounds(), box) / area
            share += part
            covered_until = place if part >= _COVERS else covered_until
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            address = _address(thing.raw)
            order[address] = place
            if pdfium.FPDFTextObj_GetTextRenderMode(thing.raw) in _INVISIBLE:
                hidden.add(address)
    return Painted(share, paths, covered_until, order, frozenset(hidden))


def _part(bounds: tuple[float, ...], box: tuple[float, ...]) -> float:
    width = min(bounds[2], box[2]) - max(bounds[0], box[0])
    height = min(bounds[3], box[3]) - max(bounds[1], box[1])
    return max(width, 0.0) * max(height, 0.0)


def _address(pointer: Any) -> int:
    from ctypes import addressof

    return addressof(pointer.contents)


def _glyphs(
    text: Any, painted: Painted, box: tuple[float, float, float, float], left: int
) -> tuple[list[Glyph | None], int, int, int, int]:
    """Every character that can be seen, None where a word ends; how many were hidden or have
    no known letter; how many quarter turns make most of them upright; how many were looked at.
    """
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFText_CountChars(text), left)
    things = _Things(painted)
    found: list[tuple[int, Glyph] | None] = []
    hidden = unmapped = 0
    for index in range(count):
        letter = _letter(pdfium.FPDFText_GetUnicode(text, index))
        if not letter:
            found.append(None)
            continue
        where = _where(text, index, box)
        turn = things.turn_of(text, index) if where else None
        if where is None or turn is None:
            hidden += 1
            continue
        is_unknown = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        unmapped += is_unknown or letter == "\ufffd"
        found.append((turn, (letter, *where)))
    turns = Counter(one[0] for one in found if one is not None)
    turn = max(turns, key=lambda turn: turns[turn], default=0)
    width, height = box[2] - box[0], box[3] - box[1]
    glyphs = [
        one and _turned(one[1], turn, width, height)
        for one in found
        if one is None or one[0] == turn
    ]
    return glyphs, hidden, unmapped, turn, count


# Remembers what was asked last: most characters belong to the text of the one before.
@dataclass(slots=True)
class _Things:
    """Pieces of text on a page: can they be seen, and how are they turned?"""

    painted: Painted
    last: int = -1
    answer: int | None = None

    def turn_of(self, text: Any, index: int) -> int | None:
        """Quarter turns of a character, -1 for one that stands askew; None: not to be seen."""
        import pypdfium2.raw as pdfium

        thing = pdfium.FPDFText_GetTextObject(text, index)
        address = _address(thing) if thing else 0
        if address != self.last or not address:
            self.last = address
            self.answer = _turn(text, index) if self._is_seen(address) else None
        return self.answer

    def _is_seen(self, address: int) -> bool:
        below = self.painted.order.get(address, _OBJECTS_MAX) < self.painted.covered_until
        is_covered = self.painted.image_share >= _COVERING and below
        return address not in self.painted.hidden and not is_covered


def _turn(text: Any, index: int) -> int:
    import pypdfium2.raw as pdfium

    quarters = pdfium.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
    is_straight = quarters >= 0 and abs(quarters - round(quarters)) < 0.05
    return round(quarters) % 4 if is_straight else -1


def _letter(code: int) -> str:
    """The character, or nothing where it is a space or a control character."""
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd" if code else ""
    letter = _HYPHENS.get(chr(code), chr(code))
    is_nothing = letter.isspace() or letter in _SPACES or (code < 32 and letter != "-")
    return "" if is_nothing else letter


def _where(
    text: Any, index: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """The character's cell on the page as it is stored; None outside of what a page shows."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, byref(rect)):
        return None
    left, right = rect.left - box[0], rect.right - box[0]
    top, bottom = box[3] - rect.top, box[3] - rect.bottom
    is_off = right < 0 or left > box[2] - box[0] or bottom < 0 or top > box[3] - box[1]
    return None if is_off else (left, top, right, bottom)


def _turned(glyph: Glyph, turn: int, width: float, height: float) -> Glyph:
    """The cell on the page when it is turned so that its text is upright."""
    letter, left, top, right, bottom = glyph
    if turn == 1:
        return letter, top, width - right, bottom, width - left
    if turn == 2:
        return letter, width - right, height - bottom, width - left, height - top
    if turn == 3:
        return letter, height - bottom, left, height - top, right
    return glyph


def _words(glyphs: list[Glyph | None]) -> Iterator[list[Any]]:
    """Words in the order of the document: text, left, top, right, bottom."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and (glyph is None or _is_apart(word[-1], glyph)):
            yield _joined(word)
            word = []
        if glyph is not None:
            word.append(glyph)
    if word:
        yield _joined(word)


def _is_apart(before: Glyph, after: Glyph) -> bool:
    """Is there a gap between the two, or another line?"""
    size = max(before[4] - before[2], 1.0)
    is_elsewhere = abs(after[4] - before[4]) > 0.6 * size
    # The letters of a ligature share one box, so the next may begin where the last did.
    is_back = after[1] < before[1] - 0.1 * size
    return is_elsewhere or is_back or after[1] - before[3] > 0.22 * size


def _joined(word: list[Glyph]) -> list[Any]:
    text = "".join(glyph[0] for glyph in word)
    sides = (
        min(glyph[1] for glyph in word),
        min(glyph[2] for glyph in word),
        max(glyph[3] for glyph in word),
        max(glyph[4] for glyph in word),
    )
    return [text, *(round(side, 1) for side in sides)]


def _launches(page: Any) -> int:
    """Links that would start a program."""
    import pypdfium2.raw as pdfium

    place, link, found = c_int(0), pdfium.FPDF_LINK(), 0
    for _link in range(_LINKS_MAX):
        if not pdfium.FPDFLink_Enumerate(page, byref(place), byref(link)):
            break
        action = pdfium.FPDFLink_GetAction(link)
        found += bool(action) and pdfium.FPDFAction_GetType(action) == _LAUNCHES
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
