"""A file that is measured while it is read: how far, and the digest of all its bytes."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK_BYTES = 1 << 18


class Measured(io.RawIOBase):
    """Passes an open binary file on and counts what goes by; ``on_read`` gets the bytes so
    far after every block."""

    def __init__(
        self, source: io.BufferedIOBase, on_read: Callable[[int], None] | None = None
    ) -> None:
        super().__init__()
        self.bytes_read = 0
        self._source = source
        self._on_read = on_read
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._source.read(len(buffer))
        buffer[: len(block)] = block
        self._hash.update(block)
        self.bytes_read += len(block)
        if self._on_read is not None:
            self._on_read(self.bytes_read)
        return len(block)

    def buffered(self) -> io.BufferedReader:
        """This file with a buffer in front, as ``open_table`` wants it."""
        return io.BufferedReader(self, _BLOCK_BYTES)

    def digest(self) -> str:
        """SHA-256 over the whole file in hex; reads what nobody has read yet."""
        while self.read(_BLOCK_BYTES):
            pass
        return self._hash.hexdigest()
