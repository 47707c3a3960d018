"""A writer in a process of its own, killed with -9 at its n-th step."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ledger.breaking import BreakingStore, Fuse, breaking_disk
from tests.ledger.work import CLOCK

from leumund.ledger.actions import Ledger
from leumund.store.connections import Logins


def main() -> None:
    """Arguments: the folder and the step; the database's login on standard input."""
    folder, step = Path(sys.argv[1]), int(sys.argv[2])
    login = sys.stdin.read()
    fuse = Fuse(step, kills=True)
    with BreakingStore(Logins.given(login), fuse=fuse) as store:
        Ledger(store, CLOCK, folder, breaking_disk(fuse)).integrate()


if __name__ == "__main__":
    main()
