"""partners.yaml: what stands in it, read strictly, each complaint with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.ids import EngagementId
from leumund.basics.numbers import NotANumber, Number, mask
from leumund.network.document import Entry, read_document
from leumund.network.partner import CallerNumber, Engagement
from leumund.network.register import (
    BASES,
    RISKS,
    ROLES,
    Basis,
    HeldPermit,
    LeadSource,
    Login,
    LookedAt,
    Payee,
    Risk,
    Role,
    Site,
    Terms,
)
from leumund.network.register_file import (
    read_document_of,
    read_lead_source,
    read_login,
    read_looked_at,
    read_payee,
    read_permit,
    read_site,
)
from leumund.network.stating import Stating

if TYPE_CHECKING:
    from datetime import date

_UNSTORED = EngagementId(0)
_TOP = ("principal", "declaration_day", "jurisdictions", "sectors", "partners")
_PARTNER = (
    "name",
    "legal_name",
    "country",
    "parent",
    "contact",
    "age_recipient",
    "risk",
    "engagements",
    "caller_numbers",
    "address",
    "tasks",
    "transfer",
    "audited",
    "authorised",
    "sites",
    "permits",
    "logins",
    "payees",
    "leads",
    "looked_at",
)
_TRANSFER = ("basis", "document", "assessed")
_ENGAGEMENT = (
    "role",
    "purposes",
    "products",
    "valid_from",
    "valid_to",
    "art28_signed",
    "lead_sources",
    "art26_document",
    "legal_ground",
    "fields",
    "documents",
)
_CALLER_NUMBER = ("number", "valid_from", "valid_to", "right_of_use")


class NoSuchKey(BadInput):
    """The age_recipient in line {line} of {name} is no public age key. Nothing was loaded."""

    code = "no-such-age-key"
    hint = "Ask the partner for the line that begins with age1; age-keygen prints it."


class NoSuchCallerNumber(BadInput):
    """The number in line {line} of {name}, {value}, cannot be read. Nothing was loaded."""

    code = "no-such-caller-number"
    hint = "Write it with its country code and in quotation marks: '+49 30 23125 000'."


class NoPartners(BadInput):
    """{name} names no partner. Nothing was loaded."""

    code = "no-partners"
    hint = "Write partners: and below it one entry for each, after a dash."


@dataclass(frozen=True, slots=True)
class Stated:
    """One partner as the file states it; its engagements have no id yet."""

    name: str
    legal_name: str
    country: str
    line: int
    parent: str | None = None
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


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole file."""

    principal: str | None
    partners: tuple[Stated, ...]
    terms: Terms | None = None


def read_partners(text: str, name: str, region: str = "DE") -> Statement:
    """What a partners.yaml states; raises what this file and ``document`` define."""
    top = Stating.of(read_document(text, name), _TOP, name)
    partners = tuple(_partner(entry, name, region) for entry in top.entries("partners"))
    if not partners:
        raise NoPartners(name=name)
    return Statement(top.text("principal"), partners, _terms(top))


def _terms(top: Stating) -> Terms | None:
    """None where the file says nothing of them, so that those known before stay."""
    if not {"declaration_day", "jurisdictions", "sectors"} & set(top.entries_by_key):
        return None
    places = tuple(place.upper() for place in top.texts("jurisdictions"))
    return Terms(
        top.day("declaration_day"), places or Terms().jurisdictions, top.texts("sectors")
    )


def _partner(entry: Entry, name: str, region: str) -> Stated:
    said = Stating.of(entry, _PARTNER, name)
    partner = said.needed("name")
    return Stated(
        name=partner,
        legal_name=said.text("legal_name") or partner,
        country=said.country(),
        line=entry.line,
        parent=said.text("parent"),
        contact=said.text("contact"),
        age_recipient=_age_recipient(said),
        risk=said.choice("risk", RISKS),
        engagements=tuple(_engagement(each, name) for each in said.entries("engagements")),
        caller_numbers=tuple(
            _caller_number(each, name, region) for each in said.entries("caller_numbers")
        ),
        address=said.text("address"),
        tasks=said.texts("tasks"),
        **_transfer(said),
        audited_on=said.day("audited"),
        authorised_on=said.day("authorised"),
        sites=tuple(read_site(each, name) for each in said.entries("sites")),
        held_permits=tuple(read_permit(each, name) for each in said.entries("permits")),
        logins=tuple(read_login(each, name) for each in said.entries("logins")),
        payees=tuple(read_payee(each, name) for each in said.entries("payees")),
        leads=tuple(read_lead_source(each, name) for each in said.entries("leads")),
        looked_at=tuple(read_looked_at(each, name) for each in said.entries("looked_at")),
    )


def _transfer(said: Stating) -> dict[str, Any]:
    entry = said.entries_by_key.get("transfer")
    if entry is None or entry.value == "":
        return {}
    transfer = Stating.of(entry, _TRANSFER, said.name)
    transfer.needed("basis")
    return {
        "transfer_basis": transfer.choice("basis", BASES),
        "transfer_document": transfer.digest("document"),
        "transfer_assessed_on": transfer.day("assessed"),
    }


def _engagement(entry: Entry, name: str) -> Engagement:
    said = Stating.of(entry, _ENGAGEMENT, name)
    said.needed("role")
    role: Role = said.choice("role", ROLES) or "processor"
    valid_from, valid_to = said.days()
    return Engagement(
        id=_UNSTORED,
        role=role,
        purposes=said.texts("purposes", is_needed=True),
        products=said.texts("products"),
        valid_from=valid_from,
        valid_to=valid_to,
        art28_signed=said.day("art28_signed"),
        lead_sources=said.texts("lead_sources"),
        art26_document=said.digest("art26_document"),
        legal_ground=said.text("legal_ground"),
        fields=said.texts("fields"),
        documents=tuple(read_document_of(each, name) for each in said.entries("documents")),
    )


def _caller_number(entry: Entry, name: str, region: str) -> CallerNumber:
    said = Stating.of(entry, _CALLER_NUMBER, name)
    written = said.needed("number")
    try:
        number = Number.read(written, region)
    except NotANumber:
        raise NoSuchCallerNumber(
            name=name, line=said.line("number"), value=mask(written)
        ) from None
    return CallerNumber(number, *said.days(), said.is_yes("right_of_use"))


def _age_recipient(said: Stating) -> str | None:
    written = said.text("age_recipient")
    if written is None:
        return None
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(written)
    except RecipientError:
        # also met by whoever pastes the secret key: the value must not be repeated
        raise NoSuchKey(name=said.name, line=said.line("age_recipient")) from None
    return written
