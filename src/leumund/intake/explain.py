"""Is a complaint explained by a call that is on record, or is the call unexplained?

A complaint is explained if the same line was called with the same number shown within 24
hours, by a pass of our own gate or, failing that, by a partner's declared call. A number
withheld or misread explains nothing. The decision is taken once, when the complaint arrives,
and sealed with it: a call declared afterwards never takes a complaint out of the stream.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from leumund.intake.complaint import Complaint, Explained, Explanation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A call on record that may explain complaint number ``row`` of a batch.

    ``at`` to ``until``: when it was; the same moment unless only the day is known.
    """

    row: int
    by: Explanation
    partner: str
    at: datetime
    until: datetime


def window(complaint: Complaint) -> tuple[datetime, datetime]:
    """The span in which a call on record explains the complaint, both ends included."""
    return complaint.call_from - WINDOW, complaint.call_until + WINDOW


def explain(
    complaints: Sequence[Complaint], on_record: Iterable[OnRecord]
) -> list[Explained | None]:
    """Per complaint what explains it; a pass before a declared call, then the earliest.

    ``on_record`` holds calls to the same line with the same number shown; those outside the
    window are left out here.
    """
    best: dict[int, OnRecord] = {}
    for call in on_record:
        since, until = window(complaints[call.row])
        if call.until >= since and call.at <= until:
            best[call.row] = min(call, best.get(call.row, call), key=_rank)
    return [
        Explained(best[row].by, best[row].partner) if row in best else None
        for row in range(len(complaints))
    ]


def _rank(call: OnRecord) -> tuple[bool, datetime, str]:
    return call.by is not Explanation.PASS, call.at, call.partner
