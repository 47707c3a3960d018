"""The customers of that Monday, their contracts and what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from leumund.world.monday.cast import FIRST_DAY, OTHER_COMPANY, PRINCIPAL, TARIFFS, iban
from leumund.world.monday.nouns import Consent, Contract, Customer
from leumund.world.names import names, numbers
from leumund.world.population import LANDS, SEGMENTS
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOWNS = {
    "NW": ("Köln", "50"), "BY": ("München", "80"), "BW": ("Stuttgart", "70"),
    "NI": ("Hannover", "30"), "HE": ("Frankfurt am Main", "60"), "RP": ("Mainz", "55"),
    "SN": ("Dresden", "01"), "BE": ("Berlin", "10"), "SH": ("Kiel", "24"),
    "BB": ("Potsdam", "14"), "ST": ("Magdeburg", "39"), "TH": ("Erfurt", "99"),
    "HH": ("Hamburg", "20"), "MV": ("Rostock", "18"), "SL": ("Saarbrücken", "66"),
    "HB": ("Bremen", "28"),
}  # fmt: skip
_STREETS = (
    "Lampengasse", "Nebelweg", "Möwenstraße", "Zwiebelallee", "Am Federplatz", "Tintenufer",
    "Kesselring", "Eulenstieg", "Brötchenplatz", "Honigstr.", "Pfützenweg", "Abendstraße",
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_COUPLES, _ONE_LINE, _ONE_NAME, _BUSINESS = 0.19, 0.42, 0.86, 0.04
_FIRST_REF = 4_020_000
_PROOFS = ("F", "Ton", "Web", "S")
_WORDINGS = (
    f"{PRINCIPAL} darf mich anrufen.",
    f"Werbung der {PRINCIPAL}: ja (Fassung 2)",
    "Ja zu Anrufen (Text 3)",
)

STATES = (
    ("valid", 0.745), ("none", 0.075), ("no proof", 0.035), ("no wording", 0.018),
    ("no source", 0.018), ("other company", 0.014), ("no phone", 0.02), ("email only", 0.014),
    ("unchecked", 0.016), ("late", 0.014), ("old", 0.016), ("withdrawn", 0.015),
)  # fmt: skip
"""In what state consents are, and how often; each flawed one is flawed in one way only."""


@dataclass(frozen=True, slots=True)
class Folk:
    """Customers with their contracts and, under the same index, their consent or None."""

    customers: list[Customer]
    consents: list[Consent | None]
    contracts: list[Contract]
    states: list[str]


def people(seed: int, count: int) -> Folk:
    """``count`` customers in households of one or two, with contracts and consents."""
    chance = Random(f"monday/{seed}/people")
    folk = list(_customers(seed, count, chance))
    states = chance.choices([s for s, _ in STATES], [w for _, w in STATES], k=count)
    # The second consent of a line would hide the first one's flaw from every reader.
    consents = [
        None if state == "none" else consent_of(one, state, chance)
        for one, state in zip(folk, states, strict=True)
    ]
    contracts = [each for at, one in enumerate(folk) for each in _contracts(one, at, chance)]
    return Folk(folk, consents, contracts, states)


def consent_of(one: Customer, state: str, chance: Random) -> Consent:
    """A declaration of this customer in that state; the valid ones are flawless."""
    granted = datetime.combine(FIRST_DAY, datetime.min.time()) - timedelta(
        days=chance.randrange(20, 380), minutes=-chance.randrange(540, 1140)
    )
    sound = Consent(
        ref=one.ref,
        number=one.number,
        companies=(PRINCIPAL,),
        channels=("telephone",) if chance.random() < 0.5 else ("telephone", "email"),
        wording=chance.choice(_WORDINGS),
        granted_at=granted,
        recorded_at=granted + timedelta(minutes=chance.randrange(0, 90)),
        source=chance.choice(("web", "paper", "shop", "phone", "portal")),
        is_origin_checked=chance.random() < 0.3,
        proof=f"{chance.choice(_PROOFS)}-{one.ref[1:]}",
        is_number_confirmed=chance.random() < 0.7,
    )
    return _near(_flawed(sound, state, chance), state, chance)


def _flawed(one: Consent, state: str, chance: Random) -> Consent:
    late = timedelta(hours=chance.randrange(30, 900))
    match state:
        case "no proof":
            return replace(one, proof=None)
        case "no wording":
            return replace(one, wording=None)
        case "no source":
            return replace(one, source=None)
        case "other company":
            return replace(one, companies=(OTHER_COMPANY,), wording="Ich stimme zu.")
        case "no phone":
            return replace(one, channels=chance.choice((("email",), ("post", "email"))))
        case "email only":
            return replace(one, source="email_doi", is_number_confirmed=False)
        case "unchecked":
            source = chance.choice(("prize_draw", "purchased"))
            return replace(one, source=source, is_origin_checked=False)
        case "late":
            return replace(one, recorded_at=one.granted_at + late)
        case "old":
            granted = one.granted_at - timedelta(days=730)
            return replace(one, granted_at=granted, recorded_at=granted)
        case "withdrawn":
            return replace(one, withdrawn_at=one.granted_at + timedelta(days=6, hours=3))
    return one


def _near(one: Consent, state: str, chance: Random) -> Consent:
    """Sound ones that look like flawed ones, and the two ways a file names a person."""
    if state != "valid":
        return one
    kind = chance.random()
    if kind < 0.02:
        return replace(one, source="prize_draw", is_origin_checked=True)
    if kind < 0.04:
        return replace(one, source="email_doi", is_number_confirmed=True)
    if kind < 0.06:
        return replace(one, recorded_at=one.granted_at + timedelta(hours=23))
    if kind < 0.08:
        return replace(one, companies=(PRINCIPAL, OTHER_COMPANY))
    if kind < 0.14:
        return replace(one, ref=None)
    return one


def _customers(seed: int, count: int, chance: Random) -> Iterator[Customer]:
    called = names(stream(seed, "monday names"), count)
    lines = numbers(stream(seed, "monday numbers"), count, "customer")
    lands = chance.choices([land for land, _ in LANDS], [part for _, part in LANDS], k=count)
    before: Customer | None = None
    for at in range(count):
        alone = _customer(at, called[at], lines[at], lands[at], chance)
        is_second = before is not None and before.household == at - 1
        if before is not None and is_second and chance.random() < _COUPLES / (1 - _COUPLES):
            alone = _moved_in(alone, before, chance)
        yield alone
        before = alone


def _customer(at: int, called: str, number: str, land: str, chance: Random) -> Customer:
    given, surname = called.split(" ", 1)
    town, postcode = _TOWNS[land]
    mailbox = f"{given}.{surname}{at % 97}".lower().translate(_UMLAUTS)
    return Customer(
        ref=str(_FIRST_REF + at * 3 + at % 2),
        given=given,
        surname=surname,
        number=number,
        is_business=chance.random() < _BUSINESS,
        land=land,
        postcode=f"{postcode}{100 + chance.randrange(880):03d}",
        town=town,
        street=f"{chance.choice(_STREETS)} {1 + chance.randrange(180)}",
        email=f"{mailbox}@{chance.choice(('post', 'brief', 'funkpost'))}.example",
        iban=iban(1_111_111_111 + (at * 7_919 + 13) * 9_973 % 8_000_000_000),
        segment=chance.choice(SEGMENTS),
        household=at,
    )


def _moved_in(one: Customer, other: Customer, chance: Random) -> Customer:
    """The second of a couple: the same home, mostly the same name, often the same line."""
    has_one_name = chance.random() < _ONE_NAME
    return replace(
        one,
        surname=other.surname if has_one_name else one.surname,
        number=other.number if chance.random() < _ONE_LINE else one.number,
        land=other.land,
        postcode=other.postcode,
        town=other.town,
        street=other.street,
        iban=other.iban if has_one_name and chance.random() < 0.6 else one.iban,
        email=other.email if has_one_name and chance.random() < 0.3 else one.email,
        is_business=False,
        household=other.household,
    )


def _contracts(one: Customer, at: int, chance: Random) -> Iterator[Contract]:
    product = "Internet" if chance.random() < 0.86 else "Mobilfunk"
    yield _contract(one, at * 2, product, chance)
    if product == "Internet" and chance.random() < 0.12:
        yield _contract(one, at * 2 + 1, "Mobilfunk", chance)


def _contract(one: Customer, place: int, product: str, chance: Random) -> Contract:
    tariffs = TARIFFS[product]
    weights = (28, 34, 22, 12, 4)[: len(tariffs)]
    tariff, price = chance.choices(tariffs, weights)[0]
    discount = Decimal(5) if chance.random() < 0.2 and product == "Internet" else Decimal(0)
    return Contract(
        ref=one.ref,
        contract=f"V{70_000 + place}",
        product=product,
        tariff=tariff,
        price=Decimal(price) - discount,
        started_on=date(2025, 6, 1) - timedelta(days=chance.randrange(30, 2600)),
        ended_on=None,
        cancelled_on=None,
    )


def surnames_alike(people: Sequence[Customer]) -> bool:
    """Do all of them look like one household: one surname, one home?"""
    return len({(p.surname, p.postcode, p.street) for p in people}) == 1
