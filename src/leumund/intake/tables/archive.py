"""The parts of a packed workbook, unpacked in bounded blocks and never onto the disk.

The sizes an archive declares may be lies (a small file that unpacks to terabytes, a part that
goes on after its declared end), so what comes out is counted. Names of parts are only
compared, never used as paths.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from leumund.intake.tables.errors import ClaimsTooMuch, DamagedWorkbook, NeedsPassword

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 10_000
MOST_BYTES = 2 << 30
_STRINGS_BYTES = 1 << 29
_BLOCK = 1 << 20
_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
_IS_ENCRYPTED = 1


def parts_of(source: IO[bytes], name: str) -> dict[str, zipfile.ZipInfo]:
    """The parts by their names; raises DamagedWorkbook, ClaimsTooMuch or NeedsPassword."""
    try:
        infos = zipfile.ZipFile(source).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        raise DamagedWorkbook(name=name) from None
    if len(infos) > MOST_PARTS:
        raise ClaimsTooMuch(name=name, what=str(len(infos)))
    parts = {info.filename: info for info in infos}
    if len(parts) < len(infos):
        raise DamagedWorkbook(name=name)
    if any(info.flag_bits & _IS_ENCRYPTED for info in infos):
        raise NeedsPassword(name=name)
    _check_claims(parts, name)
    return parts


def unpacked(source: IO[bytes], info: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The blocks of one part; raises where it is more or less than declared."""
    source.seek(info.header_offset)
    header = source.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise DamagedWorkbook(name=name)
    *_rest, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
    source.seek(name_bytes + extra_bytes, 1)
    blocks = _packed(source, info.compress_size)
    total = 0
    for block in _inflated(blocks, name) if info.compress_type else blocks:
        total += len(block)
        if total > info.file_size:
            raise ClaimsTooMuch(name=name, what=f"> {_size(info.file_size)}")
        yield block
    if total != info.file_size:
        raise DamagedWorkbook(name=name)


def _check_claims(parts: dict[str, zipfile.ZipInfo], name: str) -> None:
    for part in parts.values():
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedWorkbook(name=name)
        limit = _STRINGS_BYTES if part.filename.endswith("sharedStrings.xml") else MOST_BYTES
        if part.file_size > limit:
            raise ClaimsTooMuch(name=name, what=_size(part.file_size))
    total = sum(part.file_size for part in parts.values())
    if total > MOST_BYTES:
        raise ClaimsTooMuch(name=name, what=_size(total))


def _packed(source: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0:
        block = source.read(min(size, _BLOCK))
        if not block:
            return
        size -= len(block)
        yield block


def _inflated(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for packed in blocks:
            while packed:
                yield inflate.decompress(packed, _BLOCK)
                packed = inflate.unconsumed_tail
        while block := inflate.decompress(inflate.unconsumed_tail, _BLOCK):
            yield block
        yield inflate.flush()
    except zlib.error:
        raise DamagedWorkbook(name=name) from None


def _size(size: int) -> str:
    """In few digits: a report masks what is as long as a phone number."""
    return f"{size / (1 << 30):.1f} GiB" if size >> 30 else f"{size / (1 << 20):.1f} MiB"
