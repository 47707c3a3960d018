"""What a message may show of a value from a file: dates as they are, numbers masked."""

from __future__ import annotations

import re

from leumund.basics.masking import in_plain_signs
from leumund.basics.numbers import mask

_LONGEST = 60
_DATE = re.compile(r"(\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}[-./]\d{1,2}[-./]\d{1,2})(\s\d{1,2})?")
_NUMBER = re.compile(r"\+?\d(?:[\s./()-]*\d){5,}")


def shown(value: str) -> str:
    """The value on one line, cut to 60 characters, with anything like a number masked.

    Dates stay readable, also those that do not exist: they are what the reader must mend.
    """
    flat = in_plain_signs(" ".join(value.split()))
    kept = _NUMBER.sub(_masked, flat)
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def _masked(match: re.Match[str]) -> str:
    found = match.group()
    # the hour of a time behind the date is still part of what was found
    return found if _DATE.fullmatch(found) else mask(found)
