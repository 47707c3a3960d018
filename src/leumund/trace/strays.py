"""A stray list against one draw: the exact test for naming, the facts for exclusion."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log
from typing import TYPE_CHECKING

import numpy as np

from leumund.release import file_weight
from leumund.trace.evidence import NEVER, Stream
from leumund.trace.exclude import Fact
from leumund.trace.finding import StrayCopy, StrayReport
from leumund.trace.outcome import limit_of_100, outcome_of
from leumund.trace.reading import SEALED, facts_of
from leumund.trace.stray import weigh_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from leumund.release import DrawRecord
    from leumund.trace.evidence import Floats
    from leumund.trace.exclude import Ints
    from leumund.trace.stray import FileWeighing

_RAREST = 10**18
_STRANGER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stray:
    """A stray list: the customers' lines in it, each once, and how many are nobody's."""

    digest: str
    line_ids: Ints
    strangers: int
    rows: int
    unreadable: int
    quarantine_path: Path | None

    def report(
        self,
        turn: int,
        copies: Sequence[StrayCopy],
        newly_named: Sequence[int],
        *,
        is_new: bool,
    ) -> StrayReport:
        """What this list says, put together."""
        return StrayReport(
            file_digest=self.digest,
            turn=turn,
            is_new=is_new,
            rows=self.rows,
            people=len(self.line_ids),
            strangers=self.strangers,
            unreadable=self.unreadable,
            copies=tuple(copies),
            newly_named=tuple(newly_named),
            quarantine_path=self.quarantine_path,
        )


def look_at_stray(
    draw: DrawRecord, stray: Stray, turn: int, looked_at: datetime
) -> list[StrayCopy]:
    """One finding per copy; ``turn``: it is the turn-th stray list that is looked at."""
    moment = np.datetime64(looked_at.replace(tzinfo=None), "s")
    facts = facts_of(draw, _as_stream(stray, moment))
    possible = (facts == Fact.POSSIBLE).sum(axis=0)
    numbers = len(stray.line_ids) + stray.strangers
    weighing = None if draw.design == SEALED else _weighed(draw, stray, moment, turn)
    return [
        _stray_copy(draw, copy, numbers, int(possible[copy]), weighing, turn)
        for copy in range(len(possible))
    ]


def _weighed(draw: DrawRecord, stray: Stray, moment: np.datetime64, turn: int) -> FileWeighing:
    released = draw.released
    left_at = np.where(
        np.isnat(released.handed_over_at), NEVER, released.handed_over_at.astype("int64")
    )
    return weigh_file(
        draw.copies,
        draw.unit_of(stray.line_ids),
        design=draw.design,  # type: ignore[arg-type]
        strata=draw.strata,
        eligible=draw.eligible,
        released_at=np.column_stack((released.unit, released.copy, left_at)),
        found_at=float(moment.astype("int64")),
        weights=_weights(draw, turn),
        alpha=draw.alpha,
    )


def _stray_copy(
    draw: DrawRecord,
    copy: int,
    numbers: int,
    possible: int,
    weighing: FileWeighing | None,
    turn: int,
) -> StrayCopy:
    limit = limit_of_100(share_high=1.0, used=0, hits=0, possible=possible, calls=numbers)
    chance = 1.0 if weighing is None else float(weighing.bound[copy])
    is_named = weighing is not None and copy in weighing.named
    return StrayCopy(
        draw_id=int(draw.draw_id),
        campaign=draw.campaign,
        copy_id=int(draw.copy_ids[copy]),
        partner=draw.partners[copy],
        outcome=outcome_of(is_named=is_named, log_e=-log(chance), limit_of_100=limit),
        people=numbers,
        possible=possible,
        not_in_copy=numbers - possible,
        limit_of_100=limit,
        drawn_hits=None if weighing is None else int(weighing.hits[copy]),
        expected=None if weighing is None else round(float(weighing.expected[copy]), 3),
        at_most_once_in=None if weighing is None else _rarity(draw, copy, turn, chance),
    )


def _rarity(draw: DrawRecord, copy: int, turn: int, chance: float) -> int:
    """Any unused copy would show so much in a list at most once in so many times."""
    weight = float(file_weight(draw.booked_weights[copy], turn))
    return max(1, floor(min(weight / chance, _RAREST)))


def _weights(draw: DrawRecord, turn: int) -> Floats:
    return np.array([float(file_weight(weight, turn)) for weight in draw.booked_weights])


def _as_stream(stray: Stray, moment: np.datetime64) -> Stream:
    """The numbers of the list as if each had been called when it was first looked at."""
    line_ids = np.concatenate(
        [stray.line_ids, np.full(stray.strangers, _STRANGER, dtype=np.int64)]
    )
    count = len(line_ids)
    at = np.full(count, moment, dtype="datetime64[s]")
    return Stream(
        positions=np.arange(1, count + 1),
        line_ids=line_ids,
        is_number_known=np.ones(count, dtype=bool),
        arrived_at=at,
        called_from=at,
        called_until=at,
        fact_since=np.full(count, np.datetime64("NaT", "D")),
    )
