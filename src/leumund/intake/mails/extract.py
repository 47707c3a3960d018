"""From one message to its complaints: every field with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leumund.intake.mails.calendar import clocks
from leumund.intake.mails.callers import Words, names, products, sayings, tariffs
from leumund.intake.mails.complaint import WITHHELD, Read
from leumund.intake.mails.cues import (
    CALLED,
    DENIAL,
    FIRST_HAND,
    KIN,
    NO_DENIAL,
    NO_OBJECTION,
    OBJECTION,
    Cue,
    compiled,
)
from leumund.intake.mails.cues_context import WITHHELD_CUES
from leumund.intake.mails.moments import When, moments
from leumund.intake.mails.phones import Phone, phones, weighed, without
from leumund.intake.mails.pieces import Piece, pieces
from leumund.intake.mails.sentences import Span, flat, lowered
from leumund.intake.mails.turns import cues
from leumund.intake.mails.words import Sentence, first, told, weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leumund.intake.mails.message import Message

IS_A_CALL = 0.75
ENOUGH_HINTS = 0.9
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b ?(?:uhr|h\b|[ap]\.?m)?|\b\d{1,2} ?(?:uhr|h\b|[ap]m\b)"
)
_THANKS = re.compile(
    r"\b(?:lob|compliment|a credit to you|läuft wieder|herzlichen dank|danke!"
    r"|funktioniert wieder"
    r"|zufrieden bin|dank dafür|lieben dank|works again|sache hat sich erledigt)\b"
)
_OWN = ("own", "forwarded")
_ANSWER = re.compile(
    r"abmelden\?|newsletter abbestellen|unsubscribe here|book a demo"
    r"|do not reply to this (?:message|mail)|automatisch (?:erzeugt|erstellt|generiert)"
    r"|\A[^\n]{0,80}\n*(?:[^\n]{0,80}\n+)?[^.!?]{0,60}(?:vielen dank für ihre (?:nachricht"
    r"|beschwerde|anfrage"
    r"|e-?mail|mitteilung)|ihre (?:nachricht|beschwerde) (?:ist|haben wir)|we (?:have received|"
    r"acknowledge) your|thank you for (?:your (?:message|complaint|e-?mail|enquiry)"
    r"|contacting us)"
    r"|haben sie vielen dank für ihre|wir haben ihre (?:nachricht|beschwerde))"
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One call that a message tells of, or its objection or denial without a call."""

    fields: Mapping[str, Read] = field(repr=False)
    is_call: bool
    is_hearsay: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """A message prepared for reading: its pieces, sentences and numbers.

    ``flat`` is the text with spaces for line ends, ``low`` the same in lower case.
    """

    message: Message
    flat: str
    low: str
    parts: tuple[Piece, ...]
    sentences: list[Sentence]
    numbers: list[Phone]

    @property
    def is_call(self) -> bool:
        """One sentence says so, or several hint at it and a number or a time stands there."""
        if any(not one.not_called and one.called >= IS_A_CALL for one in self.sentences):
            return True
        hints = sum(min(one.called, 0.7) for one in self.sentences if not one.not_called)
        pressed = min(sum(one.pressed for one in self.sentences), 0.6)
        hints += pressed if hints or self.numbers else 0.0
        hints += weight(CALLED, self.message.subject.lower()) / 2
        hints += 0.5 if any(phone.shown >= 0.5 for phone in self.numbers) else 0.0
        hints += 0.3 if any(phone.called >= 0.9 for phone in self.numbers) else 0.0
        hints += 0.4 if self.numbers and _TIME.search(self.low, self.message.body) else 0.0
        timed = sum(
            bool(_TIME.search(self.low, one.start, one.end))
            for one in self.sentences
            if one.has_number
        )
        against = 0.7 if any(one.not_called for one in self.sentences) else 0.0
        return hints + 0.3 * min(timed, 2) - against >= ENOUGH_HINTS

    def near_call(self, index: int) -> float:
        """1 in a sentence that tells of a call, less beside it, 0 far away."""
        for distance in range(4):
            around = self.sentences[max(0, index - distance) : index + distance + 1]
            if any(one.called >= 0.6 or (one.has_number and distance < 2) for one in around):
                return 1.0 - 0.25 * distance
        return 0.1


