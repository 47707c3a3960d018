"""Phone numbers in a text, and the part each plays: shown, called, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from leumund.basics.numbers import NotANumber, Number
from leumund.intake.mails.cues import Cue, compiled
from leumund.intake.mails.cues_context import (
    CALLED_BEFORE,
    CALLED_BEHIND,
    OTHER_BEFORE,
    SHOWN_BEFORE,
    SHOWN_BEHIND,
)
from leumund.intake.mails.turns import cues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leumund.intake.mails.sentences import Span

_WRITTEN = re.compile(
    r"(?<![\w/+-])(?<!\d[.,])(?:\(?(?:\+ ?|00 ?)\d{1,3}\)?[ /.-]{0,2}(?:\(0\)[ /.-]?)?"
    r"|[(\[]?[0o](?: (?=[1-9]))?)"
    r"\d{1,14}[)\]]?(?:[ /._-]{1,3}\d{1,12}(?![.:]\d{1,2}\b)){0,6}(?!\w)"
)
# Each stands for one sign, so that positions stay what they are.
_SIGNS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ") | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"
)
_BRACKETS = str.maketrans("[]_o", "() 0")
_FEWEST, _MOST = 7, 18
_BEFORE, _BEHIND = 90, 60


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it stands in a text, and how much says that it was shown or called."""

    start: int
    end: int
    e164: str
    shown: float = 0.0
    called: float = 0.0
    other: float = 0.0


def phones(low: str, start: int, end: int, region: str = "DE") -> list[Phone]:
    """The numbers between two places, without their parts."""
    plain = low.translate(_SIGNS)
    return [
        Phone(hit.start(), stop, e164)
        for hit in _WRITTEN.finditer(plain, start, end)
        for e164, stop in [_read(hit[0], hit.start(), region)]
        if e164
    ]


def weighed(low: str, phone: Phone, around: Span) -> Phone:
    """The number with the weight of the words around it, within its sentence or line."""
    before = low[max(around.start, phone.start - _BEFORE) : phone.start]
    behind = low[phone.end : min(around.end, phone.end + _BEHIND)]
    return Phone(
        phone.start,
        phone.end,
        phone.e164,
        shown=max(
            _weight((*SHOWN_BEFORE, *cues("shown_before")), before),
            _weight(SHOWN_BEHIND, behind),
        ),
        called=max(
            _weight((*CALLED_BEFORE, *cues("called_before")), before),
            _weight(CALLED_BEHIND, behind),
        ),
        other=_weight(OTHER_BEFORE, before),
    )


def without(low: str, found: Sequence[Phone], start: int, end: int) -> str:
    """The text with the numbers blanked, so that no date is read from their digits."""
    kept = list(low)
    for phone in found:
        if start <= phone.start < end:
            kept[phone.start : phone.end] = "#" * (phone.end - phone.start)
    return "".join(kept)


def _weight(cues: tuple[Cue, ...], words: str) -> float:
    return max((cue.weight for cue in cues if compiled(cue.pattern).search(words)), default=0.0)


def _read(written: str, start: int, region: str) -> tuple[str | None, int]:
    """The number, cut at the right until it can be one: behind it may stand a date."""
    for shorter in _shortened(written):
        digits = sum(sign.isdecimal() for sign in shorter.replace("(0)", ""))
        if _FEWEST <= digits <= _MOST:
            e164 = _e164(
                " ".join(shorter.replace("(0)", "").translate(_BRACKETS).split()), region
            )
            if e164:
                return e164, start + len(shorter)
    return None, start


def _shortened(written: str) -> Iterator[str]:
    """The whole, then without its last groups, where these look like something else."""
    written = written.rstrip(" \n./-")
    yield written
    while re.search(r"[ /.-]\d+$", written):
        written = re.sub(r"[ /.-]+\d+$", "", written)
        yield written


@lru_cache(maxsize=4096)
def _e164(written: str, region: str) -> str | None:
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}", written):
        return None
    try:
        return Number.read(written, region).e164
    except NotANumber:
        return None
