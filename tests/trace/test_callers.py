"""What one caller's calls exclude, copy by copy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tests.trace.draws import HANDED_OVER, call, draw_record
from tests.trace.spring import complain, customers_of, spring

from leumund.release import SealedFacts
from leumund.store import Store
from leumund.trace.callers import by_caller, callers_of
from leumund.trace.evidence import Stream
from leumund.trace.reading import Look, facts_of

LATER = HANDED_OVER.replace(day=9)


def look(units: list[int], shown: list[str | None], **more: object) -> tuple[Look, np.ndarray]:
    copies = np.zeros((6, 2), dtype=bool)
    copies[[0, 1, 2], 0] = copies[[2, 3], 1] = True
    draw = draw_record(copies, ("A", "B"), **more)  # type: ignore[arg-type]
    calls = [
        call(i + 1, unit + 100, LATER, shown=number)
        for i, (unit, number) in enumerate(zip(units, shown, strict=True))
    ]
    stream = Stream.of(calls)
    return Look(draw, stream, facts_of(draw, stream)), callers_of(calls)


def test_calls_that_showed_one_number_are_counted_against_every_copy() -> None:
    found, callers = look([0, 1, 2, 5], ["x", "x", "x", "y"])
    (caller,) = by_caller([found], callers)
    assert (caller.calls, caller.positions) == (3, (1, 2, 3))
    assert [copy.possible for copy in caller.copies] == [3, 1]
    assert caller.unexplained == {"A": 0, "B": 2}


def test_calls_that_showed_no_number_belong_to_nobody() -> None:
    found, callers = look([0, 1, 2], [None, None, None])
    assert callers.tolist() == [-1, -1, -1]
    assert by_caller([found], callers) == ()


def test_a_doubtful_sealed_list_excludes_no_caller() -> None:
    copies = np.array([[True], [False]])
    sealed = SealedFacts(2, 1, 0, 1, 500, HANDED_OVER.date())
    draw = draw_record(copies, ("A",), design="sealed", sealed=sealed)
    calls = [call(i, line, LATER, shown="x") for i, line in ((1, 300), (2, 400))]
    stream = Stream.of(calls)
    (caller,) = by_caller([Look(draw, stream, facts_of(draw, stream))], callers_of(calls))
    assert caller.copies[0].possible == 2


def test_a_call_that_two_copies_of_one_partner_explain_is_explained_once() -> None:
    first, callers = look([0, 3, 5], ["x"] * 3)
    (caller,) = by_caller([first, first], callers)
    assert caller.unexplained == {"A": 2, "B": 2}


def test_the_report_tells_callers_in_words(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:6])
    report = desk.trace.run()
    (caller,) = report.callers
    assert caller.unexplained["Osten"] == 0
    assert "6 calls showed the same number" in report.in_words()
