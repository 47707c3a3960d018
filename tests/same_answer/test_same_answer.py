"""decide() is the definition; bulk.sql is a claim that the same holds for a table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.permit.ordinary import ON, rules
from tests.same_answer.both import Answer, by_definition, by_engine
from tests.same_answer.generated import questions

from leumund.engine import Engine, Plan
from leumund.permit import Facts, Level, Rules, rulepack
from leumund.permit.bulk import decide_plan
from leumund.permit.rules import KNOWN

COUNT = 20_000
CAUGHT_BY = 4_000

Defined = tuple[list[Facts], list[Answer]]

# One character, or one word, and many people would be called who must not be.
MISTAKES = (
    ("c.revoked_at <= f.at", "c.revoked_at < f.at"),
    ("f.local_date > c.valid_until then", "f.local_date >= c.valid_until then"),
    ("c.granted_at > f.at then", "c.granted_at >= f.at then"),
    ("f.objected_at <= f.at", "f.objected_at < f.at"),
    ("f.local_second < w.closes", "f.local_second <= w.closes"),
    ("f.local_second >= w.opens", "f.local_second > w.opens"),
    ("f.attempts_day >= r.attempts_day", "f.attempts_day > r.attempts_day"),
    ("f.attempts_week >= r.attempts_week", "f.attempts_week > r.attempts_week"),
    ("f.attempts_campaign >= r.", "f.attempts_campaign > r."),
    ("c.recorded_at > c.granted_at + r", "c.recorded_at >= c.granted_at + r"),
    ("coalesce(c.granted_at, c.last_used_at) <", "c.granted_at <"),
    ("c.granted_at) < c.stale_before", "c.granted_at) <= c.stale_before"),
    ("h.land = coalesce(l.land, '')", "h.land = l.land"),
    ("not coalesce(f.are_objections_known, false)", "not f.are_objections_known"),
    ("coalesce(f.subject_kind, '') not in ('c", "f.subject_kind not in ('c"),
    ("c.local_date <= c.valid_until, false", "c.local_date <= c.valid_until, true"),
    ("c.weight asc", "c.weight desc"),
    ("c.granted_at desc", "c.granted_at asc"),
    ("c.place = 1", "c.place = 2"),
    ("concat_ws('', '|', f.purpose, '|')", "f.purpose"),
    ("when f.is_number_withheld is null then 'unknown'", "when false then 'unknown'"),
    ("is_consumer and c.fault is not null", "is_consumer"),
)


def test_twenty_thousand_questions_have_the_same_answer(engine: Engine) -> None:
    asked = questions(1, COUNT)
    defined = by_definition(asked, rules())
    assert_same(asked, defined, by_engine(asked, rules(), engine))


def test_the_questions_allow_and_refuse_often_enough_to_mean_something() -> None:
    answers = by_definition(questions(1, COUNT), rules())
    met = {reason.rule for answer in answers for reason in answer.verdict.reasons}
    assert met == set(KNOWN)
    assert 500 < sum(answer.is_allowed for answer in answers) < COUNT - 500


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sets(st.sampled_from(sorted(Level)), min_size=1))
def test_any_questions_at_any_levels_have_the_same_answer(
    engine: Engine, seed: int, levels: set[Level]
) -> None:
    asked, some = questions(seed, 400), rules().only(*levels)
    assert_same(asked, by_definition(asked, some), by_engine(asked, some, engine))


def test_a_pack_of_ones_own_has_the_same_answer(engine: Engine) -> None:
    asked, own = questions(3, 2000), stricter(rules())
    assert_same(asked, by_definition(asked, own), by_engine(asked, own, engine))


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_a_mistake_in_the_sql_is_caught(
    engine: Engine, defined: Defined, right: str, wrong: str
) -> None:
    asked, answers = defined
    assert by_engine(asked, rules(), engine, planted(right, wrong)) != answers


@pytest.fixture(scope="module")
def defined() -> Defined:
    asked = questions(2, CAUGHT_BY)
    return asked, by_definition(asked, rules())


def assert_same(asked: list[Facts], defined: list[Answer], found: list[Answer]) -> None:
    pairs = zip(asked, defined, found, strict=True)
    assert [(facts, want, got) for facts, want, got in pairs if want != got][:3] == []


def planted(right: str, wrong: str) -> Plan:
    """The plan with one mistake in it; the right text must stand in it."""
    steps = decide_plan().steps
    assert any(right in step.sql for step in steps), right
    mistaken = (replace(each, sql=each.sql.replace(right, wrong)) for each in steps)
    return Plan(tuple(mistaken))


def stricter(rules: Rules) -> Rules:
    values = replace(
        rules.values,
        attempts_day=2,
        attempts_week=6,
        consent_unused_months=12,
        proof_late_hours=0,
    )
    by_id = {**rules.by_id, "C015": rulepack.load().in_force(ON).by_id["C001"]}
    return replace(rules, values=values, by_id=by_id)
