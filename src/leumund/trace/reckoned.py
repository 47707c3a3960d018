"""What an exhibit states as its result, from what it states as its weighing.

The same function makes the exhibit and checks it. What is weighed (``weighing``):

- ``alpha``, ``weight``, ``gamma``: fractions as text; ``starts``: on how many days a leak may
  begin;
- ``is_by_caller``: whether every caller is a bet of its own, beside the one on all calls;
- ``groups``: the cells, per cell ``units``, and ``members``: of them the copy's, per portion;
- ``calls``, in their sealed order: ``place`` in that order, ``day`` of arrival, numbers of
  ``source`` and ``taken_by`` (0: not on record), ``person`` and ``caller`` (numbers by first
  appearance; caller 0: nothing tells), ``group`` (its cell; null: no coin was tossed),
  ``portion`` in which the person is in the copy (0: not in it), ``portions_out`` when the call
  was made, ``left_out`` (``called``: the holder had lawfully called the person; ``stayed``:
  the person stayed at home on the day), ``is_newer`` (the caller knew something newer than all
  that had left of the copy), ``days_begun``, and, where the files tell the tariff and the
  caller knew one, ``ratio``: how much likelier that is if the call came from the copy (0: it
  told another). A call that may be about several people has
  ``whom`` instead of ``person``, ``group``, ``portion`` and ``left_out``: these of each of
  them, with ``parts``, the thousandths that speak for it; what is missing to 1000 is somebody
  else.

This is one of the files an outsider needs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from leumund.trace.exact import (
    ONE,
    Course,
    at_most_once_in,
    bounded,
    course,
    digits,
    largest_gamma,
    threshold,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.trace.exact import Step

LEFT_OUT_BY = ("source", "taken_by", "day")


def result_of(weighing: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that follows from a weighing: step by step, the whole, and what stands
    without each source, each person who took complaints in, and each day."""
    whole = course(weighing)
    gamma, needed = largest_gamma(weighing), threshold(weighing)
    doubtful = sum(bool(step.whom) for step in whole.bets)
    return {
        **({"doubtful": doubtful} if doubtful else {}),
        "at_most_once_in": at_most_once_in(whole, weighing),
        "bets": len(whole.bets) - doubtful,
        "expected": _text(_expected(whole, Fraction(weighing["gamma"]))),
        "highest": digits(whole.highest),
        "hits": sum(step.is_hit for step in whole.bets if not step.whom),
        "largest_gamma": None if gamma is None else str(gamma),
        "reached_at": whole.reached_at,
        "steps": [_step(step, Fraction(weighing["gamma"])) for step in whole.steps],
        "threshold": _text(needed),
        "without": {by: _without(weighing, by) for by in LEFT_OUT_BY},
    }


def _step(step: Step, gamma: Fraction) -> dict[str, Any]:
    """``factor``: by how much the call multiplied the evidence, its part of new starts too."""
    whom = [
        {
            "chance": _chance(one.chance, gamma),
            "is_hit": one.is_hit,
            "parts": one.parts,
            "why_not": one.why,
        }
        for one in step.whom
    ]
    factor = digits(step.after, step.before) if step.before else "0"
    return {
        **({"whom": whom} if whom else {}),
        "chance": _chance(step.chance, gamma),
        "evidence": digits(step.after),
        "factor": factor,
        "is_bet": step.is_bet,
        "is_hit": step.is_hit,
        "place": step.place,
        "why_not": step.why,
    }


def _chance(chance: Fraction | None, gamma: Fraction) -> str | None:
    return None if chance is None else str(bounded(chance, gamma))


def _without(weighing: Mapping[str, Any], by: str) -> list[dict[str, Any]]:
    """Whether the copy would be named without each of them, all else as it was."""
    calls = weighing["calls"]
    found = []
    for each in sorted({call[by] for call in calls}):
        numbers = frozenset(at for at, call in enumerate(calls) if call[by] == each)
        rest = course(weighing, left_out=numbers)
        found.append(
            {
                "calls": len(numbers),
                "highest": digits(rest.highest),
                "is_reached": rest.reached_at is not None,
                "which": each,
            }
        )
    return found


def _expected(whole: Course, gamma: Fraction) -> Fraction:
    """How many of the weighed calls would be hits by chance alone."""
    chances = (bounded(step.chance, gamma) for step in whole.bets if step.chance is not None)
    return sum(chances, Fraction(0))


def _text(number: Fraction) -> str:
    return digits(number.numerator * ONE // number.denominator)
