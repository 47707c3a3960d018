"""Opening hours: each partner states its own, and only such as can be."""

from __future__ import annotations

import pytest
from tests.orders.desk import Desk, orders

HEAD = "shop,partner,weekday,opens,closes,land\n"


def stated(desk: Desk, *rows: str) -> tuple[int, int]:
    """How many were added and kept back."""
    path = desk.write("s.csv", HEAD + "".join(f"{row}\n" for row in rows))
    loaded = desk.leumund.orders.load(path, "shops")
    return loaded.added, loaded.quarantined


def closed(desk: Desk) -> list[str]:
    found = desk.leumund.orders.findings()
    return [each.rows[0].key for each in found if each.code == "order.shop_closed"]


def test_attack_a_partners_file_opens_anothers_shop(desk: Desk) -> None:
    assert stated(desk, "S1,Norden,Di,9:00,18:00,BE") == (1, 0)
    assert stated(desk, "S1,Sueden,Di,0:00,24:00,BE") == (1, 0)
    shop = {"channel": "shop", "shop": "S1", "call_ref": "", "ordered_at": "2026-09-08 22:00"}
    desk.leumund.orders.load(desk.write("o.csv", orders(shop)))
    assert closed(desk) == ["A-1"]


def test_a_shop_has_the_hours_of_its_partners_last_file_and_no_others(desk: Desk) -> None:
    stated(desk, "S1,Norden,Di,9:00,18:00,BE", "S1,Norden,Mi,9:00,18:00,BE")
    assert stated(desk, "S1,Norden,Di,9:00,23:00,Berlin") == (1, 0)
    shop = {"channel": "shop", "shop": "S1", "call_ref": ""}
    rows = [
        {"order_ref": "A-1", "ordered_at": "2026-09-08 22:00", **shop},
        {"order_ref": "A-2", "ordered_at": "2026-09-09 10:00", **shop},
    ]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    assert closed(desk) == ["A-2"]


@pytest.mark.parametrize(
    "row",
    ["S1,Norden,Di,18:00,9:00,BE", "S1,Norden,Di,9:00,9:00,BE", "S1,Norden,Di,9:00,18:00,XX"],
)
def test_attack_hours_that_cannot_be(desk: Desk, row: str) -> None:
    assert stated(desk, row) == (0, 1)
