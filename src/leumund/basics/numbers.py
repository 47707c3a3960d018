"""Phone numbers: read as people write them, kept as E.164, shown masked.

``phonenumbers`` is the reference. ``rphonenumbers``, pinned to the same metadata, is the
fast lane for whole files. A number's text form is masked, so that it may reach a log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHOWN_DIGITS = 4
_LETTER = re.compile(r"[^\W\d_]")
_DECIMAL = re.compile(r"\s*'?\+?\d{6,}[.,]0*\s*")


class NotANumber(BadInput):
    """{shown} cannot be read as a phone number, so nothing was decided about it."""

    code = "not-a-number"
    hint = "Write it with its country code, for example +49 30 23125 000, and as text."


@dataclass(frozen=True, slots=True, repr=False)
class Number:
    """A phone number in E.164 form (ITU-T E.164). ``str`` and ``repr`` are masked."""

    e164: str

    def __post_init__(self) -> None:
        if not _E164.fullmatch(self.e164):
            raise NotANumber(shown=mask(self.e164))

    def __str__(self) -> str:
        return mask(self.e164)

    def __repr__(self) -> str:
        return f"Number({mask(self.e164)})"

    @classmethod
    def read(cls, written: str, region: str = "DE") -> Number:
        """Read a number as somebody wrote it; raises NotANumber. Letters are never guessed."""
        import phonenumbers

        e164 = _read(phonenumbers, written, region)
        if e164 is None:
            raise NotANumber(shown=mask(written))
        return cls(e164)


def mask(written: str) -> str:
    """The first four digits and as many dots as are left: what a log may show of a number."""
    digits = re.sub(r"[^0-9+]", "", written)
    shown = digits[: _SHOWN_DIGITS + digits.startswith("+")]
    if not digits:
        return "•" * len(written.strip()) or "…"
    return shown + "•" * (len(digits) - len(shown))


def read_many(written: Iterable[str], region: str = "DE") -> list[str | None]:
    """E.164 per entry, None where it cannot be read; the fast lane of ``Number.read``."""
    import rphonenumbers

    return [_read(rphonenumbers, entry, region) for entry in written]


def _read(library: Any, written: str, region: str) -> str | None:
    if _LETTER.search(written) or _DECIMAL.fullmatch(written):
        return None  # a spreadsheet's 3023125020.0 would become another number
    try:
        parsed = library.parse(written, region)
    except library.NumberParseException:
        return None
    if not library.is_possible_number(parsed):
        return None
    e164: str = library.format_number(parsed, library.PhoneNumberFormat.E164)
    return e164 if _E164.fullmatch(e164) else None
