"""Orders and what is paid for them: most as they should be, some that give themselves away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from leumund.world.monday.calendar import at_clock, at_second, is_plain, plain_from
from leumund.world.monday.cast import (
    FIRST_DAY,
    LAST_DAY,
    SHOPS,
    TARIFFS,
    Shop,
    iban,
    partner,
    price_of,
)
from leumund.world.monday.nouns import Order, Payment

if TYPE_CHECKING:
    from random import Random

    from leumund.world.monday.draft import Draft
    from leumund.world.monday.nouns import Customer

_PHONE_MAX, _ONLINE, _SHOP = 760, 130, 300
_FAR = timedelta(days=9)
_CHURN = {"Honigkessel": (0.19, 0.11), "Wolkentaube": (0.09, 0.05)}
_USUAL = (0.04, 0.03)
UNKNOWN_PAYEES = (("Sternpost Service UG", iban(8542013371)), ("M. Trugholz", iban(6180339887)))
_UNKNOWN_LOGINS = ("hk-gast7", "extern_svc", "test2")
PAPER_STATEMENT = "Provisionsabrechnung_2026-04.pdf"
SHEET_STATEMENT = "Provisionsabrechnung_Q1-2026.xlsx"


def order(draft: Draft) -> None:
    """All orders, those without flaw first; then each act bends some of them."""
    chance = draft.chance("orders")
    _from_calls(draft, chance)
    _without_calls(draft, chance)
    _online(draft, chance)
    _in_shops(draft, chance)
    draft.orders.sort(key=lambda one: one.ordered_at)
    _before_the_end(draft)
    _with_phone_trail(draft)
    _shared(draft)
    _strange_logins(draft)
    _churn(draft)
    draft.orders[:] = [
        replace(one, order_ref=f"A-{one.ordered_at:%y%m}-{70_000 + at * 3}")
        for at, one in enumerate(sorted(draft.orders, key=lambda one: one.ordered_at))
    ]


def pay(draft: Draft) -> None:
    """Commission for the orders of four months: three in a workbook, the last on paper."""
    chance = draft.chance("commission")
    for one in draft.orders:
        is_paid = bool(one.partner) and one.withdrawn_on is None
        if one.ordered_at.date() >= date(2026, 1, 1) and is_paid:
            is_paper = one.ordered_at.month == 4
            draft.statements.append(_payment(one, is_paper=is_paper, chance=chance))
    theirs = [at for at, one in enumerate(draft.statements) if _is_theirs(one)]
    for turn, at in enumerate(chance.sample(theirs, min(27, len(theirs)))):
        payee, account = UNKNOWN_PAYEES[turn % 4 == 0]
        draft.statements[at] = replace(
            draft.statements[at], payee=payee, iban=account, is_known=False
        )
        draft.planted["chain.payee_unknown"] += 1


def shop_called(name: str) -> Shop:
    """The shop of that name."""
    return next(one for one in SHOPS if one.name == name)


def is_open(shop: Shop, moment: datetime) -> bool:
    """Is that shop open then?"""
    minute = moment.hour * 60 + moment.minute
    return any(a <= minute < b for a, b in shop.hours[moment.isoweekday() - 1])


def _payment(one: Order, *, is_paper: bool, chance: Random) -> Payment:
    who = partner(one.partner)
    return Payment(
        paper=PAPER_STATEMENT if is_paper else SHEET_STATEMENT,
        payee=who.legal_name if chance.random() < 0.8 else _variant(who.legal_name),
        iban=who.iban,
        order_ref=one.order_ref,
        amount=Decimal(chance.choice(("45.00", "60.00", "82.50", "120.00"))),
        period=f"{one.ordered_at:%m/%Y}",
        is_known=True,
    )


def _variant(name: str) -> str:
    """The same firm as an accountant writes it."""
    return name.replace(" GmbH", " Gesellschaft mbH").replace("e. K.", "eK").upper()


def _is_theirs(one: Payment) -> bool:
    return one.iban in (partner("Honigkessel").iban, partner("Wolkentaube").iban)


def _from_calls(draft: Draft, chance: Random) -> None:
    sales = [at for at, one in enumerate(draft.calls) if one.result == "sale"]
    for place, at in enumerate(chance.sample(sales, len(sales))):
        call = draft.calls[at]
        known = draft.persons_of.get(call.number, [])
        if place >= _PHONE_MAX or call.tariff is None or not known:
            draft.change_call(at, result="call back")
            continue
        ends = call.started_at + timedelta(seconds=call.duration_s)
        minutes = 2 if place % 9 == 0 else chance.randrange(3, 45)
        one = draft.customers[known[0]]
        order = _order(one, ends + timedelta(minutes=minutes), "phone", call.partner, chance)
        draft.orders.append(
            replace(order, product=call.product or "Internet", tariff=call.tariff,
                    price=Decimal(price_of(call.tariff)), agent=call.agent,
                    device=f"dev-{chance.randrange(16**8):08x}",
                    call_ref=f"C{at:05d}" if call.partner == "Nord" else None)
        )  # fmt: skip
        draft.near["order.before_call_end"] += place % 9 == 0


def _without_calls(draft: Draft, chance: Random) -> None:
    """By phone, they say; but nobody ever rang."""
    for at in _quiet(draft, 34, chance):
        day = plain_from(FIRST_DAY + timedelta(days=40 + chance.randrange(190)))
        moment = at_second(day, chance.randrange(9 * 3600, 19 * 3600))
        by = chance.choice(("Honigkessel", "Honigkessel", "Wolkentaube", "Nebelturm", "Nord"))
        by = by if by != "Nebelturm" or moment.year == 2025 else "Honigkessel"
        one = _order(draft.customers[at], moment, "phone", by, chance)
        draft.orders.append(
            replace(
                one, agent=f"{by[:2].upper()}01", device=f"dev-{chance.randrange(16**8):08x}"
            )
        )
        draft.planted["order.without_call"] += 1


def _online(draft: Draft, chance: Random) -> None:
    for at in _new_to_us(draft, _ONLINE, chance):
        moment = at_second(
            FIRST_DAY + timedelta(days=chance.randrange(240)), chance.randrange(0, 86_000)
        )
        one = _order(draft.customers[at], moment, "online", "Nord", chance)
        draft.orders.append(replace(one, partner="", login="", device=f"web-{at:05x}"))


def _in_shops(draft: Draft, chance: Random) -> None:
    """In a shop that is open; now and then just before it closes; some when it is not."""
    for turn, at in enumerate(_new_to_us(draft, _SHOP, chance)):
        shop = SHOPS[chance.choices(range(len(SHOPS)), (5, 4, 3, 6, 3))[0]]
        is_closed = turn < 32
        moment = _shop_moment(shop, chance, is_closed=is_closed, is_late=32 <= turn < 56)
        while not _is_far_from_calls(draft, at, moment):
            moment = _shop_moment(shop, chance, is_closed=is_closed, is_late=32 <= turn < 56)
        one = _order(draft.customers[at], moment, "shop", shop.partner, chance)
        draft.orders.append(replace(one, shop=shop.name, login=shop.login, agent="Theke"))
        draft.planted["order.shop_closed"] += is_closed
        draft.near["order.shop_closed"] += 32 <= turn < 56


def _shop_moment(shop: Shop, chance: Random, *, is_closed: bool, is_late: bool) -> datetime:
    while True:
        day = FIRST_DAY + timedelta(days=3 + chance.randrange(236))
        spans = shop.hours[day.isoweekday() - 1]
        if is_closed:
            minute = chance.choice((chance.randrange(1290, 1400), chance.randrange(380, 470)))
            closed_day = is_plain(day) or (day.isoweekday() == 7 and not spans)
            if not spans and closed_day:
                minute = chance.randrange(600, 1000)
            if closed_day:
                return at_clock(day, minute // 60, minute % 60, chance.randrange(60))
        elif spans and is_plain(day):
            opens, closes = spans[-1]
            minute = closes - 10 if is_late else chance.randrange(opens + 5, closes - 12)
            return at_clock(day, minute // 60, minute % 60, chance.randrange(60))


def _before_the_end(draft: Draft) -> None:
    """Entered while the call was still going on."""
    chance = draft.chance("before the end")
    ends = {(call.number, call.partner): call for call in draft.calls if call.result == "sale"}
    mine = [
        at
        for at, one in enumerate(draft.orders)
        if one.channel == "phone"
        and one.partner in ("Honigkessel", "Wolkentaube", "Nord")
        and (one.number, one.partner) in ends
        and ends[one.number, one.partner].duration_s > 90
        and abs(one.ordered_at - ends[one.number, one.partner].started_at) < timedelta(hours=2)
    ]
    for at in chance.sample(mine, 30):
        one = draft.orders[at]
        call = ends[one.number, one.partner]
        early = timedelta(seconds=chance.randrange(20, call.duration_s - 10))
        draft.orders[at] = replace(one, ordered_at=call.started_at + early)
        draft.planted["order.before_call_end"] += 1


def _with_phone_trail(draft: Draft) -> None:
    """A shop order of somebody who was on the phone with a call centre just before."""
    chance = draft.chance("phone trail")
    sold = {one.number for one in draft.orders}

    def is_right(at: int) -> bool:
        call = draft.calls[at]
        is_theirs = call.partner in ("Honigkessel", "Wolkentaube") and call.duration_s > 100
        day = call.started_at.date()
        is_last = draft.last_call(call.number) == at and call.number in draft.persons_of
        return is_theirs and is_last and is_plain(day) and call.number not in sold

    bahnhof = shop_called("Laden Bahnhof")
    fit = [at for at in range(len(draft.calls)) if is_right(at)]
    for at in chance.sample(fit, 34):
        call = draft.calls[at]
        one = draft.customers[draft.persons_of[call.number][0]]
        ends = call.started_at + timedelta(seconds=call.duration_s)
        moment = ends + timedelta(minutes=chance.randrange(4, 25))
        if not is_open(bahnhof, moment):
            continue
        made = _order(one, moment, "shop", "Kieseluhr", chance)
        draft.orders.append(
            replace(made, shop=bahnhof.name, login=bahnhof.login, agent="Theke",
                    call_ref=f"C{at:05d}" if chance.random() < 0.3 else None)
        )  # fmt: skip
        draft.planted["order.shop_with_phone_trail"] += 1


def _shared(draft: Draft) -> None:
    """Many orders, one account, one address, one mailbox or one device."""
    chance = draft.chance("shared")
    spent: set[str] = set()

    def some(count: int, by: str) -> list[int]:
        free = [
            at
            for at, one in enumerate(draft.orders)
            if one.channel == "phone" and one.partner == by and one.ref not in spent
        ]
        chosen = chance.sample(free, count)
        spent.update(draft.orders[at].ref for at in chosen)
        return chosen

    for place, (count, by) in enumerate(
        ((11, "Honigkessel"), (7, "Honigkessel"), (6, "Wolkentaube"), (4, "Nord"))
    ):
        account = iban(7_700_000_011 + place * 1_234_567)
        _bend(draft, some(count, by), "order.same_iban", iban=account)
    for place, count in enumerate((8, 7, 5)):
        home = f"Am Federplatz {9 + place}, 50123 Köln"
        _bend(draft, some(count, "Honigkessel"), "order.same_address", address=home)
    for place, count in enumerate((9, 6, 5)):
        box = f"bestellung{place + 1}@funkpost.example"
        _bend(draft, some(count, "Honigkessel"), "order.same_email", email=box)
    for place, count in enumerate((9, 8, 5)):
        by = "Wolkentaube" if place == 1 else "Honigkessel"
        _bend(draft, some(count, by), "order.same_device", device=f"dev-00c0ffee{place}")


def _bend(draft: Draft, places: list[int], code: str, **values: str) -> None:
    for at in places:
        draft.orders[at] = replace(draft.orders[at], **values)  # type: ignore[arg-type]
        draft.planted[code] += 1


def _strange_logins(draft: Draft) -> None:
    """Entered with keys that were given to nobody."""
    chance = draft.chance("logins")
    mine = [at for at, one in enumerate(draft.orders) if one.partner == "Honigkessel"]
    others = [at for at, one in enumerate(draft.orders) if one.partner == "Nord"]
    for at in chance.sample(mine, 26) + chance.sample(others, 3):
        login = chance.choice(_UNKNOWN_LOGINS)
        draft.orders[at] = replace(draft.orders[at], login=login)
        draft.planted["chain.login_unknown"] += 1


def _churn(draft: Draft) -> None:
    """Some withdraw within a fortnight, some cancel within two months."""
    chance = draft.chance("churn")
    for at, one in enumerate(draft.orders):
        withdraws, cancels = _CHURN.get(one.partner, _USUAL)
        luck, day = chance.random(), one.ordered_at.date()
        if luck < withdraws:
            gone = day + timedelta(days=chance.randrange(1, 15))
            draft.orders[at] = replace(one, withdrawn_on=min(gone, LAST_DAY))
        elif luck < withdraws + cancels:
            gone = day + timedelta(days=chance.randrange(16, 60))
            if gone <= LAST_DAY:
                draft.orders[at] = replace(one, cancelled_on=gone)


def _is_far_from_calls(draft: Draft, customer: int, moment: datetime) -> bool:
    calls = draft.calls_of.get(draft.customers[customer].number, ())
    return all(abs(draft.calls[at].started_at - moment) > _FAR for at in calls)


def _new_to_us(draft: Draft, count: int, chance: Random) -> list[int]:
    """Customers who have ordered nothing yet."""
    ordered = {one.number for one in draft.orders}
    free = [
        persons[0]
        for number, persons in draft.persons_of.items()
        if number not in ordered and not draft.customers[persons[0]].is_destroyed
    ]
    return chance.sample(free, count)


def _quiet(draft: Draft, count: int, chance: Random) -> list[int]:
    """Customers whom nobody ever called, and who have not ordered yet."""
    ordered = {one.number for one in draft.orders}
    free = [
        persons[0]
        for number, persons in draft.persons_of.items()
        if number not in draft.calls_of and number not in ordered
        and not draft.customers[persons[0]].is_destroyed
    ]  # fmt: skip
    return chance.sample(free, count)


def _order(one: Customer, moment: datetime, channel: str, by: str, chance: Random) -> Order:
    product = "Internet" if chance.random() < 0.8 else "Mobilfunk"
    tariff, price = chance.choice(TARIFFS[product])
    logins = partner(by).logins or ("",)
    return Order(
        order_ref="",
        ref=one.ref,
        number=one.number,
        ordered_at=moment,
        channel=channel,
        partner=by,
        agent="",
        login=chance.choice(logins),
        shop=None,
        iban=one.iban,
        email=one.email,
        address=f"{one.street}, {one.postcode} {one.town}",
        device=None,
        product=product,
        tariff=tariff,
        price=Decimal(price),
    )
