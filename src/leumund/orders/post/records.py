"""Load and save how far a sending has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.orders.order import Outgoing, Way
from leumund.orders.post.sent import CONTACT, LEASE, LINK, SENT, UNKNOWN, Reached, Undelivered
from leumund.store import Statements, Transaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

STATEMENTS = Statements.beside(__file__)


def waiting(
    tx: Transaction, at: datetime, ways: Sequence[Way], limit: int
) -> tuple[Outgoing, ...]:
    """What has to go out over these ways."""
    rows = tx.run(
        STATEMENTS["waiting"],
        at=at, ways=_names(ways), limit=limit, lease_before=at - LEASE,
    )  # fmt: skip
    return tuple(_outgoing(row) for row in rows)


def left(tx: Transaction, at: datetime, ways: Sequence[Way]) -> dict[str, int]:
    """How many are due over the other ways."""
    rows = tx.run(STATEMENTS["left"], at=at, ways=_names(ways))
    return {row["way"]: row["due"] for row in rows}


def begin(tx: Transaction, number: int, at: datetime) -> bool:
    """Whether it is ours to send."""
    found = tx.first(STATEMENTS["begin"], id=number, at=at, lease_before=at - LEASE)
    return found is not None


def not_needed(tx: Transaction, number: int, at: datetime) -> None:
    """It need not go out any more."""
    tx.run(STATEMENTS["not_needed"], id=number, at=at)


def done(tx: Transaction, number: int, at: datetime) -> bool:
    """It has gone out; whether nobody had noted that before."""
    return tx.first(STATEMENTS["done"], id=number, at=at) is not None


def later(
    tx: Transaction, number: int, why: str, again_at: datetime, *, is_counted: bool = True
) -> None:
    """It has not gone out."""
    count = int(is_counted)
    tx.run(STATEMENTS["later"], id=number, why=why, again_at=again_at, count=count)


def perhaps(tx: Transaction, number: int, why: str, again_at: datetime) -> None:
    """It may have gone out."""
    tx.run(STATEMENTS["perhaps"], id=number, why=why, again_at=again_at)


def give_up(tx: Transaction, number: int, why: str, at: datetime) -> None:
    """It waits for a person."""
    tx.run(STATEMENTS["give_up"], id=number, why=why, at=at)


def give_up_unknown(tx: Transaction, at: datetime) -> list[str]:
    """What was begun twice waits for a person; the kinds."""
    rows = tx.run(STATEMENTS["give_up_unknown"], at=at, why=UNKNOWN, lease_before=at - LEASE)
    return [row["kind"] for row in rows]


def again(tx: Transaction, number: int, at: datetime) -> bool:
    """Whether there was something to send again."""
    return tx.first(STATEMENTS["again"], id=number, at=at) is not None


def undelivered(tx: Transaction) -> tuple[Undelivered, ...]:
    """What waits for a person."""
    return tuple(Undelivered(**row) for row in tx.run(STATEMENTS["undelivered"]))


def _names(ways: Sequence[Way]) -> list[str]:
    return [way.value for way in ways]


def _outgoing(row: Mapping[str, Any]) -> Outgoing:
    return Outgoing(**{**row, "way": Way(row["way"])})


def reached(
    tx: Transaction, refs: Sequence[str], person_ref: str | None
) -> tuple[Reached, ...]:
    """Contacts, links and what went out, the earliest first."""
    orders = list(refs)
    contacts = tx.run(STATEMENTS["contacts_of"], refs=orders, person_ref=person_ref)
    sent = tx.run(STATEMENTS["sent_about"], refs=orders)
    codes = tx.run(STATEMENTS["codes_of"], refs=orders)
    found = [
        *(Reached(CONTACT, row["known_since"], row["way"], row["address"]) for row in contacts),
        *(Reached(SENT, row["sent_at"], row["way"], row["order_ref"]) for row in sent),
        *(Reached(LINK, row["made_at"], "", row["order_ref"]) for row in codes),
    ]
    return tuple(sorted(found, key=lambda each: each.at))
