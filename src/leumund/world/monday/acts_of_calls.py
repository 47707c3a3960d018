"""What goes wrong in calls, and what only looks wrong: each act bends the lawful story.

The acts say how many they plant, for the notes; what is a finding in the end is read off the
whole story by ``check``, chance hits included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leumund.world.monday.calendar import (
    SATURDAY,
    at_clock,
    at_second,
    holidays_of,
    is_plain,
    lawful_clock,
    plain_from,
)
from leumund.world.monday.calls import campaign, first_day
from leumund.world.monday.cast import LAST_DAY, PARTNERS, partner
from leumund.world.monday.draft import new_call, ring_round, sound_numbers
from leumund.world.names import numbers
from leumund.world.streams import stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from leumund.world.monday.draft import Draft
    from leumund.world.monday.nouns import Call

_HOLIDAYS = (
    date(2025, 10, 3), date(2025, 10, 31), date(2025, 11, 1), date(2025, 11, 19),
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 1, 6),
    date(2026, 4, 3), date(2026, 4, 6),
)  # fmt: skip
_REGIONAL = (date(2025, 10, 31), date(2025, 11, 1), date(2025, 11, 19), date(2026, 1, 6))
_AGAIN = {"Honigkessel": 24, "Wolkentaube": 18}
_SUNDAYS = {"Wolkentaube": 26, "Honigkessel": 11, "Nord": 3, "Zaunkönig": 2}
_UNLISTED = {
    "Honigkessel": 26,
    "Wolkentaube": 8,
    "Zaunkönig": 7,
    "Nord": 6,
    "Harbour Lights": 4,
}


def again_and_again(draft: Draft, given: dict[str, list[str]]) -> None:
    """Some are rung every ten weeks; they are taken off everybody's work before it begins."""
    chance = draft.chance("again")
    for by, count in _AGAIN.items():
        chosen = chance.sample([one for one in given[by] if one not in draft.spent], count)
        draft.spent.update(chosen)
        for who in given:
            given[who] = [one for one in given[who] if one not in draft.spent]
        for number in chosen:
            first = first_day(draft, by, number) + timedelta(days=chance.randrange(3))
            while first < LAST_DAY - timedelta(days=3):
                ring_round(
                    draft, by, number, first, None, chance,
                    campaign=campaign(by, first), attempts=chance.choice((1, 2)),
                )  # fmt: skip
                first += timedelta(days=67 + chance.randrange(2))
            draft.planted["call.same_person_again"] += 1


def on_sundays(draft: Draft) -> None:
    """A lawful call slips to the Sunday after it."""
    for by, count in _SUNDAYS.items():
        chance = draft.chance(f"sundays of {by}")
        for at in _some(draft, f"sundays of {by}", by, count):
            day = draft.calls[at].started_at.date()
            sunday = day + timedelta(days=7 - day.isoweekday())
            is_free = any(sunday in holidays_of(land) for land in _lands(draft, at))
            if sunday <= LAST_DAY and not is_free:
                clock = at_second(sunday, chance.randrange(10 * 3600, 17 * 3600))
                _move(draft, at, clock, "call.sunday")


def on_holidays(draft: Draft) -> None:
    """A call slips to a holiday: of the customer's Land, or of another one."""
    for day in _HOLIDAYS:
        _move_onto(draft, day, 7, is_holiday=True)
    for day in _REGIONAL:
        _move_onto(draft, day, 9, is_holiday=False)


