"""A yes or no per copy, eight to a byte: what is kept for every unit that was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bits = NDArray[np.uint8]


def packed(copies: NDArray[np.bool_]) -> Bits:
    """The bits, the first copy's highest."""
    return np.packbits(copies)


def unpacked(bits: Bits, copies: int) -> NDArray[np.bool_]:
    """The inverse."""
    return np.unpackbits(bits, count=copies).astype(bool)


def is_set(bits: Bits, copy: int) -> bool:
    """One copy's bit."""
    return bool(bits[copy >> 3] >> (7 - copy % 8) & 1)
