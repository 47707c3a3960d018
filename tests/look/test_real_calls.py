"""Real calls of a bank in Portugal, 2008 to 2010, against a rule pack given by hand.

The file is nobody's of ours (UCI Bank Marketing, Moro, Cortez and Rita 2014); where it is not
there, these tests are skipped. It has a row per client, the day of the last contact, how many
contacts there were in the campaign, how many before it, and the days since the last of these.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.look.test_look import look

from leumund.look import LookReport

ROOT = Path(__file__).parents[2]
CALLS = ROOT.parent / "shared/data/campaigns/uci_bank-full_dated.csv"
MAPPING = """version = 1
[[sheet]]
file = "calls.csv"
kind = "calls"
partner = "bank"
[sheet.columns]
started_at = "contact_date"
duration_s = "duration"
attempt = "campaign"
earlier_contacts = "previous"
days_since_last = "pdays"
"""

pytestmark = pytest.mark.skipif(
    not CALLS.is_file(), reason="the file of real calls is not here"
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> LookReport:
    folder = tmp_path_factory.mktemp("real") / "files"
    folder.mkdir()
    (folder / "calls.csv").write_bytes(CALLS.read_bytes())
    (folder / "look.toml").write_text(MAPPING, "utf-8")
    return look(folder, rules=ROOT / "examples" / "own-rules")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with CALLS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(report: LookReport, code: str) -> int:
    group = report.group(code)
    assert group is not None
    return group.rows


def weekdays(rows: list[dict[str, str]]) -> list[int]:
    return [date.fromisoformat(row["contact_date"]).isoweekday() for row in rows]


def test_every_call_is_read(report: LookReport, rows: list[dict[str, str]]) -> None:
    assert report.rows["calls"] == len(rows)
    assert (report.rules.country, report.rules.calls_before_it) == ("PT", 0)


def test_weekends_are_found(report: LookReport, rows: list[dict[str, str]]) -> None:
    assert count(report, "call.sunday") == weekdays(rows).count(7) > 0
    assert count(report, "call.outside_hours") == weekdays(rows).count(6) > 0


def test_holidays_are_found(report: LookReport, rows: list[dict[str, str]]) -> None:
    days = {date(2008, 12, 8), date(2010, 6, 10), date(2010, 10, 5)}
    found = report.group("call.holiday")
    assert found is not None
    assert days <= {row.at.date() for row in found.first if row.at is not None}


def test_frequency_and_repeats_are_found(
    report: LookReport, rows: list[dict[str, str]]
) -> None:
    assert count(report, "call.over_cap") == sum(int(row["campaign"]) > 12 for row in rows)
    assert count(report, "call.same_person_again") == sum(
        int(row["previous"]) >= 2 and int(row["pdays"]) >= 28 for row in rows
    )


def test_the_how_to_tells_what_was_measured(report: LookReport) -> None:
    page = " ".join((ROOT / "docs/how-to/look-at-your-files.md").read_text("utf-8").split())
    total = report.total("b", "calls")
    assert total is not None
    for words in (
        f"Measured on {total.of_rows:,} real calls",
        f"{count(report, 'call.sunday')} calls on a Sunday",
        f"{count(report, 'call.outside_hours')} on a Saturday",
        f"{count(report, 'call.holiday')} on a public holiday",
        f"{count(report, 'call.over_cap')} beyond the twelfth attempt",
        f"{count(report, 'call.same_person_again'):,} that began a third round",
        f"{total.rows:,} calls in all",
    ):
        assert words in page


def test_the_time_of_day_cannot_be_said(report: LookReport) -> None:
    assert ("call.outside_hours", {"what": "calls.csv"}) in [
        (each.code, each.values) for each in report.unsaid
    ]
