"""A text cut into passages: sentences, and each with the one that follows it.

Headings carry no full stop, so they belong to the sentence below; a table of contents is no
text. Pages are kept, and a foot that stands on every page does not part a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leumund.intake.documents.page import Line, Page, joined, read
from leumund.intake.documents.wording import folded

_ENDS = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÄÖÜ§(\d„\"•–]|[a-z]{1,2}\)\s)")
_SHORT = re.compile(
    r"(?:\b(?:Abs|Art|lit|Nr|Ziff|bzw|z\.\s?B|u\.\s?a|d\.\s?h|i\.\s?S\.\s?d|i\.\s?V\.\s?m|gem|ggf|vgl|inkl"
    r"|max|ca|Dr|Prof|Str|No|Sec|para|incl|e\.g|i\.e|Inc|Ltd|Co|Corp|St|S|Satz|sog|evtl|etc|Mr|Mrs"
    r"|Ms|cf|Cl|Tel|Kap|Abschn)|\b[a-zA-Z]|(?<![\d.])\d{1,2}(?:\.\d{1,2})*)\.$"
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$|…+\s*\d+\s*$|\s\.{3,}")
_ITEM = re.compile(r"(?:[•–*▪‣-]|\(?[a-z0-9]{1,3}[.)])\s")
_POINTS_BACK = re.compile(
    r"(?:Er|Sie|Es|Dies\w*|Hier\w+|Da(?:s|zu|bei|rüber|für|mit|von)|Ebenso|Ferner|Gleiches|Solche\w*"
    r"|Dabei|Insbesondere|It|They|This|These|Such|The same|In (?:such|this)|Any such|He|She)\b"
)
_LONGEST_WORDS = 160
_SHOWN = 300
_EDGE = 0.09
_REPEATED = 3


Turns = tuple[tuple[int, int], ...]
"""Where in a text each page begins: the place of its first character, and its number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """``plain``: small letters and digits with single spaces, for comparing; ``turns`` are
    places in it."""

    words: str
    plain: str
    turns: Turns


@dataclass(frozen=True, slots=True)
class Sentence:
    """``turns`` are places in ``text``; the first is its beginning."""

    text: str
    turns: Turns

    @property
    def page(self) -> int:
        return self.turns[0][1]


def sentences(pages: Sequence[Page]) -> tuple[Sentence, ...]:
    """The running text of all pages, cut at full stops and semicolons."""
    lines = list(_running(pages))
    text = ""
    starts: list[tuple[int, int]] = []
    for page in dict.fromkeys(line.page for line in lines):
        part = joined(line.text for line in lines if line.page == page)
        whole = joined([text, part]) if text else part
        starts.append((max(len(whole) - len(part), 0), page))
        text = whole
    return tuple(
        Sentence(one, _turns(starts, start, start + len(one)))
        for start, one in cut(text)
        if one.strip()
    )


def passages(found: Sequence[Sentence]) -> tuple[Passage, ...]:
    """Every sentence, and those that only say something with the one before: one that points
    back ("Er ...", "Such ..."), and each item of a list with what begins the list."""
    return (*(_passage(one) for one in found), *_together(found))


def page_of(passage: Passage, place: int) -> int:
    """The page on which a place in the plain text stands."""
    return [page for start, page in passage.turns if start <= place][-1]


def shown(passage: Passage, place: int) -> str:
    """The passage's words, of a long one those around a place in its plain text."""
    if len(passage.words) <= _SHOWN:
        return passage.words
    middle = round(place / max(len(passage.plain), 1) * len(passage.words))
    start = max(0, min(middle - _SHOWN // 3, len(passage.words) - _SHOWN))
    before = "…" if start else ""
    after = "…" if start + _SHOWN < len(passage.words) else ""
    return before + passage.words[start : start + _SHOWN] + after


def _together(found: Sequence[Sentence]) -> Iterator[Passage]:
    opening: Sentence | None = None
    for first, second in pairwise(found):
        if ":" in first.text:
            opening = Sentence(first.text[: first.text.rindex(":") + 1], first.turns)
        is_item = _ITEM.match(second.text) is not None
        if is_item and opening:
            yield _passage(_one(opening, second))
        elif _POINTS_BACK.match(second.text) or first.text.endswith((":", ";")):
            yield _passage(_one(first, second))
        opening = opening if is_item else None


def _one(first: Sentence, second: Sentence) -> Sentence:
    behind = len(first.text) + 1
    turns = ((place + behind, page) for place, page in second.turns)
    return Sentence(f"{first.text} {second.text}", (*first.turns, *turns))


def plain(text: str, keep: str = "") -> str:
    """Folded, with anything but letters and digits as one space."""
    return " ".join(
        re.sub(rf"[^\w{re.escape(keep)}]+", " ", folded(text)).replace("_", " ").split()
    )


def _running(pages: Sequence[Page]) -> Iterator[Line]:
    """The lines in their order, without contents and what every page has at its edge."""
    every = [(page, line) for page in pages for line in read(page)]
    edges = Counter(_without_digits(line) for page, line in every if _is_at_edge(page, line))
    for page, line in every:
        if _CONTENTS.search(line.text):
            continue
        is_repeated = edges[_without_digits(line)] >= min(_REPEATED, max(len(pages), 2))
        if not (is_repeated and _is_at_edge(page, line)):
            yield line


def _is_at_edge(page: Page, line: Line) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _without_digits(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def cut(text: str) -> Iterator[tuple[int, str]]:
    """Where each sentence begins, and the sentence; "Art. 28" does not end one."""
    begin = 0
    for end in _ENDS.finditer(text):
        before = text[begin : end.start()]
        if _SHORT.search(before) and before.count(" ") < _LONGEST_WORDS:
            continue
        yield begin, before
        begin = end.end()
    yield begin, text[begin:]


def _turns(starts: Sequence[tuple[int, int]], begin: int, end: int) -> Turns:
    """The pages of a piece of text, with places counted from where it begins."""
    first = [page for start, page in starts if start <= begin][-1]
    later = ((start - begin, page) for start, page in starts if begin < start < end)
    return ((0, first), *later)


def _passage(one: Sentence) -> Passage:
    places = ((len(plain(one.text[:place])), page) for place, page in one.turns)
    return Passage(one.text, plain(one.text), tuple(places))
