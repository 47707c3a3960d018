"""A sheet becomes a table of one kind of record, with types.

Every column is looked at as a whole first, then read batch by batch over its distinct
values. A row whose needed field is missing or cannot be read is left over with the reason;
in another field it becomes missing, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.intake.tables.amounts import Amounts, Durations
from leumund.intake.tables.clocks import (
    clock_of,
    hours_from_utc,
    in_german_time,
    is_in_utc,
    with_clock,
)
from leumund.intake.tables.dates import Moments
from leumund.intake.tables.digits import Numbers
from leumund.intake.tables.markup import column_name
from leumund.intake.tables.readers import (
    DESTROYED,
    EachOnItsOwn,
    Reader,
    Refs,
    Texts,
    channel_of,
    email_of,
    iban_of,
    yes_no_of,
)
from leumund.intake.tables.rows import Rejected, original
from leumund.intake.tables.sheet import Note, Typed
from leumund.intake.tables.writer import LeftOver, TableWriter

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow

    from leumund.intake.tables.sheet import DayOrder, Field, FieldType, RecordKind, Sheet

_HAS_DIGITS = ("number", "ref")


class FieldUnreadable(BadInput):
    """What {column} holds cannot be read."""

    code = "field-unreadable"


class FieldMissing(BadInput):
    """{column} is empty, without which the row says nothing."""

    code = "field-missing"


class DigitsDestroyed(BadInput):
    """In {column}, a spreadsheet program has destroyed the digits of the number."""

    code = "digits-destroyed"


def typed(
    sheet: Sheet,
    kind: RecordKind,
    columns: Mapping[str, int],
    into: Path,
    *,
    region: str = "DE",
    day_order: DayOrder | None = None,
) -> Typed:
    """Read the sheet as this kind of record into the Parquet file ``into``.

    ``columns``: field to column, counted from 0. The table has ``file``, ``row``, ``sheet``
    and every field of the kind; a field that no column is mapped to is missing throughout,
    even a needed one. Types: text, ``timestamp(us)`` without zone (wall clock of
    Europe/Berlin), ``date32``, ``decimal128(18, 2)``, ``bool``, ``int64`` (seconds).
    """
    mapped = [
        _Column(
            each,
            columns[each.name],
            reader_of(each.type, sheet, columns[each.name], region, day_order),
        )
        for each in kind.fields
        if each.name in columns
    ]
    for batch in _batches(sheet, mapped):
        for column in mapped:
            if texts := batch.column(f"c{column.place}").unique().drop_null():
                column.reader.see(texts)
    schema = typed_schema(kind)
    with ExitStack() as stack:
        left_over = LeftOver(into.with_name(f"{into.stem}-left-over.csv"))
        stack.enter_context(left_over)
        writer = stack.enter_context(TableWriter(into, schema))
        for batch in _batches(sheet, mapped):
            kept = _converted(batch, sheet, mapped, schema, left_over)
            if kept.num_rows:
                writer.put(kept)
    notes = tuple(note for column in mapped for note in column.notes(sheet))
    return Typed(into, writer.rows, notes, left_over.path)


def typed_schema(kind: RecordKind) -> pyarrow.Schema:
    """The columns of a typed table of this kind."""
    import pyarrow

    where = [("file", pyarrow.string()), ("row", pyarrow.int64()), ("sheet", pyarrow.string())]
    return pyarrow.schema([*where, *((each.name, _arrow(each.type)) for each in kind.fields)])


def reader_of(
    type_: FieldType, sheet: Sheet, place: int, region: str, day_order: DayOrder | None
) -> Reader:
    """What reads a column as this type."""
    if type_ == "number":
        return Numbers(region)
    if type_ in ("moment", "day"):
        return Moments(day_order, is_day=type_ == "day")
    if type_ == "amount":
        return Amounts()
    if type_ == "duration_s":
        return Durations(sheet.header[place])
    if type_ == "ref":
        return Refs()
    each = {
        "iban": iban_of,
        "email": email_of,
        "yes_no": yes_no_of,
        "channel": channel_of,
        "clock": clock_of,
    }
    return EachOnItsOwn(each[type_], _arrow(type_)) if type_ in each else Texts()


# It changes: what could not be read is counted batch by batch.
@dataclass(slots=True)
class _Column:
    of: Field
    place: int
    reader: Reader
    counts: dict[str, list[int]] = field(default_factory=dict)

    def read(self, texts: Any) -> Any:
        """The values, through the distinct ones."""
        encoded = texts.dictionary_encode()
        return self.reader.read(encoded.dictionary).take(encoded.indices)

    def count(self, code: str, mask: Any, rows: Any) -> None:
        """Remember how many rows that happened in, and the first."""
        found = rows.filter(mask)
        if len(found):
            seen = self.counts.setdefault(code, [0, found[0].as_py()])
            seen[0] += len(found)

    def notes(self, sheet: Sheet) -> Iterator[Note]:
        called = sheet.header[self.place] or column_name(self.place)
        for code, (count, row) in self.counts.items():
            values = {"column": called, "count": count, "row": row, "type": self.of.type}
            yield Note(code, values, row)
        yield from self.reader.notes(called)


def _batches(sheet: Sheet, mapped: list[_Column]) -> Iterator[Any]:
    from pyarrow import parquet

    places = dict.fromkeys(f"c{column.place}" for column in mapped)
    with parquet.ParquetFile(sheet.table) as table:
        for group in range(table.num_row_groups):
            found = table.read_row_group(group, columns=["row", *places]).combine_chunks()
            yield from found.to_batches()


def _converted(
    batch: Any, sheet: Sheet, mapped: list[_Column], schema: pyarrow.Schema, left_over: LeftOver
) -> pyarrow.RecordBatch:
    import pyarrow
    from pyarrow import compute

    size, rows = batch.num_rows, batch.column("row")
    values = {
        "file": pyarrow.repeat(pyarrow.scalar(sheet.file, pyarrow.string()), size),
        "row": rows,
        "sheet": pyarrow.repeat(pyarrow.scalar(sheet.name, pyarrow.string()), size),
    }
    lost: list[tuple[_Column, Any]] = []
    for column in mapped:
        texts = batch.column(f"c{column.place}")
        values[column.of.name] = found = column.read(texts)
        missing = compute.is_null(found)
        if column.of.is_needed:
            lost.append((column, missing))
            column.count("needed-unreadable", missing, rows)
        if found.null_count > texts.null_count:
            _count(column, texts, compute.and_(missing, compute.is_valid(texts)), rows)
    _tell_the_time(batch, sheet, mapped, values)
    columns = [
        values.get(name, pyarrow.nulls(size, kind))
        for name, kind in zip(schema.names, schema.types, strict=True)
    ]
    whole = pyarrow.record_batch(columns, schema=schema)
    if not any(compute.any(missing).as_py() for _column, missing in lost):
        return whole
    return whole.filter(_without_lost(batch, sheet, lost, left_over))


def _tell_the_time(
    batch: Any, sheet: Sheet, mapped: list[_Column], values: dict[str, Any]
) -> None:
    """Put times of day to their days, and turn what a header calls world time."""
    clocks = {each.of.clock_of: each for each in mapped if each.of.clock_of}
    for column in mapped:
        if column.of.type != "moment":
            continue
        clock = clocks.get(column.of.name)
        seconds = values[clock.of.name] if clock is not None else None
        found = values[column.of.name]
        if seconds is not None:
            found = with_clock(found, seconds)
        places = [column.place, *([clock.place] if clock is not None else [])]
        hours = hours_from_utc(*(sheet.header[place] for place in places))
        if hours is not None:
            which = is_in_utc(batch.column(f"c{column.place}"), seconds)
            column.count("shifted-from-utc", which, batch.column("row"))
            found = in_german_time(found, which, hours)
        values[column.of.name] = found


def _count(column: _Column, texts: Any, unread: Any, rows: Any) -> None:
    from pyarrow import compute

    if column.of.type in _HAS_DIGITS:
        broken = compute.match_substring_regex(texts, pattern=DESTROYED)
        destroyed = compute.and_(unread, compute.coalesce(broken, False))
        column.count("digits-destroyed", destroyed, rows)
        unread = compute.and_not(unread, destroyed)
        if isinstance(column.reader, Numbers):
            rounded = compute.and_(unread, column.reader.rounded(texts))
            column.count("digits-doubtful", rounded, rows)
            unread = compute.and_not(unread, rounded)
    column.count("unreadable", unread, rows)


def _without_lost(
    batch: Any, sheet: Sheet, lost: list[tuple[_Column, Any]], left_over: LeftOver
) -> Any:
    """Keep the rows that lack a needed field with the reason; true where a row stays."""
    import pyarrow
    from pyarrow import compute

    stays = pyarrow.array([True] * batch.num_rows)
    for column, missing in lost:
        here = compute.and_(stays, missing)
        stays = compute.and_not(stays, missing)
        texts = batch.column(f"c{column.place}").filter(here).to_pylist()
        numbers = batch.column("row").filter(here)
        originals = _originals(sheet, numbers)
        left_over.keep(
            [
                Rejected(number, _why(column, sheet, text), originals[number])
                for number, text in zip(numbers.to_pylist(), texts, strict=True)
            ]
        )
    return stays


def _originals(sheet: Sheet, numbers: Any) -> dict[int, str]:
    """The whole rows of these numbers, as one line each."""
    from pyarrow import compute, parquet

    if not len(numbers):
        return {}
    ends = compute.min_max(numbers).as_py()
    within = [("row", ">=", ends["min"]), ("row", "<=", ends["max"])]
    table = parquet.read_table(sheet.table, filters=within)
    table = table.filter(compute.is_in(table.column("row"), value_set=numbers))
    texts = zip(*(column.to_pylist() for column in table.columns[1:]), strict=True)
    lines = (original([cell or "" for cell in cells]) for cells in texts)
    return dict(zip(table.column("row").to_pylist(), lines, strict=True))


def _why(column: _Column, sheet: Sheet, text: str | None) -> BadInput:
    import re

    called = sheet.header[column.place] or column_name(column.place)
    if text is None:
        return FieldMissing(column=called)
    if column.of.type in _HAS_DIGITS and re.match(DESTROYED, text):
        return DigitsDestroyed(column=called)
    return FieldUnreadable(column=called)


def _arrow(type_: FieldType) -> pyarrow.DataType:
    import pyarrow

    special = {
        "moment": pyarrow.timestamp("us"),
        "day": pyarrow.date32(),
        "amount": pyarrow.decimal128(18, 2),
        "yes_no": pyarrow.bool_(),
        "duration_s": pyarrow.int64(),
        "clock": pyarrow.int64(),
    }
    return special.get(type_, pyarrow.string())
