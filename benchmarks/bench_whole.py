"""From a customer file to handed-over lists, and a year's complaints traced.

    python benchmarks/bench_whole.py [--customers N] [--partners N] [--complaints N]

Writes the files of a made-up company, then runs the real actions on a real database:
load, screen, draw, hand over, complaints in, trace. The peer of the load, in the same run,
is the plainest thing a person would do with the same customer file: parse it with Python's
csv module and normalise every number; the ratio is that of the load to it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyrage

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.basics.numbers import read_many
from leumund.settings import Settings
from leumund.store import erase_database

BLOCKS = ("3023125", "6990009", "4066969", "2214710", "8999998")
DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHARE = 0.02
STRANGER = "+493023125001"


def number(at: int) -> str:
    """The at-th number of the media blocks, extended by six digits."""
    return f"+49{BLOCKS[at % 5]}{at // 5:06d}"


def write_people(folder: Path, customers: int) -> tuple[Path, Path]:
    """customers.csv and consents.csv: one line each, everybody has agreed."""
    people, consents = folder / "customers.csv", folder / "consents.csv"
    with people.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["ref", "number", "kind", "land", "segment"])
        lands = ("BE", "BY", "NW", "HH", "HE")
        for at in range(customers):
            rows.writerow([f"K{at:08d}", number(at), "consumer", lands[at % 5], f"S{at % 4}"])
    with consents.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["consent_ref", "ref", "number", "companies", "products", "channels", "wording",
             "wording_version", "granted_at", "recorded_at", "source", "proof_hash",
             "number_confirmed", "reaches_past_contract_end", "valid_until"]
        )  # fmt: skip
        for at in range(customers):
            proof = hashlib.sha256(b"proof %d" % at).hexdigest()
            rows.writerow(
                [f"E{at:08d}", f"K{at:08d}", number(at), "Musterfunk AG", "fibre", "telephone",
                 "I agree that Musterfunk AG rings me about fibre.", "1", "2025-06-01 10:00",
                 "2025-06-01 10:05", "web", proof, "yes", "yes", "2028-12-31"]
            )  # fmt: skip
    return people, consents


def write_campaign(folder: Path, partners: int) -> tuple[Path, Path]:
    """partners.yaml and campaign.yaml: everybody gets two per cent, in one portion."""
    network, campaign = folder / "partners.yaml", folder / "campaign.yaml"
    names = [f"Partner-{at:03d}" for at in range(partners)]
    network.write_text(
        "principal: Musterfunk AG\npartners:\n" + "".join(map(_partner, range(partners), names))
    )
    wishes = "".join(f"  - {{partner: {name}, share: {SHARE}}}\n" for name in names)
    campaign.write_text(
        "campaign: bench\nprincipal: Musterfunk AG\npurpose: winback\nproduct: fibre\n"
        "design: independent\nstrata: [segment]\npartners:\n" + wishes +
        f"portions: {{first: {DAY.date()}, count: 1, every_days: 7}}\n"
        "fields: [number, ref]\n"
    )  # fmt: skip
    return network, campaign


def _partner(at: int, name: str) -> str:
    recipient = pyrage.x25519.Identity.generate().to_public()
    return (
        f"  - name: {name}\n    legal_name: {name} GmbH\n    country: DE\n"
        "    address: Musterweg 1, Musterstadt\n    contact: Datenschutz\n    tasks: [calls]\n"
        "    risk: low\n    looked_at:\n"
        "      - {what: register_extract, on: 2026-01-02, by: Einkauf}\n"
        "      - {what: security, on: 2026-01-02, by: Einkauf}\n"
        "      - {what: sub_partners, on: 2026-01-02, by: Einkauf}\n"
        f"    age_recipient: {recipient}\n    engagements:\n"
        "      - role: processor\n        purposes: [winback]\n        products: [fibre]\n"
        "        valid_from: 2025-01-01\n        art28_signed: 2024-12-01\n"
        "    caller_numbers:\n"
        f'      - number: "0221 4710 {999_999 - at}"\n        valid_from: 2025-01-01\n'
        "        right_of_use: true\n"
    )


def write_complaints(folder: Path, sold: list[str], customers: int, count: int) -> Path:
    """A twentieth of the complaints from these numbers, the rest from anywhere."""
    rng = np.random.default_rng(5)
    path = folder / "complaints.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["arrived_at", "called_at", "number_called", "number_shown"])
        for at in range(count):
            called = DAY + timedelta(days=1, minutes=20 * at)
            anybody = number(int(rng.integers(customers)))
            whose = str(rng.choice(sold)) if rng.random() < 0.05 else anybody
            arrived = called + timedelta(hours=3)
            rows.writerow(
                [f"{arrived:%Y-%m-%d %H:%M:%S}", f"{called:%Y-%m-%d %H:%M:%S}", whose, STRANGER]
            )
    return path


def numbers_of_copy(leumund: Leumund, copy: int) -> list[str]:
    """The numbers handed over in one copy."""
    record = leumund.release.draws()[0]
    units = np.flatnonzero(record.copies[:, [copy]].toarray()[:, 0])
    lines = record.line_ids[np.isin(record.line_units, units)].tolist()
    return sorted(leumund.people.numbers(lines).values())


class Stopwatch:
    """Seconds per step, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start
        print(f"  {name:<12} {self.seconds[name]:8.2f} s", flush=True)


