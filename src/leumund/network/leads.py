"""Leads of a partner's own, read row by row: whose, from where, with which proof of consent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.basics.numbers import Number
from leumund.network.register import Lead
from leumund.people import BadRow, Field, day, moment, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from leumund.network.partner import Partner
    from leumund.people import Row, Table

FIELDS = [
    Field("ref", also=("lead", "lead_id", "leadnummer", "id"), is_required=True),
    Field("number", also=("phone", "telefon", "telefonnummer", "rufnummer"), is_required=True),
    Field("source", also=("quelle", "herkunft"), is_required=True),
    Field(
        "consent_at", also=("granted_at", "einwilligung", "einwilligung_am"), is_required=True
    ),
    Field("proof_digest", also=("proof_hash", "proof", "nachweis"), is_required=True),
    Field("obtained_on", also=("erhalten_am",)),
    Field("art14_sent_on", also=("informiert_am",)),
]


class LeadWithoutRef(BadInput):
    """The lead has no reference, so it was not taken in and may not be called."""

    code = "lead-without-ref"
    hint = "Ask the partner for a reference of its own for every lead."


class LeadWithoutConsent(BadInput):
    """There is no consent from before now, so this lead was not taken in and may not be
    called."""

    code = "lead-without-consent"
    hint = "Ask the partner when the person agreed."


class LeadWithoutProof(BadInput):
    """The proof of consent is no SHA-256, so this lead was not taken in and may not be
    called."""

    code = "lead-without-proof"
    hint = "Ask the partner for the proof itself, and for what sha256sum prints for it."


class NoSuchSource(BadInput):
    """{source} is no source of leads that {partner} has declared for today, so this lead was
    not taken in and may not be called."""

    code = "no-such-source"
    hint = "Write it below leads of that partner in partners.yaml."


def read_leads(
    table: Table,
    places: dict[str, tuple[int, ...]],
    partner: Partner,
    now: datetime,
    keep: Callable[[BadRow], None],
    region: str,
) -> list[Lead]:
    """Every lead that can be taken in; each other row is handed to ``keep``."""
    leads = []
    for row in table.rows():
        if isinstance(row, BadRow):
            keep(row)
            continue
        try:
            leads.append(_lead(row, places, partner, now, region))
        except BadInput as error:
            keep(BadRow(row.number, error, row.original))
    return leads


def _lead(
    row: Row,
    places: dict[str, tuple[int, ...]],
    partner: Partner,
    now: datetime,
    region: str,
) -> Lead:
    def cell(key: str) -> str:
        found = places.get(key, ())
        return row.cells[found[0]].strip() if found else ""

    consent_at = moment(cell("consent_at"), "consent_at")
    proof = cell("proof_digest").lower()
    if not cell("ref"):
        raise LeadWithoutRef
    if consent_at is None or consent_at > now:
        raise LeadWithoutConsent
    if not re.fullmatch("[0-9a-f]{64}", proof):
        raise LeadWithoutProof
    source = next(
        (
            each.source
            for each in partner.leads
            if each.source == cell("source") and each.is_in_force_on(now.date())
        ),
        None,
    )
    if source is None:
        raise NoSuchSource(source=shown(cell("source")), partner=partner.name)
    return Lead(
        partner=partner.name,
        ref=cell("ref"),
        number=Number.read(cell("number"), region),
        source=source,
        consent_at=consent_at,
        proof_digest=proof,
        declared_at=now,
        obtained_on=day(cell("obtained_on"), "obtained_on"),
        art14_sent_on=day(cell("art14_sent_on"), "art14_sent_on"),
    )
