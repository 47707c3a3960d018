"""A finding as it is known, and what people have said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from leumund.audit.words.agreement import Agreement
from leumund.audit.words.transcript import Span
from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.clock import local_text
from leumund.basics.errors import BadInput, NotThere
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import _, reader_language
from leumund.basics.masking import masked
from leumund.basics.verdict import Effect

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.audit.words.listen import WordFinding
    from leumund.audit.words.pack import WordChecks

TABLE = "audit.word_finding"
BANK_DETAILS = "W020"
"""The check that fires where a caller asks for account or card."""


class NoSuchWordFinding(NotThere):
    """There is no finding {key} in what was heard. Nothing was noted."""

    code = "no-such-word-finding"
    hint = "See the findings that wait with: leumund audit open-words"


class SeveralWordFindings(BadInput):
    """More than one finding in what was heard begins with {key}. Nothing was noted."""

    code = "several-word-findings"
    hint = "Give more signs of the key, as 'leumund audit open-words' shows it."


class NobodyConfirms(BadInput):
    """The answer names nobody who gave it, so nothing was noted."""

    code = "nobody-confirms"
    hint = "Give --by with the name or the short sign of the person who has read the place."


class State(StrEnum):
    """Nobody has read it; confirmed; read and not so; two people disagree."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    NOT_SO = "not_so"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class KnownWordFinding:
    """A place in a call, kept until people have said what they read there."""

    key: str
    check: str
    partner: str
    called_at: datetime
    heard_at: datetime
    call_ref: str | None
    permission_ref: str
    file_digest: str
    span: Span
    because_turn: int | None
    quote: str
    means: Mapping[str, str]
    doubt: float | None
    role_confidence: float
    right_answers: int
    wrong_answers: int

    @property
    def state(self) -> State:
        if self.right_answers and self.wrong_answers:
            return State.DISPUTED
        if self.right_answers:
            return State.CONFIRMED
        return State.NOT_SO if self.wrong_answers else State.OPEN

    def in_words(self) -> str:
        """One finding as a person reads it before answering."""
        place = _("turn {turn}, characters {start} to {end}").format(
            turn=self.span.turn + 1, start=self.span.start, end=self.span.end
        )
        if self.span.start_s is not None:
            place += _(", from second {second}").format(second=round(self.span.start_s))
        doubt = (
            _("the file states no doubt")
            if self.doubt is None
            else _("the recogniser doubts it by {percent} %").format(
                percent=round(100 * self.doubt)
            )
        )
        means = self.means[reader_language()]
        quote = _("“{words}”").format(words=self.quote)
        head = f"{self.key}  {self.check}  {means}"
        return "\n  ".join((head, quote, f"{place}; {doubt}", self._where()))

    def _where(self) -> str:
        """How a person finds the transcript again: the names of files are not kept."""
        call = masked(self.call_ref) if self.call_ref else "–"
        return _(
            "{partner}, call of {at}, reference {call}, permission {permission}; the file's "
            "SHA-256 begins with {digest}"
        ).format(
            partner=self.partner,
            at=local_text(self.called_at),
            call=call,
            permission=masked(self.permission_ref),
            digest=self.file_digest[:12],
        )


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the answer changed, and how far people agree by now."""

    key: str
    state: State
    agreement: Agreement

    def in_words(self) -> str:
        """What a person reads at the terminal."""
        return f"{_states()[self.state]}\n{self.agreement.in_words()}"


def _states() -> Mapping[State, str]:
    return {
        State.OPEN: _("Nobody has read it yet; it does not count."),
        State.CONFIRMED: _("Confirmed: it counts from now on."),
        State.NOT_SO: _("Not so, says a person: it does not count."),
        State.DISPUTED: _("Two people disagree: it does not count until they agree."),
    }


def key_of(digest: str, finding: WordFinding) -> str:
    """The opaque id of a finding: the same place in the same bytes is the same finding."""
    place = [digest, finding.check, finding.span.turn, finding.span.start, finding.span.end]
    return sha256_hex(canonical_bytes(place))[:32]


def as_finding(known: KnownWordFinding, checks: WordChecks, ours: str | None = None) -> Finding:
    """A confirmed finding as the other parts know one; its words stay here. ``ours``: the
    company's own name; a finding in its calls names no partner."""
    is_ours = ours is not None and known.partner == ours
    check = checks.checks.get(known.check)
    return Finding(
        code=known.check,
        partner=None if is_ours else known.partner,
        source=Source.TRANSCRIPT,
        first_sign_at=known.called_at,
        rows=(Row(TABLE, known.key),),
        said={
            "turn": known.span.turn + 1,
            "doubt_percent": -1 if known.doubt is None else round(100 * known.doubt),
            "role_confidence_percent": round(100 * known.role_confidence),
            **({"side": "ours"} if is_ours else {}),
        },
        effect=Effect.WARN,
        citation=check.law if check else "",
    )
