"""How each seller spends a week. Chance comes from the seller's own stream of that week."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from leumund.world.stories.deeds import (
    Answer,
    Channel,
    Complained,
    LookedUp,
    Ordered,
    Rang,
    StoryWeek,
)
from leumund.world.stories.people import iban, objectors, regulars
from leumund.world.stories.spoken import spoken
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from leumund.world.stories.cast import Seller, Story, Way
    from leumund.world.stories.people import StoryPeople

ABROAD = "XA"
"""A country code that no country has (ISO 3166 keeps it free for users)."""
SHOP_COMMISSION, PHONE_COMMISSION = 80, 60
_OPENS, _CLOSES = 10, 18
_LOOKED_UP_A_WEEK, _RUNG_A_WEEK = 40, 18
_INVENTED_A_WEEK = 12
_CALLED_BACK_A_WEEK = 5
_ACCOUNTS = 3
_MINUTE = timedelta(minutes=1)

Answers = tuple[tuple[Answer, float], ...]
_GLAD: Answers = (("confirm", 0.9), ("silent", 0.08), ("reject", 0.02))
_AGENCY: Answers = (("confirm", 0.84), ("silent", 0.1), ("reject", 0.06))
_DOOR: Answers = (("confirm", 0.68), ("silent", 0.2), ("nothing_ordered", 0.12))
_TALKED_INTO: Answers = (("nothing_ordered", 0.4), ("silent", 0.25), ("confirm", 0.35))
_SAID_NO: Answers = (("nothing_ordered", 0.65), ("silent", 0.35))
_NOBODY: Answers = (("nothing_ordered", 0.55), ("silent", 0.45))


@dataclass(frozen=True, slots=True)
class Hand:
    """A seller in one week: what chance it has, which customers come to it.

    ``waiting``: whom its hidden centre has looked up, or who stands on its old list, and was
    not called yet.
    """

    story: Story
    seller: Seller
    people: StoryPeople
    week: StoryWeek
    chance: np.random.Generator
    customers: Iterator[int]
    waiting: list[int]

    def moment(self, first: int = _OPENS, last: int = _CLOSES, days: int = 5) -> datetime:
        """Some minute of the week, from the hour ``first`` to before the hour ``last``."""
        day = self.story.day(self.week.number, int(self.chance.integers(days)))
        minute = int(self.chance.integers(first * 60, last * 60 - 40))
        return datetime.combine(day, time(minute // 60, minute % 60))

    def answer(self, answers: Answers) -> Answer:
        draw, below = self.chance.random(), 0.0
        for word, share in answers:
            below += share
            if draw < below:
                return word
        return answers[-1][0]

    def outlet(self) -> int:
        return int(self.chance.integers(self.seller.outlets))

    def looks_up(self, at: datetime, customer: int, outlet: int) -> None:
        name = self.seller.name
        device = f"{name}-counter-{outlet}"
        login = login_of(self.seller, outlet)
        self.week.look_ups.append(LookedUp(at, name, customer, login, device))

    def orders(
        self,
        at: datetime,
        customer: int,
        channel: Channel,
        answers: Answers,
        outlet: int = 0,
        **more: str | bool,
    ) -> None:
        name, is_shop = self.seller.name, channel == "shop"
        number = len(self.week.orders)
        self.week.orders.append(
            Ordered(
                ref=f"{self.story.name}-{self.week.number:02d}-{number:04d}",
                at=at,
                seller=name,
                customer=customer,
                channel=channel,
                commission=SHOP_COMMISSION if is_shop else PHONE_COMMISSION,
                answer=self.answer(answers),
                shop=shop_of(self.seller, outlet) if is_shop else "",
                login=login_of(self.seller, outlet),
                **{"iban": iban(10_000 + customer), **more},  # type: ignore[arg-type]
            )
        )


def live_story(
    story: Story,
    people: StoryPeople,
    number: int,
    free: Iterator[int],
    waiting: dict[str, list[int]],
    stopped: Sequence[str] = (),
) -> StoryWeek:
    """One week of the story. ``free``: customers that nothing has happened to yet;
    ``waiting``: by seller, whom it will call next without being asked, kept from week to week;
    ``stopped``: sellers that cannot look anything up any more."""
    week, lists = StoryWeek(number), dict(regulars(story, people))
    for seller in story.sellers:
        chance = stream(story.seed, "story", story.name, seller.name, number)
        known = lists[seller.name] if seller.rings_regulars else ()
        mine = waiting.setdefault(seller.name, list(known))
        hand = Hand(story, seller, people, week, chance, free, mine)
        for deed in _WAYS[seller.way]:
            if not (seller.name in stopped and deed in (_look_up_abroad, _invent)):
                deed(hand)
    return week


def login_of(seller: Seller, outlet: int) -> str:
    return f"{seller.name}-{outlet + 1}"


def shop_of(seller: Seller, outlet: int) -> str:
    return f"{seller.name}/{outlet + 1}"


def centre_account(seller: Seller) -> str:
    """Where the money of a hidden sub-partner goes."""
    return iban(900 + seller.position)


def _counter(hand: Hand) -> None:
    """Somebody comes into the shop, is looked up, and orders."""
    for _ in range(hand.seller.orders_a_week):
        at, customer, outlet = hand.moment(), next(hand.customers), hand.outlet()
        hand.looks_up(at, customer, outlet)
        hand.orders(at + 12 * _MINUTE, customer, "shop", _GLAD, outlet)


def _telephone(hand: Hand) -> None:
    """Look up, ask whether the call may be made, ring, write the order down afterwards."""
    said = spoken(hand.story, hand.seller, hand.week.number)
    for _ in range(hand.seller.orders_a_week):
        at, customer = hand.moment(), next(hand.customers)
        key = f"{hand.story.name}-{hand.week.number:02d}-{hand.seller.name}-{customer}"
        hand.looks_up(at, customer, 0)
        seconds = int(hand.chance.integers(120, 600))
        ring = Rang(
            at + 5 * _MINUTE, hand.seller.name, customer, seconds, hand.seller.number, key,
            is_asked=True, said=next(said),
        )  # fmt: skip
        hand.week.calls.append(ring)
        hand.orders(at + 20 * _MINUTE, customer, "phone", _AGENCY, call=key)


def _doorstep(hand: Hand) -> None:
    """At the door, written into the adviser's own tablet, the same for everybody."""
    for _ in range(hand.seller.orders_a_week):
        at, customer = hand.moment(), next(hand.customers)
        hand.looks_up(at - 30 * _MINUTE, customer, 0)
        device = f"{hand.seller.name}-tablet"
        hand.orders(at, customer, "door", _DOOR, device=device)


