"""Write a story's files: what the company has at the start, and what each week brings."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml

from leumund.world import rows
from leumund.world.cast import PRINCIPAL, PRODUCT
from leumund.world.stories.letters import payments
from leumund.world.stories.people import iban, objectors, regulars
from leumund.world.stories.spoken import written
from leumund.world.stories.ways import login_of, shop_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from leumund.world.stories.cast import Seller, Story
    from leumund.world.stories.deeds import Complained, LookedUp, Ordered, Rang, StoryWeek
    from leumund.world.stories.people import StoryPeople

PURPOSE = "upgrade"
BERLIN = ZoneInfo("Europe/Berlin")
_ORDERS = (
    "order_ref", "ordered_at", "channel", "partner", "product", "ref", "number", "campaign",
    "look_up", "call_ref", "agent", "login", "shop", "device", "iban", "sector",
    "monthly_price", "total", "commission", "term_months", "is_short_term_offered",
    "summary_sent_at", "summary_total_cents", "withdrawal_instructed_at",
)  # fmt: skip
_LOOK_UPS = ("looked_up_at", "login", "device", "country", "number", "fields", "ref")
_TRANSCRIPTS = (
    "file", "partner", "called_at", "permission", "permission_ref", "call_ref", "language",
)  # fmt: skip
_STATEMENT = ("iban", "invoice", "paid_at")
_FIELDS = ("number", "name", "tariff")
_OPEN_DAYS = range(1, 6)


@dataclass(frozen=True, slots=True)
class StoryFiles:
    """Where the files lie that the company has when the story begins. ``shops``: None where
    nobody sells in a shop; ``objections``: None where nobody objected; ``lists``: per seller
    the list it has had for long."""

    customers: Path
    consents: Path
    objections: Path | None
    contacts: Path
    partners: Path
    shops: Path | None
    lists: dict[str, Path]


@dataclass(frozen=True, slots=True)
class WeekFiles:
    """What came in during a week; None where nothing did. ``transcripts``: a folder."""

    look_ups: dict[str, Path]
    calls: dict[str, Path]
    orders: Path | None
    complaints: Path | None
    statements: dict[str, Path]
    transcripts: Path | None


def at_berlin(at: datetime) -> datetime:
    """A moment of the story as an instant."""
    return at.replace(tzinfo=BERLIN).astimezone(UTC)


def write_story(story: Story, people: StoryPeople, folder: Path) -> StoryFiles:
    """Write what is there at the start; overwrites what is there."""
    everybody = range(len(people))
    partners = folder / "partners.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    partners.write_text(_yaml(_partners(story)), encoding="utf-8")
    hours, objected = list(_hours(story)), sorted(objectors(story, people))
    return StoryFiles(
        _csv(folder / "customers.csv", rows.CUSTOMERS, _customers(people, everybody)),
        _csv(folder / "consents.csv", rows.CONSENTS, _consents(story, people)),
        _csv(folder / "objections.csv", rows.OBJECTIONS, _objections(story, people, objected))
        if objected
        else None,
        _csv(folder / "contacts.csv", ("ref", "known_since", "email"), _contacts(people)),
        partners,
        _csv(folder / "shops.csv", ("shop", "partner", "weekday", "opens", "closes"), hours)
        if hours
        else None,
        {
            name: _csv(
                folder / f"list-{name}.csv",
                ("number",),
                ((people.numbers[one],) for one in mine),
            )
            for name, mine in regulars(story, people)
        },
    )


def write_story_week(
    story: Story, people: StoryPeople, week: StoryWeek, folder: Path
) -> WeekFiles:
    """Write one week's files."""
    place = folder / f"week-{week.number:02d}"
    place.mkdir(parents=True, exist_ok=True)
    names = [seller.name for seller in story.sellers]
    seen = {name: [one for one in week.look_ups if one.seller == name] for name in names}
    rang = {
        name: [one for one in week.calls if one.seller == name and one.is_declared]
        for name in names
    }
    paid = list(payments(story, week.number))
    return WeekFiles(
        {
            name: _csv(
                place / f"look-ups-{name}.csv", _LOOK_UPS, _looked_up(people, name, mine)
            )
            for name, mine in seen.items()
            if mine
        },
        {
            name: _csv(place / f"calls-{name}.csv", rows.CALLS, _calls(people, mine))
            for name, mine in rang.items()
            if mine
        },
        _csv(place / "orders.csv", _ORDERS, _orders(people, week.orders))
        if week.orders
        else None,
        _csv(place / "complaints.csv", rows.COMPLAINTS, _complaints(people, week.complaints))
        if week.complaints
        else None,
        {
            name: _csv(
                place / f"statement-{name}.csv",
                _STATEMENT,
                ((each.iban, each.key, each.at.isoformat()) for each in mine),
            )
            for name in names
            if (mine := [one for one in paid if one.seller == name])
        },
        _transcripts(place / "transcripts", [one for one in week.calls if one.said]),
    )


def _customers(people: StoryPeople, whom: Iterable[int]) -> Iterator[Sequence[str]]:
    for one in whom:
        yield (
            people.ref(one), people.names[one], people.numbers[one], "consumer",
            people.land(one), "",
        )  # fmt: skip


