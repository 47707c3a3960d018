"""Cancellations from a file, against a real draw."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.trace.spring import CUSTOMERS, customers_of, number, spring, the_draw

from leumund.app import Leumund
from leumund.basics.language import in_language
from leumund.store import Store
from leumund.trace.caused import Leaving
from leumund.trace.harm import Naive, harm_of
from leumund.trace.harms import HarmFinding, HarmReport


def cancelled(
    desk: Leumund, folder: Path, rows: list[str], header: str = "number"
) -> HarmReport:
    """What the action says of these rows, all some days after the hand-over."""
    desk.clock.at += timedelta(days=10)
    on = desk.clock.now().date()
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
    desk.clock.at += timedelta(days=60)
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


def test_a_cancellation_of_a_day_to_come_is_kept_out_and_it_is_said_where(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    path = tmp_path / "ahead.csv"
    rows = [f"{number(one)},2062-01-01\n" for one in customers_of(desk, "Osten")]
    path.write_text("number,cancelled_on\n" + "".join(rows), "utf-8")
    report = desk.trace.harm(path)
    assert (report.people, report.unreadable) == (0, 24)
    assert report.quarantine_path
    assert str(report.quarantine_path) in report.in_words()
    assert "2062-01-01" in report.quarantine_path.read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "all_of_them", "told", "in_german"),
    [
        (0, 2, "too few to tell", "zu wenige"),
        (2, 3, "too few to tell", "zu wenige"),
        (0, 20, "at most ", "höchstens 0,"),
        (20, 20, "at least ", "mindestens "),
        (15, 20, " times as often, between ", "-mal so oft, zwischen "),
    ],
)
def test_the_edge_of_what_was_tried_is_no_estimate(given, all_of_them, told, in_german) -> None:
    many = np.full(all_of_them, 10**6)
    leaving = Leaving(
        np.zeros(all_of_them, dtype=np.int64), many // 2, many,
        np.where(np.arange(all_of_them) == 0, many // 2, 0), np.arange(all_of_them) < given,
    )  # fmt: skip
    finding = HarmFinding(1, "spring", None, harm_of(leaving), Naive(10, 6, 10, 1))
    with in_language("en"):
        said = finding.in_words()
    assert told in said
    assert "50.00" not in said
    assert "0.02" not in said
    assert "inf" not in said
    with in_language("de"):
        said = finding.in_words()
    assert in_german in said
    assert "6,00-Fache" in said
