"""A stray list against one draw: the exact tests for naming, the facts for exclusion.

File and complaints together: the evidence of the complaints that were sealed when the list was
first looked at, times that of the file among the people nobody had complained about. Given
whom the complaints have shown to be in a copy, the others are still a draw without
replacement, so the product, too, has a mean of at most one. It is looked at once, and has a
quarter of the file's weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.people import LEAST_WEIGHT
from leumund.release import file_weight
from leumund.trace.colluders import evidence_of_colluders
from leumund.trace.evidence import NEVER, Stream
from leumund.trace.exclude import Fact
from leumund.trace.finding import StrayCopy, StrayReport
from leumund.trace.outcome import limit_of_100, outcome_of
from leumund.trace.reading import SEALED, facts_of
from leumund.trace.stray import FileTrial, look_at_file, weigh_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from leumund.people import Meant
    from leumund.release import DrawRecord
    from leumund.trace.evidence import Floats
    from leumund.trace.exclude import Ints
    from leumund.trace.stray import FileWeighing

_RAREST = 10**18
_STRANGER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stray:
    """A stray list: the customers' lines in it, each once, and how many are nobody's.

    ``doubtful``: rows that only a name tells, each with whom it may mean. ``file_digest``: of
    its bytes, however they are read.
    """

    file_digest: str
    line_ids: Ints
    strangers: int
    rows: int
    unreadable: int
    quarantine_path: Path | None
    doubtful: tuple[tuple[Meant, ...], ...] = ()

    @property
    def digest(self) -> str:
        """Of the people that it names: who reads a file in another way tests another list."""
        rows = sorted(
            [[sorted(each.line_ids), str(each.weight)] for each in row] for row in self.doubtful
        )
        people = {"lines": sorted(self.line_ids.tolist()), "rows": rows}
        return sha256_hex(canonical_bytes(people))

    @property
    def numbers(self) -> int:
        """How many people it names, known or not."""
        return len(self.line_ids) + self.strangers + len(self.doubtful)

    def doubtful_units(self, draw: DrawRecord) -> Ints:
        """The units of the draw for which at least LEAST_WEIGHT of a row's weight speaks."""
        found = [
            unit
            for row in self.doubtful
            for unit, weight in _weights_of(draw, row).items()
            if weight >= LEAST_WEIGHT and unit >= 0
        ]
        return np.unique(np.array(found, dtype=np.int64))

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
            file_digest=self.file_digest,
            people_digest=self.digest,
            turn=turn,
            is_new=is_new,
            rows=self.rows,
            people=len(self.line_ids),
            strangers=self.strangers,
            doubtful=len(self.doubtful),
            unreadable=self.unreadable,
            copies=tuple(copies),
            newly_named=tuple(newly_named),
            quarantine_path=self.quarantine_path,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What the complaints had said of one draw when a list was first looked at.

    ``units``: whom they were about; ``log_e``: per copy, their evidence.
    """

    units: Ints
    log_e: Floats


def look_at_stray(
    draw: DrawRecord, stray: Stray, turn: int, looked_at: datetime, heard: Heard | None = None
) -> list[StrayCopy]:
    """One finding per copy; ``turn``: it is the turn-th stray list that is looked at."""
    moment = np.datetime64(looked_at.replace(tzinfo=None), "s")
    facts = facts_of(draw, _as_stream(stray, moment))
    possible = (facts == Fact.POSSIBLE).sum(axis=0)
    weighing = None
    if draw.design != SEALED:
        weighing = _weighed(draw, stray, moment, turn, heard)
    return [
        _stray_copy(draw, copy, stray.numbers, int(possible[copy]), weighing, turn)
        for copy in range(len(possible))
    ]


def trial_of(
    draw: DrawRecord, copy: int, stray: Stray, looked_at: datetime
) -> tuple[FileTrial, Ints]:
    """What the redraw audit holds redrawn lists against, and the units it looks at."""
    moment = np.datetime64(looked_at.replace(tzinfo=None), "s")
    sure, doubtful = _units_of(draw, stray)
    view, _, _ = look_at_file(draw.copies, sure, doubtful, **_design(draw, moment))
    return FileTrial.of(view, copy), view.units


def level_of(draw: DrawRecord, copy: int, turn: int) -> float:
    """The bound at which the turn-th file names this copy."""
    return float(file_weight(draw.booked_weights[copy], turn)) * draw.alpha


def _weighed(
    draw: DrawRecord, stray: Stray, moment: np.datetime64, turn: int, heard: Heard | None
) -> FileWeighing:
    sure, doubtful = _units_of(draw, stray)
    together = None
    if heard is not None and np.isfinite(heard.log_e).any():
        together = heard.log_e + _among_others(draw, sure, doubtful, moment, heard.units)
    return weigh_file(
        draw.copies,
        sure,
        doubtful=doubtful,
        weights=_weights(draw, turn),
        alpha=draw.alpha,
        log_together=together,
        **_design(draw, moment),
    )


def _among_others(
    draw: DrawRecord, sure: Ints, doubtful: Ints, moment: np.datetime64, seen: Ints
) -> Floats:
    """The evidence of the file among people about whom nobody has complained."""
    is_unseen = np.ones((len(draw.strata), len(draw.partners)), dtype=bool)
    is_unseen[seen] = False
    design = _design(draw, moment)
    if draw.eligible is not None:
        is_unseen &= draw.eligible
    design["eligible"] = is_unseen
    left = np.setdiff1d(sure, seen), np.setdiff1d(doubtful, seen)
    return evidence_of_colluders(look_at_file(draw.copies, *left, **design)[0])


def _units_of(draw: DrawRecord, stray: Stray) -> tuple[Ints, Ints]:
    return draw.unit_of(stray.line_ids), stray.doubtful_units(draw)


def _weights_of(draw: DrawRecord, row: tuple[Meant, ...]) -> dict[int, float]:
    """Per unit of the draw the weight with which a row means somebody in it."""
    found: dict[int, float] = {}
    for meant in row:
        units = np.unique(draw.unit_of(np.array(meant.line_ids, dtype=np.int64)))
        for unit in units.tolist():
            found[unit] = found.get(unit, 0.0) + meant.weight
    return found


def _design(draw: DrawRecord, moment: np.datetime64) -> dict[str, Any]:
    """The arguments that say how the lists were drawn and what had left by then."""
    released = draw.released
    left_at = np.where(
        np.isnat(released.handed_over_at), NEVER, released.handed_over_at.astype("int64")
    )
    return {
        "design": draw.urn,
        "strata": draw.strata,
        "eligible": draw.eligible,
        "released_at": np.column_stack((released.unit, released.copy, left_at)),
        "found_at": float(moment.astype("int64")),
    }


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
    """The numbers of the list as if each had been called when it was first looked at;
    of a row that only a name tells it is not known whose it is, so it excludes nothing."""
    nobody = np.full(stray.strangers + len(stray.doubtful), _STRANGER, dtype=np.int64)
    line_ids = np.concatenate([stray.line_ids, nobody])
    count = len(line_ids)
    at = np.full(count, moment, dtype="datetime64[s]")
    return Stream(
        positions=np.arange(1, count + 1),
        line_ids=line_ids,
        is_number_known=np.arange(count) < count - len(stray.doubtful),
        arrived_at=at,
        called_from=at,
        called_until=at,
        fact_since=np.full(count, np.datetime64("NaT", "D")),
        fact_until=np.full(count, np.datetime64("NaT", "D")),
        callers=np.full(count, _STRANGER),
    )
