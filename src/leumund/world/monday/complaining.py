"""Who complains about which call, and what they still know of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from leumund.world.monday.calendar import at_clock, plain_from
from leumund.world.monday.cast import PRINCIPAL
from leumund.world.monday.nouns import Complaint
from leumund.world.names import names, numbers
from leumund.world.streams import stream

if TYPE_CHECKING:
    from random import Random

    from leumund.world.monday.draft import Draft
    from leumund.world.monday.nouns import Call

_DECLARED = {"Honigkessel": 13, "Wolkentaube": 8, "Zaunkönig": 7, "Nord": 4}
_STOLEN, _OTHERS, _STRANGERS, _AGAIN = 16, 4, 3, 9
_SAID = (
    PRINCIPAL, "Blauwalfunk Kundenservice", "Ihr Netzbetreiber",
    "Herr Trugholz von Blauwalfunk",
    "Sternpost Service", "der technische Dienst der Blauwalfunk", "Frau Kessel",
)  # fmt: skip


def complain(draft: Draft) -> None:
    """Complaints about declared calls, about calls of nobody we know, and once again."""
    chance = draft.chance("complaints")
    made: list[Complaint] = []
    for by, count in _DECLARED.items():
        heard = [
            one
            for one in draft.calls
            if one.partner == by and one.duration_s > 60 and not one.is_destroyed
            and one.number in draft.persons_of and one.started_at.date() < date(2026, 4, 22)
        ]  # fmt: skip
        for call in chance.sample(sorted(heard, key=lambda one: one.started_at), count):
            made.append(_about(draft, call, chance))
    made += list(_unexplained(draft, chance))
    by_number: dict[str, Complaint] = {}
    for one in made:
        by_number.setdefault(one.number, one)
    made = sorted(by_number.values(), key=lambda one: one.arrived_at)
    early = [one for one in made if one.arrived_at.date() < date(2026, 2, 20)]
    again = [_again(one, chance) for one in chance.sample(early, _AGAIN - 2)]
    made += again + [_again(one, chance) for one in again[-2:]]
    draft.complaints = sorted(made, key=lambda one: one.arrived_at)
    draft.planted["complaint.repeated"] += _AGAIN


def _about(draft: Draft, call: Call, chance: Random) -> Complaint:
    cause = f"call of {call.partner}"
    return _complaint(draft, call.number, call.started_at, call.shown, cause, chance)


def _unexplained(draft: Draft, chance: Random) -> list[Complaint]:
    """Somebody uses Honigkessel's list; others ring whom they like, also strangers."""
    shown = numbers(stream(draft.seed, "monday ghosts"), 5, "spoofed")
    stolen = next(one for one in draft.lists if one.partner == "Honigkessel")
    used = [draft.customers[draft.by_ref[ref]].number for ref in stolen.refs]
    free = [number for number in draft.persons_of if number not in draft.spent]
    strangers = numbers(stream(draft.seed, "monday callers' strangers"), 3, "stranger")
    chosen = [(number, "Honigkessel's list") for number in chance.sample(used, _STOLEN)]
    chosen += [(number, "own leads") for number in chance.sample(free, _OTHERS)]
    chosen += [(number, "own leads") for number in strangers[:_STRANGERS]]
    found = []
    for number, cause in chosen:
        day = plain_from(date(2025, 12, 1) + timedelta(days=chance.randrange(140)))
        moment = at_clock(day, 10 + chance.randrange(9), chance.randrange(60))
        face = chance.choice(shown)
        found.append(_complaint(draft, number, moment, face, cause, chance))
    return found


def _complaint(
    draft: Draft, number: str, called: datetime, shown: str, cause: str, chance: Random
) -> Complaint:
    persons = draft.persons_of.get(number)
    customer = draft.customers[persons[0]] if persons else None
    writer = f"{customer.given} {customer.surname}" if customer else _somebody(number)
    told = chance.random()
    is_day_only = 0.62 < told < 0.9
    moment = called.replace(second=0, microsecond=0)
    arrives = called + timedelta(days=chance.choice((0, 0, 1, 1, 2, 3, 6)), minutes=95)
    return Complaint(
        number=number,
        called_at=None if told >= 0.9 else moment,
        is_day_only=is_day_only,
        arrived_at=arrives.replace(second=chance.randrange(60), microsecond=0),
        shown=shown if shown and chance.random() < 0.75 else None,
        said_name=chance.choice(_SAID),
        product=chance.choice(("Glasfaser", "Internet", "Internet", "Mobilfunk")),
        tariff=chance.choice((None, None, None, "Heimnetz 250", "Glasfaser 500")),
        is_objection=chance.random() < 0.45,
        is_order_denied=chance.random() < 0.25,
        is_hearsay=chance.random() < 0.12,
        writer=writer,
        email=customer.email if customer else "jemand@post.example",
        ref=customer.ref if customer and chance.random() < 0.4 else None,
        cause=cause,
    )


def _again(one: Complaint, chance: Random) -> Complaint:
    """The same person, some weeks later, about the next call."""
    wait = timedelta(days=9 + chance.randrange(25), hours=chance.randrange(5))
    called = one.called_at + wait if one.called_at else None
    return replace(
        one,
        called_at=called,
        arrived_at=one.arrived_at + wait,
        is_objection=True,
        is_hearsay=False,
        repeats=one.repeats + 1,
    )


def _somebody(number: str) -> str:
    return names(stream(int(number[-6:]), "somebody"), 1)[0]
