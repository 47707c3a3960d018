"""Complaints that only a partner's own word explains, and whom they are about."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from tests.trace.draws import HANDED_OVER, call, draw_record

from leumund.intake import Explained, Explanation, UnexplainedCall
from leumund.trace.own_records import own_records

DRAW = draw_record(np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool), ("A", "B"))


def told(unit: int, partner: str, days: int = 3) -> UnexplainedCall:
    by = Explained(Explanation.DECLARED_CALL, partner)
    return call(1, 100 + unit, HANDED_OVER + timedelta(days=days), explained_by=by)


def counted(
    calls: list[UnexplainedCall], below: dict[str, frozenset[str]] | None = None
) -> list[tuple[str, int, int]]:
    found = own_records(calls, [DRAW], below or {})
    return [(one.partner, one.complaints, one.in_no_copy) for one in found]


def test_complaints_are_counted_by_whose_record_explains_them() -> None:
    calls = [told(0, "A"), told(1, "A"), told(2, "A"), told(2, "B"), told(3, "C")]
    assert counted(calls) == [("A", 3, 1), ("B", 1, 0), ("C", 1, 1)]
    assert counted([]) == []


def test_whoever_works_below_a_partner_calls_that_partners_people() -> None:
    assert counted([told(0, "C")], {"A": frozenset({"C"})}) == [("C", 1, 0)]
    assert counted([told(0, "C")], {"B": frozenset({"C"})}) == [("C", 1, 1)]


def test_a_call_before_the_hand_over_is_about_nobody_whom_it_had() -> None:
    assert counted([told(0, "A", days=-1)]) == [("A", 1, 1)]
