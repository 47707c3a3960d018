"""The rim of this part: a list found in the wild is read here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leumund.basics.errors import BadInput
from leumund.basics.numbers import NotANumber, mask, read_many
from leumund.people import (
    BadRow,
    Field,
    Quarantine,
    Register,
    Row,
    Told,
    day,
    match,
    open_table,
    opened,
)
from leumund.trace.harms import Cancelled
from leumund.trace.strays import Stray

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from leumund.people import Known, Line, Meant, Places

_BATCH_ROWS = 5_000
_ENGLISH = ("phone", "phone_number", "telephone", "mobile", "mobile_number", "landline")
_GERMAN = ("Telefon", "Telefonnummer", "Rufnummer", "Mobil", "Mobilnummer", "Handy", "Tel")
_NUMBER = Field("number", (*_ENGLISH, *_GERMAN), is_many=True)
_NAME = Field(
    "name",
    ("first_name", "last_name", "surname", "full_name", "Vorname", "Nachname", "Familienname"),
    is_many=True,
)
_POSTCODE = Field("postcode", ("zip", "zip_code", "postal_code", "PLZ", "Postleitzahl"))
_REF = Field("ref", ("customer", "customer_number", "Kundennummer", "Kundennr", "Kunde"))
_CANCELLED = Field(
    "cancelled_on",
    ("cancelled", "cancellation_date", "Kündigung", "Kündigungsdatum", "gekündigt_am"),
    is_required=True,
)
_FIELDS = (_NUMBER, _NAME, _POSTCODE, _REF)


class CancelledInFuture(BadInput):
    """The column {column} says {value}, which has not been yet."""

    code = "cancelled-in-future"
    hint = "Give the day on which the cancellation came, not the one on which it takes effect."


class Asked(NamedTuple):
    """Whom ``read_stray`` asks: the lines with these numbers (E.164), by number, unknown ones
    missing; and our customers, where a row has no number that is known."""

    lines_of: Callable[[Iterable[str]], Mapping[str, Line]]
    customers: Callable[[], Iterable[Known]]


def read_stray(
    path: Path,
    folder: Path,
    asked: Asked,
    columns: Mapping[str, str | Sequence[str]] | None,
    encoding: str | None,
    region: str,
) -> Stray:
    """Read a list and find whom it means; a row that says nobody is kept aside.

    Raises what ``people.open_table`` and ``people.match`` raise.
    """
    reading = _Reading(asked.lines_of, region)
    with opened(path) as measured, Quarantine(folder, "trace") as quarantine:
        table = open_table(measured.buffered(), path.name, encoding)
        places = _places(table.header, path.name, columns)
        for batch in _batches(table.rows()):
            reading.take(batch, places, quarantine)
        digest = measured.digest()
        doubtful, unknown = reading.whom_names_mean(asked.customers)
        return Stray(
            file_digest=digest,
            line_ids=np.array(sorted(reading.lines), dtype=np.int64),
            strangers=len(reading.strangers | unknown),
            doubtful=doubtful,
            rows=reading.rows,
            unreadable=quarantine.count,
            quarantine_path=quarantine.close("stray", digest),
        )


# Not frozen: it grows batch by batch.
@dataclass(slots=True)
class _Reading:
    """What has been read: lines of ours, numbers of nobody, and rows that a name must tell."""

    lines_of: Callable[[Iterable[str]], Mapping[str, Line]]
    region: str
    rows: int = 0
    lines: set[int] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    told: list[tuple[Told, set[str]]] = field(default_factory=list)

    def take(self, batch: list[Row | BadRow], places: Places, quarantine: Quarantine) -> None:
        """The next rows."""
        self.rows += len(batch)
        said = [
            (row, self._numbers(row, places), _told(row, places))
            for row in batch
            if isinstance(row, Row)
        ]
        for row in batch:
            if isinstance(row, BadRow):
                quarantine.keep(row)
        found = self.lines_of({number for _, numbers, _ in said for number in numbers})
        for row, numbers, told in said:
            ours = {int(found[number].id) for number in numbers if number in found}
            if ours:
                self.lines |= ours
                self.strangers |= numbers - found.keys()
            elif told.name or told.ref:
                self.told.append((told, numbers))
            elif numbers:
                self.strangers |= numbers
            else:
                quarantine.keep(_without_number(row, places))

    def whom_names_mean(
        self, customers: Callable[[], Iterable[Known]]
    ) -> tuple[tuple[tuple[Meant, ...], ...], set[str]]:
        """Per row that only a name tells who may be meant, and numbers that mean nobody."""
        register = Register(customers() if self.told else ())
        doubtful, strangers = [], set[str]()
        for told, numbers in self.told:
            meant = register.meant(told)
            if meant and meant[0].weight >= 1:
                self.lines |= set(meant[0].line_ids)
            elif meant or not numbers:
                doubtful.append(meant)
            else:
                strangers |= numbers
        return tuple(doubtful), strangers

    def _numbers(self, row: Row, places: Places) -> set[str]:
        written = [row.cells[place] for place in places.get("number", ())]
        filled = [cell for cell in written if cell.strip()]
        return {number for number in read_many(filled, self.region) if number}


def _places(
    header: Sequence[str], name: str, columns: Mapping[str, str | Sequence[str]] | None
) -> Places:
    places = match(header, _FIELDS, name=name, columns=columns, ignore=("*",))
    if not {"number", "name", "ref"} & places.keys():
        needed = replace(_NUMBER, is_required=True)
        return match(header, (needed, *_FIELDS[1:]), name=name, columns=columns, ignore=("*",))
    return places


def _told(row: Row, places: Places) -> Told:
    said = {
        name: " ".join(row.cells[place].strip() for place in places.get(name, ())).strip()
        for name in ("name", "postcode", "ref")
    }
    return Told(**said)


def _without_number(row: Row, places: Places) -> BadRow:
    written = " ".join(row.cells[place] for place in places.get("number", ()))
    return BadRow(row.number, NotANumber(shown=mask(written)), row.original)


def _batches(rows: Iterator[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    while batch := list(islice(rows, _BATCH_ROWS)):
        yield batch


def read_cancelled(
    path: Path,
    folder: Path,
    asked: Asked,
    columns: Mapping[str, str | Sequence[str]] | None,
    encoding: str | None,
    region: str,
    today: date,
) -> Cancelled:
    """Read who cancelled and when: by number or customer number, and the day, up to today.

    Raises what ``people.open_table`` and ``people.match`` raise.
    """
    fields = (replace(_NUMBER, is_many=False), _REF, _CANCELLED)
    with opened(path) as measured, Quarantine(folder, "trace") as quarantine:
        table = open_table(measured.buffered(), path.name, encoding)
        places = match(table.header, fields, name=path.name, columns=columns, ignore=("*",))
        if not {"number", "ref"} & places.keys():
            needed = (replace(_NUMBER, is_many=False, is_required=True), *fields[1:])
            match(table.header, needed, name=path.name, columns=columns, ignore=("*",))
        rows, days = list(table.rows()), []
        for row in rows:
            one = _cancelled_row(row, places, region, today)
            if isinstance(one, BadRow):
                quarantine.keep(one)
            else:
                days.append(one)
        lines, strangers = _lines_cancelled(days, asked)
        digest = measured.digest()
        return Cancelled(
            digest=digest,
            line_ids=np.array([line for line, _ in lines], dtype=np.int64),
            days=np.array([on for _, on in lines], dtype="datetime64[D]"),
            rows=len(rows),
            strangers=strangers,
            unreadable=quarantine.count,
            quarantine_path=quarantine.close("cancelled", digest),
        )


def _cancelled_row(
    row: Row | BadRow, places: Places, region: str, today: date
) -> tuple[str | None, str, date] | BadRow:
    """Number, customer number and day of one row."""
    if isinstance(row, BadRow):
        return row
    said = {name: row.cells[at[0]].strip() for name, at in places.items()}
    number = read_many([said.get("number", "")], region)[0] if said.get("number") else None
    try:
        on = day(said["cancelled_on"], "cancelled_on")
    except BadInput as error:
        return BadRow(row.number, error, row.original)
    if on is None or not (number or said.get("ref")):
        return BadRow(row.number, NotANumber(shown=mask(said.get("number", ""))), row.original)
    if on > today:
        ahead = CancelledInFuture(column="cancelled_on", value=on.isoformat())
        return BadRow(row.number, ahead, row.original)
    return number, said.get("ref", ""), on


def _lines_cancelled(
    said: list[tuple[str | None, str, date]], asked: Asked
) -> tuple[list[tuple[int, date]], int]:
    """Our lines with their days, and how many rows are about nobody's."""
    by_number = asked.lines_of({number for number, _, _ in said if number})
    needs_ref = any(ref for number, ref, _ in said if number not in by_number)
    by_ref = {one.ref: one.line_ids for one in (asked.customers() if needs_ref else ())}
    found: list[tuple[int, date]] = []
    strangers = 0
    for number, ref, on in said:
        line = by_number.get(number or "")
        ours = by_ref.get(ref, ()) if line is None else (int(line.id),)
        found += [(each, on) for each in ours]
        strangers += not ours
    return found, strangers
