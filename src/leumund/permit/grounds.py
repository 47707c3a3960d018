"""What an allowed call rests on, and what a partner may act for, in plain words.

Dates and names are those on file. No phone number is ever part of it: numbers in texts that
somebody typed are masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.clock import local_text, on_german_clock
from leumund.basics.language import _, in_language, reader_language
from leumund.people import name_key, shown
from leumund.permit.explain import Permission
from leumund.permit.facts import BUSINESS, LIVE_CALLS, NO_REGISTER_HIT
from leumund.permit.gather import covered_purposes, engagement_of, products_covered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from leumund.network import Partner
    from leumund.people import Consent
    from leumund.permit.explain import Audience
    from leumund.permit.gather import Assignment
    from leumund.permit.question import Answer, Question

    Told = Iterator[tuple[str, str]]

_PROOF_SHOWN = 12


def permissions(
    question: Question, answer: Answer, language: str, audience: Audience
) -> tuple[Permission, ...]:
    """What lets an allowed call be made, each with its law; an agent is told none of it.

    A rule that was met all the same (one that only warns), or that is not asked, is left out.
    """
    if audience == "agent" or not answer.verdict.is_allowed:
        return ()
    rules = question.rules.by_id.keys() - {reason.rule for reason in answer.verdict.reasons}
    telling = _Telling(question, answer)
    with in_language(language):
        told = telling.to_customer() if audience == "customer" else telling.to_regulator()
        return tuple(
            Permission(rule, said, question.rules.by_id[rule].citation)
            for rule, said in told
            if rule in rules
        )


def notes(
    assignment: Assignment, partner: Partner, on: date, company: str | None
) -> dict[str, str]:
    """What would have been right, by the rule that it belongs to, in the reader's language.

    ``company``: the one that settings or the partners file name.
    """
    may_act_for = _("{partner} may act for: {names}.")
    purposes = ", ".join(covered_purposes(partner, on)) or "–"
    said = {"L004": may_act_for.format(partner=partner.name, names=purposes)}
    if products := products_covered(partner, assignment.purpose, on):
        names = ", ".join(products)
        said["L005"] = may_act_for.format(partner=partner.name, names=names)
    if company and name_key(company) != name_key(assignment.principal or company):
        said["C008"] = _("The company that is known here is {name}.").format(name=company)
    return said


@dataclass(frozen=True, slots=True)
class _Telling:
    """The sentences about one allowed call, each with the rule that it answers."""

    question: Question
    answer: Answer

    def to_customer(self) -> Told:
        if (consent := self._consent()) is None:
            said = _("We call because we assume that it concerns your business: {reason}.")
            yield "C003", self._said(said)
        else:
            said = _(
                "On {date} you consented to calls from {company} about {product} (by "
                "{channel}; version of the wording: {wording})."
            )
            yield self._asks_for_consent, said.format(**self._declared(consent))
        said = _("Up to {at} no objection of yours to advertising is on file.")
        yield "C007", self._said(said)
        yield "L003", self._said(_("{partner} calls for {company}, engaged since {since}."))
        yield "C021", self._said(_("{at} is within the hours in which we call."))

    def to_regulator(self) -> Told:
        yield from self._ground()
        yield "C007", self._said(_("Up to {at} no objection to advertising was on file."))
        if self.answer.facts.register_hit == NO_REGISTER_HIT:
            yield "L002", _("The number stood in none of the registers that were loaded.")
        said = _("{partner} was engaged as {role} since {since}, for {purpose} and {product}.")
        yield "L003", self._said(said)
        if len(self.question.chain) > 1:
            yield "L006", self._said(_("It stands below {above}, engaged for the same."))
        yield "C018", self._said(_("{partner} has a right to use the number shown."))
        yield "C021", self._said(_("{at} was within the permitted hours."))
        said = _(
            "Attempts before: {day} in 24 hours, {week} in seven days, {campaign} in the "
            "campaign."
        )
        yield "C022", self._said(said)

    def _ground(self) -> Told:
        if (consent := self._consent()) is None:
            said = _("Presumed consent of a business, for the recorded reason: {reason}.")
            yield "C003", self._said(said)
            return
        said = _(
            "The person called consented on {date} to calls from {company} about {product} (by "
            "{channel}; version of the wording: {wording}; source: {source})."
        )
        yield self._asks_for_consent, said.format(**self._declared(consent))
        said = _("The proof was recorded on {recorded}; its digest begins with {proof}.")
        proof = (consent.proof_hash or "")[:_PROOF_SHOWN]
        yield "C012", said.format(recorded=_day(consent.recorded_at), proof=proof)

    @property
    def _asks_for_consent(self) -> str:
        """The rule about machines is the stricter one."""
        return "C001" if self.answer.facts.call_type in LIVE_CALLS else "C004"

    def _consent(self) -> Consent | None:
        """The consent on which the call rests; a live call to a business rests on none."""
        facts, person = self.answer.facts, self.answer.person
        if facts.subject_kind == BUSINESS and facts.call_type in LIVE_CALLS:
            return None
        found = person.consents if person else ()
        return next((each for each in found if each.id == self.answer.consent_id), None)

    def _declared(self, consent: Consent) -> dict[str, str]:
        """What a consent says of this call, as it was written down."""
        asked = self.question.assignment
        is_live = self._asks_for_consent == "C001"
        return {
            "date": _day(consent.granted_at),
            "company": _as_written(consent.companies, asked.principal),
            "product": _as_written(consent.products, asked.product),
            "channel": _("telephone") if is_live else _("automated call"),
            "wording": consent.wording_version or f"«{shown(consent.wording or '')}»",
            "source": consent.source or "–",
        }

    def _said(self, sentence: str) -> str:
        """The sentence, filled with what can be said of the call and its partner."""
        facts, asked = self.answer.facts, self.question.assignment
        partner, *above = self.question.chain
        engaged = engagement_of(partner, facts, self.question.rules.on)
        return sentence.format(
            at=local_text(self.question.at),
            reason=shown(facts.business_reason or ""),
            company=asked.principal,
            partner=partner.legal_name,
            above=", ".join(each.legal_name for each in above),
            role=_role(engaged.role) if engaged else "–",
            since=_written(engaged.valid_from) if engaged else "–",
            purpose=_as_written(engaged.purposes if engaged else (), asked.purpose),
            product=_as_written(engaged.products if engaged else (), asked.product),
            day=facts.attempts_day,
            week=facts.attempts_week,
            campaign=facts.attempts_campaign,
        )


def _role(role: str) -> str:
    match role:
        case "processor":
            return _("a processor")
        case "joint":
            return _("a joint controller")
        case _controller:
            return _("a controller")


def _as_written(names: Sequence[str], key: str | None) -> str:
    """The name as the document spells it, where it names it."""
    wanted = name_key(key or "")
    return next((name for name in names if name_key(name) == wanted), key or "–")


def _day(at: datetime | None) -> str:
    return _written(on_german_clock(at).date()) if at else "–"


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}" if reader_language() == "de" else day.isoformat()
