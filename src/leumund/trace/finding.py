"""What tracing found: per copy, per partner without a copy, and per stray list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.trace.outcome import (
    CONTACTED,
    Outcome,
    inside_in_words,
    outcome_in_words,
    standing_in_words,
    stray_in_words,
    strength_in_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Excluding:
    """Of ``calls`` unexplained calls: how many the copy could explain, and by what fact it
    cannot explain the others: before anything of the copy left, told of something newer than
    all of it, or else not in the copy by then. The reason says nothing of who is in it."""

    calls: int
    possible: int
    not_in_copy: int
    before_hand_over: int
    newer_than_copy: int

    @property
    def excluded(self) -> int:
        return self.not_in_copy + self.before_hand_over + self.newer_than_copy

    @property
    def is_out_of_the_question(self) -> bool:
        """There were calls, and a fact excludes every one of them."""
        return self.calls > 0 and self.possible == 0


@dataclass(frozen=True, slots=True)
class Audit:
    """The redraw audit before a naming: so many redrawn lists would have been named, too."""

    redraws: int
    crossings: int
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class CopyFinding:
    """What the stream says of one copy.

    ``named_at``: arrival of the complaint at which it was first named, ``named_position`` its
    place in the sealed order; None if it never was. A naming is final: ``is_standing`` False
    says that today's records, with contacts declared later, would no longer reach it.
    ``log_e``: natural logarithm of the evidence now; ``log_threshold``: the value at which it
    is named, None for lists that can only be excluded. ``largest_gamma``: a naming stands if
    people in the copy complain up to so many times as readily (odds) as others; None if it
    does not stand today. ``left_out`` and ``gamma``: which lawfully called people count for
    nothing, and the bound with which it was weighed. ``at_most_once_in``: see
    ``strength_in_words``. Shares and ``used`` speak of the calls that carried evidence;
    ``limit_of_100``: of 100 unexplained calls since the hand-over (``since_hand_over``) at
    most so many could come from it. ``inside``: the copy inside which it was drawn, empty for
    none; ``drawn_inside``: the copies drawn inside it; ``leads_to``: the deepest of them that
    are named. Each as "partner (campaign)".
    """

    draw_id: int
    campaign: str
    copy_id: int
    partner: str
    design: str
    outcome: Outcome
    excluding: Excluding
    log_e: float = 0.0
    log_threshold: float | None = None
    at_most_once_in: int = 1
    named_at: datetime | None = None
    named_position: int | None = None
    is_standing: bool = True
    largest_gamma: float | None = None
    left_out: str = CONTACTED
    gamma: float = 1.0
    audit: Audit | None = None
    share_low: float = 0.0
    share_high: float = 1.0
    used: int = 0
    hits: int = 0
    since_hand_over: int = 0
    limit_of_100: int = 100
    inside: str = ""
    drawn_inside: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        return self.outcome is Outcome.USED

    @property
    def is_deepest(self) -> bool:
        """It is named, and no list drawn inside it is."""
        return self.is_named and not self.leads_to

    def in_words(self, language: str | None = None) -> str:
        """The outcome in a sentence or two."""
        words = outcome_in_words(self.outcome, self.limit_of_100, language)
        if not self.is_named:
            return words
        words = inside_in_words(words, self.inside, self.drawn_inside, self.leads_to, language)
        strength = strength_in_words(self.at_most_once_in, language)
        if not self.is_standing:
            return f"{words} {strength} {_no_longer(language)}"
        if self.largest_gamma is None:
            return f"{words} {strength}"
        stands = standing_in_words(self.largest_gamma, self.left_out, language)
        return f"{words} {strength} {stands}"


@dataclass(frozen=True, slots=True)
class Trail:
    """The evidence for one copy over time: thinned to a few points, the last one kept."""

    draw_id: int
    copy_id: int
    partner: str
    moments: tuple[datetime, ...] = field(repr=False)
    log_e: tuple[float, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class WithoutCopy:
    """A partner that never got a list: every unexplained call excludes it, by fact."""

    partner: str
    calls: int


@dataclass(frozen=True, slots=True)
class MostComplaints:
    """What the rule "most complaints" would have said of one draw: it always names somebody.

    ``complaints`` of ``calls`` were about people in that copy, ``copies`` had as many.
    """

    draw_id: int
    campaign: str
    copy_id: int
    partner: str
    complaints: int
    calls: int
    copies: int


@dataclass(frozen=True, slots=True)
class CallerCopy:
    """How many of one caller's calls a copy could explain."""

    draw_id: int
    campaign: str
    copy_id: int
    partner: str
    possible: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls that showed the same number: how many, at which places of the sealed order, and
    what each copy could explain of them. ``unexplained``: per partner how many of the calls
    none of its copies can explain."""

    calls: int
    positions: tuple[int, ...]
    copies: tuple[CallerCopy, ...]
    unexplained: Mapping[str, int]

    def in_words(self) -> str:
        """One line per caller."""
        missing = sorted(self.unexplained.items(), key=lambda one: (one[1], one[0]))
        told = ", ".join(f"{partner} {count}" for partner, count in missing)
        return _(
            "{calls} calls showed the same number; of these cannot be explained by: {told}."
        ).format(calls=self.calls, told=told)


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """So many complaints are explained only by calls that this partner declared;
    ``in_no_copy``: of them about people who were in no copy of it, or of those above it."""

    partner: str
    complaints: int
    in_no_copy: int

    def in_words(self) -> str:
        """One line per partner."""
        return _(
            "{partner}: only calls that it declared itself explain {complaints} complaints; "
            "{others} of them are about people who were in no copy of it."
        ).format(partner=self.partner, complaints=self.complaints, others=self.in_no_copy)


@dataclass(frozen=True, slots=True)
class TraceReport:
    """What the sealed stream says of every copy, as of its last position.

    ``is_new``: something had changed since the last run, so this run was recorded and left a
    ledger entry. ``newly_named``: copy ids named by this run. ``strangers``: unexplained
    calls to nobody's customer; ``without_number``: the number called was not given.
    ``callers``: those with the most calls, by number shown, and what each copy explains.
    ``explained``: complaints that only a partner's own declared calls explain.
    """

    at: datetime
    inputs: str
    is_new: bool
    last_position: int
    calls: int
    strangers: int
    without_number: int
    copies: tuple[CopyFinding, ...]
    newly_named: tuple[int, ...]
    without_copy: tuple[WithoutCopy, ...]
    most_complaints: tuple[MostComplaints, ...]
    trails: tuple[Trail, ...] = field(repr=False, default=())
    callers: tuple[Caller, ...] = ()
    explained: tuple[OwnRecord, ...] = ()

    @property
    def named(self) -> tuple[CopyFinding, ...]:
        return tuple(copy for copy in self.copies if copy.is_named)

    @property
    def deepest(self) -> tuple[CopyFinding, ...]:
        """Whose list it was: the named copies of which no list drawn inside them is named."""
        return tuple(copy for copy in self.copies if copy.is_deepest)

    def in_words(self) -> str:
        """The report as lines of text in the reader's language."""
        return "\n".join(
            (
                self._opening(),
                "",
                *self._lines(),
                *self._excluded(),
                *(caller.in_words() for caller in self.callers),
                *(own.in_words() for own in self.explained),
                *self._rule(),
            )
        )

    def _opening(self) -> str:
        return _(
            "{calls} unexplained calls, {strangers} of them to nobody's customer, "
            "{without} without the number called; {copies} copies looked at."
        ).format(
            calls=self.calls,
            strangers=self.strangers,
            without=self.without_number,
            copies=len(self.copies),
        )

    def _lines(self) -> list[str]:
        ordered = sorted(
            self.copies,
            key=lambda copy: (not copy.is_deepest, not copy.is_named, -copy.log_e),
        )
        return [
            _(
                "{partner}, {campaign}: {outcome} {possible} of {calls} calls are possible."
            ).format(
                partner=copy.partner,
                campaign=copy.campaign,
                outcome=copy.in_words(),
                possible=copy.excluding.possible,
                calls=copy.excluding.calls,
            )
            for copy in ordered
        ]

    def _excluded(self) -> list[str]:
        return [
            _(
                "{partner}: never got a list, so none of {calls} calls can come from one."
            ).format(partner=partner.partner, calls=partner.calls)
            for partner in self.without_copy
        ]

    def _rule(self) -> list[str]:
        return [
            _(
                'The rule "most complaints" would have pointed at {partner} ({campaign}: '
                "{complaints} of {calls}); it always points at somebody."
            ).format(
                partner=rule.partner,
                campaign=rule.campaign,
                complaints=rule.complaints,
                calls=rule.calls,
            )
            for rule in self.most_complaints
        ]


