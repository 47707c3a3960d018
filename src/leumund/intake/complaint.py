"""A complaint: somebody says that they were called, by whom, with what, and when.

Its fields are what the Bundesnetzagentur asks of one: the time, the number called, the
number shown, who the caller said to be, the product, what the caller knew, and what was said
about further calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from leumund.basics.numbers import Number
    from leumund.intake.moment import Moment
    from leumund.people import Told

Whom = tuple[tuple[tuple[int, ...], int], ...]
"""Per person who may be meant the lines, and how many thousandths speak for it."""


@dataclass(frozen=True, slots=True)
class WrittenComplaint:
    """One row of a source about a complaint, in our words and as text; empty: not given.

    ``told`` is what the caller knew, as ``name: value`` pairs parted by semicolons;
    ``taken_by`` who took the complaint in; ``name``, ``postcode``, ``address`` and ``ref`` (our
    customer number) are of the person called.
    """

    arrived_at: str
    called_at: str = ""
    number_called: str = ""
    number_shown: str = ""
    caller_said: str = ""
    product: str = ""
    told: str = ""
    objection: str = ""
    text: str = ""
    taken_by: str = ""
    name: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    ref: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint as it was understood.

    ``called_at`` None: the moment of the call is not known. ``shown`` None: withheld, or
    nothing that can be a number; ``shown_as_written`` keeps what stood there. ``told`` is
    what the caller knew, by name (``tariff``, ...). ``about``: who was called, in words.
    """

    arrived_at: Moment
    called_at: Moment | None
    called: Number | None
    shown: Number | None
    shown_as_written: str = field(default="", repr=False)
    caller_said: str = ""
    product: str = ""
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    has_objection: bool = False
    text: str = field(default="", repr=False)
    original: Mapping[str, str] = field(default_factory=dict, repr=False)
    about: Told | None = field(default=None, repr=False)

    @property
    def call_from(self) -> datetime:
        """The earliest moment the call can be placed at; its arrival if nothing is known."""
        return self.called_at.at if self.called_at else self.arrived_at.at

    @property
    def call_until(self) -> datetime:
        """The latest moment at which the call can have taken place."""
        return self.called_at.latest if self.called_at else self.arrived_at.latest

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be asked back once: time, number called, number shown, product."""
        wanted = {
            "called_at": self.called_at,
            "number_called": self.called,
            "number_shown": self.shown or self.shown_as_written,
            "product": self.product,
        }
        return tuple(name for name, value in wanted.items() if not value)


class Explanation(StrEnum):
    """What explains a call that somebody complained about."""

    PASS = "pass"
    DECLARED_CALL = "call"


@dataclass(frozen=True, slots=True)
class Explained:
    """How a complaint is explained, and by whose call."""

    by: Explanation
    partner: str


@dataclass(frozen=True, slots=True)
class Lodged:
    """A complaint as whoever made it may see it again (Art 15 GDPR): when it arrived, in
    their own words; empty where none were written or they were erased."""

    arrived_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ShownCall:
    """An unexplained call with the number it showed (E.164; None: withheld, or forgotten), and
    who the caller said to be. ``declared_by``: who has by now declared a call to that person
    within a day of it."""

    position: int
    shown: str | None = field(repr=False)
    caller_said: str
    call_from: datetime
    declared_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class UnexplainedCall:
    """A call complained of that no pass and no declared call explains, at its sealed position.

    ``position``: its place in the sealed order of all complaints, from 1. ``line_id`` None:
    the number called was not given (``is_number_known`` False) or is nobody's customer.
    ``called_at`` to ``called_until``: the span the call lies in; None: not known. ``shown``:
    a digest that is equal for equal numbers shown; ``caller``: one that is equal for calls that
    belong together (see ``intake.caller``). ``fact_since`` to
    ``fact_until``: the days on which the company's own files held what the caller knew.
    ``whom``: who it may have been where no number tells. ``explained_by`` is None but for
    calls that a partner's own record explains (see ``Intake.explained``).
    """

    position: int
    line_id: int | None
    is_number_known: bool
    arrived_at: datetime
    called_at: datetime | None = None
    called_until: datetime | None = None
    shown: str | None = None
    caller: str | None = None
    fact_since: date | None = None
    told: Mapping[str, str] = field(default_factory=dict, repr=False)
    explained_by: Explained | None = None
    whom: Whom = ()
    fact_until: date | None = None

    @property
    def complaint_id(self) -> int:
        """A complaint is called by its place in the sealed order."""
        return self.position

    @property
    def call_from(self) -> datetime:
        """The earliest moment the call can be placed at; its arrival if nothing is known."""
        return self.called_at or self.arrived_at

    @property
    def call_until(self) -> datetime:
        """The latest moment at which the call can have taken place."""
        return self.called_until or self.arrived_at
