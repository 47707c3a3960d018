"""Which column is which: a file's header against the fields we know.

A header is matched by our own names, by their German and English synonyms, or by a
mapping ``{"ours": "theirs"}``. Case, spaces and umlauts do not matter. A column nobody
knows stops the load, because ``valid_untill`` must not be left out in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.people.masking import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Places = dict[str, tuple[int, ...]]
"""Field name to the positions of its columns, counted from 0; absent fields are missing."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_EVERYTHING_ELSE = "*"
_LISTED_MAX = 30


class UnknownColumn(BadInput):
    """{name} has a column that is not known here: {columns}. Nothing was loaded."""

    code = "unknown-column"
    hint = (
        "Say what it is with --column OURS={first}, or leave it out with --ignore {first} "
        "(--ignore '*' leaves out all that is not known).{guess} Known are: {known}."
    )


class MissingColumn(BadInput):
    """{name} has no column for {field}. Nothing was loaded."""

    code = "missing-column"
    hint = "Say which column it is with --column {first}=THEIRS. In the file are: {header}."


class DoubledColumn(BadInput):
    """{name} has several columns for {field}: {columns}. Nothing was loaded."""

    code = "doubled-column"
    hint = "Say which one counts with --column {field}=THEIRS and --ignore the other."


class UnknownField(BadInput):
    """There is no field called {field} to which a column could be mapped."""

    code = "unknown-field"
    hint = "Known are: {known}."


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a file can say. ``is_many``: several columns may say it (numbers)."""

    name: str
    also: tuple[str, ...] = ()
    is_required: bool = False
    is_many: bool = False

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(plain(name) for name in (self.name, *self.also))


def plain(column: str) -> str:
    """The form in which column names are compared: ``"Gültig bis"`` is ``gueltigbis``."""
    spelled = column.casefold().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]", "", spelled)


def match(
    header: Sequence[str],
    fields: Sequence[Field],
    *,
    name: str,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    ignore: Iterable[str] = (),
) -> Places:
    """Where each field stands; raises UnknownColumn, MissingColumn, DoubledColumn.

    ``columns`` maps our field to their column (or columns, where a field can be many) and
    outranks the synonyms; ``ignore`` names columns to leave out, ``"*"`` all unknown ones.
    ``name`` is the file's, for the messages.
    """
    chosen = _chosen(header, fields, name, columns or {})
    left_out = {plain(column) for column in ignore if column != _EVERYTHING_ELSE}
    places = {field: tuple(found) for field, found in chosen.items()}
    taken = {place for found in places.values() for place in found}
    unknown: list[int] = []
    for place, column in enumerate(header):
        if place in taken or plain(column) in left_out:
            continue
        field = _field_of(column, fields)
        if field is None:
            unknown.append(place)
        elif field.name not in chosen:
            places[field.name] = (*places.get(field.name, ()), place)
    if unknown and _EVERYTHING_ELSE not in ignore:
        raise _unknown(header, unknown, fields, name)
    _check(places, header, fields, name)
    return places


def column_named(field: str, header: Sequence[str], places: Sequence[int]) -> str:
    """The field as a message names it: by the file's own column where that is another name."""
    theirs = [header[place] for place in places if plain(header[place]) != plain(field)]
    return f"{_listed(theirs, quoted='«{}»')} ({field})" if theirs else field


def in_their_words(
    error: BadInput, header: Sequence[str], places: Mapping[str, Sequence[int]]
) -> BadInput:
    """The same error; where it names a field of ours, by the file's own column."""
    field = error.values.get("column")
    if not isinstance(field, str) or field not in places:
        return error
    column = column_named(field, header, places[field])
    return type(error)(**(error.values | {"column": column}))


def left_out(header: Sequence[str], places: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """The columns that nothing is read from, as messages may show them."""
    taken = {place for found in places.values() for place in found}
    return tuple(
        shown(column) for place, column in enumerate(header) if column and place not in taken
    )


def known(header: Sequence[str], fields: Sequence[Field]) -> int:
    """How many columns of the header are known among these fields."""
    return sum(_field_of(column, fields) is not None for column in header)


def _chosen(
    header: Sequence[str],
    fields: Sequence[Field],
    name: str,
    columns: Mapping[str, str | Sequence[str]],
) -> dict[str, list[int]]:
    ours = {field.name for field in fields}
    where = {column.strip(): place for place, column in enumerate(header)}
    chosen: dict[str, list[int]] = {}
    for field, theirs in columns.items():
        if field not in ours:
            raise UnknownField(field=field, known=", ".join(sorted(ours)))
        for column in [theirs] if isinstance(theirs, str) else theirs:
            if column.strip() not in where:
                raise MissingColumn(
                    name=name, field=shown(column), first=field, header=_listed(header)
                )
            chosen.setdefault(field, []).append(where[column.strip()])
    return chosen


def _check(places: Places, header: Sequence[str], fields: Sequence[Field], name: str) -> None:
    for field in fields:
        found = places.get(field.name, ())
        if field.is_required and not found:
            raise MissingColumn(
                name=name, field=field.name, first=field.name, header=_listed(header)
            )
        if len(found) > 1 and not field.is_many:
            columns = _listed([header[place] for place in found])
            raise DoubledColumn(name=name, field=field.name, columns=columns)


def _field_of(column: str, fields: Sequence[Field]) -> Field | None:
    key = plain(column)
    bare = key.rstrip("0123456789")
    for field in fields:
        if key in field.keys or (field.is_many and bare in field.keys):
            return field
    return None


def _unknown(
    header: Sequence[str], places: list[int], fields: Sequence[Field], name: str
) -> UnknownColumn:
    first = header[places[0]]
    names = {key: field.name for field in fields for key in field.keys}
    close = get_close_matches(plain(first), names, n=1, cutoff=0.75)
    return UnknownColumn(
        name=name,
        columns=_listed([header[place] for place in places]),
        first=shown(first),
        guess=f" {names[close[0]]}?" if close else "",
        known=", ".join(field.name for field in fields),
    )


def _listed(columns: Sequence[str], quoted: str = "{}") -> str:
    named = [quoted.format(shown(column) or "(no name)") for column in columns[:_LISTED_MAX]]
    return ", ".join(named) + (", …" if len(columns) > _LISTED_MAX else "")
