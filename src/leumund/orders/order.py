"""The nouns of this part: an order, where it comes from, what happened to it, what goes out.

Contacts, IBANs, addresses and devices stand in an order only as keyed digests; the address to
which something is sent is read when it is sent. All instants are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from leumund.basics.verdict import Verdict
    from leumund.orders.states import Billing, Commission, Event, State, Who

Said = str | int | bool | None


class Channel(StrEnum):
    """How the order is said to have come about."""

    PHONE = "phone"
    SHOP = "shop"
    WEB = "web"
    DOOR = "door"


class OriginKind(StrEnum):
    """Where the customer's data came from."""

    LIST = "list"
    LOOK_UP = "look_up"
    LEAD = "lead"


class Way(StrEnum):
    """How something reaches somebody."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Order:
    """One order as it was handed in, and where it stands.

    ``id`` is our own number for it, the one in the ledger; ``order_ref`` the company's.
    ``papers``: what is recorded about summary, approval, instruction and so on (facts.py).
    Which agent it was, two people open in a case (``leumund cases agent``).
    """

    id: int
    order_ref: str
    person_ref: str | None
    line_id: int | None
    ordered_at: datetime
    channel: Channel
    partner: str
    campaign: str | None
    origin_kind: OriginKind | None
    origin_ref: str | None
    call_ref: str | None
    is_agent_named: bool
    login: str | None
    shop: str | None
    device_digest: str | None
    iban_digest: str | None
    address_digest: str | None
    email_digest: str | None
    product: str
    sector: str
    region: str
    language: str
    monthly_cents: int | None
    total_cents: int | None
    commission_cents: int | None
    contact_known_since: datetime | None
    papers: Mapping[str, Said]
    state: State
    billing: Billing
    commission: Commission
    reasons: tuple[str, ...]
    contact_way: Way | None
    asked_at: datetime | None
    answered_at: datetime | None
    answer_until: datetime | None
    withdraw_until: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One move of an order, and the entry of the ledger that proves it."""

    order_ref: str
    event: Event
    before: State
    after: State
    at: datetime
    who: Who
    by: str
    reason: str
    words: str
    billing: Billing
    commission: Commission
    entry_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The confirmation that was put into the outbox: how it goes out, and until when the
    customer can answer."""

    order_ref: str
    way: Way
    outgoing_id: int
    answer_until: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something that has to go out. It holds no address and no code."""

    id: int
    kind: str
    order_ref: str
    way: Way
    language: str
    payload: Mapping[str, Said]
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class OrderShown:
    """What the page behind the link and the letter may show of an order. ``seller``: the
    partner's name in the register; ``withdraw_until``: the moment that is kept, after a yes."""

    order_ref: str
    product: str
    seller: str
    principal: str | None
    ordered_at: datetime
    monthly_cents: int | None
    total_cents: int | None
    term_months: int | None
    language: str
    answer_until: datetime
    withdraw_days: int | None
    withdraw_until: datetime | None
    is_new_customer: bool


@dataclass(frozen=True, slots=True, repr=False)
class Envelope:
    """An outgoing thing with its address and a fresh code: for the sender's hands only, so
    its text form shows neither. ``addressee``: whose address it is known to be."""

    outgoing: Outgoing
    addressee: str | None
    address: str
    code: str | None
    shown: OrderShown | None

    def __repr__(self) -> str:
        return f"Envelope({self.outgoing.id}, {self.outgoing.kind}, {self.outgoing.way})"


@dataclass(frozen=True, slots=True)
class Delivery:
    """That a line's data reached a partner: by a copy, a sealed list, a look-up or a lead."""

    kind: OriginKind
    key: str
    partner: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallSeen:
    """A call to the customer's line, as the partner declared it. ``until``: when it ended at
    the latest; None where its length is not known."""

    partner: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain of an order: found, or missing and why."""

    name: str
    is_found: bool
    key: str | None = None
    partner: str | None = None
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an order comes from: order → call → pass → copy, look-up or lead → consent."""

    order_ref: str
    links: tuple[Link, ...]

    @property
    def is_whole(self) -> bool:
        return all(link.is_found for link in self.links)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(link.name for link in self.links if not link.is_found)


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one order, under which rules it was made."""

    order_ref: str
    verdict: Verdict
    packs: tuple[str, ...]
    packs_digest: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move has made of an order. ``words``: why it was held, if it was."""

    order_ref: str
    event: Event
    state: State
    billing: Billing
    commission: Commission
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An order that the calendar was about to move, and that stood elsewhere, was held, or is
    blocked by a check, when its turn had come. It was not moved."""

    order_ref: str
    state: State


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: ``rows = added + unchanged + quarantined``; ``refused`` are
    among the added. ``refused_by`` counts the reasons."""

    kind: str
    file_digest: str
    rows: int
    added: int
    unchanged: int
    quarantined: int
    refused: int
    refused_by: Mapping[str, int]
    quarantine_path: str | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedForIban:
    """That somebody asked a customer for bank details: a partner, when, in which call. What
    was answered nobody knows."""

    partner: str
    at: datetime
    call_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """An account in the portal that entered an order: for the network's chain."""

    login: str
    partner: str
    first_at: datetime
    order_ref: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A partner's book extract (§ 87c HGB): every order, and why its commission stands where
    it stands."""

    partner: str
    rows: int
    path: str
    file_digest: str
    cents_by_commission: Mapping[str, int]
