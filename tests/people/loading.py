"""Loads a file of customers as a process of its own, so that it can be killed.

``python -m tests.people.loading LOGIN FILE FOLDER``; the login comes by environment.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from leumund.basics.clock import SystemClock
from leumund.people.actions import People
from leumund.store import Store
from leumund.store.connections import Logins


def main(path: str, folder: str) -> None:
    login = os.environ["LEUMUND_TEST_LOGIN"]
    people = People(Store(Logins.given(login)), SystemClock(), Path(folder))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    people.load(Path(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
