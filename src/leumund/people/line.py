"""The nouns of this part: a line, the persons on it, and what stands about them.

A line is a phone number; several persons can share it, and a person can have several
lines. All instants are aware and in UTC; all days are the company's own calendar days.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.basics.ids import LineId, PersonId
    from leumund.basics.numbers import Number

PersonKind = Literal["consumer", "business", "unknown"]
PERSON_KINDS: tuple[PersonKind, ...] = ("consumer", "business", "unknown")
ZONE = "Europe/Berlin"

LANDS = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}

CHANNELS = ("telephone", "automated_call", "email", "sms", "messenger", "post")
EVERY_CHANNEL = "all"
EVERYTHING = "all"

SOURCES = (
    "web",
    "email_doi",
    "phone",
    "paper",
    "shop",
    "app",
    "portal",
    "prize_draw",
    "purchased",
    "other",
)
"""How a consent was collected. ``email_doi``: a click in a confirmation mail and no more;
``prize_draw`` and ``purchased``: the origin must be checked before use."""


@dataclass(frozen=True, slots=True)
class Line:
    """A phone number with the local clock and Land of the persons on it.

    ``land`` is None where it is not known or where the persons on the line differ.
    """

    id: LineId
    number: Number
    zone: str = ZONE
    land: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One customer under the company's own reference. ``segment`` is free text for strata."""

    id: PersonId
    ref: str
    kind: PersonKind = "unknown"
    name: str | None = field(default=None, repr=False)
    land: str | None = None
    postcode: str | None = None
    segment: str | None = None
    zone: str = ZONE


@dataclass(frozen=True, slots=True)
class Consent:
    """One declaration of one person, with what is needed to prove it (§ 7a UWG).

    ``line_id`` None: the declaration names no number. Whatever was not stated is None, and
    an unknown ``number_confirmed``, ``origin_checked`` or ``reaches_past_contract_end`` is
    False. ``valid_until`` is the last day; ``proof_hash`` the digest of the stored proof.
    """

    id: int
    person_id: PersonId
    line_id: LineId | None = None
    companies: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    wording: str | None = None
    wording_version: str | None = None
    granted_at: datetime | None = None
    recorded_at: datetime | None = None
    source: str | None = None
    proof_hash: str | None = None
    number_confirmed: bool = False
    origin_checked: bool = False
    reaches_past_contract_end: bool = False
    valid_until: date | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody does not want to be approached (§ 7(1) s. 2 UWG, Art 21(3) GDPR).

    With ``line_id`` it covers everybody on the line, with ``person_id`` that person on
    every line. ``at`` None: the moment is not known, so it holds for all time. ``scope``
    is ``all`` or a product, ``channel`` is ``all`` or one of CHANNELS.
    """

    id: int
    line_id: LineId | None = None
    person_id: PersonId | None = None
    at: datetime | None = None
    scope: str = EVERYTHING
    channel: str = EVERY_CHANNEL
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of the company's own with a person; ``ended_on`` is its last day."""

    id: int
    person_id: PersonId
    product: str
    started_on: date
    ended_on: date | None = None

    def is_running_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, slots=True)
class RegisterHit:
    """A line stands in a public register. ``dated_on``: the date of the version looked at;
    ``listed_from``: the date of the first version of which we know that it was in it."""

    register: str
    dated_on: date
    listed_from: date


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person with all that stands about them; objections by number are on the line."""

    person: Person
    consents: tuple[Consent, ...] = ()
    objections: tuple[Objection, ...] = ()
    contracts: tuple[Contract, ...] = ()


@dataclass(frozen=True, slots=True)
class LineRecord:
    """Everything known about one number at one moment, in the order of the ids.

    A person's consents are those that name no number or this one.
    """

    line: Line
    persons: tuple[PersonRecord, ...] = ()
    objections: tuple[Objection, ...] = ()
    register_hits: tuple[RegisterHit, ...] = ()


def name_key(name: str) -> str:
    """The form in which names of companies and products are compared: NFKC, case folded,
    one space between words. The same in the tables as in Python."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
