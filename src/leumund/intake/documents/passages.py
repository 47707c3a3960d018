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


@dataclass(frozen=True, slots=True)
class Passage:
    """``plain``: small letters and digits with single spaces, for comparing."""

    page: int
    words: str
    plain: str


@dataclass(frozen=True, slots=True)
class Sentence:
    page: int
    text: str


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
        Sentence(_page_at(starts, start), cut) for start, cut in _cut(text) if cut.strip()
    )


def passages(found: Sequence[Sentence]) -> tuple[Passage, ...]:
    """Every sentence, and those that only say something with the one before: one that points
    back ("Er ...", "Such ..."), and each item of a list with what begins the list."""
    alone = [_passage(one.page, one.text) for one in found]
    return (*alone, *_together(found))


def _together(found: Sequence[Sentence]) -> Iterator[Passage]:
    opening: Sentence | None = None
    for first, second in pairwise(found):
        if ":" in first.text:
            opening = Sentence(first.page, first.text[: first.text.rindex(":") + 1])
        is_item = _ITEM.match(second.text) is not None
        if is_item and opening:
            yield _passage(opening.page, f"{opening.text} {second.text}")
        elif _POINTS_BACK.match(second.text) or first.text.endswith((":", ";")):
            yield _passage(first.page, f"{first.text} {second.text}")
        opening = opening if is_item else None


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


def _cut(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for end in _ENDS.finditer(text):
        before = text[begin : end.start()]
        if _SHORT.search(before) and before.count(" ") < _LONGEST_WORDS:
            continue
        yield begin, before
        begin = end.end()
    yield begin, text[begin:]


def _page_at(starts: Sequence[tuple[int, int]], place: int) -> int:
    return [page for start, page in starts if start <= place][-1] if place else starts[0][1]


def _passage(page: int, words: str) -> Passage:
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return Passage(page, shown, plain(words))
