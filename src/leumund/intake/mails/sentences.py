"""A text in sentences, by position; and its lower case with the same positions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_LONG_LINE = 55
_WIDEST_WRAP = 100
_LONGEST = 1_000
_END = re.compile(r"[.!?]+[\"'»“”)]*(?=\s|$)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|hr|fr|tel|nr|ca|bzw|evtl|z|b|d|h|u|a|m|mr|mrs|ms|prof|st|str|abs|art|gem|ggf"
    r"|inkl|kd|fa|max|min|etc|betr|do|mo|mi|sa|so|p|az|aug|sept|okt|nov|dez|jan|feb)"
    r"|\b\d{1,2}\.\d{1,2}|(?<![:\d.])\d{1,2}"
    r"|\b[a-z])\.$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\s:][^:\n]{1,70}:\s")
_GOES_ON = re.compile(
    r"\b(?:der|die|das|dem|den|des|ein|eine[mnr]?|nummer|number|the|a|an|am|um|von|vom|mit|auf|und"
    r"|and|zu|to|on|at|from|in|im|anschluss|is|ist|lautet|war|was|mein|meine[rmn]?|my|für|for)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int

    def holds(self, place: int) -> bool:
        return self.start <= place < self.end


@lru_cache(maxsize=8)
def lowered(text: str) -> str:
    """Lower case, character by character, so that positions stay what they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def flat(text: str) -> str:
    """Line ends as spaces, with the same positions: what the cues are looked for in."""
    return text.replace("\n", " ")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences between two places; none is longer than 1,000 characters."""
    spans: list[Span] = []
    begun, width = start, _width(text, start, end)
    for mark in _END.finditer(text, start, end):
        stop = mark.end()
        if stop - begun > _LONGEST or _ends(text, begun, mark, end, width):
            spans.extend(_cut(text, begun, stop))
            begun = stop
    spans.extend(_cut(text, begun, end))
    return spans


def _width(text: str, start: int, end: int) -> int:
    """At how many characters a mail program has wrapped the lines; 0 where it has not."""
    longest = max(map(len, text[start:end].split("\n")), default=0)
    return longest if longest <= _WIDEST_WRAP else 0


def _cut(text: str, start: int, end: int) -> list[Span]:
    """The span without white space around it, in pieces of bounded length."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST)]


def _ends(text: str, begun: int, mark: re.Match[str], end: int, width: int) -> bool:
    if mark[0] == "\n":
        return _line_ends(text, begun, mark.start(), end, width)
    behind = text[mark.end() : mark.end() + 40].lstrip(" ")
    if mark[0] == "." and _ABBREVIATION.search(text, max(begun, mark.start() - 6), mark.end()):
        return behind.startswith("\n\n")
    if mark[0][-1] == "?" and re.match(r"(?:ja|nein|yes|no)\b", behind, re.IGNORECASE):
        return False
    return not (mark[0][-1] in "\"'»“”)" and behind[:1].islower())


def _line_ends(text: str, begun: int, place: int, end: int, width: int) -> bool:
    """Does a sentence end with this line? Not where a mail program has only wrapped it."""
    line_start = max(text.rfind("\n", 0, place) + 1, begun)
    line, following = text[line_start:place], text[place + 1 : min(place + 101, end)]
    if not line.strip() or not following.strip(" ") or following.startswith("\n"):
        return True
    if _ITEM.match(following) or _LABEL.match(following.lstrip(" >")):
        return True
    if _GOES_ON.search(line):
        return False
    word = next(iter(following.strip(" >\n").split(maxsplit=1)), "")
    if width and len(line) + 1 + len(word) > width:
        return False
    return len(line) < _LONG_LINE and not following.lstrip(" >")[:1].islower()
