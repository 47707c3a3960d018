"""The made-up partners' own age keys, so that the demo can open what was handed to them.

A key is written as age writes it: Bech32 (BIP 173) over the 32 bytes of an X25519 key.
These keys come from the seed of a made-up world; nothing real is ever encrypted to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.world.streams import seeded_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

_SYMBOLS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_SECRET_PREFIX = "age-secret-key-"


def identity(seed: int, partner: str) -> Any:
    """The partner's ``pyrage.x25519.Identity``; its public half stands in partners.yaml."""
    from pyrage import x25519

    secret = seeded_bytes(seed, "age", partner)
    return x25519.Identity.from_str(bech32(_SECRET_PREFIX, secret).upper())


def bech32(prefix: str, data: bytes) -> str:
    """BIP 173 without its limit of 90 characters, as age uses it."""
    words = _five_bits(data)
    check = _checksum([*_expanded(prefix), *words, 0, 0, 0, 0, 0, 0]) ^ 1
    tail = [(check >> 5 * (5 - at)) & 31 for at in range(6)]
    return f"{prefix}1" + "".join(_SYMBOLS[word] for word in (*words, *tail))


def _five_bits(data: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def _expanded(prefix: str) -> list[int]:
    return [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]


def _checksum(words: Iterable[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for bit, mask in enumerate(_GENERATOR):
            check ^= mask if top >> bit & 1 else 0
    return check
