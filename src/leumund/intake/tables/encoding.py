"""How a text file is written: by its byte order mark, else UTF-8 if all of it is, else guessed.

A guess is said in a note, because a wrong one turns Müller into M³ller. A file that is UTF-8
but for some lines (two exports joined) is read line by line.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK_BYTES = 1 << 22
_SAMPLE_BYTES = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = "cp1252"
_GUESSED_AMONG = ("cp1252", "cp850", "mac_roman", "cp1250", "iso8859_15")
_LETTERS_OF_NAMES = re.compile("[äöüÄÖÜßéèêëáàâçñóôíîúÉÀ€§°–„“”’«»²]")
_ODD = re.compile(
    "[\x80-\x9f¤¦¨¯¸¹º¼½¾×÷†‡‰‹›¬¶·╔╗═║░▒▓█┤┴├─┼│┐└┘┌¡¢£¥ªþÞðÐ√∞≤≥∂∑∏π∫Ω≈∆◊ƒ˜˚¸˝˛ˇ]"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """``name`` as Python calls it; ``mark_bytes`` to skip at the beginning.

    ``is_mixed``: UTF-8, but for lines that are written in ``name``.
    """

    name: str
    mark_bytes: int = 0
    is_guessed: bool = False
    is_mixed: bool = False


def encoding_of(source: IO[bytes]) -> Encoding:
    """The encoding of an open file, which is read once in blocks and then rewound."""
    start = source.read(4)
    source.seek(0)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, len(mark))
    found = _without_mark(source)
    source.seek(0)
    return found


def blocks_of_text(source: IO[bytes], encoding: Encoding) -> Iterator[str]:
    """The text of the whole file in blocks; a byte that means nothing becomes �."""
    source.seek(encoding.mark_bytes)
    if encoding.is_mixed:
        yield from _mixed(source, encoding.name)
        return
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    while block := source.read(BLOCK_BYTES):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _without_mark(source: IO[bytes]) -> Encoding:
    """UTF-8 where the whole file is; zero bytes at every other place are UTF-16."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = source.read(BLOCK_BYTES)
    wide = _wide(first)
    if wide:
        return Encoding(wide, is_guessed=True)
    block = first
    try:
        while block:
            decoder.decode(block)
            block = source.read(BLOCK_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _guess(block, error.start)
    return Encoding("utf-8")


def _wide(start: bytes) -> str | None:
    half = len(start) // 2
    if half < 2:
        return None
    if start[1::2].count(0) > 0.7 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.7 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(block: bytes, at: int) -> Encoding:
    """Guess from the lines around the first byte that is not UTF-8."""
    sample = block[max(0, at - _SAMPLE_BYTES // 2) : at + _SAMPLE_BYTES]
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    whole = [line for line in lines[1:-1] or lines if _is_utf8(line)]
    if len(whole) * 2 > len(lines):
        return Encoding(_USUAL, is_guessed=True, is_mixed=True)
    return Encoding(_likely(b"\n".join(lines)), is_guessed=True)


def _likely(sample: bytes) -> str:
    """Of the encodings of German offices the one in which the letters look like names."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_GUESSED_AMONG)).best()
    theirs = best.encoding if best else _USUAL
    order = (_USUAL, theirs, *_GUESSED_AMONG)
    return max(order, key=lambda name: _likeness(sample, name))


def _likeness(sample: bytes, name: str) -> int:
    text = sample.decode(name, "replace")
    odd = len(_ODD.findall(text)) + 2 * text.count("�")
    return len(_LETTERS_OF_NAMES.findall(text)) - 2 * odd


def _mixed(source: IO[bytes], fallback: str) -> Iterator[str]:
    rest = b""
    while block := source.read(BLOCK_BYTES):
        lines = (rest + block).split(b"\n")
        rest = lines.pop()
        yield "".join(_either(line, fallback) + "\n" for line in lines)
        if len(rest) > BLOCK_BYTES:  # one endless line is no reason to hold it all
            yield _either(rest, fallback)
            rest = b""
    yield _either(rest, fallback)


def _either(line: bytes, fallback: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(fallback, "replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
