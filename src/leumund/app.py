"""The one place where parts are put together.

Each part is built when it is first asked for, so that a command pays only for what it uses.
On leaving, the ledger takes in what the command has committed; a command that is killed
before that leaves its entries in the outbox, and the next one takes them in.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from leumund.basics.clock import Clock, SystemClock

if TYPE_CHECKING:
    from datetime import date

    from leumund.audit import Behind, Rate
    from leumund.audit.actions import Audit
    from leumund.basics.finding import Finding, Row
    from leumund.basics.numbers import Number
    from leumund.cases.actions import Cases
    from leumund.engine import Engine
    from leumund.intake.actions import Intake
    from leumund.ledger import HeldFile
    from leumund.ledger.actions import Ledger
    from leumund.look.actions import Look
    from leumund.network.actions import Network
    from leumund.orders import AskedForIban, Delivery, Order
    from leumund.orders.actions import Orders
    from leumund.people.actions import People
    from leumund.permit.actions import Permit
    from leumund.release.actions import Release
    from leumund.report.actions import Report
    from leumund.report.kept import Kept
    from leumund.settings import Settings
    from leumund.store import Store
    from leumund.trace.actions import Trace

_LOOK_MEMORY_BYTES = 3 * 2**30


@dataclass(frozen=True, slots=True)
class SetUp:
    """Where an installation lies, and the public key with which its ledger is checked."""

    folder: Path
    is_database_our_own: bool
    ledger_key: str


class Leumund:
    """All parts at work on one data folder."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        entropy: Callable[[int], bytes],
    ) -> None:
        self.settings = settings
        self.store = store
        self.clock = clock
        self._entropy = entropy

    @classmethod
    @contextmanager
    def open(
        cls,
        settings: Settings,
        clock: Clock | None = None,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> Iterator[Leumund]:
        """Open the data folder and its database; on leaving, bring the ledger up to date.

        ``clock`` and ``entropy`` are parameters so that a simulated year can be repeated;
        ``entropy`` feeds the secrets of draws and nothing else.
        """
        from leumund.store import Store

        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with Store.open(settings) as store:
            leumund = cls(settings, store, clock or SystemClock(), entropy)
            try:
                yield leumund
            finally:
                leumund.ledger.integrate()

    def set_up(self) -> SetUp:
        """Make what is missing: the folder, the database, the ledger's key."""
        return SetUp(
            folder=self.settings.folder,
            is_database_our_own=self.settings.database_url is None,
            ledger_key=self.ledger.create_key().public_key,
        )

    @cached_property
    def engine(self) -> Engine:
        from leumund.engine import Engine

        return Engine.of(self.settings)

    @cached_property
    def ledger(self) -> Ledger:
        from leumund.ledger.actions import Ledger

        return Ledger(self.store, self.clock, self.settings.folder, files=self._held_files)

    def _held_files(self) -> Iterator[HeldFile]:
        """Every file that an entry of the ledger speaks of; asked for only by its check."""
        yield from self.release.held_files()
        yield from self.intake.held_files()
        yield from self.cases.held_files()

    @cached_property
    def people(self) -> People:
        from leumund.people.actions import People

        return People(self.store, self.clock, self.settings.folder)

    @cached_property
    def network(self) -> Network:
        from leumund.network.actions import Network

        return Network(
            self.store,
            self.clock,
            self.settings.folder,
            in_risk=lambda name: self.cases.in_risk(name),
            set_principal=self.settings.principal,
        )

    @cached_property
    def permit(self) -> Permit:
        """Attempts are passes, and declared calls that used none."""
        from leumund.intake import DeclaredAttempts

        passes = self._permit.passes
        declared = DeclaredAttempts(self.intake.declared, self.engine.run, passes)
        return replace(self._permit, attempts=declared)

    @cached_property
    def _permit(self) -> Permit:
        from leumund.permit.actions import Permit

        return Permit(
            self.store,
            self.engine,
            self.clock,
            self.people,
            self.network,
            stops=lambda at: self.cases.stops(at),
        )

    @cached_property
    def release(self) -> Release:
        from leumund.release.actions import Release
        from leumund.trace import calls_needed, days_needed

        return Release(
            self.store,
            self.engine,
            self.clock,
            self.settings.folder,
            self.people,
            self.network,
            self.permit,
            calls_needed,
            days_needed,
            self._entropy,
            stops=lambda at: self.cases.stops(at),
        )

    @cached_property
    def intake(self) -> Intake:
        from leumund.intake.actions import Intake

        return Intake(
            self.store,
            self.engine,
            self.clock,
            self.settings.folder,
            self.people,
            self._permit,
            self.network,
        )

    @cached_property
    def audit(self) -> Audit:
        from leumund.audit.actions import Audit

        return Audit(
            self.store,
            self.engine,
            self.clock,
            self.settings.folder,
            self.people,
            self.network,
            self.permit,
            self.intake,
            self.release,
            self.trace,
            more=(lambda: self.orders.findings(),),
            more_rates=(self._rates_of_orders,),
        )

    def _rates_of_orders(self, since: date | None, until: date | None) -> Iterator[Rate]:
        from leumund.audit import Rate

        yield from (Rate(*each) for each in self.orders.rates(since, until))

    @cached_property
    def trace(self) -> Trace:
        from leumund.trace.actions import Trace

        return Trace(
            self.store,
            self.engine,
            self.clock,
            self.settings.folder,
            self.release,
            self.intake,
            self.people,
            self.permit,
            self.network,
            self.ledger,
        )

    @cached_property
    def orders(self) -> Orders:
        from leumund.orders import office_of
        from leumund.orders.actions import Orders

        return Orders(
            self.store,
            self.engine,
            self.clock,
            self.settings.folder,
            self.people,
            self.network,
            self.permit,
            self.intake,
            deliveries=self._deliveries,
            stops=lambda at: self.cases.stops(at),
            post=lambda: office_of(self.settings, self.network.principal()),
            asked_ibans=self._asked_ibans,
        )

    def _asked_ibans(self) -> Iterator[AskedForIban]:
        """Calls in which somebody asked for bank details, as a person has confirmed."""
        from leumund.orders import AskedForIban

        for heard in self.audit.asked_for_bank_details():
            yield AskedForIban(heard.partner, heard.called_at, heard.call_ref)

    def _deliveries(self, order: Order) -> Sequence[Delivery]:
        """How an order's line had reached partners before it."""
        from leumund.orders import deliveries_of

        lines = [order.line_id] if order.line_id is not None else []
        known = self.release.known_by_lookup(lines)
        lead = self.network.lead(order.partner, order.origin_ref or "")
        return deliveries_of(order, self.release.draws(), known, lead)

    @cached_property
    def cases(self) -> Cases:
        from leumund.cases.actions import Cases
        from leumund.orders.commissions import CaseCommissions

        return Cases(
            self.store,
            self.clock,
            self.settings.folder / "cases",
            self.network,
            self.settings.land,
            commissions=CaseCommissions(self.network.partners),
            known=lambda: self.audit.findings(),
            behind=self._behind,
            agent_of=self._agent_of if self.settings.agents == "on" else None,
        )

    def _agent_of(self, row: Row, partner: str | None) -> str | None:
        """The pseudonym on a row of that partner's (None: of our own hotline's or desk's),
        whatever part keeps the row."""
        partner = partner or self.network.principal() or ""
        if row.table == "orders.placed":
            return self.orders.agent_of(row.key, partner)
        return self.audit.agent_of(row, partner)

    @cached_property
    def report(self) -> Report:
        from leumund.report.actions import Report
        from leumund.report.letters import House
        from leumund.report.stamp import Authority

        settings = self.settings
        company = self.network.principal() or ""
        root = Path(settings.stamp_root) if settings.stamp_root else None
        return Report(
            self.store,
            self.clock,
            House.of(company, settings.sender_address, settings.desk_contact),
            Authority(settings.stamp_url, root) if settings.stamp_url else None,
            self.ledger,
            self.cases,
            self.orders,
            self.network,
            self.people,
            self.permit,
            self.release,
            self.intake,
            self.trace,
            self._behind,
            self._kept,
        )

    def _behind(
        self, findings: Sequence[Finding], partner: str
    ) -> Mapping[str, Sequence[Behind]]:
        """The single rows of findings as that partner may see them: its own, and masked."""
        from leumund.report.behind import points_at, rows_of

        mine = [each for each in findings if each.partner == partner]
        orders = self.orders.orders(partner) if points_at(mine, "orders.placed") else ()
        draws = self.release.draws() if points_at(mine, "release.copy") else []
        return rows_of(mine, self.audit.behind(mine), orders, draws)

    def _kept(
        self, number: Number, line_id: int, orders: Sequence[Order], person: str | None
    ) -> Sequence[Kept]:
        """What is kept of a line, its orders and person beside the books."""
        from leumund.report.kept import of_cases, of_line, of_orders, points_at_them

        mine = points_at_them(line_id, orders)
        refs = [each.order_ref for each in orders]
        calls = [(each.partner, each.call_ref) for each in orders if each.call_ref]
        about = self.audit.about(line_id, number, calls)
        steps = [step for ref in refs for step in self.orders.steps(ref)]
        found = [
            *of_line(self.permit.refused([line_id]), about, self.network.leads_of(number)),
            *of_orders(orders, steps, self.orders.reached(refs, person)),
            *of_cases(self.cases.standing(mine), mine),
        ]
        return sorted(found, key=lambda each: each.at)


def open_look(into: Path, settings: Settings, clock: Clock | None = None) -> Look:
    """The first look at a folder: no data folder, no database, no ledger. All it makes, also
    what does not fit into memory, lies below ``into``."""
    from leumund.engine import Engine
    from leumund.look.actions import Look

    memory = min(settings.engine_memory_bytes, _LOOK_MEMORY_BYTES)
    engine = Engine(into / "scratch", memory, settings.engine_threads)
    return Look(engine, clock or SystemClock())
