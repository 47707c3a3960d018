"""A mail's own sentences, each with what it says about a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from leumund.intake.mails.cues import CALLED, NOT_CALLED, Cue, compiled
from leumund.intake.mails.sentences import Span, flat, sentences
from leumund.intake.mails.turns import cues as turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake.mails.phones import Phone
    from leumund.intake.mails.pieces import Piece


_SOMETHING = 0.3


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: ``called`` and ``not_called`` weigh its words about a call, ``pressed``
    those about what callers do, which count only beside words of a call."""

    start: int
    end: int
    sent_at: datetime | None
    called: float
    not_called: float
    pressed: float
    has_number: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def told(low: str, parts: Sequence[Piece], numbers: Sequence[Phone]) -> list[Sentence]:
    """The sentences of these pieces, in the order of the text."""
    words = flat(low)
    return [
        _sentence(words[span.start : span.end], span, part.sent_at, numbers)
        for part in parts
        for span in sentences(low, part.start, part.end)
    ]


def _sentence(
    words: str, span: Span, sent_at: datetime | None, numbers: Sequence[Phone]
) -> Sentence:
    called = weight((*CALLED, *turns("called")), words)
    pressed = weight(turns("pressed"), words)
    return Sentence(
        span.start,
        span.end,
        sent_at,
        called=called + (pressed if called >= _SOMETHING else 0.0),
        not_called=weight((*NOT_CALLED, *turns("not_called")), words),
        pressed=pressed,
        has_number=any(span.holds(phone.start) for phone in numbers),
    )


def weight(cues: tuple[Cue, ...], words: str) -> float:
    """The sum of the weights of the cues that are there, each counted once."""
    return sum(cue.weight for cue in cues if compiled(cue.pattern).search(words))


def first(cues: tuple[Cue, ...], low: str, span: Span) -> tuple[Span, float] | None:
    """The place and weight of the most telling cue within a span."""
    words = low[span.start : span.end]
    best: tuple[Span, float] | None = None
    for cue in cues:
        hit = compiled(cue.pattern).search(words)
        if hit and (best is None or cue.weight > best[1]):
            best = (Span(span.start + hit.start(), span.start + hit.end()), cue.weight)
    return best
