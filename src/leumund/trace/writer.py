"""The rim of this part: a list found in the wild is read here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.numbers import NotANumber, mask, read_many
from leumund.people import BadRow, Field, Quarantine, Row, match, open_table, opened
from leumund.trace.strays import Stray

if TYPE_CHECKING:
    from pathlib import Path

    from leumund.people import Line

_BATCH_ROWS = 5_000
_ENGLISH = ("phone", "phone_number", "telephone", "mobile", "mobile_number", "landline")
_GERMAN = ("Telefon", "Telefonnummer", "Rufnummer", "Mobil", "Mobilnummer", "Handy", "Tel")
_NUMBER = Field("number", (*_ENGLISH, *_GERMAN), is_required=True, is_many=True)


def read_stray(
    path: Path,
    folder: Path,
    lines_of: Callable[[Iterable[str]], Mapping[str, Line]],
    columns: Mapping[str, str | Sequence[str]] | None,
    encoding: str | None,
    region: str,
) -> Stray:
    """Read the numbers of a list and find their lines; a row without one is kept aside.

    ``lines_of``: the lines with these numbers (E.164), by number; unknown ones missing.
    Raises what ``people.open_table`` and ``people.match`` raise.
    """
    lines: set[int] = set()
    strangers: set[str] = set()
    rows = 0
    with opened(path) as measured, Quarantine(folder, "trace") as quarantine:
        table = open_table(measured.buffered(), path.name, encoding)
        places = match(
            table.header, (_NUMBER,), name=path.name, columns=columns, ignore=("*",)
        )["number"]
        for batch in _batches(table.rows()):
            rows += len(batch)
            numbers = _numbers(batch, places, region, quarantine)
            found = lines_of(numbers)
            lines |= {int(line.id) for line in found.values()}
            strangers |= numbers - found.keys()
        digest = measured.digest()
        return Stray(
            digest=digest,
            line_ids=np.array(sorted(lines), dtype=np.int64),
            strangers=len(strangers),
            rows=rows,
            unreadable=quarantine.count,
            quarantine_path=quarantine.close("stray", digest),
        )


def _numbers(
    batch: Iterable[Row | BadRow], places: Sequence[int], region: str, quarantine: Quarantine
) -> set[str]:
    """The readable numbers of these rows; a row without one goes to the quarantine."""
    found: set[str] = set()
    for row in batch:
        if isinstance(row, BadRow):
            quarantine.keep(row)
            continue
        written = [row.cells[place] for place in places if row.cells[place].strip()]
        readable = [number for number in read_many(written, region) if number]
        if readable:
            found.update(readable)
        else:
            error = NotANumber(shown=mask(" ".join(written)))
            quarantine.keep(BadRow(row.number, error, row.original))
    return found


def _batches(rows: Iterator[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    while batch := list(islice(rows, _BATCH_ROWS)):
        yield batch
