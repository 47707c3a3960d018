"""What happened, as values; how it is written down is decided elsewhere.

Moments are German local time without a zone, as all these files have them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer. ``is_destroyed``: a spreadsheet has rounded the number in the register."""

    ref: str
    given: str
    surname: str
    number: str
    is_business: bool
    land: str
    postcode: str
    town: str
    street: str
    email: str
    iban: str
    segment: str
    household: int
    is_destroyed: bool = False

    @property
    def readable_number(self) -> str | None:
        """The number as far as the register still has it."""
        return None if self.is_destroyed else self.number


@dataclass(frozen=True, slots=True)
class Consent:
    """One declaration; None: the file says nothing. ``wanted`` says what it was made for."""

    ref: str | None
    number: str | None
    companies: tuple[str, ...]
    channels: tuple[str, ...]
    wording: str | None
    granted_at: datetime
    recorded_at: datetime | None
    source: str | None
    is_origin_checked: bool
    proof: str | None
    is_number_confirmed: bool
    withdrawn_at: datetime | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """``scope``: a product or "all"; ``channel``: "telephone", "email" or "all"."""

    ref: str | None
    number: str | None
    at: datetime
    scope: str
    channel: str


@dataclass(frozen=True, slots=True)
class Contract:
    ref: str
    contract: str
    product: str
    tariff: str
    price: Decimal
    started_on: date
    ended_on: date | None
    cancelled_on: date | None


@dataclass(frozen=True, slots=True)
class Call:
    """One line of a dialler's export; ``is_destroyed``: its number cannot be read any more."""

    partner: str
    number: str
    started_at: datetime
    duration_s: int
    shown: str
    result: str
    agent: str
    campaign: str
    product: str | None = None
    tariff: str | None = None
    price: Decimal | None = None
    is_destroyed: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """``login``: with whose key it was entered; ``shop``: where, if in a shop."""

    order_ref: str
    ref: str
    number: str
    ordered_at: datetime
    channel: str
    partner: str
    agent: str
    login: str
    shop: str | None
    iban: str
    email: str
    address: str
    device: str | None
    product: str
    tariff: str
    price: Decimal
    withdrawn_on: date | None = None
    cancelled_on: date | None = None
    call_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of a commission statement."""

    paper: str
    payee: str
    iban: str
    order_ref: str
    amount: Decimal
    period: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """A list that went out; ``says_number``, ``says_ref``: which columns it has."""

    file: str
    partner: str
    on: date
    refs: tuple[str, ...]
    strangers: tuple[str, ...] = ()
    says_number: bool = True
    says_ref: bool = True


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint as it happened, whoever wrote it down and how often.

    ``called_at`` None: not told. ``is_hearsay``: told by somebody who was not on the phone.
    ``repeats``: 0 for the first of this person, 1 for the next.
    """

    number: str
    called_at: datetime | None
    is_day_only: bool
    arrived_at: datetime
    shown: str | None
    said_name: str
    product: str
    tariff: str | None
    is_objection: bool
    is_order_denied: bool
    is_hearsay: bool
    writer: str
    email: str
    ref: str | None
    cause: str
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the file, its sheet, and the number an editor shows for it."""

    file: str
    row: int
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is a finding; ``kind`` and ``at`` say which record, by its place in Story."""

    code: str
    kind: str
    at: int
    with_kind: str = ""
    with_at: int = -1


@dataclass(frozen=True, slots=True)
class Story:
    """All that happened. Findings point at a record by the name of its list and its index."""

    customers: tuple[Customer, ...]
    consents: tuple[Consent, ...]
    objections: tuple[Objection, ...]
    contracts: tuple[Contract, ...]
    calls: tuple[Call, ...]
    orders: tuple[Order, ...]
    statements: tuple[Payment, ...]
    lists: tuple[HandOver, ...]
    complaints: tuple[Complaint, ...]
    planted: dict[str, int] = field(default_factory=dict)
    near: dict[str, int] = field(default_factory=dict)
