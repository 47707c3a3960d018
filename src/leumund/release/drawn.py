"""What a past draw was, as a value: all that tracing needs, and nothing of a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.release.campaign import CONTACTED, Lawful
from leumund.release.draw import NOT_IN, Drawn, Redrawing, redrawing
from leumund.release.sizes import CONDITIONAL, INDEPENDENT
from leumund.release.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from fractions import Fraction
    from pathlib import Path

    from numpy.typing import NDArray

    from leumund.basics.ids import CopyId, DrawId
    from leumund.release.sizes import Frame


@dataclass(frozen=True, slots=True, eq=False)
class Released:
    """One row per membership, sorted by copy, then unit.

    ``portion`` from 0. ``handed_over_at``: datetime64[s] in UTC, the moment at which this
    portion of this copy left, NaT where it has not. ``is_handed_over``: whether the unit
    itself left with it, or stayed at home because it might no longer be contacted.

    For naming a unit that stayed at home counts as released (its coin was tossed, and who
    stays at home depends on the unit, not on the coin) but never as a hit; leaving it out
    of the urn would make the chance too small and speak against copies that were not used.
    """

    unit: NDArray[np.int32]
    copy: NDArray[np.int32]
    portion: NDArray[np.int16]
    handed_over_at: NDArray[np.datetime64]
    is_handed_over: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SealedFacts:
    """What is known of a list that somebody else chose. ``unknown`` numbers belonged to no
    line then, ``unreadable`` rows to no number: a line with an id above ``newest_line`` may
    be among them, so it counts as doubtful."""

    rows: int
    matched: int
    unknown: int
    unreadable: int
    newest_line: int
    handed_over_on: date


@dataclass(frozen=True, slots=True)
class Papers:
    """What shows a draw to an outsider. ``terms``: the campaign's document, ``seal``: that of
    the seal; ``left``: per portion of a
    copy that left its place in the frame, the portion (from 1), the moment and the entry;
    ``numbers_file`` and ``leaves_file``: frozen, as ``leaves`` describes them."""

    terms: Mapping[str, Any]
    seal: Mapping[str, Any]
    beacon: str
    leaves_root: str
    alpha: Fraction
    seal_entry: int
    draw_entry: int
    left: tuple[tuple[int, int, datetime, int], ...]
    numbers_file: str
    leaves_file: str


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """The copy inside which a draw was made: its draw, its place there, its id, and per unit
    of this draw the unit (int32) that it is in the draw above."""

    draw_id: DrawId
    place: int
    copy_id: CopyId
    units: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class DrawSummary:
    """A draw in one line. ``memberships``: units in all copies, ``handed_over``: of these,
    those that have left; ``recalled``: copies."""

    campaign: str
    design: str
    drawn_at: datetime
    partners: tuple[str, ...]
    units: int
    memberships: int
    handed_over: int
    recalled: int


@dataclass(frozen=True, slots=True, eq=False)
class DrawRecord:
    """One draw (design ``independent``, ``conditional`` or ``spread``), or one sealed list
    (``sealed``).

    ``strata`` int32 per unit, an index into ``stratum_names``: where copies are spread, the
    group to which the unit was dealt. ``copies``: scipy.sparse bool,
    units x copies, as drawn. ``eligible``: bool, units x copies, False also for units held
    back in this draw; None for all. Per copy: ``copy_ids``, ``partners`` (names as in
    network), ``weights`` (float, the complaints' part of the booked weight),
    ``booked_weights`` (exact), ``is_recalled``, ``first_handed_over`` (datetime64[s], UTC).
    ``alpha``: the account's. ``line_ids`` (ascending) with ``line_units``: whose line is
    which unit. ``embargoed``: per membership of ``released``, in the embargoed half.
    ``lawful``: how complaints about lawful calls are kept from naming.
    ``inside``: the copy of an earlier draw inside which this one was made. ``is_by_caller``:
    every caller is a bet of its own when complaints are weighed; ``heeds_knowledge``: it counts
    what callers knew; ``tells_tariff``: its files hold the tariff of the day.
    A sealed list has one copy, one unit per line, weight 0, no frame, and serves exclusion.
    """

    draw_id: DrawId
    campaign: str
    design: str
    drawn_at: datetime
    units_path: Path
    strata: NDArray[np.int32]
    stratum_names: tuple[str, ...]
    copies: Any
    eligible: NDArray[np.bool_] | None
    copy_ids: tuple[CopyId, ...]
    partners: tuple[str, ...]
    weights: NDArray[np.float64]
    booked_weights: tuple[Fraction, ...]
    alpha: float
    released: Released
    embargoed: NDArray[np.bool_]
    is_recalled: NDArray[np.bool_]
    first_handed_over: NDArray[np.datetime64]
    line_ids: NDArray[np.int64]
    line_units: NDArray[np.int32]
    manifest_path: Path
    held: NDArray[np.int32]
    frame: Frame | None = None
    sealed: SealedFacts | None = None
    papers: Papers | None = None
    lawful: Lawful = field(default_factory=Lawful)
    inside: Inside | None = None
    is_by_caller: bool = False
    heeds_knowledge: bool = False
    tells_tariff: bool = False

    @property
    def is_graded(self) -> bool:
        """Whether a call is bet on the more boldly if its caller knew the tariff in the files.
        Never where listed people's contacts count, as they may change what people have."""
        contacts_out = self.lawful.left_out == CONTACTED
        return self.heeds_knowledge and self.tells_tariff and contacts_out

    def unit_of(self, line_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The unit of each of these lines, -1 for a line that took no part."""
        wanted = np.asarray(line_ids, dtype=np.int64)
        if not len(self.line_ids):
            return np.full(wanted.shape, NOT_IN, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.line_ids, wanted), len(self.line_ids) - 1)
        return np.where(self.line_ids[at] == wanted, self.line_units[at], NOT_IN)

    @property
    def urn(self) -> str:
        """How the chance of being in a copy follows: ``independent`` or ``conditional``. Spread
        copies are drawn apart from one another within their groups."""
        return CONDITIONAL if self.design == CONDITIONAL else INDEPENDENT

    @property
    def dealt(self) -> Drawn:
        """The outcome of the draw."""
        gone, homes = self.released, self.frame.homes if self.frame else ()
        groups = self.strata if homes else None
        return Drawn(gone.unit, gone.copy, gone.portion, self.embargoed, self.held, groups)

    @property
    def universe(self) -> Universe:
        """Who took part, in the strata of the universe."""
        if self.frame is None:
            raise ValueError("a list that somebody else chose was not drawn")
        order = np.lexsort((self.line_ids, self.line_units))
        strata, names = self.frame.home(self.strata), self.frame.home_names
        return Universe(self.line_ids[order], self.line_units[order], strata, names)

    def in_short(self) -> DrawSummary:
        """One line of a list of draws."""
        return DrawSummary(
            campaign=self.campaign,
            design=self.design,
            drawn_at=self.drawn_at,
            partners=self.partners,
            units=len(self.strata),
            memberships=len(self.released.unit),
            handed_over=int(self.released.is_handed_over.sum()),
            recalled=int(self.is_recalled.sum()),
        )

    def redrawing(self, copy: int) -> Redrawing:
        """One copy (its place, from 0), ready to be redrawn from fresh seeds."""
        if self.frame is None:
            raise ValueError("a list that somebody else chose cannot be redrawn")
        others = None
        if self.design == CONDITIONAL:
            others = np.zeros(len(self.strata), dtype=bool)
            others[self.released.unit[self.released.copy != copy]] = True
        return redrawing(self.frame, self.strata, copy, self.held, others)


def redraw(record: DrawRecord, copy: int, seed: bytes) -> NDArray[np.int16]:
    """Per unit the portion (from 0) it would be in, had this copy been drawn from this
    32-byte seed and everything else been as it was; -1 for not in the copy.

    For many seeds prepare once: ``again = record.redrawing(copy)``, then
    ``again.portions(seed)``.
    """
    return record.redrawing(copy).portions(seed)
