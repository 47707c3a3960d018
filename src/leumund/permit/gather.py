"""From what is on file to the facts of one question: pure, and the same as ``screen.sql``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.people import name_key, shown
from leumund.permit.facts import (
    ACTIVE,
    ENDED,
    NO_CONTRACT,
    NO_REGISTER_HIT,
    ORDINARY,
    ConsentFacts,
    Facts,
)
from leumund.permit.moments import local_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from leumund.basics.numbers import Number
    from leumund.network import CallerNumber, Engagement, Partner
    from leumund.people import Consent, Contract, LineRecord, Objection, PersonRecord
    from leumund.permit.passes import Attempts
    from leumund.permit.rules import Values

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
FOREIGN = "foreign"
_COUNTRY_PREFIX = "+49"


class ProductNotSaid(BadInput):
    """{partner} may act for several products in {purpose}: {products}. Nothing was decided."""

    code = "product-not-said"
    hint = "Say which one it is about with --product."


class ProductNeeded(BadInput):
    """{partner} may act for every product in {purpose}, and none was named. Nothing was
    decided."""

    code = "product-needed"
    hint = "Say which one it is about with --product."


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a call is for, and how it is made; the same for everybody on a list.

    ``shown_number`` None and not withheld: nobody has said which number is shown.
    ``is_stopped``: a data stop is in force against the partner or one above it.
    ``business_reason`` is why a business might want this call (§ 7(2) no. 1 alt. 2 UWG).
    """

    principal: str | None
    purpose: str
    product: str | None = None
    campaign: str | None = None
    business_reason: str | None = None
    call_type: str = "live"
    shown_number: Number | None = None
    is_withheld: bool = False
    trunk_country: str | None = None
    is_stopped: bool = False

    def in_keys(self) -> Assignment:
        """The same with purpose and product in the form in which they are compared."""
        return replace(self, purpose=name_key(self.purpose), product=_key(self.product))


def assigned(assignment: Assignment, at: datetime, values: Values) -> Facts:
    """The facts that the assignment fixes; of the person and the partner nothing is known."""
    return Facts(
        at=at,
        principal=_key(assignment.principal),
        purpose=_key(assignment.purpose),
        product=_key(assignment.product),
        business_reason=assignment.business_reason,
        call_type=assignment.call_type,
        is_number_withheld=_is_withheld(assignment),
        number_kind=number_kind(assignment.shown_number, values),
        trunk_country=assignment.trunk_country,
        is_stopped=assignment.is_stopped,
    )


def with_partner(
    facts: Facts, chain: Sequence[Partner], shown_number: Number | None, on: date
) -> Facts:
    """Add the partner that calls, ``chain[0]``, and everybody above it."""
    partner, above = chain[0], chain[1:]
    chosen = engagement_of(partner, facts, on)
    covered = [_covers(engagement_of(each, facts, on), facts) for each in above]
    numbers = [each for each in partner.caller_numbers if each.number == shown_number]
    in_range = [each for each in numbers if _is_in_range(each, on)]
    return replace(
        facts,
        is_partner_engaged=chosen is not None,
        is_chain_unbroken=all(covered) and len(above) == len(partner.chain),
        engaged_purposes=_keys(chosen.purposes) if chosen else None,
        engaged_products=_products(chosen, facts) if chosen else None,
        partner_country=partner.country,
        is_number_callers_own=bool(in_range) if shown_number else None,
        has_right_of_use=any(each.has_right_of_use for each in in_range) if in_range else None,
    )


def with_person(
    facts: Facts,
    record: LineRecord | None,
    person: PersonRecord | None,
    attempts: Attempts,
    last_uses: Mapping[int, datetime],
) -> Facts:
    """Add the person and the line; None: a number, or a person, of whom nothing is on file."""
    zone = person.person.zone if person else (record.line.zone if record else None)
    land = person.person.land if person else (record.line.land if record else None)
    moment = local_moment(facts.at, zone)
    objections = (
        *(record.objections if record else ()),
        *(person.objections if person else ()),
    )
    return replace(
        facts,
        subject_kind=person.person.kind if person else None,
        consents=tuple(_consent(each, last_uses) for each in person.consents) if person else (),
        objected_at=_first(objections),
        are_objections_known=True,
        register_hit=_register_hit(record, moment.on),
        contract_status=_status(person.contracts if person else (), moment.on),
        is_line_shared=record is not None and len(record.persons) > 1,
        land=land,
        local_date=moment.on,
        local_second=moment.second,
        attempts_day=attempts.day,
        attempts_week=attempts.week,
        attempts_campaign=attempts.campaign,
    )


def number_kind(number: Number | None, values: Values) -> str | None:
    """The kind of a number by the pack's ranges; the longest matching one counts."""
    if number is None:
        return None
    if not number.e164.startswith(_COUNTRY_PREFIX):
        return FOREIGN
    kinds = (each.kind for each in values.number_ranges if number.e164.startswith(each.prefix))
    return next(kinds, ORDINARY)


