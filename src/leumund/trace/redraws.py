"""The redraw audit: before a copy is named, its list is drawn anew thousands of times.

Each redraw comes from the draw's own code and manifest, never from the urn, and the same
calls are weighed against it. A pipeline that is right crosses its threshold hardly ever;
two crossings or more in 10,000 block the naming. The audit catches a wrong chance and a
filter that looks at other partners; it cannot see a stream that depends on the copy itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from leumund.trace.lists import read_lists
from leumund.trace.urn import cells_as_seen
from leumund.trace.weighing import Scale, read_calls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import ArrayLike

    from leumund.trace.lists import Floats, Ints, Lists
    from leumund.trace.weighing import Design

REDRAWS = 10_000
BLOCKING_CROSSINGS = 2
NOT_IN_COPY = -1
_BATCH_MEMBERSHIPS = 2_000_000
_BATCH_LISTS = 500


@dataclass(frozen=True, slots=True)
class RedrawAudit:
    """How many redrawn lists of a copy would have been named by the same calls."""

    redraws: int
    crossings: int

    @property
    def is_blocking(self) -> bool:
        """So many crossings that something is wrong with the draw or with a filter."""
        return self.crossings >= BLOCKING_CROSSINGS


def redraw_audit(
    redrawn: Iterable[ArrayLike],
    subjects: ArrayLike,
    *,
    cells: ArrayLike,
    eligible: ArrayLike | None = None,
    portion_positions: ArrayLike | None = None,
    contacted_at: ArrayLike | None = None,
    starts: ArrayLike | None = None,
    called_at: ArrayLike | None = None,
    weight: float,
    alpha: float,
) -> RedrawAudit:
    """Weigh the same calls against redrawn lists of one copy.

    Args:
        redrawn: per redraw one int array over units: the portion in which the unit would
            have left, -1 if it is not in the redrawn list.
        subjects, starts, called_at, alpha: as given to ``weigh``.
        cells: per unit, its cell as the copy sees it (``cells_of_copy``).
        eligible: per unit, whether it took part in the draw of this copy.
        portion_positions: stream position of each portion's hand-over (inf: still at home).
        contacted_at: per unit, the position of the holder's first lawful contact (inf: none).
        weight: the copy's booked weight.
    """
    positions = np.asarray(
        [0.0] if portion_positions is None else portion_positions, dtype=float
    )
    contact = None if contacted_at is None else np.asarray(contacted_at, dtype=float)
    threshold = -log(weight) - log(alpha)
    done = crossings = 0
    for batch in _batches(redrawn):
        lists = _as_lists(batch, np.asarray(cells), eligible, positions, contact)
        scale = Scale(lists, "independent", starts, np.full(lists.copies, threshold))
        for unit, call_position in read_calls(subjects, called_at, lists.units):
            scale.put(unit, call_position)
        done += lists.copies
        crossings += int((scale.named_at >= 0).sum())
    return RedrawAudit(redraws=done, crossings=crossings)


def cells_of_copy(
    copies: Any,
    copy: int,
    *,
    design: Design,
    strata: ArrayLike | None = None,
    eligible: Any | None = None,
) -> Ints:
    """Per unit, a number for its cell as this copy sees it; arguments as for ``weigh``."""
    return cells_as_seen(read_lists(copies, strata, eligible, None, None), design, copy)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Redrawn lists side by side: unit and portion of every membership, and their sizes."""

    units: int
    unit: list[Ints]
    portion: list[Ints]


def _batches(redrawn: Iterable[ArrayLike]) -> Iterator[_Batch]:
    batch, memberships = _Batch(0, [], []), 0
    for portions in map(np.asarray, redrawn):
        unit = np.flatnonzero(portions != NOT_IN_COPY)
        batch.unit.append(unit)
        batch.portion.append(portions[unit])
        memberships += len(unit)
        if memberships > _BATCH_MEMBERSHIPS or len(batch.unit) == _BATCH_LISTS:
            yield replace(batch, units=len(portions))
            batch, memberships = _Batch(0, [], []), 0
    if batch.unit:
        yield replace(batch, units=len(portions))


def _as_lists(
    batch: _Batch,
    cells: Ints,
    eligible: ArrayLike | None,
    positions: Floats,
    contact: Floats | None,
) -> Lists:
    lists = len(batch.unit)
    copy = np.repeat(np.arange(lists), [len(unit) for unit in batch.unit])
    unit, portion = np.concatenate(batch.unit), np.concatenate(batch.portion)
    matrix = sparse.csr_matrix((np.ones(len(unit), bool), (unit, copy)), (batch.units, lists))
    took_part = None
    if eligible is not None:
        took_part = np.repeat(np.asarray(eligible, dtype=bool)[:, None], lists, axis=1)
    contacts = None if contact is None else np.column_stack((unit, copy, contact[unit]))
    released = np.column_stack((unit, copy, positions[portion]))
    return read_lists(matrix, cells, took_part, released, contacts)
