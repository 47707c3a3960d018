"""What is known of a partner on a day, as the facts that the rule pack asks about.

The law looks at the whole chain: whoever is above answers for it, and data flows to whoever is
below (Art 28(4) GDPR, EDPB Opinion 22/2024).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.checks import decide, load_checks
from leumund.basics.language import _, reader_language
from leumund.network.chain import with_those_above
from leumund.network.handover import PACK, PREDICATES, HandOverFacts, Transfer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from leumund.basics.checks import Check
    from leumund.basics.verdict import Verdict
    from leumund.network.partner import Engagement, Partner
    from leumund.network.register import Terms

REGISTER = ("address", "contact", "tasks")
"""What EDPB Opinion 22/2024 wants at hand of everybody, beside the name."""
_CERTIFICATE = "deletion_certificate"
_ROC_NUMBERS = "roc-numbers"


def facts_in_chain(
    partner: Partner,
    partners: Iterable[Partner],
    on: date,
    fields: Sequence[str] = (),
    purposes: Sequence[str] = (),
) -> HandOverFacts:
    """The facts that decide whether this partner may be handed anything on that day."""
    known = {each.name: each for each in partners}
    above = [known[name] for name in partner.chain if name in known]
    below = [
        each
        for each in known.values()
        if partner.name in each.chain and each.engagement_on(on) is not None
    ]
    return _facts(partner, on, [partner, *above], [partner, *below], fields, purposes)


def facts_alone(partner: Partner, on: date) -> HandOverFacts:
    """The facts of this partner itself, for the list of what is missing of whom."""
    return _facts(partner, on, [partner], [partner], (), ())


def handover_verdict(
    name: str,
    partners: Iterable[Partner],
    terms: Terms,
    on: date,
    fields: Sequence[str] = (),
    purposes: Sequence[str] = (),
) -> Verdict:
    """Whether this partner may be handed these fields for these purposes on that day, by the
    rule pack ``eu/handover``; raises NoSuchPartner."""
    known = tuple(partners)
    [partner, *_above] = with_those_above(name, known)
    facts = facts_in_chain(partner, known, on, fields, purposes)
    return decide(checks_in_force(terms, on), PREDICATES, facts)


def checks_in_force(terms: Terms, on: date) -> Mapping[str, Check]:
    """The checks of ``eu/handover`` as they stand that day, where the network's law counts."""
    return load_checks(PACK).in_force(on, terms.jurisdictions, terms.sectors)


def explain_handover(verdict: Verdict, on: date) -> str:
    """Every refusal in the reader's language, each with its law."""
    language = reader_language()
    bodies = load_checks(PACK).bodies
    told = []
    for reason in verdict.refusals:
        body = bodies[reason.rule]
        word = body.get("facts", {}).get(reason.fact, {}).get(language, _("not known"))
        told.append(f"{reason.rule} {body['title'][language]}: {word} ({reason.citation})")
    return "; ".join([*told, _("see: leumund network gaps")])


def missing_of(partner: Partner) -> tuple[str, ...]:
    """Which entries of the register are missing of this partner."""
    return tuple(key for key in REGISTER if not getattr(partner, key))


def ended_on(partner: Partner, on: date) -> date | None:
    """The last day of its last engagement, where all of them are over."""
    ends = [each.valid_to for each in partner.engagements]
    days = [each for each in ends if each is not None and each < on]
    return max(days) if days and len(days) == len(ends) else None


def _facts(
    partner: Partner,
    on: date,
    upwards: Sequence[Partner],
    downwards: Sequence[Partner],
    fields: Sequence[str],
    purposes: Sequence[str],
) -> HandOverFacts:
    engaged = _engagement(partner, on, purposes)
    whole = list(dict.fromkeys([*upwards, *downwards]))
    deleted = [each.looked_on for each in partner.looked_at if each.what == _CERTIFICATE]
    permits = [_permits(each, on) for each in upwards]
    return HandOverFacts(
        on=on,
        role=engaged.role if engaged else None,
        art28_signed=_signed(upwards, on, engaged),
        art26_document=engaged.art26_document if engaged else None,
        legal_ground=engaged.legal_ground if engaged else None,
        risk=partner.risk,
        last_audit=_last_look(partner),
        looked_at=frozenset(each.what for each in partner.looked_at if each.looked_on <= on),
        unauthorised=tuple(each.name for each in whole if _is_unauthorised(each, on)),
        register_missing=tuple(
            f"{one.name}: {key}" for one in whole for key in missing_of(one)
        ),
        countries=tuple(one for each in downwards for one in _transfers(each)),
        fields=tuple(fields),
        fields_agreed=engaged.fields if engaged else (),
        ended_on=ended_on(partner, on),
        deleted_on=max(deleted, default=None),
        permits=frozenset.intersection(*permits),
        are_numbers_listed=_ROC_NUMBERS in permits[0],
    )


def _engagement(partner: Partner, on: date, purposes: Sequence[str]) -> Engagement | None:
    """Of those in force the one for these purposes, else the one that began last."""
    in_force = [each for each in partner.engagements if each.is_in_force_on(on)]
    fitting = [each for each in in_force if set(purposes) <= set(each.purposes)]
    return max(fitting or in_force, key=lambda each: (each.valid_from, each.id), default=None)


def _signed(upwards: Sequence[Partner], on: date, own: Engagement | None) -> date | None:
    """The day of the youngest signature in the chain; None as soon as one is missing."""
    engaged = [own, *(each.engagement_on(on) for each in upwards[1:])]
    bound = [each for each in engaged if each is not None and each.role == "processor"]
    days = [each.art28_signed for each in bound]
    found = [day for day in days if day is not None]
    return max(found) if found and len(found) == len(days) else None


def _last_look(partner: Partner) -> date | None:
    """The last audit; before the first one, the checks before the work began count as one."""
    first = [each.looked_on for each in partner.looked_at if each.what != _CERTIFICATE]
    return partner.last_audit or max(first, default=None)


def _is_unauthorised(partner: Partner, on: date) -> bool:
    if partner.parent is None:
        return False
    return partner.authorised_on is None or partner.authorised_on > on


def _permits(partner: Partner, on: date) -> frozenset[str]:
    return frozenset(each.kind for each in partner.held_permits if each.is_in_force_on(on))


def _transfers(partner: Partner) -> list[Transfer]:
    countries = dict.fromkeys([partner.country, *(site.country for site in partner.sites)])
    has_document = partner.transfer_document is not None
    return [Transfer(country, partner.transfer_basis, has_document) for country in countries]