def numbers_to_show(partner: Partner, on: date) -> tuple[Number, ...]:
    """The numbers that the calling partner may show that day, sorted."""
    numbers = {
        each.number.e164: each.number
        for each in partner.caller_numbers
        if each.may_be_shown_on(on)
    }
    return tuple(number for _e164, number in sorted(numbers.items()))


def number_to_show(partner: Partner, on: date) -> Number | None:
    """The partner's number where it has exactly one that may be shown that day."""
    numbers = numbers_to_show(partner, on)
    return numbers[0] if len(numbers) == 1 else None


def product_meant(partner: Partner, purpose: str, on: date) -> str | None:
    """The product where the partner's contract for this purpose names exactly one; None where
    it has no contract for it. Raises ProductNotSaid, ProductNeeded."""
    if any(not each.products for each in _for_purpose(partner, purpose, on)):
        raise ProductNeeded(partner=partner.name, purpose=shown(purpose))
    products = products_covered(partner, purpose, on)
    if len(products) > 1:
        raise ProductNotSaid(
            partner=partner.name, purpose=shown(purpose), products=", ".join(products)
        )
    return products[0] if products else None


def products_covered(partner: Partner, purpose: str, on: date) -> tuple[str, ...]:
    """The products that the partner's contracts for this purpose name that day, as written."""
    in_force = _for_purpose(partner, purpose, on)
    return _once(product for each in in_force for product in each.products)


def covered_purposes(partner: Partner, on: date) -> tuple[str, ...]:
    """What the partner's contracts in force that day are for, as written."""
    in_force = [each for each in partner.engagements if each.is_in_force_on(on)]
    return _once(purpose for each in in_force for purpose in each.purposes)


def engagement_of(partner: Partner, facts: Facts, on: date) -> Engagement | None:
    """The contract in force that covers most of the call: one contract must cover it all."""
    in_force = [each for each in partner.engagements if each.is_in_force_on(on)]
    return max(
        in_force,
        key=lambda each: (
            _covers(each, facts),
            facts.purpose in _keys(each.purposes),
            -each.id,
        ),
        default=None,
    )


def _for_purpose(partner: Partner, purpose: str, on: date) -> list[Engagement]:
    in_force = [each for each in partner.engagements if each.is_in_force_on(on)]
    return [each for each in in_force if name_key(purpose) in _keys(each.purposes)]


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, however it is spelled, as it is written first."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name_key(name), name)
    return tuple(first.values())


def _is_withheld(assignment: Assignment) -> bool | None:
    if assignment.is_withheld:
        return True
    return None if assignment.shown_number is None else False


def _covers(engagement: Engagement | None, facts: Facts) -> bool:
    if engagement is None or facts.purpose not in _keys(engagement.purposes):
        return False
    return not engagement.products or facts.product in _keys(engagement.products)


def _products(engagement: Engagement, facts: Facts) -> frozenset[str]:
    """The products of a contract; one that names none covers every product."""
    if engagement.products:
        return _keys(engagement.products)
    return frozenset({facts.product}) if facts.product else frozenset()


def _is_in_range(number: CallerNumber, on: date) -> bool:
    return number.valid_from <= on and (number.valid_to is None or on <= number.valid_to)


def _consent(consent: Consent, last_uses: Mapping[int, datetime]) -> ConsentFacts:
    return ConsentFacts(
        consent_id=consent.id,
        companies=_keys(consent.companies),
        products=_keys(consent.products),
        channels=frozenset(consent.channels),
        wording=consent.wording or consent.wording_version,
        granted_at=consent.granted_at,
        proof_recorded_at=consent.recorded_at,
        proof_hash=consent.proof_hash,
        source=consent.source,
        is_number_confirmed=consent.number_confirmed,
        is_origin_checked=consent.origin_checked,
        valid_until=consent.valid_until,
        reaches_past_contract_end=consent.reaches_past_contract_end,
        revoked_at=consent.revoked_at,
        last_used_at=last_uses.get(consent.id),
    )


def _first(objections: Iterable[Objection]) -> datetime | None:
    """The earliest objection; one without a date has held from the beginning of time."""
    return min((each.at or BEGINNING for each in objections), default=None)


def _register_hit(record: LineRecord | None, on: date) -> str:
    hits = record.register_hits if record else ()
    return min(
        (each.register for each in hits if each.listed_from <= on), default=NO_REGISTER_HIT
    )


def _status(contracts: Sequence[Contract], on: date) -> str:
    if any(contract.is_running_on(on) for contract in contracts):
        return ACTIVE
    return ENDED if contracts else NO_CONTRACT


def _key(word: str | None) -> str | None:
    return name_key(word) if word else None


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(name_key(word) for word in words)
