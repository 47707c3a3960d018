"""Whom a partner looked up may be known to it: against exclusion, never for naming."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.trace.spring import SHOP, START, complain, customers_of, named, number, spring

from leumund.app import Leumund
from leumund.store import Store
from leumund.trace.finding import CopyFinding, TraceReport

HEADER = "looked_up_at,login,number\n"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def look_up(desk: Leumund, folder: Path, partner: str, customers: list[int], at: str) -> None:
    path = folder / f"{partner}-{at[:10]}.csv"
    path.write_text(HEADER + "".join(f"{at},a,{number(of)}\n" for of in customers), "utf-8")
    desk.release.lookups(path, partner)


def copy_of(report: TraceReport, partner: str) -> CopyFinding:
    return next(copy for copy in report.copies if copy.partner == partner)


def test_a_person_looked_up_before_the_call_is_not_excluded(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    others = sorted(set(customers_of(desk, "Osten")) - set(customers_of(desk, "Norden")))[:6]
    complain(desk, tmp_path, others)
    before = copy_of(desk.trace.run(), "Norden").excluding
    look_up(desk, tmp_path, "Norden", others[:4], f"{START:%Y-%m-%dT%H:%MZ}")
    after = copy_of(desk.trace.run(), "Norden").excluding
    assert (before.excluded, after.excluded) == (6, 2)


def test_a_look_up_after_the_call_takes_nothing_away(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    others = sorted(set(customers_of(desk, "Osten")) - set(customers_of(desk, "Norden")))[:6]
    complain(desk, tmp_path, others, days=-3)
    before = copy_of(desk.trace.run(), "Norden").excluding
    look_up(desk, tmp_path, "Norden", others, f"{START:%Y-%m-%dT%H:%MZ}")
    assert copy_of(desk.trace.run(), "Norden").excluding == before


def test_look_ups_never_name_a_copy_and_never_save_one_from_being_named(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    everybody = list(range(240))
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    for partner in ("Norden", "Osten", "Westen"):
        look_up(desk, tmp_path, partner, everybody, f"{START:%Y-%m-%dT%H:%MZ}")
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    assert all(copy_of(report, name).excluding.excluded == 0 for name in ("Norden", "Westen"))


def test_a_partner_without_a_list_that_looked_people_up_is_not_out_of_the_question(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:5])
    look_up(desk, tmp_path, SHOP, [1], f"{START:%Y-%m-%dT%H:%MZ}")
    assert desk.trace.run().without_copy == ()


def test_a_look_up_that_cannot_be_read_is_a_doubt_for_every_call(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:5])
    look_up(desk, tmp_path, "Norden", [1], "")
    assert copy_of(desk.trace.run(), "Norden").excluding.excluded == 0
