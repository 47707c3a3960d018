"""What ``Cases`` can be asked. It records nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from leumund.cases import agents, records
from leumund.cases.clearing import Clearing, clearing_of, code_of
from leumund.cases.clocks import Due, clocks_of
from leumund.cases.days import today
from leumund.cases.money import Sum
from leumund.cases.moved import (
    Burden,
    Compared,
    Letter,
    Short,
    burden_of,
    compare,
    followed,
    short_of,
)
from leumund.cases.refusals import AgentsOff, CaseLocked, NoSuchLetter
from leumund.cases.state import OVER, State, Target
from leumund.cases.stops import stops_of
from leumund.cases.writer import path_of
from leumund.ledger import HeldFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.checks import Check
    from leumund.basics.clock import Clock
    from leumund.basics.finding import Row
    from leumund.cases.agents import AgentOf, AgentOpened
    from leumund.cases.case import Case
    from leumund.cases.money import Commissions
    from leumund.network import Stop
    from leumund.store import Store, Transaction


class House(Protocol):
    """What these questions need of ``Cases``."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def folder(self) -> Path: ...
    @property
    def commissions(self) -> Commissions | None: ...
    @property
    def agent_of(self) -> AgentOf | None: ...
    def case(self, case_id: int) -> Case: ...
    def _checks(self, at: datetime) -> Mapping[str, Check]: ...
    def _readable(self, tx: Transaction, case_id: int) -> Case: ...
    def _others(self, case_id: int) -> list[Case]: ...


class Questions:
    """The part of ``Cases`` that answers; it has no state of its own."""

    __slots__ = ()

    def case(self: House, case_id: int) -> Case:
        """The whole case; raises NoSuchCase, CaseLocked."""
        with self.store.snapshot() as tx:
            return self._readable(tx, case_id)

    def standing(self: House, rows: Collection[Row]) -> tuple[Case, ...]:
        """The cases that are not locked and of which a finding rests on one of these rows."""
        wanted = {row.subject for row in rows}
        with self.store.snapshot() as tx:
            files = [
                row["id"] for row in records.files(tx) if row["state"] != State.LOCKED.value
            ]
            found = [records.case(tx, case_id) for case_id in files] if wanted else []
        return tuple(
            case for case in found if any(wanted & each.subjects for each in case.findings)
        )

    def overview(
        self: House, name: str | None = None, state: str | None = None
    ) -> tuple[Short, ...]:
        """Cases in short, newest first; of locked ones only that there are some."""
        with self.store.snapshot() as tx:
            rows = records.files(tx, name, state)
        return tuple(short_of(row) for row in rows)

    def stops(self: House, at: datetime | None = None) -> tuple[Stop, ...]:
        """The measures that stop something at that moment (now)."""
        with self.store.snapshot() as tx:
            return stops_of(records.in_force(tx, at or self.clock.now()))

    def agent(self: House, case_id: int) -> tuple[AgentOpened, ...]:
        """The pseudonyms that two people have opened in this case; raises AgentsOff."""
        if self.agent_of is None:
            raise AgentsOff
        return agents.opened(self.case(case_id), self.agent_of)

    def clocks(self: House, case_id: int) -> tuple[Due, ...]:
        """Every clock of a case with the days that are left, the next one first."""
        now = self.clock.now()
        return clocks_of(self.case(case_id), now, self._checks(now))

    def clearing(self: House, case_id: int) -> Clearing:
        """The page for the partner, without any figure of chance."""
        now = self.clock.now()
        with self.store.snapshot() as tx:
            case = self._readable(tx, case_id)
            held = self.commissions.held_for_case(tx, case_id) if self.commissions else None
            page = clearing_of(case, now, self._checks(now), Sum.of(held))
            letter = records.letter_of(tx, case_id)
        if letter is None or case.state is not State.CLEARED:
            return page
        return replace(page, check_code=letter["code"], entry_id=letter["entry_id"])

    def letter(self: House, code: str) -> Letter:
        """The entry by which anybody can check the letter of that code; NoSuchLetter."""
        digits = "".join(code.split()).lower()
        with self.store.snapshot() as tx:
            found = records.letter(tx, code_of(digits))
        if found is None:
            raise NoSuchLetter(code=code)
        return Letter(**found)

    def alike(self: House, case_id: int, measure: str) -> Compared:
        """What followed in other cases from the same breach, beside this measure."""
        codes = self.case(case_id).codes
        return compare(codes, followed(self._others(case_id), codes), measure)

    def in_risk(self: House, partner: str) -> int:
        """How many cases may count in this partner's risk class: none that is over."""
        with self.store.snapshot() as tx:
            rows = records.files(tx, partner)
        return sum(
            row["target"] == Target.PARTNER.value and State(row["state"]) not in OVER
            for row in rows
        )

    def burden(self: House) -> Burden:
        """What it has cost partners to be suspected, over all cleared cases not yet locked."""
        cleared = [case for case in self._others(0) if case.state is State.CLEARED]
        now = self.clock.now()
        checks = self._checks(now)
        return burden_of(clearing_of(each, now, checks, Sum()).cost for each in cleared)

    def held_files(self: House) -> Iterator[HeldFile]:
        """The items of evidence of every case that is not locked."""
        for case in self._others(0):
            for step in case.steps:
                if step.event == "evidence":
                    digest = step.said["digest"]
                    path = path_of(self.folder, digest)
                    name = f"evidence {case.case_id}/{step.number}"
                    yield HeldFile(name, digest, path, step.entry_id, "digest", digest)

    def _readable(self: House, tx: Transaction, case_id: int) -> Case:
        row = records.file(tx, case_id)
        if row["state"] == State.LOCKED.value:
            raise CaseLocked(case=case_id, date=today(row["closed_at"]))
        return records.case(tx, case_id)

    def _others(self: House, case_id: int) -> list[Case]:
        """All cases but this one that anybody may still read."""
        with self.store.snapshot() as tx:
            rows = records.files(tx)
            return [
                records.case(tx, row["id"])
                for row in rows
                if row["id"] != case_id and row["state"] != State.LOCKED.value
            ]
