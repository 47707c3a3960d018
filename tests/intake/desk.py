"""A desk with everything real: fresh database, data folder, three customers, two partners."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.settings import Settings
from leumund.store import Store

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)

PARTNERS = """\
principal: Muster Telefon
partners:
  - name: Norden
    legal_name: Norden Vertrieb GmbH
    country: DE
  - name: Sueden
    legal_name: Sueden Vertrieb GmbH
    country: DE
  - name: Unter-Norden
    legal_name: Unter-Norden UG
    country: DE
    parent: Norden
"""

CUSTOMERS = """\
ref,number,name,land
K1,030 23125 001,Anna Adler,BE
K2,030 23125 002,Berta Bach,BY
K3,030 23125 003,Carl Clausen,BE
"""

CONTRACTS = """\
ref,product,started_on
K1,Tarif S,2024-01-01
K1,Tarif M,2026-02-15
K2,Tarif S,2023-05-01
"""


def desk_in(folder: Path, store: Store, at: datetime = NOW) -> Leumund:
    """All parts over this store and folder, with nobody loaded yet."""
    folder.mkdir(exist_ok=True)
    settings = Settings(folder=folder, principal="Muster Telefon", engine_threads=1)
    return Leumund(settings, store, SetClock(at), secrets.token_bytes)


def furnish(desk: Leumund, folder: Path) -> Leumund:
    """Load the partners, the customers and their contracts."""
    desk.network.load(write(folder, "partners.yaml", PARTNERS))
    desk.people.load(write(folder, "customers.csv", CUSTOMERS))
    desk.people.load(write(folder, "contracts.csv", CONTRACTS))
    return desk


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
