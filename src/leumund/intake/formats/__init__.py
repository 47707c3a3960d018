"""The sources that intake can read: one file each, found by being there.

A file in this folder says what its source looks like and nothing more:

    NAME      what it is called on the command line
    HOLDS     "calls" or "complaints"
    COLUMNS   the fields it has, with the names that its files use
    HABITS    where its times and numbers are at home
    read()    one row, as text by field name, in our words

Its test has a sample file of the same name beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.intake.moment import Place

if TYPE_CHECKING:
    from leumund.intake.call import WrittenCall
    from leumund.intake.complaint import WrittenComplaint
    from leumund.people import Field

Cells = Mapping[str, str]
"""One row by field name; a field that the file does not have is the empty text."""


class NoSuchFormat(BadInput):
    """There is no format called {name} for {holds}. Nothing was taken in."""

    code = "no-such-format"
    hint = "Known are: {known}."


@dataclass(frozen=True, slots=True)
class Habits:
    """Where a source's times and numbers are at home.

    ``place`` None: at the place of the line that was called. ``region``: the country of
    numbers without a country code (None: the installation's). ``is_midnight_day_only``: the
    source writes 00:00:00 where it knows only the day.
    """

    place: Place | None = None
    region: str | None = None
    is_midnight_day_only: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """One source, as its file in this folder describes it."""

    name: str
    holds: str
    columns: tuple[Field, ...]
    habits: Habits
    read: Callable[[Cells], WrittenCall | WrittenComplaint]

    @property
    def required(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.is_required)


@cache
def formats() -> Mapping[str, Format]:
    """All sources by name."""
    found = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {
        source.NAME: Format(
            source.NAME, source.HOLDS, source.COLUMNS, source.HABITS, source.read
        )
        for source in found
    }


def format_called(name: str, holds: str) -> Format:
    """The format of that name; raises NoSuchFormat."""
    known = {each.name: each for each in formats().values() if each.holds == holds}
    if name not in known:
        raise NoSuchFormat(name=name, holds=holds, known=", ".join(sorted(known)))
    return known[name]


def format_of(header: Sequence[str], holds: str, default: str) -> Format:
    """The format whose required columns are all in the header; else the default one.

    Where several fit, the one that knows more of the columns.
    """
    own = format_called(default, holds)
    fitting = [
        (_columns_known(header, each), each)
        for each in formats().values()
        if each.holds == holds
    ]
    best, found = max(fitting, key=lambda pair: pair[0])
    return found if best else own


def _columns_known(header: Sequence[str], source: Format) -> int:
    """How many of the header's columns the source knows; 0 if one that it needs is missing."""
    from leumund.people import match

    try:
        return len(match(header, source.columns, name="", ignore=("*",)))
    except BadInput:
        return 0
