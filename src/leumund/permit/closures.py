"""Public holidays by Bundesland, from the ``holidays`` package, as sets and as rows.

A day counts for a Land when it is a public holiday in any of its municipalities (Corpus
Christi in parts of Saxony and Thuringia, Assumption in most of Bavaria, the Peace Festival of
Augsburg): nobody's municipality is known here, and not calling is the safe side. Where the
Land is not known either, a holiday of any Land counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

LANDS = (
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV",
    "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
)  # fmt: skip
ANY_LAND = ""
_CITIES = {"BY": ("Augsburg",)}


def known_land(land: str | None) -> str:
    """The Land, or ``ANY_LAND`` where it is not one of the sixteen."""
    return land if land in LANDS else ANY_LAND


def is_holiday(land: str | None, day: date) -> bool:
    """Whether the day is a public holiday somewhere in that Land, or in any when unknown."""
    return day in _of_year(known_land(land), day.year)


def holiday_rows(years: Iterable[int]) -> Iterator[tuple[str, date]]:
    """(land, day) for every Land and for ``ANY_LAND``, sorted: the calendar as a table."""
    for year in sorted(set(years)):
        for land in (ANY_LAND, *LANDS):
            yield from ((land, day) for day in sorted(_of_year(land, year)))


def free_everywhere(country: str, years: Iterable[int]) -> Iterator[tuple[str, date]]:
    """(land, day) for days that are free in the whole Land, ``""`` for the whole country.

    The other way round from ``holiday_rows``: who looks back at a call may not count a day
    against it that is free in some of the Land's municipalities only.
    """
    from holidays import country_holidays

    for year in sorted(set(years)):
        for land in ("", *(LANDS if country == "DE" else ())):
            days = country_holidays(country, subdiv=land or None, years=year)
            yield from ((land, day) for day in sorted(days))


@cache
def _of_year(land: str, year: int) -> frozenset[date]:
    if land == ANY_LAND:
        return frozenset().union(*(_of_year(each, year) for each in LANDS))
    return frozenset().union(
        *(_computed(part, year) for part in (land, *_CITIES.get(land, ())))
    )


def _computed(subdivision: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    days = country_holidays(
        "DE", subdiv=subdivision, years=year, categories=("public", "catholic")
    )
    return frozenset(days)
