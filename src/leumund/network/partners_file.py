"""partners.yaml: what stands in it, read strictly, each complaint with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from leumund.basics.errors import BadInput
from leumund.basics.ids import EngagementId
from leumund.basics.numbers import NotANumber, Number, mask
from leumund.network.document import Entry, read_document
from leumund.network.partner import (
    RISKS,
    ROLES,
    CallerNumber,
    Engagement,
    Risk,
    Role,
)
from leumund.people import UnknownWord, UnreadableDate, day, shown, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_Choice = TypeVar("_Choice", bound=str)
_UNSTORED = EngagementId(0)
_TOP = ("principal", "partners")
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
)
_ENGAGEMENT = (
    "role",
    "purposes",
    "products",
    "valid_from",
    "valid_to",
    "art28_signed",
    "lead_sources",
)
_CALLER_NUMBER = ("number", "valid_from", "valid_to", "right_of_use")


class UnknownKey(BadInput):
    """Line {line} of {name} has the key {key}, which is not known there. Nothing was loaded."""

    code = "unknown-key"
    hint = "Closest is: {closest}. Known are: {known}."


class MissingKey(BadInput):
    """What begins in line {line} of {name} has no {key}. Nothing was loaded."""

    code = "missing-key"
    hint = "Add {key}."


class NotAText(BadInput):
    """{key} in line {line} of {name} must be a single value. Nothing was loaded."""

    code = "not-a-text"
    hint = "Write {key}: VALUE."


class NotAList(BadInput):
    """{key} in line {line} of {name} must be a list. Nothing was loaded."""

    code = "not-a-list"
    hint = "Write {key}: [ONE, OTHER], or one entry a line, each after a dash."


class NotAMap(BadInput):
    """Line {line} of {name} must hold keys with values. Nothing was loaded."""

    code = "not-a-map"
    hint = "Known keys are: {known}."


class NoSuchDay(BadInput):
    """{key} in line {line} of {name} is {value}, which is no day. Nothing was loaded."""

    code = "no-such-day"
    hint = "Write 2026-03-31 or 31.03.2026."


class NoSuchChoice(BadInput):
    """{key} in line {line} of {name} is {value}. Nothing was loaded."""

    code = "no-such-choice"
    hint = "Known are: {known}."


class NoSuchCountry(BadInput):
    """The country in line {line} of {name} is {value}, which is none. Nothing was loaded."""

    code = "no-such-country"
    hint = "Write the two letters of ISO 3166, for example DE."


class NoSuchKey(BadInput):
    """The age_recipient in line {line} of {name} is no public age key. Nothing was loaded."""

    code = "no-such-age-key"
    hint = "Ask the partner for the line that begins with age1; age-keygen prints it."


class NoSuchCallerNumber(BadInput):
    """The number in line {line} of {name}, {value}, cannot be read. Nothing was loaded."""

    code = "no-such-caller-number"
    hint = "Write it with its country code and in quotation marks: '+49 30 23125 000'."


class EndsBeforeItBegins(BadInput):
    """What begins in line {line} of {name} is valid from {valid_from} to {valid_to}, which is
    earlier. Nothing was loaded."""

    code = "ends-before-it-begins"
    hint = "Both days are included; leave valid_to out where no end is agreed."


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


@dataclass(frozen=True, slots=True)
class Statement:
    """The whole file."""

    principal: str | None
    partners: tuple[Stated, ...]


def read_partners(text: str, name: str, region: str = "DE") -> Statement:
    """What a partners.yaml states; raises what this file and ``document`` define."""
    top = _Map.of(read_document(text, name), _TOP, name)
    partners = tuple(_partner(entry, name, region) for entry in top.entries("partners"))
    if not partners:
        raise NoPartners(name=name)
    return Statement(top.text("principal"), partners)


def _partner(entry: Entry, name: str, region: str) -> Stated:
    said = _Map.of(entry, _PARTNER, name)
    partner = said.needed("name")
    return Stated(
        name=partner,
        legal_name=said.text("legal_name") or partner,
        country=_country(said),
        line=entry.line,
        parent=said.text("parent"),
        contact=said.text("contact"),
        age_recipient=_age_recipient(said),
        risk=said.choice("risk", RISKS),
        engagements=tuple(_engagement(each, name) for each in said.entries("engagements")),
        caller_numbers=tuple(
            _caller_number(each, name, region) for each in said.entries("caller_numbers")
        ),
    )


def _engagement(entry: Entry, name: str) -> Engagement:
    said = _Map.of(entry, _ENGAGEMENT, name)
    said.needed("role")
    role: Role = said.choice("role", ROLES) or "processor"
    valid_from, valid_to = _range(said)
    return Engagement(
        id=_UNSTORED,
        role=role,
        purposes=said.texts("purposes", is_needed=True),
        products=said.texts("products"),
        valid_from=valid_from,
        valid_to=valid_to,
        art28_signed=said.day("art28_signed"),
        lead_sources=said.texts("lead_sources"),
    )


def _caller_number(entry: Entry, name: str, region: str) -> CallerNumber:
    said = _Map.of(entry, _CALLER_NUMBER, name)
    written = said.needed("number")
    try:
        number = Number.read(written, region)
    except NotANumber:
        raise NoSuchCallerNumber(
            name=name, line=said.line("number"), value=mask(written)
        ) from None
    return CallerNumber(number, *_range(said), said.is_yes("right_of_use"))


def _range(said: _Map) -> tuple[date, date | None]:
    said.needed("valid_from")
    valid_from, valid_to = said.day("valid_from"), said.day("valid_to")
    assert valid_from is not None
    if valid_to is not None and valid_to < valid_from:
        raise EndsBeforeItBegins(
            name=said.name, line=said.begins, valid_from=valid_from, valid_to=valid_to
        )
    return valid_from, valid_to


def _country(said: _Map) -> str:
    written = said.needed("country").upper()
    import phonenumbers

    # libphonenumber knows every country that has telephones
    if not re.fullmatch("[A-Z]{2}", written) or written not in phonenumbers.SUPPORTED_REGIONS:
        raise NoSuchCountry(name=said.name, line=said.line("country"), value=shown(written))
    return written


def _age_recipient(said: _Map) -> str | None:
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


@dataclass(frozen=True, slots=True)
class _Map:
    """A map of the file with its known keys; every question names its line when it fails."""

    entries_by_key: Mapping[str, Entry]
    begins: int
    name: str

    @classmethod
    def of(cls, entry: Entry, known: tuple[str, ...], name: str) -> _Map:
        if not isinstance(entry.value, dict):
            raise NotAMap(name=name, line=entry.line, known=", ".join(known))
        for key, inner in entry.value.items():
            if key not in known:
                close = get_close_matches(key, known, n=1, cutoff=0.5)
                raise UnknownKey(
                    name=name,
                    line=inner.line,
                    key=shown(key),
                    closest=close[0] if close else "–",
                    known=", ".join(known),
                )
        return cls(entry.value, entry.line, name)

    def line(self, key: str) -> int:
        return self.entries_by_key[key].line

    def text(self, key: str) -> str | None:
        entry = self.entries_by_key.get(key)
        if entry is None:
            return None
        if not isinstance(entry.value, str):
            raise NotAText(name=self.name, line=entry.line, key=key)
        written = " ".join(entry.value.split())
        return None if written in ("", "~", "null") else written

    def needed(self, key: str) -> str:
        written = self.text(key)
        if written is None:
            raise MissingKey(name=self.name, line=self.begins, key=key)
        return written

    def entries(self, key: str) -> list[Entry]:
        entry = self.entries_by_key.get(key)
        if entry is None or entry.value == "":
            return []
        if not isinstance(entry.value, list):
            raise NotAList(name=self.name, line=entry.line, key=key)
        return entry.value

    def texts(self, key: str, *, is_needed: bool = False) -> tuple[str, ...]:
        found: list[str] = []
        for entry in self.entries(key):
            if not isinstance(entry.value, str):
                raise NotAText(name=self.name, line=entry.line, key=key)
            found.append(" ".join(entry.value.split()))
        if is_needed and not any(found):
            raise MissingKey(name=self.name, line=self.begins, key=key)
        return tuple(dict.fromkeys(filter(None, found)))

    def day(self, key: str) -> date | None:
        try:
            return day(self.text(key) or "", key)
        except UnreadableDate as error:
            value = error.values["value"]
        raise NoSuchDay(name=self.name, line=self.line(key), key=key, value=value)

    def choice(self, key: str, known: tuple[_Choice, ...]) -> _Choice | None:
        written = self.text(key)
        if written is None:
            return None
        for one in known:
            if one == written.lower():
                return one
        raise self._no_such(key, ", ".join(known))

    def is_yes(self, key: str) -> bool:
        try:
            return yes_or_no(self.text(key) or "", key)
        except UnknownWord:
            raise self._no_such(key, "yes, no") from None

    def _no_such(self, key: str, known: str) -> NoSuchChoice:
        value = shown(self.text(key) or "")
        return NoSuchChoice(
            name=self.name, line=self.line(key), key=key, value=value, known=known
        )
