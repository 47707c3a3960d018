"""A small company: Ada and Bob share a line, Cid lives in Bavaria, Dora runs a business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leumund.basics.clock import SetClock
from leumund.basics.numbers import Number
from leumund.engine import Engine
from leumund.network.actions import Network
from leumund.people.actions import People
from leumund.permit.actions import Permit
from leumund.store import Store

ADA_AND_BOB = Number("+493023125001")
CID = Number("+498999998003")
DORA = Number("+494066969004")
NOBODY = Number("+496990009999")
SHOWN = Number("+4922147109000")
OTHERS = Number("+4922147109777")

CUSTOMERS = f"""ref,number,kind,land,name
K1,{ADA_AND_BOB.e164},consumer,BE,Ada Muster
K2,{ADA_AND_BOB.e164},consumer,BE,Bob Muster
K3,{CID.e164},consumer,BY,Cid Beispiel
K4,{DORA.e164},business,HH,Dora GmbH
"""
GIVEN = "Musterstrom GmbH,Strom,telephone,w7,2026-01-10T12:00:00Z,2026-01-10T12:01:00Z,web,4f1c"
CONSENTS = f"""ref,number,companies,products,channels,text,granted_at,recorded_at,source,proof
K1,{ADA_AND_BOB.e164},{GIVEN}
K3,{CID.e164},{GIVEN}
"""
PARTNERS = f"""principal: Musterstrom GmbH
partners:
  - name: Norden
    country: DE
    engagements:
      - role: processor
        purposes: [winback]
        products: [Strom]
        valid_from: 2026-01-01
        valid_to: 2026-12-31
    caller_numbers:
      - number: "{SHOWN.e164}"
        valid_from: 2026-01-01
        right_of_use: yes
  - name: Kueste
    country: DE
    parent: Norden
    engagements:
      - role: processor
        purposes: [winback]
        products: [Strom]
        valid_from: 2026-01-01
    caller_numbers:
      - number: "{SHOWN.e164}"
        valid_from: 2026-01-01
        right_of_use: yes
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts that permit works with, on a fresh database, and where their files lie."""

    clock: SetClock
    people: People
    network: Network
    permit: Permit
    folder: Path

    def load(self, kind: str, text: str, **more: object) -> None:
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        loaded = self.people.load(path, kind, **more)  # type: ignore[arg-type]
        assert loaded.quarantined == 0


@pytest.fixture
def desk(store: Store, engine: Engine, tmp_path: Path) -> Desk:
    clock = SetClock(datetime(2026, 9, 1, 9, 0, tzinfo=UTC))
    people, network = People(store, clock, tmp_path), Network(store, clock)
    desk = Desk(clock, people, network, Permit(store, engine, clock, people, network), tmp_path)
    desk.load("customers", CUSTOMERS)
    desk.load("consents", CONSENTS)
    path = tmp_path / "partners.yaml"
    path.write_text(PARTNERS, encoding="utf-8")
    network.load(path)
    return desk
