"""The plans over ``bulk.sql``: which steps, in what order."""

from __future__ import annotations

from functools import cache

from leumund.engine import Plan

_DECIDE = (
    "channels_named",
    "companies_named",
    "products_named",
    "consents_read",
    "consent_faults",
    "consents_weighed",
    "consents_in_order",
    "open_now",
    "open_weekdays",
    "findings",
    "verdicts",
)
_GATHER = (
    "objections_by_line",
    "objections_by_person",
    "persons_on_lines",
    "persons_asked",
    "moments",
    "contracts_on_the_day",
    "registers_on_the_day",
    "facts",
    "consents",
)


@cache
def decide_plan() -> Plan:
    """Tables of facts, consents and rules (``rows.py``) in, one verdict per question out."""
    return Plan.beside(__file__, _DECIDE)


@cache
def screen_plan() -> Plan:
    """The tables of a people snapshot, an assignment and rules in, one row per person out."""
    return Plan.beside(__file__, (*_GATHER, *_DECIDE, "screened"))


@cache
def count_plan() -> Plan:
    """A screen's result in, its counts out."""
    return Plan.beside(__file__, ("counted",))
