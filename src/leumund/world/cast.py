"""The partners of the made-up company, and what each of them is like.

``temper`` is the truth about a partner: nobody but the world may know it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leumund.world.names import partner_number

PRINCIPAL = "Blauwalfunk AG"
PRODUCT = "Glasfaser"
PURPOSE = "upgrade"
CAMPAIGN = "glasfaser-2025"

Temper = Literal["honest", "careless", "sells", "hacked", "passes on", "no list"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One partner: its name, the part of the eligible customers it is to get, its temper.

    ``calls_a_month``: the part of the people handed over and not yet called that it rings
    in a month, lawfully, under its own number.
    """

    name: str
    legal_name: str
    share: float
    temper: Temper
    calls_a_month: float
    position: int

    @property
    def number(self) -> str:
        """The number it shows, E.164."""
        return partner_number(self.position)


_ROWS: tuple[tuple[str, str, float, Temper, float], ...] = (
    ("dreizehnuhr", "Dreizehnuhr Vertrieb GmbH", 0.42, "honest", 0.06),
    ("siebenschirm", "Siebenschirm Dialog GmbH", 0.10, "honest", 0.06),
    ("zaunkoenig", "Zaunkönig Telefonservice GmbH", 0.08, "honest", 0.05),
    ("wolkentaube", "Wolkentaube Callcenter GmbH", 0.08, "careless", 0.09),
    ("honigkessel", "Honigkessel Marketing GmbH", 0.06, "sells", 0.04),
    ("nebelturm", "Nebelturm Vertrieb GmbH", 0.06, "hacked", 0.05),
    ("papiermond", "Papiermond Direkt GmbH", 0.06, "passes on", 0.04),
    ("kieseluhr", "Kieseluhr Kontakt GmbH", 0.04, "honest", 0.07),
    ("teekesselladen", "Teekesselladen am Markt e. K.", 0.0, "no list", 0.0),
)

CAST = tuple(Actor(*row, position) for position, row in enumerate(_ROWS))

FRAMED = "zaunkoenig"
"""The honest partner about whom an insider invents complaints, without knowing its list."""


def actor(name: str) -> Actor:
    """The partner of that name; KeyError if the cast has none."""
    for one in CAST:
        if one.name == name:
            return one
    raise KeyError(name)
