"""kill -9 at any moment of a load: either all of the file is there, or nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from leumund.basics.clock import SystemClock
from leumund.ledger.actions import Ledger
from leumund.people.actions import People
from leumund.store import Store

SIZE = 4_000
KILLS = 5


def _customers(path: Path) -> Path:
    rows = "".join(f"K{index},030 23125{index:06d},P {index}\n" for index in range(SIZE))
    path.write_text("ref,number,name\n" + rows + "K,030 CALL,x\n", "utf-8")
    return path


def _start(store: Store, path: Path, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.people.loading", str(path), str(folder)],
        env={**os.environ, "LEUMUND_TEST_LOGIN": store.logins.application()},
        stdout=subprocess.PIPE,
    )


def _rows(people: People, folder: Path) -> dict[str, int]:
    taken = people.snapshot(folder / "snapshot").rows
    return {table: taken[table] for table in ("line", "person", "person_line")}


def test_attack_a_load_killed_at_random_moments_is_whole_or_nothing(
    store: Store, tmp_path: Path
) -> None:
    path, folder = _customers(tmp_path / "customers.csv"), tmp_path / "data"
    people = People(store, SystemClock(), folder)
    ledger = Ledger(store, SystemClock(), folder)
    dice = random.Random(7)
    for _kill in range(KILLS):
        process = _start(store, path, folder)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(dice.random())
        process.kill()
        process.communicate()
        rows = set(_rows(people, tmp_path).values())
        assert rows in ({0}, {SIZE})
        assert bool(ledger.entries(kind="people.load")) == (rows == {SIZE})
    loaded = people.load(path)
    assert loaded.added + loaded.unchanged == SIZE
    assert loaded.quarantined == 1
    assert set(_rows(people, tmp_path).values()) == {SIZE}
    assert [each.name for each in (folder / "quarantine").iterdir()] == [
        path.name for path in [loaded.quarantine_path] if path
    ]
