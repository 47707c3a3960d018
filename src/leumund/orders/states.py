"""What can happen to an order: one table, each row one move, everything else is forbidden.

Read a row as: an order that is <state>, when <event>, becomes <next>; <who> may do that; then
its bill <billing> and its commission <commission>, because <reason> (law). No bill is written
and no commission is paid before the customer has said yes; silence is never a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from leumund.basics.errors import Conflict


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
    """The order {order} is {state}; from there {event} is not possible. Nothing was changed."""

    code = "forbidden-move"
    hint = "From there is possible: {possible}."


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. ``kind``: its entry in the ledger; ``reason``: a word of REASONS."""

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
        "time_to_withdraw_over": "§§ 355, 356 BGB; § 87a(1) HGB",
        "customer_withdrew": "§ 355 BGB; § 87a(2) HGB",
        "customer_disputes": "§ 241a BGB",
        "order_was_wrong": "§ 241a BGB; § 87a(2) HGB",
        "order_was_right": "§ 87a(1) HGB",
        "principal_could_not_supply": "§ 87a(3) HGB: not performed for the principal's reasons",
        "contract_is_void": "void by law, or no ground for the call; § 87(1) HGB",
    }
)
"""Why a commission stands where it stands, and the law for it (§ 87c HGB: the book extract)."""

_S, _E, _W, _B, _C = State, Event, Who, Billing, Commission


def _row(
    state: State, event: Event, after: State, who: Who,
    billing: Billing, commission: Commission, kind: str, reason: str,
) -> Move:  # fmt: skip
    return Move(state, event, after, who, billing, commission, f"orders.{kind}", reason)


# fmt: off
TABLE: Final[tuple[Move, ...]] = (
    # before the customer has said anything
    _row(_S.RECEIVED, _E.ASK, _S.ASKED, _W.DESK, _B.NOT_BEGUN, _C.HELD, "ask", "not_decided"),
    _row(_S.RECEIVED, _E.HOLD, _S.HELD, _W.DESK, _B.NOT_BEGUN, _C.HELD, "hold", "not_decided"),
    _row(_S.ASKED, _E.HOLD, _S.HELD, _W.DESK, _B.NOT_BEGUN, _C.HELD, "hold", "not_decided"),
    _row(_S.HELD, _E.FREE, _S.RECEIVED, _W.DESK, _B.NOT_BEGUN, _C.HELD, "free", "not_decided"),
    _row(_S.ASKED, _E.ASK, _S.ASKED, _W.DESK, _B.NOT_BEGUN, _C.HELD, "ask", "not_decided"),
    _row(_S.ASKED, _E.REMIND, _S.ASKED, _W.CALENDAR, _B.NOT_BEGUN, _C.HELD, "remind", "not_decided"),
    # the customer answers, or does not
    _row(_S.ASKED, _E.CONFIRM, _S.CONFIRMED, _W.CUSTOMER, _B.RUNS, _C.HELD, "answer", "customer_said_yes"),
    _row(_S.ASKED, _E.REJECT, _S.REJECTED, _W.CUSTOMER, _B.ENDED, _C.NONE, "answer", "customer_said_no"),
    _row(_S.ASKED, _E.NOTHING_ORDERED, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "answer", "nothing_ordered"),
    _row(_S.ASKED, _E.EXPIRE, _S.LAPSED, _W.CALENDAR, _B.ENDED, _C.NONE, "expire", "no_answer"),
    # the customer speaks up unasked
    _row(_S.RECEIVED, _E.DISPUTE, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "dispute", "nothing_ordered"),
    _row(_S.HELD, _E.DISPUTE, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "dispute", "nothing_ordered"),
    _row(_S.ASKED, _E.DISPUTE, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "dispute", "nothing_ordered"),
    _row(_S.LAPSED, _E.DISPUTE, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "dispute", "nothing_ordered"),
    _row(_S.REJECTED, _E.DISPUTE, _S.DENIED, _W.CUSTOMER, _B.ENDED, _C.NONE, "dispute", "nothing_ordered"),
    _row(_S.CONFIRMED, _E.DISPUTE, _S.DISPUTED, _W.CUSTOMER, _B.STOPPED, _C.HELD, "dispute", "customer_disputes"),
    _row(_S.SETTLED, _E.DISPUTE, _S.DISPUTED, _W.CUSTOMER, _B.STOPPED, _C.HELD, "dispute", "customer_disputes"),
    _row(_S.RECEIVED, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.NONE, "withdraw", "customer_withdrew"),
    _row(_S.HELD, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.NONE, "withdraw", "customer_withdrew"),
    _row(_S.ASKED, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.NONE, "withdraw", "customer_withdrew"),
    _row(_S.CONFIRMED, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.CLAWED_BACK, "withdraw", "customer_withdrew"),
    _row(_S.SETTLED, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.CLAWED_BACK, "withdraw", "customer_withdrew"),
    _row(_S.DISPUTED, _E.WITHDRAW, _S.WITHDRAWN, _W.CUSTOMER, _B.ENDED, _C.CLAWED_BACK, "withdraw", "customer_withdrew"),
    # the time to withdraw is over, and nobody has said a word against it
    _row(_S.CONFIRMED, _E.SETTLE, _S.SETTLED, _W.CALENDAR, _B.RUNS, _C.RELEASED, "settle", "time_to_withdraw_over"),
    # a person decides
    _row(_S.DISPUTED, _E.UPHOLD, _S.VOID, _W.DESK, _B.ENDED, _C.CLAWED_BACK, "uphold", "order_was_wrong"),
    _row(_S.DISPUTED, _E.DISMISS, _S.CONFIRMED, _W.DESK, _B.RUNS, _C.HELD, "dismiss", "order_was_right"),
    _row(_S.CONFIRMED, _E.FAIL, _S.FAILED, _W.DESK, _B.ENDED, _C.RELEASED, "fail", "principal_could_not_supply"),
    _row(_S.RECEIVED, _E.VOID, _S.VOID, _W.DESK, _B.ENDED, _C.NONE, "void", "contract_is_void"),
    _row(_S.HELD, _E.VOID, _S.VOID, _W.DESK, _B.ENDED, _C.NONE, "void", "contract_is_void"),
    _row(_S.ASKED, _E.VOID, _S.VOID, _W.DESK, _B.ENDED, _C.NONE, "void", "contract_is_void"),
    _row(_S.CONFIRMED, _E.VOID, _S.VOID, _W.DESK, _B.ENDED, _C.CLAWED_BACK, "void", "contract_is_void"),
    _row(_S.SETTLED, _E.VOID, _S.VOID, _W.DESK, _B.ENDED, _C.CLAWED_BACK, "void", "contract_is_void"),
)
# fmt: on

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
    return tuple(move for move in TABLE if move.state is state)


def find_move(order: str, state: State, event: Event) -> Move:
    """The one row for this state and event; raises ForbiddenMove, naming both."""
    for move in moves_from(state):
        if move.event is event:
            return move
    possible = ", ".join(move.event.value for move in moves_from(state)) or "-"
    raise ForbiddenMove(order=order, state=state.value, event=event.value, possible=possible)
