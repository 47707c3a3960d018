"""Whom or what a case is against, and where it can stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Target(StrEnum):
    """What a case can be against: a partner, or something of our own."""

    PARTNER = "partner"
    CAMPAIGN = "campaign"
    RULE = "rule"
    HAND_OVER = "hand_over"

    @property
    def is_our_own(self) -> bool:
        return self is not Target.PARTNER


class State(StrEnum):
    """Where a case stands; what each means is said in states.yaml."""

    SUSPICION = "suspicion"
    HEARING = "hearing"
    APPRAISAL = "appraisal"
    PROPOSED = "proposed"
    DECIDED = "decided"
    APPEAL = "appeal"
    REVERSED = "reversed"
    CLEARED = "cleared"
    DROPPED = "dropped"
    ENDED = "ended"
    LOCKED = "locked"


OVER = frozenset({State.CLEARED, State.DROPPED, State.ENDED, State.LOCKED})
"""Here the suspicion is gone: nothing of such a case counts in any risk class."""


@dataclass(frozen=True, slots=True)
class Against:
    """Whom or what a case is against: a kind, and the name of the partner, campaign, rule
    or hand-over."""

    target: Target
    name: str
