"""A verdict is its reasons: no refusal among them means allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.verdict import Effect, Reason, Verdict

REASONS = st.lists(st.builds(Reason, rule=st.text(), effect=st.sampled_from(Effect))).map(tuple)


@pytest.mark.parametrize(
    ("effects", "is_allowed", "is_liftable"),
    [
        ((), True, False),
        ((Effect.WARN, Effect.REQUIRE, Effect.ALARM, Effect.ESCALATE), True, False),
        ((Effect.HOLD,), False, True),
        ((Effect.HOLD, Effect.WARN), False, True),
        ((Effect.BLOCK,), False, False),
        ((Effect.HOLD, Effect.BLOCK), False, False),
    ],
)
def test_what_refuses_and_what_can_be_lifted(
    effects: tuple[Effect, ...], is_allowed: bool, is_liftable: bool
) -> None:
    verdict = Verdict(tuple(Reason("C001", effect) for effect in effects))
    assert (verdict.is_allowed, verdict.is_liftable) == (is_allowed, is_liftable)


@given(REASONS)
def test_every_reason_is_a_refusal_or_a_duty(reasons: tuple[Reason, ...]) -> None:
    verdict = Verdict(reasons)
    assert sorted((*verdict.refusals, *verdict.duties)) == sorted(reasons)
    assert verdict.is_allowed == (not verdict.refusals)


@given(REASONS, REASONS)
def test_a_further_reason_never_turns_a_refusal_into_an_allowed_call(
    reasons: tuple[Reason, ...], further: tuple[Reason, ...]
) -> None:
    if not Verdict(reasons).is_allowed:
        assert not Verdict(reasons + further).is_allowed
