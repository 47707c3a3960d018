"""A pass: the permit to place one call, and the record that a consent was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.ids import LineId, PassId, PersonId
    from leumund.basics.numbers import Number
    from leumund.people import Line


@dataclass(frozen=True, slots=True)
class Pass:
    """One call that was permitted: whom, by which partner, with which number shown, when.

    ``at`` is the instant for which it was asked (UTC). Its record is the use event of the
    consent (§ 7a(2) UWG). ``pack_digest`` names the rules under which it was decided.
    """

    pass_id: PassId
    line_id: LineId
    person_id: PersonId | None
    consent_id: int | None
    partner: str
    purpose: str
    product: str | None
    campaign: str | None
    shown_number: Number
    call_type: str
    at: datetime
    pack_digest: str


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a line was tried before an instant: in 24 hours, in 7 days, in the campaign."""

    day: int = 0
    week: int = 0
    campaign: int = 0

    def __add__(self, other: Attempts) -> Attempts:
        return Attempts(
            self.day + other.day, self.week + other.week, self.campaign + other.campaign
        )


class AttemptSource(Protocol):
    """Who else knows of attempts: calls that were placed without a pass of ours.

    Calls that used a pass must not be counted again. Such calls name no campaign, so each
    counts in every one: what nobody knows never helps.
    """

    def about(self, line: Line, at: datetime) -> Attempts:
        """The attempts on one line up to that instant."""
        ...

    def table(self, at: datetime, line: Path) -> Any:
        """The same for every line of that Parquet file (line_id, number): a pyarrow.Table with
        line_id and attempts_day, _week, _campaign."""
        ...
