"""How a column of text becomes a column of one type: look at all of it, decide, then read.

A reader is shown the distinct values of every batch first (``see``), so that what one value
cannot say (which of 3 and 4 is the month in 03/04/2025) is decided from the whole column.
Then it reads; what it cannot read is null.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from leumund.basics.errors import BadInput
from leumund.people import channels, yes_or_no

if TYPE_CHECKING:
    import pyarrow

    from leumund.intake.tables.sheet import Note

_EMAIL = re.compile(r"[^\s@<>\"';,]+@[^\s@<>\"';,]+\.[^\s@<>\"';,.]{2,}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_TRAILING_ZERO = r"^([0-9]+)\.0$"
DESTROYED = r"^['+]?\d(?:[.,]\d+)?\s?[eE]\s?\+?\s?(?:\d{2}|[6-9])$"
NO_VALUE = (
    r"^(?:#+|\?+|(?:Err|Fehler):\d{3}|#(?:REF!|BEZUG!|VALUE!|WERT!|NAME\?|N/A|NV|DIV/0!|NUM!|ZAHL!"
    r"|NULL!|SPILL!|ÜBERLAUF!))$"
)
"""What a spreadsheet shows where a formula fails or a column is too narrow, and mere doubt."""
_REMEMBERED = 65_536


class Reader(Protocol):
    """One column on its way to a type."""

    def see(self, texts: pyarrow.StringArray) -> None:
        """Look at distinct values, none missing, before anything is read."""

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        """The values of distinct texts; null where one cannot be read."""

    def notes(self, column: str) -> Iterator[Note]:
        """What must be said about the whole column, in which it was called so."""


class EachOnItsOwn:
    """Reads every value by itself, with a function that gives None for what it cannot read."""

    def __init__(self, read: Callable[[str], object], kind: pyarrow.DataType) -> None:
        self._read = lru_cache(_REMEMBERED)(read)
        self._kind = kind

    def see(self, texts: pyarrow.StringArray) -> None:
        """Nothing depends on the others."""

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        import pyarrow

        return pyarrow.array([self._read(text) for text in texts.to_pylist()], self._kind)

    def notes(self, column: str) -> Iterator[Note]:
        return iter(())


class Texts:
    """Text in Unicode form NFC with one space between words; a failed formula is none."""

    def see(self, texts: pyarrow.StringArray) -> None:
        """Nothing depends on the others."""

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        from pyarrow import compute

        formed = compute.utf8_normalize(texts, form="NFC")
        flat = compute.replace_substring_regex(formed, pattern=r"[\s\x{a0}]+", replacement=" ")
        text = compute.utf8_trim_whitespace(flat)
        return without(compute.match_substring_regex(text, pattern=NO_VALUE), text)

    def notes(self, column: str) -> Iterator[Note]:
        return iter(())


class Refs:
    """References: text, without the ``.0`` that spreadsheets put behind whole numbers."""

    def see(self, texts: pyarrow.StringArray) -> None:
        """Nothing depends on the others."""

    def read(self, texts: pyarrow.StringArray) -> pyarrow.Array:
        from pyarrow import compute

        flat = Texts().read(texts)
        whole = compute.replace_substring_regex(flat, pattern=_TRAILING_ZERO, replacement=r"\1")
        return without(compute.match_substring_regex(texts, pattern=DESTROYED), whole)

    def notes(self, column: str) -> Iterator[Note]:
        return iter(())


def without(mask: Any, values: pyarrow.Array) -> pyarrow.Array:
    """The values, missing where the mask is true."""
    import pyarrow
    from pyarrow import compute

    return compute.if_else(mask, pyarrow.scalar(None, values.type), values)


def iban_of(written: str) -> str | None:
    """The IBAN without spaces, where its check digits are right (ISO 13616, mod 97)."""
    iban = re.sub(r"[\s.-]", "", written).upper().removeprefix("IBAN:").removeprefix("IBAN")
    if not _IBAN.fullmatch(iban):
        return None
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
    return iban if int(digits) % 97 == 1 else None


def email_of(written: str) -> str | None:
    """The address in small letters, also out of ``Name <address>`` and ``mailto:``."""
    found = _EMAIL.findall(written.casefold().replace("mailto:", ""))
    return found[0] if len(found) == 1 else None


def yes_no_of(written: str) -> bool | None:
    """Yes or no in German or English, also as a tick."""
    said = unicodedata.normalize("NFKC", written).strip().casefold().rstrip(".!")
    if said in _TICKS:
        return _TICKS[said]
    try:
        return yes_or_no(said, "")
    except BadInput:
        return None


_TICKS = {
    **dict.fromkeys(
        ("✓", "✔", "☑", "☒", "✗x", "on", "an", "aktiv", "erteilt", "vorhanden"), True
    ),
    **dict.fromkeys(("✗", "✘", "☐", "-", "–", "off", "aus", "inaktiv", "keine", "kein"), False),
}


def channel_of(written: str) -> str | None:
    """The channels a consent or objection is about, separated by ``|``."""
    try:
        return "|".join(channels(written.replace("/", "|").replace("+", "|"), "")) or None
    except BadInput:
        return None
