"""The table of moves, row by row: what it allows happens with its entry, and what it does not
allow is refused by its name and moves nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.orders.desk import Desk

from leumund.basics.errors import LeumundError
from leumund.basics.language import in_language
from leumund.orders import (
    REASONS,
    Billing,
    CodeUnusable,
    Commission,
    Event,
    ForbiddenMove,
    Move,
    State,
    find_move,
    table,
    word,
)
from leumund.store import Statement

WORDS = "for a test"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "orders.md"


class Story:
    """One order, brought where it is wanted, and whatever can be done to it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.orders = desk, desk.leumund.orders
        self.code = ""

    def ask(self) -> None:
        self.code = self.desk.asked()

    def at(self, state: State) -> Story:
        self.desk.place(**({"agent": ""} if state is State.REFUSED else {}))
        for event in PATHS[state]:
            self.do(event)
        assert self.state is state
        return self

    def do(self, event: Event) -> object:
        return DEEDS[event](self)

    def answer(self, what: str) -> object:
        return self.orders.answer(self.code, what)

    def later(self, days: int, job: Callable[[], object]) -> object:
        """The calendar does what is due; it says so by an empty list where nothing is."""
        self.desk.later(days=days)
        if not (done := job()):
            state = self.state
            raise ForbiddenMove(order="A-1", state=state, event="job", possible="")
        return done

    @property
    def state(self) -> State:
        return self.orders.order("A-1").state

    def entry(self, entry_id: int) -> tuple[str, dict[str, Any]]:
        """The kind of an entry and what it said."""
        sql = (
            "select o.kind, p.body from ledger.outbox o join ledger.opening p"
            " using (entry_id) where entry_id = %(entry_id)s"
        )
        with self.desk.leumund.store.transaction() as tx:
            row = tx.one(Statement("look", "For a test.", sql), entry_id=entry_id)
        return row["kind"], json.loads(bytes(row["body"]))


DEEDS: dict[Event, Callable[[Story], object]] = {
    Event.ASK: lambda story: story.ask(),
    Event.HOLD: lambda story: story.orders.hold("A-1", WORDS),
    Event.FREE: lambda story: story.orders.free("A-1", WORDS),
    Event.REMIND: lambda story: story.later(6, story.orders.remind),
    Event.CONFIRM: lambda story: story.answer("confirm"),
    Event.REJECT: lambda story: story.answer("reject"),
    Event.NOTHING_ORDERED: lambda story: story.answer("nothing_ordered"),
    Event.EXPIRE: lambda story: story.later(15, story.orders.expire),
    Event.SETTLE: lambda story: story.later(16, story.orders.settle),
    Event.WITHDRAW: lambda story: story.orders.withdraw("A-1", WORDS),
    Event.DISPUTE: lambda story: story.orders.dispute("A-1", WORDS),
    Event.UPHOLD: lambda story: story.orders.uphold("A-1", WORDS),
    Event.DISMISS: lambda story: story.orders.dismiss("A-1", WORDS),
    Event.FAIL: lambda story: story.orders.fail("A-1", WORDS),
    Event.VOID: lambda story: story.orders.void("A-1", WORDS),
    Event.VOID_BY_US: lambda story: story.orders.void("A-1", WORDS, is_our_fault=True),
}
_YES = (Event.ASK, Event.CONFIRM)
PATHS: dict[State, tuple[Event, ...]] = {
    State.REFUSED: (),
    State.RECEIVED: (),
    State.HELD: (Event.HOLD,),
    State.ASKED: (Event.ASK,),
    State.CONFIRMED: _YES,
    State.SETTLED: (*_YES, Event.SETTLE),
    State.DISPUTED: (*_YES, Event.DISPUTE),
    State.REJECTED: (Event.ASK, Event.REJECT),
    State.DENIED: (Event.ASK, Event.NOTHING_ORDERED),
    State.LAPSED: (Event.ASK, Event.EXPIRE),
    State.WITHDRAWN: (*_YES, Event.WITHDRAW),
    State.FAILED: (*_YES, Event.FAIL),
    State.VOID: (Event.VOID,),
}


@pytest.mark.parametrize("move", table(), ids=lambda move: f"{move.state} {move.event}")
def test_each_row_moves_the_order_and_leaves_its_entry(desk: Desk, move: Move) -> None:
    story = Story(desk).at(move.state)
    story.do(move.event)
    order, step = story.orders.order("A-1"), story.orders.steps("A-1")[-1]
    commission = move.commission
    if commission is Commission.CLAWED_BACK and Event.SETTLE not in PATHS[move.state]:
        commission = Commission.NONE  # nothing was paid yet
    assert (order.state, order.billing, order.commission) == (
        move.next,
        move.billing,
        commission,
    )
    kind, said = story.entry(step.entry_id)
    assert kind == move.kind
    assert {name: said[name] for name in ("before", "after", "event", "who", "reason")} == {
        "before": move.state,
        "after": move.next,
        "event": move.event,
        "who": move.who,
        "reason": move.reason,
    }
    assert said["order"] == order.id
    assert (step.before, step.after, step.at) == (move.state, move.next, desk.clock.now())


