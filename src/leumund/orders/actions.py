"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from leumund import ledger
from leumund.basics.canonical import sha256_hex
from leumund.basics.checks import decide
from leumund.basics.errors import NotThere
from leumund.basics.masking import masked
from leumund.basics.numbers import Number
from leumund.orders import bulk, records
from leumund.orders.asking import (
    NoSuchAnswer,
    NothingToSend,
    NoWayToAsk,
    TimeIsOver,
    answer_until,
    shown_order,
)
from leumund.orders.book import book_csv, cents_by_commission
from leumund.orders.codes import CodeUnusable, code_digest, new_code
from leumund.orders.findings import (
    DENIED_BEFORE,
    HELD_CODES,
    OTHER_PERSON,
    SHARED_CONTACT,
    denied_row,
    findings_of,
    held_row,
)
from leumund.orders.loading import Door, load_entry
from leumund.orders.moves.actions import Moves, checks_of, locked, move, there
from leumund.orders.order import (
    Asked,
    CallSeen,
    Checked,
    Envelope,
    Extract,
    Loaded,
    Moved,
    Way,
)
from leumund.orders.origin import CALL_DAYS, chain
from leumund.orders.post.actions import PostOffice, Sends
from leumund.orders.predicates import PREDICATES
from leumund.orders.rules import (
    Confirming,
    confirming,
    order_checks,
    withdraw_days,
    withdraw_until,
)
from leumund.orders.spelling import names_one_of
from leumund.orders.states import ANSWERS, Event, State, find_move
from leumund.orders.tracing import Traces, call_seen, instructed_at, order_facts
from leumund.orders.writer import Source, order_key, take_in, write_book
from leumund.people import Quarantine, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.basics.finding import Finding
    from leumund.engine import Engine
    from leumund.intake.actions import Intake
    from leumund.network import Stops
    from leumund.network.actions import Network
    from leumund.orders.areas import Distances
    from leumund.orders.order import (
        AskedForIban,
        Delivery,
        Login,
        Order,
        OrderShown,
        Origin,
        Outgoing,
        Step,
    )
    from leumund.people.actions import People
    from leumund.permit import Pass
    from leumund.permit.actions import Permit
    from leumund.store import Store, Transaction

    Deliveries = Callable[[Order], Sequence[Delivery]]
    OnProgress = Callable[[int, int | None], None]

QUESTIONS = (
    *("order", "orders", "origin", "check", "steps", "shown", "due", "logins", "counts"),
    *("findings", "distances", "rates", "reached", "undelivered", "agent_of"),
)
"""They record nothing."""
WITHIN = ("take", "sent", "failed")
"""The sender's steps: that something went out is no move of an order."""

_ZONE = "Europe/Berlin"
_AGAIN = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
_PERSONS_MIN = 3


