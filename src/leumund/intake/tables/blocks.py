"""The quick way through text tables: whole blocks at once, where nothing in them is odd.

It says nothing of its own: where a block has a quotation mark, a blank line, a row of another
width or anything else that must be looked at, it is left to the careful way (``delimited``,
``keeping``), and a test holds that both give the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.intake.tables.rows import Chunk

_LONGEST_VALUE = 131_072
_AS_TEXT = r'^="([^"]*)"$'

_ODD = ('"', "\0", "\n\n", "\n\r\n")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows as columns of text; row ``first`` is the first, and none is left out.

    ``careful``: the same rows, read the careful way.
    """

    first: int
    columns: Sequence[Any]
    careful: Callable[[], Chunk]


def columns_of(text: str, delimiter: str, width: int) -> list[Any] | None:
    """The columns of some whole lines, empty values as ""; None: look carefully."""
    import pyarrow
    from pyarrow import compute, csv

    if width < 2 or not delimiter.isascii() or text.startswith(("\n", "\r")):
        return None
    if any(sign in text for sign in _ODD):
        return None
    if text.count("\r") != text.count("\r\n"):
        return None
    names = [f"c{at}" for at in range(width)]
    try:
        table = csv.read_csv(
            io.BytesIO(text.encode("utf-8")),
            csv.ReadOptions(column_names=names, use_threads=False, block_size=1 << 26),
            csv.ParseOptions(delimiter=delimiter, quote_char=False, double_quote=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pyarrow.string()), strings_can_be_null=False
            ),
        )
    except (pyarrow.ArrowInvalid, UnicodeEncodeError):
        return None
    if table.num_rows != text.count("\n"):
        return None
    columns = [column.combine_chunks() for column in table.columns]
    longest = (compute.max(compute.binary_length(column)).as_py() or 0 for column in columns)
    return None if max(longest) > _LONGEST_VALUE else columns


def trimmed(column: Any) -> Any:
    """Without spaces around the values and without the ``="..."`` by which exports keep a
    spreadsheet from destroying digits; an empty one is missing."""
    import pyarrow
    from pyarrow import compute

    cut = compute.utf8_trim_whitespace(column)
    if compute.any(compute.starts_with(cut, '="')).as_py():
        cut = compute.replace_substring_regex(cut, pattern=_AS_TEXT, replacement=r"\1")
        cut = compute.utf8_trim_whitespace(cut)
    missing = pyarrow.scalar(None, pyarrow.string())
    return compute.if_else(compute.equal(compute.binary_length(cut), 0), missing, cut)


def filled(columns: Sequence[Any]) -> Any:
    """How many cells are filled, row by row."""
    from pyarrow import compute

    total = compute.cast(compute.is_valid(columns[0]), "int32")
    for column in columns[1:]:
        total = compute.add(total, compute.cast(compute.is_valid(column), "int32"))
    return total
