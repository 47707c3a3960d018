"""The columns of a table, found from the words that head them and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from leumund.intake.documents import wording
from leumund.intake.documents.page import joined, parts
from leumund.intake.documents.values import amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leumund.intake.documents.page import Line, Word

_LINES_MAX = 3
_APART = 0.55
_WORD_GAP = 0.36
_LINE_GAP = 1.0
_FIELDS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column from ``left`` to ``right``, headed ``heading``; ``field`` None: not needed here.

    ``rank``: among several that may hold the same field, the lowest does.
    """

    field: str | None
    rank: int
    heading: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Header:
    """The columns from left to right, how many lines head them, how many headings are known."""

    columns: tuple[Column, ...]
    lines: int
    known: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)

    def cells(self, line: Line) -> dict[int, list[Word]]:
        """The words of a line by the place of their column."""
        found: dict[int, list[Word]] = {}
        for word in line.words:
            found.setdefault(self._place(word), []).append(word)
        return found

    def runs_over(self, line: Line) -> bool:
        """Do words go on across the border before the amount, as in running text?"""
        places = [self._place(word) for word in line.words]
        for before, after in pairwise(range(len(places))):
            if self.columns[places[after]].field != "amount" or places[before] == places[after]:
                continue
            gap = line.words[after].left - line.words[before].right
            if gap < _WORD_GAP * line.height:
                return True
        return False

    def _place(self, word: Word) -> int:
        for place, column in enumerate(self.columns):
            if word.middle <= column.right:
                return place
        return len(self.columns) - 1


def header(lines: Sequence[Line]) -> Header | None:
    """The header that these lines begin with, in one to three of them; None where none does.

    It must head amounts and one other field that we look for. A title right above a header is
    no part of it: then the next line begins a better one.
    """
    found = _header(lines)
    if found is None:
        return None
    later = _header(lines[1:])
    return None if later and later.known > found.known else found


def _header(lines: Sequence[Line]) -> Header | None:
    best: Header | None = None
    for count in range(1, min(_LINES_MAX, len(lines)) + 1):
        if count > 1 and not _is_close(lines[count - 2], lines[count - 1]):
            break
        if count > 1 and _has_amount(lines[count - 1]):
            break
        columns = tuple(_columns(lines[:count]))
        known = sum(wording.column(column.heading) is not None for column in columns)
        found = Header(columns, count, known)
        is_table = "amount" in found.fields and len(found.fields) >= _FIELDS_NEEDED
        if is_table and 2 * known >= len(columns) and _is_better(found, best):
            best = found
    return best


def _is_better(found: Header, best: Header | None) -> bool:
    if best is None or found.known > best.known:
        return True
    return found.known == best.known and len(found.columns) == len(best.columns)


def fitted(found: Header, body: Sequence[Line]) -> Header:
    """The same columns with borders where fewest words of the body are crossed.

    A column of numbers reaches to the left of its heading and one of text to the right, but
    a border never lies below a heading.
    """
    words = [word for line in body if _has_amount(line) for word in line.words]
    borders = [
        _border(before.right, after.left, words) for before, after in pairwise(found.columns)
    ]
    rights = [*borders, float("inf")]
    lefts = [float("-inf"), *borders]
    return Header(
        tuple(
            replace(column, left=left, right=right)
            for column, left, right in zip(found.columns, lefts, rights, strict=True)
        ),
        found.lines,
        found.known,
    )


def _columns(lines: Sequence[Line]) -> Iterator[Column]:
    """Headings that stand above each other are one; of several for a field one is chosen."""
    cells: list[list[tuple[Word, ...]]] = []
    for line in lines:
        for part in _headings(line):
            above = [cell for cell in cells if _overlaps(cell, part)]
            if not above:
                cells.append([part])
            else:
                above[0].append(part)
                for other in above[1:]:
                    above[0].extend(other)
                    cells.remove(other)
    found = sorted((_column(cell) for cell in cells), key=lambda column: column.left)
    chosen: dict[str | None, Column] = {}
    for column in sorted(found, key=lambda column: column.rank):
        chosen.setdefault(column.field, column)
    for column in found:
        yield column if chosen[column.field] is column else replace(column, field=None)


def _headings(line: Line) -> Iterator[tuple[Word, ...]]:
    """The cells of a line; where columns stand close, words that are known are cells."""
    for part in parts(line, _APART):
        if len(part) == 1 or wording.column(_text(part)):
            yield part
        else:
            yield from _split(part)


def _split(part: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    """Cut into known headings if they fill it wholly, else left as it is."""
    pieces: list[tuple[Word, ...]] = []
    start = 0
    while start < len(part):
        for end in range(min(len(part), start + 3), start, -1):
            if wording.column(_text(part[start:end])):
                pieces.append(part[start:end])
                start = end
                break
        else:
            yield part
            return
    yield from pieces


def _column(cell: list[tuple[Word, ...]]) -> Column:
    heading = joined(_text(part) for part in cell)
    known = wording.column(heading)
    words = [word for part in cell for word in part]
    field, rank = known or (None, 0)
    return Column(
        field=None if field == "other" else field,
        rank=rank,
        heading=heading,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
    )


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _overlaps(cell: list[tuple[Word, ...]], part: tuple[Word, ...]) -> bool:
    left = min(words[0].left for words in cell)
    right = max(words[-1].right for words in cell)
    return part[0].left < right and part[-1].right > left


def _is_close(above: Line, below: Line) -> bool:
    return below.top - above.bottom < _LINE_GAP * above.height


def _has_amount(line: Line) -> bool:
    return any(
        any(mark in word.text for mark in ",.") and amount(word.text) is not None
        for word in line.words
    )


def _border(left: float, right: float, words: Sequence[Word]) -> float:
    """Where between the two a line down the page crosses fewest words; the widest such gap."""
    if right <= left:
        return (left + right) / 2
    edges = {left, right}
    for word in words:
        edges.update(edge for edge in (word.left, word.right) if left < edge < right)
    steps = sorted(edges)
    best = (len(words) + 1, 0.0, (left + right) / 2)
    for low, high in pairwise(steps):
        middle = (low + high) / 2
        crossed = sum(word.left < middle < word.right for word in words)
        best = min(best, (crossed, low - high, middle))
    return best[2]
