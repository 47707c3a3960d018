"""Which rows are findings, read off the whole story in plain words.

This is the truth beside the folder. It shares no code with the part that is measured by it:
slow loops over what happened, so that also what nobody planted is found. Each function says
one code in the words of its rule; thresholds are the defaults of a first look.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from leumund.world.monday.calendar import SUNDAY, holidays_of, is_outside_hours
from leumund.world.monday.cast import PRINCIPAL
from leumund.world.monday.check_orders import of_chain, of_orders
from leumund.world.monday.nouns import Finding
from leumund.world.monday.written_people import People

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from leumund.world.monday.nouns import Call, Complaint, Consent, Story

DAY_CAP, WEEK_CAP, CAMPAIGN_CAP = 3, 15, 30
ROUND = timedelta(days=28)
ROUNDS_MAX = 2
LATE = timedelta(hours=24)
TOO_OLD_DAYS = 730


def findings(story: Story) -> list[Finding]:
    """All findings of the chapters (a) to (f), in no particular order."""
    people = People.of(story)
    return [
        *_of_consents(story),
        *_of_calls(story, people),
        *of_orders(story, people),
        *of_chain(story),
        *_repeated(story),
        *_not_explained(story, people),
    ]


def _of_consents(story: Story) -> Iterator[Finding]:
    as_of = max(one.started_at for one in story.calls)
    for at, one in enumerate(story.consents):
        is_old = (as_of - one.granted_at).days > TOO_OLD_DAYS
        is_late = one.recorded_at is not None and one.recorded_at > one.granted_at + LATE
        is_strange = one.source in ("prize_draw", "purchased")
        said = {
            "consent.no_proof": one.proof is None,
            "consent.no_wording": one.wording is None,
            "consent.no_source": one.source is None,
            "consent.company_not_named": PRINCIPAL not in one.companies,
            "consent.channel_missing": "telephone" not in one.channels,
            "consent.email_only": one.source == "email_doi" and not one.is_number_confirmed,
            "consent.origin_unchecked": is_strange and not one.is_origin_checked,
            "consent.documented_late": is_late,
            "consent.older_24_months": is_old,
            "consent.withdrawn": one.withdrawn_at is not None,
        }
        yield from (Finding(code, "consents", at) for code, is_so in said.items() if is_so)


def _of_calls(story: Story, people: People) -> Iterator[Finding]:
    read = [at for at, one in enumerate(story.calls) if not one.is_destroyed]
    facts = _Facts.of(story, people)
    for at in read:
        one = story.calls[at]
        weekday = one.started_at.isoweekday()
        said = {
            "call.after_objection": facts.has_objected(one),
            "call.after_contract_end": facts.has_ended(one),
            "call.never_handed_over": facts.is_unlisted(one),
            "call.sunday": weekday == SUNDAY,
            "call.holiday": weekday != SUNDAY and facts.is_holiday(one),
            "call.outside_hours": is_outside_hours(one.started_at),
            "call.same_or_less_offered": facts.is_nothing_new(one),
            "call.without_consent": facts.is_without_consent(one),
        }
        yield from (Finding(code, "calls", at) for code, is_so in said.items() if is_so)
    yield from _too_often(story, read)


def _too_often(story: Story, read: list[int]) -> Iterator[Finding]:
    """Caps on attempts, and the same person again in a third round of calls."""
    calls_of: dict[str, list[int]] = defaultdict(list)
    for at in sorted(read, key=lambda one: story.calls[one].started_at):
        calls_of[story.calls[at].number].append(at)
    for places in calls_of.values():
        rounds = 1
        for turn, at in enumerate(places):
            one = story.calls[at]
            before = [story.calls[other] for other in places[:turn]]
            if _is_over_cap(one, before):
                yield Finding("call.over_cap", "calls", at)
            if before and one.started_at - before[-1].started_at >= ROUND:
                rounds += 1
                if rounds > ROUNDS_MAX:
                    yield Finding("call.same_person_again", "calls", at)


def _is_over_cap(one: Call, before: list[Call]) -> bool:
    def since(span: timedelta) -> int:
        return sum(one.started_at - other.started_at < span for other in before)

    in_campaign = sum(other.campaign == one.campaign for other in before)
    return (
        since(timedelta(hours=24)) >= DAY_CAP
        or since(timedelta(days=7)) >= WEEK_CAP
        or in_campaign >= CAMPAIGN_CAP
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the folder says about the number of a call. ``listed``: partner and number to the
    days on which the number was handed over to that partner."""

    story: Story
    people: People
    listed: dict[tuple[str, str], list[date]]
    with_lists: frozenset[str]

    @classmethod
    def of(cls, story: Story, people: People) -> _Facts:
        listed: dict[tuple[str, str], list[date]] = defaultdict(list)
        for one in story.lists:
            for number in people.numbers_on(one):
                listed[one.partner, number].append(one.on)
        return cls(story, people, dict(listed), frozenset(one.partner for one in story.lists))

    def has_objected(self, call: Call) -> bool:
        return any(
            one.at < call.started_at
            and one.channel in ("all", "telephone")
            and one.scope in ("all", call.product)
            for one in self.people.objections_of(call.number)
        )

    def has_ended(self, call: Call) -> bool:
        day = call.started_at.date()
        mine = self.people.contracts_of(call.number)
        runs = any(one.ended_on is None or one.ended_on >= day for one in mine)
        lasts = any(
            (one.valid_until is None or one.valid_until >= day)
            and one.granted_at <= call.started_at
            and (one.withdrawn_at is None or one.withdrawn_at > call.started_at)
            for one in self.people.consents_of(call.number)
        )
        return bool(mine) and not runs and not lasts

    def is_unlisted(self, call: Call) -> bool:
        days = self.listed.get((call.partner, call.number), [])
        is_there = any(day <= call.started_at.date() for day in days)
        return call.partner in self.with_lists and not is_there

    def is_holiday(self, call: Call) -> bool:
        lands: set[str | None] = {*self.people.lands_of(call.number)} or {None}
        return any(call.started_at.date() in holidays_of(land) for land in lands)

    def is_nothing_new(self, call: Call) -> bool:
        day = call.started_at.date()
        return call.tariff is not None and any(
            one.product == call.product
            and one.started_on <= day
            and (one.ended_on is None or one.ended_on >= day)
            and (
                one.tariff == call.tariff or (call.price is not None and call.price < one.price)
            )
            for one in self.people.contracts_of(call.number)
        )

    def is_without_consent(self, call: Call) -> bool:
        if self.people.is_business(call.number):
            return False
        return not any(_holds(one, call) for one in self.people.consents_of(call.number))


def _holds(one: Consent, call: Call) -> bool:
    """Does this consent carry a call at that moment? Its proof is another question."""
    day = call.started_at.date()
    return (
        one.granted_at <= call.started_at
        and (one.withdrawn_at is None or one.withdrawn_at > call.started_at)
        and (one.valid_until is None or one.valid_until >= day)
        and "telephone" in one.channels
        and PRINCIPAL in one.companies
    )


def _repeated(story: Story) -> Iterator[Finding]:
    seen: set[str] = set()
    places = range(len(story.complaints))
    for at in sorted(places, key=lambda one: story.complaints[one].arrived_at):
        number = story.complaints[at].number
        if number in seen:
            yield Finding("complaint.repeated", "complaints", at)
        seen.add(number)


def _not_explained(story: Story, people: People) -> Iterator[Finding]:
    """Per list the complaints that it cannot explain: not on it, or called before it left."""
    for place, one in enumerate(story.lists):
        listed = people.numbers_on(one)
        for at, complaint in enumerate(story.complaints):
            if complaint.number not in listed or _day(complaint) < one.on:
                yield Finding("list.cannot_explain", "lists", place, "complaints", at)


def _day(one: Complaint) -> date:
    return (one.called_at or one.arrived_at).date()
