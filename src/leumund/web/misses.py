"""Guessing is slowed down per block of addresses, and no address is kept.

What is counted are links that open nothing. A block (a /24 of IPv4, a /56 of IPv6: about one
connection) is known by a digest under a key that lives as long as one window of time and is in
no file, so that what is counted leads to nobody. The codes alone are long enough to be safe.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from threading import Lock
from typing import Final

MISSES_MAX: Final = 30
WINDOW_SECONDS: Final = 600
_BLOCKS_MAX = 100_000
_PREFIX = {4: 24, 6: 56}


# Not frozen: it counts, and forgets when a window is over.
@dataclass(slots=True)
class Misses:
    """How often links from a block opened nothing in this window."""

    seconds: Callable[[], float]
    most: int = MISSES_MAX
    window_seconds: int = WINDOW_SECONDS
    _counts: Counter[bytes] = field(default_factory=Counter, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _window: int = -1
    _lock: Lock = field(default_factory=Lock, repr=False)

    def note(self, address: str) -> None:
        """A link from there has opened nothing."""
        with self._lock:
            block = self._block(address)
            if block in self._counts or len(self._counts) < _BLOCKS_MAX:
                self._counts[block] += 1

    def are_too_many(self, address: str) -> bool:
        """Whether nothing from there is looked at until the window is over."""
        with self._lock:
            return self._counts[self._block(address)] >= self.most

    def seconds_left(self) -> int:
        """How long this window goes on."""
        return self.window_seconds - int(self.seconds()) % self.window_seconds

    def _block(self, address: str) -> bytes:
        window = int(self.seconds()) // self.window_seconds
        if window != self._window:
            self._window = window
            self._counts.clear()
            self._key = secrets.token_bytes(32)
        return hmac.digest(self._key, block_of(address).encode(), hashlib.sha256)[:16]


def block_of(address: str) -> str:
    """The block of an address; what is no address is a block of its own, the same for all."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    if mapped := getattr(found, "ipv4_mapped", None):
        found = mapped
    return str(ip_network((found, _PREFIX[found.version]), strict=False))
