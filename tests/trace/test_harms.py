"""Cancellations from a file, against a real draw."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.trace.spring import CUSTOMERS, customers_of, number, spring, the_draw

from leumund.app import Leumund
from leumund.store import Store
from leumund.trace.harms import HarmFinding, HarmReport


def cancelled(
    desk: Leumund, folder: Path, rows: list[str], header: str = "number"
) -> HarmReport:
    """What the action says of these rows, all some days after the hand-over."""
    on = (desk.clock.now() + timedelta(days=10)).date()
    path = folder / "cancelled.csv"
    path.write_text(f"{header},Kündigung\n" + "".join(f"{row},{on}\n" for row in rows), "utf-8")
    return desk.trace.harm(path)


def of(report: HarmReport, partner: str | None) -> HarmFinding:
    return next(finding for finding in report.findings if finding.partner == partner)


def test_only_people_of_one_copy_cancelling_shows_there(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    report = cancelled(desk, tmp_path, [number(one) for one in customers_of(desk, "Osten")])
    osten, norden = of(report, "Osten"), of(report, "Norden")
    assert (report.people, osten.harm.given) == (24, 24)
    assert osten.harm.low > 1
    assert not norden.harm.is_told
    assert "had left than would have without it" in osten.in_words()


def test_customer_numbers_serve_as_well_as_phone_numbers(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    by_ref = cancelled(desk, tmp_path, [f"K{one}" for one in range(40)], "ref")
    by_number = cancelled(desk, tmp_path, [number(one) for one in range(40)])
    assert by_ref.findings == by_number.findings
    assert of(by_ref, None).harm.cancellations == 40


def test_rows_that_cannot_be_read_and_strangers_are_counted(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    path = tmp_path / "odd.csv"
    path.write_text(
        f"Rufnummer,cancelled_on\n{number(1)},2026-04-01\n{number(2)},soon\n"
        f"{number(700)},2026-04-01\n,2026-04-01\n",
        "utf-8",
    )
    report = desk.trace.harm(path)
    assert (report.rows, report.people, report.strangers, report.unreadable) == (4, 1, 1, 2)


def test_who_was_rung_stands_beside_it_and_why_that_misleads(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    at = desk.clock.now() + timedelta(days=1)
    declared = "".join(
        f"{at:%Y-%m-%dT%H:%MZ},{number(one)},0221 4710 101\n" for one in mine[:12]
    )
    path = tmp_path / "calls.csv"
    path.write_text("called_at,number_called,number_shown\n" + declared, "utf-8")
    desk.intake.calls(path, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine][:30]
    report = cancelled(desk, tmp_path, [number(one) for one in [*mine[:4], *others]])
    naive = of(report, None).naive
    assert (naive.rung, naive.rung_cancelled, naive.others_cancelled) == (12, 4, 30)
    assert "that misleads" in of(report, None).in_words()
    assert of(report, "Osten").naive == naive
    assert of(report, "Norden").naive.rung == 0


def test_cancellations_before_the_draw_say_nothing(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    path = tmp_path / "early.csv"
    before = (the_draw(desk).drawn_at - timedelta(days=5)).date()
    path.write_text(f"Rufnummer,cancelled_on\n{number(1)},{before}\n", "utf-8")
    assert of(desk.trace.harm(path), None).harm.cancellations == 0
