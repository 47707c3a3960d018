"""One canonical byte form for everything that is hashed or signed.

JSON as in RFC 8785 restricted to what we use: objects with text keys, arrays, text,
integers, booleans and null. Floats are refused: write a decimal as text, so that no two
programs can disagree about its digits. Keys are sorted by code point; UTF-8; no spaces.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any


def canonical_bytes(value: object) -> bytes:
    """The canonical form of a value; raises TypeError for a float or an unknown type."""
    return json.dumps(
        _plain(value),
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def sha256(data: bytes) -> bytes:
    """SHA-256 (FIPS 180-4), 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, dict):
        return {_key(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a {type(value).__name__} has no canonical form; write it as text")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"keys are text, not {type(key).__name__}")
    return key
