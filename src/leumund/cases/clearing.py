"""One page for the partner, without any figure of chance: what was said, what speaks for you,
what cannot happen before you answer, your money, what you must do, what it has cost you.

What stands here is fixed when the case is cleared: the digest of its facts is in the ledger,
so that anybody who holds the letter can check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.language import reader_language
from leumund.cases.case import Case, Measure, Repair
from leumund.cases.days import today
from leumund.cases.money import Sum
from leumund.cases.state import OVER, State, Target
from leumund.cases.table import DATA_STOP, rank, ranks

if TYPE_CHECKING:
    from leumund.basics.checks import Check

_GROUPS, _GROUP = 8, 4


@dataclass(frozen=True, slots=True)
class Said:
    """What was said: the code of a finding, in words where a pack has them, from which
    source, how many rows it rests on, and when its first sign was seen."""

    code: str
    words: str
    source: str
    rows: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Cost:
    """What it has cost to be suspected: days until it was over, days without data or orders,
    hours and cents the partner has told us."""

    days_suspected: int
    days_stopped: int
    hours: int
    cents: int


@dataclass(frozen=True, slots=True)
class Clearing:
    """The page as values. ``calls`` and ``never_given``: of so many strange calls so many went
    to people whom the partner never had from us (None: nobody has counted).

    ``check_code`` and ``entry_id`` are there once a letter has gone out.
    """

    case_id: int
    partner: str
    state: State
    since: datetime
    until: datetime | None
    said: tuple[Said, ...]
    calls: int | None
    never_given: int | None
    speaks_for: tuple[str, ...]
    other_explanations: tuple[str, ...]
    cannot_happen: tuple[str, ...]
    stop_ends_at: datetime | None
    held: Sum
    released: Sum
    answer_by: date | None
    repairs: tuple[Repair, ...]
    cost: Cost
    check_code: str | None = None
    entry_id: int | None = None

    @property
    def is_cleared(self) -> bool:
        return self.state is State.CLEARED

    def facts(self) -> dict[str, Any]:
        """What the letter says, as plain JSON: what its digest is taken over."""
        return {
            "case": self.case_id,
            "partner": self.partner,
            "outcome": self.state.value,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "said": [[each.code, each.source, each.rows] for each in self.said],
            "calls": self.calls,
            "never_given": self.never_given,
            "speaks_for": list(self.speaks_for),
            "released": self.released.document(),
            "repairs": [[each.what, each.customers, each.cents] for each in self.repairs],
            "days_suspected": self.cost.days_suspected,
            "days_stopped": self.cost.days_stopped,
        }

    def digest(self) -> str:
        """SHA-256 (hex) over the canonical form of the facts."""
        return sha256_hex(canonical_bytes(self.facts()))

    def in_words(self, language: str | None = None) -> str:
        """The page as plain text."""
        from leumund.cases.clearing_words import page

        return page(self, language)


def clearing_of(case: Case, at: datetime, checks: Mapping[str, Check], held: Sum) -> Clearing:
    """The page for a case against a partner, as things stand; of one that is over, as they
    stood when it ended."""
    is_over = case.state in OVER
    now = case.closed_at or at if is_over else at
    counted = [item for item in case.items if item.calls is not None]
    hearing = case.hearings[-1] if case.state is State.HEARING else None
    return Clearing(
        case_id=case.case_id,
        partner=case.against.name,
        state=case.state,
        since=case.opened_at,
        until=case.closed_at,
        said=tuple(_said(finding, checks) for finding in case.findings),
        calls=counted[-1].calls if counted else None,
        never_given=counted[-1].never_given if counted else None,
        speaks_for=tuple(item.says for item in case.items if item.is_for_partner),
        other_explanations=tuple(each.what for each in case.explanations if each.is_possible),
        cannot_happen=() if is_over else _needs_a_hearing(case),
        stop_ends_at=None if is_over else _stop_ends(case.in_force(now)),
        held=held if not is_over else Sum(),
        released=_released(case),
        answer_by=hearing.reply_due if hearing else None,
        repairs=case.repairs,
        cost=_cost(case, now),
    )


def code_of(digest: str) -> str:
    """The code that a letter carries: the first 32 digits of its digest, in groups."""
    digits = digest[: _GROUPS * _GROUP]
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def _said(finding: Any, checks: Mapping[str, Check]) -> Said:
    check = checks.get(finding.code)
    words = check.title[reader_language()] if check else finding.code
    return Said(
        finding.code, words, finding.source.value, len(finding.rows), finding.first_sign_at
    )


def _needs_a_hearing(case: Case) -> tuple[str, ...]:
    """Measures that cannot follow before the partner was heard and its time is over."""
    if case.against.target is not Target.PARTNER or not case.unheard:
        return ()
    return tuple(
        each.kind
        for each in ranks().values()
        if each.is_above_warning and Target.PARTNER in each.against and each.kind != DATA_STOP
    )


def _stop_ends(measures: tuple[Measure, ...]) -> datetime | None:
    ends = [each.until for each in measures if each.kind == DATA_STOP and each.until]
    return max(ends, default=None)


def _released(case: Case) -> Sum:
    """All commission that became free in the course of the case."""
    freed = [step.said["freed"] for step in case.steps if step.said.get("freed")]
    days = [date.fromisoformat(each["payable_on"]) for each in freed if each["payable_on"]]
    return Sum(
        sum(each["orders"] for each in freed),
        sum(each["cents"] for each in freed),
        max(days, default=None),
    )


def _cost(case: Case, now: datetime) -> Cost:
    return Cost(
        days_suspected=(today(now) - today(case.opened_at)).days,
        days_stopped=_days_stopped(case, now),
        hours=case.hours_spent,
        cents=case.cents_spent,
    )


def _days_stopped(case: Case, now: datetime) -> int:
    """Days on which a measure stopped data or orders; a day counts once."""
    days: set[date] = set()
    for measure in case.measures:
        if not rank(measure.kind).stops:
            continue
        end = min(each for each in (measure.until, measure.ended_at, now) if each)
        first, last = today(measure.since), today(end)
        days |= {first + timedelta(days=step) for step in range((last - first).days + 1)}
    return len(days)
