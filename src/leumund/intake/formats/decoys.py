"""Calls that came in on decoys, as the carrier of the rented numbers lists them.

Every call counts as a complaint, because nobody has any business there but a partner that was
given the number. Nothing was recorded, and who spoke is not known, so nobody at a partner can
be judged by it. The list itself is the report: it arrives with the call, and nobody is there
to be asked what the call was about, so the kind of the source stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.intake.complaint import WrittenComplaint
from leumund.intake.formats import Habits
from leumund.people import Field

if TYPE_CHECKING:
    from leumund.intake.formats import Cells

NAME = "decoys"
HOLDS = "complaints"
HABITS = Habits()
COLUMNS = (
    Field("called_at", ("start", "start_time", "Beginn", "Anrufbeginn"), is_required=True),
    Field("decoy", ("control_number", "Kontrollnummer"), is_required=True),
    Field("number_shown", ("caller", "cli", "caller_id", "Anrufer", "Angezeigte Rufnummer")),
    Field("duration_seconds", ("duration", "billsec", "Dauer", "Sekunden")),
)


def read(cells: Cells) -> WrittenComplaint:
    """One call to a decoy."""
    return WrittenComplaint(
        arrived_at=cells["called_at"],
        called_at=cells["called_at"],
        number_called=cells["decoy"],
        number_shown=cells["number_shown"],
        product="decoy",
    )