def plain_reading(path: Path) -> float:
    """Seconds to parse the file and normalise its numbers, and nothing else."""
    start = time.perf_counter()
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
        read_many(row["number"] for row in rows)
    return time.perf_counter() - start


def run(folder: Path, customers: int, partners: int, complaints: int) -> str:
    """Run the chain in this folder; returns the digest of what was traced."""
    people, consents = write_people(folder, customers)
    network, campaign = write_campaign(folder, partners)
    clock, watch = SetClock(DAY), Stopwatch()
    settings = Settings(folder=folder / "data")
    with Leumund.open(settings, clock, entropy=lambda size: b"\x07" * size) as leumund:
        with watch.step("load"):
            leumund.people.load(people)
            leumund.people.load(consents)
        leumund.network.load(network)
        with watch.step("draw"):  # screens everybody, seals, draws
            leumund.release.draw(campaign, None)
            leumund.release.draw(campaign, "7 13 22 31 40 48 / 5")
        with watch.step("hand over"):  # screens again, encrypts 200 files
            leumund.release.hand_over("bench", None, folder / "out")
        chain = sum(watch.seconds.values())
        rows = customers * partners * SHARE
        print(f"  {'in all':<12} {chain:8.2f} s for {rows:,.0f} rows handed over")
        sold = numbers_of_copy(leumund, 0)
        path = write_complaints(folder, sold, customers, complaints)
        clock.at = DAY + timedelta(days=300)
        with watch.step("complaints"):
            leumund.intake.complaints(path)
        with watch.step("trace"):
            report = leumund.trace.run()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    ratio = watch.seconds["load"] / plain_reading(people)
    print(f"  memory       {own:8.2f} GiB; load {ratio:.1f} x parsing the customer file")
    erase_database(settings)
    return hashlib.sha256(repr([copy.log_e for copy in report.copies]).encode()).hexdigest()[
        :16
    ]


def main(arguments: list[str] | None = None) -> str:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--partners", type=int, default=200)
    parser.add_argument("--complaints", type=int, default=10_000)
    size = parser.parse_args(arguments)
    today = date.today().isoformat()  # noqa: DTZ011
    print(f"whole: {size.customers:,} customers, {size.partners} partners ({today})")
    with tempfile.TemporaryDirectory(prefix="leumund-bench-") as folder:
        found = run(Path(folder), size.customers, size.partners, size.complaints)
    print(f"  digest {found}")
    return found


if __name__ == "__main__":
    main()
