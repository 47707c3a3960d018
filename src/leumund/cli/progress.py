"""How far a long action has come: a bar on standard error, and only for a person watching."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

OnProgress = Callable[[int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Watch:
    """``on_progress`` for one action; ``pause()`` takes the bar away while a person types."""

    update: OnProgress
    pause: Callable[[], AbstractContextManager[None]] = nullcontext

    def __call__(self, done: int, total: int | None) -> None:
        self.update(done, total)


@contextmanager
def progress(what: str) -> Iterator[Watch]:
    """``on_progress`` for one action: call it with what is done and the total, if known."""
    if not sys.stderr.isatty():
        yield Watch(_unwatched)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield Watch(
            lambda done, total: bar.update(task, completed=done, total=total),
            lambda: _paused(bar),
        )


@contextmanager
def _paused(bar: Any) -> Iterator[None]:
    bar.stop()
    try:
        yield
    finally:
        bar.start()


def _unwatched(done: int, total: int | None) -> None:
    """Nobody watches: a file or another program reads standard error."""