@dataclass(frozen=True, slots=True)
class StrayCopy:
    """What a stray list says of one copy.

    Of the list's ``people`` the copy could explain ``possible``: no fact excludes them.
    ``drawn_hits`` of them were drawn into it where chance would put ``expected``;
    ``at_most_once_in``: how rarely so many would be there if it had not been used. The three
    are None for lists that can only be excluded. ``limit_of_100``: at most so many of 100
    people of the list could come from the copy.
    """

    draw_id: int
    campaign: str
    copy_id: int
    partner: str
    outcome: Outcome
    people: int
    possible: int
    not_in_copy: int
    limit_of_100: int
    drawn_hits: int | None = None
    expected: float | None = None
    at_most_once_in: int | None = None
    audit: Audit | None = None

    @property
    def is_named(self) -> bool:
        return self.outcome is Outcome.USED

    def after(self, audit: Audit | None) -> StrayCopy:
        """This finding after its redraw audit: a blocked naming is no finding."""
        if audit is None:
            return self
        outcome = Outcome.NO_FINDING if audit.is_blocking else self.outcome
        return replace(self, outcome=outcome, audit=audit)

    def in_words(self, language: str | None = None) -> str:
        """The outcome in a sentence or two."""
        words = stray_in_words(self.outcome, self.limit_of_100, language)
        if not self.is_named or self.at_most_once_in is None:
            return words
        return f"{words} {strength_in_words(self.at_most_once_in, language)}"