def is_answer(message: Message) -> bool:
    """Is this our own answer to somebody, or an automatic mail?"""
    own = lowered(message.text)[message.body : message.body + 400]
    return message.is_automatic or bool(_ANSWER.search(own))


def extract(message: Message) -> tuple[Extracted, ...]:
    """The complaints of one message; none where it tells of no call, objection or denial."""
    if is_answer(message):
        return ()
    seen = _prepared(message)
    shared: dict[str, Read | None] = {
        "is_objection": _stated(seen, (*OBJECTION, *cues("objection")), NO_OBJECTION),
        "is_order_denied": _stated(
            seen, (*DENIAL, *cues("denial")), (*NO_DENIAL, *cues("no_denial"))
        ),
    }
    is_call = seen.is_call and not (_THANKS.search(seen.low) and not any(shared.values()))
    is_call = is_call or _adds_numbers(seen)
    if not is_call and not any(shared.values()):
        return ()
    shared |= {
        "arrived_at": _arrived(message),
        "number_called": _number_called(seen),
        "said_name": _said_name(seen) if is_call else None,
        "product": _product(seen),
        "tariff": _tariff(seen),
        "said": _said(seen) if is_call else None,
    }
    calls = moments(_blank(seen), seen.sentences) or _today(seen) if is_call else []
    told_at: list[Read | None] = [_read_when(when) for when in calls]
    shown = _numbers_shown(seen, calls, shared["number_called"]) if is_call else []
    is_hearsay = is_call and _is_hearsay(seen)
    return tuple(
        Extracted(
            _present(shared | {"called_at": when, "number_shown": number}), is_call, is_hearsay
        )
        for when, number in zip(told_at or [None], shown or [None], strict=True)
    )


def _prepared(message: Message) -> _Told:
    low, parts = lowered(message.text), pieces(message)
    own = [part for part in parts if part.kind in _OWN]
    numbers = [phone for part in own for phone in phones(low, part.start, part.end)]
    told_own = told(low, own, numbers)
    if not any(one.called for one in told_own):
        # a short mail may tell in its subject alone that it is about a call
        own = [part for part in parts if part.kind in ("subject", *_OWN)]
        told_own = told(low, own, numbers)
    words = flat(low)
    spans = {one: one.span for one in told_own}
    numbers = [
        next(
            (weighed(words, phone, span) for span in spans.values() if span.holds(phone.start)),
            phone,
        )
        for phone in numbers
    ]
    numbers = [_unless_signed(words, phone, message.sender_name) for phone in numbers]
    return _Told(message, flat(message.text), words, parts, told_own, numbers)


def _unless_signed(low: str, phone: Phone, sender: str) -> Phone:
    """A number right behind the writer's name belongs to the name, not to the call."""
    before = low[max(0, phone.start - 40) : phone.start].rstrip(" ,:|-–")
    surname = sender.lower().split()[-1:] or ["#"]
    return replace(phone, other=1.4) if before.endswith(surname[0]) else phone


def _blank(seen: _Told) -> str:
    return without(seen.low, seen.numbers, 0, len(seen.low))


def _present(reads: Mapping[str, Read | None]) -> dict[str, Read]:
    return {name: read for name, read in reads.items() if read is not None}


def _arrived(message: Message) -> Read | None:
    if message.sent_at is None:
        return None
    written = re.search(r"^Date: ([^\n]+)$", message.text, re.MULTILINE)
    start, end = written.span(1) if written else (0, 0)
    return Read(message.sent_at, start, end, 1.0)


def _today(seen: _Told) -> list[When]:
    """A time without any day: the last such time before the mail was sent."""
    sent = seen.message.sent_at
    for index, sentence in enumerate(seen.sentences):
        if sent is None or sentence.called < IS_A_CALL:
            continue
        for clock in clocks(_blank(seen), sentence.start, sentence.end, ()):
            at = datetime.combine(sent.date(), clock.at)
            at -= timedelta(days=1) if at > sent else timedelta()
            return [When(clock.start, clock.end, at, 0.4, "relative day-guessed", 1.0, index)]
    return []


