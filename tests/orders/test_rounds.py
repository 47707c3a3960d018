"""The night's rounds beside other hands: what moved meanwhile is skipped, what is held waits,
and what was released once is not released again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.orders.desk import PARTNERS, Desk, orders

from leumund.basics.language import in_language
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_text
from leumund.orders import Commission, Event, Skipped, State
from leumund.orders.asking import WordsMissing
from leumund.orders.commissions import CaseCommissions
from leumund.orders.states import HeldByCase
from leumund.store import Statement

LOCK = Statement(
    "lock",
    "For a test.",
    "select id from orders.placed where order_ref = %(ref)s for update",
)
WAITING = Statement(
    "waiting",
    "For a test.",
    "select count(*) as n from pg_stat_activity"
    " where wait_event_type = 'Lock' and datname = current_database()",
)


@contextmanager
def in_its_middle(desk: Desk, round_: Callable[[], Any], before: str) -> Iterator[list[Any]]:
    """The round has asked which orders are due, and waits for the one ``before``."""
    came: list[Any] = []
    going = threading.Thread(target=lambda: came.append(round_()))
    with desk.leumund.store.transaction() as tx:
        tx.run(LOCK, ref=before)
        going.start()
        while going.is_alive() and not tx.one(WAITING)["n"]:
            going.join(0.01)
        yield came
    going.join()


def two(desk: Desk) -> None:
    other = {"order_ref": "A-2", "ref": "K2", "number": "030 23125 002"}
    desk.leumund.orders.load(desk.write("o.csv", orders({}, other)))


def test_attack_one_order_that_moves_undoes_the_whole_night(desk: Desk) -> None:
    two(desk)
    desk.asked("A-1")
    desk.asked("A-2")
    desk.later(days=14)
    with in_its_middle(desk, desk.leumund.orders.expire, "A-1") as came:
        desk.leumund.orders.dispute("A-2", "never")
    assert [(each.order_ref, each.state) for each in came[0]] == [
        ("A-1", State.LAPSED),
        ("A-2", State.DENIED),
    ]
    assert isinstance(came[0][1], Skipped)
    assert desk.leumund.orders.order("A-1").state is State.LAPSED
    with in_language("de"):
        assert "übersprungen" in to_text(spoken(came[0]))


def test_attack_a_hold_comes_while_orders_are_settled(desk: Desk) -> None:
    two(desk)
    desk.confirmed("A-1")
    desk.confirmed("A-2")
    desk.later(days=15)
    settle, store = desk.leumund.orders.settle, desk.leumund.store
    with in_its_middle(desk, settle, "A-1") as came, store.transaction() as tx:
        CaseCommissions().hold_for_case(tx, "Norden", 7, desk.clock.now())
    assert [type(each) for each in came[0]] == [Skipped, Skipped]
    assert desk.leumund.orders.order("A-2").commission is Commission.HELD


def test_attack_what_a_case_holds_is_earned_by_a_sub_partner(desk: Desk) -> None:
    below = PARTNERS.replace("  - name: Sueden\n", "  - name: Sueden\n    parent: Norden\n")
    desk.leumund.network.load(desk.write("partners.yaml", below))
    desk.place(partner="Sueden")
    desk.confirmed()
    money = CaseCommissions(desk.leumund.network.partners)
    with desk.leumund.store.transaction() as tx:
        held = money.hold_for_case(tx, "Norden", 7, desk.clock.now())
    assert (held.orders, held.cents) == (1, 5000)
    with pytest.raises(HeldByCase):
        desk.leumund.orders.fail("A-1", "no line free")
    desk.later(days=30)
    assert desk.leumund.orders.settle() == ()
    with desk.leumund.store.transaction() as tx:
        money.free_for_case(tx, 7, desk.clock.now())
    assert [each.state for each in desk.leumund.orders.settle()] == [State.SETTLED]


def test_attack_a_dispute_that_is_dismissed_releases_the_commission_twice(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    desk.later(days=15)
    desk.leumund.orders.settle()
    desk.leumund.orders.dispute("A-1", "I never spoke to anybody")
    moved = desk.leumund.orders.dismiss("A-1", "the customer's own mail")
    assert (moved.state, moved.commission) == (State.SETTLED, Commission.RELEASED)
    assert desk.leumund.orders.settle() == ()
    events = [each.event for each in desk.leumund.orders.steps("A-1")]
    assert events.count(Event.SETTLE) == 1


@pytest.mark.parametrize(("words", "by"), [("", "desk"), (" ", "desk"), ("a mail", " ")])
def test_attack_a_decision_without_words_or_name(desk: Desk, words: str, by: str) -> None:
    desk.place()
    desk.confirmed()
    desk.leumund.orders.dispute("A-1")
    with pytest.raises(WordsMissing):
        desk.leumund.orders.dismiss("A-1", words, by)
    assert desk.leumund.orders.order("A-1").state is State.DISPUTED
