"""A plan is a value cut from bulk.sql; each of its steps has a name and a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from leumund.engine import Plan, Select
from leumund.engine.plan import BadPlan, cut

TEXT = """-- The steps of this test.

-- adults --
-- Who is of age.
select name from people where age >= 18;

-- pairs --
-- Two of them,
-- each with each.
select a.name, b.name as other from adults a cross join adults b
"""


@pytest.fixture
def beside(tmp_path: Path) -> str:
    (tmp_path / "bulk.sql").write_text(TEXT)
    return str(tmp_path / "bulk.py")


def test_steps_are_cut_by_name_in_the_order_asked_for(beside: str) -> None:
    plan = Plan.beside(beside, steps=("adults", "pairs"))
    assert plan.steps == (
        Select("adults", "Who is of age.", "select name from people where age >= 18"),
        Select(
            "pairs",
            "Two of them, each with each.",
            "select a.name, b.name as other from adults a cross join adults b",
        ),
    )


def test_a_step_that_is_read_twice_is_kept(beside: str) -> None:
    assert Plan.beside(beside, steps=("adults", "pairs")).kept == {"adults"}
    assert Plan.beside(beside, steps=("adults",)).kept == frozenset()


def test_a_name_inside_a_longer_name_is_not_a_reading() -> None:
    steps = (Select("a", "A.", "select 1 as x"), Select("b", "B.", "select aa, b.a2 from aa_a"))
    assert Plan(steps).kept == frozenset()


def test_an_unknown_step_is_refused(beside: str) -> None:
    with pytest.raises(BadPlan, match="no step children"):
        Plan.beside(beside, steps=("adults", "children"))


@pytest.mark.parametrize("steps", [(), (Select("a", "A.", "select 1"),) * 2])
def test_a_plan_without_steps_or_with_one_twice_is_refused(steps: tuple[Select, ...]) -> None:
    with pytest.raises(BadPlan, match="no step, or one step twice"):
        Plan(steps)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("select 1", "without a name"),
        ("-- a --\nselect 1", "a has no sentence"),
        ("-- a --\n-- One.\n", "a has no sentence or no SELECT"),
        ("-- a --\n-- One.\nselect 1\n-- a --\n-- Two.\nselect 2", "two steps called a"),
    ],
)
def test_a_nameless_undescribed_empty_or_repeated_step_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadPlan, match=why):
        cut(text, "bulk.sql")
