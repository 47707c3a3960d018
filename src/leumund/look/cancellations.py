"""(g) Cancellations beside calls: shown together, not proved as cause."""

from __future__ import annotations

from typing import Any

from leumund.basics.language import marked as _
from leumund.look.findings import Chapter, TableCode

_TOGETHER = _("Shown together, not proved as cause.")
_DAYS = _(
    "Shown together, not proved as cause. No share is shown where only contracts that were "
    "cancelled have an end."
)
_NEEDS = ("calls", "contracts.cancelled_on", "customers.number")
_CHANGE = _("Put the contracts, with the days on which they were cancelled, into the folder.")
_WORDS = {
    "none": _("no call"),
    "after": _("after the contract's end"),
    "open": _("the contract has no end"),
}


def with_shares(table: Any) -> Any:
    """The same with one more column: how many of 100 people have cancelled."""
    import pyarrow as pa

    people, cancelled = table["people"].to_pylist(), table["cancelled"].to_pylist()
    shares: list[float | None] = [
        round(100 * c / n, 1) for n, c in zip(people, cancelled, strict=True)
    ]
    if "days_group" in table.column_names:
        shares = _telling(shares, table["days_group"].to_pylist())
    return table.append_column("per_hundred", pa.array(shares, pa.float64()))


def _telling(shares: list[float | None], days: list[str]) -> list[float | None]:
    """None for those with a call where all who have cancelled, and nobody else, have an end:
    such a share says only in which contracts an end was written."""
    pairs = list(zip(shares, days, strict=True))
    called = [(share, day) for share, day in pairs if day != "none"]
    is_empty = all(share == (0 if day == "open" else 100) for share, day in called)
    return [None if is_empty and day != "none" else share for share, day in pairs]


def _table(code: str, title: str, *heads: str) -> TableCode:
    columns = (*heads, _("people"), _("of these have cancelled"), _("of 100"))
    return TableCode(
        code,
        _NEEDS,
        title,
        _TOGETHER if code == "cancellations_by_calls" else _DAYS,
        columns,
        _CHANGE,
        finish=with_shares,
        words=_WORDS,
        behind="cancellations_behind",
        detail=_("calls, and days from the last to the contract's end: {detail}"),
    )


CHAPTER = Chapter(
    letter="g",
    title=_("Cancellations beside calls"),
    sql="cancellations.sql",
    prepared=("ends_and_calls",),
    tables=(
        _table("cancellations_by_calls", _("By number of calls before it"), _("calls")),
        _table(
            "cancellations_by_days",
            _("By days from the last call to the contract's end"),
            _("days to the contract's end"),
        ),
        _table(
            "cancellations_by_both",
            _("By both"),
            _("calls"),
            _("days to the contract's end"),
        ),
    ),
)
