"""The call that an order names is what its partner says, not what was found."""

from __future__ import annotations

from tests.orders.desk import Desk

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import in_language
from leumund.report.behind import behind_orders


def test_a_row_calls_the_call_that_an_order_names_a_stated_one(desk: Desk) -> None:
    """It stands below "no call found": as a call it would contradict that."""
    desk.place(call_ref="K-20")
    order = desk.leumund.orders.order("A-1")
    row = Row("orders.placed", order.order_ref)
    found = Finding("C079", "Norden", Source.ORDER_RECORD, order.ordered_at, (row,))
    for language, words in (("en", "stated call K-20"), ("de", "angegebener Anruf K-20")):
        with in_language(language):
            [behind] = behind_orders(found, [order])
            assert words in behind.said
