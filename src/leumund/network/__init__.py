"""Network: partners, the partners below them, what they may do, the numbers they show.

One file says it all: `partners.yaml`. Whoever is not in it has no engagement, and whoever
has no engagement may not call. A partner can stand below another, to any depth.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.network.partner import RISKS, ROLES, CallerNumber, Engagement, Partner

_HOMES = {"partner": ("RISKS", "ROLES", "CallerNumber", "Engagement", "Partner")}

__all__ = ["RISKS", "ROLES", "CallerNumber", "Engagement", "Partner"]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"leumund.network.{home}"), name)
    raise AttributeError(f"leumund.network has no {name!r}")
