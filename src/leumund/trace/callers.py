"""Exclusion caller by caller: how many calls of one caller a copy cannot explain.

Calls that showed the same number belong together. A caller who used one list rang people of
that list: so a copy that cannot explain most of a caller's calls was not that caller's list,
even if it explains a few, as any copy does by chance. This excludes; it names nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.exclude import Fact
from leumund.trace.finding import Caller, CallerCopy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake import UnexplainedCall
    from leumund.trace.exclude import Bools, Ints
    from leumund.trace.reading import Look

NO_CALLER = -1
_LEAST_CALLS = 2
_MOST_CALLERS = 20


def callers_of(calls: Sequence[UnexplainedCall]) -> Ints:
    """Per call a number for the number shown, -1 where none was."""
    known = sorted({call.shown for call in calls if call.shown is not None})
    place = {shown: number for number, shown in enumerate(known)}
    found = [NO_CALLER if call.shown is None else place[call.shown] for call in calls]
    return np.array(found, dtype=np.int64)


def by_caller(looks: Sequence[Look], callers: Ints) -> tuple[Caller, ...]:
    """The callers with the most calls, from two calls on, each against every copy."""
    known, counts = np.unique(callers[callers != NO_CALLER], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_MOST_CALLERS]
    chosen = [int(known[one]) for one in order if counts[one] >= _LEAST_CALLS]
    return tuple(_caller(looks, np.flatnonzero(callers == one)) for one in chosen)


def _caller(looks: Sequence[Look], calls: Ints) -> Caller:
    copies = [
        CallerCopy(
            draw_id=int(look.draw.draw_id),
            campaign=look.draw.campaign,
            copy_id=int(copy_id),
            partner=look.draw.partners[copy],
            possible=int((look.excluding[calls, copy] == Fact.POSSIBLE).sum()),
        )
        for look in looks
        for copy, copy_id in enumerate(look.draw.copy_ids)
    ]
    positions = looks[0].stream.positions[calls].tolist() if looks else ()
    return Caller(len(calls), tuple(positions), tuple(copies), _unexplained(looks, calls))


def _unexplained(looks: Sequence[Look], calls: Ints) -> dict[str, int]:
    """A call that two copies of one partner could explain is explained once."""
    explained: dict[str, Bools] = {}
    for look in looks:
        for copy, partner in enumerate(look.draw.partners):
            before = explained.setdefault(partner, np.zeros(len(calls), dtype=bool))
            before |= look.excluding[calls, copy] == Fact.POSSIBLE
    return {partner: int((~each).sum()) for partner, each in explained.items()}