def _consents(story: Story, people: StoryPeople) -> Iterator[Sequence[str]]:
    granted = story.begins - timedelta(days=120)
    for one in range(len(people)):
        proof = hashlib.sha256(f"proof of {people.ref(one)}".encode()).hexdigest()
        yield (
            people.ref(one), people.numbers[one], PRINCIPAL, PRODUCT, "telephone",
            rows.WORDING, "2025-3", f"{granted} 10:00", f"{granted} 10:05", "web", proof,
            "yes", "yes", "", "",
        )  # fmt: skip


def _objections(
    story: Story, people: StoryPeople, objected: Iterable[int]
) -> Iterator[Sequence[str]]:
    for one in objected:
        at = story.begins - timedelta(days=90)
        yield people.numbers[one], f"{at} 12:00", "all", "all", "letter"


def _transcripts(place: Path, rang: Sequence[Rang]) -> Path | None:
    if not rang:
        return None
    place.mkdir(exist_ok=True)
    lines = []
    for number, one in enumerate(rang, 1):
        if one.said:
            (place / f"{number}.txt").write_text(written(one.said), encoding="utf-8")
            lines.append(
                (f"{number}.txt", one.seller, at_berlin(one.at).isoformat(), "written",
                 f"Vertrag 7 Blatt {number}", one.key, one.said.language)
            )  # fmt: skip
    _csv(place / "transcripts.csv", _TRANSCRIPTS, lines)
    return place


def _contacts(people: StoryPeople) -> Iterator[Sequence[str]]:
    for one in range(len(people)):
        yield people.ref(one), "2024-01-01", people.mail(one)


def _hours(story: Story) -> Iterator[Sequence[str]]:
    for seller in story.sellers:
        if seller.has_shop:
            for outlet in range(seller.outlets):
                for weekday in _OPEN_DAYS:
                    name = shop_of(seller, outlet)
                    yield name, seller.name, str(weekday), "09:30", "19:00"


def _looked_up(
    people: StoryPeople, name: str, seen: Sequence[LookedUp]
) -> Iterator[Sequence[str]]:
    for one in sorted(seen, key=lambda each: each.at):
        yield (
            f"{one.at:%Y-%m-%d %H:%M:%S}", one.login, one.device, one.country,
            people.numbers[one.customer], " ".join(_FIELDS), f"{name}-{one.customer}",
        )  # fmt: skip


def _calls(people: StoryPeople, rang: Sequence[Rang]) -> Iterator[Sequence[str]]:
    for one in sorted(rang, key=lambda each: each.at):
        number = people.numbers[one.customer]
        yield f"{one.at:%Y-%m-%d %H:%M:%S}", number, one.shown, str(one.seconds), "talked"


def _orders(people: StoryPeople, orders: Sequence[Ordered]) -> Iterator[Sequence[str]]:
    for one in sorted(orders, key=lambda each: each.ref):
        papers_at = f"{one.at - timedelta(minutes=3):%Y-%m-%d %H:%M:%S}"
        is_phone = one.channel == "phone"
        yield (
            one.ref, f"{one.at:%Y-%m-%d %H:%M:%S}", one.channel, one.seller, PRODUCT,
            people.ref(one.customer), people.numbers[one.customer], "fibre",
            f"{one.seller}-{one.customer}", one.call if is_phone else "", "a1", one.login,
            one.shop, one.device, one.iban, "telecom", "29,99", "719,76",
            str(one.commission), "24", "yes", papers_at, "71976", papers_at,
        )  # fmt: skip


def _complaints(people: StoryPeople, wrote: Sequence[Complained]) -> Iterator[Sequence[str]]:
    for one in sorted(wrote, key=lambda each: each.arrived_at):
        yield (
            f"{one.arrived_at:%Y-%m-%d %H:%M}", f"{one.called_at:%Y-%m-%d %H:%M}",
            people.numbers[one.customer], one.shown, PRINCIPAL, PRODUCT, "", "no",
        )  # fmt: skip


def _partners(story: Story) -> dict[str, object]:
    return {
        "principal": PRINCIPAL,
        "declaration_day": str(story.begins - timedelta(days=3)),
        "partners": [_partner(story, seller) for seller in story.sellers],
    }


def _partner(story: Story, seller: Seller) -> dict[str, object]:
    since = str(date(story.begins.year - 1, 1, 1))
    return {
        "name": seller.name,
        "legal_name": seller.legal_name,
        "country": "DE",
        "address": "Musterweg 1, Musterstadt",
        "contact": "Datenschutz",
        "tasks": ["Verkauf"],
        "risk": "high",
        "audited": str(story.begins - timedelta(days=30)),
        "looked_at": [
            {"what": what, "on": str(story.begins - timedelta(days=40)), "by": "Einkauf"}
            for what in ("register_extract", "security", "sub_partners")
        ],
        "sites": [{"name": "Musterstadt", "country": "DE"}],
        "logins": [
            {"login": login_of(seller, outlet), "valid_from": since}
            for outlet in range(seller.outlets)
        ],
        "payees": [{"iban": iban(500 + seller.position), "valid_from": since}],
        "engagements": [
            {
                "role": "processor",
                "purposes": [PURPOSE],
                "products": [PRODUCT],
                "fields": list(_FIELDS),
                "valid_from": since,
                "art28_signed": since,
            }
        ],
        "caller_numbers": [
            {"number": seller.number, "valid_from": since, "right_of_use": "yes"}
        ],
    }


def _yaml(said: dict[str, object]) -> str:
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False))


def _csv(path: Path, head: Sequence[str], lines: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(head)
        out.writerows(lines)
    return path
