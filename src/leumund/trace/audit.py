"""The redraw audit of a copy that is about to be named, from the draw's own code.

The copy is drawn anew from fresh seeds while everything else stays as it was, and the same
calls, or the same stray list, are held against it. Whatever would have named two redrawn
lists names nobody. There are 10,000 redraws; in a universe of more than 10,000 units as many
as toss 10⁸ coins, at least 100: what the audit is there to catch, a wrong chance or a filter
that looks at other partners, crosses in most redraws and not in one of thousands. The seeds
come from the inputs, so that a repeated run gives the same answer.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from leumund.trace.evidence import NEVER
from leumund.trace.finding import Audit
from leumund.trace.redraws import BLOCKING_CROSSINGS, REDRAWS, cells_of_copy, redraw_audit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from leumund.release import DrawRecord
    from leumund.trace.evidence import Evidence, Floats
    from leumund.trace.exclude import Ints


REDRAWN_UNITS = 10**8
REDRAWS_LEAST = 100


def redraws_of(units: int) -> int:
    """How many redraws there are in a universe of so many units."""
    return min(REDRAWS, max(REDRAWS_LEAST, REDRAWN_UNITS // max(units, 1)))


def audit_calls(draw: DrawRecord, copy: int, found: Evidence, until: int, inputs: str) -> Audit:
    """Redraw the copy and weigh the calls up to position ``until``, at which it was reached."""
    heard = slice(0, until + 1)
    result = redraw_audit(
        _redrawn(draw, copy, inputs),
        found.subjects[heard],
        cells=cells_of_copy(
            draw.copies,
            copy,
            design=draw.design,  # type: ignore[arg-type]
            strata=draw.strata,
            eligible=draw.eligible,
        ),
        eligible=None if draw.eligible is None else draw.eligible[:, copy],
        portion_positions=found.portion_positions[copy],
        contacted_at=_contacted_at(draw, copy, found),
        starts=found.starts,
        called_at=found.called_at[heard],
        weight=float(draw.weights[copy]),
        alpha=draw.alpha,
    )
    return Audit(result.redraws, result.crossings, result.is_blocking)


def audit_file(
    draw: DrawRecord,
    copy: int,
    units: Ints,
    hits: int,
    found_at: np.datetime64,
    inputs: str,
) -> Audit:
    """Redraw the copy and count the redrawn lists that hold at least as many of ``units``."""
    has_left = _portions_left(draw, copy, found_at)
    crossings = sum(
        int((portions[units] >= 0)[has_left[portions[units]]].sum() >= hits)
        for portions in _redrawn(draw, copy, inputs)
    )
    redraws = redraws_of(len(draw.strata))
    return Audit(redraws, crossings, crossings >= BLOCKING_CROSSINGS)


def _redrawn(draw: DrawRecord, copy: int, inputs: str) -> Iterator[NDArray[np.int16]]:
    again = draw.redrawing(copy)
    for turn in range(redraws_of(len(draw.strata))):
        yield again.portions(
            sha256(f"{inputs}\n{draw.draw_id}\n{copy}\n{turn}".encode()).digest()
        )


def _contacted_at(draw: DrawRecord, copy: int, found: Evidence) -> Floats:
    """Per unit, the position from which the holder counts as having contacted it."""
    contacted = np.full(len(draw.strata), NEVER)
    contacted[found.contact_units] = found.holder_contacts[:, copy]
    return contacted


def _portions_left(draw: DrawRecord, copy: int, found_at: np.datetime64) -> NDArray[np.bool_]:
    """Per portion: had it left before the list was found? The last place (-1) is "not in"."""
    mine = draw.released.copy == copy
    portions, at = draw.released.portion[mine], draw.released.handed_over_at[mine]
    has_left = np.zeros(int(draw.released.portion.max(initial=0)) + 2, dtype=bool)
    has_left[portions[at <= found_at]] = True
    has_left[-1] = False
    return has_left
