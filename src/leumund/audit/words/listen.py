"""The engine: one transcript in, the places that a person should read out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leumund.audit.words.pack import Kind
from leumund.audit.words.pattern import STOP, Finder, Nearest, tokens_of
from leumund.audit.words.roles import TRUSTED, Roles, roles_of
from leumund.audit.words.transcript import Role, Span, doubt_of, span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leumund.audit.words.fit import Unfit
    from leumund.audit.words.pack import Group, Step, WordCheck, WordChecks
    from leumund.audit.words.pattern import Hit, Tokens
    from leumund.audit.words.transcript import Transcript, Turn

_BEFORE, _AFTER = 6, 5
_PER_CHECK_MAX = 5
_FIRSTS_MAX = 200
_LEAST_WORDS = 12
# What was not heard may still have been said: with some doubt all that is needed must be
# missing, with more nothing is concluded.
_DOUBT_SOME, _DOUBT_MAX = 0.12, 0.4
_QUOTE_CHARACTERS = 240
_DIGITS = re.compile(r"(?:[A-Z]{2})?\d(?:[ ./-]?\d){2,}")
_DE = (
    "ich sie und der die das ist nicht wir mit auf bei ein eine zu ihnen ja nein bitte es noch"
)
_EN = "i you and the is not we with on at a to your of it this that yes no please why what for"
_COMMON = {
    "de": frozenset(_DE.split()),
    "en": frozenset(_EN.split()),
}


@dataclass(frozen=True, slots=True)
class WordFinding:
    """A check met at a place. ``because``: what came before it, for checks of an order.

    ``doubt`` is the recogniser's own about these words (0 to 1), None where the file states
    none; ``role_confidence`` how far it can be trusted who was the caller. ``quote`` has its
    numbers blanked out.
    """

    check: str
    means: Mapping[str, str]
    span: Span
    quote: str
    because: Span | None
    doubt: float | None
    role_confidence: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What listening to one transcript gave."""

    language: str
    roles: Roles
    findings: tuple[WordFinding, ...]


@dataclass(frozen=True, slots=True)
class _Call:
    """One transcript made ready: tokens, roles, and the hits of each list in their order.

    ``excused``: (list, turn, first word) of sentences that an exception silences;
    ``harmless``: (turn, word) of each "not" that denies nothing.
    """

    turns: tuple[Turn, ...]
    tokens: tuple[Tokens, ...]
    roles: Roles
    hits: Mapping[str, list[Hit]]
    negation: frozenset[str]
    excused: frozenset[tuple[str, int, int]]
    harmless: frozenset[tuple[int, int]]

    def role(self, turn: int) -> Role:
        return self.roles.of[self.turns[turn].speaker]


class Listener:
    """All checks, made ready once for any number of transcripts."""

    def __init__(self, checks: WordChecks, off: Iterable[Unfit] = ()) -> None:
        self._checks = checks
        self._off = frozenset((each.language, each.check) for each in off)
        self._finders = {each: Finder(checks.lists(each)) for each in ("de", "en")}
        self._nearest = {each: Nearest(found.words) for each, found in self._finders.items()}

    def hear(self, transcript: Transcript) -> Heard:
        """Every finding in the order of the checks, at most five of each."""
        language = transcript.language or guessed_language(transcript)
        call = self._prepared(transcript.turns, language)
        found = [
            finding
            for check in self._checks.checks.values()
            if (language, check.id) not in self._off
            for finding in list(_found(check, call))[:_PER_CHECK_MAX]
        ]
        return Heard(language, call.roles, tuple(found))

    def _prepared(self, turns: tuple[Turn, ...], language: str) -> _Call:
        spelling = self._checks.spelling.get(language, {})
        tokens = tuple(
            tokens_of(turn.text, spelling, self._nearest[language]) for turn in turns
        )
        hits: dict[str, list[Hit]] = {}
        for number, some in enumerate(tokens):
            for hit in self._finders[language].hits(some, number):
                hits.setdefault(hit.list, []).append(hit)
        negation = self._checks.negation.get(language, frozenset())
        excused = frozenset(
            (name, hit.turn, tokens[hit.turn].sentence(hit.first)[0])
            for name, some in hits.items()
            if name.endswith("!")
            for hit in some
        )
        harmless = frozenset(
            (hit.turn, place)
            for hit in hits.get("@harmless.0", ())
            for place in range(hit.first, hit.last)
        )
        bare = _Call(turns, tokens, Roles({}, 0.5), hits, negation, excused, harmless)
        talk = [
            (hit.turn, role)
            for name, role in (("caller_talk", Role.CALLER), ("called_talk", Role.CALLED))
            for group in self._checks.shared.get(name, ())
            for hit in _valid(group, bare)
        ]
        return replace(bare, roles=roles_of(turns, talk))


