"""What sellers do on paper: where they want their money, and what they answer when heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from leumund.world.stories.people import iban
from leumund.world.stories.ways import centre_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.world.stories.cast import Seller, Story


@dataclass(frozen=True, slots=True)
class Payment:
    """A seller says to which account part of its commission goes."""

    seller: str
    iban: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A seller's answer in a hearing. ``explains``: the codes of findings for which it shows
    a paper that can be checked; ``paper``: what that says, empty where there is none."""

    said: str
    explains: frozenset[str] = frozenset()
    paper: str = ""


def payments(story: Story, week: int) -> Iterator[Payment]:
    """Every fourth week commission is paid; a hidden sub-partner wants its part directly."""
    if week % 4 != story.wrong_from % 4 or week < story.wrong_from:
        return
    at = datetime.combine(story.day(week, 4), time(9))
    for seller in story.sellers:
        yield Payment(seller.name, iban(500 + seller.position), at, f"{seller.name}/{week}/1")
        if seller.way == "hidden":
            yield Payment(seller.name, centre_account(seller), at, f"{seller.name}/{week}/2")


def reply_of(seller: Seller) -> Reply:
    """What this seller answers, and what it can show."""
    if seller.way == "long night":
        return Reply(
            "The whole town kept its shops open that night until eleven.",
            frozenset({"C051", "order.shop_closed"}),
            "The town's notice of the long shopping night, and the till roll of that evening.",
        )
    if seller.way == "tablet":
        return Reply(
            "At the door we write every order into the one tablet that the adviser carries.",
            frozenset({"order.same_device", "order.denied"}),
            "The adviser's route sheets, countersigned by the customers at their doors.",
        )
    if seller.way == "calls back":
        return Reply(
            "These people have written to us that they want to be rung.",
            frozenset(
                {
                    "call.never_asked",
                    "call.after_objection",
                    "call.other_number",
                    "order.denied",
                }
            ),
            "The customers' own letters, each with the day and the hour they wished for.",
        )
    return Reply("We know nothing of this and will look into it.")
