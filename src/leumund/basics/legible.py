"""Characters that say nothing to a reader, or lie to one, are written in signs."""

from __future__ import annotations

import re

_LOST = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)


def named(written: str) -> str:
    """The name of a file whose bytes are no UTF-8, with these bytes as ``\\xff``."""
    return _LOST.sub(_in_signs, written)


def legible(written: str) -> str:
    """A text whose control characters and changes of direction are seen as ``\\x1b``."""
    return _UNSEEN.sub(_in_signs, written)


def _in_signs(found: re.Match[str]) -> str:
    place = ord(found[0])
    if 0xDC80 <= place <= 0xDCFF:  # how Python keeps a byte of a name that is no UTF-8
        place -= 0xDC00
    return f"\\x{place:02x}" if place < 0x100 else f"\\u{place:04x}"
