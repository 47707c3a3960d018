"""Reading a text table of any size, row by row, in constant memory.

UTF-8 with or without a byte order mark; another encoding only where it is named, because
a guessed one turns Müller into MÃ¼ller. The delimiter (``,`` ``;`` or a tab) is seen in
the header. A file that ends in the middle is refused as a whole: half a list of objections
is worse than none. A row that cannot be split is handed out as a BadRow, never dropped.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from leumund.basics.errors import BadInput
from leumund.people.masking import is_like_a_number, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS = (";", "\t", ",")
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "cp850",
    "mac-roman",
)
COLUMNS_MAX = 10_000
_LOOK_BYTES = 64
_SIGNS = (
    (b"PK\x03\x04", "XLSX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "XLS"),
    (b"\x1f\x8b", "GZIP"),
    (b"%PDF", "PDF"),
    (b"PAR1", "Parquet"),
)
_END_OF_DOS_FILE = "\x1a"


class EmptyFile(BadInput):
    """{name} is empty. Nothing was loaded."""

    code = "empty-file"
    hint = "Export it again; its first line must name the columns."


class NoHeader(BadInput):
    """The first line of {name} holds a telephone number ({number}), so it is a row and does not
    name the columns. Nothing was loaded."""

    code = "no-header"
    hint = "Put a line on top that names the columns, for instance: number;name;postal code."


class NotATable(BadInput):
    """{name} is a {what} file, not a text table. Nothing was loaded."""

    code = "not-a-table"
    hint = "Save it as CSV in UTF-8 and load that."


class TooManyColumns(BadInput):
    """The first line of {name} names more than {most} columns. Nothing was loaded."""

    code = "too-many-columns"
    hint = "Export only the columns that are needed, one person or event to a line."


class WrongEncoding(BadInput):
    """{name} is not written in {encoding}: line {line} cannot be read. Nothing was loaded."""

    code = "wrong-encoding"
    hint = (
        "Convert it with: iconv -f {likely} -t UTF-8 {name} > utf8.csv, "
        "or say what it is with --encoding {likely}."
    )


class UnknownEncoding(BadInput):
    """The encoding {encoding} is not known here. Nothing was loaded."""

    code = "unknown-encoding"
    hint = "Known are: {known}."


class CutFile(BadInput):
    """{name} ends in the middle of line {line}. Nothing was loaded: who is missing in the
    part that was cut off would be missing here, too."""

    code = "cut-file"
    hint = "Fetch or export the file again, then load it again."


class OpenQuote(BadInput):
    """{name} has a quotation mark in line {line} that is never closed, so that everything
    after it is one single value. Nothing was loaded."""

    code = "open-quote"
    hint = "The file was cut in the middle, or the mark is a typing error: mend line {line}."


class WrongCellCount(BadInput):
    """The row has {found} values, the header names {wanted} columns."""

    code = "wrong-cell-count"


class BrokenQuotes(BadInput):
    """The row has a quotation mark in the middle of a value."""

    code = "broken-quotes"


class HoldsZeroByte(BadInput):
    """The row holds a zero byte, which no text has."""

    code = "zero-byte"


class Row(NamedTuple):
    """One row: the line of the file where it begins (the header is line 1), its cells,
    as many as the header has, and the text as it stood in the file."""

    number: int
    cells: list[str]
    original: str


class BadRow(NamedTuple):
    """A row that could not be split into the header's columns, and why."""

    number: int
    error: BadInput
    original: str


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its header, how it is written, and its rows, which can be read once."""

    name: str
    header: tuple[str, ...]
    delimiter: str
    encoding: str
    _lines: _Lines

    def rows(self) -> Iterator[Row | BadRow]:
        """Every row that is not blank, in order.

        Raises CutFile, OpenQuote or WrongEncoding where the file breaks, if need be after
        rows were handed out: use them only once the iteration has come to its end.
        """
        lines, width = self._lines, len(self.header)
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            begins = lines.count + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield BadRow(begins, self._broken(begins), lines.take())
                continue
            original = lines.take()
            if len(cells) == width and "\0" not in original:
                if any(cells):
                    yield Row(begins, cells, original)
            elif any(cells):
                yield self._odd(begins, cells, original)

    def _broken(self, begins: int) -> BadInput:
        """Why a row's quotes do not work out; raises where the file itself is broken."""
        if self._lines.has_ended or sum(map(len, self._lines.taken)) > csv.field_size_limit():
            raise OpenQuote(name=self.name, line=begins)
        return BrokenQuotes()

    def _odd(self, begins: int, cells: list[str], original: str) -> Row | BadRow:
        width = len(self.header)
        if "\0" in original:
            return BadRow(begins, HoldsZeroByte(), original)
        if len(cells) > width and not any(cells[width:]):
            return Row(begins, cells[:width], original)
        if len(cells) < width and not original.endswith(("\n", "\r")):
            raise CutFile(name=self.name, line=begins)
        return BadRow(begins, WrongCellCount(found=len(cells), wanted=width), original)


