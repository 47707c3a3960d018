"""Files of orders, contacts and shops: their columns, and how one row is read strictly.

A row that cannot be read is kept with its reason; an order that can be read and does not say
where it comes from is refused, and kept as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from leumund.basics.canonical import canonical_bytes, sha256
from leumund.basics.clock import on_german_clock
from leumund.basics.errors import BadInput
from leumund.basics.letters import visible
from leumund.basics.numbers import read_many
from leumund.orders.areas import area_of
from leumund.orders.codes import fact_digest
from leumund.orders.facts import paper_kinds
from leumund.orders.order import OriginKind, Said, Way
from leumund.orders.rules import first_day
from leumund.people import (
    LAND_WORDS,
    Field,
    UnreadableTime,
    day,
    moment,
    plain,
    shown,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leumund.people import Places

_W = TypeVar("_W")
_AHEAD = timedelta(hours=1)
_PRODUCT_SIGNS_MAX = 200
_SKEW = timedelta(days=1)
_PLANNED = timedelta(days=3653)
_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?\s*(?:€|EUR|CHF|GBP|USD)?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)")
_CHANNELS = {
    **dict.fromkeys(("phone", "telephone", "telefon", "call", "outbound", "anruf"), "phone"),
    **dict.fromkeys(("shop", "laden", "store", "filiale", "geschaeft"), "shop"),
    **dict.fromkeys(("web", "online", "internet"), "web"),
    **dict.fromkeys(("door", "haustuer", "d2d", "doortodoor"), "door"),
}
_WEEKDAYS = {
    **dict.fromkeys(("1", "mon", "monday", "mo", "montag"), 1),
    **dict.fromkeys(("2", "tue", "tuesday", "di", "dienstag"), 2),
    **dict.fromkeys(("3", "wed", "wednesday", "mi", "mittwoch"), 3),
    **dict.fromkeys(("4", "thu", "thursday", "do", "donnerstag"), 4),
    **dict.fromkeys(("5", "fri", "friday", "fr", "freitag"), 5),
    **dict.fromkeys(("6", "sat", "saturday", "sa", "samstag"), 6),
    **dict.fromkeys(("7", "sun", "sunday", "so", "sonntag"), 7),
}
_SECTORS = {
    **dict.fromkeys(("telecom", "telekom", "telekommunikation", "telefon"), "telecom"),
    **dict.fromkeys(("energy", "energie", "strom", "gas"), "energy"),
    **dict.fromkeys(("insurance", "versicherung", "versicherungen"), "insurance"),
    **dict.fromkeys(("lifeinsurance", "lebensversicherung"), "life_insurance"),
    **dict.fromkeys(("other", "andere", "sonstige", "sonstiges"), "other"),
}
_DIGESTED = ("device", "iban", "address", "email")
_POSTCODE = ("zip", "zip_code", "postal_code", "PLZ", "Postleitzahl")
_REF = ("person_ref", "customer", "customer_id", "Kundennummer", "KdNr")


class ValueMissing(BadInput):
    """The column {column} is empty."""

    code = "order-value-missing"


class WordUnknown(BadInput):
    """The column {column} holds {value}, which is not known there."""

    code = "order-word-unknown"
    hint = "Known are: {known}."


class AmountUnreadable(BadInput):
    """The column {column} holds {value}, which cannot be read as an amount."""

    code = "order-amount-unreadable"
    hint = "Write 29.99 or 29,99 without a sign for thousands."


class WholeNumberUnreadable(BadInput):
    """The column {column} holds {value}, which cannot be read as a whole number."""

    code = "order-whole-number-unreadable"
    hint = "Write digits only; a column that ends in _cents holds cents: 71976 for 719.76."


class OrderInFuture(BadInput):
    """The column {column} says {value}, which has not been yet."""

    code = "order-in-future"
    hint = "Mind the order of day and month, and the time zone."


class RefNamesSomebody(BadInput):
    """The column order_ref holds {value}, which reads as somebody's number or mail address. It
    would leave the house with every event about the order."""

    code = "order-ref-names-somebody"
    hint = "Give the order a reference that says nothing of the customer."


class DayOutOfReach(BadInput):
    """The column {column} says {value}; of an order days from {first} to {last} are known."""

    code = "order-day-out-of-reach"
    hint = "Mind the year and the order of day and month; before the first day no rules hold."


class ProductTooLong(BadInput):
    """The column product holds {count} signs; the customer is shown at most {most}."""

    code = "order-product-too-long"
    hint = "Name the product as the customer knows it."


class NeverOpen(BadInput):
    """The shop opens at {opens} and closes at {closes}: between them it is never open."""

    code = "shop-never-open"
    hint = "Hours past midnight are two rows: until 24:00, and from 0:00 on the next day."


class OrderKnownOtherwise(BadInput):
    """An order {order} is known already, and it said something else then."""

    code = "order-known-otherwise"
    hint = "An order is never changed: withdraw it or declare it void, and take in a new one."


class NumberUnreadable(BadInput):
    """The column {column} holds {value}, which cannot be read as a phone number."""

    code = "order-number-unreadable"
    hint = "Write it with its country code, and as text."


ORDERS: Final = (
    Field("order_ref", ("order", "order_id", "Auftrag", "Auftragsnummer"), is_required=True),
    Field(
        "ordered_at", ("order_date", "ordered", "Auftragsdatum", "Zeitpunkt"), is_required=True
    ),
    Field("channel", ("sales_channel", "Kanal", "Vertriebsweg"), is_required=True),
    Field("partner", ("vendor", "Vertriebspartner"), is_required=True),
    Field("product", ("Produkt", "Tarifart"), is_required=True),
    Field("ref", _REF),
    Field("number", ("phone", "phone_number", "Telefon", "Rufnummer")),
    Field("campaign", ("Kampagne",)),
    Field("list", ("list_id", "copy", "Liste")),
    Field("look_up", ("lookup", "lookup_id", "Abruf")),
    Field("lead", ("lead_id", "Lead-ID")),
    Field("call_ref", ("call", "call_id", "Anruf", "Anrufnummer")),
    Field("agent", ("agent_id", "Mitarbeiter")),
    Field("login", ("user", "account", "Benutzer", "Zugang")),
    Field("shop", ("shop_id", "Laden", "Filiale")),
    Field("device", ("device_id", "Gerät")),
    Field("iban", ("bank_account", "Kontonummer")),
    Field("email", ("mail", "E-Mail", "Mailadresse")),
    Field("address", ("supply_address", "Lieferadresse", "Adresse", "Anschrift")),
    Field("postcode", _POSTCODE),
    Field("sector", ("Branche",)),
    Field("region", ("country", "Land")),
    Field("language", ("Sprache",)),
    Field("monthly_price", ("price", "Monatspreis")),
    Field("total", ("total_price", "Gesamtpreis")),
    Field("commission", ("Provision",)),
    *(Field(name) for name in paper_kinds()),
)
CONTACTS: Final = (
    Field("ref", _REF, is_required=True),
    Field("known_since", ("since", "seit", "bekannt seit"), is_required=True),
    Field("email", ("mail", "E-Mail", "Mailadresse")),
    Field("sms", ("mobile", "Mobilnummer", "Handy")),
    Field("address", ("Adresse", "Anschrift", "Postadresse")),
)
SHOPS: Final = (
    Field("shop", ("shop_id", "Laden", "Filiale"), is_required=True),
    Field("partner", ("vendor", "Vertriebspartner"), is_required=True),
    Field("weekday", ("day", "Wochentag"), is_required=True),
    Field("opens", ("open", "öffnet"), is_required=True),
    Field("closes", ("close", "schließt"), is_required=True),
    Field("land", ("Bundesland",)),
    Field("postcode", _POSTCODE),
)
KINDS: Final = {"orders": ORDERS, "contacts": CONTACTS, "shops": SHOPS}


@dataclass(frozen=True, slots=True)
class Given:
    """A contact as it stands in a file."""

    owner: str
    person_ref: str | None
    way: Way
    address: str
    digest: str
    known_since: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An order as it stands in a file, with what it says of contacts."""

    content: bytes
    values: Mapping[str, object]
    papers: Mapping[str, Said]
    contacts: tuple[Given, ...]


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One span in which a shop is open, in minutes of the local day."""

    shop: str
    partner: str
    weekday: int
    opens_minute: int
    closes_minute: int
    land: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row by field name; what has no column is empty."""

    cells: Sequence[str]
    places: Places

    def text(self, field: str) -> str | None:
        places = self.places.get(field)
        return " ".join(self.cells[places[0]].split()) or None if places else None

    def needed(self, field: str) -> str:
        if (found := self.text(field)) is None:
            raise ValueMissing(column=field)
        return found

    def moment(self, field: str) -> datetime | None:
        return moment(self.text(field) or "", field)


