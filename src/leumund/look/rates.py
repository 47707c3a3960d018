"""Shares with the range in which they may well lie: exact intervals, and none of too few.

The intervals are those of Clopper and Pearson (Biometrika 26, 1934): whatever the true share
is, in at least 95 of 100 such tables the interval holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PEOPLE_MIN = 5
_SURE = 0.95


def interval(hits: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of Clopper and Pearson for ``hits`` of ``of``, as shares."""
    from scipy.special import betaincinv

    tail = (1 - _SURE) / 2
    low = float(betaincinv(hits, of - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, of - hits, 1 - tail)) if hits < of else 1.0
    return low, high


def with_intervals(
    hits: str, of: str, *, people: str = "people", per: int = 100, leave_out: Sequence[str] = ()
) -> Callable[[Any], Any]:
    """A finish for a table: three columns more, the share and its interval, ``per`` so many.

    They stay empty where fewer than five people, or fewer rows than the column ``rows_min``
    says, stand behind them; where fewer than five people do, so do the counts.
    """

    def finish(table: Any) -> Any:
        import pyarrow as pa

        kept = [name for name in table.column_names if name not in ("rows_min", *leave_out)]
        rows = [_with_share(row, hits, of, people, per) for row in table.to_pylist()]
        names = [*kept, "share", "low", "high"]
        types = [*(table.schema.field(name).type for name in kept), *[pa.float64()] * 3]
        return pa.table(
            {
                name: pa.array([row[name] for row in rows], kind)
                for name, kind in zip(names, types, strict=True)
            }
        )

    return finish


def _with_share(
    row: dict[str, Any], hits: str, of: str, people: str, per: int
) -> dict[str, Any]:
    shown = dict(row) | dict.fromkeys(("share", "low", "high"))
    if row[people] is None or row[people] < PEOPLE_MIN:
        return shown | dict.fromkeys((hits, people))
    if not row[of] or row[of] < max(1, row.get("rows_min") or 0):
        return shown
    low, high = interval(row[hits], row[of])
    figures = (row[hits] / row[of], low, high)
    return shown | {
        name: round(per * figure, 2 if per > 100 else 1)
        for name, figure in zip(("share", "low", "high"), figures, strict=True)
    }
