"""What goes wrong with papers: objections passed over, contracts ended, consents that fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.world.monday.cast import OTHER_COMPANY, TARIFFS
from leumund.world.monday.nouns import Objection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from random import Random

    from leumund.world.monday.draft import Draft
    from leumund.world.monday.nouns import Call, Consent, Contract

_WITH_OFFERS = ("Nord", "Honigkessel", "Harbour Lights")


def object_in_vain(draft: Draft) -> None:
    """Objections before a call, and ones that come after it or mean something else."""
    chance = draft.chance("objections")
    for number in draft.numbers(
        "objected", 48, _called_by(draft, "Honigkessel", "Wolkentaube")
    ):
        call = draft.calls[draft.last_call(number)]
        before = timedelta(minutes=chance.choice((45, 200, 3000, 20_000, 50_000)))
        _object(draft, number, call, -before, chance)
        draft.planted["call.after_objection"] += 1
    for number in draft.numbers("objected in innocence", 5, _called_by(draft, "Nord")):
        _object(
            draft, number, draft.calls[draft.last_call(number)], timedelta(hours=-30), chance
        )
        draft.planted["call.after_objection"] += 1
    for number in draft.numbers("objected an hour later", 30, _called_by(draft)):
        call = draft.calls[draft.last_call(number)]
        _object(draft, number, call, timedelta(hours=1), chance)
        draft.near["call.after_objection"] += 1
    for number in draft.numbers("objected to mails", 16, _called_by(draft)):
        call = draft.calls[draft.last_call(number)]
        _object(draft, number, call, timedelta(days=-20), chance, channel="email")
        draft.near["call.after_objection"] += 1
    for number in draft.numbers("objected to another product", 9, _offered(draft, "Internet")):
        call = draft.calls[draft.last_call(number)]
        _object(draft, number, call, timedelta(hours=-2), chance, scope="Mobilfunk")
        draft.near["call.after_objection"] += 1
    _never_called(draft, chance)


def end_contracts(draft: Draft) -> None:
    """Contracts that had ended when the call came, and three ways in which it had not."""
    chance = draft.chance("ended contracts")
    reckless = _called_by(draft, "Honigkessel", "Wolkentaube")
    innocent = _called_by(draft, "Nord")
    for number in [
        *draft.numbers("ended", 40, reckless),
        *draft.numbers("ended too", 6, innocent),
    ]:
        day = draft.calls[draft.last_call(number)].started_at.date()
        last = day - timedelta(days=chance.randrange(1, 110))
        _end_all(draft, number, last)
        for at in draft.consents_of(number):
            draft.consents[at] = replace(draft.consent(at), valid_until=last)
        draft.planted["call.after_contract_end"] += 1
    for number in draft.numbers("ends that day", 12, _called_by(draft)):
        _end_all(draft, number, draft.calls[draft.last_call(number)].started_at.date())
        draft.near["call.after_contract_end"] += 1
    for number in draft.numbers("consent lasts", 16, _has_one_consent(draft)):
        day = draft.calls[draft.last_call(number)].started_at.date()
        _end_all(draft, number, day - timedelta(days=30))
        for at in draft.consents_of(number):
            lasts = day + timedelta(days=chance.randrange(0, 240))
            draft.consents[at] = replace(draft.consent(at), valid_until=lasts)
        draft.near["call.after_contract_end"] += 1
    for number in draft.numbers("new contract", 12, _called_by(draft)):
        first = min(draft.times(number)).date()
        old = _end_all(draft, number, first - timedelta(days=12))[0]
        draft.agree(
            replace(old, contract=f"{old.contract}-2", started_on=first - timedelta(days=11),
                    ended_on=None, cancelled_on=None)
        )  # fmt: skip
        draft.near["call.after_contract_end"] += 1
    _leave(draft, chance)


def void_consents(draft: Draft) -> None:
    """Consents that are missing, withdrawn, expired or of another kind; and some that hold."""
    reckless = _has_one_consent(draft, "Honigkessel", "Wolkentaube")
    innocent = _has_one_consent(draft, "Nord", "Zaunkönig", "Harbour Lights")
    void = [*draft.numbers("void", 66, reckless), *draft.numbers("void too", 18, innocent)]
    for turn, number in enumerate(void):
        at = draft.consents_of(number)[0]
        call = draft.calls[draft.last_call(number)]
        draft.consents[at] = _voided(draft.consent(at), call, turn % 6)
        draft.planted["call.without_consent"] += 1
    for number in draft.numbers("withdrawn too late", 18, _has_one_consent(draft)):
        at = draft.consents_of(number)[0]
        moment = draft.calls[draft.last_call(number)].started_at + timedelta(hours=1, minutes=2)
        draft.consents[at] = replace(draft.consent(at), withdrawn_at=moment)
        draft.near["call.without_consent"] += 1
    for number in draft.numbers("expires that day", 8, _has_one_consent(draft)):
        at = draft.consents_of(number)[0]
        last = draft.calls[draft.last_call(number)].started_at.date()
        draft.consents[at] = replace(draft.consent(at), valid_until=last)
        draft.near["call.without_consent"] += 1
    for number in draft.numbers("businesses", 14, _is_business(draft)):
        for at in draft.consents_of(number):
            draft.consents[at] = None
        draft.near["call.without_consent"] += 1


def offer_nothing_new(draft: Draft) -> None:
    """Offers of the tariff they have, or of a smaller one; and ones that only look so."""
    chance = draft.chance("offers")
    for number in draft.numbers("the same offered", 38, _offered(draft)):
        call, held = _held_product(draft, number)
        price = None if call.partner == "Honigkessel" else held.price
        _offer(draft, number, held.product, held.tariff, price)
    for number in draft.numbers("less offered", 24, _offered(draft, is_shrinkable=True)):
        _call, held = _held_product(draft, number)
        smaller = [t for t in TARIFFS[held.product] if Decimal(t[1]) < held.price]
        less = chance.choice(smaller)
        _offer(draft, number, held.product, less[0], Decimal(less[1]))
    for number in draft.numbers("what they had", 10, _offered(draft, "Internet")):
        call, held = _held_product(draft, number)
        at = next(at for at in draft.contracts_of(number) if draft.contracts[at] is held)
        day = min(draft.times(number)).date() - timedelta(days=40)
        new = TARIFFS["Internet"][0]
        is_smallest = held.tariff == new[0]
        if not is_smallest and call.tariff is not None:
            draft.contracts[at] = replace(held, ended_on=day, cancelled_on=day)
            draft.agree(
                replace(held, contract=f"{held.contract}-3", tariff=new[0],
                        price=Decimal(new[1]), started_on=day + timedelta(days=1))
            )  # fmt: skip
            _offer(draft, number, "Internet", held.tariff, Decimal("49.95"), is_near=True)


def _voided(one: Consent, call: Call, way: int) -> Consent | None:
    first = call.started_at - timedelta(days=90)
    match way:
        case 0 | 1:
            return None
        case 2:
            return replace(one, withdrawn_at=max(first, one.granted_at + timedelta(days=2)))
        case 3:
            return replace(one, valid_until=(call.started_at - timedelta(days=1)).date())
        case 4:
            return replace(one, companies=(OTHER_COMPANY,))
    return replace(one, channels=("email", "post"))


def _object(
    draft: Draft,
    number: str,
    call: Call,
    after: timedelta,
    chance: Random,
    *,
    scope: str = "all",
    channel: str = "",
) -> None:
    persons = draft.persons_of[number]
    says_ref, says_number = chance.choice(((True, True), (True, False), (False, True)))
    draft.objections.append(
        Objection(
            ref=draft.customers[persons[-1]].ref if says_ref else None,
            number=number if says_number else None,
            at=call.started_at.replace(second=0) + after,
            scope=scope,
            channel=channel or chance.choice(("all", "telephone")),
        )
    )


def _never_called(draft: Draft, chance: Random) -> None:
    """Objections that everybody has kept."""
    kept = [
        number
        for number in draft.persons_of
        if number not in draft.calls_of and number not in draft.spent
    ]
    first = min(one.started_at for one in draft.calls)
    for number in chance.sample(kept, 90):
        draft.spent.add(number)
        at = first.replace(hour=11, minute=5) + timedelta(hours=chance.randrange(-6000, 5000))
        ref = draft.customers[draft.persons_of[number][0]].ref
        draft.objections.append(
            Objection(ref, number, at, "all", chance.choice(("all", "telephone", "email")))
        )


def _leave(draft: Draft, chance: Random) -> None:
    """Customers leave, the sooner the more often they were called."""
    for at, one in enumerate(draft.contracts):
        number = draft.customers[draft.by_ref[one.ref]].number
        calls = [draft.calls[n].started_at.date() for n in draft.calls_of.get(number, ())]
        is_leaving = chance.random() < 0.03 + 0.012 * min(len(calls), 8)
        if one.ended_on is None and is_leaving and "-" not in one.contract:
            cancelled = max([*calls, *_days_of_story(draft)[:1]]) + timedelta(
                days=chance.randrange(2, 70)
            )
            ends = cancelled + timedelta(days=30)
            draft.contracts[at] = replace(one, cancelled_on=cancelled, ended_on=ends)


def _days_of_story(draft: Draft) -> list[date]:
    return [min(one.started_at for one in draft.calls).date()]


def _end_all(draft: Draft, number: str, day: date) -> list[Contract]:
    """All contracts on that number end on that day; returns them."""
    ended = []
    for at in draft.contracts_of(number):
        cancelled = day - timedelta(days=30)
        draft.contracts[at] = replace(draft.contracts[at], ended_on=day, cancelled_on=cancelled)
        ended.append(draft.contracts[at])
    return ended


def _called_by(draft: Draft, *partners: str) -> Callable[[str], bool]:
    """Customers' numbers, last called by one of them (all: by anybody) with no sale."""

    def suits(number: str) -> bool:
        last = draft.calls[draft.last_call(number)]
        is_theirs = not partners or last.partner in partners
        is_sold = any(draft.calls[at].result == "sale" for at in draft.calls_of[number])
        return is_theirs and number in draft.persons_of and not is_sold

    return suits


