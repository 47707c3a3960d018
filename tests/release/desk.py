"""A desk with everything real: database, data folder, customers who may be called, partners."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.settings import Settings
from leumund.store import Store

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
COMPANY = "Muster Strom"
PARTNERS = ("Norden", "Süden & Söhne", "Westen", "Osten")
LANDS = ("BE", "BY", "NW")

CAMPAIGN = """
campaign: spring-2026
principal: Muster Strom
product: Flex
purpose: winback
design: independent
strata: [segment]
partners:
  - {partner: Norden, share: 0.2}
  - {partner: Süden & Söhne, count: 40}
  - {partner: Westen, share: 0.3}
portions:
  - {on: 2026-03-10, share: 0.5}
  - {on: 2026-03-20, share: 0.5}
hold_back: {rotating: 0.1}
beacon: Lotto 6 aus 49 of 11 March 2026
"""


def desk_in(
    folder: Path,
    store: Store,
    at: datetime = NOW,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> Leumund:
    """All parts over this store and folder, with nobody loaded yet."""
    folder.mkdir(exist_ok=True)
    settings = Settings(folder=folder, principal=COMPANY, engine_threads=1)
    return Leumund(settings, store, SetClock(at), entropy)


def number(of: int) -> str:
    """A made-up number of the media blocks."""
    return f"+493023125{of:04d}"


def furnish(desk: Leumund, folder: Path, customers: int = 300, objecting: int = 0) -> Leumund:
    """Partners with age keys (``<partner>.key`` in the folder), customers with consents.

    Every tenth customer shares the line of the one before; the last ``objecting`` ones do
    not want to be called.
    """
    desk.network.load(write(folder, "partners.yaml", partners_yaml(folder)))
    rows = ["ref,number,name,kind,segment,land"]
    consents = [
        "ref,companies,products,channels,wording,granted_at,recorded_at,source,proof_hash"
    ]
    objections = ["ref,at,source"]
    for of in range(customers):
        line = of - 1 if of % 10 == 9 else of
        segment = "gewerblich" if of % 3 == 0 else "privat"
        rows.append(f"K{of},{number(line)},Person {of},consumer,{segment},{LANDS[of % 3]}")
        said = "2026-01-05T10:00:00+01:00"
        consents.append(f"K{of},{COMPANY},Flex,telephone,Ja bitte,{said},{said},web,{of:064x}")
        if of >= customers - objecting:
            objections.append(f"K{of},2026-02-01T10:00:00+01:00,phone")
    desk.people.load(write(folder, "customers.csv", "\n".join(rows) + "\n"))
    desk.people.load(write(folder, "consents.csv", "\n".join(consents) + "\n"))
    if objecting:
        desk.people.load(write(folder, "objections.csv", "\n".join(objections) + "\n"))
    return desk


def object_to_calls(desk: Leumund, folder: Path, customers: list[int]) -> None:
    """These customers say no from now on."""
    rows = ["ref,at,source", *(f"K{of},2026-03-12T10:00:00+01:00,phone" for of in customers)]
    desk.people.load(write(folder, "later.csv", "\n".join(rows) + "\n"), kind="objections")


def partners_yaml(folder: Path) -> str:
    lines = [f"principal: {COMPANY}", "partners:"]
    for at, name in enumerate(PARTNERS):
        identity = pyrage.x25519.Identity.generate()
        (folder / f"{name}.key").write_text(str(identity), encoding="utf-8")
        lines += [
            f"  - name: {name}",
            f"    legal_name: {name} GmbH",
            "    country: DE",
            f"    contact: Datenschutz {name}",
            "    address: Musterweg 1, Musterstadt",
            "    tasks: [calls]",
            "    looked_at:",
            *(
                f"      - {{what: {what}, on: 2025-12-20, by: Einkauf}}"
                for what in ("register_extract", "security", "sub_partners")
            ),
            f"    age_recipient: {identity.to_public()}",
            "    risk: low",
            "    engagements:",
            "      - role: processor",
            "        purposes: [winback]",
            "        products: [Flex]",
            "        valid_from: 2026-01-01",
            "        art28_signed: 2025-12-20",
            "        lead_sources: [own]",
            "    caller_numbers:",
            f"      - number: '{number(9000 + at)}'",
            "        valid_from: 2026-01-01",
            "        right_of_use: yes",
        ]
    return "\n".join(lines) + "\n"


def identity_of(folder: Path, partner: str) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str((folder / f"{partner}.key").read_text("utf-8"))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def campaign(folder: Path, text: str = CAMPAIGN, name: str = "campaign.yaml") -> Path:
    return write(folder, name, text)