def read_order(row: Cells, key: bytes, number: str | None, now: datetime) -> Placed:
    """One order; raises BadInput. ``number`` is E.164; ``key`` the installation's."""
    ordered_at = row.moment("ordered_at")
    if ordered_at is None:
        raise ValueMissing(column="ordered_at")
    if ordered_at > now + _AHEAD:
        raise OrderInFuture(column="ordered_at", value=ordered_at.date().isoformat())
    _in_reach("ordered_at", on_german_clock(ordered_at).date(), now)
    order_ref = row.needed("order_ref")
    kind, origin_ref = _origin(row)
    values = {
        "order_ref": order_ref,
        "person_ref": row.text("ref"),
        "number": number,
        "ordered_at": ordered_at,
        "channel": _word(row, "channel", _CHANNELS),
        "partner": row.needed("partner"),
        "product": _product(row),
        "campaign": row.text("campaign"),
        "origin_kind": kind,
        "origin_ref": origin_ref,
        **{name: row.text(name) for name in ("call_ref", "agent", "login", "shop")},
        **{f"{what}_digest": fact_digest(key, what, row.text(what)) for what in _DIGESTED},
        "sector": _word(row, "sector", _SECTORS) if row.text("sector") else "other",
        "region": _region(row.text("region")),
        "language": "en" if (row.text("language") or "de").lower().startswith("en") else "de",
        "monthly_cents": _cents(row, "monthly_price"),
        "total_cents": _cents(row, "total"),
        "commission_cents": _cents(row, "commission"),
    }
    if area := area_of(row.text("postcode"), str(values["region"])):
        # Only where it is known: an order that was taken in before says the same as ever.
        values["area"] = area
    papers = read_papers(row, now)
    content = sha256(canonical_bytes([values, papers]))
    return Placed(content, values, papers, _contacts_of_order(row, key, ordered_at))


