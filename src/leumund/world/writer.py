"""Write the made-up company's files: what it has at the start, and what each month brings.

``truth.json`` lies beside them. Nothing but the demo's last page and the tests may read it.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import yaml

from leumund.world import rows
from leumund.world.cast import CAST
from leumund.world.keys import identity
from leumund.world.population import YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from leumund.world.year import Month, World


@dataclass(frozen=True, slots=True)
class StartFiles:
    """Where the files lie that the company has on the first day of the year."""

    customers: Path
    consents: Path
    objections: Path
    contracts: Path
    partners: Path
    campaign: Path


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """What came in during a month: each partner's calls, the complaints, and the contracts
    that ended or began."""

    calls: dict[str, Path]
    complaints: Path
    contracts: Path


PORTION_DAYS = (date(YEAR, 1, 20), *(date(YEAR, month, 6) for month in range(2, 9)))
"""On which days the portions of the campaign leave."""


def write_start(world: World, folder: Path) -> StartFiles:
    """Write the start files and the truth; overwrites what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    people = world.people
    public = {one.name: str(identity(world.seed, one.name).to_public()) for one in CAST}
    _write_json(folder / "truth.json", _truth(world, {}))
    return StartFiles(
        customers=_table(folder / "customers.csv", rows.CUSTOMERS, rows.customers(people)),
        consents=_table(folder / "consents.csv", rows.CONSENTS, rows.consents(people)),
        objections=_table(folder / "objections.csv", rows.OBJECTIONS, rows.objections(people)),
        contracts=_table(folder / "contracts.csv", rows.CONTRACTS, rows.contracts(people)),
        partners=_yaml(folder / "partners.yaml", rows.partners(public)),
        campaign=_yaml(folder / "campaign.yaml", rows.campaign(PORTION_DAYS)),
    )


def write_month(world: World, month: Month, folder: Path) -> MonthFiles:
    """Write what the month brought, and add the causes of its complaints to the truth."""
    here = folder / f"{month.month:02d}"
    here.mkdir(parents=True, exist_ok=True)
    _add_truth(world, month, folder / "truth.json")
    contracts = rows.changed_contracts(world.people, month.month)
    return MonthFiles(
        calls={
            partner: _table(here / f"calls_{partner}.csv", rows.CALLS, rows.calls(made))
            for partner, made in month.calls.items()
        },
        complaints=_table(
            here / "complaints.csv", rows.COMPLAINTS, rows.complaints(month.complaints)
        ),
        contracts=_table(here / "contracts.csv", rows.CONTRACTS, contracts),
    )


def _truth(world: World, causes: dict[str, list[str]]) -> dict[str, object]:
    truth = world.truth
    return {
        "seed": world.seed,
        "used": truth.used,
        "framed": truth.framed,
        "without_list": list(truth.without_list),
        "careless": list(truth.careless),
        "causes": causes,
    }


def _add_truth(world: World, month: Month, path: Path) -> None:
    causes = json.loads(path.read_text(encoding="utf-8"))["causes"]
    _write_json(path, _truth(world, causes | {f"{month.month:02d}": month.causes}))


def _table(path: Path, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
    return path


def _yaml(path: Path, document: dict[str, object]) -> Path:
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=96)
    path.write_text(text, encoding="utf-8")
    return path


def _write_json(path: Path, document: dict[str, object]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
