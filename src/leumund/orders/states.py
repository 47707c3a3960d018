"""What can happen to an order: the words of ``states.yaml``, where each row is one move and
everything else is forbidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from leumund.basics.errors import Conflict
from leumund.basics.language import _
from leumund.basics.masking import masked
from leumund.basics.strict_yaml import read_mapping
from leumund.orders.words import word

_TABLE = Path(__file__).with_name("states.yaml")


class State(StrEnum):
    """Where an order stands."""

    REFUSED = "refused"
    RECEIVED = "received"
    HELD = "held"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    SETTLED = "settled"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    DENIED = "denied"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    VOID = "void"


class Event(StrEnum):
    """What happens to it."""

    ASK = "ask"
    HOLD = "hold"
    FREE = "free"
    REMIND = "remind"
    CONFIRM = "confirm"
    REJECT = "reject"
    NOTHING_ORDERED = "nothing_ordered"
    EXPIRE = "expire"
    SETTLE = "settle"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    FAIL = "fail"
    VOID = "void"
    VOID_BY_US = "void_by_us"


class Who(StrEnum):
    """Who may do it: the customer, a person at the company's desk, or the calendar."""

    CUSTOMER = "customer"
    DESK = "desk"
    CALENDAR = "calendar"


class Billing(StrEnum):
    """What happens to the customer's bill."""

    NOT_BEGUN = "not_begun"
    RUNS = "runs"
    STOPPED = "stopped"
    ENDED = "ended"


class Commission(StrEnum):
    """What happens to the partner's commission."""

    NONE = "none"
    HELD = "held"
    RELEASED = "released"
    CLAWED_BACK = "clawed_back"


class ForbiddenMove(Conflict):
    """The order {order} stands at “{state}”; from there “{event}” is not possible. Nothing was
    changed."""

    code = "forbidden-move"
    hint = "From there is possible: {possible}."


class HeldByCase(Conflict):
    """A case holds the commission of order {order}, and this would release it. Nothing was
    changed."""

    code = "held-by-case"
    hint = "Free what the case holds first: 'leumund cases' says which case it is."


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. ``kind``: its entry in the ledger."""

    state: State
    event: Event
    next: State
    who: Who
    billing: Billing
    commission: Commission
    kind: str
    reason: str


REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not_decided": "own rule: no supply and no commission before the customer's yes",
        "customer_said_yes": "§ 54(3) TKG, § 41b(1) EnWG, § 312f(2) BGB",
        "customer_said_no": "no contract was concluded; § 87(1) HGB",
        "nothing_ordered": "§ 241a BGB; § 87(1) HGB",
        "no_answer": "silence is no declaration; § 87(1) HGB",
        "time_is_over": "§§ 355, 356 BGB; § 87a(1) HGB",
        "customer_withdrew": "§ 355 BGB; § 87a(2) HGB",
        "customer_disputes": "§ 241a BGB",
        "order_was_wrong": "§ 241a BGB; § 87a(2) HGB",
        "order_was_right": "§ 87a(1) HGB",
        "could_not_supply": "§ 87a(3) HGB: not performed for the principal's reasons",
        "our_own_fault": "§ 87a(3) HGB: void for the principal's own fault",
        "contract_is_void": "void by law, or no ground for the call; § 87(1) HGB",
    }
)
"""Why a commission stands where it stands, and the law for it (§ 87c HGB: the book extract)."""


@cache
def table() -> tuple[Move, ...]:
    """The rows of ``states.yaml``; raises ValueError where a row is no move or comes twice."""
    rows = read_mapping(_TABLE.read_bytes())["moves"]
    moves = tuple(_move(row) for row in rows)
    if len({(move.state, move.event) for move in moves}) < len(moves):
        raise ValueError("two rows for one state and event")
    return moves


def _move(row: list[str]) -> Move:
    state, event, after, who, billing, commission, kind, reason = row
    if reason not in REASONS:
        raise ValueError(f"no reason is called {reason}")
    return Move(
        State(state),
        Event(event),
        State(after),
        Who(who),
        Billing(billing),
        Commission(commission),
        kind,
        reason,
    )


OPEN: Final = (State.RECEIVED, State.HELD, State.ASKED)
"""Nothing has been decided yet: the confirmation is open."""

EFFECTIVE: Final = (State.CONFIRMED, State.SETTLED)
"""The order may be supplied."""

ANSWERS: Final[Mapping[str, Event]] = MappingProxyType(
    {
        "nothing_ordered": Event.NOTHING_ORDERED,
        "confirm": Event.CONFIRM,
        "reject": Event.REJECT,
    }
)


def moves_from(state: State) -> tuple[Move, ...]:
    """The rows of the table that begin there."""
    return tuple(move for move in table() if move.state is state)


def find_move(order: str, state: State, event: Event) -> Move:
    """The one row for this state and event; raises ForbiddenMove, naming both."""
    for move in moves_from(state):
        if move.event is event:
            return move
    raise ForbiddenMove(
        order=masked(order),
        state=word("state", state),
        event=word("event", event),
        possible=", ".join(word("event", move.event) for move in moves_from(state))
        or _("nothing"),
    )
