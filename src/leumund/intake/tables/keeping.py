"""A table found in a file becomes a Sheet: header found, rows kept, the rest left over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from leumund.intake.tables.blocks import Block, filled, trimmed
from leumund.intake.tables.errors import ClaimsTooMuch
from leumund.intake.tables.layout import MOST_COLUMNS, Layout, is_below, is_sum, layout_of
from leumund.intake.tables.rows import (
    AboveTheTable,
    BelowTheTable,
    CellCountDiffers,
    Chunk,
    HeaderAgain,
    QuotesDoNotMatch,
    Rejected,
    SumOfOthers,
    original,
)
from leumund.intake.tables.sheet import Note, Sheet
from leumund.intake.tables.writer import LeftOver, TableWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow

    from leumund.intake.tables.rows import Cells

_TAIL = 30
_CODES = {
    SumOfOthers: "totals-row",
    BelowTheTable: "below-the-table",
    HeaderAgain: "header-again",
}


_BROKEN_OFF = (CellCountDiffers, QuotesDoNotMatch)


class Source(Protocol):
    """Something with rows: a text file or one sheet of a workbook."""

    @property
    def sample(self) -> Chunk: ...

    @property
    def least_width(self) -> int: ...

    def chunks(self, width: int) -> Iterator[Chunk | Block]: ...


def keep(
    source: Source,
    file: str,
    name: str | None,
    into: Path,
    notes: Sequence[Note] = (),
    on_rows: Callable[[int], None] | None = None,
) -> Sheet:
    """Write the rows to ``into`` (Parquet), and beside it what is left over.

    Raises:
        ClaimsTooMuch: it has more columns than any table of records.
    """
    sample = source.sample
    layout = layout_of(sample.rows, source.least_width)
    if layout.width > MOST_COLUMNS:
        raise ClaimsTooMuch(name=file, what=str(layout.width))
    counts = _Counts()
    with (
        LeftOver(into.with_name(f"{into.stem}-left-over.csv")) as left_over,
        TableWriter(into, schema_of(layout.width)) as writer,
    ):
        left_over.keep(_titles(layout, sample))
        for batch, rejected in _batches(source, layout, sample):
            left_over.keep(rejected)
            counts.take(batch, rejected)
            if batch is not None:
                writer.put(batch)
                if on_rows:
                    on_rows(batch.num_rows)
    said = (*notes, *_layout_notes(layout, sample, writer.rows), *counts.notes())
    return Sheet(file, name, layout.header, writer.rows, into, said, left_over.path)


def schema_of(width: int) -> pyarrow.Schema:
    """``row``, then one text column per column of the sheet."""
    import pyarrow

    texts = [(f"c{at}", pyarrow.string()) for at in range(width)]
    return pyarrow.schema([("row", pyarrow.int64()), *texts])


def _batch(numbers: Any, columns: Iterable[Any]) -> pyarrow.RecordBatch:
    import pyarrow

    arrays = [pyarrow.array(numbers, pyarrow.int64()), *columns]
    return pyarrow.record_batch(arrays, schema=schema_of(len(arrays) - 1))


def _of_rows(chunk: Chunk) -> pyarrow.RecordBatch | None:
    import pyarrow

    if not chunk.rows:
        return None
    columns = zip(*chunk.rows, strict=True)
    return _batch(
        chunk.numbers, (trimmed(pyarrow.array(cells, pyarrow.string())) for cells in columns)
    )


class _Counts:
    """What was seen on the way, for the notes."""

    def __init__(self) -> None:
        self._seen: dict[str, list[int]] = {}
        self._last = (0, False)

    def take(self, batch: pyarrow.RecordBatch | None, rejected: Sequence[Rejected]) -> None:
        for row in rejected:
            self._count(_CODES.get(type(row.error), "rows-unreadable"), 1, row.number)
            self._last = max(self._last, (row.number, isinstance(row.error, _BROKEN_OFF)))
        if batch is not None:
            self._last = max(self._last, (batch.column(0)[-1].as_py(), False))
            self._formulas(batch)

    def notes(self) -> Iterator[Note]:
        for code, (count, row) in self._seen.items():
            yield Note(code, {"count": count, "row": row}, row)
        if self._last[1]:
            yield Note("cut-off", {}, self._last[0])

    def _formulas(self, batch: pyarrow.RecordBatch) -> None:
        from pyarrow import compute

        for column in batch.columns[1:]:
            is_formula = compute.starts_with(column, "=")
            if count := compute.sum(is_formula).as_py() or 0:
                row = batch.column(0).filter(is_formula)[0].as_py()
                self._count("formula-kept-as-text", count, row)

    def _count(self, code: str, count: int, row: int) -> None:
        seen = self._seen.setdefault(code, [0, row])
        seen[0] += count
        seen[1] = min(seen[1], row)


def _layout_notes(layout: Layout, sample: Chunk, rows: int) -> Iterator[Note]:
    if layout.titles:
        above = [sample.numbers[at] for at in layout.titles]
        yield Note("title-rows", {"rows": ", ".join(map(str, above))}, above[0])
    if not rows:
        yield Note("empty")
    elif layout.header_at is None:
        yield Note("no-header")


def _titles(layout: Layout, sample: Chunk) -> list[Rejected]:
    return [
        Rejected(sample.numbers[at], AboveTheTable(), original(sample.rows[at]))
        for at in layout.titles
    ]


def _batches(
    source: Source, layout: Layout, sample: Chunk
) -> Iterator[tuple[pyarrow.RecordBatch | None, Sequence[Rejected]]]:
    """The rows below the header, as wide as it; the last ones are looked at for sums."""
    at = layout.header_at
    begins = sample.numbers[at] if at is not None else 0
    waiting = Chunk((), ())
    for found in source.chunks(layout.width):
        block = _plain(found, layout, begins) if isinstance(found, Block) else None
        if block is not None:
            yield _of_rows(waiting), ()
            end = block.num_rows - _TAIL
            yield block.slice(0, end), ()
            waiting = _rows_of(block.slice(end))
            continue
        fitting = _fitting(
            found.careful() if isinstance(found, Block) else found, layout, begins
        )
        numbers = (*waiting.numbers, *fitting.numbers)
        rows = (*waiting.rows, *fitting.rows)
        end = max(0, len(rows) - _TAIL)
        yield _of_rows(Chunk(numbers[:end], rows[:end])), fitting.rejected
        waiting = Chunk(numbers[end:], rows[end:])
    last = _without_foot(waiting, layout)
    yield _of_rows(last), last.rejected


def _plain(block: Block, layout: Layout, begins: int) -> pyarrow.RecordBatch | None:
    """The block as it is, where each of its rows is a record; None where one must be looked
    at: blank, a sum, the header again."""
    from pyarrow import compute

    above = max(0, begins - block.first + 1)
    if len(block.columns[0]) - above <= 2 * _TAIL:
        return None
    columns = [trimmed(column.slice(above)) for column in block.columns]
    if compute.any(compute.equal(columns[0], layout.header[0])).as_py():
        return None
    size = filled(columns)
    if compute.min(size).as_py() == 0:
        return None
    first = block.first + above
    batch = _batch(range(first, first + len(columns[0])), columns)
    few = _rows_of(batch.filter(compute.less_equal(size, _few(layout))))
    return None if any(is_sum(row, layout.usual_fill) for row in few.rows) else batch


def _few(layout: Layout) -> int:
    return max(2, layout.usual_fill - 1)


def _rows_of(batch: pyarrow.RecordBatch) -> Chunk:
    columns = ([cell or "" for cell in column.to_pylist()] for column in batch.columns[1:])
    return Chunk(batch.column(0).to_pylist(), list(map(list, zip(*columns, strict=True))))


def _fitting(chunk: Chunk, layout: Layout, begins: int) -> Chunk:
    """Without what stands above, rows of another width, sums, and headers come again."""
    width = layout.width
    rejected = [row for row in chunk.rejected if row.number > begins]
    numbers: list[int] = []
    rows: list[Cells] = []
    few = _few(layout)
    names = list(layout.header)
    for number, row in zip(chunk.numbers, chunk.rows, strict=True):
        if number <= begins:
            continue
        cells = row
        if len(row) != width:
            if len(row) < width or any(row[width:]):
                error = CellCountDiffers(found=_filled_to(row), wanted=width)
                rejected.append(Rejected(number, error, original(row)))
                continue
            cells = row[:width]
        if cells[0] == names[0] and [" ".join(cell.split()) for cell in cells] == names:
            rejected.append(Rejected(number, HeaderAgain(), original(cells)))
        elif width - cells.count("") <= few and is_sum(_stripped(cells), layout.usual_fill):
            rejected.append(Rejected(number, SumOfOthers(), original(cells)))
        else:
            numbers.append(number)
            rows.append(cells)
    return Chunk(numbers, rows, rejected)


def _without_foot(chunk: Chunk, layout: Layout) -> Chunk:
    """The last rows without the words and sums below the table."""
    end, numbers, rows = len(chunk.rows), chunk.numbers, chunk.rows
    for at in range(len(rows) - 1, -1, -1):
        has_gap = any(
            later - earlier > 1
            for earlier, later in zip(
                numbers[max(0, at - 1) : end], numbers[max(1, at) : end], strict=False
            )
        )
        if not is_below(_stripped(rows[at]), layout.usual_fill, has_gap=has_gap):
            break
        end = at
    foot = [
        Rejected(number, BelowTheTable(), original(row))
        for number, row in zip(numbers[end:], rows[end:], strict=True)
    ]
    return Chunk(numbers[:end], rows[:end], foot)


def _filled_to(row: Cells) -> int:
    return max((at + 1 for at, cell in enumerate(row) if cell), default=0)


def _stripped(cells: Cells) -> list[str]:
    return [cell.strip() for cell in cells]
