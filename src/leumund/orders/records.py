"""Load and save orders, their moves, contacts, codes and what goes out."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from leumund.orders.areas import Distances
from leumund.orders.codes import KeptCode
from leumund.orders.files import Hours
from leumund.orders.order import Channel, Login, Order, OriginKind, Outgoing, Step, Way
from leumund.orders.spelling import ref_key
from leumund.orders.states import Billing, Commission, Event, State, Who
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime, timedelta
    from pathlib import Path

    from leumund.orders.files import Given, Placed
    from leumund.orders.order import Loaded
    from leumund.orders.states import Move

STATEMENTS = Statements.beside(__file__)
_LOCK = "orders.load"
_PLACED = (
    *("order_ref", "content", "person_ref", "number", "line_id", "ordered_at", "channel"),
    *("partner", "campaign", "origin_kind", "origin_ref", "call_ref", "agent", "login"),
    *("shop", "area"),
    *("device_digest", "iban_digest", "address_digest", "email_digest", "product", "sector"),
    *("region", "language", "monthly_cents", "total_cents", "commission_cents"),
    *(
        "contact_known_since",
        "papers",
        "state",
        "billing",
        "commission",
        "reasons",
        "loaded_at",
    ),
)


def begin(tx: Transaction) -> None:
    """Wait for our turn."""
    tx.lock(_LOCK)


def order(tx: Transaction, order_ref: str) -> Order | None:
    """One order."""
    row = tx.first(STATEMENTS["order_by_ref"], order_ref=order_ref)
    return _order(row) if row else None


def order_to_move(tx: Transaction, order_ref: str) -> Order | None:
    """One order, locked until the end of the transaction."""
    row = tx.first(STATEMENTS["order_to_move"], order_ref=order_ref)
    return _order(row) if row else None


def orders_of(tx: Transaction, partner: str | None) -> tuple[Order, ...]:
    """Orders in the order in which they were placed."""
    return tuple(_order(row) for row in tx.run(STATEMENTS["orders_of"], partner=partner))


def number_of(tx: Transaction, order_ref: str) -> str | None:
    """The number (E.164) that the order names."""
    row = tx.first(STATEMENTS["order_by_ref"], order_ref=order_ref)
    return row["number"] if row else None


def agent_of(tx: Transaction, order_ref: str, partner: str) -> str | None:
    """The pseudonym on that order, where it is this partner's."""
    row = tx.first(STATEMENTS["order_by_ref"], order_ref=order_ref)
    return (row["agent"] or None) if row and row["partner"] == partner else None


def known_contents(tx: Transaction, refs: Sequence[str]) -> dict[str, bytes]:
    """What is known already, by reference."""
    rows = tx.run(STATEMENTS["known_contents"], refs=list(refs))
    return {row["order_ref"]: bytes(row["content"]) for row in rows}


def save_placed(tx: Transaction, placed: Iterable[tuple[Placed, Mapping[str, object]]]) -> None:
    """Take in orders; the second of each pair holds where it stands."""
    tx.copy_in(STATEMENTS["copy_placed"], (_placed_row(each, more) for each, more in placed))


def save_contacts(tx: Transaction, contacts: Iterable[Given]) -> int:
    """Know these contacts; how many were new."""
    return sum(
        tx.first(
            STATEMENTS["add_contact"],
            owner=each.owner, person_ref=each.person_ref, way=each.way.value,
            person_key=ref_key(each.person_ref) if each.person_ref else None,
            address=each.address, digest=each.digest, known_since=each.known_since,
            source=each.source,
        )
        is not None
        for each in contacts
    )  # fmt: skip


def save_file(tx: Transaction, loaded: Loaded, at: datetime) -> None:
    """Note that a file was taken in."""
    tx.run(
        STATEMENTS["add_file"],
        digest=loaded.file_digest, kind=loaded.kind, rows=loaded.rows, added=loaded.added,
        quarantined=loaded.quarantined, taken_at=at,
    )  # fmt: skip


def save_shops(tx: Transaction, hours: Sequence[Hours]) -> None:
    """The hours of these shops, in place of what was known of them."""
    for partner, shop in sorted({(each.partner, each.shop) for each in hours}):
        tx.run(STATEMENTS["forget_shop"], partner=partner, shop=shop)
    tx.run_many(STATEMENTS["add_shop"], [asdict(each) for each in hours])


