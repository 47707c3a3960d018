"""Kill -9 at twenty random moments, five in each of load, draw, hand-over and trace.

Afterwards the same command, given again, completes; nothing is doubled or lost; the ledger
verifies. The database server lives on, as it does when only a command is killed; that it
may be killed too is tested in test_database_is_killed.
"""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.parquet as pq
import pyrage
import pytest

from leumund.app import Leumund
from leumund.settings import Settings

pytestmark = pytest.mark.long

KILLS = 5
CUSTOMERS = 1_800
COPY = 150
STRANGER = "030 23125 999"


class Company:
    """A made-up company's files, and its commands, which may be killed."""

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder, self.settings = folder, Settings(folder=folder / "data")
        self.environment = {
            **os.environ,
            "LEUMUND_FOLDER": str(self.settings.folder),
            "LEUMUND_DATABASE_PLACE": str(place),
            "LEUMUND_LANGUAGE": "en",
        }
        self.key = pyrage.x25519.Identity.generate()
        self.random = random.Random(2026)
        self.leumund: Leumund

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "leumund", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environment, stdout=pipe, stderr=pipe, text=True
        )

    def run(self, *arguments: str) -> dict[str, object]:
        """The command's answer; it must succeed."""
        process = self.start(*arguments, "--json")
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answer: dict[str, object] = json.loads(out) if out.strip().startswith("{") else {}
        return answer

    def kill_while(self, seconds: float, *arguments: str) -> bool:
        """Start the command and kill it at a random moment; whether that came in time."""
        process = self.start(*arguments)
        time.sleep(self.random.uniform(0.1, max(0.2, seconds)))
        in_time = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return in_time

    def kill_and_repeat(self, commands: list[tuple[str, ...]]) -> int:
        """Time the first command undisturbed, kill each of the others once, then repeat it.

        Returns how many kills came before the command's end.
        """
        begun = time.monotonic()
        self.run(*commands[0])
        seconds = time.monotonic() - begun
        in_time = 0
        for command in commands[1:]:
            in_time += self.kill_while(seconds, *command)
            self.run(*command)
            assert self.leumund.ledger.verify().is_sound
        return in_time


@pytest.fixture
def company(surroundings: Path) -> Company:
    folder = surroundings / uuid4().hex[:8]
    folder.mkdir()
    return Company(folder, surroundings / "place")


def number(at: int) -> str:
    return f"069 90009 {at:06d}"


def write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def customers(company: Company, part: int) -> Path:
    size = CUSTOMERS // (KILLS + 1)
    rows = [
        [f"K{at:05d}", number(at), "consumer", "BE", "city" if at % 3 else "town"]
        for at in range(part * size, (part + 1) * size)
    ]
    header = ["ref", "number", "kind", "land", "segment"]
    return write(company.folder / f"customers-{part}.csv", header, rows)


def consents(company: Company) -> Path:
    header = ["ref", "number", "companies", "products", "channels", "wording", "granted_at",
              "recorded_at", "source", "proof_hash", "number_confirmed",
              "reaches_past_contract_end"]  # fmt: skip
    rows = [
        [f"K{at:05d}", number(at), "Musterfunk AG", "fibre", "telephone", "Ring me.",
         f"{datetime.now(ZoneInfo('UTC')) - timedelta(days=40):%Y-%m-%d 10:00}",
         f"{datetime.now(ZoneInfo('UTC')) - timedelta(days=40):%Y-%m-%d 10:05}",
         "web", f"{at:064x}", "yes", "yes"]
        for at in range(CUSTOMERS)
    ]  # fmt: skip
    return write(company.folder / "consents.csv", header, rows)


def brought() -> str:
    """What a partner brings before anything is handed to it."""
    whats = ("register_extract", "security", "sub_partners")
    return (
        "    address: Musterweg 1, Musterstadt\n    contact: Datenschutz\n    tasks: [calls]\n"
        "    risk: low\n    looked_at:\n"
        + "".join(f"      - {{what: {what}, on: 2026-01-02, by: Einkauf}}\n" for what in whats)
    )


def partners(company: Company) -> Path:
    path = company.folder / "partners.yaml"
    path.write_text(
        "principal: Musterfunk AG\npartners:\n"
        + "".join(
            f"  - name: {name}\n    country: DE\n{brought()}"
            f"    age_recipient: {company.key.to_public()}\n    engagements:\n"
            "      - role: processor\n        purposes: [winback]\n        products: [fibre]\n"
            "        valid_from: 2025-01-01\n        art28_signed: 2024-12-01\n"
            f"    caller_numbers:\n      - number: '030 23125 90{at}'\n"
            "        valid_from: 2025-01-01\n        right_of_use: true\n"
            for at, name in enumerate(("Norden", "Sueden", "Westen"))
        )
    )
    return path


