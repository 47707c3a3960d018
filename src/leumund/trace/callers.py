"""Exclusion caller by caller: how many calls of one caller a copy cannot explain.

Calls that showed the same number belong together. A caller who used one list rang people of
that list: so a copy that cannot explain most of a caller's calls was not that caller's list,
even if it explains a few, as any copy does by chance. This excludes; it names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.language import _
from leumund.trace.exclude import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.intake import UnexplainedCall
    from leumund.trace.exclude import Ints
    from leumund.trace.reading import Look

NO_CALLER = -1
_LEAST_CALLS = 2
_MOST_CALLERS = 20


@dataclass(frozen=True, slots=True)
class CallerCopy:
    """How many of one caller's calls a copy could explain."""

    draw_id: int
    campaign: str
    copy_id: int
    partner: str
    possible: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls that showed the same number: how many, at which places of the sealed order, and
    what each copy could explain of them."""

    calls: int
    positions: tuple[int, ...]
    copies: tuple[CallerCopy, ...]

    @property
    def unexplained(self) -> dict[str, int]:
        """Per partner how many of the calls none of its copies can explain, at least."""
        most: dict[str, int] = {}
        for copy in self.copies:
            most[copy.partner] = most.get(copy.partner, 0) + copy.possible
        return {partner: max(0, self.calls - count) for partner, count in most.items()}

    def in_words(self) -> str:
        """One line per caller."""
        missing = sorted(self.unexplained.items(), key=lambda one: (one[1], one[0]))
        told = ", ".join(f"{partner} {count}" for partner, count in missing)
        return _(
            "{calls} calls showed the same number; of these cannot be explained by: {told}."
        ).format(calls=self.calls, told=told)


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
    return Caller(len(calls), tuple(positions), tuple(copies))
