"""Text with the numbers in it masked: telephone numbers, bank accounts, mail addresses.

Names are not recognised. What must not be seen at all goes out encrypted, not masked.
"""

from __future__ import annotations

import re

from leumund.basics.numbers import mask

_PHONES = (
    re.compile(r"(?<![\w+])(?<!\d[:.-])(?:\+|00|0)[1-9](?:[ ()/-]{0,3}\d){5,14}(?!\w)"),
    re.compile(r"(?<![\w+])(?<!\d[:.-])0[1-9]\d{1,4}(?:\.\d{2,}){1,4}(?!\w)"),
    re.compile(r"(?<![\w+])(?<!\d[:.-])[1-9]\d{9,14}(?!\w)"),
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_MAIL = re.compile(r"\b([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
_SHOWN = 4
_DOT = "•"


def masked(text: str) -> str:
    """The text with all that looks like a number of somebody masked."""
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
    plain = written.replace(" ", "")
    return plain[:_SHOWN] + _DOT * (len(plain) - _SHOWN)
