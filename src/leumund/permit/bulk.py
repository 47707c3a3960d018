"""The plans over ``bulk.sql`` and ``screen.sql``: which steps, in what order."""

from __future__ import annotations

from functools import cache

from leumund.engine import Plan

_DECIDE = (
    "channels_named",
    "consents_read",
    "consent_faults",
    "consents_weighed",
    "several_consents",
    "consents_in_order",
    "open_moments",
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
_SCREEN = "screen.sql"


@cache
def decide_plan() -> Plan:
    """Tables of facts, consents and rules (``rows.py``) in, one verdict per question out."""
    return Plan.beside(__file__, _DECIDE)


@cache
def screen_plan() -> Plan:
    """The tables of a people snapshot, an assignment and rules in, one row per person out."""
    gather = Plan.beside(__file__, _GATHER, _SCREEN)
    answer = Plan.beside(__file__, ("screened",), _SCREEN)
    return Plan((*gather.steps, *decide_plan().steps, *answer.steps))


@cache
def asked_plan() -> Plan:
    """A list of numbers and the lines in, the lines asked about out."""
    return Plan.beside(__file__, ("asked_lines",), _SCREEN)


@cache
def answer_plan() -> Plan:
    """A list of numbers, the lines and their screen in, the answer to each row out."""
    return Plan.beside(__file__, ("answered",), _SCREEN)


@cache
def count_plan() -> Plan:
    """A screen's result in, its counts out."""
    return Plan.beside(__file__, ("counted",), _SCREEN)