def at_odd_hours(draft: Draft) -> None:
    """Calls in the evening and early in the morning, and ones just within the hours."""
    chance = draft.chance("odd hours")
    careless = ("Wolkentaube", "Honigkessel", "Wolkentaube", "Zaunkönig")
    for turn in range(60):
        at = _some(draft, f"odd hour {turn}", careless[turn % 4], 1)[0]
        day = draft.calls[at].started_at.date()
        if day.isoweekday() == SATURDAY:
            clock = chance.choice((at_clock(day, 18, 0), at_clock(day, 18, 40, 12),
                                   at_clock(day, 8, 31), at_clock(day, 8, 59, 58)))  # fmt: skip
        else:
            clock = chance.choice((at_clock(day, 20, 0), at_clock(day, 20, 48, 7),
                                   at_clock(day, 21, 22), at_clock(day, 7, 15, 41),
                                   at_clock(day, 7, 59, 59)))  # fmt: skip
        _move(draft, at, clock, "call.outside_hours")
    for turn in range(40):
        at = _some(draft, f"near hour {turn}", PARTNERS[turn % 4].name, 1)[0]
        day = draft.calls[at].started_at.date()
        while not (is_plain(day) and (turn % 2 or day.isoweekday() == SATURDAY)):
            day -= timedelta(days=1)
        if day.isoweekday() == SATURDAY:
            clock = chance.choice((at_clock(day, 17, 59, 31), at_clock(day, 9, 0, 4)))
        else:
            clock = chance.choice((at_clock(day, 19, 59, 47), at_clock(day, 8, 0, 9)))
        if day >= first_day(draft, draft.calls[at].partner, draft.calls[at].number):
            _move(draft, at, clock, "call.outside_hours", is_near=True)


def too_often(draft: Draft) -> None:
    """Five calls on one day, seventeen in a week, thirty-four in a campaign; and just not."""
    chance = draft.chance("too often")
    for turn, number in enumerate(draft.numbers("too often", 26, _is_quiet(draft, 1))):
        at = draft.last_call(number)
        day = draft.calls[at].started_at.date()
        draft.change_call(at, started_at=at_clock(day, 9, 12, turn))
        times = ((11, 3), (13, 40), (15, 25), (17, 10)) if turn < 14 else ((12, 8), (16, 31))
        for hour, minute in times:
            moment = at_clock(day, hour, minute, chance.randrange(60))
            draft.ring(_like(draft, at, moment))
        _note(draft, "call.over_cap", is_near=turn >= 14)
    for turn, number in enumerate(
        draft.numbers("weekly", 5, _is_quiet(draft, 1, "Wolkentaube"))
    ):
        _drum(draft, number, 17 if turn < 3 else 15)
    for turn, number in enumerate(draft.numbers("dogged", 3, _is_early(draft))):
        _pester(draft, number, 34 if turn < 2 else 30)


def unlisted(draft: Draft) -> None:
    """Calls to customers and strangers who stand on no list of that partner, or not yet."""
    chance = draft.chance("unlisted")
    listed = {ref for one in draft.lists for ref in one.refs}
    free = [
        number
        for number in sound_numbers(draft)
        if number not in draft.calls_of
        and not any(draft.customers[at].ref in listed for at in draft.persons_of[number])
    ]
    for by, count in _UNLISTED.items():
        for number in (free.pop(chance.randrange(len(free))) for _ in range(count)):
            draft.spent.add(number)
            first = date(2025, 11, 10) + timedelta(days=chance.randrange(140))
            ring_round(
                draft, by, number, first, None, chance,
                campaign=campaign(by, first), attempts=chance.choice((1, 1, 2)),
            )  # fmt: skip
            draft.planted["call.never_handed_over"] += 1
    _strangers(draft)
    _too_early(draft)


def after_the_end(draft: Draft) -> None:
    """Nebelturm's contract ends with the year, its calls do not."""
    chance = draft.chance("after the end")
    theirs = [at for at, one in enumerate(draft.calls) if one.partner == "Nebelturm"]
    for number in sorted({draft.calls[at].number for at in theirs})[:34]:
        last = max(draft.times(number)).date()
        first = date(2026, 1, 2) + timedelta(days=chance.randrange(24))
        is_in_round = (first - last).days < 20
        if is_in_round or draft.is_apart(number, first, 2):
            ring_round(draft, "Nebelturm", number, first, date(2026, 1, 30), chance,
                       campaign="Nebel Q4", attempts=2)  # fmt: skip
            draft.planted["chain.call_outside_engagement"] += 1
    last_day = date(2025, 12, 31)
    late = [at for at in theirs if (last_day - draft.calls[at].started_at.date()).days < 20]
    for number in sorted({draft.calls[at].number for at in late})[:8]:
        at = draft.calls_of[number][0]
        draft.ring(_like(draft, at, at_clock(last_day, 15, 30, 5)))
        draft.near["chain.call_outside_engagement"] += 1


