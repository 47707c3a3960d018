"""A verdict in words: for whom, in which language, and what a partner may know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.permit.examples import examples
from tests.permit.ordinary import CALL, rules

from leumund.basics.verdict import Effect, Reason, Verdict
from leumund.permit import (
    classes_for_partner,
    decide,
    explain,
    explain_for_partner,
    rulepack,
)
from leumund.permit.explain import AUDIENCES
from leumund.permit.rules import KNOWN

OBJECTED = decide(replace(CALL, objected_at=CALL.at), rules())


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_example_has_a_line_with_its_law_for_everybody(
    language: str, audience: str
) -> None:
    for example in examples():
        verdict = decide(example.facts, rules())
        told = explain(verdict, language, audience)  # type: ignore[arg-type]
        assert len(told.splitlines()) == 1 + len(verdict.reasons)
        for reason in verdict.reasons:
            assert f"[{reason.rule}; {reason.citation}]" in told


def test_the_agent_is_told_what_to_do_and_the_customer_why() -> None:
    assert explain(OBJECTED, "de").splitlines() == [
        "Der Anruf ist abgelehnt.",
        "- Nicht anrufen. Dieser Mensch will keine Werbung. (ein Widerspruch liegt vor) "
        "[C007; § 7 Abs. 1 S. 2 UWG, Art. 21 Abs. 3 DSGVO]",
    ]
    assert "You have objected to advertising." in explain(OBJECTED, "en", "customer")


def test_what_nobody_knows_is_not_told_as_if_it_were_known() -> None:
    unknown = decide(replace(CALL, are_objections_known=None), rules())
    told = explain(unknown, "en")
    assert "does not want advertising" not in told
    assert "Do not call. Objection: whether there is an objection is not known." in told


def test_what_can_be_lifted_says_so() -> None:
    held = Verdict((Reason("C015", Effect.HOLD, "unused", "policy"),))
    assert explain(held, "de").startswith("Der Anruf ist vorerst abgelehnt")


def test_a_partner_learns_nothing_about_a_person() -> None:
    objected = explain_for_partner(OBJECTED, "en")
    called_too_often = explain_for_partner(decide(replace(CALL, attempts_day=9), rules()), "en")
    no_consent = explain_for_partner(decide(replace(CALL, consents=()), rules()), "en")
    assert objected == called_too_often == no_consent
    assert objected == "The call is refused.\n- This person may not be called."


def test_a_partner_cannot_see_what_another_partner_did() -> None:
    tried = decide(replace(CALL, attempts_campaign=30), rules())
    held = Verdict((Reason("C015", Effect.HOLD, "unused", "policy"),))
    assert classes_for_partner(tried) == classes_for_partner(held)
    assert "for now" not in explain_for_partner(held, "en")


def test_every_rule_has_a_class_for_partners() -> None:
    for rule in KNOWN:
        assert classes_for_partner(Verdict((Reason(rule, Effect.BLOCK),)))


def test_a_rule_that_a_pack_does_not_know_is_named_by_its_id() -> None:
    assert "- X001 (odd) [X001; law]" in explain(
        Verdict((Reason("X001", Effect.BLOCK, "odd", "law"),)), "en", pack=rulepack.load()
    )
