"""Each contract reports each violation of it, planted in a copy of the tree."""

import re

import pytest
from tests.house.contracts import broken_contracts
from tests.house.trees import CONTRACTS, copy_of_the_tree, plant

STORY = "The story only looks back"
DRIVERS = "Drivers live in store and engine only"
SMALL = "Only records, actions and writers touch the store"
BIG = "Only bulk files, records and actions name the engine"
WIRED = "Actions are put together in app and nowhere else"
SEALED = "Complaints are sealed before any copy is opened: intake knows no release"
OUTSIDER = "An outsider can verify with nothing of ours but the ledger's few files"
EXHIBIT = "An exhibit is checked with nothing of ours but a few files of trace and the ledger"
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
    ("trace.exact", "import leumund.release", EXHIBIT),
    ("trace.grounds", "import numpy", EXHIBIT),
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
    ("ledger.tree", "import leumund.ledger.records", "ledger/records.py is private"),
    ("network.partner", "import leumund.network.records", "network/records.py is private"),
    ("release.draw", "import leumund.release.records", "release/records.py is private"),
    ("intake.moment", "import leumund.intake.records", "intake/records.py is private"),
    ("orders.order", "import leumund.orders.records", "orders/records.py is private"),
    ("orders.post.mail", "import leumund.orders.post.records", "orders/post/records.py is"),
    ("audit.calls", "import leumund.audit.records", "audit/records.py is private"),
    (
        "audit.rows.behind",
        "import leumund.audit.rows.records",
        "rows/records.py is private",
    ),
    (
        "audit.words.pattern",
        "import leumund.audit.words.records",
        "words/records.py is private",
    ),
    ("cases.case", "import leumund.cases.records", "cases/records.py is private"),
    ("cli.ledger", "import leumund.orders.order", "enter orders by its front door"),
    ("cli.ledger", "import leumund.audit.calls", "enter audit by its front door"),
    ("cli.ledger", "import leumund.cases.case", "enter cases by its front door"),
    ("cli.ledger", "import leumund.web.pages", "enters web by its front door"),
    ("permit.bulk", "import leumund.network.partner", "enter network by its front door"),
    ("cli.ledger", "import leumund.intake.moment", "enter intake by its front door"),
    ("cli.permit", "import leumund.trace.weighing", "enter trace by its front door"),
    ("cli.ledger", "import leumund.look.rates", "enter look by its front door"),
    ("cli.ledger", "import leumund.report.page", "enter report by its front door"),
    ("cli.ledger", "import leumund.world.cast", "enter world by its front door"),
    ("look.rates", "import leumund.store", "A look needs no database and no ledger"),
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
def sections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each broken contract in a tree in which all violations are planted."""
    folder = tmp_path_factory.mktemp("tree")
    package = copy_of_the_tree(folder)
    for module, line, _contract in VIOLATIONS:
        plant(package, module, line)
    _broken, report = broken_contracts(package, folder / "graphs")
    parts = re.split(r"^(\S.*)\n-{3,}$", report.partition("Broken contracts")[2], flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_contract_has_a_planted_violation(sections: dict[str, str]) -> None:
    names = re.findall(r"^name ?= ?(.+)$", CONTRACTS.read_text("utf-8"), re.M)
    assert sorted(sections) == sorted(names)


@pytest.mark.parametrize(("module", "line", "contract"), VIOLATIONS)
def test_a_planted_violation_is_reported(
    module: str, line: str, contract: str, sections: dict[str, str]
) -> None:
    said = "".join(text for title, text in sections.items() if contract in title)
    target = line.split()[1] if line else ""
    shown = f"leumund.{module} -> {target} " if line else "- leumund.undeclared"
    if contract == ACYCLIC:  # only the last names are shown there
        shown = f"- .{module.split('.')[-1]} -> .{target.split('.')[-1]} "
    assert shown in said, said
