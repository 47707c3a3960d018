"""Write ``examples/first-steps``: ``python -m tools.examples``. The same files every time.

All people, companies and numbers are made up; the numbers come from a block that is kept for
films and books. The partners' private keys are thrown away: nobody can read these copies.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from tools.inventory import ROOT

FOLDER = ROOT / "examples" / "first-steps"
PRINCIPAL = "Musterfunk AG"
PRODUCT = "fibre"
FIRST_NAMES = (
    "Ada",
    "Bruno",
    "Clara",
    "Deniz",
    "Emil",
    "Frieda",
    "Goran",
    "Hanna",
    "Ida",
    "Jan",
)
LAST_NAMES = ("Ahorn", "Buche", "Eibe", "Fichte", "Hasel", "Kiefer", "Linde", "Ulme", "Weide")
LANDS = ("BE", "BY", "HH", "NW", "SN")
COUNT = 600
OBJECTED = (7, 42, 108)
REVOKED = (12, 200)
FIRST_DAY = date(2026, 1, 5)


def number(of: int) -> str:
    """A made-up Berlin number as a person writes it."""
    return f"030 23125 {of:03d}"


def customers() -> Iterator[Sequence[str]]:
    yield "ref", "name", "number", "kind", "land", "segment"
    for of in range(COUNT):
        name = f"{FIRST_NAMES[of % 10]} {LAST_NAMES[of % 9]}"
        kind = "business" if of % 20 == 19 else "consumer"
        segment = ("city", "town", "village")[of % 3]
        yield f"M{of:04d}", name, number(of), kind, LANDS[of % 5], segment
    # A row as it happens: a letter O in a number. It is kept in the quarantine file.
    yield f"M{COUNT:04d}", "Otto Tippfehler", "030 2312O 999", "consumer", "BE", "city"


def consents() -> Iterator[Sequence[str]]:
    yield (
        *("ref", "number", "companies", "products", "channels", "wording", "wording_version"),
        *("granted_at", "recorded_at", "source", "proof_hash", "number_confirmed"),
        *("reaches_past_contract_end", "revoked_at"),
    )
    for of in range(COUNT):
        granted = FIRST_DAY - timedelta(days=30 + of % 300)
        yield (
            *(f"M{of:04d}", number(of), PRINCIPAL, PRODUCT, "telephone"),
            *("I agree that Musterfunk AG calls me about fibre.", "2025-1"),
            *(f"{granted} 10:00", f"{granted} 10:05", "web"),
            *(sha256(f"proof {of}".encode()).hexdigest(), "yes", "yes"),
            f"{FIRST_DAY - timedelta(days=2)} 09:00" if of in REVOKED else "",
        )


def objections() -> Iterator[Sequence[str]]:
    yield "number", "objected_at", "scope", "channel", "source"
    for of in OBJECTED:
        yield number(of), f"{FIRST_DAY - timedelta(days=of)} 12:00", "all", "all", "letter"


PARTNERS = f"""\
# Who may act for whom, for what and since when.
principal: {PRINCIPAL}
partners:
  - name: Norden
    legal_name: Norden Vertrieb GmbH
    country: DE
    address: Hafenstraße 1, 20457 Musterhafen
    contact: the person who answers for data there
    tasks: [calls former customers]
    risk: low
    looked_at:
      - {{what: register_extract, on: 2026-01-02, by: purchasing}}
      - {{what: security, on: 2026-01-02, by: data protection}}
      - {{what: sub_partners, on: 2026-01-02, by: data protection}}
    age_recipient: age1yuql22sua7n72h7ye27znhvcgk05a2cm5s2fvy8qn56z6gahz9dqwd88k6
    engagements:
      - role: processor
        purposes: [winback]
        products: [{PRODUCT}]
        valid_from: 2025-01-01
        art28_signed: 2024-12-01
    caller_numbers:
      - number: "030 23125 901"
        valid_from: 2025-01-01
        right_of_use: true
  - name: Sueden
    legal_name: Sueden Call KG
    country: DE
    address: Am Berg 2, 80331 Musterberg
    contact: the person who answers for data there
    tasks: [calls former customers]
    risk: low
    looked_at:
      - {{what: register_extract, on: 2026-01-02, by: purchasing}}
      - {{what: security, on: 2026-01-02, by: data protection}}
      - {{what: sub_partners, on: 2026-01-02, by: data protection}}
    age_recipient: age1ktuk5d685nsum7nyykn522qnqhcnxhy9m39fa8g2n9ld6gju3a8s9lmref
    engagements:
      - role: processor
        purposes: [winback]
        products: [{PRODUCT}]
        valid_from: 2025-01-01
        art28_signed: 2024-12-01
    caller_numbers:
      - number: "030 23125 902"
        valid_from: 2025-01-01
        right_of_use: true
"""

CAMPAIGN = """\
# Two partners, a tenth of the customers each, drawn apart from each other, in four portions.
campaign: spring
principal: Musterfunk AG
purpose: winback
product: fibre
design: independent
strata: [segment]
partners:
  - {partner: Norden, share: 0.1}
  - {partner: Sueden, share: 0.1}
portions: {first: 2026-02-02, count: 4, every_days: 7}
fields: [number, ref, segment]
"""


def files() -> dict[str, str]:
    """What stands in the folder, by file name."""
    return {
        "customers.csv": _csv(customers()),
        "consents.csv": _csv(consents()),
        "objections.csv": _csv(objections()),
        "partners.yaml": PARTNERS,
        "campaign.yaml": CAMPAIGN,
    }


def _csv(rows: Iterable[Sequence[str]]) -> str:
    from io import StringIO

    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def main(folder: Path = FOLDER) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