def shop_hours(tx: Transaction) -> set[Hours]:
    """The hours of every shop."""
    return {Hours(**row) for row in tx.run(STATEMENTS["shops"])}


def contacts_before(
    tx: Transaction, order: Order, refs: Iterable[str], look_back: timedelta
) -> list[dict[str, Any]]:
    """Contacts of these customers that were known before the order: id, person_ref, way,
    known_since, digest. Where one is spelt like that exactly, others are not meant."""
    exact = set(refs)
    keys = sorted(ref_key(ref) for ref in exact)
    if not keys:
        return []
    found = tx.run(STATEMENTS["contacts_before"], id=order.id, keys=keys, look_back=look_back)
    return [each for each in found if each["person_ref"] in exact] or found


def owners(tx: Transaction, number: str) -> set[str]:
    """The customers who have given us this number for text messages."""
    return {row["person_ref"] for row in tx.run(STATEMENTS["owners"], number=number)}


def was_held(tx: Transaction, order: Order, words: str) -> bool:
    """Whether the order was held for this reason before, so that a person has looked at it."""
    return bool(tx.one(STATEMENTS["was_held"], id=order.id, words=words)["was_held"])


def was_denied(tx: Transaction, order: Order, digest: str, since: datetime) -> bool:
    """Whether this customer has denied such an order of this partner before."""
    row = tx.one(STATEMENTS["was_denied"], id=order.id, digest=digest, since=since)
    return bool(row["was_denied"])


def held_for(tx: Transaction, reasons: Iterable[str]) -> list[dict[str, Any]]:
    """The orders that were held for one of these reasons: reason, order_ref, partner, shop,
    first_at (naive, in UTC)."""
    return tx.run(STATEMENTS["held_for"], reasons=list(reasons))


def denied(tx: Transaction) -> list[dict[str, Any]]:
    """The orders that customers have denied: order_ref, partner, shop, first_at (naive UTC)."""
    return tx.run(STATEMENTS["denied"])


def supply_address(tx: Transaction, order: Order) -> dict[str, Any] | None:
    """The address to which the order is to be supplied."""
    return tx.first(STATEMENTS["supply_address"], owner=f"order {order.order_ref}")


def persons_with(tx: Transaction, digest: str, since: datetime) -> int:
    """How many persons stand behind this contact."""
    return int(tx.one(STATEMENTS["persons_with"], digest=digest, since=since)["persons"])


def orders_on_device(tx: Transaction, digest: str, since: datetime) -> int:
    """How many orders came from this device."""
    return int(tx.one(STATEMENTS["orders_on_device"], digest=digest, since=since)["orders"])


def held_by_cases(tx: Transaction) -> set[str]:
    """The partners whose commissions a case holds."""
    return {row["partner"] for row in tx.run(STATEMENTS["held_by_cases"])}


def of_what_was_paid(tx: Transaction, order: Order, move: Move) -> Move:
    """The move; where no commission was ever released, none can be claimed back, and where one
    was, an order that stands after all is settled as it was: it is not released again."""
    if move.commission is not Commission.CLAWED_BACK and move.event is not Event.DISMISS:
        return move
    was_released = tx.one(STATEMENTS["was_released"], id=order.id)["was_released"]
    if move.event is Event.DISMISS:
        settled = replace(move, next=State.SETTLED, commission=Commission.RELEASED)
        return settled if was_released else move
    return move if was_released else replace(move, commission=Commission.NONE)


def save_move(
    tx: Transaction, order: Order, move: Move, *, at: datetime, by: str, words: str, entry: int
) -> None:
    """One step, and where the order stands after it."""
    tx.run(
        STATEMENTS["add_step"],
        order_id=order.id, event=move.event.value, before=move.state.value,
        after=move.next.value, at=at, who=move.who.value, by=by, reason=move.reason,
        words=words, billing=move.billing.value, commission=move.commission.value,
        entry_id=entry,
    )  # fmt: skip
    tx.run(
        STATEMENTS["move_order"],
        id=order.id, state=move.next.value, billing=move.billing.value,
        commission=move.commission.value,
    )  # fmt: skip


def note_asked(
    tx: Transaction, order: Order, contact: Mapping[str, Any], at: datetime, until: datetime
) -> None:
    """To whom the confirmation goes, and until when it can be answered."""
    tx.run(
        STATEMENTS["note_asked"],
        id=order.id, contact_id=contact["id"], known_since=contact["known_since"], at=at,
        answer_until=until,
    )  # fmt: skip


