"""Text tables of any delimiter and size, in blocks, in constant memory.

A row whose quotation marks do not match is rejected at its first line, and reading goes on
with the next: one typing error must not swallow the rest of the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mode
from typing import IO, TYPE_CHECKING, NamedTuple

from leumund.intake.tables.blocks import Block, columns_of
from leumund.intake.tables.encoding import Encoding, blocks_of_text, encoding_of
from leumund.intake.tables.layout import LOOKED_AT
from leumund.intake.tables.rows import (
    Chunk,
    HoldsNoText,
    QuotesDoNotMatch,
    Rejected,
    TooLongARow,
    cut,
)

if TYPE_CHECKING:
    from leumund.basics.errors import BadInput
    from leumund.intake.tables.rows import Cells

DELIMITERS = (";", "\t", ",", "|", "\x1f", "¦", "^", "~", "#", ":")
LONGEST_LINE = 1 << 20
LONGEST_VALUE = 131_072  # the csv module's own limit
_ROW_LINES = 2_000
_SNIFFED_LINES = 200
_DOS_END = "\x1a"


@dataclass(frozen=True, slots=True)
class TextTable:
    """An open text file: how it is written, and its first rows."""

    encoding: Encoding
    delimiter: str
    newline: str
    is_declared: bool
    sample: Chunk
    least_width: int
    _source: IO[bytes]

    def chunks(self, width: int) -> Iterator[Chunk | Block]:
        """All rows that are not blank, with their line (from 1), and what is no row.

        ``width``: values a row should have, by which a quotation mark that was closed far
        below by chance is told from a value of several lines.
        """
        carried: list[str] = []
        for text, first, too_long, is_last in self._texts():
            columns = None if carried else columns_of(text, self.delimiter, width)
            if columns is not None and not too_long:
                careful = partial(self._chunk, text, first, width)
                yield Block(first, columns, careful)
                continue
            lines = [*carried, *_lines(text)]
            begins = first - len(carried)
            parsed = _Parsed([], [], list(too_long))
            done = parsed.take(lines, begins, self.delimiter, width)
            while done < len(lines) and (is_last or _is_endless(lines[done:])):
                parsed.reject(begins + done, QuotesDoNotMatch(), lines[done])
                done += 1
                done += parsed.take(lines[done:], begins + done, self.delimiter, width)
            carried = lines[done:]
            yield parsed.chunk()

    def _chunk(self, text: str, first: int, width: int) -> Chunk:
        """The rows of a block without quotation marks, read carefully."""
        parsed = _Parsed([], [], [])
        parsed.take(_lines(text), first, self.delimiter, width)
        return parsed.chunk()

    def _texts(self) -> Iterator[tuple[str, int, list[Rejected], bool]]:
        """Blocks of whole lines with the number of the first; a line too long to be one."""
        rest, number, skipping = "", 1, False
        for block in blocks_of_text(self._source, self.encoding):
            whole = rest + (block.replace("\r", "\n") if self.newline == "\r" else block)
            end = whole.rfind("\n") + 1
            text, rest = whole[:end], whole[end:]
            if text and (skipping or (number == 1 and self.is_declared)):
                text, skipping = text[text.index("\n") :], False
            too_long: list[Rejected] = []
            count = text.count("\n")
            if skipping:
                rest = ""
            elif len(rest) > LONGEST_LINE:
                too_long = [_too_long(number + count, rest)]
                rest, skipping = "", True
            if text or too_long:
                yield text, number, too_long, False
            number += count
        yield "" if rest == _DOS_END else rest, number, [], True


def open_text(source: IO[bytes]) -> TextTable:
    """Look at the beginning of an open file: its encoding, line ends and delimiter."""
    encoding = encoding_of(source)
    sample = ""
    for block in blocks_of_text(source, encoding):
        sample += block
        if len(sample) > LONGEST_LINE or sample.count("\n") > _SNIFFED_LINES:
            break
    newline = "\r" if "\n" not in sample and "\r" in sample else "\n"
    lines = sample[:LONGEST_LINE].split(newline)[:_SNIFFED_LINES]
    declared = _declared(lines[0])
    if declared:
        lines[0] = ""
    delimiter = declared or _delimiter(lines)
    parsed = _Parsed([], [], [])
    parsed.take(lines, 1, delimiter, 0)
    found = parsed.chunk()
    first = Chunk(found.numbers[:LOOKED_AT], found.rows[:LOOKED_AT])
    return TextTable(encoding, delimiter, newline, bool(declared), first, 0, source)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


class _Parsed(NamedTuple):
    """What was made of some lines."""

    numbers: list[int]
    rows: list[list[str]]
    rejected: list[Rejected]

    def take(self, lines: Sequence[str], begins: int, delimiter: str, width: int) -> int:
        """Read these lines; how many were used up: the rest is an unfinished row."""
        done = 0
        while done < len(lines):
            if len(lines[done]) > LONGEST_LINE:
                self.rejected.append(_too_long(begins + done, lines[done]))
                done += 1
                continue
            reader = csv.reader(_ahead(lines, done), delimiter=delimiter, strict=True)
            used = 0
            try:
                for row in reader:
                    if reader.line_num - used > 1 and _does_not_fit(row, width):
                        raise csv.Error("a row of several lines does not fit")
                    self.numbers.append(begins + done + used)
                    self.rows.append(row)
                    used = reader.line_num
            except csv.Error as error:
                done += used
                if "unexpected end of data" in str(error):
                    return done
                self.reject(begins + done, _reason(str(error)), lines[done])
                done += 1
            else:
                return len(lines)
        return done

    def reject(self, number: int, error: BadInput, line: str) -> None:
        """Keep this line as one that is no row."""
        self.rejected.append(Rejected(number, error, cut(line)))

    def chunk(self) -> Chunk:
        """The rows that hold something; those with zero bytes are rejected."""
        numbers: list[int] = []
        rows: list[list[str]] = []
        for number, row in zip(self.numbers, self.rows, strict=True):
            line = "".join(row)
            if "\0" in line:
                self.reject(number, HoldsNoText(), line)
            elif line:
                numbers.append(number)
                rows.append(row)
        return Chunk(numbers, rows, self.rejected)


def _ahead(lines: Sequence[str], start: int) -> Iterator[str]:
    """The lines from there on, with the ends by which csv tells an open quotation mark."""
    return (lines[at] + "\n" for at in range(start, len(lines)))


def _does_not_fit(row: Cells, width: int) -> bool:
    return bool(width) and (len(row) < width or any(row[width:]))


def _reason(why: str) -> BadInput:
    return TooLongARow(limit=LONGEST_VALUE) if "field larger" in why else QuotesDoNotMatch()


def _too_long(number: int, line: str) -> Rejected:
    return Rejected(number, TooLongARow(limit=LONGEST_LINE), cut(line[:LONGEST_LINE]))


def _is_endless(lines: Sequence[str]) -> bool:
    return len(lines) > _ROW_LINES or sum(map(len, lines)) > LONGEST_LINE


def _declared(line: str) -> str:
    """The sign in the line ``sep=;`` that spreadsheets write above the header."""
    found = line.strip("\r\n").removeprefix("sep=")
    return found if len(found) == 1 and line.startswith("sep=") else ""


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts most lines into the same number of values, more than one."""
    there = [line.strip("\r") for line in lines if line.strip()]
    return max(DELIMITERS, key=lambda sign: (_evenness(there, sign), -DELIMITERS.index(sign)))


def _evenness(lines: Sequence[str], sign: str) -> float:
    """The share of lines that have the usual number of values, weighed by that number."""
    if not any(sign in line for line in lines):
        return 0.0
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=sign)]
    except csv.Error:
        return 0.0
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0
    usual = mode(several)
    share = widths.count(usual) / len(widths)
    weak = 0.3 if sign in "#:~^" else 1.0  # signs that stand inside values as well
    return share * weak * min(usual, 4) if share > 0.3 or len(lines) < LOOKED_AT else 0.0
