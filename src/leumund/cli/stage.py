"""A story, week by week: what the company does with what comes in, by the real actions.

The desk follows one rule for everybody: a case is opened where findings of two kinds stand
against a partner, it is heard, two people decide, and a paper that can be checked explains
what it explains. The desk never reads who does what in truth.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from leumund.basics.finding import Source
from leumund.basics.numbers import Number
from leumund.basics.verdict import Effect
from leumund.cases import Against, Target
from leumund.orders import Asked
from leumund.permit import CallAsked
from leumund.world import (
    PRODUCT,
    CaseOfStory,
    InHands,
    ReadPlace,
    StoryTally,
    at_berlin,
    is_right_says_a_person,
    is_said,
    live_story,
    people_of,
    reply_of,
    stream,
    write_story,
    write_story_week,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.app import Leumund
    from leumund.basics.clock import SetClock
    from leumund.basics.finding import Finding
    from leumund.world import Story, StoryPeople, StoryWeek, WeekFiles

PURPOSE = "upgrade"
FIRST, SECOND = "M. Weber", "A. Kurz"
_EXPLANATIONS = ("theft", "spoofing", "our_transfer", "our_insider")
_REPLY_DAYS = 13
_ENOUGH = 4
_MANY = 12
_FRESH = timedelta(days=8)


# Not frozen: it goes through the weeks.
@dataclass(slots=True)
class Stage:
    """The company at its desk; ``codes``: links that customers hold, by order."""

    leumund: Leumund
    story: Story
    clock: SetClock
    folder: Path
    people: StoryPeople
    free: Iterator[int]
    tally: StoryTally
    codes: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, leumund: Leumund, clock: SetClock, story: Story, folder: Path) -> Stage:
        people = people_of(story)
        order = stream(story.seed, "story", story.name, "order").permutation(len(people))
        return cls(
            leumund, story, clock, folder, people, iter(order.tolist()), StoryTally(story)
        )

    def run(self, on_progress: Callable[[int, int | None], None]) -> StoryTally:
        """The whole story, to the day on which the world would have heard of it."""
        self._begin()
        for week in range(self.story.weeks):
            self._week(week)
            on_progress(week + 1, self.story.weeks + 1)
        self._end()
        on_progress(self.story.weeks + 1, self.story.weeks + 1)
        return self.tally

    # --- what comes in --------------------------------------------------------------------

    def _begin(self) -> None:
        self._set(self.story.begins - timedelta(days=7))
        files = write_story(self.story, self.people, self.folder / "files")
        self.leumund.set_up()
        self.leumund.people.load(files.customers)
        self.leumund.people.load(files.consents)
        if files.objections:
            self.leumund.people.load(files.objections)
        self.leumund.network.load(files.partners)
        self.leumund.orders.load(files.contacts, "contacts")
        if files.shops:
            self.leumund.orders.load(files.shops, "shops")
        for name, path in files.lists.items():
            day = self.story.begins - timedelta(days=200)
            self.leumund.release.seal(path, name, day)

    def _week(self, number: int) -> None:
        """The week is lived; on the Monday after it everything is taken in and looked at."""
        stopped = self._stopped()
        week = live_story(self.story, self.people, number, self.free, self.waiting, stopped)
        week = week.without(self._refused(week))
        files = write_story_week(self.story, self.people, week, self.folder / "files")
        self._set(self.story.day(number + 1), hour=6)
        self._take_in(files)
        self._answer()
        if files.orders:
            self._take_orders(files.orders, week)
        self.tally.add(week)
        if files.transcripts:
            self._listen(files.transcripts)
        self._look()
        self._go_on()
        self.leumund.ledger.integrate()

    def _take_in(self, files: WeekFiles) -> None:
        """What others send: look-ups, calls, complaints, statements."""
        for name, path in files.look_ups.items():
            self.leumund.release.lookups(path, name)
        for name, path in files.calls.items():
            self.leumund.intake.calls(path, name)
        if files.complaints:
            self.leumund.intake.complaints(files.complaints)
        for name, path in files.statements.items():
            self.leumund.network.statements(path, name)

    def _refused(self, week: StoryWeek) -> set[str]:
        """Who asks before a call gets an answer; who is refused and obeys does not ring."""
        refused = set()
        for ring in sorted(week.calls, key=lambda each: each.at):
            if ring.is_asked:
                self.clock.at = at_berlin(ring.at)
                number = Number(self.people.numbers[ring.customer])
                asked = CallAsked(number, ring.seller, PURPOSE, PRODUCT)
                if not self.leumund.permit.check(asked).is_allowed:
                    if ring.is_obeying:
                        refused.add(ring.key)
                    self.tally.calls_refused[ring.seller] += 1
        return refused

    def _take_orders(self, path: Path, week: StoryWeek) -> None:
        """Every order that is taken in is asked about, and the link goes to the customer; one
        whose traces do not fit what it claims is held instead."""
        loaded = self.leumund.orders.load(path)
        self.tally.refused_by.update(dict(loaded.refused_by))
        found = [each for each in self.leumund.orders.findings() if each.effect is Effect.HOLD]
        held = {row.key: each.code for each in found for row in each.rows}
        for order in self.leumund.orders.orders():
            ref = order.order_ref
            if order.state.value != "received":
                continue
            if ref in held:
                self.leumund.orders.hold(ref, held[ref])
            else:
                self._ask(ref)

    def _ask(self, ref: str) -> None:
        asked = self.leumund.orders.ask(ref)
        if isinstance(asked, Asked):
            self.codes[ref] = self.leumund.orders.take(asked.outgoing_id).code or ""

    def _answer(self) -> None:
        """Customers answer, or do not; the night's work is done."""
        for ref, code in self.codes.items():
            answer = self.tally.orders[ref].answer
            if answer != "silent":
                self.leumund.orders.answer(code, answer)
        self.codes.clear()
        self.leumund.orders.expire()
        self.leumund.orders.settle()
        self.leumund.cases.expire()

    def _listen(self, folder: Path) -> None:
        """The transcripts are gone through, and somebody reads every place that was found."""
        self.leumund.audit.words(folder)
        for place in self.leumund.audit.open_words():
            ref, go = place.call_ref or "", place.span.turn
            said = self.tally.recorded[ref].said
            if said is None:
                raise LookupError(f"nobody recorded {ref}")
            is_right = is_right_says_a_person(self.story, ref, said, place.check, go)
            self.leumund.audit.confirm(place.key, SECOND, is_right)
            is_there = is_said(said, place.check, go)
            read = ReadPlace(place.partner, ref, place.check, is_there, is_right)
            self.tally.read.append(read)

    # --- what is found --------------------------------------------------------------------

    def _look(self) -> None:
        self.leumund.audit.collect()
        for seller in self.story.sellers:
            if seller.name not in self.tally.cases:
                found = self._found(seller.name)
                if is_enough(found):
                    self._open(seller.name, found)

    def _found(self, partner: str) -> list[Finding]:
        """What is known of it."""
        return [each.finding for each in self.leumund.audit.findings(partner)]

    # --- what follows ---------------------------------------------------------------------

    def _open(self, partner: str, found: Sequence[Finding]) -> None:
        """A case with its evidence; the partner is heard. Where very much stands out of the
        days just gone, a person stops data and commission for the time being."""
        cases, now = self.leumund.cases, self.clock.at
        against = Against(Target.PARTNER, partner)
        case_id = cases.open(found, against, FIRST).case_id
        item = self._exhibit(case_id, found)
        cases.evidence(case_id, item, "record", "audit", FIRST, now, FIRST)
        for what in _EXPLANATIONS:
            cases.explain(case_id, what, "looked at our own records, nothing found", SECOND)
        is_stopped = is_urgent(found, now)
        if is_stopped:
            why = "People are looked up and called while this is being written."
            cases.stop(case_id, why, FIRST, is_commission_held=True)
        due = (now + timedelta(days=_REPLY_DAYS)).date()
        cases.hear(case_id, due, FIRST, ["How did these come about?"], "in our reading room")
        self.tally.cases[partner] = CaseOfStory(
            case_id=case_id,
            opened_on=self._today(),
            first_sign_on=min(each.first_sign_at for each in found).date(),
            codes=dict(sorted(Counter(each.code for each in found).items())),
            is_stopped=is_stopped,
        )

    def _go_on(self) -> None:
        """A week after it was heard the partner has answered; when its time to answer has
        passed, two people decide."""
        for partner, case in list(self.tally.cases.items()):
            if case.is_open and case.opened_on < self._today():
                [hearing] = self.leumund.cases.case(case.case_id).hearings
                if not hearing.replies:
                    self._answered(partner, case)
                elif hearing.reply_due < self._today():
                    self._decide(partner, case)

    def _answered(self, partner: str, case: CaseOfStory) -> None:
        cases, reply = self.leumund.cases, reply_of(self.story.seller(partner))
        cases.reply(case.case_id, reply.said, FIRST, hours=3)
        found = cases.case(case.case_id).findings
        left = [each for each in found if each.code not in reply.explains]
        if reply.paper and not is_enough(left):
            self._clear(partner, case, reply.paper)
        elif case.is_stopped:
            cases.renew(case.case_id, 1, "The reply explains nothing of it.", SECOND)

    def _decide(self, partner: str, case: CaseOfStory) -> None:
        cases = self.leumund.cases
        why = "The records agree with each other, and the reply explains nothing of it."
        cases.propose(case.case_id, "order_stop", why, [1], FIRST)
        cases.decide(case.case_id, "I have read the records and the reply.", [1], SECOND)
        case.decide(self._today(), "order_stop")
        for order in self.leumund.orders.orders(partner):
            if order.state.value == "held":
                self.leumund.orders.void(order.order_ref, f"case {case.case_id}")

    def _clear(self, partner: str, case: CaseOfStory, paper: str) -> None:
        cases, now = self.leumund.cases, self.clock.at
        path = self.folder / "files" / f"paper-{case.case_id}.txt"
        path.write_text(paper + "\n", encoding="utf-8")
        cases.evidence(
            case.case_id, path, "document", "partner", FIRST, now, FIRST, says=paper,
            is_for_partner=True,
        )  # fmt: skip
        cases.clear(case.case_id, "The paper was checked and explains every finding.", SECOND)
        case.decide(self._today(), "cleared")
        for order in self.leumund.orders.orders(partner):
            if order.state.value == "held":
                self.leumund.orders.free(order.order_ref, f"case {case.case_id}")
                self._ask(order.order_ref)

    def _stopped(self) -> list[str]:
        """Whom the next pass refuses because a measure is in force."""
        return [
            seller.name
            for seller in self.story.sellers
            if any(
                each.rule == "L007"
                for each in self.leumund.permit.partner_reasons(seller.name, PURPOSE, PRODUCT)
            )
        ]

    def _exhibit(self, case_id: int | object, found: Sequence[Finding]) -> Path:
        path = self.folder / "files" / f"findings-{case_id}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("code", "source", "table", "key"))
            for each in found:
                for row in each.rows:
                    out.writerow((each.code, each.source.value, row.table, row.key))
        return path

    # --- the end --------------------------------------------------------------------------

    def _end(self) -> None:
        """The day on which it would have become known: what stands in the books by then."""
        self._set(self.story.day(self.story.weeks + 1), hour=6)
        self._answer()
        self.leumund.audit.collect()
        self._go_on()
        self._set(self.story.known_on)
        self._answer()
        self._go_on()
        self._count_in_hands()
        self._count_findings()
        for order in self.leumund.orders.orders():
            self.tally.ended[order.order_ref] = (
                order.state.value, order.billing.value, order.commission.value,
            )  # fmt: skip
        self.leumund.ledger.integrate()
        verified = self.leumund.ledger.verify()
        self.tally.entries, self.tally.root = verified.size, verified.root

    def _count_findings(self) -> None:
        """What is known of each seller, and which orders stand out by their own traces."""
        for seller in self.story.sellers:
            codes = Counter(each.code for each in self._found(seller.name))
            self.tally.found[seller.name] = dict(sorted(codes.items()))
        for found in self.leumund.orders.findings():
            is_trace = found.source is Source.ORDER_RECORD
            self.tally.standing_out |= {row.key for row in found.rows if is_trace}

    def _count_in_hands(self) -> None:
        """Of the people to whom something was done, whom had each seller ever in hand, by an
        old list or by a look-up?"""
        orders = self.leumund.orders.orders()
        lines = {each.line_id for each in orders if each.state.value == "denied"}
        lines |= {each.line_id for each in self.leumund.intake.stream()}
        people = sorted(line for line in lines if line is not None)
        known = self.leumund.release.known_by_lookup(people)
        had = set(zip(known.partners, known.line_ids.tolist(), strict=True))
        for listed in self.leumund.release.draws():
            is_on = (listed.unit_of(np.array(people, dtype=np.int64)) >= 0).tolist()
            had |= {
                (listed.partners[0], line) for line, on in zip(people, is_on, strict=True) if on
            }
        for seller in self.story.sellers:
            mine = sum(name == seller.name for name, _line in had)
            self.tally.in_hands[seller.name] = InHands(len(people), len(people) - mine)

    def _set(self, day: date, hour: int = 9) -> None:
        self.clock.at = at_berlin(datetime.combine(day, time(hour)))

    def _today(self) -> date:
        return self.clock.at.date()


def is_enough(found: Sequence[Finding]) -> bool:
    """Several findings, of two kinds, that do not rest on the same rows."""
    strong = [each for each in found if not each.is_weak]
    return len(strong) >= _ENOUGH and any(
        one.source.group != other.source.group and not set(one.rows) & set(other.rows)
        for one, other in combinations(strong, 2)
    )


def is_urgent(found: Sequence[Finding], now: datetime) -> bool:
    """Very many findings of the days just gone: what is older can wait for the hearing."""
    return sum(each.first_sign_at > now - _FRESH for each in found) >= _MANY
