"""People: lines, the persons on them, consents with their proof, objections, contracts.

A **line** is a phone number. A **person** is a customer under the company's own reference;
several can share a line, and one can have several. A **consent** is one declaration with
its proof, an **objection** covers a person or everybody on a line, a **contract** is the
company's own, a **register** is a public list of numbers with the date of its version.

Files come in as they are and are read strictly: what cannot be read is kept in a
quarantine file with its reason, and nothing is guessed. An objection counts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.people.line import (
        CHANNELS,
        EVERY_CHANNEL,
        EVERYTHING,
        KINDS,
        LANDS,
        SOURCES,
        ZONE,
        Consent,
        Contract,
        Line,
        LineRecord,
        Objection,
        Person,
        PersonRecord,
        RegisterHit,
        name_key,
    )
    from leumund.people.snapshot import Snapshot

_HOMES = {
    "line": (
        "CHANNELS",
        "EVERYTHING",
        "EVERY_CHANNEL",
        "KINDS",
        "LANDS",
        "SOURCES",
        "ZONE",
        "Consent",
        "Contract",
        "Line",
        "LineRecord",
        "Objection",
        "Person",
        "PersonRecord",
        "RegisterHit",
        "name_key",
    ),
    "snapshot": ("Snapshot",),
}

__all__ = [
    "CHANNELS",
    "EVERYTHING",
    "EVERY_CHANNEL",
    "KINDS",
    "LANDS",
    "SOURCES",
    "ZONE",
    "Consent",
    "Contract",
    "Line",
    "LineRecord",
    "Objection",
    "Person",
    "PersonRecord",
    "RegisterHit",
    "Snapshot",
    "name_key",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"leumund.people.{home}"), name)
    raise AttributeError(f"leumund.people has no {name!r}")
