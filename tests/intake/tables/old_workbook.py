"""Workbooks of the old binary kind (XLS), written by hand: [MS-CFB] holding [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Placed = tuple[int, int, str | float]


def old_workbook(
    path: Path, cells: Sequence[Placed], merged: Sequence[tuple[int, ...]] = ()
) -> Path:
    """One sheet with these cells (row, column, value), counted from 0."""
    stream = _stream(cells, merged)
    stream += b"\0" * (-len(stream) % _SECTOR + 4096 * (len(stream) < 4096))
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    fat = [_FAT, _END, *range(3, count + 2), _END]
    fat += [_FREE] * (-len(fat) % 128)
    assert len(fat) == 128, "the table of sectors is kept to one"
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<108I", *([_FREE] * 108))
    folder = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    folder += _entry("", 0, 0, 0) * 2
    path.write_bytes(header + struct.pack("<128I", *fat) + folder + stream)
    return path


def _stream(cells: Sequence[Placed], merged: Sequence[tuple[int, ...]]) -> bytes:
    name = b"Alt"
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    end = _record(0x0A, b"")
    size = len(begin) + 4 + 8 + len(name) + len(end)
    sheet = _record(0x85, struct.pack("<IHBB", size, 0, len(name), 0) + name)
    rows = b"".join(_cell(*cell) for cell in cells)
    if merged:
        spans = b"".join(struct.pack("<HHHH", *span) for span in merged)
        rows += _record(0xE5, struct.pack("<H", len(merged)) + spans)
    second = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return begin + sheet + end + second + rows + end


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + text)
    return _record(0x203, place + struct.pack("<d", value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        text,
        length,
        kind,
        1,
        _FREE,
        _FREE,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )
