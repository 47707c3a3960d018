"""Where a table begins and ends: title rows, the header, sums and words below.

Tables made by people have a title above and sums below; exports have neither. All is
decided from what stands in the cells, and whatever is left out is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake.tables.rows import Cells

LOOKED_AT = 60
MOST_COLUMNS = 2_000
_HEADER_WITHIN = 40
_OFTEN_FILLED = 0.2
_LEAST_COVERED = 0.5
_LEAST_WORDY = 0.6
_LONGEST_NAME = 80
_LETTER = re.compile(r"[^\W\d_]")
_LIKE_A_VALUE = re.compile(
    r"[+(]?\d[\d\s./()+:,'-]*[^\W\d_]{0,3}"  # numbers, dates, amounts, times
    r"|[^@\s]+@[^@\s]+\.[^@\s]+"  # an e-mail address
    r"|[A-Z]{2}\d{2}[A-Z0-9 ]{10,}"  # an IBAN
    r"|[+-]?\d+[.,]\d+E[+]?\d+|(?:ja|nein|yes|no|true|false|x)",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"(zwischen|gesamt|teil|end)?summen?\b|gesamt(betrag|ergebnis|anzahl)?\b|insgesamt\b"
    r"|(sub|grand )?\s?totals?\b|sum\b|Σ|total:|saldo\b|ergebnis\b",
    re.IGNORECASE,
)
_WORDS_BELOW = re.compile(
    r"stand\b|erstellt|exportiert|export\b|seite\b|page\b|anzahl|ende\b|end of|quelle|source"
    r"|generated|created|printed|gedruckt|hinweis|note\b|bemerkung|\*+\s?\w|-{3,}|={3,}|_{3,}"
    r"|\(?\d+ (rows|zeilen|datens|records|eintr)|alle angaben|dieses dokument|vertraulich"
    r"|confidential|©|legende|freundliche|mit freundlichen",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """``header_at``: place of the header among the rows looked at, None where there is none;
    ``titles``: places above it that hold words. ``usual_fill``: cells filled in most rows."""

    header_at: int | None
    header: tuple[str, ...]
    titles: tuple[int, ...]
    usual_fill: int

    @property
    def width(self) -> int:
        return len(self.header)


def layout_of(rows: Sequence[Cells], least_width: int = 0) -> Layout:
    """The layout told from the first rows of a table (at most LOOKED_AT, none blank).

    ``least_width``: columns the table is known to have.
    """
    places = range(min(len(rows), _HEADER_WITHIN))
    scored = [(score, -place) for place in places if (score := _score(rows, place))]
    best = -max(scored)[1] if scored else None
    below = rows[best + 1 :] if best is not None else rows
    header = _header(rows[best] if best is not None else (), below)
    header += ("",) * (least_width - len(header))
    fills = sorted(sum(map(bool, row)) for row in below) or [len(header)]
    titles = tuple(range(best)) if best else ()
    return Layout(best, header, titles, fills[len(fills) // 2])


def is_sum(cells: Cells, usual_fill: int) -> bool:
    """Is this a sum below or between the rows: a word for it, and fewer cells than usual?"""
    filled = [cell for cell in cells if cell]
    if not filled or not any(_SUM.match(cell) for cell in filled[:2]):
        return False
    if len(filled) < usual_fill:
        return True
    return len(filled) == usual_fill == 2 and any(sign.isdecimal() for sign in filled[1])


def is_below(cells: Cells, usual_fill: int, *, has_gap: bool) -> bool:
    """Are these words below the table? ``has_gap``: a blank row stands before it."""
    filled = [cell for cell in cells if cell]
    if not filled or is_sum(cells, usual_fill):
        return True
    if len(filled) > 2 or usual_fill < 2:
        return False
    if _WORDS_BELOW.match(filled[0]):
        return True
    return has_gap and usual_fill >= 4


def _score(rows: Sequence[Cells], place: int) -> float:
    """How much a row looks like the header of those below it; 0 where it does not."""
    named = {at for at, cell in enumerate(rows[place]) if cell}
    names = [rows[place][at] for at in named]
    below = rows[place + 1 : place + 31]
    if not names:
        return 0.0
    wordy = sum(map(_is_wordy, names)) / len(names)
    filled = _often_filled(below)
    covered = len(named & filled) / len(filled) if filled else _LEAST_COVERED
    if wordy < _LEAST_WORDY or covered < _LEAST_COVERED:
        return 0.0
    if filled and len(named) == 1 and len(filled) > 1:
        return 0.0
    distinct = len(set(names)) / len(names)
    beside = len(named - filled) / len(named) if filled else 0.0
    contrast = _contrast(rows[place], below, named & filled)
    return 2 * covered + wordy + distinct + contrast - beside / 10 - place / 200


def _contrast(header: Cells, below: Sequence[Cells], places: set[int]) -> float:
    """The share of columns whose values below look unlike the name above them."""
    if not places or not below:
        return 0.0
    unlike = 0
    for at in places:
        cells = [row[at] for row in below if at < len(row) and row[at]]
        is_unlike = len(cells) > 1 and sum(map(_is_wordy, cells)) * 2 < len(cells)
        unlike += is_unlike and _is_wordy(header[at])
    return unlike / len(places)


def _often_filled(rows: Sequence[Cells]) -> set[int]:
    counts: dict[int, int] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if cell:
                counts[at] = counts.get(at, 0) + 1
    return {at for at, count in counts.items() if count >= max(1, _OFTEN_FILLED * len(rows))}


def _is_wordy(cell: str) -> bool:
    if len(cell) > _LONGEST_NAME or not _LETTER.search(cell):
        return False
    return not _LIKE_A_VALUE.fullmatch(cell)


def _header(names: Cells, below: Sequence[Cells]) -> tuple[str, ...]:
    """The names, and empty ones for columns that only the rows below fill."""
    widths = [
        max((at + 1 for at, cell in enumerate(row) if cell), default=0)
        for row in (names, *below)
    ]
    width = widths[0]
    if below:
        often = _often_filled(below)
        width = max(width, max(often, default=-1) + 1) if names else max(widths)
    return tuple(" ".join(names[at].split()) if at < len(names) else "" for at in range(width))
