"""The tables of a file, whatever it is: told from its first bytes, not from its name."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from leumund.basics.canonical import sha256
from leumund.intake.tables.delimited import open_text
from leumund.intake.tables.errors import NoTableInside, NotAFileToRead
from leumund.intake.tables.keeping import keep, schema_of
from leumund.intake.tables.sheet import Note, Sheet
from leumund.intake.tables.writer import TableWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from leumund.intake.tables.delimited import TextTable

    OnProgress = Callable[[int, int | None], None]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-ZIP"),
    (b"Rar!", "RAR"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|head|body|table|meta)\b", re.I
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x7f]")
_DIGITS_OF_NAME = 16


def read_sheets(
    path: Path, work: Path, *, name: str | None = None, on_progress: OnProgress | None = None
) -> tuple[Sheet, ...]:
    """Every table of a workbook or text file, each kept as Parquet below ``work``.

    ``name`` is what the file is called in messages and in the tables (a path relative to its
    folder); without one, the file's own name. ``on_progress`` is told rows done, and None.

    Raises:
        BadInput: the file holds no table, is damaged, protected, or claims too much.
        Unavailable: it, or the working folder, cannot be reached.
    """
    called = name or path.name
    stem = sha256(called.encode("utf-8", "surrogatepass")).hex()[:_DIGITS_OF_NAME]
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        source = path.open("rb")
    except OSError as error:
        raise NotAFileToRead(name=called, why=error.strerror or type(error).__name__) from None
    with source:
        start = source.read(4096)
        source.seek(0)
        if not start:
            return (_nothing(called, work / f"{stem}.parquet"),)
        if start.startswith((_ZIP, _OLE)):
            from leumund.intake.tables.cage import workbook_sheets

            return workbook_sheets(path, called, work, stem, on_progress)
        _refuse_others(start, called)
        return (_text(source, called, work / f"{stem}.parquet", on_progress),)


def _nothing(called: str, into: Path) -> Sheet:
    with TableWriter(into, schema_of(0)):
        pass
    return Sheet(called, None, (), 0, into, (Note("empty"),))


def _refuse_others(start: bytes, called: str) -> None:
    for sign, what in _NO_TABLES:
        if start.startswith(sign):
            raise NoTableInside(name=called, what=what)
    if found := _MARKUP.match(start):
        raise NoTableInside(name=called, what="XML" if found[1] == b"?xml" else "HTML")
    if start.count(0) < len(start) / 4 and len(_CONTROL.findall(start)) > len(start) / 4:
        raise NoTableInside(name=called, what="BIN")


def _text(source: IO[bytes], called: str, into: Path, on_progress: OnProgress | None) -> Sheet:
    table = open_text(source)
    if not table.sample.rows:
        return _nothing(called, into)
    return keep(
        table, called, None, into, tuple(_encoding_notes(table)), _counting(on_progress)
    )


def _encoding_notes(table: TextTable) -> Iterator[Note]:
    encoding = table.encoding
    if encoding.is_mixed:
        yield Note("encoding-mixed", {"encoding": encoding.name})
    elif encoding.is_guessed:
        yield Note("encoding-guessed", {"encoding": encoding.name})


def _counting(on_progress: OnProgress | None) -> Callable[[int], None] | None:
    if on_progress is None:
        return None
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        on_progress(done, None)

    return count
