"""A declared call: what a partner, or its dialler, says it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.basics.numbers import Number
    from leumund.intake.moment import Moment


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """One row of a source about a call, in our words and still as text; empty: not given."""

    called_at: str
    number_called: str
    number_shown: str = ""
    duration_seconds: str = ""
    outcome: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt to ring ``called``, showing ``shown`` (None: withheld)."""

    called: Number
    shown: Number | None
    moment: Moment
    duration_seconds: int | None = None
    outcome: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A partner's first declared call to a line from some moment on."""

    line_id: int
    partner: str
    first_at: datetime
