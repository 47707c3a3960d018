"""What a workbook's XML says before it is read: how far its cells reach, what is hidden.

The sheets of an XLSX are looked through with patterns, block by block, because they are
large; the small parts and ODS with a parser that refuses every document type, so that no
entity is ever built. A sheet with two cells at opposite corners claims 17 billion cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from leumund.intake.tables.errors import ClaimsTooMuch, DamagedWorkbook, HoldsEntities

MOST_CELLS = 30_000_000
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
_LONGEST_SMALL = 1 << 26
_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
_FOREIGN = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_REF = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]*)(\d*)")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_MIN, _MAX = re.compile(rb'\bmin\s*=\s*["\'](\d+)'), re.compile(rb'\bmax\s*=\s*["\'](\d+)')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NO_VALUE = re.compile(rb"</(?:\w+:)?f>\s*</(?:\w+:)?c>|<(?:\w+:)?f\s?[^>]*/>\s*</(?:\w+:)?c>")
_ERROR = re.compile(rb"<(?:\w+:)?c\s[^>]*\bt\s*=\s*[\"']e[\"']")


# It changes: it is filled while the markup goes by.
@dataclass(slots=True)
class SheetLook:
    """What was seen: places counted from 0."""

    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    formulas: int = 0
    without_value: int = 0
    errors: int = 0
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # first row, last, column


def look_at_sheet(blocks: Iterable[bytes], name: str) -> SheetLook:
    """Look through one sheet of an XLSX; raises ClaimsTooMuch, HoldsEntities."""
    look, columns, rows = SheetLook(), 0, 0
    for block in whole_tags(blocks, name):
        refs = _REF.findall(block)
        columns = max(columns, *map(column_at, {letters for letters, _ in refs}), 0)
        rows = max(rows, *(int(digits[:9] or 0) for digits in {each for _, each in refs}), 0)
        _count(look, block)
    if columns >= MOST_COLUMNS or rows > MOST_ROWS or rows * (columns + 1) > MOST_CELLS:
        what = f"{min(rows, MOST_ROWS + 1)} × {min(columns, MOST_COLUMNS) + 1}"
        raise ClaimsTooMuch(name=name, what=what)
    return look


def _count(look: SheetLook, block: bytes) -> None:
    """Add what is said in this block; most blocks say none of it."""
    if b"hidden" in block:
        look.hidden_rows += len(_HIDDEN_ROW.findall(block))
        for tag in _HIDDEN_COLUMN.findall(block):
            look.hidden_columns |= _span(tag)
    if b"<f" in block or b":f" in block:
        look.formulas += len(_FORMULA.findall(block))
        look.without_value += len(_NO_VALUE.findall(block))
    if b'"e"' in block or b"'e'" in block:
        look.errors += len(_ERROR.findall(block))


def whole_tags(blocks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The blocks, cut between tags; raises where there is what no spreadsheet writes."""
    rest, is_first = b"", True
    for block in blocks:
        whole = rest + block
        if is_first and (
            _FOREIGN.search(whole[:200]) or whole[:2] in (b"\xff\xfe", b"\xfe\xff")
        ):
            raise DamagedWorkbook(name=name)
        is_first = False
        if _FORBIDDEN.search(whole):
            raise HoldsEntities(name=name)
        end = whole.rfind(b"</row>")
        end = end if end > 0 else whole.rfind(b"<")
        rest = whole[end:] if end > 0 else whole
        if len(rest) > _LONGEST_SMALL:
            raise ClaimsTooMuch(name=name, what="64 MiB")
        if end > 0:
            yield whole[:end]
    yield rest


def column_at(letters: bytes) -> int:
    """The place of a column, counted from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters[:7].upper():
        place = place * 26 + letter - 64
    return max(place - 1, 0)


def column_name(place: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _span(tag: bytes) -> set[int]:
    first, last = _MIN.search(tag), _MAX.search(tag)
    if first is None or last is None:
        return set()
    begin, end = int(first[1][:6]), int(last[1][:6])
    return set(range(begin - 1, min(end, MOST_COLUMNS)))


def elements(blocks: Iterable[bytes], name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every element's name without its prefix, and its attributes with theirs.

    Raises HoldsEntities where a document type is declared, DamagedWorkbook where it is no XML.
    """
    parser = expat.ParserCreate()
    found: list[tuple[str, Mapping[str, str]]] = []

    def refuse(*_declared: object) -> None:
        raise HoldsEntities(name=name)

    def begin(element: str, attributes: Mapping[str, str]) -> None:
        found.append((element.rpartition(":")[2], attributes))

    def end(element: str) -> None:
        found.append(("/" + element.rpartition(":")[2], {}))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        for block in blocks:
            parser.Parse(block, False)  # noqa: FBT003
            yield from found
            found.clear()
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError:
        raise DamagedWorkbook(name=name) from None
    yield from found


def look_at_document(blocks: Iterable[bytes], name: str) -> dict[str, SheetLook]:
    """Look through the content of an ODS: every table by its name; raises ClaimsTooMuch."""
    looks: dict[str, SheetLook] = {}
    table = _Table(name)
    for element, attributes in elements(blocks, name):
        if element == "table":
            table = _Table(name)
            looks[attributes.get("table:name", "")] = table.look
        elif element == "table-column":
            table.column(attributes)
        elif element == "table-row":
            table.begin_row(attributes)
        elif element in ("table-cell", "covered-table-cell"):
            table.cell(attributes)
        elif element == "/table-row":
            table.end_row()
    return looks


class _Table:
    """The table of an ODS that is going by."""

    def __init__(self, name: str) -> None:
        self.look = SheetLook()
        self._name = name
        self._columns = self._row = self._column = self._repeated = self._filled = 0
        self._widest = 0

    def column(self, attributes: Mapping[str, str]) -> None:
        count = self._repeats(attributes, "columns")
        if attributes.get("table:visibility", "visible") != "visible":
            self.look.hidden_columns |= set(range(self._columns, self._columns + count))
        self._columns += count

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self._repeated = self._repeats(attributes, "rows")
        self._column = self._filled = 0
        if attributes.get("table:visibility", "visible") != "visible":
            self.look.hidden_rows += self._repeated

    def cell(self, attributes: Mapping[str, str]) -> None:
        count = self._repeats(attributes, "columns")
        self.look.formulas += "table:formula" in attributes
        spanned = _whole(attributes.get("table:number-rows-spanned", "1"))
        if spanned > 1:
            self.look.merged.append((self._row, self._row + spanned - 1, self._column))
        self._column += count
        if "office:value-type" in attributes or "table:formula" in attributes:
            self._filled = self._column

    def end_row(self) -> None:
        self._row += self._repeated
        if self._filled:
            self._widest = max(self._widest, self._filled)
            if self._row > MOST_ROWS or self._row * self._widest > MOST_CELLS:
                what = f"{self._row} × {self._widest}"
                raise ClaimsTooMuch(name=self._name, what=what)

    def _repeats(self, attributes: Mapping[str, str], what: str) -> int:
        count = _whole(attributes.get(f"table:number-{what}-repeated", "1"))
        most = MOST_COLUMNS if what == "columns" else MOST_ROWS
        if count > most:
            raise ClaimsTooMuch(name=self._name, what=f"> {most}")
        return count


def _whole(written: str) -> int:
    return int(written[:10]) if written[:10].isdecimal() else 1
