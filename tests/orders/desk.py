"""A desk with everything real: two engaged partners, four customers, contacts, calls."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.orders import Asked, Moved
from leumund.settings import Settings
from leumund.store import Store

NOW = datetime(2026, 9, 10, 9, 0, tzinfo=UTC)

PARTNERS = """\
principal: Muster Telefon
partners:
  - name: Norden
    legal_name: Norden Vertrieb GmbH
    country: DE
    engagements:
      - {role: processor, purposes: [winback], products: [Tarif M], valid_from: 2026-01-01}
  - name: Sueden
    legal_name: Sueden Vertrieb GmbH
    country: DE
    engagements:
      - {role: processor, purposes: [winback], products: [Tarif M], valid_from: 2026-01-01}
  - name: Frueher
    legal_name: Frueher Vertrieb GmbH
    country: DE
    engagements:
      - role: processor
        purposes: [winback]
        products: [Tarif M]
        valid_from: 2024-01-01
        valid_to: 2025-12-31
"""
CUSTOMERS = """\
ref,number,name,land
K1,030 23125 001,Anna Adler,BE
K2,030 23125 002,Berta Bach,BY
K3,030 23125 003,Carl Clausen,BE
K4,030 23125 004,Dora Dahl,BE
"""
CONTACTS = """\
ref,known_since,email,address
K1,2024-01-01,anna@example.org,
K2,2024-01-01,berta@example.org,Weg 2 10115 Berlin
K3,2024-01-01,,Weg 3 10115 Berlin
"""
CALLS = """\
called_at,number_called,number_shown,duration_seconds,agent
2026-09-08 10:00,030 23125 001,069 90009 100,600,a17
2026-09-08 10:30,030 23125 002,069 90009 100,600,a17
"""
COLUMNS = (
    "order_ref,ordered_at,channel,partner,product,ref,number,campaign,list,call_ref,agent,"
    "sector,monthly_price,commission,address,email,device,iban,shop,login,total,term_months,"
    "summary_sent_at,summary_total_cents,is_short_term_offered,withdrawal_instructed_at,region"
)
ORDER = {
    "order_ref": "A-1",
    "ordered_at": "2026-09-08 10:20",
    "channel": "phone",
    "partner": "Norden",
    "product": "Tarif M",
    "ref": "K1",
    "number": "030 23125 001",
    "campaign": "herbst",
    "list": "L-1",
    "call_ref": "C-1",
    "agent": "a17",
    "sector": "telecom",
    "monthly_price": "29,99",
    "commission": "50",
    "total": "719,76",
    "term_months": "24",
    "summary_sent_at": "2026-09-08 09:00",
    "summary_total_cents": "71976",
    "is_short_term_offered": "yes",
    "withdrawal_instructed_at": "2026-09-08 09:00",
    "address": "Weg 1 10115 Berlin",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Leumund at work, its clock, and where files for it are written."""

    leumund: Leumund
    clock: SetClock
    folder: Path

    def place(self, **values: str) -> None:
        """Take in one order that differs from ``ORDER`` in these values."""
        self.leumund.orders.load(self.write("orders.csv", orders(values)))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def later(self, **span: float) -> None:
        self.clock.at += timedelta(**span)

    def asked(self, order_ref: str = "A-1") -> str:
        """Ask, and give the code that the sender would have sent."""
        asked = self.leumund.orders.ask(order_ref)
        assert isinstance(asked, Asked), asked
        code = self.leumund.orders.take(asked.outgoing_id).code
        assert code is not None
        return code

    def confirmed(self, order_ref: str = "A-1") -> Moved:
        return self.leumund.orders.answer(self.asked(order_ref), "confirm")


def orders(*rows: dict[str, str]) -> str:
    """A file of orders, each row ``ORDER`` but for its values."""
    names = COLUMNS.split(",")
    lines = [";".join((ORDER | row).get(name, "") for name in names) for row in rows]
    return "\n".join([COLUMNS.replace(",", ";"), *lines, ""])


def desk_in(folder: Path, store: Store) -> Desk:
    data = folder / "data"
    data.mkdir()
    clock = SetClock(NOW)
    settings = Settings(folder=data, principal="Muster Telefon", engine_threads=1)
    desk = Desk(Leumund(settings, store, clock, secrets.token_bytes), clock, folder)
    desk.leumund.network.load(desk.write("partners.yaml", PARTNERS))
    desk.leumund.people.load(desk.write("customers.csv", CUSTOMERS))
    desk.leumund.orders.load(desk.write("contacts.csv", CONTACTS), "contacts")
    desk.leumund.intake.calls(desk.write("calls.csv", CALLS), "Norden")
    return desk
