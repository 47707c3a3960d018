"""Every caller is a bet of its own in a naming, where the draw was sealed so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.trace.forged import file, parts, resealed
from tests.trace.spring import (
    CUSTOMERS,
    HEADER,
    customers_of,
    named,
    number,
    spring,
    take_in,
    the_draw,
)

from leumund.app import Leumund
from leumund.ledger import DoesNotVerify
from leumund.store import Store
from leumund.trace.verify import verify_exhibit


def complain_about(desk: Leumund, folder: Path, calls: list[tuple[int, str]]) -> None:
    """Complaints about these customers, each with the number shown."""
    at = desk.clock.now() + timedelta(days=2)
    rows = [
        f"{at + timedelta(hours=i + 1):%Y-%m-%dT%H:%MZ},"
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{number(customer)},{shown},,,,,c\n"
        for i, (customer, shown) in enumerate(calls)
    ]
    path = folder / "complaints.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")
    take_in(desk, path)


def one_caller_among_many(desk: Leumund) -> list[tuple[int, str]]:
    """One caller rings 13 people of Osten's copy from numbers of one block; 60 others ring
    anybody, each from a number of its own."""
    mine = customers_of(desk, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine][:55] + mine[13:18]
    callers = [(one, f"+49302312595{at:02}") for at, one in enumerate(mine[:13])]
    rest = [(one, f"+493023125{30 + at}00") for at, one in enumerate(others)]
    mixed = []
    for at, call in enumerate(rest):
        mixed += [call, *callers[at // 4 : at // 4 + 1]] if at % 4 == 0 else [call]
    return mixed


def test_one_caller_among_many_is_found_and_the_exhibit_says_the_same(
    store: Store, tmp_path: Path
):
    desk = spring(tmp_path, store)
    complain_about(desk, tmp_path, one_caller_among_many(desk))
    assert the_draw(desk).is_by_caller
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    assert not report.named[0].audit.is_blocking
    made = desk.trace.make_exhibit("spring", "Osten")
    for data in (made.expert, made.files["exhibit.json"]):
        exhibit = verify_exhibit(data).exhibit
        assert exhibit["weighing"]["is_by_caller"]
        assert len({call["caller"] for call in exhibit["weighing"]["calls"]}) == 61
    exhibit, proofs = parts(made.expert)
    exhibit["weighing"]["calls"][0]["caller"] = 0
    with pytest.raises(DoesNotVerify):
        verify_exhibit(file(exhibit, proofs))
    forged = resealed(
        made.expert, lambda one: one["grounds"]["draw"]["campaign"].update(callers="together")
    )
    with pytest.raises(DoesNotVerify, match="campaign"):
        verify_exhibit(forged)


def test_a_draw_that_was_sealed_otherwise_keeps_its_one_bet(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store, callers="together")
    complain_about(desk, tmp_path, one_caller_among_many(desk))
    assert not the_draw(desk).is_by_caller
    assert named(desk.trace.run()) == set()
