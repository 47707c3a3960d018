"""Each contract reports a violation of it, planted in a copy of the tree."""

from pathlib import Path

import pytest
from tests.house.contracts import broken_contracts
from tests.house.trees import copy_of_the_tree, plant

STORY = "The story only looks back"
DRIVERS = "Drivers live in store and engine only"
SMALL = "Only records, actions and writers touch the store"
BIG = "Only bulk files, records and actions name the engine"
WIRED = "Actions are put together in app and nowhere else"
SEALED = "Complaints are sealed before any copy is opened: intake knows no release"
OUTSIDER = "An outsider can verify with nothing of ours but the ledger's few files"
LIGHT = "Weighing needs no database, no engine and no page"
ENTRANCE = "Help needs neither Typer nor any part"
ACYCLIC = "No part has a cycle inside"

VIOLATIONS = [
    ("permit.decide", "import leumund.trace", STORY),
    ("basics.numbers", "import leumund.settings", STORY),
    ("people.line", "import leumund.network", STORY),
    ("network.partner", "import leumund.permit", STORY),
    ("release.draw", "import leumund.intake", STORY),
    ("engine.plan", "import leumund.store", STORY),
    ("store.statements", "import leumund.engine", STORY),
    ("ledger.tree", "import leumund.people", STORY),
    ("trace.weighing", "import leumund.world", STORY),
    ("app", "import leumund.cli", STORY),
    ("undeclared.part", "", STORY),
    ("intake.moment", "import leumund.release", SEALED),
    ("permit.decide", "import sqlite3", DRIVERS),
    ("people.records", "import psycopg", DRIVERS),
    ("trace.bulk", "import pyspark", DRIVERS),
    ("cli.people", "import duckdb", DRIVERS),
    ("permit.decide", "import leumund.store", SMALL),
    ("trace.weighing", "from leumund.store import Transaction", SMALL),
    ("ledger.verify", "import leumund.store", SMALL),
    ("release.draw", "import leumund.engine", BIG),
    ("cli.permit", "from leumund.permit.actions import Permit", WIRED),
    ("trace.weighing", "from leumund.trace.actions import Trace", WIRED),
    ("permit.actions", "import leumund.people.records", "people/records.py is private"),
    ("permit.decide", "import leumund.permit.records", "permit/records.py is private"),
    ("app", "import leumund.trace.records", "trace/records.py is private"),
    ("trace.evidence", "import leumund.release.draw", "enter release by its front door"),
    ("release.plan", "import leumund.permit.decide", "enter permit by its front door"),
    ("cli.ledger", "import leumund.ledger.tree", "enter ledger by its front door"),
    ("cli.people", "import leumund.people.records", "enter people by its front door"),
    ("people.records", "import leumund.store.statements", "enter store by its front door"),
    ("permit.bulk", "import leumund.engine.plan", "enter engine by its front door"),
    ("ledger.verify", "import leumund.settings", OUTSIDER),
    ("ledger.verify", "import numpy", OUTSIDER),
    ("ledger.tree", "import leumund.store", OUTSIDER),
    ("trace.weighing", "import pyarrow", LIGHT),
    ("trace.weighing", "import leumund.ledger", LIGHT),
    ("basics.language", "import jinja2", LIGHT),
    ("cli.main", "import typer", ENTRANCE),
    ("cli.errors", "import rich", ENTRANCE),
    ("basics.language", "import leumund.basics.errors", ACYCLIC),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs")


@pytest.mark.parametrize(("module", "line", "contract"), VIOLATIONS)
def test_a_planted_violation_is_reported(
    module: str, line: str, contract: str, tmp_path: Path, cache: Path
) -> None:
    package = copy_of_the_tree(tmp_path)
    plant(package, module, line)
    broken, report = broken_contracts(package, cache)
    assert any(contract in name for name in broken), report
