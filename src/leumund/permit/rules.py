"""The rules in force at one instant: what a decision is made by.

``KNOWN`` lists every rule that ``decide`` can meet. A rule pack says, by date, what each of
them does, on which values and under which law; it can invent none and leave out none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from leumund.basics.verdict import Effect, Reason
from leumund.permit.facts import Level

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

UNDECIDED = "L001"
ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule is about, and the weakest effect that a pack may give it (None: any)."""

    level: Level
    weakest: Effect | None


_BLOCK, _HOLD, _ANY = Effect.BLOCK, Effect.HOLD, None

KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "C001": Known(Level.PERSON, _BLOCK),
        "C002": Known(Level.PERSON, Effect.WARN),
        "C003": Known(Level.PERSON, _BLOCK),
        "C004": Known(Level.PERSON, _BLOCK),
        "C005": Known(Level.PERSON, _BLOCK),
        "C006": Known(Level.PERSON, _BLOCK),
        "C007": Known(Level.PERSON, _BLOCK),
        "C008": Known(Level.PERSON, _BLOCK),
        "C009": Known(Level.PERSON, _BLOCK),
        "C010": Known(Level.PERSON, _BLOCK),
        "C011": Known(Level.PERSON, _BLOCK),
        "C012": Known(Level.PERSON, _BLOCK),
        "C013": Known(Level.PERSON, _HOLD),
        "C014": Known(Level.PERSON, _BLOCK),
        "C015": Known(Level.PERSON, _ANY),
        "C016": Known(Level.PERSON, Effect.REQUIRE),
        "C017": Known(Level.NUMBER, _BLOCK),
        "C018": Known(Level.NUMBER, _BLOCK),
        "C019": Known(Level.NUMBER, _BLOCK),
        "C020": Known(Level.NUMBER, Effect.ALARM),
        "C021": Known(Level.TIME, _ANY),
        "C022": Known(Level.FREQUENCY, _BLOCK),
        UNDECIDED: Known(Level.PERSON, _BLOCK),
        "L002": Known(Level.PERSON, _ANY),
        "L003": Known(Level.PARTNER, _BLOCK),
        "L004": Known(Level.PARTNER, _BLOCK),
        "L005": Known(Level.PARTNER, _BLOCK),
        "L006": Known(Level.PARTNER, _BLOCK),
        "L007": Known(Level.PARTNER, _BLOCK),
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule at one instant.

    ``source`` marks where the reading comes from: S federal text, P public page, M:h and so
    on memory, policy. ``sentences`` is language -> audience -> sentence, ``fact_words`` is
    fact -> language -> words.
    """

    id: str
    effect: Effect
    citation: str
    source: str
    title: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fact_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return KNOWN[self.id].level


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers that begin with these digits (E.164) are of this kind."""

    prefix: str
    kind: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Calls may begin from ``opens`` on and before ``closes``, in seconds of the local day."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Values:
    """The figures and words that the rules compare with; each stands in the pack, by date."""

    proof_late_hours: int
    consent_unused_months: int
    email_only_sources: frozenset[str]
    bought_sources: frozenset[str]
    other_sources: frozenset[str]
    telephone_channel: str
    automated_channel: str
    barred_number_kinds: frozenset[str]
    number_ranges: tuple[NumberRange, ...]
    hours: tuple[Hours, ...]
    attempts_day: int
    attempts_week: int
    attempts_campaign: int


@dataclass(frozen=True, slots=True)
class Rules:
    """A pack's rules as they stand on one day, and the digest of the pack they come from."""

    pack: str
    version: str
    digest: str
    on: date
    by_id: Mapping[str, Rule]
    values: Values
    levels: frozenset[Level] = frozenset(Level)

    def only(self, *levels: Level) -> Rules:
        """The same rules, asked about these levels only; "could not decide" always stays."""
        kept = {
            name: rule
            for name, rule in self.by_id.items()
            if rule.level in levels or name == UNDECIDED
        }
        return replace(self, by_id=MappingProxyType(kept), levels=frozenset(levels))

    def reason(self, rule: str, fact: str) -> Reason | None:
        """The reason for a rule that was met; None where it is not asked or does nothing."""
        found = self.by_id.get(rule)
        return Reason(rule, found.effect, fact, found.citation) if found else None
