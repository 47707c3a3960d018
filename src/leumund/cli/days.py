"""Days and moments on the command line, as people in Germany and programs write them.

Options take them by ``parser=read_day`` and ``parser=read_moment``. A moment without an
offset is German time.
"""

from __future__ import annotations

from datetime import date, datetime

from leumund.basics.errors import BadInput
from leumund.cli.usage import shown
from leumund.people import day, moment


class NotADay(BadInput):
    """{shown} is no day of the calendar; nothing was done."""

    code = "not-a-day"
    hint = "Write 13.01.2026 or 2026-01-13."


class NotAMoment(BadInput):
    """{shown} is no moment that a calendar and German clocks have shown; nothing was done."""

    code = "not-a-moment"
    hint = "Write '13.01.2026 17:05' or 2026-01-13T17:05, German time, or 2026-01-13T16:05:00Z."


def read_day(written: str) -> date:
    """Raises NotADay."""
    try:
        found = day(written, "")
    except BadInput as error:
        raise NotADay(shown=error.values["value"]) from None
    if found is None:
        raise NotADay(shown=shown(written))
    return found


def read_moment(written: str) -> datetime:
    """The instant in UTC; a day alone is its first moment. Raises NotAMoment."""
    try:
        found = moment(written, "")
    except BadInput as error:
        raise NotAMoment(shown=error.values["value"]) from None
    if found is None:
        raise NotAMoment(shown=shown(written))
    return found
