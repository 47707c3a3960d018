"""From rows of a file to rows of a staging table: values read strictly, numbers in batches.

Every function here is one kind of file. A row that cannot be read raises the reason; only
an objection that names somebody is kept in force although its row is not readable, because
a typing error in a date must not let the telephone ring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Protocol

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import BadInput
from leumund.basics.numbers import read_many
from leumund.people import values
from leumund.people.header import Places
from leumund.people.line import EVERY_CHANNEL, EVERYTHING, name_key
from leumund.people.masking import shown
from leumund.people.table import BadRow, Row
from leumund.people.values import MissingValue, UnreadableNumber

BATCH_ROWS = 200
_REMEMBERED = 1 << 16
_REMEMBERED_CONSENTS = 1 << 12

_AGREED = ("companies", "products", "channels")
_TERMS = (
    "wording",
    "wording_version",
    "source",
    "number_confirmed",
    "origin_checked",
    "reaches_past_contract_end",
)
_OF_ONE_CONSENT = (
    "consent_ref",
    "proof_hash",
    "granted_at",
    "recorded_at",
    "valid_until",
    "revoked_at",
)

Staged = tuple[object, ...]
OnBad = Callable[[BadRow], None]


# Not frozen: one is made for each of millions of rows, and freezing costs more than the rest.
@dataclass(slots=True)
class Cells:
    """One row by field name; a field without a column is empty."""

    number: int
    cells: Sequence[str]
    places: Places
    numbers: Sequence[str | None]
    written_numbers: Sequence[str]

    def __getitem__(self, field: str) -> str:
        places = self.places.get(field)
        return self.cells[places[0]] if places else ""

    def several(self, fields: Iterable[str]) -> list[str]:
        """The texts of these fields, in one go: asked for one by one they take three times as
        long, which a million rows feel."""
        cells, places = self.cells, self.places
        return [cells[places[field][0]] if field in places else "" for field in fields]

    def needed(self, field: str) -> str:
        """The text of a field that must not be empty; raises MissingValue."""
        found = values.text(self[field])
        if found is None:
            raise MissingValue(column=field)
        return found

    def read_numbers(self) -> list[str]:
        """The row's numbers as E.164; raises UnreadableNumber for the first that is none."""
        read = [number for number in self.numbers if number is not None]
        if len(read) < len(self.numbers):
            written = self.written_numbers[self.numbers.index(None)]
            raise UnreadableNumber(column="number", value=shown(written))
        return read

    def one_number(self) -> str | None:
        """The row's only number; raises UnreadableNumber, also where there are several."""
        read = self.read_numbers()
        if len(read) > 1:
            raise UnreadableNumber(column="number", value=shown(" ".join(self.written_numbers)))
        return read[0] if read else None


class Stage(Protocol):
    """Reads one row; hands out staged rows and, beside them, what could not be read."""

    def __call__(self, row: Cells) -> tuple[list[Staged], BadInput | None]: ...


def staged(
    rows: Iterable[Row | BadRow], places: Places, stage: Stage, region: str, on_bad: OnBad
) -> Iterator[Staged]:
    """The staging table's rows, in the order of the file; ``on_bad`` gets what is left over."""
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield from _staged_batch(batch, places, stage, region, on_bad)


def _staged_batch(
    batch: list[Row | BadRow], places: Places, stage: Stage, region: str, on_bad: OnBad
) -> list[Staged]:
    written = [_written_numbers(row, places) for row in batch]
    read = read_many([number for numbers in written for number in numbers], region)
    ready: list[Staged] = []
    start = 0
    for row, numbers in zip(batch, written, strict=True):
        if isinstance(row, BadRow):
            on_bad(row)
            continue
        end = start + len(numbers)
        said, error = _staged_row(
            Cells(row.number, row.cells, places, read[start:end], numbers), stage
        )
        start = end
        if error is not None:
            on_bad(BadRow(row.number, error, row.original))
        ready += said
    return ready


def _staged_row(row: Cells, stage: Stage) -> tuple[list[Staged], BadInput | None]:
    try:
        return stage(row)
    except BadInput as error:
        return [], error


def _written_numbers(row: Row | BadRow, places: Places) -> list[str]:
    if isinstance(row, BadRow):
        return []
    entries: list[str] = []
    for place in places.get("number", ()):
        cell = row.cells[place]
        if cell and not cell.isspace():
            entries += _listed(cell) if "|" in cell or ";" in cell else [cell]
    return entries


def _listed(cell: str) -> list[str]:
    entries = re.split("[|;]", cell)
    return [entry for entry in entries if entry and not entry.isspace()]


def customer(row: Cells) -> tuple[list[Staged], None]:
    """One staged row per number; one with no number where the person has none."""
    person = (
        row.needed("ref"),
        values.text(row["name"]),
        *_traits(row["kind"], row["land"], row["postcode"], row["segment"], row["zone"]),
    )
    numbers = row.read_numbers()
    first = (row.number, True, numbers[0] if numbers else None, *person)
    more = [(row.number, False, number, *person) for number in numbers[1:]]
    return [first, *more], None


@lru_cache(_REMEMBERED)
def _traits(kind: str, land: str, postcode: str, segment: str, zone: str) -> Staged:
    """What many customers have in common is read once."""
    return (
        values.kind(kind, "kind"),
        values.land(land, "land"),
        values.postcode(postcode),
        values.text(segment),
        values.zone(zone, "zone"),
    )