def open_table(raw: io.BufferedReader, name: str, encoding: str | None = None) -> Table:
    """Look at the beginning of an open binary file and read its header.

    ``name`` is shown in messages. Raises EmptyFile, NoHeader, NotATable,
    WrongEncoding, UnknownEncoding, TooManyColumns, CutFile.
    """
    start = raw.peek(_LOOK_BYTES)
    written_in = _encoding(start, name, encoding)
    lines = _Lines(io.TextIOWrapper(raw, written_in, newline=""), name, written_in)
    first = lines.first()
    delimiter = _declared_delimiter(first)
    if delimiter:
        first = lines.first()
    delimiter = delimiter or _likely_delimiter(first)
    if first.count(delimiter) >= COLUMNS_MAX:
        raise TooManyColumns(name=name, most=COLUMNS_MAX)
    header = _split(first, delimiter, name)
    if number := next(filter(is_like_a_number, header), None):
        raise NoHeader(name=name, number=shown(number))
    return Table(name, header, delimiter, written_in, lines)


class _Lines:
    """The physical lines of a file, remembering those of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, name: str, encoding: str) -> None:
        self.count = 0
        self.taken: list[str] = []
        self.has_ended = False
        self._text = text
        self._name = name
        self._encoding = encoding

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._text)
        except UnicodeDecodeError as error:
            raise self._wrong(error) from None
        except StopIteration:
            self.has_ended = True
            raise
        if line == _END_OF_DOS_FILE:
            self.has_ended = True
            raise StopIteration
        self.count += 1
        self.taken.append(line)
        return line

    def take(self) -> str:
        """The text of the row just read; the next one begins."""
        taken = self.taken
        original = taken[0] if len(taken) == 1 else "".join(taken)
        self.taken = []
        return original

    def first(self) -> str:
        """The next line that is not blank, outside of any row."""
        for line in self:
            self.taken = []
            if line.strip():
                return line
        raise EmptyFile(name=self._name)

    def _wrong(self, error: UnicodeDecodeError) -> WrongEncoding:
        whole_lines = error.object[: error.start].count(b"\n")
        likely = "WINDOWS-1252" if self._encoding.startswith("utf-8") else "UTF-16"
        return WrongEncoding(
            name=self._name,
            encoding=self._encoding.removesuffix("-sig").upper(),
            line=self.count + whole_lines + 1,
            likely=likely,
        )


def _encoding(start: bytes, name: str, wanted: str | None) -> str:
    for sign, what in _SIGNS:
        if start.startswith(sign):
            raise NotATable(name=name, what=what)
    if wanted is not None:
        return _known_encoding(wanted)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start[:4]:
        raise WrongEncoding(name=name, encoding="UTF-8", line=1, likely="UTF-16")
    return "utf-8-sig"


def _known_encoding(wanted: str) -> str:
    try:
        found = codecs.lookup(wanted).name
    except LookupError:
        found = ""
    if found not in ENCODINGS:
        raise UnknownEncoding(encoding=wanted, known=", ".join(ENCODINGS))
    return "utf-8-sig" if found == "utf-8" else found


def _declared_delimiter(line: str) -> str:
    """The sign in the line ``sep=;`` that spreadsheets write above the header."""
    declared = line.strip("\r\n").removeprefix("sep=")
    return declared if len(declared) == 1 and line.startswith("sep=") else ""


def _likely_delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count)


def _split(line: str, delimiter: str, name: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        raise OpenQuote(name=name, line=1) from None
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cell.strip() for cell in cells)
