"""A ledger at work: what several test files start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from leumund.basics.clock import Clock, SetClock
from leumund.basics.ids import EntryId
from leumund.ledger import append_many
from leumund.ledger.actions import Ledger
from leumund.ledger.writer import Disk
from leumund.store import Store

CLOCK = SetClock(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))


def open_ledger(
    store: Store,
    folder: Path,
    clock: Clock = CLOCK,
    open_disk: Callable[[Path], Disk] = Disk,
) -> Ledger:
    """A ledger with its key."""
    ledger = Ledger(store, clock, folder, open_disk)
    ledger.create_key()
    return ledger


def load(store: Store, count: int) -> list[EntryId]:
    """Commit this many entries, {"rows": 0} and up."""
    with store.transaction() as tx:
        rows = (("people.load", {"rows": i}) for i in range(count))
        return append_many(tx, rows, at=CLOCK.at)
