"""Everything a decision may look at, and nothing else.

``None`` says that nobody knows, and never helps: forgetting a fact can refuse a call, it
cannot permit one. Where the absence of something is itself a fact, another value says so
(no objection recorded: ``objected_at`` is None *and* ``are_objections_known``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

CONSUMER = "consumer"
BUSINESS = "business"

LIVE_CALLS = frozenset({"live", "preview", "predictive"})
AUTOMATED_CALLS = frozenset({"auto", "ai"})

ACTIVE = "active"
ENDED = "ended"
NO_CONTRACT = "none"

NO_REGISTER_HIT = ""

ORDINARY = "ordinary"


class Level(StrEnum):
    """What a rule is about; a question may ask for some levels only."""

    PERSON = "person"
    PARTNER = "partner"
    NUMBER = "number"
    TIME = "time"
    FREQUENCY = "frequency"


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """One consent of the person to be called, given for the number to be called.

    ``valid_until``, ``revoked_at`` and ``last_used_at`` are None where the wording names no
    end, nobody revoked, nobody used it. ``proof_recorded_at`` is when the proof was made.
    """

    consent_id: int | None = None
    companies: frozenset[str] | None = None
    products: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    wording: str | None = None
    granted_at: datetime | None = None
    proof_recorded_at: datetime | None = None
    proof_hash: str | None = None
    source: str | None = None
    is_number_confirmed: bool | None = None
    is_origin_checked: bool | None = None
    valid_until: date | None = None
    reaches_past_contract_end: bool | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One call that somebody wants to make: whom, what for, by whom, from where, when.

    Instants are aware and in UTC. ``objected_at`` is the earliest objection to marketing; one
    whose date nobody recorded counts from the beginning of time. ``register_hit`` is the name
    of a public register that lists the number, empty when none does. ``local_second`` counts
    from midnight where the called person lives; ``land`` is a Bundesland (``BE``, ``BY``).
    """

    at: datetime
    subject_kind: str | None = None
    consents: tuple[ConsentFacts, ...] | None = None
    objected_at: datetime | None = None
    are_objections_known: bool | None = None
    register_hit: str | None = None
    contract_status: str | None = None
    is_line_shared: bool | None = None

    principal: str | None = None
    purpose: str | None = None
    product: str | None = None
    business_reason: str | None = None
    call_type: str | None = None

    is_partner_engaged: bool | None = None
    is_chain_unbroken: bool | None = None
    is_stopped: bool | None = False
    engaged_purposes: frozenset[str] | None = None
    engaged_products: frozenset[str] | None = None
    partner_country: str | None = None

    is_number_withheld: bool | None = None
    is_number_callers_own: bool | None = None
    has_right_of_use: bool | None = None
    number_kind: str | None = None
    trunk_country: str | None = None

    land: str | None = None
    local_date: date | None = None
    local_second: int | None = None

    attempts_day: int | None = None
    attempts_week: int | None = None
    attempts_campaign: int | None = None
