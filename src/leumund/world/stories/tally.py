"""What the actions answered in the course of a story, added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from leumund.world.stories.cast import Story
    from leumund.world.stories.deeds import Ordered, Rang, StoryWeek

Ended = Literal["open", "cleared", "order_stop"]


# Not frozen: a case goes on.
@dataclass(slots=True)
class CaseOfStory:
    """A case: when it was opened and ended, the findings it rests on by code."""

    case_id: int
    opened_on: date
    first_sign_on: date
    codes: dict[str, int]
    is_stopped: bool
    ended: Ended = "open"
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.ended == "open"

    def decide(self, on: date, what: Ended) -> None:
        self.ended, self.ended_on = what, on


@dataclass(frozen=True, slots=True)
class InHands:
    """Of so many people to whom something was done, a seller never had so many in hand."""

    people: int
    never_had: int


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place that was found in what somebody said: whether it is there, what a person read."""

    seller: str
    call: str
    check: str
    is_there: bool
    is_confirmed: bool


# Not frozen: it gathers what happened, week by week.
@dataclass(slots=True)
class StoryTally:
    """``orders``: every order by its reference, as it was in truth; ``ended``: state, bill and
    commission of each in the end; ``refused_by``: why orders were not taken in;
    ``calls_refused``: by seller, how many calls got no pass;
    ``found``: by seller and code, how many findings in the end;
    ``recorded``: recorded calls by their reference; ``read``: the places in them that a person
    has read;
    ``standing_out``: orders whose traces do not fit what they claim."""

    story: Story
    look_ups: int = 0
    calls: int = 0
    complaints: int = 0
    cases: dict[str, CaseOfStory] = field(default_factory=dict)
    orders: dict[str, Ordered] = field(default_factory=dict)
    ended: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    refused_by: Counter[str] = field(default_factory=Counter)
    calls_refused: Counter[str] = field(default_factory=Counter)
    in_hands: dict[str, InHands] = field(default_factory=dict)
    found: dict[str, dict[str, int]] = field(default_factory=dict)
    recorded: dict[str, Rang] = field(default_factory=dict)
    read: list[ReadPlace] = field(default_factory=list)
    standing_out: set[str] = field(default_factory=set)
    first_wrong: dict[str, date] = field(default_factory=dict)
    entries: int = 0
    root: str = ""

    def add(self, week: StoryWeek) -> None:
        """Take in what a week has brought, with its truth."""
        self.look_ups += len(week.look_ups)
        self.calls += sum(each.is_declared for each in week.calls)
        self.complaints += len(week.complaints)
        self.recorded.update({each.key: each for each in week.calls if each.said})
        for order in week.orders:
            self.orders[order.ref] = order
            if order.is_wrong:
                day = order.at.date()
                known = self.first_wrong.get(order.seller, day)
                self.first_wrong[order.seller] = min(known, day)
