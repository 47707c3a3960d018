"""(h) What cannot be said, and which one change would make it sayable."""

from __future__ import annotations

from math import ceil
from typing import Any

from leumund.basics.language import marked as _
from leumund.basics.shares import PEOPLE_MIN
from leumund.look.findings import Chapter, TableCode

ALPHA = 1 / 1000
DRAW_PART = 0.9 / (20 * 12)
COMPLAINTS_PART = 0.5
"""What an account books for one declared draw when it is opened as proposed; tests hold these
against the account itself, which a look must not need."""
SHARES = (1.0, 0.5, 0.2)
_POINTS = (1, 2, 5)
_SEEN = (1.959964 + 0.841621) ** 2
"""Two-sided 5 % and 80 % of cases, by the normal approximation for two shares."""

_LOT = _("Have the next lists drawn by lot before they leave (leumund release).")
_HOLD = _("Hold some people back by lot, and compare after half a year (leumund release).")


def calls_to_name(table: Any) -> Any:
    """Per list: its share of all numbers, and how many unexplained calls it would take until
    the list is named if it had been drawn by lot and all, half or a fifth came from it."""
    import pyarrow as pa

    from leumund.trace import calls_needed

    rows = table.to_pylist()
    weight = DRAW_PART * COMPLAINTS_PART / max(1, len(rows))
    made: list[dict[str, Any]] = []
    for row in rows:
        p = row["numbers"] / row["all_numbers"] if row["all_numbers"] else 0.0
        needed = [calls_needed(p, share, weight, ALPHA) for share in SHARES]
        made.append(
            {"name": row["name"], "partner": row["partner"], "numbers": row["numbers"]}
            | {"per_hundred": round(100 * p, 1)}
            | dict(zip(("whole", "half", "fifth"), needed, strict=True))
            | {"complaints": row["complaints"]}
        )
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("name", "partner")),
            ("numbers", pa.int64()),
            ("per_hundred", pa.float64()),
            *((name, pa.int64()) for name in ("whole", "half", "fifth", "complaints")),
        ]
    )
    return pa.Table.from_pylist(made, schema)


def people_to_hold_back(table: Any) -> Any:
    """How many people to hold back, and as many to call, until a difference in cancellations
    of so many points is seen in eight of ten cases."""
    import pyarrow as pa

    rows = table.to_pylist()
    base = rows[0]["cancelled"] / rows[0]["people"] if rows else 0.0
    enough = bool(rows) and rows[0]["people"] >= PEOPLE_MIN
    points = [each for each in _POINTS if enough and base + each / 100 <= 1]
    return pa.table(
        {
            "base": pa.array([round(100 * base, 1)] * len(points), pa.float64()),
            "points": pa.array(points, pa.int64()),
            "people": pa.array([_held(base, each / 100) for each in points], pa.int64()),
        }
    )


def _held(base: float, more: float) -> int:
    other = base + more
    return ceil(_SEEN * (base * (1 - base) + other * (1 - other)) / more**2)


CHAPTER = Chapter(
    letter="h",
    title=_("What cannot be said"),
    sql="unsaid.sql",
    tables=(
        TableCode(
            "whose_copy",
            ("draws",),
            title=_("Whose copy a caller used"),
            sentence=_("Lists that somebody chose can be excluded, never named."),
            columns=(),
            change=_LOT,
        ),
        TableCode(
            "undeclared_calls",
            ("carrier_records",),
            title=_("Calls that no partner has declared"),
            sentence=_("Of these the folder shows only those of which somebody complained."),
            columns=(),
            change=_(
                "Agree with every partner that its carrier's own records are handed over too."
            ),
        ),
        TableCode(
            "calls_cause_cancellations",
            ("hold_back",),
            title=_("Whether calls make people cancel"),
            sentence=_("People were not chosen by lot, so both may have another reason."),
            columns=(),
            change=_HOLD,
        ),
        TableCode(
            "naming_needed",
            (
                "lists.number|lists.ref",
                "customers.number",
                "complaints.called_at",
                "complaints.number_called|complaints.ref",
                "calls",
            ),
            title=_("What it would take to name a copy"),
            sentence=_(
                "Had each list been drawn by lot at its size, so many unexplained calls would "
                "name it, if all, half or a fifth of them came from it."
            ),
            columns=(
                _("list"),
                _("partner"),
                _("numbers"),
                _("of 100 customers"),
                _("calls needed: all"),
                _("half"),
                _("a fifth"),
                _("unexplained complaints so far"),
            ),
            change=_("Put every list that went out into the folder: to whom, and when."),
            finish=calls_to_name,
        ),
        TableCode(
            "hold_back_needed",
            ("calls", "contracts.cancelled_on", "customers.number"),
            title=_("How many people to hold back"),
            sentence=_(
                "So many held back by lot, and as many called, would show a difference of so "
                "many points in eight of ten cases."
            ),
            columns=(
                _("of 100 have cancelled"),
                _("points more"),
                _("people to hold back"),
            ),
            change=_(
                "Put the contracts, with the days on which they were cancelled, "
                "into the folder."
            ),
            finish=people_to_hold_back,
        ),
    ),
)
