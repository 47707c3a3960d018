"""A transcript: turns with speaker, times, and how far the recogniser doubted its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES_MAX = 4 * 2**20
TURNS_MAX = 5_000
TURN_CHARACTERS_MAX = 20_000
SECONDS_MAX = 24 * 3600.0


class TranscriptUnreadable(BadInput):
    """{file} cannot be read as a transcript ({what}), so nothing in it was checked."""

    code = "transcript-unreadable"
    hint = "Export it again as Whisper JSON, WebVTT, SRT, RTTM with words, or plain dialogue."


class TranscriptTooLarge(BadInput):
    """{file} is larger than a transcript of one call can be ({what}), so it was not read."""

    code = "transcript-too-large"
    hint = "Give one file per call."


class Role(StrEnum):
    """Who speaks: the one who rang, or the one who was rung."""

    CALLER = "caller"
    CALLED = "called"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the recogniser timed it: characters of its turn, seconds, its doubt (0-1)."""

    start: int
    end: int
    start_s: float | None = None
    end_s: float | None = None
    doubt: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go. ``doubt`` 0 to 1; None: the file does not say."""

    speaker: str
    text: str
    start_s: float | None = None
    end_s: float | None = None
    doubt: float | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of one call in their order; ``language`` is "de", "en" or "" (not said)."""

    format: str
    turns: tuple[Turn, ...]
    language: str = ""

    @property
    def doubt(self) -> float | None:
        """The mean doubt of turns that state one, weighted by their length; else None."""
        stated = [(turn.doubt, len(turn.text)) for turn in self.turns if turn.doubt is not None]
        total = sum(size for _doubt, size in stated)
        return sum(doubt * size for doubt, size in stated) / total if total else None

    @property
    def speakers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a transcript: the turn (from 0), its characters, the seconds where known."""

    turn: int
    start: int
    end: int
    start_s: float | None = None
    end_s: float | None = None


def span_of(turns: tuple[Turn, ...], number: int, start: int, end: int) -> Span:
    """The span with the closest times that the transcript holds."""
    turn = turns[number]
    timed = [one for one in _words_in(turn, start, end) if one.start_s is not None]
    if not timed:
        return Span(number, start, end, turn.start_s, turn.end_s)
    return Span(number, start, end, timed[0].start_s, timed[-1].end_s)


def doubt_of(turns: tuple[Turn, ...], span: Span) -> float | None:
    """The greatest doubt of a word in the span, else that of its turn; None: not stated."""
    turn = turns[span.turn]
    stated = [
        one.doubt for one in _words_in(turn, span.start, span.end) if one.doubt is not None
    ]
    return max(stated) if stated else turn.doubt


def _words_in(turn: Turn, start: int, end: int) -> Iterator[Word]:
    return (one for one in turn.words if one.start < end and one.end > start)