@pytest.mark.parametrize("state", list(State))
def test_from_each_state_every_other_move_is_refused_by_name(desk: Desk, state: State) -> None:
    story = Story(desk).at(state)
    allowed = {move.event for move in table() if move.state is state}
    steps, order = story.orders.steps("A-1"), story.orders.order("A-1")
    for event in (event for event in Event if event not in allowed):
        with pytest.raises((ForbiddenMove, CodeUnusable)) as refused:
            story.do(event)
        if isinstance(refused.value, ForbiddenMove) and refused.value.values["event"] != "job":
            assert refused.value.values["event"] == word("event", event)
            assert refused.value.values["state"] == word("state", state)
    assert story.orders.steps("A-1") == steps
    assert story.orders.order("A-1") == order


def test_there_is_at_most_one_row_for_a_state_and_an_event() -> None:
    pairs = [(move.state, move.event) for move in table()]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("event", list(Event))
def test_a_pair_without_a_row_is_a_forbidden_move(state: State, event: Event) -> None:
    if any((move.state, move.event) == (state, event) for move in table()):
        assert find_move("A-1", state, event).event is event
        return
    with pytest.raises(ForbiddenMove, match=word("event", event)):
        find_move("A-1", state, event)


def test_every_state_is_reached_and_every_reason_is_used() -> None:
    reached = {move.next for move in table()} | {State.RECEIVED, State.REFUSED}
    assert reached == set(State)
    assert {move.reason for move in table()} == set(REASONS)


def test_no_bill_runs_and_no_commission_is_paid_without_the_customers_yes() -> None:
    """Over all paths: whatever is billed or paid has been confirmed before."""
    for move in table():
        if move.billing is Billing.RUNS and move.event is not Event.CONFIRM:
            assert move.state in (State.CONFIRMED, State.DISPUTED)
        if move.commission in (Commission.RELEASED, Commission.CLAWED_BACK):
            assert move.state in (State.CONFIRMED, State.SETTLED, State.DISPUTED)
    into_confirmed = {move.event for move in table() if move.next is State.CONFIRMED}
    assert into_confirmed == {Event.CONFIRM, Event.DISMISS}


def test_silence_never_leads_to_a_bill() -> None:
    assert all(
        move.billing is not Billing.RUNS for move in table() if move.event is Event.EXPIRE
    )


def test_attack_an_order_is_moved_in_the_database_without_a_step(desk: Desk) -> None:
    desk.place()
    sql = "update orders.placed set state = 'confirmed', billing = 'runs'"
    with pytest.raises(LeumundError), desk.leumund.store.transaction() as tx:
        tx.run(Statement("attack", "Moves nothing.", sql))
    assert desk.leumund.orders.order("A-1").state is State.RECEIVED


@pytest.mark.parametrize(
    "sql",
    [
        "update orders.step set reason = 'customer_said_yes'",
        "delete from orders.step",
        "truncate orders.step",
    ],
)
def test_attack_a_step_is_rewritten_by_the_application(desk: Desk, sql: str) -> None:
    desk.place()
    desk.asked()
    steps = desk.leumund.orders.steps("A-1")
    with pytest.raises(LeumundError), desk.leumund.store.transaction() as tx:
        tx.run(Statement("attack", "Moves nothing.", sql))
    assert desk.leumund.orders.steps("A-1") == steps


def test_a_move_whose_entry_fails_does_not_happen(desk: Desk) -> None:
    """The ledger refuses a mail address as the name of who decides: nothing moves."""
    desk.place()
    with pytest.raises(LeumundError):
        desk.leumund.orders.hold("A-1", WORDS, by="somebody@example.org")
    assert desk.leumund.orders.order("A-1").state is State.RECEIVED
    assert desk.leumund.orders.steps("A-1") == ()
    assert not desk.leumund.orders.due()


def test_screen_reference_and_errors_call_a_state_by_one_word() -> None:
    written = REFERENCE.read_text("utf-8")
    for state in State:
        assert f"| `{state}` | {word('state', state, 'en')} |" in written
    with in_language("en"), pytest.raises(ForbiddenMove, match="at “never ordered”; from"):
        find_move("A-1", State.DENIED, Event.ASK)
    with in_language("de"), pytest.raises(ForbiddenMove) as refused:
        find_move("A-1", State.DENIED, Event.ASK)
    assert refused.value.values["state"] == "nie bestellt"
