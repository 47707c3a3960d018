"""The nouns of this part: a partner, its engagements, the numbers it may show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from leumund.basics.ids import EngagementId, PartnerId
    from leumund.basics.numbers import Number

Role = Literal["processor", "joint", "controller"]
ROLES: tuple[Role, ...] = ("processor", "joint", "controller")
Risk = Literal["low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Engagement:
    """The contract that lets a partner act. Both days are included; no end means open.

    ``role`` is the partner's part in data protection (Art 4(8), 26, 4(7) GDPR).
    ``art28_signed`` is the day on which the processing contract of Art 28(3) was signed.
    An empty ``products`` means every product; an empty ``purposes`` means none.
    """

    id: EngagementId
    role: Role
    purposes: tuple[str, ...]
    products: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    art28_signed: date | None = None
    lead_sources: tuple[str, ...] = ()

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
    ISO 3166-1 alpha-2.
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

    @property
    def parent(self) -> str | None:
        return self.chain[0] if self.chain else None
