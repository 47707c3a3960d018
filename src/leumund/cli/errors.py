"""What a person sees when something could not be done: what happened, and the way out.

Nothing here repeats what a driver or a library said: their messages carry values. A trace
names files, lines and kinds of error, and the messages of our own errors only.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from leumund.basics.errors import LeumundError
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

STOPPED = 130


def show_error(error: LeumundError, *, is_verbose: bool = False) -> int:
    """Say on standard error what happened and what to do; returns the exit status."""
    lines = [error.message(), error.way_out()]
    if is_verbose:
        lines.extend(trace_of(error))
    _say(*lines)
    return error.exit_status


def show_unforeseen(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """The process's last resort for an error that nobody foresaw."""
    if issubclass(kind, KeyboardInterrupt):
        say_stopped()
        return
    _say(
        _("This is a mistake in Leumund, not in what you did. What was finished is kept."),
        _("Please report it with these lines; they hold no personal data:"),
        *trace_of(error),
    )


def say_stopped(what: str = "") -> None:
    """Somebody pressed Ctrl-C. ``what``: what that means, where nothing goes on."""
    _say(what or _("Stopped. What was finished is kept; the same command goes on from there."))


def trace_of(error: BaseException) -> list[str]:
    """Where an error arose, innermost cause first, without anybody's values."""
    return [line for link in reversed(list(_causes(error))) for line in _places(link)]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> Iterator[str]:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind} ({error.code})" if isinstance(error, LeumundError) else kind
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"


def _short(path: str) -> str:
    """A path from its package on: no home folder, no account name."""
    for anchor in ("site-packages/", "/src/", "lib/python"):
        if anchor in path:
            return path.rpartition(anchor)[2]
    return path.rpartition("/")[2]


def _say(*lines: str) -> None:
    print("\n".join(line for line in lines if line), file=sys.stderr)
