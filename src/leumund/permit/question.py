"""One question, from who asks to the answer: pure, once everything on file was loaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from leumund.basics.errors import BadInput
from leumund.permit.decide import consent_relied_on, decide
from leumund.permit.gather import (
    Assignment,
    assigned,
    number_to_show,
    product_meant,
    with_partner,
    with_person,
)
from leumund.permit.moments import DEFAULT_ZONE
from leumund.permit.passes import Attempts, Pass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from leumund.basics.ids import PassId
    from leumund.basics.verdict import Verdict
    from leumund.network import Partner
    from leumund.people import LineRecord, PersonRecord
    from leumund.permit.asked import CallAsked
    from leumund.permit.facts import Facts
    from leumund.permit.rules import Rules


class CallIsPast(BadInput):
    """{at} has passed, so no pass was issued: a pass is recorded before the call it is for."""

    code = "call-is-past"
    hint = "To learn what would have been answered then, use 'leumund permit explain --at'."


@dataclass(frozen=True, slots=True)
class Question:
    """One call that somebody wants to make, with all that stands about it."""

    assignment: Assignment
    at: datetime
    rules: Rules
    chain: tuple[Partner, ...]
    record: LineRecord | None
    person_ref: str | None

    @property
    def line_id(self) -> int | None:
        return self.record.line.id if self.record else None

    @property
    def persons(self) -> tuple[PersonRecord | None, ...]:
        """Whom it could be about: the person asked for, else everybody on the line."""
        found = self.record.persons if self.record else ()
        if self.person_ref is not None:
            found = tuple(each for each in found if each.person.ref == self.person_ref)
        return found or (None,)

    @property
    def consent_ids(self) -> list[int]:
        return [consent.id for person in self.persons if person for consent in person.consents]


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict about one person, and the consent on which the call would rest."""

    verdict: Verdict
    person: PersonRecord | None
    consent_id: int | None
    facts: Facts


def assignment_of(
    asked: CallAsked, principal: str | None, partner: Partner, on: date
) -> Assignment:
    """What the call is for, filled where the partner's contract leaves one answer.

    Raises ProductNotSaid and ProductNeeded.
    """
    shown = asked.shown_number
    if shown is None and not asked.is_withheld:
        shown = number_to_show(partner, on)
    return Assignment(
        principal=asked.principal or principal,
        purpose=asked.purpose,
        product=asked.product or product_meant(partner, asked.purpose, on),
        campaign=asked.campaign,
        business_reason=asked.business_reason,
        call_type=asked.call_type,
        shown_number=shown,
        is_withheld=asked.is_withheld,
        trunk_country=asked.trunk_country,
    ).in_keys()


def best_answer(
    question: Question, attempts: Attempts, last_uses: Mapping[int, datetime]
) -> Answer:
    """The answer about the person for whom it is best; an objection is everybody's."""
    base = partner_facts(question.assignment, question.at, question.rules, question.chain)
    all_facts = [
        with_person(base, question.record, person, attempts, last_uses)
        for person in question.persons
    ]
    answers = [
        _answered(facts, person, question.rules)
        for facts, person in zip(_sharing_objections(all_facts), question.persons, strict=True)
    ]
    return min(answers, key=_order_of_answers)


def day_of(at: datetime) -> date:
    """The calendar day in Germany, by which contracts and rules hold."""
    return at.astimezone(ZoneInfo(DEFAULT_ZONE)).date()


def partner_facts(
    assignment: Assignment, at: datetime, rules: Rules, chain: Sequence[Partner]
) -> Facts:
    facts = assigned(assignment, at, rules.values)
    return with_partner(facts, chain, assignment.shown_number, day_of(at))


def _sharing_objections(questions: Sequence[Facts]) -> list[Facts]:
    """Nobody has said who will answer, so one person's objection counts for all asked about."""
    moments = [facts.objected_at for facts in questions if facts.objected_at is not None]
    earliest = min(moments, default=None)
    return [replace(facts, objected_at=earliest) for facts in questions]


def _answered(facts: Facts, person: PersonRecord | None, rules: Rules) -> Answer:
    verdict = decide(facts, rules)
    consent = consent_relied_on(facts, rules)
    return Answer(verdict, person, consent.consent_id if consent else None, facts)


def _order_of_answers(answer: Answer) -> tuple[bool, bool, int, int]:
    verdict, person = answer.verdict, answer.person
    return (
        not verdict.is_allowed,
        not verdict.is_liftable,
        len(verdict.refusals),
        person.person.id if person else 0,
    )


def pass_for(question: Question, answer: Answer, pass_id: PassId) -> Pass:
    record, shown = question.record, question.assignment.shown_number
    if record is None or shown is None or answer.person is None:
        raise AssertionError("a call is never permitted to nobody, nor without a number")
    return Pass(
        pass_id=pass_id,
        line_id=record.line.id,
        person_id=answer.person.person.id,
        consent_id=answer.consent_id,
        partner=question.chain[0].name,
        purpose=question.assignment.purpose,
        product=question.assignment.product,
        campaign=question.assignment.campaign,
        shown_number=shown,
        call_type=question.assignment.call_type,
        at=question.at,
        pack_digest=question.rules.digest,
    )
