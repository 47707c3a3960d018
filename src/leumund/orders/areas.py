"""Where roughly somebody lives: of a postcode the country and its first two digits are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from leumund.basics.language import _

_SIGNS: Final = {"A": "AT", "D": "DE", "E": "ES", "F": "FR", "I": "IT"}
_DIGITS: Final = {"AT": 4, "CH": 4, "DE": 5, "ES": 5, "FR": 5, "IT": 5, "US": 5}
_WRITTEN: Final = re.compile(r"(?:([A-Z]{1,2})[ -]{1,3})?([0-9]{4,5})(?:-[0-9]{4})?")


@dataclass(frozen=True, slots=True)
class Distances:
    """Of how many sales in shops it could be compared where customer and shop are."""

    sales: int
    compared: int

    @property
    def not_compared(self) -> int:
        return self.sales - self.compared

    def in_words(self) -> str:
        """What a person reads at the terminal."""
        return _(
            "Of {sales} sales in shops {compared} could be laid beside the place of their "
            "shop, {not_compared} could not: a postcode is missing, cannot be read, or is of "
            "another country."
        ).format(sales=self.sales, compared=self.compared, not_compared=self.not_compared)


def area_of(written: str | None, country: str) -> str | None:
    """``DE-10`` of "10115"; None where that is no whole postcode of its country. A digit that
    is missing is not made up: a table may have lost a zero, or it may be a neighbour's."""
    found = _WRITTEN.fullmatch((written or "").strip().upper())
    if found is None:
        return None
    sign, digits = found.groups()
    place = _SIGNS.get(sign, sign) if sign else country
    return f"{place}-{digits[:2]}" if len(digits) == _DIGITS.get(place) else None
