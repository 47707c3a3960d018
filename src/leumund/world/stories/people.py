"""The customers of a story: made-up people with made-up numbers, and a consent each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.world.names import names, numbers
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.world.stories.cast import Story

LANDS = ("BE", "BY", "HH", "NW", "SN")


@dataclass(frozen=True, slots=True)
class StoryPeople:
    """Customers by index, in an order that chance has made: a story takes one after the
    other, so that nobody is in it twice."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    strangers: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def ref(self, customer: int) -> str:
        """The company's own reference of a customer."""
        return f"S{customer:05d}"

    def land(self, customer: int) -> str:
        return LANDS[customer % len(LANDS)]

    def mail(self, customer: int) -> str:
        return f"s{customer:05d}@example.org"

    def address(self, customer: int) -> str:
        return f"Musterweg {customer + 1}, 10115 Musterstadt"


def people_of(story: Story) -> StoryPeople:
    """``strangers``: numbers that nobody has registered."""
    chance = stream(story.seed, "story", story.name, "people")
    return StoryPeople(
        tuple(names(chance, story.customers)),
        tuple(numbers(chance, story.customers, "customer")),
        tuple(numbers(chance, 8, "spoofed")),
    )


def objectors(story: Story, people: StoryPeople) -> frozenset[int]:
    """Every fifth of those whom a seller rings from its old list has objected to calls."""
    lists = dict(regulars(story, people))
    mine = [lists[seller.name] for seller in story.sellers if seller.rings_regulars]
    return frozenset(one for each in mine for one in each[4::5])


def iban(account: int) -> str:
    """An account at a bank that does not exist, with right check digits (ISO 13616)."""
    body = f"00000000{account:010d}"
    check = 98 - int(f"{body}131400") % 97
    return f"DE{check:02d}{body}"


def regulars(story: Story, people: StoryPeople) -> Iterator[tuple[str, range]]:
    """Whose own customers each seller knows from before: a part of all, one after the other.

    Of these people its list of old consists.
    """
    part = len(people) // 20
    for at, seller in enumerate(story.sellers):
        yield seller.name, range(at * part, (at + 1) * part)