def campaign(company: Company, name: str) -> Path:
    path = company.folder / f"{name}.yaml"
    wishes = "".join(
        f"  - {{partner: {partner}, count: {COPY}}}\n"
        for partner in ("Norden", "Sueden", "Westen")
    )
    first = datetime.now(ZoneInfo("Europe/Berlin")).date()
    path.write_text(
        f"campaign: {name}\nprincipal: Musterfunk AG\npurpose: winback\nproduct: fibre\n"
        f"design: independent\nstrata: [segment]\npartners:\n{wishes}"
        f"portions: {{first: {first}, count: 1, every_days: 1}}\nfields: [number]\n"
    )
    return path


def complaints(company: Company, part: int) -> Path:
    now = datetime.now(ZoneInfo("Europe/Berlin")).replace(tzinfo=None)
    rows = [
        [f"{now:%Y-%m-%d %H:%M:%S}", f"{now:%Y-%m-%d %H:%M:%S}", number(at), STRANGER]
        for at in company.random.sample(range(CUSTOMERS), 10)
    ]
    header = ["arrived_at", "called_at", "number_called", "number_shown"]
    return write(company.folder / f"complaints-{part}.csv", header, rows)


def test_twenty_kills_lose_nothing_and_double_nothing(company: Company) -> None:
    with Leumund.open(company.settings) as company.leumund:  # the server runs on meanwhile
        in_time = _load(company)
        names = _draw(company)
        in_time += names[1]
        in_time += _hand_over(company, names[0])
        in_time += _trace(company)
        assert in_time >= 10, f"only {in_time} of 20 kills came in time"
    with Leumund.open(company.settings) as leumund:
        _nothing_is_lost_or_doubled(leumund, company, names[0])


def _load(company: Company) -> int:
    company.leumund.set_up()
    loads = [("people", "load", str(customers(company, part))) for part in range(KILLS + 1)]
    in_time = company.kill_and_repeat(loads)
    company.leumund.people.load(consents(company))
    company.leumund.network.load(partners(company))
    return in_time


def _draw(company: Company) -> tuple[list[str], int]:
    names = [f"wave-{turn}" for turn in range(KILLS + 1)]
    draws = []
    for name in names:
        path = campaign(company, name)
        company.leumund.release.draw(path)
        draws.append(("release", "draw", str(path), "--beacon", "3 14 15 92 65"))
    return names, company.kill_and_repeat(draws)


def _hand_over(company: Company, names: list[str]) -> int:
    return company.kill_and_repeat([("release", "hand-over", name) for name in names])


def _trace(company: Company) -> int:
    in_time, seconds = 0, 2.0
    for part in range(KILLS):
        company.leumund.intake.complaints(complaints(company, part))
        in_time += company.kill_while(seconds, "trace")
        begun = time.monotonic()
        company.run("trace")
        seconds = time.monotonic() - begun
        assert company.leumund.ledger.verify().is_sound
    return in_time


def _nothing_is_lost_or_doubled(leumund: Leumund, company: Company, names: list[str]) -> None:
    snapshot = leumund.people.snapshot(company.folder / "snapshot")
    for table in ("line", "person", "person_line", "consent"):
        assert pq.read_metadata(snapshot[table]).num_rows == CUSTOMERS
    draws = leumund.release.draws()
    assert sorted(draw.campaign for draw in draws) == names
    for draw in draws:
        assert np.asarray(draw.copies.sum(axis=0)).ravel().tolist() == [COPY] * 3
        assert draw.released.is_handed_over.all()
    assert len(leumund.intake.stream()) == 10 * KILLS
    entries = leumund.ledger.entries(count=1_000)
    kinds = Counter(entry.kind for entry in entries)
    assert kinds["release.seal_secret"] == kinds["release.draw"] == KILLS + 1
    assert kinds["release.hand_over"] == 3 * (KILLS + 1), "one entry per file"
    assert kinds["intake.complaints"] == KILLS
    # A load that was killed after its commit is noted again, as one that added nothing.
    loads = [json.loads(str(each.said)) for each in entries if each.kind == "people.load"]
    assert sum(load["added"] > 0 for load in loads) == KILLS + 2
    assert sum(load["added"] for load in loads) == 2 * CUSTOMERS
    for path in sorted(company.settings.folder.glob("handed-over/*/*/portion-1.csv.age")):
        rows = pyrage.decrypt(path.read_bytes(), [company.key]).decode().splitlines()
        assert len(set(rows)) == len(rows) == COPY + 1
    assert leumund.ledger.verify().is_sound
