"""Every example beside the rules, through the definition and through the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.permit.examples import FOLDER, Example, examples
from tests.permit.ordinary import rules
from tests.same_answer.both import by_engine

from leumund.basics.verdict import Verdict
from leumund.engine import Engine
from leumund.permit import Facts, decide, rulepack
from leumund.permit.packfile import HEAD

ALL = examples()


def met(verdict: Verdict) -> tuple[str, ...]:
    return tuple(f"{reason.rule} {reason.fact}" for reason in verdict.reasons)


@pytest.mark.parametrize("example", ALL, ids=lambda each: f"{each.file}: {each.name}")
def test_the_definition_answers_as_the_example_says(example: Example) -> None:
    verdict = decide(example.facts, rules())
    assert (verdict.is_allowed, met(verdict)) == (example.is_allowed, example.met)


def test_the_engine_answers_as_the_examples_say(engine: Engine) -> None:
    answers = by_engine(
        [numbered(each.facts, place) for place, each in enumerate(ALL)], rules(), engine
    )
    found = [(answer.is_allowed, met(answer.verdict)) for answer in answers]
    assert found == [(example.is_allowed, example.met) for example in ALL]


def test_every_topic_of_the_pack_has_examples_beside_it() -> None:
    topics = [path for path in FOLDER.glob("*.yaml") if "examples" not in path.name]
    missing = [path.name for path in topics if not path.with_suffix(".examples.yaml").exists()]
    assert missing == [HEAD]


def test_every_rule_is_met_by_an_example() -> None:
    named = {reason.split(" ")[0] for example in ALL for reason in example.met}
    assert named == set(rulepack.load().rules)


def test_every_fact_that_an_example_gives_has_words_in_both_languages() -> None:
    pack = rulepack.load().rules
    for example in ALL:
        for reason in example.met:
            rule, fact = reason.split(" ")
            known = pack[rule].get("facts", {})
            free = {"L002": {"Robinsonliste"}, "C020": {"TR"}}.get(rule, set())
            assert set(fact.split("+")) <= known.keys() | free, reason


def numbered(facts: Facts, place: int) -> Facts:
    """The same with consent ids that no other example has."""
    consents = tuple(
        replace(consent, consent_id=place * 10 + (consent.consent_id or 0))
        for consent in facts.consents or ()
    )
    return replace(facts, consents=None if facts.consents is None else consents)