def guessed_language(transcript: Transcript) -> str:
    """The language whose commonest words stand in it more often."""
    words = " ".join(turn.text for turn in transcript.turns[:60]).lower().split()
    count = {each: sum(word in common for word in words) for each, common in _COMMON.items()}
    return max(count, key=lambda each: count[each])


def _found(check: WordCheck, call: _Call) -> Iterator[WordFinding]:
    if check.kind is Kind.SAID:
        for hit, group in _said(check.steps["said"], call):
            yield _finding(check, call, hit, group)
    elif check.kind is Kind.MISSING:
        yield from _missing(check, call)
    else:
        yield from _in_order(check, call)


def _said(step: Step, call: _Call) -> list[tuple[Hit, Group]]:
    """What a step finds, in the order of the call; one per sentence."""
    found = [
        (hit, group)
        for group in step.groups
        for hit in _valid(group, call)
        if _is_said_by(step.speaker, call.role(hit.turn))
    ]
    found.sort(key=lambda each: (each[0].turn, each[0].first, -each[0].last))
    seen: set[tuple[int, int]] = set()
    kept = []
    for hit, group in found:
        place = (hit.turn, call.tokens[hit.turn].sentence(hit.first)[0])
        if place not in seen:
            seen.add(place)
            kept.append((hit, group))
    return kept


def _is_said_by(speaker: str, role: Role) -> bool:
    return speaker == "any" or role in (Role.UNKNOWN, Role(speaker))


def _valid(group: Group, call: _Call) -> Iterator[Hit]:
    """Hits that no "not" and no exception in their sentence takes back."""
    for hit in call.hits.get(group.list, ()):
        tokens = call.tokens[hit.turn]
        begin, end = tokens.sentence(hit.first)
        if (f"{group.list}!", hit.turn, begin) in call.excused:
            continue
        if group.is_negation_kept or not _is_negated(hit, call, begin, end):
            yield hit


def _is_negated(hit: Hit, call: _Call, begin: int, end: int) -> bool:
    """A "not" near the words; without full stops a sentence is as long as a turn."""
    words = call.tokens[hit.turn].words
    near = range(max(begin, hit.first - _BEFORE), min(end, hit.last + _AFTER))
    return any(
        words[place] in call.negation and (hit.turn, place) not in call.harmless
        for place in near
    )


def _missing(check: WordCheck, call: _Call) -> Iterator[WordFinding]:
    """One finding if a needed thing is not said in the window at the start of the call."""
    window = _window(check, call)
    if sum(last for _turn, last in window) < _LEAST_WORDS:
        return
    doubt = _doubt_at_start(call, window)
    if doubt > _DOUBT_MAX:
        return
    lacking = [step for step in check.steps.values() if not _is_in(window, step, call)]
    if not lacking or (doubt > _DOUBT_SOME and len(lacking) < len(check.steps)):
        return
    turn = window[0][0]
    span = span_of(call.turns, turn, 0, len(call.turns[turn].text))
    yield _at(check, call, span, lacking[0].groups[0].means, None)


def _is_in(window: list[tuple[int, int]], step: Step, call: _Call) -> bool:
    limits = dict(window)
    return any(hit.first < limits.get(hit.turn, 0) for hit, _group in _said(step, call))


