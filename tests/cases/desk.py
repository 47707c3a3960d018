"""A company with two partners, and the people who act in its cases."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from leumund.audit.known import KnownFinding
from leumund.basics.clock import SetClock
from leumund.basics.errors import LeumundError
from leumund.basics.finding import Finding, Row, Source
from leumund.cases import Against, Moved, Target
from leumund.cases.actions import Cases
from leumund.ledger.actions import Ledger
from leumund.network.actions import Network
from leumund.store import Store

MONDAY = datetime(2026, 5, 4, 10, tzinfo=UTC)
WEBER, KURZ, BRANDT = "M. Weber", "A. Kurz", "T. Brandt"
AGENT = "n-17"
NORDEN = Against(Target.PARTNER, "norden")
PARTNERS = """
principal: Nordwind Energie GmbH
partners:
  - name: norden
    country: DE
    engagements: [{role: processor, purposes: [winback], valid_from: 2026-01-01}]
  - name: sued
    country: DE
    parent: norden
    engagements: [{role: processor, purposes: [winback], valid_from: 2026-01-01}]
"""


def finding(
    source: Source = Source.CALL_RECORD,
    row: str = "c1",
    partner: str | None = "norden",
    **more: Any,
) -> Finding:
    code = more.pop("code", "call.after_objection")
    rows = (Row(source.value, row),)
    return Finding(code, partner, source, MONDAY - timedelta(days=3), rows, **more)


def kept(each: Finding, known_at: datetime = MONDAY) -> KnownFinding:
    """As audit keeps it."""
    return KnownFinding(each, each.digest, known_at)


TRACED = finding(Source.TRACE, "copy-1", code="copy.used")
COMPLAINED = finding(Source.COMPLAINT, "k1", code="call.strange")
CALLED = finding(Source.CALL_RECORD, "c1")
ORDERED = finding(Source.ORDER_RECORD, "o1", code="order.without_call")


# Not frozen: it remembers the case that the test is about, and moves the clock on.
@dataclass(slots=True)
class Desk:
    """One case, worked on by short calls; ``clock`` stands where it was set."""

    cases: Cases
    clock: SetClock
    store: Store
    file: Path
    case_id: int = 0
    moved: list[Moved] = field(default_factory=list)

    def later(self, **span: float) -> None:
        self.clock.at += timedelta(**span)

    def open(self, *findings: Finding, by: str = WEBER, against: Against = NORDEN) -> Moved:
        moved = self.cases.open(findings or (CALLED, ORDERED), against, by)
        self.case_id = moved.case_id
        return moved

    def item(self, kind: str = "call_record", **more: Any) -> Moved:
        given = {"origin": "dialler", "collector": WEBER, "collected_at": self.clock.at} | more
        return self.cases.evidence(self.case_id, self.file, kind, by=WEBER, **given)

    def explain(self, *what: str) -> None:
        for each in what or ("theft", "spoofing", "our_transfer", "our_insider"):
            self.cases.explain(self.case_id, each, "looked at the logs, nothing found", KURZ)

    def hear(self, due: date | None = None) -> Moved:
        day = due or (self.clock.at + timedelta(days=14)).date()
        questions = ["Who has called these people?"]
        return self.cases.hear(self.case_id, day, WEBER, questions, "in our reading room")

    def reply(self, text: str = "It was not us.") -> Moved:
        return self.cases.reply(self.case_id, text, WEBER, hours=6, cents=12000)

    def wait(self) -> None:
        """The last day on which the partner may answer is over."""
        due = self.case.reply_due
        self.clock.at = self.clock.at.replace(year=due.year, month=due.month, day=due.day)
        self.later(days=1)

    def ready(self) -> None:
        """Everything is there for any measure."""
        self.open()
        self.item()
        self.explain()
        self.hear()
        self.later(days=1)
        self.reply()
        self.wait()

    def propose(self, measure: str = "order_stop", by: str = WEBER, **more: Any) -> Moved:
        looked_at = more.pop("looked_at", [1])
        return self.cases.propose(
            self.case_id, measure, "The calls are on record.", looked_at, by, **more
        )

    def decide(self, by: str = KURZ, **more: Any) -> Moved:
        why = more.pop("why", "I have read the calls and the reply.")
        return self.cases.decide(self.case_id, why, more.pop("looked_at", [1]), by, **more)

    def stop(self, by: str = WEBER, **more: Any) -> Moved:
        return self.cases.stop(self.case_id, "People are called right now.", by, **more)

    def ask_agent(self, by: str = WEBER, **more: Any) -> Moved:
        rows = [row.key for each in self.case.findings for row in each.rows]
        key = more.pop("row", next(each for each in rows if each.startswith("o")))
        trigger = more.pop("trigger", None) or self.trigger()
        return self.cases.ask_agent(self.case_id, key, trigger, more.pop("why", "So."), by)

    def trigger(self) -> int:
        self.item("document")
        return self.case.items[-1].number

    def open_agent(
        self, by: str = KURZ, number: int = 1, why: str = "I have read it."
    ) -> Moved:
        return self.cases.open_agent(self.case_id, number, why, by)

    @property
    def case(self) -> Any:
        return self.cases.case(self.case_id)

    def entries(self) -> list[tuple[str, dict[str, Any]]]:
        """(kind, what it said) of every entry about cases, in their order."""
        found = Ledger(self.store, self.clock, self.cases.folder).entries(count=10_000)
        ours = (each for each in reversed(found) if each.kind.startswith("cases."))
        return [(each.kind, json.loads(each.said or "{}")) for each in ours]

    def trail(self) -> tuple[Any, ...]:
        """All that a refused move must leave as it was."""
        case = self.cases.case(self.case_id) if self.case_id else None
        return case, self.cases.overview(), self.cases.stops(), len(self.entries())


# Not frozen: it is told on leaving whether the attack was refused.
class Refused:
    """The block raises exactly this refusal, and leaves every record as it was."""

    def __init__(self, desk: Desk, error: type[LeumundError]) -> None:
        self.desk, self.error = desk, error

    def __enter__(self) -> None:
        self.before = self.desk.trail()

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> bool:
        assert kind is self.error, f"{kind} instead of {self.error}"
        assert self.desk.trail() == self.before
        return True


def desk_on(store: Store, folder: Path) -> Desk:
    clock = SetClock(MONDAY)
    network = Network(store, clock)
    path = folder / "partners.yaml"
    path.write_text(PARTNERS, "utf-8")
    network.load(path)
    file = folder / "calls.csv"
    file.write_text("at,line\n2026-05-01,c1\n", "utf-8")
    cases = Cases(store, clock, folder / "cases", network, "BE", agent_of=agent_of)
    return Desk(cases, clock, store, file)


def agent_of(row: Row, partner: str | None) -> str | None:
    """Every order of norden's and of our own desk carries this pseudonym; calls carry none."""
    is_order = row.table == Source.ORDER_RECORD.value
    return AGENT if is_order and partner in ("norden", None) else None
