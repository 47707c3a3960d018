"""The code in a one-time link: made for one sending, kept nowhere, only its keyed digest.

192 bits from the system's generator, so that guessing is hopeless at any rate; an HMAC with
the installation's key (RFC 2104), so that a copy of the database opens no link. A code in a
letter is copied by hand: 28 signs of Crockford's alphabet, which has no I, L, O or U: 140 bits,
in seven blocks of four. With a hyphen after each block it has 34 signs, and is never taken for
the 32 of a link.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from leumund.basics.errors import Conflict
from leumund.orders.spelling import folded

CODE_BYTES: Final = 24
KEY_BYTES: Final = 32
TYPED_SIGNS: Final = 28
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BLOCK_SIGNS: Final = 4
_FORM = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_TYPED = re.compile(rf"[{_ALPHABET}]{{{TYPED_SIGNS}}}", re.ASCII)
_LOOKS_LIKE = str.maketrans("OIL", "011", " -\t\u2013.")
_CODE_DOMAIN = b"leumund-order-code-v1\n"
_FACT_DOMAIN = b"leumund-order-fact-v1\n"


class CodeUnusable(Conflict):
    """This link cannot be used: it is not ours, was used already, or its time is over."""

    code = "code-unusable"
    hint = "Answer by the letter or the telephone number that stands beside the link."


@dataclass(frozen=True, slots=True)
class KeptCode:
    """What is kept of a code: its digest (32 bytes), the order, and until when it is good."""

    digest: bytes
    order_id: int
    expires_at: datetime
    used_at: datetime | None

    def opens(self, digest: bytes, at: datetime) -> bool:
        """Whether the code with this digest may still be used; compared in constant time."""
        is_same = hmac.compare_digest(self.digest, digest)
        return is_same and self.used_at is None and at < self.expires_at


def new_code(*, is_typed: bool = False) -> str:
    """A fresh code: for an address line 32 signs, 192 bits; to be typed 28 signs, 140 bits."""
    if is_typed:
        return "".join(secrets.choice(_ALPHABET) for _sign in range(TYPED_SIGNS))
    return secrets.token_urlsafe(CODE_BYTES)


def in_blocks(code: str) -> list[str]:
    """A code as it is printed, so that an eye does not lose its place."""
    return [code[at : at + _BLOCK_SIGNS] for at in range(0, len(code), _BLOCK_SIGNS)]


def as_made(written: str) -> str:
    """The code that somebody means: one from a letter may come in small letters, with gaps, and
    with O for 0. Empty for what has the form of no code."""
    if _FORM.fullmatch(written):
        return written
    typed = written.upper().translate(_LOOKS_LIKE)
    return typed if _TYPED.fullmatch(typed) else ""


def code_digest(key: bytes, code: str) -> bytes:
    """What is kept of a code. A text of another form has a digest as well, and opens nothing:
    it takes as long as a code that is unknown."""
    return hmac.digest(key, _CODE_DOMAIN + as_made(code).encode(), hashlib.sha256)


def fact_digest(key: bytes, what: str, written: str | None) -> str | None:
    """An IBAN, a device or an address as 32 hex digits that only this installation can make.

    The spelling does not matter. Two orders share it exactly where their digests are equal.
    """
    same = folded(what, written or "")
    if not same:
        return None
    return hmac.digest(key, _FACT_DOMAIN + f"{what}\n{same}".encode(), hashlib.sha256).hex()[
        :32
    ]