def _doubt_at_start(call: _Call, window: list[tuple[int, int]]) -> float:
    """The recogniser's doubt about the window, by words; 0 where it states none."""
    stated = [(call.turns[turn].doubt, count) for turn, count in window]
    known = [(doubt, count) for doubt, count in stated if doubt is not None and count]
    total = sum(count for _doubt, count in known)
    return sum(doubt * count for doubt, count in known) / total if total else 0.0


def _window(check: WordCheck, call: _Call) -> list[tuple[int, int]]:
    """The caller's first turns and how many words of each count."""
    left, window = check.within_words, list[tuple[int, int]]()
    start = next((turn.start_s for turn in call.turns if turn.start_s is not None), None)
    for number, turn in enumerate(call.turns):
        if call.role(number) is Role.CALLED:
            continue
        is_late = (
            start is not None
            and turn.start_s is not None
            and turn.start_s - start > check.within_seconds
        )
        if left <= 0 or is_late:
            break
        count = len(call.tokens[number].words)
        window.append((number, min(left, count)))
        left -= count
    return window


def _in_order(check: WordCheck, call: _Call) -> Iterator[WordFinding]:
    """Each first thing with the next other thing after it, unless something came between."""
    firsts = _said(check.steps["first"], call)[:_FIRSTS_MAX]
    afters = _said(check.steps["after"], call)
    untils = _said(check.steps["until"], call) if "until" in check.steps else []
    used: set[Hit] = set()
    for first, group in firsts:
        limit = len(call.turns) if check.lacks else first.turn + check.within_turns
        stop = _stop(first, untils, limit)
        after = _next(first, afters, limit)
        if check.lacks:
            if after is None and stop is None:
                yield _finding(check, call, first, group)
        elif after is not None and after[0] not in used and _comes_before(after[0], stop):
            used.add(after[0])
            because = _span(call, first)
            yield _at(check, call, _span(call, after[0]), after[1].means, because)


def _next(first: Hit, others: list[tuple[Hit, Group]], limit: int) -> tuple[Hit, Group] | None:
    for hit, group in others:
        if (hit.turn, hit.first) >= (first.turn, first.last) and hit.turn <= limit:
            return hit, group
    return None


def _stop(first: Hit, others: list[tuple[Hit, Group]], limit: int) -> tuple[Hit, Group] | None:
    """What ends it may begin before it: "when is your dad back" speaks of a dad as well."""
    for hit, group in others:
        if (hit.turn, hit.last) >= (first.turn, first.last) and hit.turn <= limit:
            return hit, group
    return None


def _comes_before(hit: Hit, stop: tuple[Hit, Group] | None) -> bool:
    return stop is None or (hit.turn, hit.first) < (stop[0].turn, stop[0].first)


def _finding(check: WordCheck, call: _Call, hit: Hit, group: Group) -> WordFinding:
    return _at(check, call, _span(call, hit), group.means, None)


def _span(call: _Call, hit: Hit) -> Span:
    tokens = call.tokens[hit.turn]
    last = hit.last - 1
    while last > hit.first and tokens.words[last] == STOP:
        last -= 1
    return span_of(call.turns, hit.turn, tokens.starts[hit.first], tokens.ends[last])


def _at(
    check: WordCheck, call: _Call, span: Span, means: Mapping[str, str], because: Span | None
) -> WordFinding:
    doubts = [doubt_of(call.turns, each) for each in (span, because) if each is not None]
    stated = [doubt for doubt in doubts if doubt is not None]
    return WordFinding(
        check=check.id,
        means=means,
        span=span,
        quote=quoted(call.turns[span.turn].text, span),
        because=because,
        doubt=max(stated, default=None),
        role_confidence=call.roles.confidence,
    )


def quoted(text: str, span: Span) -> str:
    """The span and a little around it, at most 240 characters, every number blanked out."""
    room = max(0, _QUOTE_CHARACTERS - (span.end - span.start)) // 2
    begin = max(0, span.start - room)
    piece = text[begin : min(len(text), span.end + room)][:_QUOTE_CHARACTERS]
    return _DIGITS.sub("•••", piece)


def is_role_trusted(finding: WordFinding) -> bool:
    """Whether it is clear enough who was the caller."""
    return finding.role_confidence >= TRUSTED
