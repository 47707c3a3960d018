"""Lists go out, and partners ring the people on them: everything by the rules, so far."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leumund.world.monday.cast import FIRST_DAY, LAST_DAY, PARTNERS
from leumund.world.monday.draft import ring_round, sound_numbers
from leumund.world.monday.nouns import HandOver

if TYPE_CHECKING:
    from random import Random

    from leumund.world.monday.cast import Partner
    from leumund.world.monday.draft import Draft

WEST = "Listen/Kunden_West.csv"

LISTS = (
    ("Listen/Liste_Nord_2025-09-01.csv", "Nord", date(2025, 9, 1), 800, 0.0, True, True),
    ("Listen/Liste_Zaunkönig_2025-09-08.csv", "Zaunkönig", date(2025, 9, 8), 590, 0.0, True,
     True),
    (WEST, "Wolkentaube", date(2025, 9, 15), 420, 0.06, True, False),
    ("Listen/Liste_Honigkessel_01.10.2025.csv", "Honigkessel", date(2025, 10, 1), 400, 0.06,
     False, True),
    ("Listen/Harbour Lights leads 2025-11-03.csv", "Harbour Lights", date(2025, 11, 3), 230,
     0.08, True, True),
    ("Listen/Liste_Nord_2026-01-15.csv", "Nord", date(2026, 1, 15), 330, 0.05, True, True),
)  # fmt: skip
"""File, partner, day, how many numbers, which part of them stands on an earlier list too, and
whether it says numbers and references."""

_CAMPAIGNS = {
    "Nord": ("Glasfaser Herbst", "Glasfaser Frühjahr"),
    "Zaunkönig": ("Treue 2025", "Treue 2026"),
    "Wolkentaube": ("UPG-W1", "UPG-W2"),
    "Honigkessel": ("HK Rückgewinnung", "HK Winter"),
    "Nebelturm": ("Nebel Q4", "Nebel Q4"),
    "Harbour Lights": ("Spring Fibre", "Spring Fibre"),
}
_NO_LIST = 120


def hand_over(draft: Draft) -> dict[str, list[str]]:
    """Choose who stands on which list; returns each partner's numbers. Nebelturm, whose list
    nobody has kept, gets numbers but no list."""
    chance = draft.chance("lists")
    free = sound_numbers(draft)
    chance.shuffle(free)
    given: dict[str, list[str]] = {"Nebelturm": [free.pop() for _ in range(_NO_LIST)]}
    for file, by, on, size, overlap, says_number, says_ref in LISTS:
        taken = [one for who, numbers in given.items() if who != by for one in numbers]
        again = chance.sample(taken, round(size * overlap))
        fresh = [free.pop() for _ in range(size - len(again))]
        given.setdefault(by, []).extend(fresh + again)
        refs = tuple(_first_ref(draft, number) for number in sorted(fresh + again))
        draft.lists.append(
            HandOver(file, by, on, refs, says_number=says_number, says_ref=says_ref)
        )
    return given


def ring_lawfully(draft: Draft, given: dict[str, list[str]]) -> None:
    """All calls that the partners make by the rules."""
    for who in PARTNERS:
        if who.calls:
            _ring(draft, who, given[who.name], draft.chance(f"calls of {who.name}"))


def destroy(draft: Draft) -> None:
    """A spreadsheet rounds numbers away: in the register and in one dialler's export."""
    chance = draft.chance("destroyed")
    blind = {ref for one in draft.lists if not one.says_number for ref in one.refs}
    harmless = [
        at
        for at, one in enumerate(draft.customers)
        if one.number not in draft.spent
        and one.ref not in blind
        and len(draft.persons_of[one.number]) == 1
        and (not draft.calls_of[one.number] or draft.states[at] == "valid")
    ]
    for at in chance.sample(harmless, 26):
        draft.customers[at] = replace(draft.customers[at], is_destroyed=True)
        draft.spent.add(draft.customers[at].number)
    theirs = [at for at, one in enumerate(draft.calls) if one.partner == "Zaunkönig"]
    plain = [
        at
        for at in theirs
        if draft.calls[at].result != "sale" and draft.calls[at].number not in draft.spent
    ]
    for at in chance.sample(plain, 9):
        draft.change_call(at, is_destroyed=True)


def campaign(by: str, day: date) -> str:
    """The campaign under which that partner calls on that day."""
    first, second = _CAMPAIGNS[by]
    return first if day < date(2026, 1, 1) else second


def first_day(draft: Draft, by: str, number: str) -> date:
    """The day after the first hand-over of that number to that partner; without any list
    the first day of all."""
    refs = {draft.customers[at].ref for at in draft.persons_of[number]}
    days = [one.on for one in draft.lists if one.partner == by and refs & set(one.refs)]
    return min(days, default=FIRST_DAY) + timedelta(days=1)


def _ring(draft: Draft, who: Partner, numbers: list[str], chance: Random) -> None:
    """Rounds of calls until the partner has made as many as it wants."""
    engaged_until = who.contracts[-1].until
    last = min(engaged_until or LAST_DAY, LAST_DAY)
    wanted = len(draft.calls) + who.calls
    for _turn in range(2):
        for number in chance.sample(numbers, len(numbers)):
            if len(draft.calls) >= wanted:
                return
            begins = first_day(draft, who.name, number)
            room = max((last - begins).days - 14, 1)
            first = begins + timedelta(days=chance.randrange(room))
            if draft.is_apart(number, first, 2):
                ring_round(
                    draft, who.name, number, first, last, chance,
                    campaign=campaign(who.name, first), attempts=chance.choice((1, 2, 3, 4, 6)),
                )  # fmt: skip


def _first_ref(draft: Draft, number: str) -> str:
    return draft.customers[draft.persons_of[number][0]].ref
