"""Read a transcript from the bytes of a file: five forms, each bounded.

Whisper JSON (``segments`` with ``avg_logprob``, ``no_speech_prob``, ``words``), WebVTT with
voice tags, SRT, RTTM with LEXEME rows, and plain dialogue (``Name: words`` per line, a time
in brackets before it if there is one). A file comes from strangers: nothing in it is trusted
to be small, in order, or a number.
"""

from __future__ import annotations

import html
import json
import math
import re
from typing import TYPE_CHECKING, Any, TypeGuard

from leumund.audit.words.transcript import (
    BYTES_MAX,
    SECONDS_MAX,
    TURN_CHARACTERS_MAX,
    TURNS_MAX,
    Transcript,
    TranscriptTooLarge,
    TranscriptUnreadable,
    Turn,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_ARROW = re.compile(rf"{_CLOCK}[ \t]+-->[ \t]+{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[^ \t>]{0,40})?[ \t]+([^>\n]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z0-9:.][^<>]{0,100}>")
_LABEL = re.compile(r"(?:- ?)?([^\W\d_][\w .'-]{0,39}?)[ \t]?:[ \t]+(?=\S)")
_LINE_TIME = re.compile(rf"[\[(]{_CLOCK}[\])][ \t]*")
_PAUSE_S = 1.5


def read_transcript(data: bytes, file: str) -> Transcript:
    """The transcript in these bytes; ``file`` is the name, whose ending tells the form.

    Raises TranscriptUnreadable and TranscriptTooLarge.
    """
    if len(data) > BYTES_MAX:
        raise TranscriptTooLarge(file=file, what=f"{BYTES_MAX // 2**20} MiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptUnreadable(file=file, what="it is not UTF-8") from None
    if "\x00" in text:
        raise TranscriptUnreadable(file=file, what="it holds bytes that are no text")
    name = _form(file, text)
    try:
        language, turns = _FORMS[name](text.replace("\r\n", "\n").replace("\r", "\n"))
        kept = tuple(_bounded(turns, file))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        what = " ".join(str(error).split())[:80] if isinstance(error, _Wrong) else "its form"
        raise TranscriptUnreadable(file=file, what=what) from None
    if not kept:
        raise TranscriptUnreadable(file=file, what="no words in it")
    return Transcript(name, kept, language)


class _Wrong(ValueError):
    """What is wrong, in words that hold nothing of the file."""


def _form(file: str, text: str) -> str:
    ending = file.rsplit(".", 1)[-1].lower()
    if ending in ("json", "vtt", "srt", "rttm"):
        return {"json": "whisper", "vtt": "webvtt"}.get(ending, ending)
    start = text.lstrip()[:400]
    if start.startswith("WEBVTT"):
        return "webvtt"
    if start.startswith("{"):
        return "whisper"
    return "srt" if re.match(rf"\d{{1,5}}\n{_CLOCK}[ \t]+-->", start) else "dialogue"


def _bounded(turns: Iterable[Turn], file: str) -> Iterator[Turn]:
    for number, turn in enumerate(turns):
        if number >= TURNS_MAX:
            raise TranscriptTooLarge(file=file, what=f"{TURNS_MAX} turns")
        if len(turn.text) > TURN_CHARACTERS_MAX:
            raise TranscriptTooLarge(file=file, what=f"{TURN_CHARACTERS_MAX} characters a turn")
        yield turn


def _whisper(text: str) -> tuple[str, Iterator[Turn]]:
    content = json.loads(text, parse_constant=_no_number)
    if not isinstance(content, dict) or not isinstance(content.get("segments"), list):
        raise _Wrong("no list of segments")
    language = content.get("language")
    return _language(language), _joined(map(_segment, content["segments"]))


def _segment(segment: Any) -> Turn:
    if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
        raise _Wrong("a segment without text")
    text = segment["text"].strip()
    speaker = segment.get("speaker")
    words = segment.get("words")
    return Turn(
        speaker if isinstance(speaker, str) else "",
        text,
        _seconds(segment.get("start")),
        _seconds(segment.get("end")),
        _segment_doubt(segment),
        tuple(_timed(text, words)) if isinstance(words, list) else (),
    )


def _segment_doubt(segment: Mapping[str, Any]) -> float | None:
    """One minus the mean probability of its tokens; the chance of no speech if greater."""
    logprob, silent = segment.get("avg_logprob"), segment.get("no_speech_prob")
    stated = [1 - math.exp(min(0.0, logprob))] if _is_number(logprob) else []
    stated += [min(1.0, max(0.0, silent))] if _is_number(silent) else []
    return max(stated) if stated else None


def _timed(text: str, words: list[Any]) -> Iterator[Word]:
    """The words found in the text in their order; one that is not there is left out."""
    at = 0
    for word in words:
        if not isinstance(word, dict) or not isinstance(word.get("word"), str):
            raise _Wrong("a word without text")
        written = word["word"].strip()
        found = text.find(written, at, at + len(written) + 80) if written else -1
        if found < 0:
            continue
        at = found + len(written)
        sure = word.get("probability", word.get("score"))
        doubt = 1 - min(1.0, max(0.0, sure)) if _is_number(sure) else None
        yield Word(found, at, _seconds(word.get("start")), _seconds(word.get("end")), doubt)


def _webvtt(text: str) -> tuple[str, Iterator[Turn]]:
    if not text.startswith("WEBVTT"):
        raise _Wrong("the first line is not WEBVTT")
    head = text.split("\n\n", 1)[0]
    said = re.search(r"^Language: ([A-Za-z-]{2,20})$", head, re.MULTILINE)
    return _language(said[1] if said else None), _joined(_cues(text, _voices))


def _srt(text: str) -> tuple[str, Iterator[Turn]]:
    return "", _joined(_cues(text, _labelled))


def _cues(text: str, voices: Callable[[str], Iterator[tuple[str, str]]]) -> Iterator[Turn]:
    for block in re.split(r"\n[ \t]*\n", text):
        found = _ARROW.search(block[:400])
        if found is None:
            continue
        start, end = _clock(found.groups()[:4]), _clock(found.groups()[4:])
        payload = block[found.end() :].partition("\n")[2]
        for speaker, said in voices(payload):
            yield Turn(speaker, said, start, max(start, end))


def _voices(payload: str) -> Iterator[tuple[str, str]]:
    parts = _VOICE.split(payload)
    if len(parts) == 1:
        yield from _labelled(payload)
    for speaker, said in zip(parts[1::2], parts[2::2], strict=True):
        yield html.unescape(speaker).strip(), _plain(said)


def _labelled(payload: str) -> Iterator[tuple[str, str]]:
    said = _plain(payload)
    label = _LABEL.match(said)
    yield (label[1], said[label.end() :]) if label else ("", said)


def _plain(payload: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", payload)).split())


def _rttm(text: str) -> tuple[str, Iterator[Turn]]:
    rows = [line.split() for line in text.splitlines() if line.strip()]
    rows = [row for row in rows if not row[0].startswith(";")]
    lexemes = [row for row in rows if row[0] == "LEXEME"]
    spoken = lexemes or [row for row in rows if row[0] == "SPEAKER"]
    if any(len(row) < 8 for row in spoken):
        raise _Wrong("a row with too few fields")
    spoken = [row for row in spoken if row[5] != "<NA>"]
    spoken.sort(key=lambda row: _seconds(row[3]) or 0.0)
    return "", _spoken(spoken)


def _spoken(rows: list[list[str]]) -> Iterator[Turn]:
    """Words of one speaker with no long pause between them are one turn."""
    together: list[list[str]] = []
    for row in rows:
        if together and (
            row[7] != together[-1][7] or _onset(row) - _end(together[-1]) > _PAUSE_S
        ):
            yield _lexemes(together)
            together = []
        together.append(row)
    if together:
        yield _lexemes(together)


def _is_same_go(before: list[str], after: list[str]) -> bool:
    return before[7] == after[7] and _onset(after) - _end(before) <= _PAUSE_S


def _lexemes(rows: list[list[str]]) -> Turn:
    text, words = "", []
    for row in rows:
        start = len(text) + bool(text)
        text = f"{text} {row[5]}" if text else row[5]
        sure = _number(row[8]) if len(row) > 8 else None
        doubt = 1 - min(1.0, max(0.0, sure)) if sure is not None else None
        words.append(Word(start, len(text), _onset(row), _end(row), doubt))
    stated = [word.doubt for word in words if word.doubt is not None]
    mean = sum(stated) / len(stated) if stated else None
    return Turn(rows[0][7], text, _onset(rows[0]), _end(rows[-1]), mean, tuple(words))


def _onset(row: list[str]) -> float:
    return _seconds(row[3]) or 0.0


def _end(row: list[str]) -> float:
    return _onset(row) + (_seconds(row[4]) or 0.0)


def _dialogue(text: str) -> tuple[str, Iterator[Turn]]:
    return "", _joined(_lines(text))


def _lines(text: str) -> Iterator[Turn]:
    speaker = ""
    for line in text.splitlines():
        said = line.strip()
        time = _LINE_TIME.match(said)
        said = said[time.end() :] if time else said
        label = _LABEL.match(said)
        if label:
            speaker, said = label[1], said[label.end() :]
        at = _clock(time.groups()) if time else None
        if said:
            yield Turn(speaker, said, at)


def _joined(turns: Iterable[Turn]) -> Iterator[Turn]:
    """What a named speaker says in pieces without a pause is one turn."""
    open_turn: Turn | None = None
    for turn in turns:
        if not turn.text:
            continue
        if open_turn is not None and _goes_on(open_turn, turn):
            open_turn = _together(open_turn, turn)
            continue
        if open_turn is not None:
            yield open_turn
        open_turn = turn
    if open_turn is not None:
        yield open_turn


def _goes_on(before: Turn, after: Turn) -> bool:
    if not before.speaker or before.speaker != after.speaker:
        return False
    if len(before.text) + len(after.text) > TURN_CHARACTERS_MAX // 4:
        return False
    if before.end_s is None or after.start_s is None:
        return after.start_s is None
    return after.start_s - before.end_s <= _PAUSE_S


def _together(before: Turn, after: Turn) -> Turn:
    shift = len(before.text) + 1
    moved = tuple(
        Word(one.start + shift, one.end + shift, one.start_s, one.end_s, one.doubt)
        for one in after.words
    )
    doubts = [doubt for doubt in (before.doubt, after.doubt) if doubt is not None]
    return Turn(
        before.speaker,
        f"{before.text} {after.text}",
        before.start_s,
        after.end_s,
        max(doubts, default=None),
        before.words + moved,
    )


def _language(said: object) -> str:
    """ "de" or "en", from a code or a name; empty for anything else."""
    start = said.lower() if isinstance(said, str) else ""
    codes = {"de": "de", "german": "de", "en": "en", "english": "en"}
    return codes.get(start) or codes.get(start.partition("-")[0], "")


def _clock(groups: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, parts = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + (int(parts.ljust(3, "0")) / 1000 if parts else 0.0)


def _seconds(value: object) -> float | None:
    """Seconds within a day; anything else is no time."""
    number = _number(value)
    return number if number is not None and 0 <= number <= SECONDS_MAX else None


def _number(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return float(value) if _is_number(value) else None


def _is_number(value: object) -> TypeGuard[float]:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return abs(value) < 1e9 and math.isfinite(value)


def _no_number(_name: str) -> None:
    """NaN and Infinity are no times."""


_FORMS: Mapping[str, Callable[[str], tuple[str, Iterator[Turn]]]] = {
    "whisper": _whisper,
    "webvtt": _webvtt,
    "srt": _srt,
    "rttm": _rttm,
    "dialogue": _dialogue,
}
