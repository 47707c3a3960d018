"""The clocks of a case: what is due when, how many days are left, under which law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leumund.basics.citation import cited
from leumund.basics.clock import on_german_clock
from leumund.basics.language import reader_language
from leumund.cases.case import Case, Clock
from leumund.cases.days import end_of, months_after, today
from leumund.cases.state import OVER, State
from leumund.cases.table import DATA_STOP

if TYPE_CHECKING:
    from leumund.basics.checks import Check


@dataclass(frozen=True, slots=True)
class Due:
    """One clock. ``days_left`` counts days of the calendar and is below zero once it is over;
    ``is_soon`` where it is to be shown in red."""

    name: str
    title: str
    started_at: datetime
    due_at: datetime
    days_left: int
    is_soon: bool
    law: str
    met_at: datetime | None = None


def clocks_of(case: Case, at: datetime, checks: Mapping[str, Check]) -> tuple[Due, ...]:
    """Every clock that runs, the next to be due first; a case that is over has none but the
    day on which it is locked."""
    running = _after(case, at, checks) if case.state in OVER else _before(case, at, checks)
    return tuple(sorted(running, key=lambda due: due.due_at))


def _before(case: Case, at: datetime, checks: Mapping[str, Check]) -> Iterator[Due]:
    known, started = today(case.known_at), case.known_at
    check = checks["C161"]
    late = end_of(known + timedelta(days=check.figure("days_escalate")))
    soon = timedelta(days=check.figure("days_escalate") - check.figure("days_alarm"))
    yield _due("bgb314", check, started, late, at, soon)
    if claims := checks.get("C162"):
        expires = end_of(months_after(known, claims.figure("months")))
        soon = timedelta(days=claims.figure("days_before"))
        yield _due("uwg11", claims, started, expires, at, soon)
    for clock in case.clocks:
        yield _started(clock, at, checks)
    if case.state is State.HEARING:
        hearing = case.hearings[-1]
        day = timedelta(days=1)
        due = end_of(hearing.reply_due)
        yield _due("reply", checks["L152"], hearing.sent_at, due, at, day)
    for measure in case.in_force(at):
        if measure.kind == DATA_STOP and measure.second is None and measure.until:
            soon = timedelta(days=checks["L151"].figure("days_before"))
            yield _due("stop", checks["L151"], measure.since, measure.until, at, soon)


def _started(clock: Clock, at: datetime, checks: Mapping[str, Check]) -> Due:
    if clock.name == "art33":
        check = checks["C167"]
        due = clock.started_at + timedelta(hours=check.figure("hours"))
        soon = timedelta(hours=check.figure("hours_before"))
    else:
        check = checks["L150"]
        due = end_of(months_after(today(clock.started_at), check.figure("months")))
        soon = timedelta(days=check.figure("days_before"))
    return _due(clock.name, check, clock.started_at, due, at, soon, clock.met_at)


def _after(case: Case, at: datetime, checks: Mapping[str, Check]) -> Iterator[Due]:
    if case.closed_at is None or case.state is State.LOCKED:
        return
    check = checks["L153"]
    due = end_of(months_after(today(case.closed_at), check.figure("months")))
    yield _due("lock", check, case.closed_at, due, at, timedelta())


def _due(
    name: str,
    check: Check,
    started: datetime,
    due: datetime,
    at: datetime,
    soon: timedelta,
    met: datetime | None = None,
) -> Due:
    # A day that ends at midnight is the day before that midnight.
    last = on_german_clock(due - timedelta(microseconds=1)).date()
    return Due(
        name=name,
        title=check.title[reader_language()],
        started_at=started,
        due_at=due,
        days_left=(last - today(at)).days,
        is_soon=met is None and at >= due - soon,
        law=cited(check.citation),
        met_at=met,
    )
