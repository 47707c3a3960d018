"""Network: partners, the partners below them, what they may do, the numbers they show.

One file says it all: `partners.yaml`. Whoever is not in it has no engagement, and whoever
has no engagement may not call. A partner can stand below another, to any depth.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.network.chain import NoSuchPartner, with_those_above
    from leumund.network.document import Entry, read_document
    from leumund.network.loaded import Loaded
    from leumund.network.partner import (
        RISKS,
        ROLES,
        CallerNumber,
        Engagement,
        Partner,
        Risk,
        Role,
    )

_HOMES = {
    "CallerNumber": "partner",
    "Engagement": "partner",
    "Entry": "document",
    "Loaded": "loaded",
    "NoSuchPartner": "chain",
    "Partner": "partner",
    "RISKS": "partner",
    "ROLES": "partner",
    "Risk": "partner",
    "Role": "partner",
    "read_document": "document",
    "with_those_above": "chain",
}

__all__ = [
    "RISKS",
    "ROLES",
    "CallerNumber",
    "Engagement",
    "Entry",
    "Loaded",
    "NoSuchPartner",
    "Partner",
    "Risk",
    "Role",
    "read_document",
    "with_those_above",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.network.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.network has no {name!r}")
