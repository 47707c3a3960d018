"""A case: against whom or what, resting on which findings, and all that has happened in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from leumund.audit import code_words
from leumund.basics.clock import local_text
from leumund.basics.language import _, reader_language
from leumund.basics.masking import masked
from leumund.cases.state import Against, State
from leumund.cases.table import moves, rank, state_sentences
from leumund.cases.words import explanation_words, source_words, target_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leumund.basics.finding import Finding, Row


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, as it was recorded; ``said`` is plain JSON."""

    number: int
    at: datetime
    move: str
    event: str
    by: str
    said: Mapping[str, Any]
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of evidence. ``digest`` is SHA-256 (hex) of its bytes; ``kind`` is a source of
    findings, or "score" for a figure that a program computed.

    ``calls`` and ``never_given``: of so many strange calls so many went to people whom the
    partner never had from us.
    """

    number: int
    digest: str
    kind: str
    origin: str
    collector: str
    collected_at: datetime
    says: str
    is_for_partner: bool = False
    calls: int | None = None
    never_given: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Another explanation (theft, spoofing, our transfer, our insider), who checked it and
    when; ``is_possible``: it could still be so."""

    what: str
    found: str
    is_possible: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the partner; whoever adds to an answer has given another."""

    at: datetime
    said: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the partner was asked. ``findings``: digests of what was put to it; ``rules``: the
    digest of the rules that the facts were checked by; ``replies``: all of them, in order."""

    sent_at: datetime
    by: str
    reply_due: date
    findings: tuple[str, ...]
    questions: tuple[str, ...]
    access: str
    rules: str
    replies: tuple[Reply, ...] = ()
    passed_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        """The reply is there, or its time is over."""
        return bool(self.replies) or self.passed_at is not None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it was ordered. ``number`` counts within the case; ``until`` is when it
    ends by itself (None: when it is ended). A data stop ordered by one person is for the time
    being; one that two people decided is not. ``ends_by``: the last day of what a warning
    is about; ``why_no_warning``: the reason why none came before a termination."""

    number: int
    kind: str
    by: str
    second: str | None
    since: datetime
    until: datetime | None
    reasons: str
    findings: tuple[str, ...] = ()
    renewed_by: tuple[str, ...] = ()
    ended_at: datetime | None = None
    ended: str | None = None
    ends_by: date | None = None
    why_no_warning: str | None = None

    def is_in_force(self, at: datetime) -> bool:
        if at < self.since or (self.until is not None and at >= self.until):
            return False
        return self.ended_at is None or at < self.ended_at


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the first person wants, why, and which items that person has read."""

    measure: str
    by: str
    at: datetime
    reasons: str
    looked_at: tuple[int, ...]
    until: datetime | None = None
    why_no_warning: str | None = None
    is_penalty_reserved: bool = False
    ends_by: date | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What the partner has put right for our customers; money in cents."""

    what: str
    customers: int
    cents: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that somebody started, and when it was met."""

    name: str
    started_at: datetime
    met_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgentAsked:
    """Somebody wants to know whose row that is. ``number`` counts within the case;
    ``trigger``: the item of evidence that gives the reason, in writing."""

    number: int
    row: Row
    trigger: int
    by: str
    at: datetime
    opened_by: str | None = None
    opened_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.opened_by is not None


