"""The nouns of this part: a partner, its engagements, the numbers it may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from leumund.basics.ids import EngagementId, PartnerId
    from leumund.basics.numbers import Number
    from leumund.network.register import (
        Basis,
        Declared,
        Document,
        HeldPermit,
        LeadSource,
        Login,
        LookedAt,
        Payee,
        Risk,
        Role,
        Site,
    )


@dataclass(frozen=True, slots=True)
class Engagement:
    """The contract that lets a partner act. Both days are included; no end means open.

    ``role`` is the partner's part in data protection (Art 4(8), 26, 4(7) GDPR).
    ``art28_signed`` is the day on which the processing contract of Art 28(3) was signed.
    An empty ``products`` means every product; an empty ``purposes`` means none.
    ``art26_document`` and ``legal_ground`` are wanted where the partner is a joint or a sole
    controller; ``fields`` is what may be handed over for these purposes, empty: what the rule
    pack allows to everybody; ``documents`` are its papers.
    """

    id: EngagementId
    role: Role
    purposes: tuple[str, ...]
    products: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    art28_signed: date | None = None
    lead_sources: tuple[str, ...] = ()
    art26_document: str | None = None
    legal_ground: str | None = None
    fields: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()

    def is_in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class CallerNumber:
    """A number a partner may show when it calls, and from when to when (both included).

    ``has_right_of_use``: the number is assigned to the partner, or its holder has allowed
    it (§ 15(2) TDDDG, § 120(2) TKG).
    """

    number: Number
    valid_from: date
    valid_to: date | None = None
    has_right_of_use: bool = False

    def may_be_shown_on(self, day: date) -> bool:
        is_in_range = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return self.has_right_of_use and is_in_range


@dataclass(frozen=True, slots=True)
class Partner:
    """A party that acts for the company, or for another party that does.

    ``chain`` names the partners above it, the nearest first; empty for a direct partner.
    ``age_recipient`` is the public key to which hand-overs are encrypted. ``country`` is
    ISO 3166-1 alpha-2. ``tasks``: what it does with our data, in its own words.
    ``transfer_*``: on what a transfer of data to a country outside the EEA rests (Art 44-46
    GDPR), the digest of its paper, and when it was assessed. ``authorised_on``: when the
    company agreed in writing to this sub-partner (Art 28(2) GDPR). ``looked_at``: the oldest
    first.
    """

    id: PartnerId
    name: str
    legal_name: str
    country: str
    chain: tuple[str, ...] = ()
    contact: str | None = field(default=None, repr=False)
    age_recipient: str | None = None
    risk: Risk | None = None
    engagements: tuple[Engagement, ...] = ()
    caller_numbers: tuple[CallerNumber, ...] = ()
    address: str | None = field(default=None, repr=False)
    tasks: tuple[str, ...] = ()
    transfer_basis: Basis | None = None
    transfer_document: str | None = None
    transfer_assessed_on: date | None = None
    audited_on: date | None = None
    authorised_on: date | None = None
    sites: tuple[Site, ...] = ()
    held_permits: tuple[HeldPermit, ...] = ()
    logins: tuple[Login, ...] = ()
    payees: tuple[Payee, ...] = ()
    leads: tuple[LeadSource, ...] = ()
    looked_at: tuple[LookedAt, ...] = ()
    declared: Declared | None = None

    @property
    def parent(self) -> str | None:
        return self.chain[0] if self.chain else None

    @property
    def last_audit(self) -> date | None:
        """The last day on which somebody looked whether what was agreed is kept."""
        days = [each.looked_on for each in self.looked_at if each.what == "audit"]
        return max([*days, *filter(None, [self.audited_on])], default=None)

    def engagement_on(self, day: date) -> Engagement | None:
        """The engagement in force; of several, the one that began last."""
        in_force = [each for each in self.engagements if each.is_in_force_on(day)]
        return max(in_force, key=lambda each: (each.valid_from, each.id), default=None)
