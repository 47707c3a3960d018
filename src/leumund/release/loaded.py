"""From stored rows and frozen tables to the value that tracing reads."""

from __future__ import annotations

import json
from datetime import UTC
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leumund.basics.ids import CopyId, DrawId
from leumund.release.account import complaints_weight
from leumund.release.campaign import APART, HEEDED, TARIFF, Lawful, callers_of, knowledge_of
from leumund.release.drawn import DrawRecord, Papers, Released, SealedFacts
from leumund.release.sizes import SEALED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from leumund.release.draw import Drawn
    from leumund.release.sizes import Frame
    from leumund.release.universe import Universe

Row = dict[str, Any]


class Frozen(NamedTuple):
    """What lies in the frozen files of a draw."""

    universe: Universe
    frame: Frame
    drawn: Drawn


class Past(NamedTuple):
    """What has been done with a draw's copies since: rows of copies, of portions that left,
    and the tables of units that stayed at home."""

    copies: Sequence[Row]
    handed_over: Sequence[Row]
    stayed: Sequence[pa.Table]


def draw_record(
    row: Row, frozen: Frozen, past: Past, alpha: Fraction, units_path: Path, manifests: Path
) -> DrawRecord:
    """One draw, as tracing needs it."""
    universe, frame, drawn = frozen
    terms = json.loads(row["terms"])
    weights = tuple(Fraction(copy["weight"]) for copy in past.copies)
    order = np.argsort(universe.line_ids)
    strata = universe.strata if drawn.groups is None else drawn.groups
    released = _released(drawn, frame.sizes.shape[2], past)
    return DrawRecord(
        draw_id=DrawId(row["id"]),
        campaign=row["campaign"],
        design=row["design"],
        drawn_at=row["drawn_at"],
        units_path=units_path,
        strata=strata,
        stratum_names=frame.stratum_names,
        copies=_matrix(drawn.unit, drawn.copy, (len(universe), len(frame.copies))),
        eligible=_eligible(strata, frame, drawn.held),
        copy_ids=tuple(CopyId(copy["id"]) for copy in past.copies),
        partners=tuple(copy["partner"] for copy in past.copies),
        weights=np.array([float(complaints_weight(weight)) for weight in weights]),
        booked_weights=weights,
        alpha=float(alpha),
        released=released,
        embargoed=drawn.is_embargoed,
        is_recalled=np.array([copy["recalled_at"] is not None for copy in past.copies]),
        first_handed_over=_first(released, len(frame.copies)),
        line_ids=universe.line_ids[order],
        line_units=universe.line_units[order],
        manifest_path=manifests,
        held=drawn.held,
        frame=frame,
        papers=_papers(row, past, alpha),
        lawful=Lawful.from_document(terms),
        is_by_caller=callers_of(terms) == APART,
        heeds_knowledge=knowledge_of(terms) == HEEDED,
        tells_tariff=TARIFF in terms["fields"],
    )


def sealed_record(row: Row, line_ids: NDArray[np.int64], path: Path) -> DrawRecord:
    """A list that somebody else chose: one copy of weight nothing, one unit per line."""
    units = np.arange(len(line_ids), dtype=np.int32)
    nothing = np.zeros(len(units), dtype=np.int32)
    at = np.datetime64(row["handed_over_on"].isoformat(), "s")
    released = Released(
        units,
        nothing,
        nothing.astype(np.int16),
        np.full(len(units), at),
        np.ones(len(units), dtype=bool),
    )
    return DrawRecord(
        draw_id=DrawId(row["id"]),
        campaign=f"sealed list {row['id']}",
        design=SEALED,
        drawn_at=row["sealed_at"],
        units_path=path,
        strata=nothing,
        stratum_names=("[]",),
        copies=_matrix(units, nothing, (len(units), 1)),
        eligible=None,
        copy_ids=(CopyId(row["id"]),),
        partners=(row["partner"],),
        weights=np.zeros(1),
        booked_weights=(Fraction(0),),
        alpha=0.0,
        released=released,
        embargoed=np.zeros(len(units), dtype=bool),
        is_recalled=np.zeros(1, dtype=bool),
        first_handed_over=np.array([at]),
        line_ids=line_ids,
        line_units=units,
        manifest_path=path,
        held=np.empty(0, dtype=np.int32),
        sealed=SealedFacts(
            rows=row["rows"],
            matched=row["matched"],
            unknown=row["unknown"],
            unreadable=row["unreadable"],
            newest_line=row["newest_line"],
            handed_over_on=row["handed_over_on"],
        ),
    )


def _papers(row: Row, past: Past, alpha: Fraction) -> Papers:
    return Papers(
        terms=json.loads(row["terms"]),
        seal=json.loads(row["seal"]),
        beacon=row["beacon"],
        leaves_root=row["leaves_root"],
        alpha=alpha,
        seal_entry=row["seal_entry"],
        draw_entry=row["draw_entry"],
        left=tuple(
            (one["place"], one["portion"], one["handed_over_at"].astimezone(UTC), one["entry"])
            for one in past.handed_over
        ),
        numbers_file=row["numbers_file"],
        leaves_file=row["leaves_file"],
    )


def _matrix(unit: NDArray[Any], copy: NDArray[Any], shape: tuple[int, int]) -> Any:
    from scipy.sparse import coo_matrix

    ones = np.ones(len(unit), dtype=bool)
    return coo_matrix((ones, (unit, copy)), shape=shape).tocsr()


def _eligible(
    strata: NDArray[np.int32], frame: Frame, held: NDArray[np.int32]
) -> NDArray[np.bool_] | None:
    """Who could be in which copy; a view where all copies are alike, None where all could."""
    shape = (len(strata), len(frame.copies))
    if not len(held) and frame.eligible.all():
        return None
    took_part = np.ones(len(strata), dtype=bool)
    took_part[held] = False
    if frame.eligible.all():
        return np.broadcast_to(took_part[:, None], shape)
    eligible: NDArray[np.bool_] = frame.eligible[strata] & took_part[:, None]
    return eligible


def _released(drawn: Drawn, portions: int, past: Past) -> Released:
    left = np.full((len(past.copies), portions), np.datetime64("NaT"), dtype="datetime64[s]")
    for row in past.handed_over:
        left[row["place"], row["portion"] - 1] = _moment(row["handed_over_at"])
    at = left[drawn.copy, drawn.portion] if len(drawn.copy) else np.empty(0, left.dtype)
    is_out = ~np.isnat(at)
    keys = drawn.copy.astype(np.int64) << 32 | drawn.unit
    for table in past.stayed:
        stayed = table["copy"].to_numpy().astype(np.int64) << 32 | table["unit"].to_numpy()
        is_out[np.searchsorted(keys, stayed)] = False
    return Released(drawn.unit, drawn.copy, drawn.portion, at, is_out)


def _first(released: Released, copies: int) -> NDArray[np.datetime64]:
    first = np.full(copies, np.datetime64("NaT"), dtype="datetime64[s]")
    out = ~np.isnat(released.handed_over_at)
    np.fmin.at(first, released.copy[out], released.handed_over_at[out])
    return first


def _moment(at: datetime | date) -> np.datetime64:
    utc = at.astimezone(UTC).replace(tzinfo=None)  # type: ignore[union-attr]
    return np.datetime64(utc, "s")
