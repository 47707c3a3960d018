"""Killed with -9 between any two steps, a command repeated completes; nothing is doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyrage
import pytest
from tests.release.desk import desk_in, furnish, identity_of
from tests.release.killed import BEACON, file_of, name

from leumund.app import Leumund
from leumund.release import draw_copies
from leumund.release.key_writer import read_master
from leumund.release.secret import Seal
from leumund.release.toss import keys_of
from leumund.release.writer import read_frame, read_universe
from leumund.store import Statement, Store

pytestmark = pytest.mark.long

REPOSITORY = Path(__file__).parents[2]
TWO_PORTIONS = """portions:
  - {on: 2026-03-10, share: 0.5}
  - {on: 2026-03-20, share: 0.5}
"""
SIXTY_PORTIONS = "portions: {first: 2026-01-01, count: 60, every_days: 1}\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    return furnish(desk_in(tmp_path / "data", store), tmp_path, customers=90)


def killed(action: str, store: Store, folder: Path, stride: int) -> list[dict[str, Any]]:
    """The action killed at every ``stride``-th step, and repeated; LEUMUND_EVERY_STEP=1 in the
    environment kills at every single one, which takes minutes."""
    between = "1" if os.environ.get("LEUMUND_EVERY_STEP") else str(stride)
    program = [sys.executable, "-W", "ignore", "-m", "tests.release.killed"]
    path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    done = subprocess.run(
        [*program, action, str(folder), between],
        input=store.logins.application(),
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows(store: Store, text: str) -> list[dict[str, Any]]:
    with store.transaction() as tx:
        return tx.run(Statement("asked", "Asked by a test.", text))


def said(desk: Leumund, kind: str) -> list[dict[str, Any]]:
    """What the entries of this kind say, all of them under a sound ledger."""
    desk.ledger.integrate()
    assert desk.ledger.verify().is_sound
    found = desk.ledger.entries(kind=kind, count=10_000)
    return [json.loads(entry.said or "null") for entry in found]


def test_a_draw_killed_at_any_step_has_one_secret_one_seal_and_one_outcome(
    desk: Leumund, store: Store, tmp_path: Path
):
    steps = killed("draw", store, tmp_path, 3)
    assert len(steps) > 4
    folder = tmp_path / "data"
    campaigns = [name("draw", step["step"]) for step in steps]
    stored = {row["campaign"]: row for row in rows(store, "select * from release.draw")}
    assert sorted(stored) == sorted(campaigns)
    for kind in ("release.seal_secret", "release.draw"):
        assert Counter(body["campaign"] for body in said(desk, kind)) == Counter(campaigns)
    records = {record.campaign: record for record in desk.release.draws()}
    for step in steps:
        campaign = name("draw", step["step"])
        row, record = stored[campaign], records[campaign]
        master = read_master(folder, campaign)
        if step["secret"] is not None:
            assert json.loads(step["secret"])["secret"] == master.secret.hex()
        seal = Seal.from_document(json.loads(row["seal"]))
        frame, universe = read_frame(folder, row), read_universe(folder, row)
        again = draw_copies(frame, universe.strata, keys_of(seal, master, BEACON))
        assert (record.released.unit == again.unit).all()
        assert (record.released.copy == again.copy).all()
        assert row["beacon"] == BEACON
        assert len(record.partners) == 3


def test_a_hand_over_killed_at_any_step_leaves_once_with_every_file(
    desk: Leumund, store: Store, tmp_path: Path
):
    path = file_of(tmp_path, "hand_over", 0)
    path.write_text(path.read_text("utf-8").replace(TWO_PORTIONS, SIXTY_PORTIONS), "utf-8")
    desk.release.draw(path)
    desk.release.draw(path, BEACON)
    steps = killed("hand_over", store, tmp_path, 3)
    assert len(steps) > 4
    portions = [step["step"] for step in steps]
    for portion in portions:
        handed = desk.release.hand_over("hand_over-0", portion, tmp_path / "out")
        assert handed.deliveries == ()
        assert len(handed.again) == 3
        for one in handed.again:
            pyrage.decrypt(one.path.read_bytes(), [identity_of(tmp_path, one.partner)])
            assert one.manifest_path.exists()
    bodies = said(desk, "release.hand_over")
    counted = Counter((body["portion"], body["copy"]) for body in bodies)
    assert len(counted) == 3 * len(steps)
    assert set(counted.values()) == {1}
    (record,) = desk.release.draws()
    has_left = np.isin(record.released.portion, np.array(portions) - 1)
    assert record.released.is_handed_over[has_left].all()
    assert np.isnat(record.released.handed_over_at[~has_left]).all()


def test_a_recall_killed_at_any_step_stands_once_with_its_notice(
    desk: Leumund, store: Store, tmp_path: Path
):
    steps = killed("recall", store, tmp_path, 1)
    assert len(steps) > 2
    assert len(rows(store, "select * from release.recall")) == len(steps)
    bodies = said(desk, "release.recall")
    assert len({body["copy"] for body in bodies}) == len(bodies) == len(steps)
    notices = list((tmp_path / "out").rglob("recall.txt"))
    assert len(notices) == len(steps)


def test_a_seal_killed_at_any_step_registers_the_list_once(
    desk: Leumund, store: Store, tmp_path: Path
):
    steps = killed("seal", store, tmp_path, 1)
    assert len(steps) > 2
    lists = rows(store, "select list_digest from release.sealed_list")
    assert len({row["list_digest"] for row in lists}) == len(lists) == len(steps)
    assert len(said(desk, "release.seal")) == len(steps)


def test_two_commands_at_once_draw_once(desk: Leumund, store: Store, tmp_path: Path):
    from threading import Thread

    path = file_of(tmp_path, "both", 1)
    desk.release.draw(path)
    outcomes: list[Any] = []
    workers = [
        Thread(target=lambda: outcomes.append(desk.release.draw(path, BEACON)))
        for _one in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(outcomes) == 3
    assert len({outcome.draw_id for outcome in outcomes}) == 1
    assert sum(outcome.is_new for outcome in outcomes) == 1
    assert len(said(desk, "release.draw")) == 1
