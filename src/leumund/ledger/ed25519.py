"""Is this an Ed25519 signature? RFC 8032, sections 5.1.3 and 5.1.7, in plain arithmetic.

With ``cryptography`` installed it answers, a hundred times as fast. Without it the lines below
do, so that an outsider needs nothing but Python. They only check signatures: no secret passes
through here, so it does no harm that their time depends on the values.

This is one of the nine files an outsider needs.
"""

from __future__ import annotations

import hashlib
from typing import Final, TypeAlias

_P: Final = 2**255 - 19
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_1: Final = pow(2, (_P - 1) // 4, _P)
_BASE: Final = bytes([0x58]) + bytes([0x66]) * 31

# X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z.
_Point: TypeAlias = tuple[int, int, int, int]


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of this public key (32 bytes) signed the message."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return is_signed_by_arithmetic(key, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_signed_by_arithmetic(key: bytes, message: bytes, signature: bytes) -> bool:
    """The same with the standard library alone: R = s·B - h·A, byte for byte."""
    public, base = _decoded(key), _decoded(_BASE)
    s = int.from_bytes(signature[32:], "little")
    if public is None or base is None or len(signature) != 64 or s >= _ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + key + message).digest()
    h = int.from_bytes(hashed, "little") % _ORDER
    x, y, z, t = public
    found = _sum(_times(s, base), _times(h, (_P - x, y, z, _P - t)))
    return _encoded(found) == signature[:32]


def _sum(a: _Point, b: _Point) -> _Point:
    """RFC 8032, 5.1.4; also right where both points are the same."""
    minus, plus = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    c, d = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = plus - minus, d - c, d + c, plus + minus
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _sum(result, point)
        point = _sum(point, point)
        factor >>= 1
    return result


def _encoded(point: _Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decoded(data: bytes) -> _Point | None:
    """The point of these 32 bytes; None where there is none (RFC 8032, 5.1.3)."""
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255, number >> 255
    if len(data) != 32 or y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (not x and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P