def _long_night(hand: Hand) -> None:
    """One evening the whole town keeps its shops open."""
    if hand.week.number != hand.story.night_week:
        return
    evening = datetime.combine(hand.story.day(hand.week.number, 4), time(22, 2))
    for turn in range(8):
        at, customer = evening + 6 * turn * _MINUTE, next(hand.customers)
        hand.looks_up(at, customer, 0)
        hand.orders(at + 4 * _MINUTE, customer, "shop", _GLAD)


def _look_up_abroad(hand: Hand) -> None:
    """A call centre abroad that nobody has declared works with the shop's log-in on its own
    machines: most in the night to Tuesday, some by day."""
    if hand.week.number < hand.story.wrong_from:
        return
    name, night = hand.seller.name, hand.story.day(hand.week.number, 1)
    for turn in range(_LOOKED_UP_A_WEEK):
        customer = next(hand.customers)
        at = datetime.combine(night, time(1, 3)) + 4 * turn * _MINUTE
        if turn % 4 == 3:
            at = hand.moment(days=1)
        device = f"{name}-far-{turn % 6}"
        looked_up = LookedUp(at, name, customer, login_of(hand.seller, 0), device, ABROAD)
        hand.week.look_ups.append(looked_up)
        hand.waiting.append(customer)


def _ring_from_abroad(hand: Hand) -> None:
    """It rings whom it has looked up, also after the portal was shut to it: the first ones
    over the shop's own dialler, the others over lines that nobody sees."""
    for turn in range(min(_RUNG_A_WEEK, len(hand.waiting))):
        customer = hand.waiting.pop(0)
        is_declared = turn % 3 == 0
        day = hand.story.day(hand.week.number, 2 + turn % 3)
        at = datetime.combine(day, time(10 + turn % 7, int(hand.chance.integers(60))))
        shown = hand.people.strangers[hand.seller.position % len(hand.people.strangers)]
        key = f"{hand.seller.name}-{customer}"
        ring = Rang(at, hand.seller.name, customer, 420, shown, key, is_declared=is_declared)
        hand.week.calls.append(ring)
        if hand.chance.random() < (0.15 if is_declared else 0.5):
            arrived = at + timedelta(hours=20)
            hand.week.complaints.append(Complained(arrived, at, customer, shown))
        if turn % 5 < 2:
            _book_as_shop_sale(hand, customer, at, turn)


