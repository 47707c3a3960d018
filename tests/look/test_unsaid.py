"""What cannot be said, and what the planner says it would take."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from tests.look.tables import answers, at, number

from leumund.look.chapters import CHAPTERS
from leumund.look.unsaid import (
    ALPHA,
    COMPLAINTS_PART,
    DRAW_PART,
    calls_to_name,
    people_to_hold_back,
)
from leumund.release.account import Terms, complaints_weight
from leumund.trace import calls_needed


def test_the_planners_weights_are_those_of_a_fresh_account() -> None:
    terms = Terms()
    assert float(terms.alpha) == ALPHA
    assert float(terms.declared_part()) == pytest.approx(DRAW_PART)
    assert float(complaints_weight(Fraction(1))) == COMPLAINTS_PART


def test_the_calls_needed_are_the_planners_at_the_lists_own_size() -> None:
    table = pa.table(
        {
            "name": ["a.csv", "b.csv"],
            "partner": ["Nord", None],
            "numbers": [250, 1000],
            "all_numbers": [1000, 1000],
            "complaints": [7, 7],
        }
    )
    first, everybody = calls_to_name(table).to_pylist()
    weight = DRAW_PART * COMPLAINTS_PART / 2
    assert first["per_hundred"] == 25.0
    assert first["whole"] == calls_needed(0.25, 1.0, weight, ALPHA)
    assert first["whole"] < first["half"] < first["fifth"]
    assert [everybody[name] for name in ("whole", "half", "fifth")] == [None] * 3


def test_a_smaller_difference_takes_more_people() -> None:
    rows = people_to_hold_back(pa.table({"people": [1000], "cancelled": [100]})).to_pylist()
    # Fleiss' formula without correction: 10 against 15 of 100, 5 % and 80 %.
    assert [row["people"] for row in rows][-1] == pytest.approx(683, abs=1)
    assert [row["people"] for row in rows] == sorted((r["people"] for r in rows), reverse=True)
    assert people_to_hold_back(pa.table({"people": [4], "cancelled": [1]})).num_rows == 0


def test_an_empty_folder_says_for_every_question_what_would_answer_it() -> None:
    said = answers()
    codes = {each.code for chapter in CHAPTERS for each in chapter.codes}
    asked = codes | {each.code for chapter in CHAPTERS for each in chapter.tables}
    assert {each.code for each in said.unsaid} == asked
    assert all(each.change and each.missing for each in said.unsaid)
    assert said.findings == ()


def test_some_things_no_folder_can_say() -> None:
    call: dict[str, Any] = {
        "partner": "Nord", "number": number(1), "started_at": at("2026-03-02T10:00"),
    }  # fmt: skip
    left = {each.code for each in answers(calls=[call]).unsaid}
    assert {"whose_copy", "undeclared_calls", "calls_cause_cancellations"} <= left
