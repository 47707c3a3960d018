"""A small campaign with everything real: 240 customers, four partners with a list of 24."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyrage

from leumund.app import Leumund
from leumund.basics.clock import SetClock
from leumund.intake.loaded import LoadedComplaints
from leumund.release import DrawRecord
from leumund.settings import Settings
from leumund.store import Store
from leumund.trace.finding import TraceReport

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOLDERS = ("Norden", "Osten", "Sueden", "Westen")
SHOP = "Laden"
CUSTOMERS = 240
POOL = 80
SEED = 1  # lists that fall otherwise on another day would be another test
HEADER = (
    "arrived_at,called_at,number_called,number_shown,caller_said,product,told,objection,text\n"
)


def number(customer: int, which: int = 0) -> str:
    """The made-up number of customer 0, 1, ...; ``which`` of those that a household has."""
    return f"+493023125{which}{customer:03}"


def spring(
    folder: Path,
    store: Store,
    design: str = "independent",
    portions: int = 1,
    lawful: str = "",
    numbers: int = 1,
    callers: str = "",
    decoys: int = 0,
    fields: str = "",
) -> Leumund:
    """Customers, partners and a drawn campaign of which the first portion has left.

    ``numbers``: how many of them each customer has; ``decoys``: how many of a pool of POOL
    are in each copy.
    """
    data = folder / "data"
    data.mkdir(exist_ok=True)
    settings = Settings(folder=data, principal="Muster Telefon", engine_threads=1)
    desk = Leumund(settings, store, SetClock(START), np.random.default_rng(SEED).bytes)
    desk.network.load(_write(folder, "partners.yaml", _partners(fields)))
    desk.people.load(_write(folder, "customers.csv", _customers(numbers)))
    desk.people.load(_write(folder, "consents.csv", _consents(numbers)))
    if decoys:
        _rent(desk, folder)
    text = _campaign(design, portions, lawful, callers)
    text += f"fields: [{fields}]\n" if fields else ""
    text += f"decoys: {{per_copy: {decoys}}}\n" if decoys else ""
    campaign = _write(folder, "campaign.yaml", text)
    desk.release.draw(campaign)
    desk.release.draw(campaign, beacon="1 2 3 4 5 6")
    desk.release.hand_over("spring")
    return desk


def the_draw(desk: Leumund) -> DrawRecord:
    """The one draw of the campaign."""
    return next(draw for draw in desk.release.draws() if draw.campaign == "spring")


def customers_of(desk: Leumund, partner: str) -> list[int]:
    """The customers in a partner's copy that have left the house, as the truth has it."""
    draw = the_draw(desk)
    copy = draw.partners.index(partner)
    mine = (draw.released.copy == copy) & draw.released.is_handed_over
    units = draw.released.unit[mine]
    lines = draw.line_ids[np.isin(draw.line_units, units)].tolist()
    found = desk.people.numbers(lines).values()
    return sorted(int(n[-3:]) for n in found if not n.startswith(decoy(0)[:-3]))


def complain(
    desk: Leumund, folder: Path, customers: list[int], days: int = 2, name: str = "c"
) -> None:
    """These customers complain, one after another, about calls some days from now."""
    at = desk.clock.now() + timedelta(days=days)
    rows = [
        f"{at + timedelta(hours=i + 1):%Y-%m-%dT%H:%MZ},"
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},"
        f"{number(customer)},089 99998 111,,,,,{name}\n"
        for i, customer in enumerate(customers)
    ]
    take_in(desk, _write(folder, f"{name}.csv", HEADER + "".join(rows)))


def take_in(desk: Leumund, path: Path, days: float = 100) -> LoadedComplaints:
    """Load complaints that will have arrived in some days, and go back to today."""
    assert isinstance(desk.clock, SetClock)
    today = desk.clock.at
    desk.clock.at = today + timedelta(days=days)
    try:
        return desk.intake.complaints(path)
    finally:
        desk.clock.at = today


def decoy(of: int) -> str:
    """The made-up number of decoy 0, 1, ... of the pool."""
    return f"+4930231259{of:03}"


