"""Draw records by hand, for tests of what tracing makes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from leumund.intake import UnexplainedCall
from leumund.release import DrawRecord, Released, SealedFacts
from leumund.release.campaign import Lawful

HANDED_OVER = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def draw_record(
    copies: Any,
    partners: tuple[str, ...],
    *,
    design: str = "independent",
    handed_over: Any = None,
    stayed: tuple[tuple[int, int], ...] = (),
    portions: Any = None,
    weights: Any = None,
    alpha: float = 1e-3,
    sealed: SealedFacts | None = None,
    lawful: Lawful | None = None,
) -> DrawRecord:
    """A draw in which unit u is line u + 100. ``handed_over``: units x copies datetime64[s],
    default all at HANDED_OVER; ``stayed``: (unit, copy) screened out on the day."""
    matrix = np.asarray(copies, dtype=bool)
    copy, unit = np.nonzero(matrix.T)
    at = np.full(matrix.shape, np.datetime64(HANDED_OVER.replace(tzinfo=None), "s"))
    at = at if handed_over is None else np.asarray(handed_over, dtype="datetime64[s]")
    portion = np.zeros(matrix.shape, np.int16) if portions is None else np.asarray(portions)
    has_left = ~np.isnat(at[unit, copy])
    out = np.array([(u, c) in stayed for u, c in zip(unit, copy, strict=True)], dtype=bool)
    count = matrix.shape[1]
    first = np.array(
        [
            min((at[u, c] for u in np.flatnonzero(matrix[:, c]) if not np.isnat(at[u, c])),
                default=np.datetime64("NaT", "s"))
            for c in range(count)
        ],
        dtype="datetime64[s]",
    )  # fmt: skip
    return DrawRecord(
        draw_id=1,
        campaign="spring",
        design=design,
        drawn_at=HANDED_OVER,
        units_path=Path("units.parquet"),
        strata=np.zeros(len(matrix), np.int32),
        stratum_names=("[]",),
        copies=sparse.csr_array(matrix),
        eligible=None,
        copy_ids=tuple(range(11, 11 + count)),
        partners=partners,
        weights=np.full(count, 0.5 / count) if weights is None else np.asarray(weights),
        booked_weights=(Fraction(1, count),) * count,
        alpha=alpha,
        released=Released(
            unit=unit.astype(np.int32),
            copy=copy.astype(np.int32),
            portion=portion[unit, copy].astype(np.int16),
            handed_over_at=at[unit, copy],
            is_handed_over=has_left & ~out,
        ),
        embargoed=np.zeros(len(unit), dtype=bool),
        is_recalled=np.zeros(count, dtype=bool),
        first_handed_over=first,
        line_ids=np.arange(100, 100 + len(matrix)),
        line_units=np.arange(len(matrix), dtype=np.int32),
        manifest_path=Path("manifest.json"),
        held=np.empty(0, np.int32),
        sealed=sealed,
        lawful=lawful or Lawful(),
    )


def call(
    position: int,
    line_id: int | None,
    called: datetime | None,
    arrived: datetime | None = None,
    **more: Any,
) -> UnexplainedCall:
    """An unexplained call at this place of the sealed order."""
    return UnexplainedCall(
        position=position,
        line_id=line_id,
        is_number_known=more.pop("is_number_known", True),
        arrived_at=arrived or called or HANDED_OVER,
        called_at=called,
        called_until=more.pop("until", called),
        **more,
    )
