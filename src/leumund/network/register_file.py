"""The chain register in partners.yaml: sites, permits, log-ins, payees, sources of leads, what
was looked at, papers. All of it may be left out; what is missing shows in ``network gaps``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.network.register import (
    ROLES,
    WHATS,
    Document,
    HeldPermit,
    LeadSource,
    Login,
    LookedAt,
    Payee,
    Role,
    Site,
    What,
    is_iban,
    login_digest,
    payee_digest,
)
from leumund.network.stating import MissingKey, Stating

if TYPE_CHECKING:
    from datetime import date

    from leumund.network.document import Entry

_DAYS = ("valid_from", "valid_to")


class NoSuchAccount(BadInput):
    """The iban in line {line} of {name} is none: its check digits do not agree. Nothing was
    loaded."""

    code = "no-such-account"
    hint = "Compare it with the letter or statement it comes from."


def read_document_of(entry: Entry, name: str) -> Document:
    """A paper of an engagement."""
    said = Stating.of(entry, ("kind", "version", "digest", "signed"), name)
    said.needed("digest")
    return Document(
        kind=said.needed("kind"),
        version=said.text("version") or "1",
        digest=said.digest("digest") or "",
        signed=said.day("signed"),
    )


def read_site(entry: Entry, name: str) -> Site:
    """A place from which the partner works."""
    said = Stating.of(entry, ("name", "country", "address"), name)
    return Site(said.needed("name"), said.country(), said.text("address"))


def read_permit(entry: Entry, name: str) -> HeldPermit:
    """A permit; its kind is kept in small letters."""
    said = Stating.of(entry, ("kind", "reference", *_DAYS), name)
    kind = said.needed("kind").lower()
    return HeldPermit(kind, *said.days(), said.text("reference"))


def read_login(entry: Entry, name: str) -> Login:
    """A log-in, or the digest of one."""
    said = Stating.of(entry, ("login", "digest", *_DAYS), name)
    digest = said.digest("digest") or login_digest(said.needed("login"))
    return Login(digest, *said.days())


def read_payee(entry: Entry, name: str) -> Payee:
    """An account, as an IBAN or the digest of one."""
    said = Stating.of(entry, ("iban", "digest", *_DAYS), name)
    days: tuple[date, date | None] = said.days()
    if digest := said.digest("digest"):
        return Payee(digest, *days)
    iban = said.needed("iban")
    if not is_iban(iban):
        raise NoSuchAccount(name=name, line=said.line("iban"))
    return Payee(payee_digest(iban), *days, "".join(iban.split())[-4:].upper())


def read_lead_source(entry: Entry, name: str) -> LeadSource:
    """A source of leads of the partner's own."""
    keys = ("source", "role", "obtained_from", "legal_ground", "art26_document", *_DAYS)
    said = Stating.of(entry, keys, name)
    said.needed("role")
    role: Role = said.choice("role", ROLES) or "controller"
    return LeadSource(
        said.needed("source"),
        role,
        *said.days(),
        obtained_from=said.text("obtained_from"),
        legal_ground=said.text("legal_ground"),
        art26_document=said.digest("art26_document"),
    )


def read_looked_at(entry: Entry, name: str) -> LookedAt:
    """Something that was looked at."""
    said = Stating.of(entry, ("what", "on", "by", "document"), name)
    said.needed("what")
    what: What | None = said.choice("what", WHATS)
    said.needed("on")
    looked_on = said.day("on")
    if what is None or looked_on is None:
        raise MissingKey(name=name, line=entry.line, key="what")
    return LookedAt(what, looked_on, said.needed("by"), said.digest("document"))