def decoys_of(desk: Leumund, partner: str) -> list[int]:
    """The decoys in a partner's copy."""
    draw = the_draw(desk)
    units = draw.released.unit[draw.released.copy == draw.partners.index(partner)]
    lines = draw.line_ids[np.isin(draw.line_units, units)].tolist()
    found = desk.people.numbers(lines).values()
    return sorted(int(one[-3:]) for one in found if one.startswith(decoy(0)[:-3]))


def ring(
    desk: Leumund, folder: Path, decoys: list[int], days: int = 2, name: str = "r"
) -> None:
    """Somebody calls these decoys, one after another, some days from now."""
    at = desk.clock.now() + timedelta(days=days)
    rows = [
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{decoy(one)},089 99998 111\n"
        for i, one in enumerate(decoys)
    ]
    take_in(
        desk, _write(folder, f"{name}.csv", "Beginn,Kontrollnummer,Anrufer\n" + "".join(rows))
    )


def named(report: TraceReport) -> set[str]:
    """The partners whose copy was named."""
    return {copy.partner for copy in report.named}


def _rent(desk: Leumund, folder: Path) -> None:
    """A pool of decoys that may be called, announced to everybody."""
    rows = [f"D{of},{decoy(of)},Person {of},consumer,BE\n" for of in range(POOL)]
    header = "ref,number,name,kind,land\n"
    desk.release.decoys(_write(folder, "decoys.csv", header + "".join(rows)))
    header, *consents = _consents(1).splitlines(keepends=True)
    yes = (
        one.replace(f"K{of},{number(of)}", f"D{of},{decoy(of)}")
        for of, one in enumerate(consents[:POOL])
    )
    desk.people.load(_write(folder, "yes.csv", header + "".join(yes)))
    for partner in HOLDERS:
        desk.release.announce(partner, "Annex 4", START.date())


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _partners(fields: str) -> str:
    agreed = f" fields: [{fields}]," if fields else ""
    return "principal: Muster Telefon\npartners:\n" + "".join(
        f"  - name: {name}\n"
        f"    legal_name: {name} GmbH\n"
        "    country: DE\n"
        "    address: Musterweg 1, Musterstadt\n"
        "    contact: Datenschutz\n"
        "    tasks: [calls]\n"
        "    risk: low\n"
        "    looked_at:\n"
        "      - {what: register_extract, on: 2026-02-02, by: Einkauf}\n"
        "      - {what: security, on: 2026-02-02, by: Einkauf}\n"
        "      - {what: sub_partners, on: 2026-02-02, by: Einkauf}\n"
        f"    age_recipient: {pyrage.x25519.Identity.generate().to_public()}\n"
        "    engagements:\n"
        "      - {role: processor, purposes: [winback], products: [DSL],"
        f"{agreed} valid_from: 2025-01-01, art28_signed: 2024-12-01}}\n"
        "    caller_numbers:\n"
        f"      - {{number: '+49 221 4710 10{i}', valid_from: 2025-01-01, right_of_use: yes}}\n"
        for i, name in enumerate((*HOLDERS, SHOP))
    )


def _customers(numbers: int) -> str:
    rows = (
        f"K{i},{number(i, which)},Person {i},consumer,BE\n"
        for i in range(CUSTOMERS)
        for which in range(numbers)
    )
    return "ref,number,name,kind,land\n" + "".join(rows)


def _consents(numbers: int) -> str:
    header = (
        "ref,number,companies,products,channels,wording,wording_version,granted_at,recorded_at,"
        "source,proof_hash,number_confirmed,origin_checked\n"
    )
    return header + "".join(
        f"K{i},{number(i, which)},Muster Telefon,DSL,telephone,w,1,2026-01-05 10:00,"
        f"2026-01-05 11:00,web,{'ab' * 32},yes,yes\n"
        for i in range(CUSTOMERS)
        for which in range(numbers)
    )


def _campaign(design: str, portions: int, lawful: str, callers: str) -> str:
    partners = ", ".join(f"{{partner: {name}, share: 0.1}}" for name in HOLDERS)
    return (
        "campaign: spring\nprincipal: Muster Telefon\nproduct: DSL\npurpose: winback\n"
        f"design: {design}\npartners: [{partners}]\n"
        f"portions: {{first: {START:%Y-%m-%d}, count: {portions}, every_days: 7}}\n"
        + (f"lawful_calls: {{left_out: {lawful}}}\n" if lawful else "")
        + (f"callers: {callers}\n" if callers else "")
    )
