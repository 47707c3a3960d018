"""Kill -9 at any moment: afterwards the same command completes, nothing is doubled or lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.intake.desk import desk_in, furnish, write

from leumund.app import Leumund
from leumund.store import Statement, Store

pytestmark = pytest.mark.long

ROWS = 4_000
KILLS = 3
LATEST_SECONDS = 1.6


@pytest.fixture
def surrounded(store: Store, tmp_path: Path) -> dict[str, str]:
    """The environment in which a command works on this test's database and folder."""
    furnish(desk_in(tmp_path / "data", store), tmp_path)
    return os.environ | {
        "LEUMUND_FOLDER": str(tmp_path / "data"),
        "LEUMUND_DATABASE_URL": store.logins.application(),
        "LEUMUND_DATABASE_OWNER_URL": store.logins.owner(),
    }


def killed(arguments: list[str], environment: dict[str, str], after_seconds: float) -> int:
    """Run a command and kill it after so many seconds, unless it has ended by then."""
    command = [sys.executable, "-m", "leumund", *arguments]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return process.wait(after_seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        return process.wait()


def completed(arguments: list[str], environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "leumund", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def count(store: Store, sql: str) -> int:
    with store.transaction() as tx:
        return int(
            tx.one(Statement("count", "For a test.", f"select (select {sql}) as n"))["n"]
        )


def with_kills(arguments: list[str], environment: dict[str, str], seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(KILLS):
        killed(arguments, environment, rng.uniform(0.5, LATEST_SECONDS))
    completed(arguments, environment)


def test_complaints_killed_on_the_way_are_whole_afterwards(
    store: Store, tmp_path: Path, surrounded: dict[str, str]
):
    rows = "".join(
        f"2026-03-03 09:{i % 60:02},,+493023125{i:05},,,,,{'ja' if i % 7 == 0 else ''},{i}\n"
        for i in range(ROWS)
    )
    header = (
        "arrived_at,called_at,number_called,number_shown,caller_said,product,told,objection,"
        "text\n"
    )
    path = write(tmp_path, "many.csv", header + rows)
    with_kills(["intake", "complaints", str(path)], surrounded, seed=1)
    desk: Leumund = desk_in(tmp_path / "data", store)
    assert [call.position for call in desk.intake.stream()] == list(range(1, ROWS + 1))
    assert count(store, "count(*) from intake.file where kind = 'complaints'") == 1
    assert count(store, "count(*) from ledger.leaf where kind = 'intake.complaints'") == 1
    assert count(store, "count(*) from people.objection") == len(range(0, ROWS, 7))
    assert desk.ledger.verify()


def test_calls_killed_on_the_way_are_whole_afterwards(
    store: Store, tmp_path: Path, surrounded: dict[str, str]
):
    import pyarrow.parquet as pq

    rows = "".join(f"2026-03-03 09:{i % 60:02},+493023125{i:05},\n" for i in range(ROWS))
    path = write(tmp_path, "many.csv", "called_at,number_called,number_shown\n" + rows)
    with_kills(["intake", "calls", str(path), "--partner", "Norden"], surrounded, seed=2)
    folder = tmp_path / "data" / "calls"
    (table,) = [each for each in folder.iterdir() if each.suffix == ".parquet"]
    assert pq.read_metadata(table).num_rows == ROWS
    assert [each.name for each in folder.iterdir()] == [table.name]
    assert count(store, "sum(rows) from intake.call_table") == ROWS
    assert count(store, "count(*) from ledger.leaf where kind = 'intake.calls'") == 1
