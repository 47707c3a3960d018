"""Our own columns for calls that a partner declares, as diallers export them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.intake.call import WrittenCall
from leumund.intake.formats import Habits
from leumund.people import Field

if TYPE_CHECKING:
    from leumund.intake.formats import Cells

NAME = "calls"
HOLDS = "calls"
HABITS = Habits()
COLUMNS = (
    Field(
        "called_at",
        ("time", "start", "start_time", "call_date", "Zeitpunkt", "Beginn", "Anrufzeit"),
        is_required=True,
    ),
    Field(
        "number_called",
        ("called", "callee", "to", "destination", "dialed_number", "phone_number"),
        is_required=True,
    ),
    Field(
        "number_shown",
        ("shown", "caller", "from", "source", "cli", "caller_id", "caller_number"),
    ),
    Field("duration_seconds", ("duration", "length_in_sec", "billsec", "Dauer", "Sekunden")),
    Field("outcome", ("status", "disposition", "result", "Ergebnis")),
    Field("agent", ("user", "agent_id", "Agent", "Mitarbeiter")),
)


def read(cells: Cells) -> WrittenCall:
    """One declared call."""
    return WrittenCall(**{column.name: cells[column.name] for column in COLUMNS})
