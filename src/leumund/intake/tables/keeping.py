"""A table found in a file becomes a Sheet: header found, rows kept, the rest left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from leumund.intake.tables.errors import ClaimsTooMuch
from leumund.intake.tables.layout import MOST_COLUMNS, Layout, is_below, is_sum, layout_of
from leumund.intake.tables.rows import (
    BelowTheTable,
    CellCountDiffers,
    Chunk,
    HeaderAgain,
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
_FORMULA_STARTS = "=@"
_CODES = {
    SumOfOthers: "totals-row",
    BelowTheTable: "below-the-table",
    HeaderAgain: "header-again",
}


class Source(Protocol):
    """Something with rows: a text file or one sheet of a workbook."""

    @property
    def sample(self) -> Chunk: ...

    @property
    def least_width(self) -> int: ...

    def chunks(self, width: int) -> Iterator[Chunk]: ...


def keep(
    source: Source,
    file: str,
    name: str | None,
    into: Path,
    notes: Sequence[Note] = (),
    on_rows: Callable[[int], None] | None = None,
) -> Sheet:
    """Write the rows to ``into`` (Parquet) and what is left over beside it; raises ClaimsTooMuch."""
    sample = source.sample
    layout = layout_of(sample.rows, source.least_width)
    if layout.width > MOST_COLUMNS:
        raise ClaimsTooMuch(name=file, what=f"{layout.width} columns")
    counts = _Counts()
    with (
        LeftOver(into.with_name(f"{into.stem}-left-over.csv")) as left_over,
        TableWriter(into, schema_of(layout.width)) as writer,
    ):
        for chunk in _records(source, layout, sample):
            left_over.keep(chunk.rejected)
            counts.take(chunk)
            if chunk.rows:
                writer.put(batch_of(chunk, layout.width))
            if on_rows:
                on_rows(len(chunk.rows))
    said = (*notes, *_layout_notes(layout, sample, writer.rows), *counts.notes())
    return Sheet(file, name, layout.header, writer.rows, into, said, left_over.path)


def schema_of(width: int) -> pyarrow.Schema:
    """``row``, then one text column per column of the sheet."""
    import pyarrow

    texts = [(f"c{at}", pyarrow.string()) for at in range(width)]
    return pyarrow.schema([("row", pyarrow.int64()), *texts])


def batch_of(chunk: Chunk, width: int) -> pyarrow.RecordBatch:
    """The rows as columns; spaces around a value are cut, an empty one is missing."""
    import pyarrow
    from pyarrow import compute

    columns = [pyarrow.array(chunk.numbers, pyarrow.int64())]
    for cells in zip(*chunk.rows, strict=True):
        texts = compute.utf8_trim_whitespace(pyarrow.array(cells, pyarrow.string()))
        is_empty = compute.equal(compute.binary_length(texts), 0)
        missing = pyarrow.scalar(None, pyarrow.string())
        columns.append(compute.if_else(is_empty, missing, texts))
    return pyarrow.record_batch(columns, schema=schema_of(width))


class _Counts:
    """What was seen on the way, for the notes."""

    def __init__(self) -> None:
        self._seen: dict[str, list[int]] = {}
        self._formulas = 0

    def take(self, chunk: Chunk) -> None:
        for row in chunk.rejected:
            code = _CODES.get(type(row.error), "rows-unreadable")  # type: ignore[arg-type]
            seen = self._seen.setdefault(code, [0, row.number])
            seen[0] += 1
            seen[1] = min(seen[1], row.number)
        for row_cells in chunk.rows:
            if "=" in row_cells[0][:1]:
                self._formulas += 1

    def notes(self) -> Iterator[Note]:
        for code, (count, row) in self._seen.items():
            yield Note(code, {"count": count, "row": row}, row)


def _layout_notes(layout: Layout, sample: Chunk, rows: int) -> Iterator[Note]:
    if layout.titles:
        above = [sample.numbers[at] for at in layout.titles]
        yield Note("title-rows", {"rows": ", ".join(map(str, above))}, above[0])
    if not rows:
        yield Note("empty")
    elif layout.header_at is None:
        yield Note("no-header")


def _records(source: Source, layout: Layout, sample: Chunk) -> Iterator[Chunk]:
    """The rows below the header, as wide as it; the last ones are looked at for sums."""
    at = layout.header_at
    begins = sample.numbers[at] if at is not None else 0
    waiting = Chunk((), ())
    for chunk in source.chunks(layout.width):
        fitting = _fitting(chunk, layout, begins)
        rows = (*waiting.rows, *fitting.rows)
        numbers = (*waiting.numbers, *fitting.numbers)
        keep_back = min(_TAIL, len(rows))
        end = len(rows) - keep_back
        if end:
            yield Chunk(numbers[:end], rows[:end], fitting.rejected)
        elif fitting.rejected:
            yield Chunk((), (), fitting.rejected)
        waiting = Chunk(numbers[end:], rows[end:])
    yield _without_foot(waiting, layout)


def _fitting(chunk: Chunk, layout: Layout, begins: int) -> Chunk:
    """Without what stands above, rows of another width, sums, and headers come again."""
    width = layout.width
    rejected = [row for row in chunk.rejected if row.number > begins]
    numbers: list[int] = []
    rows: list[Cells] = []
    few = max(2, layout.usual_fill - 1)
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
            for earlier, later in zip(numbers[max(0, at - 1) : end], numbers[max(1, at) : end], strict=False)
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


def gathered(chunks: Iterator[Chunk]) -> list[Cells]:
    """All rows of some chunks."""
    return list(chain.from_iterable(chunk.rows for chunk in chunks))
