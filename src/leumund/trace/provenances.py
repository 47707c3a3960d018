"""Where the callers' data came from: what is said of it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.trace.outcome import NO_SIGN_AT_MOST, Outcome, strength_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Provenance(StrEnum):
    """The answer to "is it our data at all?"."""

    OURS = "ours"
    NOT_OURS = "not_ours"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DrawProvenance:
    """What the calls say of all copies of one draw together.

    Of its ``units``, ``handed_over`` have left, to whomever. Of the calls since, ``used``
    carried evidence (something was left to chance), ``hits`` of them about people handed over;
    ``possible``: calls that no fact excludes. ``log_e``: the highest evidence so far against
    "none of these copies was used", ``log_threshold``: where it is said. ``limit_of_100``: of
    100 calls since the hand-over at most so many could come from any of these copies.
    """

    draw_id: int
    campaign: str
    outcome: Outcome
    units: int
    handed_over: int
    used: int
    hits: int
    since_hand_over: int
    possible: int
    log_e: float
    log_threshold: float
    at_most_once_in: int
    limit_of_100: int

    def in_words(self) -> str:
        """The outcome in a sentence or two."""
        if self.outcome is Outcome.USED:
            words = _("{campaign}: at least one of its copies was used.")
            said = words.format(campaign=self.campaign)
            return f"{said} {strength_in_words(self.at_most_once_in)}"
        if self.outcome is Outcome.NO_SIGN:
            words = _(
                "{campaign}: no sign that any of its copies was used; of 100 such calls at "
                "most {limit} could come from them."
            )
            return words.format(campaign=self.campaign, limit=self.limit_of_100)
        return _("{campaign}: no finding.").format(campaign=self.campaign)


@dataclass(frozen=True, slots=True)
class ProvenanceReport:
    """Of ``calls`` unexplained calls: people of whom a copy could know (``handed_over``),
    customers of whom none could (``not_handed_over``: held back, not yet due, never drawn, or
    called before), nobody's customers (``strangers``), and calls of which it is not known
    whom they reached (``doubtful``). ``unchosen``: of the calls, those to people on a list that
    no coin chose, registered or looked up one by one, of which chance says nothing; ``named``:
    copies that stand named."""

    inputs: str
    calls: int
    handed_over: int
    not_handed_over: int
    strangers: int
    doubtful: int
    draws: tuple[DrawProvenance, ...]
    unchosen: int = 0
    named: int = 0

    @property
    def limit_of_100(self) -> int:
        """Of 100 calls at most so many could come from any copy of ours."""
        if not self.calls:
            return 100
        possible = self.handed_over + self.doubtful
        return min(100, ceil(round(100 * possible / self.calls, 6)))

    @property
    def provenance(self) -> Provenance:
        """Ours if a draw says so; not ours if facts, or the one draw there is, leave little."""
        if any(draw.outcome is Outcome.USED for draw in self.draws):
            return Provenance.OURS
        if not self.calls or self.named:
            return Provenance.OPEN
        is_clear = len(self.draws) == 1 and self.draws[0].outcome is Outcome.NO_SIGN
        is_clear &= 100 * self.unchosen <= NO_SIGN_AT_MOST * self.calls
        is_excluded = self.limit_of_100 <= NO_SIGN_AT_MOST
        return Provenance.NOT_OURS if is_excluded or is_clear else Provenance.OPEN

    def entry(self) -> dict[str, object]:
        """What the ledger notes: digest of the inputs, counts, and the answer."""
        return {
            "inputs": self.inputs,
            "calls": self.calls,
            "handed_over": self.handed_over,
            "not_handed_over": self.not_handed_over,
            "strangers": self.strangers,
            "provenance": self.provenance.value,
            "used": [draw.draw_id for draw in self.draws if draw.outcome is Outcome.USED],
        }

    def in_words(self) -> str:
        """The report as lines of text in the reader's language."""
        return "\n".join(
            [self._answer(), self._counts(), *self._more(), *(d.in_words() for d in self.draws)]
        )

    def _answer(self) -> str:
        return {
            Provenance.OURS: _("Our data were used: at least one copy that we handed over."),
            Provenance.NOT_OURS: _(
                "None of our copies: at most a small part of these calls can come from what we "
                "handed over."
            ),
            Provenance.OPEN: _("It cannot be said yet whether our data were used."),
        }[self.provenance]

    def _more(self) -> Iterator[str]:
        if self.unchosen:
            yield _(
                "{unchosen} of them reached people on a list that no coin chose, registered or "
                "looked up one by one: chance says nothing of these."
            ).format(unchosen=self.unchosen)
        if self.named and self.provenance is Provenance.OPEN:
            yield _("A copy stands named, so it is not said that the data were not ours.")

    def _counts(self) -> str:
        return _(
            "Of {calls} unexplained calls {handed} reached people whom a copy could know, "
            "{kept} customers whom no copy could, {strangers} nobody's customers; of "
            "{doubtful} it is not known whom they reached."
        ).format(
            calls=self.calls,
            handed=self.handed_over,
            kept=self.not_handed_over,
            strangers=self.strangers,
            doubtful=self.doubtful,
        )
