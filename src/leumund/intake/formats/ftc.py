"""The Federal Trade Commission's daily file "Do Not Call Reported Calls".

``Company_Phone_Number`` is the number that was shown. The number called is not in the file
(only its area code), so the line stays unknown: these complaints are counted, tell callers
apart, and can be matched to nobody. ``Created_Date`` is when the report was made,
``Violation_Date`` when the call was; 00:00:00 there means that only the day was given. The
file names no time zone; both are read as Eastern time, where the Commission sits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.intake.complaint import WrittenComplaint
from leumund.intake.formats import Habits
from leumund.intake.moment import Place
from leumund.people import Field

if TYPE_CHECKING:
    from leumund.intake.formats import Cells

NAME = "ftc"
HOLDS = "complaints"
HABITS = Habits(
    place=Place(zone="America/New_York", country="US"), region="US", is_midnight_day_only=True
)
COLUMNS = (
    Field("Company_Phone_Number", is_required=True),
    Field("Created_Date", is_required=True),
    Field("Violation_Date", is_required=True),
    Field("Consumer_City"),
    Field("Consumer_State"),
    Field("Consumer_Area_Code"),
    Field("Subject"),
    Field("Recorded_Message_Or_Robocall"),
)


def read(cells: Cells) -> WrittenComplaint:
    """One reported call."""
    return WrittenComplaint(
        arrived_at=cells["Created_Date"],
        called_at=cells["Violation_Date"],
        number_shown=cells["Company_Phone_Number"],
        product=cells["Subject"],
    )
