"""Open Leumund for one command: settings from the environment, parts put together."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.app import Leumund


@contextmanager
def open_desk() -> Iterator[Leumund]:
    """All parts at work on the data folder; on leaving, the ledger takes in what was done."""
    from leumund.app import Leumund
    from leumund.settings import Settings

    with Leumund.open(Settings.from_environment()) as leumund:
        yield leumund