@dataclass(frozen=True, slots=True)
class Orders(Moves, Sends):
    """Orders from the file they come in to the commission that is paid for them, or not.

    ``deliveries``: how an order's line had reached partners before it (release knows it).
    ``stops``: the measures in force at a moment (cases knows them). ``asked_ibans``: calls in
    which a customer was asked for bank details (audit knows them).
    """

    store: Store
    engine: Engine
    clock: Clock
    folder: Path
    people: People
    network: Network
    permit: Permit
    intake: Intake
    deliveries: Deliveries = field(default=lambda _order: ())
    stops: Stops | None = None
    post: Callable[[], PostOffice] = PostOffice
    asked_ibans: Callable[[], Iterable[AskedForIban]] = tuple

    def load(
        self,
        path: Path,
        kind: str = "orders",
        columns: Mapping[str, str | Sequence[str]] | None = None,
        region: str = "DE",
        on_progress: OnProgress | None = None,
        *,
        ignore: Sequence[str] = (),
        encoding: str | None = None,
    ) -> Loaded:
        """Take in a file of orders, contacts or opening hours; the same again changes nothing.

        An order that does not say where it comes from, or whose partner may not act, is
        refused and kept with the reason. ``region`` is that of numbers without country code.
        Raises NoSuchKind and what people's readers of tables raise.
        """
        source = Source(path, columns, ignore, encoding)
        with self.store.transaction() as tx, Quarantine(self.folder, "orders") as quarantine:
            records.begin(tx)
            door = self._door(kind, region)
            loaded, leaves = take_in(tx, door, source, quarantine, on_progress)
            if loaded.added or loaded.quarantined:
                self._note_loaded(tx, loaded, leaves)
        return loaded

    def ask(self, order_ref: str, by: str = "desk") -> Asked | Moved:
        """Ask the customer: over a contact that was known before the order, else by a letter
        to the supply address. What makes it doubtful whose order it is holds it instead, once:
        a number and a reference of two customers, a contact that several orders share, and an
        order that this customer has denied before.

        Raises NotThere, ForbiddenMove, TimeIsOver, NoWayToAsk.
        """
        now = self.clock.now()
        with self.store.transaction() as tx:
            order = locked(tx, order_ref)
            find_move(order_ref, order.state, Event.ASK)
            if order.state is State.ASKED and order.answer_until and order.answer_until <= now:
                raise TimeIsOver(order=masked(order_ref), until=order.answer_until)
            times = confirming(checks_of(order))
            owners = self._owners(tx, order)
            contact = _contact(tx, order, owners, times)
            if doubt := _doubt(tx, order, owners, contact, times, now):
                return move(self, tx, order, Event.HOLD, "orders.hold", by, doubt)
            way = Way(contact["way"])
            until = answer_until(times, way, now)
            records.note_asked(tx, order, contact, now, until)
            records.end_outgoing(tx, order, records.ASKS, now)
            out = records.put_out(tx, order, "confirmation", way, contact["id"], {}, now)
            more = {"way": way.value, "answer_until": until}
            move(self, tx, order, Event.ASK, "orders.ask", by, "", more)
        return Asked(order_ref, way, out, until)

    def answer(self, code: str, what: str) -> Moved:
        """The customer's answer over the link: ``nothing_ordered``, ``confirm``, ``reject``.

        Raises CodeUnusable (the same for a code that is unknown, used or too old), and
        NoSuchAnswer.
        """
        if what not in ANSWERS:
            raise NoSuchAnswer(what=shown(what), known=", ".join(ANSWERS))
        now = self.clock.now()
        with self.store.transaction() as tx:
            order = self._opened(tx, code, now, is_to_move=True)
            if order is None:
                raise CodeUnusable()
            records.use_codes(tx, order, now)
            if what == Event.CONFIRM:
                until = withdraw_until(checks_of(order), now, instructed_at(order))
                records.note_answered(tx, order, now, until)
            moved = move(self, tx, order, ANSWERS[what], "orders.answer", "customer", "")
            contact_id, way = records.asked_over(tx, order)
            said = {"what": what, "at": now.isoformat()}
            records.put_out(tx, order, "receipt", way, contact_id, said, now)
        return moved

    def extract(self, partner: str, into: Path) -> Extract:
        """A partner's book extract (§ 87c(2) HGB) as CSV; raises NotThere."""
        if self.network.partner(partner) is None:
            raise NotThere(what="partner", name=masked(partner))
        with self.store.transaction() as tx:
            rows = records.extract(tx, partner)
            digest = sha256_hex(write_book(into, book_csv(rows)))
            sums = cents_by_commission(rows)
            made = Extract(partner, len(rows), str(into), digest, sums)
            entry = {"partner": partner, "rows": len(rows), "file": digest}
            ledger.append(tx, "orders.extract", entry, at=self.clock.now())
        return made

    def order(self, order_ref: str) -> Order:
        """One order; raises NotThere."""
        with self.store.snapshot() as tx:
            return there(records.order(tx, order_ref), order_ref)

    def orders(self, partner: str | None = None) -> tuple[Order, ...]:
        """Every order, or those of one partner, in the order in which they were placed."""
        with self.store.snapshot() as tx:
            return records.orders_of(tx, partner)

    def agent_of(self, order_ref: str, partner: str) -> str | None:
        """The pseudonym on an order of that partner's; for a case that two people opened."""
        with self.store.snapshot() as tx:
            return records.agent_of(tx, order_ref, partner)

    def steps(self, order_ref: str) -> tuple[Step, ...]:
        """What happened to an order: who, when, why, and the entry that proves each."""
        with self.store.snapshot() as tx:
            there(records.order(tx, order_ref), order_ref)
            return records.steps(tx, order_ref)

    def origin(self, order_ref: str) -> Origin:
        """Where an order comes from, each link found or missing; raises NotThere."""
        order = self.order(order_ref)
        calls = self._calls(order) or ()
        return chain(order, calls, self._passes(order), self.deliveries(order))

    def check(self, order_ref: str) -> Checked:
        """May this order be supplied, billed and paid for, by the law of its place and day?"""
        order = self.order(order_ref)
        facts = order_facts(order, self._traces(order), self.clock.now())
        verdict, packs = decide(checks_of(order), PREDICATES, facts), order_checks()
        return Checked(order_ref, verdict, packs.packs, packs.digest)

    def shown(self, code: str) -> OrderShown | None:
        """What the page behind the link shows; None for any code that cannot be used."""
        with self.store.snapshot() as tx:
            order = self._opened(tx, code, self.clock.now())
            return self._shown(order) if order else None

    def due(self, limit: int = 100, kinds: Sequence[str] | None = None) -> tuple[Outgoing, ...]:
        """What has to go out now, the oldest first."""
        with self.store.snapshot() as tx:
            return records.due(tx, self.clock.now(), limit, kinds)

    def logins(self) -> tuple[Login, ...]:
        """The accounts that entered orders, and for which partner."""
        with self.store.snapshot() as tx:
            return records.logins(tx)

    def counts(self) -> dict[str, int]:
        """How many orders stand where."""
        with self.store.snapshot() as tx:
            return records.counts(tx)

    def rates(
        self, since: date | None = None, until: date | None = None
    ) -> tuple[tuple[str, str, int, int, int, int], ...]:
        """How often customers reject orders or withdraw: measure, partner, so many of so many
        orders of these days (both included), people behind them and behind all."""
        with self.store.snapshot() as tx:
            return tuple(records.rates(tx, since, until))

    def distances(self) -> Distances:
        """Of how many sales in shops it is known how far customer and shop are apart."""
        with self.store.snapshot() as tx:
            return records.distances(tx)

    def findings(self, asked: Iterable[AskedForIban] = ()) -> tuple[Finding, ...]:
        """Every order laid beside every declared call, and beside the calls in which a customer
        was asked for bank details, those known and ``asked``: what does not fit; and every
        order that its customer has denied."""
        with self.engine.workplace() as work:
            csv, placed = work / "placed.csv", work / "placed.parquet"
            with self.store.snapshot() as tx:
                records.copy_out(tx, csv, _ZONE)
                hours = records.shop_hours(tx)
                held = [held_row(row) for row in records.held_for(tx, HELD_CODES)]
                denied = [denied_row(row) for row in records.denied(tx)]
            self.engine.read_csv(csv, placed, bulk.placed_columns())
            inputs = {
                "placed": placed,
                "known_calls": self.intake.declared(),
                "shop_hours": bulk.shop_hours(hours),
                "closed_days": bulk.closed_days(
                    range(2000, self.clock.now().year + 2), (each.land for each in hours)
                ),
                "asked_ibans": bulk.asked_ibans([*self.asked_ibans(), *asked]),
                "limits": bulk.limits(CALL_DAYS, _PERSONS_MIN, self.clock.now()),
            }
            rows = self.engine.run(bulk.audit(), inputs).to_pylist()
        return findings_of([*rows, *held, *denied], order_checks())

    def take(self, number: int) -> Envelope:
        """One outgoing thing with its address and, where it asks, a fresh code that is kept
        nowhere. Codes that were sent before stay good. Raises NothingToSend."""
        now = self.clock.now()
        with self.store.transaction() as tx:
            found = records.outgoing(tx, number)
            if found is None or not found[3]:
                raise NothingToSend(number=number)
            out, address, owner, order = *found[:3], locked(tx, found[0].order_ref)
            name = self.people.name_of(owner) if owner and out.way is Way.LETTER else None
            if out.kind not in ("confirmation", "reminder"):
                return Envelope(out, name, address or "", None, self._shown(order))
            if order.state is not State.ASKED or order.answer_until is None:
                raise NothingToSend(number=number)
            code = new_code(is_typed=out.way is Way.LETTER)
            digest = code_digest(order_key(self.folder), code)
            records.save_code(tx, order, digest, now, order.answer_until)
            return Envelope(out, name, address or "", code, self._shown(order))

    def sent(self, number: int, at: datetime | None = None) -> None:
        """It has gone out; raises NothingToSend where it had before."""
        with self.store.transaction() as tx:
            if not records.mark_sent(tx, number, at or self.clock.now()):
                raise NothingToSend(number=number)

    def failed(self, number: int, why: str) -> None:
        """It has not gone out, and is due again later, each time after a longer while."""
        with self.store.transaction() as tx:
            found = records.outgoing(tx, number)
            if found is None or not found[2]:
                raise NothingToSend(number=number)
            wait = _AGAIN[min(found[0].attempts, len(_AGAIN) - 1)]
            records.mark_failed(tx, number, why, self.clock.now() + wait)

    def _door(self, kind: str, region: str) -> Door:
        return Door(
            kind=kind,
            region=region,
            key=order_key(self.folder),
            now=self.clock.now(),
            partners={partner.name: partner for partner in self.network.partners()},
            stops=self.stops(self.clock.now()) if self.stops else (),
            lines=self.people.lines_of,
            passes=self.permit.passes,
        )

    def _note_loaded(self, tx: Transaction, loaded: Loaded, leaves: Sequence[bytes]) -> None:
        now, root = self.clock.now(), ledger.root(leaves).hex() if leaves else None
        records.save_file(tx, loaded, now)
        ledger.append(tx, "orders.load", load_entry(loaded, root), at=now)

    def _owners(self, tx: Transaction, order: Order) -> set[str]:
        """The references of the customers who have the number that the order names."""
        number = records.number_of(tx, order.order_ref)
        if number is None:
            return set()
        line = self.people.about(Number(number))
        on_line = {each.person.ref for each in line.persons} if line else set()
        return on_line | records.owners(tx, number)

    def _opened(
        self, tx: Transaction, code: str, now: datetime, *, is_to_move: bool = False
    ) -> Order | None:
        """The order that this code opens; locked first where it is to be moved, so that of two
        answers at once the second finds the code used."""
        digest = code_digest(order_key(self.folder), code)
        found = records.code(tx, digest)
        if found is None:
            return None
        if is_to_move:
            order = records.order_to_move(tx, found[1])
            found = records.code(tx, digest)
        else:
            order = records.order(tx, found[1])
        if not order or not found or order.state is not State.ASKED:
            return None
        is_late = order.answer_until and order.answer_until <= now
        return order if found[0].opens(digest, now) and not is_late else None

    def _shown(self, order: Order) -> OrderShown | None:
        partner, company = self.network.partner(order.partner), self.network.principal()
        seller = partner.legal_name if partner else order.partner
        return shown_order(order, seller, company, withdraw_days(checks_of(order)))

    def _calls(self, order: Order) -> tuple[CallSeen, ...] | None:
        """Declared calls to the number that the order names; None where it names none."""
        with self.store.snapshot() as tx:
            number = records.number_of(tx, order.order_ref)
        if number is None:
            return None
        since = order.ordered_at - timedelta(days=CALL_DAYS)
        inputs = {
            "known_calls": self.intake.declared(),
            "wanted": bulk.wanted_calls(number, since, order.ordered_at),
        }
        rows = self.engine.run(bulk.calls_around(), inputs).to_pylist()
        return tuple(sorted((call_seen(row) for row in rows), key=lambda call: call.at))

    def _passes(self, order: Order) -> list[Pass]:
        if order.line_id is None:
            return []
        since = order.ordered_at - timedelta(days=CALL_DAYS)
        return self.permit.passes([order.line_id], since, order.ordered_at)

    def _traces(self, order: Order) -> Traces:
        times = confirming(checks_of(order))
        since = order.ordered_at - timedelta(days=times.look_back_days)
        with self.store.snapshot() as tx:
            digest = records.contact_digest(tx, order)
            persons = records.persons_with(tx, digest, since) if digest else 1
            device = order.device_digest
            on_device = records.orders_on_device(tx, device, since) if device else 0
        has_pass = any(each.partner == order.partner for each in self._passes(order))
        return Traces(self._calls(order), has_pass, persons, on_device)


