"""One call that somebody wants to make, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.basics.numbers import Number


@dataclass(frozen=True, slots=True)
class CallAsked:
    """Whom, by whom, what for; what is left out is filled where there is one answer.

    ``product`` None: the only one that the partner's contract names for this purpose.
    ``at`` None: now. ``shown_number`` None: the partner's number, where it may show exactly
    one. ``principal`` None: the company of the settings or of the partners file. Without
    ``person_ref`` an objection of anybody on the line refuses, and the answer names the person
    whose consent counts.
    """

    number: Number
    partner: str
    purpose: str
    product: str | None = None
    at: datetime | None = None
    shown_number: Number | None = None
    call_type: str = "live"
    person_ref: str | None = None
    campaign: str | None = None
    business_reason: str | None = None
    principal: str | None = None
    is_withheld: bool = False
    trunk_country: str | None = None
