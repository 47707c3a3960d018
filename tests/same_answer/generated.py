"""Facts at the edges: exactly at closing time, the third attempt, revoked the same second.

Every question begins with a lawful call. A few of its facts are then replaced, each by one of
a handful of values in which the edge and "nobody knows" are likely, so that one mistake in a
comparison changes many verdicts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.permit.ordinary import CALL, CONSENT

from leumund.permit import ConsentFacts, Facts
from leumund.permit.closures import LANDS
from leumund.permit.moments import local_moment

BERLIN = ZoneInfo("Europe/Berlin")
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
OPEN, SHUT, SATURDAY_OPEN, SATURDAY_SHUT = 8 * 3600, 20 * 3600, 9 * 3600, 18 * 3600
DAYS = (
    date(2026, 9, 1),  # Tuesday, a holiday nowhere
    date(2026, 9, 5),  # Saturday
    date(2026, 9, 6),  # Sunday
    date(2026, 6, 4),  # Corpus Christi: in some Laender
    date(2026, 8, 15),  # Assumption, a Saturday: Saarland, most of Bavaria
    date(2026, 8, 8),  # Augsburg's own, a Saturday
    date(2026, 10, 3),  # everywhere, a Saturday
    date(2026, 10, 31),  # Reformation: half of the Laender, a Saturday
    date(2026, 2, 28),
    date(2024, 2, 29),
)
EDGES = (OPEN, SHUT, SATURDAY_OPEN, SATURDAY_SHUT)
SECONDS = (*(edge + step for edge in EDGES for step in (-1, 0, 1)), 0, 11 * 3600, 86399)
WORDS: dict[str, Sequence[Any]] = {
    "subject_kind": ("consumer", "business", "unknown", None, ""),
    "are_objections_known": (True, False, None),
    "register_hit": ("", "Robinsonliste", None),
    "contract_status": ("none", "active", "ended", None, "dormant"),
    "is_line_shared": (True, False, None),
    "principal": ("musterstrom", "andere", None, ""),
    "purpose": ("winback", "upsell", "win", None, ""),
    "product": ("strom", "gas", "str", "dsl_100", None, ""),
    "business_reason": ("asked for an offer", "", "  ", None),
    "call_type": ("live", "preview", "predictive", "auto", "ai", "", None),
    "is_partner_engaged": (True, False, None),
    "is_chain_unbroken": (True, False, None),
    "is_stopped": (False, True, None),
    "engaged_purposes": (
        frozenset({"winback"}),
        frozenset({"winback_plus", "upsell"}),
        frozenset(),
        None,
    ),
    "engaged_products": (
        frozenset({"strom"}),
        frozenset({"strom", "gas"}),
        frozenset({"dslx100"}),
        frozenset(),
        None,
    ),
    "partner_country": ("DE", "TR", None, ""),
    "is_number_withheld": (True, False, None),
    "is_number_callers_own": (True, False, None),
    "has_right_of_use": (True, False, None),
    "number_kind": ("ordinary", "premium", "foreign", "odd", None),
    "trunk_country": ("DE", "TR", None, ""),
    "land": (*LANDS, None, "XX", ""),
    "attempts_day": (0, 2, 3, 4, None),
    "attempts_week": (0, 14, 15, 16, None),
    "attempts_campaign": (0, 29, 30, 31, None),
}
CONSENT_WORDS: dict[str, Sequence[Any]] = {
    "companies": (
        frozenset({"musterstrom"}),
        frozenset({"andere", "musterstrom"}),
        frozenset({"muster"}),
        frozenset(),
        None,
    ),
    "products": (frozenset({"strom"}), frozenset({"gas", "strom"}), frozenset({"gas"}), None),
    "channels": (
        frozenset({"telephone"}),
        frozenset({"telephone", "automated_call"}),
        frozenset({"automated_call"}),
        frozenset({"email"}),
        frozenset(),
        None,
    ),
    "wording": ("w7", "", " \t", None),
    "proof_hash": ("4f1c", "", "\u00a0 ", None),
    "source": ("web", "email_doi", "prize_draw", "purchased", "shop", "other", "odd", None),
    "is_number_confirmed": (True, False, None),
    "is_origin_checked": (True, False, None),
    "reaches_past_contract_end": (True, False, None),
}


def questions(seed: int, count: int) -> list[Facts]:
    """So many questions, always the same for the same seed; consent ids are all different."""
    choose = random.Random(seed)
    made = [_question(choose) for _ in range(count)]
    return [_numbered(facts, place) for place, facts in enumerate(made)]


def _question(choose: random.Random) -> Facts:
    day = choose.choice(DAYS) if choose.random() < 0.5 else CALL.local_date
    second = choose.choice(SECONDS) if choose.random() < 0.4 else 11 * 3600
    local = datetime(day.year, day.month, day.day, tzinfo=BERLIN) + timedelta(seconds=second)
    at = local.astimezone(UTC)
    moment = local_moment(at, "Europe/Berlin")
    changes = {name: choose.choice(WORDS[name]) for name in _some(choose, list(WORDS))}
    facts = replace(CALL, at=at, local_date=moment.on, local_second=moment.second, **changes)
    if choose.random() < 0.05:
        facts = replace(facts, **choose.choice(({"local_date": None}, {"local_second": None})))
    if choose.random() < 0.2:
        objected_at = choose.choice(_around(at))
        facts = replace(facts, objected_at=objected_at)
    consents = tuple(_consent(choose, facts) for _ in range(choose.choice((0, 1, 1, 1, 2, 3))))
    return replace(facts, consents=None if choose.random() < 0.03 else consents)


def _consent(choose: random.Random, facts: Facts) -> ConsentFacts:
    at, day = facts.at, facts.local_date or CALL.local_date
    granted = at - timedelta(days=choose.choice((30, 200, 800)))
    changes: dict[str, Any] = {"granted_at": granted, "proof_recorded_at": granted}
    names = [*CONSENT_WORDS, *_CONSENT_MOMENTS]
    for name in _some(choose, names):
        if name in CONSENT_WORDS:
            changes[name] = choose.choice(CONSENT_WORDS[name])
        else:
            changes |= _CONSENT_MOMENTS[name](choose, at, day, changes["granted_at"] or granted)
    return replace(CONSENT, **changes)


def _granted(
    choose: random.Random, at: datetime, day: date, granted: datetime
) -> dict[str, Any]:
    moment = choose.choice((*_around(at), *_around(_two_years_before(at)), None))
    return {"granted_at": moment, "proof_recorded_at": moment}


def _recorded(
    choose: random.Random, at: datetime, day: date, granted: datetime
) -> dict[str, Any]:
    return {"proof_recorded_at": choose.choice((*_around(granted + timedelta(hours=24)), None))}


def _used(choose: random.Random, at: datetime, day: date, granted: datetime) -> dict[str, Any]:
    return {"last_used_at": choose.choice((*_around(_two_years_before(at)), at, None))}


def _ended(choose: random.Random, at: datetime, day: date, granted: datetime) -> dict[str, Any]:
    return {"valid_until": choose.choice([day + timedelta(days=step) for step in (-1, 0, 1)])}


def _revoked(
    choose: random.Random, at: datetime, day: date, granted: datetime
) -> dict[str, Any]:
    return {"revoked_at": choose.choice(_around(at))}


_CONSENT_MOMENTS = {
    "granted": _granted,
    "recorded": _recorded,
    "used": _used,
    "ended": _ended,
    "revoked": _revoked,
}


def _around(moment: datetime) -> tuple[datetime, ...]:
    return (
        moment - SECOND, moment - MICROSECOND, moment, moment + MICROSECOND, moment + SECOND
    )  # fmt: skip


def _two_years_before(at: datetime) -> datetime:
    """Written apart from the code under test."""
    day = 28 if (at.month, at.day) == (2, 29) else at.day
    return at.replace(year=at.year - 2, day=day)


def _some(choose: random.Random, names: list[str]) -> list[str]:
    return choose.sample(names, choose.choice((0, 1, 1, 2, 3, 6, len(names))))


def _numbered(facts: Facts, place: int) -> Facts:
    if facts.consents is None:
        return facts
    numbered = tuple(
        replace(consent, consent_id=place * 10 + number)
        for number, consent in enumerate(facts.consents)
    )
    return replace(facts, consents=numbered)
