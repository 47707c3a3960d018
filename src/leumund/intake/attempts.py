"""Attempts that only a partner's declared calls show: placed without a pass of ours.

A declared call that used a pass is no further attempt. Which one did is matched one to one: the
same line, the same number shown, within 24 hours; so one pass covers one call, and a dialler
that asks once and rings ten times is counted. A covered call is left out only where its pass
is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leumund.intake import bulk
from leumund.intake.explain import WINDOW
from leumund.permit import Attempts

if TYPE_CHECKING:
    from pathlib import Path

    from leumund.people import Line
    from leumund.permit import Pass

_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
_DAY, _WEEK = timedelta(hours=24), timedelta(days=7)
_COUNTS = ("attempts_day", "attempts_week", "attempts_campaign")

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class DeclaredAttempts:
    """What permit asks about attempts (``permit.AttemptSource``).

    ``declared`` gives the declared calls as ``run``, an engine's, reads them; ``passes`` those
    that were given for lines in a span of time.
    """

    declared: Callable[[], Any]
    run: Callable[..., Any]
    passes: Callable[[Iterable[int], datetime, datetime], list[Pass]]

    def about(self, line: Line, at: datetime) -> Attempts:
        """The attempts on one line up to that instant."""
        import pyarrow as pa

        lines = pa.table({"line_id": [line.id], "number": [line.number.e164]})
        found = self.table(at, lines).to_pylist()
        return Attempts(*(found[0][name] for name in _COUNTS)) if found else Attempts()

    def table(self, at: datetime, line: Path | Any) -> Any:
        """The attempts on each of these lines; a line without any is missing."""
        import pyarrow as pa

        inputs = {"known_calls": self.declared(), "line": line, "moment": bulk.moment_table(at)}
        counted = self.run(bulk.declared_attempts(), inputs)
        found = {row["line_id"]: row for row in counted.to_pylist()}
        passes = self.passes(list(found), _BEGINNING, at) if found else []
        if passes:
            asked = pa.table({"line_id": sorted({each.line_id for each in passes})})
            calls = self.run(bulk.calls_on_lines(), inputs | {"asked": asked}).to_pylist()
            for line_id, call, passed_at in _covered(calls, passes):
                row = found[line_id]
                row["attempts_campaign"] -= 1
                for name, span in (("attempts_day", _DAY), ("attempts_week", _WEEK)):
                    row[name] -= min(call, passed_at) >= at - span
        return pa.Table.from_pylist(list(found.values()), counted.schema)


def _covered(
    calls: Iterable[dict[str, Any]], passes: Iterable[Pass]
) -> Iterator[tuple[int, datetime, datetime]]:
    """The line, the call's last possible moment and its pass's, for every call with a pass."""
    called: defaultdict[tuple[int, str], list[Span]] = defaultdict(list)
    for row in calls:
        span = row["called_at"].replace(tzinfo=UTC), row["called_until"].replace(tzinfo=UTC)
        called[row["line_id"], row["shown"]].append(span)
    passed: defaultdict[tuple[int, str], list[datetime]] = defaultdict(list)
    for each in passes:
        passed[each.line_id, each.shown_number.e164].append(each.at)
    for key, moments in passed.items():
        for (_at, until), passed_at in _matched(sorted(called[key]), sorted(moments)):
            yield key[0], until, passed_at


def _matched(
    calls: Sequence[Span], passes: Sequence[datetime]
) -> Iterator[tuple[Span, datetime]]:
    """One pass to one call within the window, in the order of time: as many as there can be."""
    waiting = list(reversed(passes))
    for at, until in calls:
        while waiting and waiting[-1] < at - WINDOW:
            waiting.pop()
        if waiting and waiting[-1] <= until + WINDOW:
            yield (at, until), waiting.pop()
