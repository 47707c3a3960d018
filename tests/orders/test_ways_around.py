"""Ways around the customer's yes, the time to withdraw and what a case holds."""

from __future__ import annotations

from functools import partial

import pytest
from tests.orders.desk import Desk, orders

from leumund.orders import Billing, CodeUnusable, Commission, Skipped, State
from leumund.orders.commissions import CaseCommissions
from leumund.orders.states import HeldByCase


@pytest.mark.parametrize(("written", "taken"), [("Germany", "DE"), ("gb", "UK"), (" at", "AT")])
def test_a_region_is_read_as_people_write_it(desk: Desk, written: str, taken: str) -> None:
    desk.place(region=written)
    assert desk.leumund.orders.order("A-1").region == taken


@pytest.mark.parametrize("written", ["Schweiz", "D", "BE", "NL", "42"])
def test_attack_a_region_nobody_knows_the_law_of(desk: Desk, written: str) -> None:
    loaded = desk.leumund.orders.load(desk.write("o.csv", orders({"region": written})))
    assert (loaded.added, loaded.quarantined) == (0, 1)


def test_a_yes_after_the_time_that_was_told_counts_no_more(desk: Desk) -> None:
    desk.place()
    link = desk.asked("A-1")
    desk.later(days=15)
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(link, "confirm")
    assert desk.leumund.orders.order("A-1").state is State.ASKED


def test_attack_the_bill_begins_although_a_check_blocks_the_order(desk: Desk) -> None:
    desk.place(is_short_term_offered="")
    moved = desk.confirmed()
    assert "C064" in [each.rule for each in desk.leumund.orders.check("A-1").verdict.refusals]
    assert (moved.state, moved.billing) == (State.CONFIRMED, Billing.NOT_BEGUN)
    said = [each.payload["billing"] for each in desk.leumund.orders.due(kinds=["event"])]
    assert "runs" not in said
    desk.later(days=30)
    assert [type(each) for each in desk.leumund.orders.settle()] == [Skipped]
    desk.leumund.orders.dispute("A-1")
    assert desk.leumund.orders.dismiss("A-1", "a mail").billing is Billing.STOPPED


@pytest.mark.parametrize(
    ("papers", "rule"),
    [
        ({"summary_sent_at": "", "summary_total_cents": ""}, "C060"),
        ({"summary_total_cents": "99999"}, "C063"),
    ],
)
def test_attack_the_bill_begins_although_a_check_holds_the_order(
    desk: Desk, papers: dict[str, str], rule: str
) -> None:
    desk.place(**papers)
    moved = desk.confirmed()
    assert rule in [each.rule for each in desk.leumund.orders.check("A-1").verdict.refusals]
    assert (moved.state, moved.billing) == (State.CONFIRMED, Billing.NOT_BEGUN)
    desk.later(days=30)
    assert [type(each) for each in desk.leumund.orders.settle()] == [Skipped]


def test_attack_a_receipt_says_that_a_disputed_order_is_carried_out(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    assert [each.kind for each in desk.leumund.orders.due(kinds=["receipt"])] == ["receipt"]
    desk.leumund.orders.dispute("A-1")
    assert not desk.leumund.orders.due(kinds=["receipt"])


@pytest.mark.parametrize("is_our_fault", [False, True])
def test_attack_what_a_case_holds_is_released_by_another_way(
    desk: Desk, is_our_fault: bool
) -> None:
    desk.place()
    desk.confirmed()
    with desk.leumund.store.transaction() as tx:
        CaseCommissions().hold_for_case(tx, "Norden", 7, desk.clock.now())
    deed = partial(desk.leumund.orders.fail, "A-1", "no line free")
    if is_our_fault:
        deed = partial(desk.leumund.orders.void, "A-1", "our list was wrong", is_our_fault=True)
    with pytest.raises(HeldByCase):
        deed()
    assert desk.leumund.orders.order("A-1").commission is Commission.HELD
