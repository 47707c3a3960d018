"""What happens in a story, as values: looked up, rung, ordered, complained of.

Times are on the German clock. ``customer`` is an index into the story's people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from leumund.audit import Dialogue

Answer = Literal["confirm", "nothing_ordered", "reject", "silent"]
Channel = Literal["shop", "phone", "door"]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A record looked up in the portal."""

    at: datetime
    seller: str
    customer: int
    login: str
    device: str
    country: str = "DE"


@dataclass(frozen=True, slots=True)
class Rang:
    """A call. ``is_asked``: it was asked for before; one that is not ``is_obeying`` is made
    whatever the answer was; one that is not ``is_declared`` stands in no dialler that anybody
    sees. ``said``: what was said in it, where it was recorded."""

    at: datetime
    seller: str
    customer: int
    seconds: int
    shown: str
    key: str
    is_asked: bool = False
    is_declared: bool = True
    is_obeying: bool = True
    said: Dialogue | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as its seller books it, and how the customer will answer. ``is_wrong``: nobody
    may place it so; ``is_wanted``: the customer knows of it."""

    ref: str
    at: datetime
    seller: str
    customer: int
    channel: Channel
    commission: int
    answer: Answer
    shop: str = ""
    login: str = ""
    device: str = ""
    iban: str = ""
    call: str = ""
    is_wrong: bool = False

    @property
    def is_wanted(self) -> bool:
        return not self.is_wrong or self.answer == "confirm"


@dataclass(frozen=True, slots=True)
class Complained:
    """Somebody writes that a stranger rang in the company's name."""

    arrived_at: datetime
    called_at: datetime
    customer: int
    shown: str


# Not frozen: the ways of the sellers write into it one after the other.
@dataclass(slots=True)
class StoryWeek:
    """Everything that happens in one week, in the order in which it was written."""

    number: int
    look_ups: list[LookedUp] = field(default_factory=list)
    calls: list[Rang] = field(default_factory=list)
    orders: list[Ordered] = field(default_factory=list)
    complaints: list[Complained] = field(default_factory=list)

    def without(self, refused: Collection[str]) -> StoryWeek:
        """The week as it goes where these calls were not allowed: nobody rings, nobody
        orders."""
        return StoryWeek(
            self.number,
            self.look_ups,
            [each for each in self.calls if each.key not in refused],
            [each for each in self.orders if each.call not in refused or not each.call],
            self.complaints,
        )
