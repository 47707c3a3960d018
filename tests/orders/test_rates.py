"""How often customers withdraw, per partner, in the scorecards: that, too, may stand out."""

from __future__ import annotations

from datetime import date

import pytest
from tests.orders.desk import Desk, orders

from leumund.audit.compared.outlier import NothingStandsOut
from leumund.basics.finding import Source

DAYS = date(2026, 9, 1), date(2026, 9, 30)


def placed(desk: Desk, count: int, withdrawn: int) -> None:
    """So many orders at each of two partners; people withdraw those of Norden."""
    rows = [
        {
            "order_ref": f"{partner}-{at}",
            "partner": partner,
            "ref": "",
            "number": f"030 23125 {place}{at:02}",
            "ordered_at": f"2026-09-0{1 + at % 8} 10:20",
        }
        for place, partner in enumerate(("Norden", "Sueden"), 2)
        for at in range(count)
    ]
    desk.leumund.orders.load(desk.write("many.csv", orders(*rows)))
    for at in range(withdrawn):
        desk.leumund.orders.withdraw(f"Norden-{at}")


def test_withdrawn_orders_stand_in_the_scorecards_and_a_person_takes_what_stands_out(
    desk: Desk,
) -> None:
    placed(desk, 40, 30)
    audit = desk.leumund.audit
    [funnel] = [
        each for each in audit.scorecards(*DAYS).funnels if each.measure == "orders.withdrawn"
    ]
    assert [(row.partner, row.hits, row.of) for row in funnel.rows] == [
        ("Norden", 30, 40),
        ("Sueden", 0, 40),
    ]
    found = audit.outlier("Norden", "orders.withdrawn", "M. Weber", *DAYS).finding
    assert (found.code, found.source, found.is_weak) == ("C155", Source.ORDER_RECORD, True)


def test_four_people_who_withdraw_are_no_figure(desk: Desk) -> None:
    placed(desk, 40, 4)
    with pytest.raises(NothingStandsOut):
        desk.leumund.audit.outlier("Norden", "orders.withdrawn", "M. Weber", *DAYS)


def test_orders_of_other_days_are_not_counted(desk: Desk) -> None:
    placed(desk, 40, 30)
    [norden] = [
        rate
        for rate in desk.leumund.orders.rates(date(2026, 9, 8), date(2026, 9, 8))
        if rate[:2] == ("orders.withdrawn", "Norden")
    ]
    assert norden[2:] == (3, 5, 3, 5)
