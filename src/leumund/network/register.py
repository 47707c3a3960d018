"""The chain register's nouns: all that Art 28(2)-(4) GDPR and EDPB Opinion 22/2024 want at hand
of everybody in the chain, beside name and contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from leumund.basics.canonical import sha256_hex

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.basics.numbers import Number

Role = Literal["processor", "joint", "controller"]
ROLES: tuple[Role, ...] = ("processor", "joint", "controller")
Risk = Literal["low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("low", "medium", "high")
Basis = Literal["adequacy", "scc", "bcr", "derogation"]
BASES: tuple[Basis, ...] = ("adequacy", "scc", "bcr", "derogation")
What = Literal[
    "register_extract",
    "owners",
    "sites",
    "permits",
    "references",
    "sub_partners",
    "security",
    "code_of_conduct",
    "audit",
    "deletion_certificate",
]
WHATS: tuple[What, ...] = (
    "register_extract",
    "owners",
    "sites",
    "permits",
    "references",
    "sub_partners",
    "security",
    "code_of_conduct",
    "audit",
    "deletion_certificate",
)
"""What can be looked at, before the work and during it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the whole network. ``declaration_day``: the last day on which a
    sub-partner is declared without penalty; ``jurisdictions`` (ISO 3166) and ``sectors``
    (``insurance``, ``telecom``, ``energy``): whose law counts for hand-overs."""

    declaration_day: date | None = None
    jurisdictions: tuple[str, ...] = ("DE",)
    sectors: tuple[str, ...] = ()

    def is_late(self, day: date) -> bool:
        """Whether the declaration day is over; never, where there is none."""
        return self.declaration_day is not None and day > self.declaration_day


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of a contract: its kind (``art28``, ``art26``, ``terms``, ...), its version, the
    day on which it was signed, and the SHA-256 of the file (hex); the paper itself stays where
    it is."""

    kind: str
    version: str
    digest: str
    signed: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place from which a partner works. Access from outside the EEA is a transfer."""

    name: str
    country: str
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HeldPermit:
    """A permit or register entry, for example ``34d`` (§ 34d GewO) or ``roc`` (Italy)."""

    kind: str
    valid_from: date
    valid_to: date | None = None
    reference: str | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in of our portal, known by ``login_digest`` only."""

    digest: str
    valid_from: date
    valid_to: date | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Payee:
    """An account that commission is paid to, known by ``payee_digest``; ``ends_with`` are the
    last four characters of its IBAN, for people."""

    digest: str
    valid_from: date
    valid_to: date | None = None
    ends_with: str | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class LeadSource:
    """Where leads of a partner's own come from, and its part in data protection for them.

    ``role`` may differ from that of the engagement: whoever collects leads of his own decides
    why, and so is a controller, or a joint one (Art 4(7), 26 GDPR).
    """

    source: str
    role: Role
    valid_from: date
    valid_to: date | None = None
    obtained_from: str | None = None
    legal_ground: str | None = None
    art26_document: str | None = None

    def is_in_force_on(self, day: date) -> bool:
        return is_within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Lead:
    """One lead of a partner's own. ``declared_at``: when we learned of it, which must be before
    the call; ``proof_digest``: SHA-256 of the proof of consent."""

    partner: str
    ref: str
    number: Number = field(repr=False)
    source: str
    consent_at: datetime
    proof_digest: str
    declared_at: datetime
    obtained_on: date | None = None
    art14_sent_on: date | None = None


class LeadNumber(NamedTuple):
    """A number (E.164) that is a partner's own lead, and when we learned of it."""

    partner: str
    number: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was looked at, on which day and by whom; ``document``: SHA-256 of what was seen."""

    what: What
    looked_on: date
    looked_by: str = field(repr=False)
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A sub-partner was declared: when, acting since when, and whether the declaration day was
    over by then."""

    declared_at: datetime
    is_late: bool
    acting_since: date | None = None


@dataclass(frozen=True, slots=True)
class EngagementVersion:
    """What an engagement said from a moment on, with the digest of all it said."""

    partner: str
    role: str
    valid_from: date
    version: int
    digest: str
    stated: dict[str, object]
    known_from: datetime


def is_within(day: date, valid_from: date, valid_to: date | None) -> bool:
    """Both days are included; no end means open."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def login_digest(written: str) -> str:
    """By what a log-in is known here: SHA-256 over its folded text, in hex."""
    return sha256_hex(b"leumund-login\n" + "".join(written.split()).casefold().encode())


def payee_digest(iban: str) -> str:
    """By what an account is known here: SHA-256 over its IBAN without spaces, in hex."""
    return sha256_hex(b"leumund-iban\n" + "".join(iban.split()).upper().encode())


def is_iban(written: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616, ISO 7064 mod 97-10)."""
    iban = "".join(written.split()).upper()
    if not 15 <= len(iban) <= 34 or not iban.isascii() or not iban.isalnum():
        return False
    turned = iban[4:] + iban[:4]
    return iban[:2].isalpha() and int("".join(str(int(one, 36)) for one in turned)) % 97 == 1
