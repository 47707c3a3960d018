"""Every write broken in turn, and kill -9 between any two steps: the next run completes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

import pytest
from tests.ledger.breaking import BreakingStore, DiskFull, Fuse, breaking_disk
from tests.ledger.work import CLOCK, load, open_ledger

from leumund.ledger.actions import Ledger
from leumund.ledger.checkpoint import Checkpoint
from leumund.store import Store

pytestmark = pytest.mark.long

REPOSITORY = Path(__file__).resolve().parents[2]


def assert_whole(ledger: Ledger, ids: list[int]) -> None:
    """Nothing doubled, nothing lost, everything signed, in the order of the ids."""
    found = ledger.verify()
    assert found.is_sound, found.problems
    assert (found.size, found.waiting) == (len(ids) + 1, 0)
    listed = ledger.entries(kind="people.load", count=len(ids) + 10)
    assert [entry.entry_id for entry in reversed(listed)] == ids


def test_every_broken_write_leaves_a_state_that_the_next_run_completes(
    store: Store, tmp_path: Path
) -> None:
    ledger, ids, seen = open_ledger(store, tmp_path), [], set()
    for step in range(1, 46):
        ids += load(store, 140)
        fuse = Fuse(step)
        broken = BreakingStore(store.logins, fuse=fuse)
        try:
            Ledger(broken, CLOCK, tmp_path, breaking_disk(fuse)).integrate()
        except DiskFull as failure:
            seen.add(str(failure.strerror).rpartition(" ")[0])
        finally:
            broken.close()
        before = published(tmp_path)
        ledger.integrate()
        assert_grown(before, published(tmp_path))
        assert_whole(ledger, ids)
    assert {"before writing", "in the middle of", "before naming", "before settling"} <= seen
    assert {"before", "after", "before discarding"} <= seen


def published(folder: Path) -> bytes | None:
    path = folder / "ledger" / "checkpoint"
    return path.read_bytes() if path.exists() else None


def assert_grown(before: bytes | None, after: bytes | None) -> None:
    sizes = [int(note.split(b"\n")[1]) if note else 0 for note in (before, after)]
    assert sizes[0] <= sizes[1]


def test_two_breaks_in_a_row_are_survived_too(store: Store, tmp_path: Path) -> None:
    ledger, ids = open_ledger(store, tmp_path), []
    for step in range(6, 30, 4):
        for later in (step, step + 5):
            ids += load(store, 100)
            with pytest.raises(DiskFull):
                Ledger(store, CLOCK, tmp_path, breaking_disk(Fuse(later))).integrate()
    ledger.integrate()
    assert_whole(ledger, ids)


@pytest.mark.parametrize("first", [1, 2, 3])
def test_a_writer_killed_at_any_step_leaves_a_state_that_the_next_run_completes(
    store: Store, tmp_path: Path, first: int
) -> None:
    ledger, ids, killed = open_ledger(store, tmp_path), [], 0
    for step in count(first, 3):
        ids += load(store, 130)
        done = run_killed(store, tmp_path, step)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        ledger.integrate()
        assert_whole(ledger, ids)
    assert_whole(ledger, ids)
    assert killed > 8


def run_killed(store: Store, folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
    return subprocess.run(
        [sys.executable, "-m", "tests.ledger.killed_writer", str(folder), str(step)],
        input=store.logins.application(), env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_several_writers_at_once_work_one_after_the_other(store: Store, tmp_path: Path) -> None:
    ledger = open_ledger(store, tmp_path)
    ids: list[int] = []
    signed: list[Checkpoint] = []
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            signed.append(ledger.integrate())

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for rows in (1, 90, 300, 7, 256, 1, 513):
        ids += load(store, rows)
    is_over.set()
    for writer in writers:
        writer.join()
    ledger.integrate()
    assert_whole(ledger, ids)
    roots = {checkpoint.size: checkpoint.root for checkpoint in signed}
    assert all(roots[checkpoint.size] == checkpoint.root for checkpoint in signed)


def test_a_verifier_at_work_while_the_writer_writes_finds_nothing_wrong(
    store: Store, tmp_path: Path
) -> None:
    ledger = open_ledger(store, tmp_path)
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            load(store, 70)
            ledger.integrate()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(15):
            found = ledger.verify()
            assert found.is_sound, found.problems
    finally:
        is_over.set()
        writer.join()
    key = (tmp_path / "keys" / "ledger.pub").read_text().strip()
    assert key
    assert ledger.verify().is_sound


def test_more_than_one_batch_is_signed_batch_by_batch(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leumund.ledger.writer._BATCH_ENTRIES", 300)
    ledger = open_ledger(store, tmp_path)
    ids = load(store, 1_000)
    ledger.integrate()
    assert ledger.verify().checkpoints == 4
    assert_whole(ledger, ids)