@dataclass(frozen=True, slots=True)
class Case:
    """All of a case as its steps leave it; ``case_id`` is its number in this installation."""

    case_id: int
    against: Against
    state: State
    opened_at: datetime
    opened_by: str
    known_at: datetime
    findings: tuple[Finding, ...] = ()
    items: tuple[Item, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    measures: tuple[Measure, ...] = ()
    proposal: Proposal | None = None
    decisions: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    clocks: tuple[Clock, ...] = ()
    agents: tuple[AgentAsked, ...] = ()
    hours_spent: int = 0
    cents_spent: int = 0
    closed_at: datetime | None = None
    closed_because: str | None = None
    steps: tuple[Step, ...] = field(default=(), repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """What looks wrong, by the codes of the findings."""
        return tuple(sorted({finding.code for finding in self.findings}))

    @property
    def matter(self) -> frozenset[str | tuple[str, str]]:
        """What it is about: the rules that were met and what they were met by."""
        subjects = (each for finding in self.findings for each in finding.subjects)
        return frozenset((*self.codes, *subjects))

    @property
    def facts(self) -> frozenset[str]:
        """The facts of all findings."""
        return facts_of(self.findings)

    @property
    def heard(self) -> frozenset[str]:
        """Findings on which the partner has answered, or had its time to."""
        answered = [hearing for hearing in self.hearings if hearing.is_answered]
        return frozenset(digest for hearing in answered for digest in hearing.findings)

    def last_hearing_on(self, digest: str) -> Hearing | None:
        """When the partner was last asked about this finding; None: never."""
        asked = [each for each in self.hearings if digest in each.findings]
        return asked[-1] if asked else None

    @property
    def reply_due(self) -> date | None:
        """The last day of all hearings on which the partner may answer, or add to its reply."""
        return max((each.reply_due for each in self.hearings), default=None)

    @property
    def unheard(self) -> tuple[str, ...]:
        """Findings on which the partner was not heard."""
        return tuple(f.digest for f in self.findings if f.digest not in self.heard)

    @property
    def unasked(self) -> tuple[str, ...]:
        """Findings that no hearing has put to the partner, answered or not."""
        asked = {digest for each in self.hearings for digest in each.findings}
        return tuple(f.digest for f in self.findings if f.digest not in asked)

    @property
    def kinds_of_evidence(self) -> int:
        """How many kinds: 2 only where two findings of different kinds share no row, so that
        one thing told twice stays one; 0 where all of them are mere reasons to look."""
        strong = [each for each in self.findings if not each.is_weak]
        apart = any(
            one.kind != other.kind and not one.subjects & other.subjects
            for one, other in combinations(strong, 2)
        )
        return 2 if apart else min(1, len(strong))

    @property
    def speaks_for(self) -> tuple[str, ...]:
        """What the items of evidence that speak for the partner show."""
        return tuple(item.says for item in self.items if item.is_for_partner)

    @property
    def explained(self) -> frozenset[str]:
        """The other explanations that somebody has looked into."""
        return frozenset(each.what for each in self.explanations)

    @property
    def deciders(self) -> tuple[str, ...]:
        """Whoever has ordered, renewed, proposed or decided something here."""
        names = [
            name
            for measure in self.measures
            for name in (measure.by, measure.second, *measure.renewed_by)
            if name
        ]
        return (*names, *self.decisions)

    def in_words(self) -> str:
        """The case for people; its raw fields are for programs."""
        return told(self)

    def in_force(self, at: datetime) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if measure.is_in_force(at))


def facts_of(findings: Iterable[Finding]) -> frozenset[str]:
    """Each fact once, whichever finding tells it."""
    return frozenset(fact for finding in findings for fact in finding.facts)


def told(case: Case) -> str:
    """One line per fact, in the reader's language."""
    return "\n".join([*_head(case), *_facts(case), *_history(case)])


def _head(case: Case) -> Iterator[str]:
    name = f"{target_words(case.against.target)} {case.against.name}".strip()
    yield _("Case {case} against {name}").format(case=case.case_id, name=name)
    yield state_sentences()[case.state.value][reader_language()]


def _facts(case: Case) -> Iterator[str]:
    for finding in case.findings:
        template = _("finding {code}, {what}, from {source}; rows: {rows}; heard: {heard}")
        yield template.format(
            code=finding.code,
            what=code_words(finding.code),
            source=source_words(finding.source.value),
            rows=len(finding.rows),
            heard=_("yes") if finding.digest in case.heard else _("no"),
        )
    for item in case.items:
        template = _("item {number}: {kind}, from {origin}, collected by {who} at {at}")
        at = local_text(item.collected_at)
        yield template.format(
            number=item.number,
            kind=source_words(item.kind),
            origin=item.origin,
            who=item.collector,
            at=at,
        )
    for other in case.explanations:
        template = _("other explanation ({what}): {found} (checked by {who} at {at})")
        what, at = explanation_words(other.what), local_text(other.at)
        yield template.format(what=what, found=other.found, who=other.by, at=at)
    for measure in case.measures:
        yield _measure(measure)
    for agent in case.agents:
        said = _("agent, request {number}: row {row}, trigger item {item}; opened: {opened}")
        yield said.format(
            number=agent.number,
            row=masked(agent.row.key),
            item=agent.trigger,
            opened=_("yes") if agent.is_open else _("no"),
        )


def _measure(measure: Measure) -> str:
    people = ", ".join(
        each for each in (measure.by, measure.second, *measure.renewed_by) if each
    )
    said = _("measure {number}: {name}, by {who}, since {since}, until {until}")
    end = measure.ended_at or measure.until
    return said.format(
        number=measure.number,
        name=rank(measure.kind).name(),
        who=people,
        since=local_text(measure.since),
        until=local_text(end) if end else "–",
    )


def _history(case: Case) -> Iterator[str]:
    sentences = {move.id: move.sentences[reader_language()] for move in moves()}
    for step in case.steps:
        yield f"{local_text(step.at)} · {step.by or '–'} · {sentences[step.move]}"
