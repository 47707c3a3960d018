"""Kill -9 while tracing: afterwards the same command completes, and names once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.trace.spring import complain, customers_of, spring

from leumund.store import Statement, Store

pytestmark = pytest.mark.long

KILLS = 3
LATEST_SECONDS = 2.0


def test_tracing_killed_on_the_way_names_once(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    surroundings = os.environ | {
        "LEUMUND_FOLDER": str(tmp_path / "data"),
        "LEUMUND_DATABASE_URL": store.logins.application(),
        "LEUMUND_DATABASE_OWNER_URL": store.logins.owner(),
    }
    command = [sys.executable, "-m", "leumund", "trace", "--json"]
    rng = random.Random(3)
    for _ in range(KILLS):
        process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
        try:
            process.wait(rng.uniform(0.5, LATEST_SECONDS))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    done = subprocess.run(command, env=surroundings, check=True, capture_output=True)
    report = json.loads(done.stdout)
    assert [copy["partner"] for copy in report["copies"] if copy["is_named"]] == ["Osten"]
    with store.transaction() as tx:
        for table in ("trace.naming", "trace.run", "ledger.leaf where kind = 'trace.run'"):
            found = tx.one(
                Statement("count", "For a test.", f"select count(*) as n from {table}")
            )
            assert found["n"] == 1, table
    assert desk.ledger.verify()
