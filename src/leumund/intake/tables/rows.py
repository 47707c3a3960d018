"""Rows on their way from a file into a table, and why some do not get there."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leumund.basics.errors import BadInput

Cells = Sequence[str]
_LONGEST_ORIGINAL = 2_000


class CellCountDiffers(BadInput):
    """The table has {wanted} columns; values in this row: {found}."""

    code = "cell-count-differs"


class QuotesDoNotMatch(BadInput):
    """The row has a quotation mark that does not match another, so its values cannot be
    told apart."""

    code = "quotes-do-not-match"


class TooLongARow(BadInput):
    """The row or one of its values is longer than {limit} characters; only its beginning is
    kept here."""

    code = "too-long-a-row"


class HoldsNoText(BadInput):
    """The row holds zero bytes, which no text has."""

    code = "holds-no-text"


class SumOfOthers(BadInput):
    """The row is a sum of others, not a record of its own."""

    code = "sum-of-others"


class BelowTheTable(BadInput):
    """The row stands below the table and is not a record."""

    code = "below-the-table"


class AboveTheTable(BadInput):
    """The row stands above the names of the columns and is not a record."""

    code = "above-the-table"


class HeaderAgain(BadInput):
    """The row repeats the names of the columns."""

    code = "header-again"


class Rejected(NamedTuple):
    """A row that is not in the table: its number in the file, why, and the row itself."""

    number: int
    error: BadInput
    original: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows in the order of the file, blank ones left out; ``numbers`` as an editor or
    a spreadsheet counts them."""

    numbers: Sequence[int]
    rows: Sequence[Cells]
    rejected: Sequence[Rejected] = field(default_factory=tuple)


def original(cells: Cells) -> str:
    """The row as one line of text."""
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(cells)
    return cut(line.getvalue())


def cut(text: str) -> str:
    """The beginning of a row that may be far too long to keep."""
    return text if len(text) <= _LONGEST_ORIGINAL else text[: _LONGEST_ORIGINAL - 1] + "…"
