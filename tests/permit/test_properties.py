"""What must hold for all facts, odd ones included."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.permit.ordinary import CALL, rules
from tests.same_answer.generated import CONSENT_WORDS, WORDS, questions

from leumund.basics.verdict import Verdict
from leumund.permit import ConsentFacts, Facts, consent_relied_on, decide
from leumund.permit.facts import BUSINESS, CONSUMER

RULES = rules()
SOME = settings(max_examples=200, deadline=None)
# None says in these that there is nothing, not that nobody knows.
MEANS_NOTHING = {"objected_at", "business_reason"}
MEANS_NOTHING_IN_A_CONSENT = {"valid_until", "revoked_at", "last_used_at", "consent_id"}


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    [facts] = questions(draw(st.integers(0, 2**40)), 1)
    return facts


def is_allowed(facts: Facts) -> bool:
    return decide(facts, RULES).is_allowed


@SOME
@given(any_facts(), st.integers(0, 10**9))
def test_an_objection_never_widens_what_is_allowed(facts: Facts, seconds: int) -> None:
    objected = replace(facts, objected_at=facts.at - timedelta(seconds=seconds))
    assert not is_allowed(objected)


@SOME
@given(any_facts(), st.integers(1, 50))
def test_more_attempts_never_widen_what_is_allowed(facts: Facts, more: int) -> None:
    for name in ("attempts_day", "attempts_week", "attempts_campaign"):
        count = getattr(facts, name)
        if count is not None and not is_allowed(facts):
            assert not is_allowed(replace(facts, **{name: count + more}))


@SOME
@given(any_facts())
def test_removing_a_consent_never_widens_what_is_allowed(facts: Facts) -> None:
    for consent in facts.consents or ():
        fewer = tuple(each for each in facts.consents or () if each is not consent)
        assert is_allowed(facts) or not is_allowed(replace(facts, consents=fewer))


@SOME
@given(any_facts())
def test_revoking_a_consent_never_widens_what_is_allowed(facts: Facts) -> None:
    for consent in facts.consents or ():
        revoked = tuple(
            replace(each, revoked_at=facts.at) if each is consent else each
            for each in facts.consents or ()
        )
        assert is_allowed(facts) or not is_allowed(replace(facts, consents=revoked))


@SOME
@given(any_facts(), st.sampled_from(sorted({each.name for each in fields(Facts)})))
def test_forgetting_a_fact_never_widens_what_is_allowed(facts: Facts, name: str) -> None:
    if name == "at" or name in MEANS_NOTHING or is_allowed(facts):
        return
    if name == "subject_kind" and facts.subject_kind == BUSINESS:
        facts = replace(facts, subject_kind=CONSUMER)  # who is not known is a consumer (C002)
        if is_allowed(facts):
            return
    assert not is_allowed(replace(facts, **{name: None}))


@SOME
@given(any_facts(), st.sampled_from(sorted({each.name for each in fields(ConsentFacts)})))
def test_forgetting_what_a_consent_says_never_widens_what_is_allowed(
    facts: Facts, name: str
) -> None:
    if name in MEANS_NOTHING_IN_A_CONSENT or is_allowed(facts) or facts.consents is None:
        return
    forgotten = tuple(replace(each, **{name: None}) for each in facts.consents)
    assert not is_allowed(replace(facts, consents=forgotten))


@pytest.mark.parametrize(
    "name",
    sorted({each.name for each in fields(Facts)} - MEANS_NOTHING - {
        "at", "subject_kind", "land", "partner_country", "trunk_country", "is_line_shared"
    }),
)  # fmt: skip
def test_each_unknown_alone_refuses_the_ordinary_call(name: str) -> None:
    assert is_allowed(CALL)
    assert not is_allowed(replace(CALL, **{name: None}))


ODD: dict[str, Any] = {
    "zero": 0,
    "zero as a float": 0.0,
    "one": 1,
    "one as a float": 1.0,
    "minus one": -1,
    "empty": "",
    "a word": "yes",
    "bytes": b"yes",
    "no number": float("nan"),
    "a list": [],
    "a map": {},
    "a tuple": (),
    "a thing": object(),
    "a day": date(2026, 1, 1),
}


@pytest.mark.parametrize("name", sorted(WORDS))
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_fact_is_decided_and_an_odd_yes_is_no_yes(name: str, odd: object) -> None:
    verdict = decide(replace(CALL, **{name: odd}), RULES)
    assert isinstance(verdict, Verdict)
    if name.startswith(("is_", "has_", "are_", "engaged_", "number_kind", "register")):
        told = {reason.rule for reason in verdict.reasons}
        assert told or (name, odd) in {("register_hit", "")}, (name, odd)


@pytest.mark.parametrize("name", sorted(CONSENT_WORDS))
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_fact_of_a_consent_never_raises(name: str, odd: object) -> None:
    [consent] = CALL.consents or ()
    verdict = decide(replace(CALL, consents=(replace(consent, **{name: odd}),)), RULES)
    assert isinstance(verdict, Verdict)


@pytest.mark.parametrize("name", ["proof_hash", "wording"])
@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u00a0\u2003", None])
def test_blanks_are_neither_proof_nor_wording(name: str, blank: str | None) -> None:
    [consent] = CALL.consents or ()
    verdict = decide(replace(CALL, consents=(replace(consent, **{name: blank}),)), RULES)
    assert [reason.rule for reason in verdict.reasons] == ["C012"]


class SaysYes(str):
    """A text that is equal to everything, and in every set."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


