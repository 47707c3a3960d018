"""When the caller rang: the days and times of a text that belong to a call."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from leumund.intake.mails.calendar import Clock, Day, clocks, days
from leumund.intake.mails.calendar_words import NOT_A_CALL_BEFORE, NOT_A_CALL_BEHIND, SINCE
from leumund.intake.mails.cues import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake.mails.words import Sentence

OLDEST = timedelta(days=3 * 366)
ENOUGH = 0.7
ENOUGH_WITH_A_TIME = 0.5
_TOMORROW = timedelta(days=1)
_LABEL = re.compile(
    r"(?:datum|zeitpunkt|tag|date|anruf(?:datum|zeit)?|uhrzeit|time|betrifft"
    r"|betr\.?)[^:\n]{0,30}:"
)


@dataclass(frozen=True, slots=True)
class When:
    """A moment of a call as it was told: a ``date`` where no time was."""

    start: int
    end: int
    value: datetime | date
    confidence: float
    note: str
    score: float
    sentence: int

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value


def moments(low: str, told: Sequence[Sentence]) -> list[When]:
    """The moments of calls, in the order of the text; one for each call that is told apart.

    ``low`` has its phone numbers blanked.
    """
    found: list[When] = []
    last: tuple[Day, int] | None = None
    mentioned: list[Day] = []
    for index, sentence in enumerate(told):
        written = days(low, sentence.start, sentence.end, sentence.sent_at)
        named = [day for day in written if not _is_other(low, day, sentence)]
        named += _same_day(low, sentence, mentioned)
        times = clocks(low, sentence.start, sentence.end, named)
        carried = last if last and index - last[1] <= 4 else None
        found += _paired(low, told, index, named, times, carried)
        if named:
            last = (named[-1], index)
        mentioned += written
    return _told_apart([when for when in found if when.score >= _needed(when)])


def _needed(when: When) -> float:
    return ENOUGH_WITH_A_TIME if isinstance(when.value, datetime) else ENOUGH


_EVERY = re.compile(r"\b(?:immer|jeweils|jedes ?mal|every|always|each)\b")
_SAME_DAY = re.compile(
    r"\b(?:an (?:jenem|diesem|demselben|dem) tag|am selben tag|that (?:same )?day"
    r"|the same day)\b"
)


def _same_day(low: str, sentence: Sentence, mentioned: Sequence[Day]) -> list[Day]:
    """ "An jenem Tag": the day mentioned last, also one of a letter or an order."""
    hit = _SAME_DAY.search(low, sentence.start, sentence.end)
    if hit is None or not mentioned:
        return []
    return [replace(mentioned[-1], start=hit.start(), end=hit.end(), confidence=0.7)]


def _paired(
    low: str,
    told: Sequence[Sentence],
    index: int,
    named: list[Day],
    times: list[Clock],
    carried: tuple[Day, int] | None,
) -> list[When]:
    """Each time with the day before it in its sentence, else behind it, else told before."""
    made, used = [], set()
    if (
        len(times) == 1
        and len(named) > 1
        and _EVERY.search(low, named[0].start, times[0].start)
    ):
        made = [_when(low, told, index, day, times[0]) for day in named]
        return [when for when in made if when is not None and _can_be(when, told[index])]
    for clock in times:
        before = [day for day in named if day.start <= clock.start]
        near = before[-1] if before else (named[0] if named else None)
        if near is None and carried is not None:
            made.append(_when(low, told, index, carried[0], clock, is_carried=True))
        elif near is not None:
            used.add(near.start)
            made.append(_when(low, told, index, near, clock))
    made += [_when(low, told, index, day, None) for day in named if day.start not in used]
    return [when for when in made if when is not None and _can_be(when, told[index])]


def _when(
    low: str,
    told: Sequence[Sentence],
    index: int,
    day: Day,
    clock: Clock | None,
    *,
    is_carried: bool = False,
) -> When | None:
    at = clock.at if clock else day.at
    confidence = day.confidence * (clock.confidence if clock else 0.9)
    notes = [day.note, clock.note if clock else "", "" if at else "day-only"]
    spans: list[Day | Clock] = [day] if clock is None else [clock]
    spans += [day] if clock is not None and not is_carried else []
    start, end = min(one.start for one in spans), max(one.end for one in spans)
    return When(
        start=start,
        end=end,
        value=datetime.combine(day.day, at) if at else day.day,
        confidence=round(confidence * (0.8 if is_carried else 1), 2),
        note=" ".join(note for note in notes if note),
        score=_score(low, told, index, day, clock, is_carried=is_carried),
        sentence=index,
    )


def _score(
    low: str,
    told: Sequence[Sentence],
    index: int,
    day: Day,
    clock: Clock | None,
    *,
    is_carried: bool,
) -> float:
    """How much says that this was a call: words, a time, a number, the sentences around."""
    sentence = told[index]
    score = min(sentence.called, 1.2) - 1.2 * sentence.not_called
    score += 0.5 if clock or day.at else 0.0
    score += 0.4 if sentence.has_number else 0.0
    score += 0.5 if _LABEL.search(low, sentence.start, day.start + 1) else 0.0
    beside = [told[at].called for at in (index - 1, index + 1) if 0 <= at < len(told)]
    score += 0.35 if max(beside, default=0.0) >= 0.5 else 0.0
    if compiled(SINCE).search(low[max(0, day.start - 20) : day.start]) or _SINCE_IN.match(
        low, day.start
    ):
        score -= 0.5
    return score - (0.1 if is_carried else 0.0)


_SINCE_IN = re.compile(r"(?:seit|since)\b")


def _is_other(low: str, day: Day, sentence: Sentence) -> bool:
    """A day of something else: a letter, a deadline, a begin."""
    before = low[max(sentence.start, day.start - 60) : day.start]
    before = re.sub(r"\s+", " ", before)
    behind = low[day.end : min(sentence.end, day.end + 80)]
    if re.search(r"anruf(?:e|s)? (?:vom|von|on|of) $|call (?:on|of|from) (?:the )?$", before):
        return False
    return bool(
        compiled(NOT_A_CALL_BEFORE).search(before) or compiled(NOT_A_CALL_BEHIND).search(behind)
    )


def _can_be(when: When, sentence: Sentence) -> bool:
    """Not in the future, and not so long ago that nobody would write."""
    sent = sentence.sent_at
    if sent is None:
        return True
    if isinstance(when.value, datetime):
        return sent - OLDEST <= when.value <= sent + timedelta(hours=1)
    return (sent - OLDEST).date() <= when.value <= sent.date()


def _told_apart(found: list[When]) -> list[When]:
    """One per call: a day without a time falls to a time on that day, "since" to all others."""
    timed = {when.day for when in found if isinstance(when.value, datetime)}
    kept: dict[datetime | date, When] = {}
    for when in sorted(found, key=lambda one: (-one.score, one.start)):
        if not isinstance(when.value, datetime) and when.day in timed:
            continue
        kept.setdefault(when.value, when)
    best = max((when.score for when in kept.values()), default=0.0)
    has_time = bool(timed)
    chosen = [
        when
        for when in kept.values()
        if when.score >= best - (0.75 if isinstance(when.value, datetime) else 0.45)
        and (isinstance(when.value, datetime) or not has_time or when.score >= 1.0)
    ]
    return sorted(chosen, key=lambda one: one.start)
