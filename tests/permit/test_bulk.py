"""The SQL of this part as text: every engine must be able to read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from benchmarks import bench_permit
from tests.engine.bulk_sql import broken_rules

from leumund.engine import Select
from leumund.permit import bulk
from leumund.permit.rules import KNOWN

STEPS = {
    step.name: step
    for plan in (bulk.screen_plan(), bulk.asked_plan(), bulk.answer_plan(), bulk.count_plan())
    for step in plan.steps
}


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda each: each.name)
def test_every_step_can_be_read_by_spark(step: Select) -> None:
    assert sqlglot.parse_one(step.sql, dialect="spark").sql(dialect="spark")
    assert list(broken_rules(step.sql)) == []


def test_every_step_in_the_files_is_used() -> None:
    folder = Path(bulk.__file__).parent
    text = "".join((folder / name).read_text("utf-8") for name in ("bulk.sql", "screen.sql"))
    assert set(re.findall(r"^-- ([a-z_]+) --$", text, re.MULTILINE)) == set(STEPS)


def test_every_rule_has_its_column_in_the_verdict() -> None:
    for rule in KNOWN:
        assert f"r.{rule.lower()}" in STEPS["verdicts"].sql
        assert f"'{rule}'" in STEPS["verdicts"].sql


def test_the_benchmark_gives_the_same_answer_twice() -> None:
    first, again = bench_permit.run(200, 300), bench_permit.run(200, 300)
    assert [each.digest for each in first] == [each.digest for each in again]
    assert first[0].digest == first[1].digest
