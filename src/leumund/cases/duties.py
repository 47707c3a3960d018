"""What the pack asks for as a case stands: duties, which stop nothing and are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.basics.checks import load_checks
from leumund.cases.case import Case
from leumund.cases.checks import PACK, Facts, judge
from leumund.cases.days import today
from leumund.cases.state import OVER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from leumund.basics.checks import Check
    from leumund.basics.verdict import Reason

_HOUR = 3600


def duty_words(duty: Reason, language: str) -> str:
    """What the pack says is to be done."""
    sentence: str = load_checks(PACK).bodies[duty.rule]["sentences"][language]
    return sentence


def duties_of(case: Case, at: datetime, checks: Mapping[str, Check]) -> tuple[Reason, ...]:
    """A case that is over asks for nothing more."""
    if case.state in OVER:
        return ()
    hearing = {"is_sent": bool(case.hearings), "new_findings": len(case.unasked)}
    facts = Facts(clocks=_clocks(case, at), hearing=hearing, measure=_penalty(case))
    return judge(checks, facts).duties


def _clocks(case: Case, at: datetime) -> dict[str, Any]:
    known = today(case.known_at)
    clocks: dict[str, Any] = {
        "days_known": (today(at) - known).days,
        "known_on": known,
        "today": today(at),
    }
    for clock in case.clocks:
        if clock.name == "art33":
            clocks["hours_since_breach"] = (at - clock.started_at).total_seconds() / _HOUR
            clocks["is_breach_notified"] = clock.met_at is not None
        if clock.name == "art12" and clock.met_at is None:
            clocks["asked_on"] = today(clock.started_at)
    return clocks


def _penalty(case: Case) -> dict[str, Any] | None:
    """A penalty that is proposed: was it reserved when the performance was accepted?"""
    proposal = case.proposal
    if proposal is None or proposal.measure != "penalty":
        return None
    return {
        "kind": proposal.measure,
        "is_hearing_sent": True,
        "is_reply_date_passed": True,
        "is_penalty_reserved": proposal.is_penalty_reserved,
    }