def consent(row: Cells) -> tuple[list[Staged], None]:
    """One staged row, every value already written as PostgreSQL reads it: a driver that looks
    at the type of each value of a million rows takes longer than all the reading.

    ``part`` is a digest of which part of a declaration it is, for one without a reference of
    its own, and ``content`` one of everything said, so that a correction is seen.
    """
    ref, number = _whom(row)
    reference, proof, granted, recorded, until, revoked = row.several(_OF_ONE_CONSENT)
    agreed, matter = _agreed(*row.several(_AGREED))
    said = (
        *agreed,
        values.instant(granted, "granted_at"),
        values.instant(recorded, "recorded_at"),
        *_terms(*row.several(_TERMS)),
        values.text(proof),
        _day(until, "valid_until"),
        values.instant(revoked, "revoked_at"),
    )
    own_ref = values.text(reference)
    part = None if own_ref else _digest((number, matter))
    content = _digest((ref, number, *said))
    return [(row.number, ref, number, own_ref, part, content, *said)], None


@lru_cache(_REMEMBERED_CONSENTS)
def _agreed(companies: str, products: str, channels: str) -> tuple[tuple[str, ...], str]:
    """The array columns, and what tells one part of a declaration from another."""
    named, offered = values.words(companies), values.words(products)
    company_keys = _array(sorted({name_key(company) for company in named}))
    product_keys = _array(sorted({name_key(product) for product in offered}))
    ways = values.channels(channels, "channels")
    columns = (_array(named), company_keys, _array(offered), product_keys, _array(ways))
    return columns, company_keys + product_keys + _array(sorted(ways))


@lru_cache(_REMEMBERED_CONSENTS)
def _terms(
    wording: str, version: str, source: str, confirmed: str, checked: str, reaches: str
) -> tuple[str | None, ...]:
    return (
        values.text(wording),
        values.text(version),
        values.source(source, "source"),
        _truth(values.yes_or_no(confirmed, "number_confirmed")),
        _truth(values.yes_or_no(checked, "origin_checked")),
        _truth(values.yes_or_no(reaches, "reaches_past_contract_end")),
    )


@lru_cache(_REMEMBERED_CONSENTS)
def _day(cell: str, column: str) -> str | None:
    found = values.day(cell, column)
    return found.isoformat() if found else None


def _truth(is_so: bool) -> str:
    return "t" if is_so else "f"


def _array(entries: Iterable[str]) -> str:
    """The entries as PostgreSQL writes an array: quoted, so that none is taken for two."""
    quoted = (entry.replace("\\", r"\\").replace('"', r"\"") for entry in entries)
    return "{" + ",".join(f'"{entry}"' for entry in quoted) + "}"


def objection(row: Cells) -> tuple[list[Staged], BadInput | None]:
    """One staged row per number, with the reference beside it; see the head of this file.

    A row that cannot be read counts as an objection to everything, at no known time.
    """
    ref = values.text(row["ref"])
    numbers = [number for number in row.numbers if number is not None]
    subjects: list[str | None] = [*numbers] or ([None] if ref else [])
    said: Staged = (None, EVERYTHING, EVERYTHING, EVERY_CHANNEL, None)
    error: BadInput | None = None
    try:
        row.read_numbers()
        said = _objected(row)
        _whom_any(ref, numbers)
    except BadInput as unreadable:
        error = unreadable
    is_held = error is not None
    return [(row.number, number, ref, *said, is_held) for number in subjects], error


def contract(row: Cells) -> tuple[list[Staged], None]:
    """One staged row."""
    product = row.needed("product")
    started_on = values.day(row.needed("started_on"), "started_on")
    ended_on = values.day(row["ended_on"], "ended_on")
    own_ref = values.text(row["contract_ref"])
    return [
        (
            row.number,
            row.needed("ref"),
            own_ref,
            product,
            name_key(product),
            started_on,
            ended_on,
        )
    ], None


def register_entry(row: Cells) -> tuple[list[Staged], None]:
    """One staged row."""
    number = row.one_number()
    if number is None:
        raise MissingValue(column="number")
    return [(row.number, number)], None


def _objected(row: Cells) -> Staged:
    scope = values.scope(row["scope"])
    return (
        values.moment(row["at"], "at"),
        scope,
        name_key(scope),
        values.objected_channel(row["channel"], "channel"),
        values.text(row["source"]),
    )


def _whom(row: Cells) -> tuple[str | None, str | None]:
    ref, number = values.text(row["ref"]), row.one_number()
    _whom_any(ref, [number] if number else [])
    return ref, number


def _whom_any(ref: str | None, numbers: Sequence[str]) -> None:
    if ref is None and not numbers:
        raise MissingValue(column="number")


def _digest(parts: Iterable[str | None]) -> str:
    """Over values that are one line each and never empty, as ``values.text`` makes them: with
    a tab in between no two rows of values are the same text."""
    return sha256_hex("\t".join([part or "" for part in parts]).encode())


STAGES: dict[str, Stage] = {
    "customers": customer,
    "consents": consent,
    "objections": objection,
    "contracts": contract,
    "register": register_entry,
}
