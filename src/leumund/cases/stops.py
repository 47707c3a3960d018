"""From measures in force to what they stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.cases.table import rank
from leumund.network import Stop, StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def stops_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Stop, ...]:
    """A measure that stops nothing, such as a warning, gives none."""
    return tuple(
        Stop(row["name"], StopKind(what), row["case_id"], row["since"], row["until"])
        for row in rows
        for what in rank(row["kind"]).stops
    )