def _read_when(when: When) -> Read:
    confidence = min(when.confidence * min(when.score, 1.0), 0.99)
    return Read(when.value, when.start, when.end, round(confidence, 2), when.note)


def _stated(seen: _Told, cues: tuple[Cue, ...], against: tuple[Cue, ...]) -> Read | None:
    """Whether the mail says it, with the most telling words."""
    best: tuple[Span, float] | None = None
    for sentence in seen.sentences:
        if first(against, seen.low, sentence.span) is not None:
            continue
        hit = first(cues, _unquoted(seen.low, sentence.span), sentence.span)
        if hit is not None and (best is None or hit[1] > best[1]):
            best = hit
    if best is None:
        return None
    return Read(
        value=True,
        start=best[0].start,
        end=best[0].end,
        confidence=round(0.9 * best[1], 2),
    )


def _unquoted(low: str, span: Span) -> str:
    """The text with what is quoted in this sentence blanked: somebody else said it."""
    if not any(sign in low[span.start : span.end] for sign in '"„“»'):
        return low
    words = re.sub(
        r"[\"„“»][^\"“”«]{25,}[\"“”«]",
        lambda quote: "#" * len(quote[0]),
        low[span.start : span.end],
    )
    return low[: span.start] + words + low[span.end :]


def _adds_numbers(seen: _Told) -> bool:
    """An answer in a thread that only tells the numbers asked for."""
    is_reply = bool(seen.message.references) or seen.message.subject.lower().startswith(
        ("re:", "aw:")
    )
    return is_reply and any(max(one.shown, one.called) >= 0.55 for one in seen.numbers)


def _number_called(seen: _Told) -> Read | None:
    ranked = sorted(
(phone for phone in seen.numbers if phone.called > phone.shown - 0.01
         and phone.called > 0 and phone.other <= phone.called),
        key=lambda phone: (-(phone.called - 0.5 * phone.shown), phone.start),
    )  # fmt: skip
    if ranked:
        best = ranked[0]
        sure = min(0.95, 0.6 + 0.35 * best.called - 0.3 * best.shown)
        return Read(best.e164, best.start, best.end, round(sure, 2))
    return _in_signature(seen)


def _in_signature(seen: _Told) -> Read | None:
    """A signature's number is nobody's line that was called, unless it says so."""
    for part in seen.parts:
        if part.kind != "signature":
            continue
        for phone in phones(seen.low, part.start, part.end):
            before = seen.low[max(part.start, phone.start - 40) : phone.start]
            if re.search(
                r"(?:anschlu(?:ss|ß)|angerufen(?:e \w+)?|number called)[ :,]*$", before
            ):
                return Read(phone.e164, phone.start, phone.end, 0.6)
    return None


def _numbers_shown(
    seen: _Told, calls: Sequence[When], called: Read | None
) -> list[Read | None]:
    """One per call: the number in the call's own sentence, else the one most likely shown."""
    taken = (called.start,) if called else ()
    able = [
        phone
        for phone in seen.numbers
        if phone.start not in taken and phone.e164 != (called.value if called else "")
        and phone.other < max(phone.shown, 0.5) and phone.shown >= phone.called
    ]  # fmt: skip
    best = max(able, key=lambda phone: (phone.shown, -phone.start), default=None)
    general = _shown(best) if best else _withheld(seen)
    if len(calls) < 2:
        return [general]
    return [_shown(near) if (near := _beside(seen, when, able)) else general for when in calls]


def _shown(phone: Phone) -> Read:
    sure = 0.4 if not phone.shown else min(0.95, 0.55 + 0.4 * phone.shown)
    return Read(phone.e164, phone.start, phone.end, round(sure, 2))


def _beside(seen: _Told, when: When, able: Sequence[Phone]) -> Phone | None:
    span = seen.sentences[when.sentence].span
    own = [phone for phone in able if span.holds(phone.start)]
    behind = [phone for phone in own if phone.start > when.start]
    return next(iter(behind or own), None)