def note_reminded(tx: Transaction, order: Order, at: datetime) -> None:
    """When the customer was reminded."""
    tx.run(STATEMENTS["note_reminded"], id=order.id, at=at)


def note_answered(
    tx: Transaction, order: Order, at: datetime, withdraw_until: datetime | None
) -> None:
    """When the customer said yes, and until when that can be withdrawn."""
    tx.run(STATEMENTS["note_answered"], id=order.id, at=at, withdraw_until=withdraw_until)


def steps(tx: Transaction, order_ref: str) -> tuple[Step, ...]:
    """All moves of an order."""
    return tuple(
        Step(
            order_ref=row["order_ref"],
            event=Event(row["event"]),
            before=State(row["before"]),
            after=State(row["after"]),
            at=row["at"],
            who=Who(row["who"]),
            by=row["by"],
            reason=row["reason"],
            words=row["words"],
            billing=Billing(row["billing"]),
            commission=Commission(row["commission"]),
            entry_id=row["entry_id"],
        )
        for row in tx.run(STATEMENTS["steps"], order_ref=order_ref)
    )


def refs(tx: Transaction, statement: str, **values: object) -> list[str]:
    """The references that this statement finds."""
    return [row["order_ref"] for row in tx.run(STATEMENTS[statement], **values)]


def put_out(
    tx: Transaction, order: Order, kind: str, way: Way, contact_id: int | None,
    payload: Mapping[str, object], due_at: datetime,
) -> int:  # fmt: skip
    """Something has to go out; its number."""
    row = tx.one(
        STATEMENTS["add_outgoing"],
        kind=kind, order_id=order.id, way=way.value, contact_id=contact_id,
        payload=json.dumps(dict(payload), ensure_ascii=False), due_at=due_at,
    )  # fmt: skip
    return int(row["id"])


ASKS: Final = ("confirmation", "reminder")
"""What asks the customer."""


def end_outgoing(tx: Transaction, order: Order, kinds: Sequence[str], at: datetime) -> None:
    """What was to tell the customer so need not go out any more."""
    tx.run(STATEMENTS["end_outgoing"], order_id=order.id, kinds=list(kinds), at=at)


def due(
    tx: Transaction, at: datetime, limit: int, kinds: Sequence[str] | None
) -> tuple[Outgoing, ...]:
    """What has to go out now."""
    wanted = list(kinds) if kinds is not None else None
    rows = tx.run(STATEMENTS["due"], at=at, limit=limit, kinds=wanted)
    return tuple(_outgoing(row) for row in rows)


def outgoing(
    tx: Transaction, number: int
) -> tuple[Outgoing, str | None, str | None, bool] | None:
    """One thing, the address it goes to, whose that is known to be, whether it still has to
    go; locked."""
    row = tx.first(STATEMENTS["outgoing"], id=number)
    if row is None:
        return None
    is_open = row["sent_at"] is None and row["ended_at"] is None
    return _outgoing(row), row["address"], row["owner"], is_open


def mark_sent(tx: Transaction, number: int, at: datetime) -> bool:
    """Whether it was still open."""
    return tx.first(STATEMENTS["mark_sent"], id=number, at=at) is not None


def mark_failed(tx: Transaction, number: int, why: str, again_at: datetime) -> bool:
    """Whether it was still open."""
    found = tx.first(STATEMENTS["mark_failed"], id=number, why=why, again_at=again_at)
    return found is not None


def save_code(
    tx: Transaction, order: Order, digest: bytes, made_at: datetime, expires_at: datetime
) -> None:
    """The digest of a fresh code."""
    tx.run(
        STATEMENTS["add_code"],
        digest=digest, order_id=order.id, made_at=made_at, expires_at=expires_at,
    )  # fmt: skip


def code(tx: Transaction, digest: bytes) -> tuple[KeptCode, str] | None:
    """What is kept of a code, and the reference of its order."""
    row = tx.first(STATEMENTS["code"], digest=digest)
    if row is None:
        return None
    kept = KeptCode(bytes(row["digest"]), row["order_id"], row["expires_at"], row["used_at"])
    return kept, row["order_ref"]