def _product(row: Cells) -> str:
    """As the customer will read it: without signs that turn the text around it."""
    product = " ".join(visible(row.needed("product")).split())
    if len(product) > _PRODUCT_SIGNS_MAX:
        raise ProductTooLong(count=len(product), most=_PRODUCT_SIGNS_MAX)
    return product


def read_papers(row: Cells, now: datetime) -> dict[str, Said]:
    """What is recorded about the order, as JSON holds it; what is empty is left out."""
    papers: dict[str, Said] = {}
    for name, kind in paper_kinds().items():
        written = row.text(name)
        if written is None:
            continue
        if kind == "moment":
            at = moment(written, name)
            if at:
                _in_reach(name, on_german_clock(at).date(), now)
            papers[name] = at.isoformat() if at else None
        elif kind == "day":
            on = day(written, name)
            if on:
                _in_reach(name, on, now, _PLANNED)
            papers[name] = on.isoformat() if on else None
        elif kind == "yes_or_no":
            papers[name] = yes_or_no(written, name)
        elif kind == "whole":
            papers[name] = _whole(written, name)
        else:
            papers[name] = written
    return papers


def read_contacts(row: Cells, key: bytes, region: str) -> tuple[Given, ...]:
    """The contacts of one customer, known since a day; raises BadInput."""
    ref, since = row.needed("ref"), row.moment("known_since")
    if since is None:
        raise ValueMissing(column="known_since")
    found = []
    for field, way, what in (
        ("email", Way.EMAIL, "email"),
        ("sms", Way.SMS, "sms"),
        ("address", Way.LETTER, "address"),
    ):
        if written := row.text(field):
            if way is Way.SMS:
                # In one form, so that an order which names this number finds its owner.
                written = next(iter(read_many([written], region))) or written
            digest = fact_digest(key, what, written) or ""
            found.append(Given(f"person {ref}", ref, way, written, digest, since, "master"))
    if not found:
        raise ValueMissing(column="email")
    return tuple(found)


