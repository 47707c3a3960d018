"""Lines that add up: they are no rows, but what they say must be what the rows give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.intake.documents import wording
from leumund.intake.documents.values import amount

if TYPE_CHECKING:
    from leumund.intake.documents.page import Line
    from leumund.intake.documents.values import Notation

_CENT = Decimal("0.01")
_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s*%")


def meaning(text: str) -> str | None:
    """What a line adds up: ``sum``, ``carried``, ``tax`` or ``kept`` (back); None: nothing."""
    flat = wording.folded(text).lstrip("*=+-–/ .")
    for word, kind in wording.totals():
        if flat.startswith(word) and not flat[len(word) : len(word) + 1].isalnum():
            return kind
    return None


def stated(line: Line, notation: Notation | None) -> Decimal | None:
    """The amount at the end of a line of totals; a rate of tax is none."""
    text = _PERCENT.sub(" ", line.text)
    found = re.search(
        r"(?:^|\s)((?:EUR|€)?\s?[-−–]?\s?(?:EUR|€)?\s?\d[\d.,'’ ]*(?:\s?[-−–])?"
        r"\s?(?:EUR|Euro|€)?)\s*$",
        text,
    )
    return amount(found[1], notation) if found else None


# Changes while a document is read from top to bottom: it adds up what it is shown.
@dataclass(slots=True)
class Adding:
    """All rows so far, those since the last total, and what was added or taken off below."""

    rows: Decimal = Decimal(0)
    since: Decimal = Decimal(0)
    beside: Decimal = Decimal(0)
    checked: int = 0
    wrong: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    def row(self, value: Decimal) -> None:
        self.rows += value
        self.since += value

    def total(self, kind: str, value: Decimal) -> None:
        """Compare a stated total; tax and what is kept back change what is right below."""
        if kind == "tax":
            self.beside += value
        elif kind == "kept":
            self.beside -= abs(value)
        else:
            self._compare(value)

    def _compare(self, value: Decimal) -> None:
        right = {self.rows, self.since, self.rows + self.beside, self.since + self.beside}
        if not any(abs(value - other) <= _CENT for other in right):
            self.wrong.append((value, self.rows + self.beside))
        self.checked += 1
        self.since = Decimal(0)