@dataclass(frozen=True, slots=True)
class StrayReport:
    """What a list found in the wild says of every copy.

    ``turn``: it is the turn-th list looked at, a list being the people it names
    (``people_digest``); ``rows`` in the file, of which ``people`` are customers' lines,
    ``strangers`` nobody's, ``unreadable`` kept in ``quarantine_path``;
    ``doubtful`` rows only a name tells: they may be somebody's, and exclude nothing.
    """

    file_digest: str
    people_digest: str
    turn: int
    is_new: bool
    rows: int
    people: int
    strangers: int
    unreadable: int
    copies: tuple[StrayCopy, ...]
    doubtful: int = 0
    newly_named: tuple[int, ...] = ()
    quarantine_path: Path | None = None

    @property
    def named(self) -> tuple[StrayCopy, ...]:
        return tuple(copy for copy in self.copies if copy.is_named)

    def in_words(self) -> str:
        """The report as lines of text in the reader's language."""
        opening = _(
            "{rows} rows: {people} customers' lines, {strangers} numbers of nobody, "
            "{unreadable} rows without a readable number. It is list number {turn}."
        ).format(
            rows=self.rows,
            people=self.people,
            strangers=self.strangers,
            unreadable=self.unreadable,
            turn=self.turn,
        )
        ordered = sorted(self.copies, key=lambda copy: (not copy.is_named, -copy.possible))
        lines = [_stray_line(copy) for copy in ordered]
        return "\n".join([opening, *self._doubts(), "", *lines])

    def _doubts(self) -> list[str]:
        if not self.doubtful:
            return []
        doubts = _(
            "Of {doubtful} rows only a name tells whom they mean: they count half for naming, "
            "and exclude no copy."
        )
        return [doubts.format(doubtful=self.doubtful)]


def _stray_line(copy: StrayCopy) -> str:
    return _("{partner}, {campaign}: {outcome} {possible} of {people} are possible.").format(
        partner=copy.partner,
        campaign=copy.campaign,
        outcome=copy.in_words(),
        possible=copy.possible,
        people=copy.people,
    )


def _no_longer(language: str | None) -> str:
    return _(
        "The records of today, with calls that were declared later, no longer reach this "
        "naming; what was weighed then stands in its exhibit.",
        language,
    )
