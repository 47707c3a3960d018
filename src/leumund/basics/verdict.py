"""A verdict: allowed, or refused with every reason; duties ride on either.

A reason names the rule, the law it comes from and the value that met it. "Refused" is an
answer, not an error. ``liftable`` marks a refusal that a person or a new fact can lift.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a rule does when it is met. BLOCK and HOLD refuse; the rest are duties."""

    BLOCK = "block"
    HOLD = "hold"
    WARN = "warn"
    REQUIRE = "require"
    ALARM = "alarm"
    ESCALATE = "escalate"

    @property
    def is_refusal(self) -> bool:
        return self in (Effect.BLOCK, Effect.HOLD)


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """One rule that was met: its id (``C007``), its effect, the fact that met it, its law."""

    rule: str
    effect: Effect
    fact: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question: every reason, sorted by rule; no refusal means allowed."""

    reasons: tuple[Reason, ...] = ()

    @property
    def is_allowed(self) -> bool:
        return not any(reason.effect.is_refusal for reason in self.reasons)

    @property
    def is_liftable(self) -> bool:
        """Refused, but only by what a person or a new fact can lift (HOLD)."""
        refusals = self.refusals
        return bool(refusals) and all(reason.effect is Effect.HOLD for reason in refusals)

    @property
    def refusals(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.effect.is_refusal)

    @property
    def duties(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if not reason.effect.is_refusal)
