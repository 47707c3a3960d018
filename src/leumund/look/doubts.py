"""Rows left over may say what a finding says is nowhere: their numbers and references.

Nobody knows what such a row would have said. So what it names is not accused on its account.
"""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from leumund.basics.numbers import read_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leumund.look.outcome import FileTaken

_KINDS = ("consents", "contracts", "calls", "lists")
_LOOKED_AT = 50_000
"""Rows of one file: one with more of them is broken as a whole, and says so itself."""
_BETWEEN = re.compile(r"[;,\t|\"]")
_LIKE_A_NUMBER = re.compile(r"[+(]?[\d][\d\s()/.-]{5,24}")
_LONGEST_REF = 40


def left_over_cells(files: Iterable[FileTaken], region: str) -> Any:
    """``left_over_cells``: kind, file, and the number or else the word of each cell."""
    cells = [cell for file in files if file.kind in _KINDS for cell in _cells(file)]
    return cells_table(cells, region)


def cells_table(cells: Iterable[tuple[str, str, str]], region: str) -> Any:
    """The same of kind, file and cell."""
    import pyarrow as pa

    cells = list(dict.fromkeys(cells))
    words = list(dict.fromkeys(word for _kind, _file, word in cells))
    numbers = dict(zip(words, _numbers(words, region), strict=True))
    return pa.table(
        {
            "kind": pa.array([kind for kind, _file, _word in cells], pa.string()),
            "file": pa.array([file for _kind, file, _word in cells], pa.string()),
            "number": pa.array([numbers[word] for _kind, _file, word in cells], pa.string()),
            "ref": pa.array([word.removesuffix(".0") for *_, word in cells], pa.string()),
        }
    )


def _numbers(words: list[str], region: str) -> Iterator[str | None]:
    like = [word for word in words if _LIKE_A_NUMBER.fullmatch(word)]
    read: Mapping[str, str | None] = dict(zip(like, read_many(like, region), strict=True))
    return (read.get(word) for word in words)


def _cells(file: FileTaken) -> Iterator[tuple[str, str, str]]:
    for path in file.left_over:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            for row in islice(csv.DictReader(opened), _LOOKED_AT):
                for cell in _BETWEEN.split(row["original"]):
                    word = " ".join(cell.split()).lstrip("'")
                    if 0 < len(word) <= _LONGEST_REF and file.kind is not None:
                        yield file.kind, file.file, word