def _withheld(seen: _Told) -> Read | None:
    for sentence in seen.sentences:
        hit = first((*WITHHELD_CUES, *cues("withheld")), seen.low, sentence.span)
        if hit is not None:
            return Read(WITHHELD, hit[0].start, hit[0].end, round(0.9 * hit[1], 2))
    return None


def _best(found: Iterator[tuple[float, Words]]) -> Words | None:
    ranked = sorted(found, key=lambda one: (-one[0], one[1].start))
    return ranked[0][1] if ranked else None


def _as_read(words: Words | None) -> Read | None:
    if words is None:
        return None
    return Read(words.value, words.start, words.end, round(words.confidence, 2), words.note)


def _said_name(seen: _Told) -> Read | None:
    sender = seen.message.sender_name.lower().split()
    return _as_read(
        _best(
            (words.confidence + 0.3 * near, words)
            for index, sentence in enumerate(seen.sentences)
            if (near := seen.near_call(index)) > 0
            for words in names(seen.flat, sentence.span)
            if not _is_greeting(seen.low, sentence, words)
            and words.value.lower().split()[-1].strip(".") not in " ".join(sender)
        )
    )


_GREETING = re.compile(
    r"(?:guten (?:tag|morgen|abend)|hallo|hi|hello|sehr geehrte[rn]?|liebe[rn]?|dear|moin)\b"
)


_TITLES = re.compile(r"[ ,]*(?:(?:frau|herrn?|mr\.?|mrs\.?|ms\.?|dr\.?|prof\.?|sir|team) ?)*")


def _is_greeting(low: str, sentence: Sentence, words: Words) -> bool:
    """Whom the writer addresses did not call."""
    greeting = _GREETING.match(low, sentence.start)
    return bool(greeting and _TITLES.fullmatch(low[greeting.end() : words.start]))


def _product(seen: _Told) -> Read | None:
    def ranked() -> Iterator[tuple[float, Words]]:
        for index, sentence in enumerate(seen.sentences):
            for words in products(seen.low, sentence.span):
                length = min(len(words.value), 16) / 100
                length -= 0.2 if words.value.startswith(("zähler", "meter")) else 0.0
                yield seen.near_call(index) * 0.6 + length - index * 0.02, words

    found = _best(ranked())
    if found is None:
        letters = (part for part in seen.parts if part.kind == "letter")
        hits = [
            one for part in letters for one in products(seen.low, Span(part.start, part.end))
        ]
        found = replace(hits[0], confidence=0.5) if hits else None
    if found is None:
        return None
    value = seen.flat[found.start : found.end]
    return Read(value, found.start, found.end, round(found.confidence, 2), found.note)


def _tariff(seen: _Told) -> Read | None:
    spans = [one.span for one in seen.sentences]
    spans += [Span(part.start, part.end) for part in seen.parts if part.kind == "letter"]
    hits = [words for span in spans for words in tariffs(seen.flat, span)]
    return _as_read(max(hits, key=lambda one: (one.confidence, -one.start), default=None))


def _said(seen: _Told) -> Read | None:
    return _as_read(
        _best(
            (words.confidence + 0.3 * seen.near_call(index) - 0.01 * index, words)
            for index, sentence in enumerate(seen.sentences)
            for words in sayings(seen.flat, seen.low, sentence.span)
        )
    )


def _is_hearsay(seen: _Told) -> bool:
    """Somebody else was called, who tells it through the writer."""
    for index, sentence in enumerate(seen.sentences):
        words = seen.low[sentence.start : sentence.end]
        kin = any(compiled(cue.pattern).search(words) for cue in (*KIN, *cues("kin")))
        if not kin:
            continue
        if sentence.called >= 0.6 and not _is_first_hand(words):
            return True
        following = seen.sentences[index + 1 : index + 3]
        for other in following:
            behind = seen.low[other.start : other.end]
            if other.called >= 0.6 and not _is_first_hand(behind) and sentence.called < 0.6:
                return True
    return False


def _is_first_hand(words: str) -> bool:
    return any(
        compiled(cue.pattern).search(words) for cue in (*FIRST_HAND, *cues("first_hand"))
    )
