"""The files that a real company has, as rows of text: customers, consents, calls, ..."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from leumund.world.cast import CAMPAIGN, CAST, PRINCIPAL, PRODUCT, PURPOSE
from leumund.world.population import FIRST_DAY, LANDS, SEGMENTS, TARIFFS, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from leumund.world.callers import Ring
    from leumund.world.complaints import Grievance
    from leumund.world.population import Population

BEACON_FROM = "the lottery of 15 January 2025"
WORDING = "Ich bin einverstanden, dass die Blauwalfunk AG mich zu Glasfaser anruft."
_OTHER_COMPANY = "Mondfisch Energie GmbH"

CUSTOMERS = ("ref", "name", "number", "kind", "land", "segment")
CONSENTS = (
    "ref", "number", "companies", "products", "channels", "wording", "wording_version",
    "granted_at", "recorded_at", "source", "proof_hash", "number_confirmed",
    "reaches_past_contract_end", "valid_until", "revoked_at",
)  # fmt: skip
OBJECTIONS = ("number", "at", "scope", "channel", "source")
CONTRACTS = ("ref", "product", "started_on", "ended_on")
CALLS = ("called_at", "number_called", "number_shown", "duration_seconds", "outcome")
COMPLAINTS = (
    "arrived_at", "called_at", "number_called", "number_shown", "caller_said", "product",
    "told", "objection",
)  # fmt: skip


def customers(people: Population) -> Iterator[Sequence[str]]:
    """One row per customer and line."""
    for at, name in enumerate(people.names):
        kind = "business" if people.is_business[at] else "consumer"
        land, segment = LANDS[int(people.land[at])][0], SEGMENTS[int(people.segment[at])]
        for number in numbers_of(people, at):
            yield people.ref(at), name, number, kind, land, segment


def consents(people: Population) -> Iterator[Sequence[str]]:
    """What customers agreed to, in every state in which a real file has it."""
    for at in range(len(people)):
        state = people.consent_state(at)
        if state != "none":
            yield _consent(people, at, state)


def objections(people: Population) -> Iterator[Sequence[str]]:
    """Who had objected before the year began."""
    for at in np.flatnonzero(people.has_objected).tolist():
        day = FIRST_DAY - timedelta(days=1 + at % 300)
        yield people.numbers[int(people.line[at])], f"{day} 12:00", "all", "all", "letter"


def contracts(people: Population) -> Iterator[Sequence[str]]:
    """All contracts as the company's files know them when the year begins."""
    for at in range(len(people)):
        yield people.ref(at), TARIFFS[int(people.tariff[at])], str(_started(people, at)), ""


def changed_contracts(people: Population, month: int) -> Iterator[Sequence[str]]:
    """The contracts that ended and began in that month."""
    for at in np.flatnonzero(people.next_tariff >= 0).tolist():
        change = people.change_day(at)
        if (change.year, change.month) == (YEAR, month):
            ended = str(change - timedelta(days=1))
            old, new = int(people.tariff[at]), int(people.next_tariff[at])
            yield people.ref(at), TARIFFS[old], str(_started(people, at)), ended
            yield people.ref(at), TARIFFS[new], str(change), ""


def calls(rings: Sequence[Ring]) -> Iterator[Sequence[str]]:
    """A partner's own record of its calls, as its dialler exports them."""
    for ring in rings:
        seconds = int(hashlib.sha256(f"{ring.number}{ring.at}".encode()).hexdigest()[:4], 16)
        talked = seconds % 240
        outcome = "sale" if talked > 230 else "talked" if talked > 40 else "no answer"
        yield f"{ring.at:%Y-%m-%d %H:%M:%S}", ring.number, ring.shown, str(talked), outcome


def complaints(month: Sequence[Grievance]) -> Iterator[Sequence[str]]:
    """Complaints in the order in which they arrived."""
    for one in month:
        yield (
            _moment(one.arrived_at), _moment(one.called_at), one.number_called,
            one.number_shown, one.caller_said, PRODUCT, one.told,
            "yes" if one.has_objection else "no",
        )  # fmt: skip


def numbers_of(people: Population, customer: int) -> list[str]:
    """The numbers of one customer, the main line first."""
    lines = (int(people.line[customer]), int(people.second_line[customer]))
    return [people.numbers[line] for line in lines if line >= 0]


def partners(recipients: dict[str, str]) -> dict[str, object]:
    """What partners.yaml says. ``recipients``: each partner's public age key."""
    entries = [_partner(name, key) for name, key in recipients.items()]
    return {"principal": PRINCIPAL, "partners": entries}


def campaign(days: Sequence[date]) -> dict[str, object]:
    """What campaign.yaml says: who is to get which part, and when each portion leaves."""
    return {
        "campaign": CAMPAIGN,
        "principal": PRINCIPAL,
        "product": PRODUCT,
        "purpose": PURPOSE,
        "design": "independent",
        "strata": ["segment"],
        "fields": ["number", "name"],
        "beacon": BEACON_FROM,
        "partners": [
            {"partner": one.name, "share": str(one.share)} for one in CAST if one.share
        ],
        "portions": [{"on": day, "share": f"1/{len(days)}"} for day in days],
    }


def _started(people: Population, at: int) -> date:
    return FIRST_DAY - timedelta(days=int(people.joined_days[at]))


def _consent(people: Population, at: int, state: str) -> Sequence[str]:
    granted = people.consent_granted_at(at)
    if state == "too old":
        granted -= timedelta(days=900)
    proof = hashlib.sha256(f"proof of {people.ref(at)}".encode()).hexdigest()
    source = ("web", "shop", "paper", "portal")[at % 4]
    return (
        people.ref(at), people.numbers[int(people.line[at])],
        _OTHER_COMPANY if state == "for another company" else PRINCIPAL, PRODUCT,
        "telephone", WORDING, "2024-2", f"{granted:%Y-%m-%d %H:%M}",
        f"{granted + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "email_doi" if state == "number not confirmed" else source,
        "" if state == "no proof" else proof,
        "no" if state == "number not confirmed" else "yes", "yes", "",
        f"{FIRST_DAY - timedelta(days=3 + at % 15)} 09:00" if state == "revoked" else "",
    )  # fmt: skip


def _partner(name: str, recipient: str) -> dict[str, object]:
    one = next(actor for actor in CAST if actor.name == name)
    return {
        "name": name,
        "legal_name": one.legal_name,
        "country": "DE",
        "address": "Musterweg 1, Musterstadt",
        "contact": "Datenschutz",
        "tasks": ["Anrufe"],
        "risk": "low",
        "looked_at": [
            {"what": what, "on": f"{YEAR - 1}-12-01", "by": "Einkauf"}
            for what in ("register_extract", "security", "sub_partners")
        ],
        "age_recipient": recipient,
        "engagements": [
            {
                "role": "processor",
                "purposes": [PURPOSE],
                "products": [PRODUCT],
                "valid_from": f"{YEAR - 1}-01-01",
                "art28_signed": f"{YEAR - 2}-12-01",
            }
        ],
        "caller_numbers": [
            {
                "number": one.number,
                "valid_from": f"{YEAR - 1}-01-01",
                "right_of_use": "yes",
            }
        ],
    }


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"
