"""Who appears on that Monday: partners, shops, tariffs, and the days it is all about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from leumund.world.names import MEDIA_BLOCKS

PRINCIPAL = "Blauwalfunk AG"
OTHER_COMPANY = "Mondfisch Energie GmbH"
FIRST_DAY, LAST_DAY = date(2025, 9, 1), date(2026, 4, 30)
MONDAY = date(2026, 5, 4)

Temper = Literal["honest", "careless", "reckless", "ended"]

TARIFFS: dict[str, tuple[tuple[str, str], ...]] = {
    "Internet": (
        ("Heimnetz 50", "29.95"),
        ("Heimnetz 100", "34.95"),
        ("Heimnetz 250", "39.95"),
        ("Glasfaser 500", "49.95"),
        ("Glasfaser 1000", "69.95"),
    ),
    "Mobilfunk": (("Mobil S", "9.99"), ("Mobil M", "19.99"), ("Mobil L", "29.99")),
}
"""Per product its tariffs from the smallest to the largest, with the list price in euros."""


@dataclass(frozen=True, slots=True)
class Engaged:
    """One contract with a partner, both days included; ``until`` None: it runs on."""

    since: date
    until: date | None
    art28_signed_on: date | None


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner; ``calls`` is how many it makes of its own accord in these eight months."""

    name: str
    legal_name: str
    temper: Temper
    calls: int
    contracts: tuple[Engaged, ...]
    shown: tuple[str, ...]
    logins: tuple[str, ...]
    iban: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop; ``hours`` runs from Monday to Sunday, each day as (opens, closes) in minutes
    after midnight, one or two of them, none where it is closed."""

    name: str
    partner: str
    town: str
    land: str
    login: str
    hours: tuple[tuple[tuple[int, int], ...], ...]


def iban(account: int) -> str:
    """A German IBAN with valid check digits (ISO 7064) at a bank that does not exist.

    No German bank code begins with 9; ``account`` has ten digits.
    """
    body = f"90000001{account:010d}"
    check = 98 - int(body + "131400") % 97
    return f"DE{check:02d}{body}"


def _line(block: int, suffix: int) -> str:
    return f"{MEDIA_BLOCKS[block]}{suffix}"


_LONG = Engaged(date(2024, 1, 1), None, date(2023, 12, 11))

PARTNERS = (
    Partner(
        "Nord", "Nordschirm Vertrieb GmbH", "honest", 4100, (_LONG,),
        (_line(2, 991), _line(2, 992)), ("nord-01", "nord-02", "nord-03"), iban(4711223344),
    ),
    Partner(
        "Zaunkönig", "Zaunkönig Telefonservice GmbH", "honest", 3000,
        (
            Engaged(date(2024, 3, 1), date(2025, 12, 31), date(2024, 2, 20)),
            Engaged(date(2026, 1, 1), None, date(2025, 12, 18)),
        ),
        (_line(1, 771),), ("zk.vertrieb1", "zk.vertrieb2"), iban(2233445566),
    ),
    Partner(
        "Wolkentaube", "Wolkentaube Callcenter GmbH", "careless", 1900, (_LONG,),
        (_line(3, 551), _line(3, 552)), ("wolke7", "wolke8"), iban(3141592653),
    ),
    Partner(
        "Honigkessel", "Honigkessel Marketing GmbH", "reckless", 1500,
        (Engaged(date(2025, 6, 1), None, None),),
        (_line(0, 881),), ("hk-extern", "hk-extern2"), iban(2718281828),
    ),
    Partner(
        "Nebelturm", "Nebelturm Vertrieb GmbH & Co. KG", "ended", 480,
        (Engaged(date(2024, 7, 1), date(2025, 12, 31), date(2024, 6, 27)),),
        (_line(4, 661),), ("nebel1",), iban(1618033988),
    ),
    Partner(
        "Harbour Lights", "Harbour Lights Ltd", "honest", 700,
        (Engaged(date(2025, 10, 1), date(2026, 9, 30), date(2025, 9, 22)),),
        ("+442079460012",), ("hlights",), iban(5772156649), parent="Zaunkönig",
    ),
    Partner(
        "Kieseluhr", "Kieseluhr Läden GmbH", "honest", 0, (_LONG,),
        (), ("ku-mitte", "ku-hafen", "ku-markt", "ku-bahnhof"), iban(6626070150),
    ),
    Partner(
        "Teekesselladen", "Teekesselladen am Markt e. K.", "honest", 0, (_LONG,),
        (), ("teekessel",), iban(1380649852),
    ),
)  # fmt: skip

_CLOSED: tuple[tuple[int, int], ...] = ()
_WEEK = ((540, 1110),)
_BREAK = ((600, 780), (840, 1080))

SHOPS = (
    Shop("Laden Mitte", "Kieseluhr", "Berlin", "BE", "ku-mitte",
         (_WEEK, _WEEK, _WEEK, _WEEK, _WEEK, ((600, 960),), _CLOSED)),
    Shop("Laden Hafen", "Kieseluhr", "Hamburg", "HH", "ku-hafen",
         (_WEEK, _WEEK, _WEEK, ((540, 1200),), _WEEK, ((600, 1080),), _CLOSED)),
    Shop("Laden Markt", "Kieseluhr", "Köln", "NW", "ku-markt",
         (_CLOSED, _BREAK, _BREAK, _BREAK, _BREAK, ((600, 840),), _CLOSED)),
    Shop("Laden Bahnhof", "Kieseluhr", "Frankfurt am Main", "HE", "ku-bahnhof",
         (((480, 1260),),) * 6 + (((720, 1080),),)),
    Shop("Teekesselladen", "Teekesselladen", "München", "BY", "teekessel",
         (_BREAK, _BREAK, _BREAK, _BREAK, _BREAK, ((600, 780),), _CLOSED)),
)  # fmt: skip
"""One is open on Sundays (a station), one closed on Mondays, two close over lunch."""


def partner(name: str) -> Partner:
    """The partner of that name; KeyError if nobody is called so."""
    return {one.name: one for one in PARTNERS}[name]


def price_of(tariff: str) -> str:
    """The list price of a tariff in euros."""
    return dict(pair for tariffs in TARIFFS.values() for pair in tariffs)[tariff]
