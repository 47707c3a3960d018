"""The story while it is being made up: what is already taken, and how to add to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from leumund.world.monday.calendar import lawful_clock, plain_from
from leumund.world.monday.cast import LAST_DAY, TARIFFS, partner
from leumund.world.monday.nouns import Call
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from decimal import Decimal

    from leumund.world.monday.folk import Folk
    from leumund.world.monday.nouns import (
        Complaint,
        Consent,
        Contract,
        Customer,
        HandOver,
        Objection,
        Order,
        Payment,
    )

APART = timedelta(days=66)
"""Rounds of calls lie at least so far apart, so that any sensible threshold tells them."""


# It changes: the story is made up bit by bit, and each bit must see what is already there.
@dataclass(slots=True)
class Draft:
    """``calls_of``: the index in ``calls`` of all calls to a number. ``spent``: numbers that
    serve a plant already and must not serve another. A consent that is gone is None, so that
    the others keep their places."""

    seed: int
    customers: list[Customer]
    consents: list[Consent | None]
    contracts: list[Contract]
    states: list[str]
    objections: list[Objection] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    statements: list[Payment] = field(default_factory=list)
    lists: list[HandOver] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)
    planted: Counter[str] = field(default_factory=Counter)
    near: Counter[str] = field(default_factory=Counter)
    persons_of: dict[str, list[int]] = field(default_factory=dict)
    by_ref: dict[str, int] = field(default_factory=dict)
    calls_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    contracts_held: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    consents_held: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def begin(cls, seed: int, folk: Folk) -> Draft:
        """A story in which nobody has been called yet."""
        held = [one for one in folk.consents if one is not None]
        draft = cls(seed, folk.customers, [*held], [], folk.states)
        for contract in folk.contracts:
            draft.agree(contract)
        for at, consent in enumerate(held):
            for key in {consent.ref, consent.number} - {None}:
                draft.consents_held[str(key)].append(at)
        for at, one in enumerate(folk.customers):
            draft.persons_of.setdefault(one.number, []).append(at)
            draft.by_ref[one.ref] = at
        return draft

    def chance(self, about: str) -> Random:
        """The chance of one act of the story, apart from that of all others."""
        return Random(int(stream(self.seed, "monday", about).integers(1 << 62)))

    def agree(self, contract: Contract) -> None:
        """One more contract."""
        self.contracts_held[contract.ref].append(len(self.contracts))
        self.contracts.append(contract)

    def consent(self, at: int) -> Consent:
        """The consent at that place, which must not be gone."""
        found = self.consents[at]
        if found is None:
            raise LookupError(f"the consent at {at} is gone")
        return found

    def ring(self, call: Call) -> int:
        """One more call; returns its index."""
        self.calls.append(call)
        self.calls_of[call.number].append(len(self.calls) - 1)
        return len(self.calls) - 1

    def times(self, number: str) -> list[datetime]:
        """When that number was called, in order."""
        return sorted(self.calls[at].started_at for at in self.calls_of[number])

    def last_call(self, number: str) -> int:
        """The index of the last call to a number that was called."""
        return max(self.calls_of[number], key=lambda at: self.calls[at].started_at)

    def is_apart(self, number: str, day: date, rounds_max: int) -> bool:
        """May a new round begin there on that day, far from every other round?"""
        days = sorted({moment.date() for moment in self.times(number)})
        begun = 1 + sum(b - a > APART // 2 for a, b in pairwise(days))
        is_far = all(abs(day - other) >= APART for other in days)
        return is_far and (begun if days else 0) < rounds_max

    def numbers(
        self, act: str, count: int, suits: Callable[[str], bool] = lambda _number: True
    ) -> list[str]:
        """``count`` numbers of persons called that serve no other plant; they are spent."""
        free = [one for one in sorted(self.calls_of) if one not in self.spent and suits(one)]
        chosen = self.chance(f"choose {act}").sample(free, count)
        self.spent.update(chosen)
        return chosen

    def contracts_of(self, number: str) -> list[int]:
        """The indexes of all contracts of the persons on that number."""
        refs = {self.customers[at].ref for at in self.persons_of.get(number, ())}
        return sorted(at for ref in refs for at in self.contracts_held[ref])

    def consents_of(self, number: str) -> list[int]:
        """The indexes of all consents given by number or by a person on it."""
        keys = {number, *(self.customers[at].ref for at in self.persons_of.get(number, ()))}
        found = {at for key in keys for at in self.consents_held[key]}
        return sorted(at for at in found if self.consents[at] is not None)

    def change_call(self, at: int, **values: object) -> None:
        """A call that was otherwise, with other values."""
        self.calls[at] = replace(self.calls[at], **values)  # type: ignore[arg-type]


def offer(
    draft: Draft, number: str, chance: Random
) -> tuple[str | None, str | None, Decimal | None]:
    """The next larger tariff than every one they have, or, at the top, nothing."""
    held = [draft.contracts[at] for at in draft.contracts_of(number)]
    for product in ("Internet", "Mobilfunk"):
        names = [tariff for tariff, _price in TARIFFS[product]]
        places = [names.index(one.tariff) for one in held if one.product == product]
        top = max(places, default=0 if product == "Internet" else -1)
        if places and top + 1 < len(names):
            tariff, price = TARIFFS[product][top + 1]
            return product, tariff, type(held[0].price)(price)
    return None, None, None


def new_call(
    draft: Draft, by: str, number: str, at: datetime, chance: Random, *, campaign: str
) -> Call:
    """A call as that partner's dialler records it: mostly nobody answers."""
    who = partner(by)
    luck = chance.random()
    talked = luck >= 0.52
    result = "not reached"
    if talked:
        result = "no interest" if luck < 0.84 else "call back" if luck < 0.93 else "sale"
    product, tariff, price = offer(draft, number, chance) if talked else (None, None, None)
    return Call(
        partner=by,
        number=number,
        started_at=at,
        duration_s=chance.randrange(35, 720) if talked else 0,
        shown=chance.choice(who.shown),
        result=result,
        agent=f"{by[:2].upper()}{chance.randrange(1, 15):02d}",
        campaign=campaign,
        product=product,
        tariff=tariff,
        price=price,
    )


def ring_round(
    draft: Draft,
    by: str,
    number: str,
    first: date,
    until: date | None,
    chance: Random,
    *,
    campaign: str,
    attempts: int,
) -> None:
    """Up to ``attempts`` calls in a row of days, at most one a day, all within the rules."""
    day = plain_from(first)
    last = min(until or LAST_DAY, LAST_DAY)
    for _attempt in range(attempts):
        if day > last:
            return
        at = lawful_clock(day, chance)
        draft.ring(new_call(draft, by, number, at, chance, campaign=campaign))
        day = plain_from(day + timedelta(days=chance.randrange(1, 4)))


def sound_numbers(draft: Draft) -> list[str]:
    """Numbers on which everybody may be called all year, none of them destroyed."""
    return [
        number
        for number, persons in draft.persons_of.items()
        if all(_is_sound(draft, at) for at in persons)
    ]


def _is_sound(draft: Draft, at: int) -> bool:
    return draft.states[at] in (
        "valid", "no proof", "no wording", "no source", "late", "old", "unchecked",
    )  # fmt: skip