def under_false_numbers(draft: Draft) -> None:
    """Calls that show a number of nobody we know, no number, or that of the parent."""
    chance = draft.chance("false numbers")
    spoofed = numbers(stream(draft.seed, "monday spoofed"), 4, "spoofed")
    for by, count in (("Honigkessel", 34), ("Wolkentaube", 10), ("Nord", 3)):
        for at in _some(draft, f"false numbers of {by}", by, count, is_spending=False):
            draft.change_call(at, shown=chance.choice(spoofed))
            draft.planted["chain.caller_number_unknown"] += 1
    for at in _some(draft, "withheld", "Wolkentaube", 14, is_spending=False):
        draft.change_call(at, shown="")
    for at in _some(draft, "the parent's number", "Harbour Lights", 12, is_spending=False):
        draft.change_call(at, shown=partner("Zaunkönig").shown[0])
        draft.near["chain.caller_number_unknown"] += 1


def _strangers(draft: Draft) -> None:
    """Numbers of nobody we know."""
    chance = draft.chance("strangers")
    for number in numbers(stream(draft.seed, "monday strangers"), 18, "stranger"):
        draft.spent.add(number)
        day = plain_from(date(2025, 12, 1) + timedelta(days=chance.randrange(120)))
        call = new_call(draft, "Honigkessel", number, lawful_clock(day, chance), chance,
                        campaign=campaign("Honigkessel", day))  # fmt: skip
        draft.ring(replace(call, result="no interest", duration_s=61))
        draft.planted["call.never_handed_over"] += 1


def _too_early(draft: Draft) -> None:
    """Called a week before the list was handed over; and, near it, on the very day."""
    chance = draft.chance("too early")
    second = next(one for one in draft.lists if one.file.endswith("2026-01-15.csv"))
    before = {ref for one in draft.lists if one is not second for ref in one.refs}
    fresh = {draft.customers[draft.by_ref[ref]].number for ref in set(second.refs) - before}
    wanted = draft.numbers(
        "too early", 26, lambda number: number in fresh and _is_first_soon(draft, number)
    )
    for turn, number in enumerate(wanted):
        on = second.on if turn >= 14 else second.on - timedelta(days=2 + chance.randrange(6))
        call = new_call(draft, "Nord", number, lawful_clock(plain_from(on), chance), chance,
                        campaign="Glasfaser Frühjahr")  # fmt: skip
        is_near = plain_from(on) >= second.on
        draft.ring(replace(call, result="no interest") if call.result == "sale" else call)
        _note(draft, "call.never_handed_over", is_near=is_near)


def _is_first_soon(draft: Draft, number: str) -> bool:
    """Is it called by Nord alone, in one round that begins soon after the second list?"""
    calls = [draft.calls[at] for at in draft.calls_of[number]]
    first = min(one.started_at.date() for one in calls)
    return all(one.partner == "Nord" for one in calls) and first < date(2026, 2, 1)


def _drum(draft: Draft, number: str, count: int) -> None:
    """``count`` calls from a Monday to a Saturday, never more than three in 24 hours."""
    at = draft.last_call(number)
    day = draft.calls[at].started_at.date()
    monday = day - timedelta(days=day.isoweekday() - 1)
    while not all(is_plain(monday + timedelta(days=n)) for n in range(6)):
        monday += timedelta(days=7)
    for place in range(count):
        turn, third = divmod(place, 3)
        moment = at_clock(monday + timedelta(days=turn), 9 + third * 3, 5 + turn * 8)
        if place == 0:
            draft.change_call(at, started_at=moment)
        else:
            draft.ring(_like(draft, at, moment))
    _note(draft, "call.over_cap", is_near=count < 16)


