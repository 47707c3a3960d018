"""Exclusion: which copy cannot have been the source of which call, and by what fact.

Needs nothing but dates and lists, so it holds from the first day and also for lists that
somebody else once chose. It never names anybody. Three facts exclude:

1. the person called was never in the copy;
2. the call came before the copy had the person (its portion, where there were portions);
3. the caller knew something that is newer than the copy.

A doubt counts against exclusion: a number that was not given, a time of day that is only
known as a day, a fact of the day of the hand-over itself exclude nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Times = NDArray[np.datetime64]

NOBODY = -1
_GRACE = np.timedelta64(1, "D")


class Fact(IntEnum):
    """Why a copy cannot explain a call; POSSIBLE: nothing excludes it."""

    POSSIBLE = 0
    NOT_IN_COPY = 1
    BEFORE_HAND_OVER = 2
    NEWER_THAN_COPY = 3


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """The calls in question, one value per call.

    ``unit``: index in the lists, -1 for somebody who is in none of them. ``is_sure``: it is
    known whose number was called. ``latest``: datetime64[s], UTC, the last moment at which the
    call can have taken place. ``fact_since``: datetime64[D], the day from which the newest
    fact the caller knew stood in the company's files; NaT if none is known.
    """

    unit: Ints
    is_sure: Bools
    latest: Times
    fact_since: Times


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Who was in which copy, one value per (unit, copy) pair, in any order.

    ``handed_over``: datetime64[s], UTC; NaT where the pair was planned but never left. What
    was screened out when its portion left is not held and does not belong here.
    """

    unit: Ints
    copy: Ints
    handed_over: Times
    copies: int


def exclusion_facts(called: Called, held: Held) -> NDArray[np.int8]:
    """The Fact per call and copy (calls x copies)."""
    facts = np.zeros((len(called.unit), held.copies), dtype=np.int8)
    facts[called.is_sure] = Fact.NOT_IN_COPY
    call, pair = _pairs(called.unit, held.unit)
    sure = called.is_sure[call]
    call, pair = call[sure], pair[sure]
    facts[call, held.copy[pair]] = _fact(
        called.latest[call], called.fact_since[call], held.handed_over[pair]
    )
    return facts


def as_told(
    facts: NDArray[np.int8], called: Called, first: Times, last: Times
) -> NDArray[np.int8]:
    """The same facts, but why a copy cannot explain a call says nothing of who is in it.

    ``first`` and ``last``: when the first and the last of each copy left. A call that is not
    possible is not weighed, so its reason must not tell a member from a stranger: whoever could
    learn members that way could have them complain afterwards.
    """
    is_before = called.latest[:, None] < first
    is_newer = called.fact_since[:, None] > (last + _GRACE).astype("datetime64[D]")
    told = np.where(is_newer, Fact.NEWER_THAN_COPY, Fact.NOT_IN_COPY)
    told = np.where(is_before, Fact.BEFORE_HAND_OVER, told)
    return np.where(facts == Fact.POSSIBLE, Fact.POSSIBLE, told).astype(np.int8)


def counts_by_fact(facts: NDArray[np.int8]) -> Ints:
    """How many calls each fact excludes: (copies x facts); column 0 are those it explains."""
    return np.stack([(facts == fact).sum(axis=0) for fact in Fact], axis=1)


def _fact(latest: Times, fact_since: Times, handed_over: Times) -> NDArray[np.int8]:
    is_newer = fact_since > (handed_over + _GRACE).astype("datetime64[D]")
    is_before = latest < handed_over
    fact = np.where(is_newer, Fact.NEWER_THAN_COPY, Fact.POSSIBLE)
    fact = np.where(is_before, Fact.BEFORE_HAND_OVER, fact)
    return np.where(np.isnat(handed_over), Fact.NOT_IN_COPY, fact).astype(np.int8)


def _pairs(wanted: Ints, units: Ints) -> tuple[Ints, Ints]:
    """Every (index into wanted, index into units) with the same unit."""
    order = np.argsort(units, kind="stable")
    first = np.searchsorted(units[order], wanted, "left")
    past = np.searchsorted(units[order], wanted, "right")
    count = np.where(wanted == NOBODY, 0, past - first)
    call = np.repeat(np.arange(len(wanted)), count)
    start = np.repeat(first - np.cumsum(count) + count, count)
    return call, order[start + np.arange(count.sum())]