def use_codes(tx: Transaction, order: Order, at: datetime) -> None:
    """None of the order's codes opens anything any more."""
    tx.run(STATEMENTS["use_codes"], order_id=order.id, at=at)


def logins(tx: Transaction) -> tuple[Login, ...]:
    """The accounts that entered orders."""
    return tuple(Login(**row) for row in tx.run(STATEMENTS["logins"]))


def distances(tx: Transaction) -> Distances:
    """Of how many sales in shops both places are known."""
    return Distances(**tx.one(STATEMENTS["distances"]))


def counts(tx: Transaction) -> dict[str, int]:
    """How many orders stand where."""
    return {row["state"]: row["orders"] for row in tx.run(STATEMENTS["counts"])}


def rates(
    tx: Transaction, since: date | None, until: date | None
) -> Iterator[tuple[str, str, int, int, int, int]]:
    """Measure, partner, how many of how many orders, people behind them and behind all."""
    for row in tx.run(STATEMENTS["rates"], since=since, until=until):
        for what in ("rejected", "withdrawn"):
            hits, people = row[what], row[f"people_{what}"]
            of, people_of = row["orders"], row["people"]
            yield f"orders.{what}", row["partner"], hits, of, people, people_of


def asked_over(tx: Transaction, order: Order) -> tuple[int, Way]:
    """The contact over which the customer was asked."""
    row = tx.one(STATEMENTS["asked_over"], id=order.id)
    return row["id"], Way(row["way"])


def contact_digest(tx: Transaction, order: Order) -> str | None:
    """The digest of that contact; None where nobody was asked yet."""
    row = tx.first(STATEMENTS["asked_over"], id=order.id)
    return row["digest"] if row else None


def copy_out(tx: Transaction, path: Path, zone: str) -> int:
    """The orders as the bulk audit reads them, as a CSV file; how many."""
    return tx.copy_out_csv(STATEMENTS["copy_out_placed"], path, zone=zone)


def extract(tx: Transaction, partner: str) -> list[dict[str, Any]]:
    """A partner's book extract."""
    return tx.run(STATEMENTS["extract"], partner=partner)


def hold_for_case(tx: Transaction, partner: str, case_id: int, at: datetime) -> None:
    """The commission of a partner waits because of a case."""
    tx.run(STATEMENTS["hold_for_case"], partner=partner, case_id=case_id, at=at)


def free_for_case(tx: Transaction, case_id: int, at: datetime) -> None:
    """It waits no longer because of that case."""
    tx.run(STATEMENTS["free_for_case"], case_id=case_id, at=at)


def partners_held(tx: Transaction, case_id: int) -> set[str]:
    """The partners whose commissions wait because of this case."""
    return {row["partner"] for row in tx.run(STATEMENTS["partners_held"], case_id=case_id)}


def held_of(tx: Transaction, partners: Iterable[str], zone: str) -> dict[str, Any]:
    """Orders, cents and payable_on of what these partners have earned and not been paid."""
    return tx.one(STATEMENTS["held_of"], partners=sorted(partners), zone=zone)


def _placed_row(placed: Placed, more: Mapping[str, object]) -> tuple[object, ...]:
    values = {
        "area": None,
        **placed.values,
        "content": placed.content,
        "papers": json.dumps(dict(placed.papers), ensure_ascii=False),
        "contact_known_since": None,
        **more,
    }
    return tuple(values[name] for name in _PLACED)


def _order(row: Mapping[str, Any]) -> Order:
    plain = {name: row[name] for name in Order.__slots__ if name in row}
    return Order(
        **{
            **plain,
            "channel": Channel(row["channel"]),
            "is_agent_named": bool(row["agent"]),
            "contact_way": Way(row["contact_way"]) if row["contact_way"] else None,
            "origin_kind": OriginKind(row["origin_kind"]) if row["origin_kind"] else None,
            "state": State(row["state"]),
            "billing": Billing(row["billing"]),
            "commission": Commission(row["commission"]),
            "reasons": tuple(row["reasons"]),
        }
    )


def _outgoing(row: Mapping[str, Any]) -> Outgoing:
    return Outgoing(
        id=row["id"],
        kind=row["kind"],
        order_ref=row["order_ref"],
        way=Way(row["way"]),
        language=row["language"],
        payload=row["payload"],
        due_at=row["due_at"],
        attempts=row["attempts"],
    )