def read_hours(row: Cells, region: str) -> Hours:
    """One span of opening hours; raises BadInput. ``region``: the country of its postcode,
    where that does not say it."""
    opens, closes = _minute(row, "opens"), _minute(row, "closes")
    if opens >= closes:
        raise NeverOpen(opens=row.needed("opens"), closes=row.needed("closes"))
    return Hours(
        shop=row.needed("shop"),
        partner=row.needed("partner"),
        weekday=_word(row, "weekday", _WEEKDAYS),
        opens_minute=opens,
        closes_minute=closes,
        land=_word(row, "land", LAND_WORDS) if row.text("land") else "",
        area=area_of(row.text("postcode"), region) or "",
    )


def _contacts_of_order(row: Cells, key: bytes, at: datetime) -> tuple[Given, ...]:
    """Only the supply address: a mail address that comes with the order proves nothing."""
    address = row.text("address")
    digest = fact_digest(key, "address", address)
    if address is None or digest is None:
        return ()
    owner = f"order {row.needed('order_ref')}"
    return (Given(owner, row.text("ref"), Way.LETTER, address, digest, at, "order"),)


def _in_reach(column: str, on: date, now: datetime, ahead: timedelta = _SKEW) -> None:
    first, last = first_day(), on_german_clock(now + ahead).date()
    if not first <= on <= last:
        raise DayOutOfReach(column=column, value=on, first=first, last=last)


REGIONS = ("AT", "CH", "DE", "ES", "FR", "IT", "UK", "US")
_PLACES = {"GB": "UK", "DEU": "DE", "DEUTSCHLAND": "DE", "GERMANY": "DE"}


def _region(written: str | None) -> str:
    """Two letters, as the packs have them. Of a place without a pack nobody could say how long
    its customers may withdraw."""
    letters = " ".join((written or "DE").split()).upper()
    place = _PLACES.get(letters, letters)
    if place not in REGIONS:
        raise WordUnknown(column="region", value=shown(written or ""), known=", ".join(REGIONS))
    return place


def _origin(row: Cells) -> tuple[str | None, str | None]:
    for field, kind in (
        ("list", OriginKind.LIST),
        ("look_up", OriginKind.LOOK_UP),
        ("lead", OriginKind.LEAD),
    ):
        if found := row.text(field):
            return kind.value, found
    return None, None


def _word(row: Cells, field: str, words: Mapping[str, _W]) -> _W:
    written = row.needed(field)
    found = words.get(plain(written))
    if found is None:
        known = ", ".join(dict.fromkeys(str(each) for each in words.values()))
        raise WordUnknown(column=field, value=shown(written), known=known)
    return found


def _cents(row: Cells, field: str) -> int | None:
    written = row.text(field)
    if written is None:
        return None
    found = _AMOUNT.fullmatch(written)
    if found is None:
        raise AmountUnreadable(column=field, value=shown(written))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def _whole(written: str, field: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise WholeNumberUnreadable(column=field, value=shown(written))
    return int(written)


def _minute(row: Cells, field: str) -> int:
    written = row.needed(field)
    found = _CLOCK.fullmatch(written)
    minute = int(found[1]) * 60 + int(found[2]) if found else None
    if minute is None or minute > 1440:
        raise UnreadableTime(column=field, value=shown(written))
    return minute
