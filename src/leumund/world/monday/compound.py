"""A mail as Outlook saves it (.msg): a compound file with one stream per property.

After [MS-CFB] 2.1 to 2.9 and [MS-OXMSG] 2.4; small messages only: every stream fits into the
mini stream, the whole into a few sectors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _ENTRY, _CUT = 512, 64, 128, 4096
_STREAM, _ROOT = 2, 5
_UNICODE, _TIME = 0x001F, 0x0040
_DELIVERED_AT = 0x0E06
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class TooLong(ValueError):
    """A stream is too long for a small compound file."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory; -1: no such neighbour."""

    name: str
    kind: int
    start: int
    size: int
    right: int = -1
    child: int = -1


def outlook_message(texts: Mapping[int, str], delivered_at: datetime) -> bytes:
    """A message with these text properties, by their tag: 0x0037 is the subject, 0x1000 the
    body, 0x0C1A and 0x0C1F the sender's name and address, 0x007D the headers of transport."""
    ticks = int((delivered_at - _EPOCH).total_seconds()) * 10_000_000
    rows = [struct.pack("<IIQ", _DELIVERED_AT << 16 | _TIME, 6, ticks)]
    streams = {}
    for tag, text in texts.items():
        data = text.encode("utf-16-le")
        rows.append(struct.pack("<IIII", tag << 16 | _UNICODE, 6, len(data) + 2, 0))
        streams[f"__substg1.0_{tag:04X}{_UNICODE:04X}"] = data
    # The header of a message's properties: no recipients, no attachments.
    streams["__properties_version1.0"] = struct.pack("<8x6I", 0, 0, 0, 0, 0, 0) + b"".join(rows)
    return compound(streams)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams in its root, each shorter than 4096 bytes."""
    if any(len(data) >= _CUT for data in streams.values()):
        raise TooLong("every stream must be shorter than 4096 bytes")
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    starts, mini, mini_fat = _mini_stream([streams[name] for name in names])
    entries = [_Entry("Root Entry", _ROOT, 0, len(mini), child=1)]
    for at, name in enumerate(names):
        right = at + 2 if at + 1 < len(names) else -1
        entries.append(_Entry(name, _STREAM, starts[at], len(streams[name]), right))
    return _sectors(entries, mini, mini_fat)


def _mini_stream(parts: Sequence[bytes]) -> tuple[list[int], bytes, list[int]]:
    starts: list[int] = []
    fat: list[int] = []
    made = b""
    for part in parts:
        count = max((len(part) + _MINI - 1) // _MINI, 1)
        first = len(fat)
        starts.append(first)
        fat += [*range(first + 1, first + count), _END]
        made += part.ljust(count * _MINI, b"\0")
    return starts, made, fat


def _sectors(entries: Sequence[_Entry], mini: bytes, mini_fat: list[int]) -> bytes:
    """Header, mini stream, mini FAT, directory, FAT, one after another."""
    tables = [
        mini,
        struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_whole(len(mini_fat) * 4), b"\xff"),
        b"".join(map(_packed, entries)).ljust(_whole(len(entries) * _ENTRY), b"\0"),
    ]
    fat: list[int] = []
    starts = []
    for data in tables:
        count = _whole(len(data)) // _SECTOR
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
    fat_at = len(fat)
    fat.append(_FAT)
    if len(fat) > _SECTOR // 4:
        raise TooLong("the message does not fit into one sector of addresses")
    packed = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    body = b"".join(data.ljust(_whole(len(data)), b"\0") for data in tables) + packed
    mini_count = _whole(len(tables[1])) // _SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16x5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, starts[2], 0, _CUT, starts[1], mini_count,
        _END, 0,
    )  # fmt: skip
    difat = struct.pack("<109I", fat_at, *[_FREE] * 108)
    return header + difat + body


def _packed(one: _Entry) -> bytes:
    name = one.name.encode("utf-16-le")
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(name) + 2, one.kind, 1, -1, one.right, one.child)
        + bytes(36)
        + struct.pack("<IQ", one.start, one.size)
    )


def _whole(size: int) -> int:
    return max((size + _SECTOR - 1) // _SECTOR, 1) * _SECTOR
