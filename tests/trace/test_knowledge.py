"""A call whose caller knew something newer than a copy says nothing of that copy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.trace.spring import CUSTOMERS, HEADER, customers_of, named, number, spring

from leumund.app import Leumund
from leumund.store import Store
from leumund.trace.grounds import is_newer, seconds
from leumund.trace.verify import verify_exhibit


def complain_about(
    desk: Leumund, folder: Path, calls: list[tuple[int, str]], name: str = "c"
) -> None:
    """Complaints about these customers, each with what the caller knew."""
    at = desk.clock.now() + timedelta(days=30)
    rows = [
        f"{at + timedelta(hours=i + 1):%Y-%m-%dT%H:%MZ},"
        f"{at + timedelta(hours=i):%Y-%m-%dT%H:%MZ},{number(customer)},089 99998 111,,,"
        f"{told},,{name}\n"
        for i, (customer, told) in enumerate(calls)
    ]
    path = folder / f"{name}.csv"
    path.write_text(HEADER + "".join(rows), "utf-8")
    desk.intake.complaints(path)


def with_new_tariffs(desk: Leumund, folder: Path) -> Leumund:
    """Everybody has a new tariff since a week after the hand-over."""
    rows = "".join(f"K{i},Tarif Neu,2026-03-09\n" for i in range(CUSTOMERS))
    path = folder / "contracts.csv"
    path.write_text("ref,product,started_on\n" + rows, "utf-8")
    desk.people.load(path)
    return desk


def test_a_caller_who_knows_the_new_tariff_did_not_have_it_from_the_copy(
    store: Store, tmp_path: Path
):
    desk = with_new_tariffs(spring(tmp_path, store), tmp_path)
    complain_about(desk, tmp_path, [(one, "tariff: Tarif Neu") for one in range(CUSTOMERS)])
    report = desk.trace.run()
    assert [copy.log_e for copy in report.copies] == pytest.approx([0.0] * 4, abs=1e-12)
    assert {copy.excluding.newer_than_copy for copy in report.copies} == {24}


def test_calls_that_tell_nothing_new_name_the_copy_and_the_exhibit_leaves_out_the_others(
    store: Store, tmp_path: Path
):
    desk = with_new_tariffs(spring(tmp_path, store), tmp_path)
    mine = customers_of(desk, "Osten")
    others = [one for one in range(CUSTOMERS) if one not in mine][:40]
    knowing = [(one, "tariff: Tarif Neu") for one in others]
    complain_about(desk, tmp_path, [*knowing, *((one, "") for one in mine[:18])])
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    made = desk.trace.make_exhibit("spring", "Osten")
    for data in (made.expert, made.files["exhibit.json"]):
        steps = verify_exhibit(data).result["steps"]
        assert [step["why_not"] for step in steps] == ["newer"] * 40 + [""] * 18


@pytest.mark.parametrize(
    ("fact", "left", "newer"),
    [
        ("2026-03-10", ["2026-03-08T23:59:59+00:00"], True),
        ("2026-03-10", ["2026-03-09T00:00:00+00:00"], False),
        ("2026-03-10", ["2026-03-01T09:00:00+00:00", "2026-03-09T09:00:00+00:00"], False),
        ("2026-03-10", [], False),
        (None, ["2026-03-01T09:00:00+00:00"], False),
    ],
)
def test_newer_is_by_more_than_a_day_than_the_last_that_left(
    fact: str | None, left: list[str], newer: bool
):
    assert is_newer(fact, [seconds(at) for at in left]) is newer
