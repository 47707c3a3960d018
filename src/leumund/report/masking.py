"""Text with the numbers in it masked: telephone numbers, bank accounts, mail addresses.

Names are not recognised. What must not be seen at all goes out encrypted, not masked.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from leumund.basics.numbers import mask

# What people put between digits, also the blanks and dashes that word processors make of them.
_GAP = r"[ \t\u00a0\u2007-\u200b\u202f\u2060()/\[\]\-\u2010-\u2015\u2212]{0,4}"
_FREE = r"(?<![^\W_])(?<!\+)(?<!\d[:.-])"
_END = r"(?![^\W_])"
_PHONES = (
    re.compile(rf"{_FREE}[(\[]?(?:\+|00|0)[)\]]?{_GAP}[1-9](?:{_GAP}\d){{5,14}}{_END}"),
    re.compile(rf"{_FREE}\+[1-9]\d{{0,2}}(?:[.]\d{{2,}}){{2,5}}{_END}"),
    re.compile(rf"{_FREE}0[1-9]\d{{1,4}}(?:\.\d{{2,}}){{1,4}}{_END}"),
    re.compile(rf"{_FREE}[1-9]\d{{9,14}}{_END}"),
    re.compile(rf"{_FREE}4[139]{_GAP}(?:\(0\){_GAP})?[1-9](?:{_GAP}\d){{8,12}}{_END}"),
)
_ACCOUNT = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ \u00a0\u2009\u202f]?[A-Z0-9]{4}){2,7}"
    r"(?:[ \u00a0\u2009\u202f]?[A-Z0-9]{1,3})?\b"
)
_MAIL = re.compile(
    r"\b([\w.+-])[\w.+-]*(?:@|\s?[(\[{](?:at|@|ät)[)\]}]\s?)([\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
# Digits as wide as Chinese letters, and their plus, are digits to whoever reads them.
_WIDE = MappingProxyType({0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+"})
_SHOWN = 4
_DOT = "•"


def masked(text: str) -> str:
    """The text with all that looks like a number of somebody masked."""
    text = text.translate(_WIDE)
    text = _MAIL.sub(lambda found: f"{found[1]}{_DOT * 3}@{found[2]}", text)
    text = _ACCOUNT.sub(lambda found: _shown(found[0]), text)
    for pattern in _PHONES:
        text = pattern.sub(lambda found: mask(found[0]), text)
    return text


def masked_bytes(data: bytes) -> bytes | None:
    """The same for a file of text; None where it is none, so that it cannot be masked."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else masked(text).encode()


def _shown(written: str) -> str:
    plain = "".join(written.split())
    return plain[:_SHOWN] + _DOT * (len(plain) - _SHOWN)
