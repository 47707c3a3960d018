"""A source's row becomes a Call or a Complaint; what cannot be understood raises BadInput.

The number called decides who was rung, so it is never guessed. The number shown is what a
display showed: it may be withheld or nonsense, and is kept as it was written.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.basics.numbers import Number
from leumund.intake.call import Call, WrittenCall
from leumund.intake.complaint import Complaint, WrittenComplaint
from leumund.intake.moment import Moment, Place, read_moment
from leumund.intake.whom import about
from leumund.people import UnreadableNumber
from leumund.people import shown as shown_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_NO = frozenset({"", "0", "n", "no", "nein", "false", "f", "falsch"})
# A year that was mistyped; what covers which days looks at the clock itself.
_CLOCKS_APART = timedelta(hours=14)
_AHEAD, _MEMORY = timedelta(days=366), timedelta(days=3653)
_PAIR = re.compile(r"\s*([^:=;]+?)\s*[:=]\s*([^;]*?)\s*(?:;|$)")


class NumberMissing(BadInput):
    """The row names no number that was called, so nobody can be told from it."""

    code = "number-missing"
    hint = "A declared call needs the number called; add it, or leave the row out."


class NotADuration(BadInput):
    """{column} is no whole number of seconds."""

    code = "not-a-duration"
    hint = "Write the duration in whole seconds, for example 95."


class CallOutOfTime(BadInput):
    """The row tells of a call on {called}: that is more than a year ahead, or more than ten
    years ago. It would stretch the days of which calls are known, for everybody."""

    code = "call-out-of-time"
    hint = "Mind the year and the order of day and month, and load the row again."


class ArrivedTooEarly(BadInput):
    """The complaint arrived {arrived} but tells of a call made later, {called}."""

    code = "arrived-too-early"
    hint = "One of the two times is wrong; ask back and load the row again."


class ArrivedTomorrow(BadInput):
    """The complaint is said to have arrived {arrived}; today is {today}. It would come after
    all that is still to come."""

    code = "arrived-tomorrow"
    hint = "Mind the year and the order of day and month, and load the row again."


def read_call(
    row: WrittenCall, called: str | None, shown: str | None, place: Place, now: datetime
) -> Call:
    """The call a row tells of; ``called`` and ``shown`` are its numbers in E.164 form.

    Raises:
        BadInput: the row cannot be understood; the error is the reason.
    """
    if not row.number_called.strip():
        raise NumberMissing()
    if called is None:
        raise UnreadableNumber(column="number_called", value=shown_text(row.number_called))
    moment = read_moment(row.called_at, place)
    if not now - _MEMORY <= moment.at <= now + _AHEAD:
        raise CallOutOfTime(called=moment.local_date)
    return Call(
        called=Number(called),
        shown=Number(shown) if shown else None,
        moment=moment,
        duration_seconds=_seconds(row.duration_seconds),
        outcome=row.outcome.strip(),
        agent=row.agent.strip(),
    )


def read_complaint(
    row: WrittenComplaint,
    called: str | None,
    shown: str | None,
    place: Place,
    *,
    now: Moment,
    original: Mapping[str, str],
    is_midnight_day_only: bool = False,
) -> Complaint:
    """The complaint a row tells of; one that does not say when it arrived arrives ``now``.

    ``original``: the whole row under the source's own names, so that nothing is lost.

    Raises:
        BadInput: the row cannot be understood; the error is the reason.
    """
    if row.number_called.strip() and called is None:
        raise UnreadableNumber(column="number_called", value=shown_text(row.number_called))
    called_at = _optional(row.called_at, place, is_midnight_day_only=is_midnight_day_only)
    arrived_at = _optional(row.arrived_at, place) or now
    if arrived_at.at > now.at + _CLOCKS_APART:
        raise ArrivedTomorrow(arrived=arrived_at.local_date, today=now.local_date)
    if called_at and called_at.at > arrived_at.latest:
        raise ArrivedTooEarly(arrived=arrived_at.local_date, called=called_at.local_date)
    return Complaint(
        arrived_at=arrived_at,
        called_at=called_at,
        called=Number(called) if called else None,
        shown=Number(shown) if shown else None,
        shown_as_written="" if shown else row.number_shown.strip(),
        caller_said=row.caller_said.strip(),
        product=row.product.strip(),
        told=read_told(row.told),
        has_objection=has_objection(row.objection),
        text=row.text,
        original=original,
        about=about(row),
    )


def read_told(written: str) -> dict[str, str]:
    """What the caller knew, by name: ``tariff: M; contract end = 2027-01-31``.

    Text without pairs is kept under ``said``.
    """
    pairs = {name.casefold(): value for name, value in _PAIR.findall(written)}
    return pairs or ({"said": written.strip()} if written.strip() else {})


def has_objection(written: str) -> bool:
    """Does the row hold an objection? Only a plain no, or nothing, means that it does not:
    "please never again" is one, and what cannot be decided means: do not call."""
    return written.strip().casefold() not in _NO


def _optional(
    written: str, place: Place, *, is_midnight_day_only: bool = False
) -> Moment | None:
    if not written.strip():
        return None
    return read_moment(written, place, is_midnight_day_only=is_midnight_day_only)


def _seconds(written: str) -> int | None:
    text = written.strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise NotADuration(column="duration_seconds")
    return int(text)
