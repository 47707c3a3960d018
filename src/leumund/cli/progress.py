"""How far a long action has come: a bar on standard error, and only for a person watching."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OnProgress = Callable[[int, "int | None"], None]


@contextmanager
def progress(what: str) -> Iterator[OnProgress]:
    """``on_progress`` for one action: call it with what is done and the total, if known."""
    if not sys.stderr.isatty():
        yield _unwatched
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _unwatched(done: int, total: int | None) -> None:
    """Nobody watches: a file or another program reads standard error."""