class Raises:
    """A thing that raises whatever is asked of it, in an unforeseen way."""

    def _raise(self, *_: object) -> Any:
        raise RuntimeError("asked")

    __eq__ = __hash__ = __bool__ = __lt__ = __le__ = __gt__ = __ge__ = _raise  # type: ignore[assignment]
    __sub__ = __add__ = __len__ = __iter__ = __contains__ = _raise


class RaisesInTime(tzinfo):
    """A time zone that raises."""

    def utcoffset(self, _at: datetime | None) -> timedelta:
        raise RuntimeError("asked")


WRONG: dict[str, Any] = {
    "false": False,
    "says yes": SaysYes("x"),
    "raises": Raises(),
    "raises in time": datetime(2026, 1, 1, tzinfo=RaisesInTime()),
    "a set that raises": frozenset({SaysYes("x")}),
    "a tuple of odd things": (Raises(),),
}
YES_OR_NO = {
    name
    for noun in (Facts, ConsentFacts)
    for name, kind in noun.__annotations__.items()
    if "bool" in kind
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", [each.name for each in fields(Facts)])
def test_attack_an_odd_object_is_never_asked_and_never_a_yes(name: str, wrong: str) -> None:
    facts = replace(CALL, **{name: WRONG[wrong]})
    if wrong == "false" and name in YES_OR_NO:
        return
    assert [reason.rule for reason in decide(facts, RULES).reasons] == ["L001"]
    assert consent_relied_on(facts, RULES) is None


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", [each.name for each in fields(ConsentFacts)])
def test_attack_an_odd_object_in_a_consent_is_never_asked(name: str, wrong: str) -> None:
    [consent] = CALL.consents or ()
    facts = replace(CALL, consents=(consent, replace(consent, **{name: WRONG[wrong]})))
    if wrong == "false" and name in YES_OR_NO:
        return
    assert [reason.rule for reason in decide(facts, RULES).reasons] == ["L001"]


def test_attack_what_only_looks_like_facts_is_not_decided() -> None:
    assert not decide(Raises(), RULES).is_allowed  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["companies", "products", "channels"])
def test_a_text_in_place_of_words_does_not_match_a_part_of_itself(name: str) -> None:
    [consent] = CALL.consents or ()
    text = {"companies": "musterstrom", "products": "strom", "channels": "telephone"}[name]
    verdict = decide(replace(CALL, consents=(replace(consent, **{name: text}),)), RULES)
    assert [reason.rule for reason in verdict.reasons] == ["L001"]


def test_an_instant_without_a_zone_refuses() -> None:
    naive = replace(CALL, at=CALL.at.replace(tzinfo=None))
    assert [reason.rule for reason in decide(naive, RULES).reasons] == ["L001"]


@SOME
@given(any_facts())
def test_the_same_facts_give_the_same_sorted_reasons(facts: Facts) -> None:
    first, again = decide(facts, RULES), decide(facts, RULES)
    assert first == again
    assert list(first.reasons) == sorted(set(first.reasons))
    assert all(reason.citation for reason in first.reasons)