def _contact(
    tx: Transaction, order: Order, owners: set[str], times: Confirming
) -> dict[str, Any]:
    """A contact that was known before the order, of the customer whom its reference names, else
    of whoever has its number; else the supply address."""
    look_back = timedelta(days=times.look_back_days)
    said = {order.person_ref} if order.person_ref else set()
    known = records.contacts_before(tx, order, said, look_back)
    if not known and not names_one_of(order.person_ref, owners):
        known = records.contacts_before(tx, order, owners, look_back)
    contact = known[0] if known else records.supply_address(tx, order)
    if contact is None:
        raise NoWayToAsk(order=masked(order.order_ref))
    return contact


def _doubt(
    tx: Transaction,
    order: Order,
    owners: set[str],
    contact: Mapping[str, Any],
    times: Confirming,
    now: datetime,
) -> str:
    """Why a person looks before the customer is asked, all reasons at once with a plus between
    them; "" where nothing stands against it, or a person has looked for each before."""
    since, digest = now - timedelta(days=times.look_back_days), contact["digest"]
    is_other = bool(order.person_ref and owners) and not names_one_of(order.person_ref, owners)
    found = {
        OTHER_PERSON: is_other,
        DENIED_BEFORE: records.was_denied(tx, order, digest, since),
        SHARED_CONTACT: records.persons_with(tx, digest, since) > times.persons_max,
    }
    doubts = (each for each, is_met in found.items() if is_met)
    return "+".join(each for each in doubts if not records.was_held(tx, order, each))