def _has_one_consent(draft: Draft, *partners: str) -> Callable[[str], bool]:
    """Numbers of one consumer with one consent that is good for calls, last called by one of
    them (all: by anybody)."""

    called = _called_by(draft, *partners)

    def suits(number: str) -> bool:
        persons = draft.persons_of.get(number, ())
        is_one = len(persons) == 1 and not draft.customers[persons[0]].is_business
        return is_one and called(number) and len(draft.consents_of(number)) == 1

    return suits


def _is_business(draft: Draft) -> Callable[[str], bool]:
    """Numbers on which there are only businesses."""

    def suits(number: str) -> bool:
        persons = draft.persons_of.get(number, ())
        return bool(persons) and all(draft.customers[at].is_business for at in persons)

    return suits


def _offered(
    draft: Draft, product: str = "", *, is_shrinkable: bool = False
) -> Callable[[str], bool]:
    """Numbers whose last call was an offer (of that product) to one person who has a running
    contract of it; with ``is_shrinkable`` one that is dear enough for a smaller offer."""

    def suits(number: str) -> bool:
        call = draft.calls[draft.last_call(number)]
        mine = [draft.contracts[at] for at in draft.contracts_of(number)]
        held = [one for one in mine if one.product == call.product and one.ended_on is None]
        is_right = call.partner in _WITH_OFFERS and call.product in (product or call.product,)
        if not is_right or call.tariff is None or call.result == "sale" or len(held) != 1:
            return False
        smallest = Decimal(TARIFFS[held[0].product][0][1])
        is_dear = held[0].price > smallest and call.partner != "Honigkessel"
        return is_dear or not is_shrinkable

    return suits


def _held_product(draft: Draft, number: str) -> tuple[Call, Contract]:
    call = draft.calls[draft.last_call(number)]
    mine = (draft.contracts[at] for at in draft.contracts_of(number))
    return call, next(one for one in mine if one.product == call.product and not one.ended_on)


def _offer(
    draft: Draft,
    number: str,
    product: str,
    tariff: str,
    price: Decimal | None,
    *,
    is_near: bool = False,
) -> None:
    draft.change_call(draft.last_call(number), product=product, tariff=tariff, price=price)
    (draft.near if is_near else draft.planted)["call.same_or_less_offered"] += 1
