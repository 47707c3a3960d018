"""Who sells in a story, in which way, and when the world would have heard of it.

The ways are the truth: no other part may know them. Both stories are played on the calendar
and under the law of a present year, because the question is what would be found today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from leumund.world.names import partner_number

Way = Literal[
    "shop", "desk", "hidden", "long night", "agency", "invents", "tablet", "slams", "calls back"
]
WRONG: tuple[Way, ...] = ("hidden", "invents", "slams")
"""The ways in which orders come about that nobody may place so."""


@dataclass(frozen=True, slots=True)
class Seller:
    """One partner: how it sells, how many places it sells from, how many orders a week."""

    name: str
    legal_name: str
    way: Way
    position: int
    orders_a_week: int = 5
    outlets: int = 2

    @property
    def number(self) -> str:
        """The number it shows, E.164."""
        return partner_number(self.position)

    @property
    def is_wrong(self) -> bool:
        return self.way in WRONG

    @property
    def has_shop(self) -> bool:
        return self.way in ("shop", "desk", "hidden", "long night")

    @property
    def rings_regulars(self) -> bool:
        """Whether it rings the people of its old list one after the other."""
        return self.way in ("slams", "calls back")

    @property
    def short(self) -> str:
        """As a reader knows it: its legal name without the legal form."""
        return self.legal_name.split()[0]


@dataclass(frozen=True, slots=True)
class Story:
    """``begins``: a Monday. From week ``wrong_from`` on orders are placed that nobody may
    place so; week ``night_week`` has a long shopping night. ``known_on``: the day on which
    the world would have heard of it without anybody looking. ``has_words``: every second call
    is recorded, with a permission."""

    name: str
    begins: date
    known_on: date
    sellers: tuple[Seller, ...]
    customers: int
    weeks: int
    seed: int = 7
    wrong_from: int = 2
    night_week: int = 3
    has_words: bool = False

    def day(self, week: int, weekday: int = 0) -> date:
        """A day of a week of the story, both counted from 0."""
        return self.begins + timedelta(weeks=week, days=weekday)

    def seller(self, name: str) -> Seller:
        """The seller of that name; KeyError if the story has none."""
        for one in self.sellers:
            if one.name == name:
                return one
        raise KeyError(name)


_SHOPS: tuple[tuple[str, str, Way], ...] = (
    ("laternenhaus", "Laternenhaus Handels GmbH", "hidden"),
    ("muschelmarkt", "Muschelmarkt Vertrieb GmbH", "hidden"),
    ("teekesselladen", "Teekesselladen am Markt e. K.", "shop"),
    ("federladen", "Federladen Telefonwelt GmbH", "shop"),
    ("brunnenhof", "Brunnenhof Kommunikation GmbH", "desk"),
    ("zimtladen", "Zimtladen am Tor e. K.", "long night"),
)
_AGENCIES: tuple[tuple[str, str, Way], ...] = (
    ("siebenbogen", "Siebenbogen Vertriebsagentur GmbH", "invents"),
    ("kupferkanne", "Kupferkanne Agentur GmbH", "invents"),
    ("zaunwinde", "Zaunwinde Beratung GmbH", "agency"),
    ("moosgarten", "Moosgarten Dialog GmbH", "agency"),
    ("apfelkahn", "Apfelkahn Haustürberatung GmbH", "tablet"),
)


def _sellers(rows: tuple[tuple[str, str, Way], ...], first: int) -> tuple[Seller, ...]:
    return tuple(Seller(*row, position=first + at) for at, row in enumerate(rows))


STORIES = {
    story.name: story
    for story in (
        Story(
            "2009",
            begins=date(2026, 1, 12),
            known_on=date(2026, 10, 12),
            sellers=_sellers(_SHOPS, 20),
            customers=900,
            weeks=10,
        ),
        Story(
            "2025",
            begins=date(2026, 1, 12),
            known_on=date(2026, 6, 3),
            sellers=_sellers(_AGENCIES, 40),
            customers=1_400,
            weeks=10,
        ),
    )
}