def _book_as_shop_sale(hand: Hand, customer: int, rang_at: datetime, turn: int) -> None:
    """For a sale in the shop there is a third more commission than for one by telephone."""
    late = datetime.combine(rang_at.date(), time(20, 40))
    at = late if turn % 4 == 0 else rang_at + 25 * _MINUTE
    shared = {"iban": centre_account(hand.seller)} if turn % 5 == 0 else {}
    outlet = hand.outlet()
    hand.orders(at, customer, "shop", _TALKED_INTO, outlet, is_wrong=True, **shared)


def _invent(hand: Hand) -> None:
    """Records are looked up in a row and become contracts that nobody has spoken about."""
    if hand.week.number < hand.story.wrong_from:
        return
    day = hand.story.day(hand.week.number, 3)
    evening = datetime.combine(day, time(19, 0))
    for turn in range(45):
        customer = next(hand.customers)
        hand.looks_up(evening + turn * _MINUTE, customer, 0)
        if turn < _INVENTED_A_WEEK:
            at = evening + (50 + turn) * _MINUTE
            account = iban(100 * hand.seller.position + turn % _ACCOUNTS)
            hand.orders(
                at, customer, "phone", _NOBODY, iban=account, is_wrong=True,
                call=f"invented-{customer}",
            )  # fmt: skip


def _slam(hand: Hand) -> None:
    """People of its old list are rung, with a pass, against a no, or without asking; they are
    told that this is their own company, say no, and find an order in their mail."""
    if hand.week.number < hand.story.wrong_from:
        return
    objected = objectors(hand.story, hand.people)
    listed = dict(regulars(hand.story, hand.people))[hand.seller.name]
    said = spoken(hand.story, hand.seller, hand.week.number, is_slammed=True)
    for _ in range(min(2 * hand.seller.orders_a_week, len(hand.waiting))):
        at, customer, shown = hand.moment(), hand.waiting.pop(0), hand.seller.number
        key = f"{hand.story.name}-{hand.week.number:02d}-{hand.seller.name}-{customer}"
        is_asked = listed.index(customer) % 5 != 3
        ring = Rang(
            at, hand.seller.name, customer, 240, shown, key, is_asked, is_obeying=False,
            said=next(said),
        )  # fmt: skip
        hand.week.calls.append(ring)
        if hand.chance.random() < 0.3:
            arrived = at + timedelta(hours=20)
            hand.week.complaints.append(Complained(arrived, at, customer, shown))
        if customer not in objected:
            later = at + 20 * _MINUTE
            hand.orders(later, customer, "phone", _SAID_NO, call=key, is_wrong=True)


def _call_back(hand: Hand) -> None:
    """Regulars who wrote that they want to be rung are rung without a question to the gate,
    also one who had objected to calls before."""
    said = spoken(hand.story, hand.seller, hand.week.number, is_suspicious=True)
    for turn in range(min(_CALLED_BACK_A_WEEK, len(hand.waiting))):
        at, customer = hand.moment(), hand.waiting.pop(0)
        key = f"{hand.story.name}-{hand.week.number:02d}-{hand.seller.name}-{customer}"
        hand.week.calls.append(
            Rang(at, hand.seller.name, customer, 300, hand.seller.number, key, said=next(said))
        )
        if turn % 2 == 0:
            hand.orders(at + 20 * _MINUTE, customer, "phone", _DOOR, call=key)


_WAYS: Final[Mapping[Way, tuple[Callable[[Hand], None], ...]]] = MappingProxyType(
    {
        "shop": (_counter,),
        "desk": (_counter, _telephone),
        "long night": (_counter, _long_night),
        "hidden": (_counter, _look_up_abroad, _ring_from_abroad),
        "agency": (_telephone,),
        "invents": (_telephone, _invent),
        "tablet": (_doorstep,),
        "slams": (_telephone, _slam),
        "calls back": (_telephone, _call_back),
    }
)
