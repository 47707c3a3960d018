"""What goes out: once, later again when it failed, and no longer once it is not needed."""

from __future__ import annotations

import pytest
from tests.orders.desk import Desk

from leumund.orders import Asked
from leumund.orders.asking import NothingToSend


def test_what_was_sent_is_not_due_again_and_what_failed_is_due_later(desk: Desk) -> None:
    desk.place()
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    desk.leumund.orders.failed(asked.outgoing_id, "mailbox full")
    assert not desk.leumund.orders.due(kinds=["confirmation"])
    desk.later(minutes=6)
    assert [out.attempts for out in desk.leumund.orders.due(kinds=["confirmation"])] == [1]
    desk.leumund.orders.sent(asked.outgoing_id)
    assert not desk.leumund.orders.due(kinds=["confirmation"])
    with pytest.raises(NothingToSend):
        desk.leumund.orders.sent(asked.outgoing_id)


def test_a_reminder_need_not_go_out_once_the_customer_has_answered(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    desk.later(days=6)
    desk.leumund.orders.remind()
    desk.leumund.orders.answer(code, "reject")
    assert {out.kind for out in desk.leumund.orders.due()} == {"receipt", "event"}


def test_events_that_leave_the_house_name_no_person(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    events = desk.leumund.orders.due(kinds=["event"])
    assert [event.payload["type"] for event in events] == ["orders.ask", "orders.answer"]
    assert all(set(event.payload) <= {
        "type", "order_ref", "event", "state", "billing", "commission", "reason", "at"
    } for event in events)  # fmt: skip
