"""What a message may show of a value from a file: dates as they are, numbers masked."""

from __future__ import annotations

import re

from leumund.basics.masking import in_plain_signs
from leumund.basics.numbers import mask

_LONGEST = 60
_DIALLED, _LOCAL = 10, 6
_DATE = re.compile(r"(\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[-./]\d{1,2}[-./]\d{1,2})(\s\d{1,2})?")
_NUMBER = re.compile(r"\+?\d(?:[\s./()-]*\d){5,}")


def shown(value: str) -> str:
    """The value on one line, cut to 60 characters, with anything like a number masked.

    Dates stay readable, also those that do not exist: they are what the reader must mend.
    """
    flat = in_plain_signs(" ".join(value.split()))
    kept = _NUMBER.sub(_masked, flat)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def is_like_a_number(value: str) -> bool:
    """Could this be dialled? Years, months and days that name a column could not."""
    text = value.strip()
    digits = sum(sign.isdecimal() for sign in text)
    is_whole = _NUMBER.fullmatch(text.removeprefix("(")) is not None
    return is_whole and (digits >= _DIALLED or (digits > _LOCAL and text[0] in "+(0"))


def _masked(match: re.Match[str]) -> str:
    found = match.group()
    # the hour of a time behind the date is still part of what was found
    return found if _DATE.fullmatch(found) else mask(found)
