"""Files of text with the numbers in them masked."""

from __future__ import annotations

from leumund.basics.masking import masked


def masked_bytes(data: bytes) -> bytes | None:
    """A file of text, masked; None where it is none, so that it cannot be masked."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else masked(text).encode()
