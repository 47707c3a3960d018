"""A page as words with places, and the lines they stand in: as they look, and as they read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PageKind = Literal["text", "scan", "blank", "unreadable"]

_WIDE_GAP = 4.0
_ENDS_IN_HYPHEN = re.compile(r"[^\W\d_]-$")
_AND = ("und", "oder", "sowie", "bzw.", "and", "or")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in points from the upper left of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other on one page, from left to right."""

    page: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def height(self) -> float:
        return max(word.height for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``hidden``: how many characters of it nobody could see, and were not read."""

    number: int
    kind: PageKind
    width: float
    height: float
    words: tuple[Word, ...]
    hidden: int = 0


def seen(page: Page) -> tuple[Line, ...]:
    """The lines as they look, from top to bottom: what stands at one height is one line."""
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda word: (word.top + word.bottom) / 2):
        if rows and _is_beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(
        Line(page.number, tuple(sorted(row, key=lambda word: word.left))) for row in rows
    )


def read(page: Page) -> tuple[Line, ...]:
    """The lines as they read, in the order of the document: columns one after the other."""
    lines: list[list[Word]] = []
    for word in page.words:
        if lines and _goes_on(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(Line(page.number, tuple(line)) for line in lines)


def parts(line: Line, gap: float = 1.0) -> Iterator[tuple[Word, ...]]:
    """The line cut where a gap is wider than ``gap`` times its height."""
    part: list[Word] = []
    for word in line.words:
        if part and word.left - part[-1].right > gap * word.height:
            yield tuple(part)
            part = []
        part.append(word)
    if part:
        yield tuple(part)


def joined(texts: Iterable[str]) -> str:
    """Lines as running text; a word that was parted at a line's end is whole again."""
    pieces: list[str] = []
    for text in texts:
        before = pieces[-1] if pieces else ""
        if not before:
            pieces.append(text)
        elif _is_parted(before, text):
            pieces[-1] = before[:-1]
            pieces.append(text)
        elif before.endswith(("-", "/")) and not _is_and(text):
            pieces.append(text)
        else:
            pieces += [" ", text] if text else []
    return "".join(pieces)


def _is_parted(before: str, after: str) -> bool:
    is_hyphen = _ENDS_IN_HYPHEN.search(before[-2:]) is not None
    return is_hyphen and after[:1].islower() and not _is_and(after)


def _is_and(text: str) -> bool:
    """As in "Auftrags- und Bestellnummer", where the hyphen stays and so does the gap."""
    return text.split(" ", 1)[0].lower() in _AND


def _is_beside(row: Sequence[Word], word: Word) -> bool:
    """Do they share more than half of the lower one's height?"""
    top = sum(other.top for other in row) / len(row)
    bottom = sum(other.bottom for other in row) / len(row)
    shared = min(bottom, word.bottom) - max(top, word.top)
    return shared > 0.5 * min(bottom - top, word.height)


def _goes_on(before: Word, after: Word) -> bool:
    is_level = abs(before.bottom - after.bottom) < 0.5 * before.height
    gap = after.left - before.right
    return is_level and -before.height < gap < _WIDE_GAP * before.height
