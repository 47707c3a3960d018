"""One call told again and again is one call: it clears nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.trace.spring import HEADER, START, customers_of, number, spring, take_in
from tests.trace.test_adversaries import finding, not_in

from leumund.app import Leumund
from leumund.store import Store
from leumund.trace.outcome import Outcome
from leumund.trace.provenances import Provenance

SPELT = ("+493023125{}", "0049 30 23125 {}", "030 23125{}", "030/23125-{}", "(030) 23125 {}")


def tell(desk: Leumund, folder: Path, customer: int, called: str, tellings: int) -> None:
    """Somebody tells of one call to this customer so many times, each time in other words."""
    end = number(customer).removeprefix("+493023125")
    rows = "".join(
        f"2026-03-06T{at % 24:02}:00Z,{called},{SPELT[at % 5].format(end)},089 99998 111,,,,,"
        f"in words {at}\n"
        for at in range(tellings)
    )
    path = folder / f"{customer}.csv"
    path.write_text(HEADER + rows, "utf-8")
    take_in(desk, path)


@pytest.mark.parametrize("called", ["2026-03-05T09:00Z", "2026-03-05", ""])
def test_attack_one_call_told_many_times_clears_the_copy_that_was_used(
    store: Store, tmp_path: Path, called: str
) -> None:
    desk = spring(tmp_path, store)
    assert desk.clock.now() == START
    tell(desk, tmp_path, customers_of(desk, "Osten")[0], called, 1)
    outsiders = not_in(desk, "Norden", "Osten", "Sueden", "Westen")
    tell(desk, tmp_path, outsiders[0], called, 30)
    osten = finding(desk.trace.run(), "Osten")
    assert (osten.used, osten.since_hand_over) == (2, 2)
    assert osten.outcome is Outcome.NO_FINDING
    report = desk.trace.provenance()
    assert (report.calls, report.provenance) == (2, Provenance.OPEN)


def test_calls_at_other_times_are_other_calls(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    (one,) = not_in(desk, "Norden", "Osten", "Sueden", "Westen")[:1]
    rows = "".join(
        f"2026-03-07T08:00Z,2026-03-0{day}T09:00Z,{number(one)},089 99998 111,,,,,\n"
        for day in (3, 4, 5)
    )
    path = tmp_path / "three.csv"
    path.write_text(HEADER + rows, "utf-8")
    take_in(desk, path)
    assert finding(desk.trace.run(), "Osten").since_hand_over == 3
