"""Shares in the tables of a look, with their ranges; none of too few people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.basics.shares import PEOPLE_MIN, interval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
