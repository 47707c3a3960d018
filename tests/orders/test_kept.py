"""What an order leaves behind is told to its person, and to nobody else."""

from __future__ import annotations

import json

from tests.orders.desk import Desk

from leumund.basics.numbers import Number


def test_a_person_is_told_what_their_order_left_behind_and_nothing_of_others(
    desk: Desk,
) -> None:
    desk.place(iban="DE89370400440532013000")
    desk.place(order_ref="A-2", ref="K2", number="030 23125 001")
    desk.asked()
    number = Number.read("030 23125 001")
    handed = desk.leumund.report.access(number, "K1", desk.folder / "answer", "en")
    said = json.loads((handed.folder / "data.json").read_text("utf-8"))["traces"]
    kinds = {each["kind"] for each in said}
    assert {"order", "step", "contact", "link"} <= kinds
    assert "bank account" in next(each["says"] for each in said if each["kind"] == "order")
    assert not any("A-2" in each["says"] for each in said)
    assert not any("berta" in each["says"] for each in said)
    assert all(each["purpose"] and each["period"] for each in said)