def _pester(draft: Draft, number: str, count: int) -> None:
    """``count`` calls in one campaign, a call or two a day, at most twelve in seven days."""
    at = draft.last_call(number)
    day, placed = draft.calls[at].started_at.date(), 1
    while placed < count:
        day = plain_from(day + timedelta(days=1))
        for hour in (10, 16)[: 1 + day.day % 2]:
            if placed < count:
                draft.ring(_like(draft, at, at_clock(day, hour, 17, placed)))
                placed += 1
    _note(draft, "call.over_cap", is_near=count <= 30)


def _like(draft: Draft, at: int, moment: datetime) -> Call:
    """The same call once more, unanswered."""
    return replace(
        draft.calls[at], started_at=moment, duration_s=0, result="not reached",
        product=None, tariff=None, price=None,
    )  # fmt: skip


def _is_quiet(draft: Draft, calls: int, by: str = "") -> Callable[[str], bool]:
    """Numbers with just so many calls, by that partner, well before the end of it all."""

    def is_quiet(number: str) -> bool:
        mine = [draft.calls[at] for at in draft.calls_of[number]]
        is_theirs = all(one.partner == by for one in mine) if by else True
        is_tame = all(
            one.partner not in ("Nebelturm",) and one.result != "sale" for one in mine
        )
        is_early = all(one.started_at.date() < date(2026, 4, 10) for one in mine)
        return len(mine) == calls and is_theirs and is_tame and is_early

    return is_quiet


def _is_early(draft: Draft) -> Callable[[str], bool]:
    """Numbers that Wolkentaube rang once, after new year and before spring."""

    def is_early(number: str) -> bool:
        mine = [draft.calls[at] for at in draft.calls_of[number]]
        day = mine[0].started_at.date()
        is_one = len(mine) == 1 and mine[0].partner == "Wolkentaube"
        return (
            is_one and mine[0].result != "sale" and date(2026, 1, 2) < day < date(2026, 2, 20)
        )

    return is_early


def _some(
    draft: Draft, act: str, by: str, count: int, *, is_spending: bool = True
) -> list[int]:
    """Calls of that partner, one per number, that no other act needs and nothing came of."""

    def is_theirs(number: str) -> bool:
        at = draft.last_call(number)
        return draft.calls[at].partner == by and draft.calls[at].result != "sale"

    spent = set(draft.spent)
    chosen = [draft.last_call(number) for number in draft.numbers(act, count, is_theirs)]
    if not is_spending:
        draft.spent = spent
    return chosen


def _move_onto(draft: Draft, day: date, count: int, *, is_holiday: bool) -> None:
    """Calls within the fortnight around it slip to that day, for those Lands or others."""
    act = f"{day} {is_holiday}"
    chance = draft.chance(act)

    def suits(number: str) -> bool:
        at = draft.last_call(number)
        call = draft.calls[at]
        is_near = abs((call.started_at.date() - day).days) <= 12
        if call.result == "sale" or not is_near or call.partner == "Nebelturm":
            return False
        is_listed = day >= first_day(draft, call.partner, number)
        lands = _lands(draft, at)
        return (
            is_listed
            and bool(lands)
            and is_holiday == any(day in holidays_of(land) for land in lands)
        )

    there = sum(suits(one) for one in draft.calls_of if one not in draft.spent)
    for number in draft.numbers(act, min(count, there), suits):
        clock = at_second(day, chance.randrange(10 * 3600, 17 * 3600))
        at = draft.last_call(number)
        _move(draft, at, clock, "call.holiday", is_near=not is_holiday)


def _lands(draft: Draft, at: int) -> set[str]:
    persons = draft.persons_of.get(draft.calls[at].number, ())
    return {draft.customers[one].land for one in persons}


def _move(draft: Draft, at: int, moment: datetime, code: str, *, is_near: bool = False) -> None:
    draft.change_call(at, started_at=moment)
    _note(draft, code, is_near=is_near)


def _note(draft: Draft, code: str, *, is_near: bool) -> None:
    (draft.near if is_near else draft.planted)[code] += 1
