"""Ask decide() and the engine the same questions, and lay the answers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leumund.basics.verdict import Verdict
from leumund.engine import Engine, Plan
from leumund.permit import Facts, Rules, decide
from leumund.permit.bulk import decide_plan
from leumund.permit.rows import consent_tables, question_table, rule_tables, verdict_of

YEARS = range(2023, 2028)


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict and the consent it rests on, as one of the two gave it."""

    verdict: Verdict
    is_allowed: bool
    rules: str


def by_definition(questions: Sequence[Facts], rules: Rules) -> list[Answer]:
    return [_answer(decide(facts, rules)) for facts in questions]


def by_engine(
    questions: Sequence[Facts], rules: Rules, engine: Engine, plan: Plan | None = None
) -> list[Answer]:
    inputs = {
        "facts": question_table(questions, rules),
        **consent_tables(questions),
        **rule_tables(rules, YEARS),
    }
    rows = engine.run(plan or decide_plan(), inputs).to_pylist()
    rows.sort(key=lambda row: row["line_id"])
    assert [row["line_id"] for row in rows] == list(range(len(questions)))
    return [Answer(verdict_of(row, rules), row["is_allowed"], row["rules"]) for row in rows]


def _answer(verdict: Verdict) -> Answer:
    names = dict.fromkeys(reason.rule for reason in verdict.reasons)
    return Answer(verdict, verdict.is_allowed, ",".join(names))
