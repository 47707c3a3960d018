"""screen: the same answer as one question after another, over a whole list."""

from __future__ import annotations

import csv as csv_file
import random
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.permit.conftest import ADA_AND_BOB, CID, NOBODY, Desk
from tests.permit.ordinary import rules

from leumund.basics.numbers import Number
from leumund.ledger.actions import Ledger
from leumund.network import NoSuchPartner
from leumund.permit import CallAsked
from leumund.permit.answers import Screened
from leumund.permit.period import PeriodBackwards, PeriodTooLong, permitted_hours
from leumund.permit.writer import UnknownEnding
from leumund.store import Store

START, END = date(2026, 9, 28), date(2026, 10, 4)
# Saturday 3 October is a holiday and 4 October a Sunday: the last day for calls is Friday.
LAST_AT = datetime(2026, 10, 2, 17, 59, 59, tzinfo=UTC)


Rows = list[dict[str, object]]


def screened(
    desk: Desk, lines: object = None, **more: object
) -> tuple[Screened, list[dict[str, object]]]:
    given: dict[str, object] = {"product": "Strom", "start": START, "end": END} | more
    into = desk.folder / "out" / "screen.parquet"
    found = desk.permit.screen(lines, "winback", into=into, **given)  # type: ignore[arg-type]
    return found, parquet.read_table(into).to_pylist()


def by_person(rows: Rows, column: str) -> dict[object, object]:
    return {row["person_id"]: row[column] for row in rows}


def test_everybody_on_every_line_is_decided(desk: Desk) -> None:
    found, rows = screened(desk)
    assert by_person(rows, "rules") == {1: "C016", 2: "C001,C016", 3: "", 4: "C003"}
    assert (found.allowed, found.refused) == (2, 2)
    assert {each.rule: each.persons for each in found.by_rule} == {
        "C001": 1,
        "C003": 1,
        "C016": 2,
    }


def test_the_permitted_hours_are_those_of_the_persons_land(desk: Desk) -> None:
    _, rows = screened(desk, start=date(2026, 10, 26), end=date(2026, 11, 2))
    assert {row["hours_weekday"] for row in rows} == {"08:00-20:00"}
    assert {row["hours_saturday"] for row in rows} == {"09:00-18:00"}
    assert {row["hours_sunday"] for row in rows} == {""}
    assert by_person(rows, "closed_on") == {1: "", 2: "", 3: "2026-11-01", 4: "2026-10-31"}


def test_a_period_of_one_sunday_allows_nobody(desk: Desk) -> None:
    found, rows = screened(desk, start=END, end=END)
    assert found.allowed == 0
    assert all("C021" in str(row["rules"]) for row in rows)


def test_whoever_is_allowed_is_so_on_every_day_of_the_period(desk: Desk) -> None:
    desk.load("consents", "ref,number,companies,products,channels,text,granted_at,recorded_at,"
              "source,proof,valid_until\n"
              f"K3,{CID.e164},Musterstrom GmbH,Strom,telephone,w7,2026-01-10T12:00:00Z,"
              "2026-01-10T12:00:00Z,web,4f1c,2026-10-01\n")  # fmt: skip
    for end, is_allowed in ((date(2026, 10, 1), True), (END, False)):
        _, rows = screened(desk, end=end)
        assert by_person(rows, "is_allowed")[3] is is_allowed


def test_a_consent_given_within_the_period_does_not_count(desk: Desk) -> None:
    _, rows = screened(desk, start=date(2026, 1, 10), end=date(2026, 1, 20))
    assert not any(by_person(rows, "is_allowed").values())
    _, rows = screened(desk, start=date(2026, 1, 11), end=date(2026, 1, 20))
    assert by_person(rows, "is_allowed") == {1: True, 2: False, 3: True, 4: False}


def test_a_list_of_numbers_is_answered_row_by_row_and_nothing_is_lost(desk: Desk) -> None:
    path = desk.folder / "list.csv"
    path.write_text(
        f"Rufnummer;note\n{CID.e164};a\n{NOBODY.e164};b\n{CID.e164};c\nzero three;d\n",
        encoding="utf-8",
    )
    found, rows = screened(desk, path)
    assert [(row["list_row"], row["is_allowed"], row["rules"]) for row in rows] == [
        (2, True, ""),
        (3, False, "C001,C002"),
        (4, True, ""),
    ]
    assert found.unreadable == 1
    assert found.quarantine_path is not None
    assert "zero three" in found.quarantine_path.read_text("utf-8")
    assert "+49" not in found.quarantine_path.read_text("utf-8")


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_the_answer_is_written_as_its_name_says(desk: Desk, ending: str) -> None:
    into = desk.folder / f"answer{ending}"
    found = desk.permit.screen(None, "winback", "Strom", start=START, end=END, into=into)
    assert found.path == into
    if ending == ".parquet":
        assert parquet.read_table(into).num_rows == 4
        return
    with into.open(encoding="utf-8", newline="") as file:
        rows = {row["person_id"]: row for row in csv_file.DictReader(file)}
    assert [rows[each]["is_allowed"] for each in "1234"] == ["true", "false", "true", "false"]
    assert rows["2"]["rules"] == "C001,C016"


@pytest.mark.parametrize("name", ["answer.xlsx", "answer", "answer.CSV"])
def test_another_ending_is_refused_and_both_are_named(desk: Desk, name: str) -> None:
    with pytest.raises(UnknownEnding, match=r"\.csv or \.parquet"):
        desk.permit.screen(None, "winback", "Strom", into=desk.folder / name)
    assert not (desk.folder / name).exists()


def test_days_on_which_nobody_may_be_called_are_named(desk: Desk) -> None:
    found = screened(desk, start=date(2026, 10, 26), end=date(2026, 11, 1))[0]
    assert found.no_call_may_begin_on == (date(2026, 11, 1),)
    assert found.holiday_in_some_lands_on == (date(2026, 10, 31),)
    assert screened(desk)[0].no_call_may_begin_on == (date(2026, 10, 3), date(2026, 10, 4))


def test_lines_can_be_given_as_ids_or_as_parquet(desk: Desk, tmp_path: Path) -> None:
    import pyarrow as pa

    by_ids = screened(desk, [2, 3, 2])[1]
    parquet.write_table(pa.table({"line_id": [3, 2]}), tmp_path / "lines.parquet")
    assert screened(desk, tmp_path / "lines.parquet")[1] == by_ids
    assert [row["line_id"] for row in by_ids] == [2, 3]


def test_with_a_partner_the_partners_rules_are_asked_too(desk: Desk) -> None:
    assert screened(desk, partner="Norden")[0].allowed == 2
    assert screened(desk, partner="Norden", product=None)[0].allowed == 2
    with pytest.raises(NoSuchPartner):
        screened(desk, partner="Sueden")
    gas = screened(desk, partner="Norden", product="Gas")[0]
    assert "Norden may act for: Strom." in {each.note for each in gas.by_rule}
    after = {"start": date(2027, 1, 4), "end": date(2027, 1, 8)}
    assert screened(desk, partner="Norden", **after)[0].allowed == 0


def test_the_screen_is_in_the_ledger_by_its_digest(desk: Desk, store: Store) -> None:
    found, _ = screened(desk)
    ledger = Ledger(store, desk.clock, desk.folder)
    ledger.integrate()
    [entry] = ledger.entries(kind="permit.screen")
    assert found.file_digest in str(entry)
    assert "+49" not in str(entry)


def test_the_same_screen_twice_has_the_same_digest(desk: Desk) -> None:
    assert screened(desk)[0].file_digest == screened(desk)[0].file_digest


def test_nothing_is_left_beside_the_result(desk: Desk) -> None:
    screened(desk)
    assert [path.name for path in (desk.folder / "out").iterdir()] == ["screen.parquet"]
    assert list(desk.permit.engine.scratch.iterdir()) == []


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    with pytest.raises(PeriodBackwards):
        screened(desk, start=END, end=START)
    with pytest.raises(PeriodTooLong):
        screened(desk, start=START, end=date(2030, 1, 1))


def test_the_last_moment_is_the_end_of_the_last_open_day() -> None:
    [berlin] = [each for each in permitted_hours(rules(), START, END) if each.land == "BE"]
    assert (berlin.last_at, berlin.closed_on) == (LAST_AT, (date(2026, 10, 3),))


def test_a_random_company_is_screened_as_it_is_asked_one_by_one(desk: Desk) -> None:
    numbers = load_random_company(desk, random.Random(11), 150)
    _, rows = screened(desk, partner="Norden", call_type="live")
    found = {(row["line_id"], row["person_id"]): row["rules"] for row in rows}
    compared = 0
    for number in {*numbers, ADA_AND_BOB, CID}:
        record = desk.people.about(number)
        assert record is not None
        for each in record.persons:
            decision = desk.permit.explain(
                CallAsked(
                    number, "Norden", "winback", "Strom", LAST_AT, person_ref=each.person.ref
                )
            )
            asked = ",".join(dict.fromkeys(one.rule for one in decision.verdict.reasons))
            assert found[record.line.id, each.person.id] == asked, each
            compared += 1
    assert compared > 150
    assert 5 < sum(bool(row["is_allowed"]) for row in rows) < len(rows) - 5


def load_random_company(desk: Desk, choose: random.Random, count: int) -> list[Number]:
    """Persons with up to two lines, consents of all kinds, objections, contracts."""
    numbers = [Number(f"+493023125{each:03d}") for each in range(100, 100 + count)]
    lines = {
        f"R{each}": choose.sample(numbers, choose.choice((1, 1, 2))) for each in range(count)
    }
    refs = list(lines)
    kinds, lands = ("consumer", "consumer", "business", "unknown"), ("BE", "BY", "SN", "")
    desk.load("customers", csv("ref,number,kind,land", (
        (ref, "|".join(each.e164 for each in lines[ref]), *map(choose.choice, (kinds, lands)))
        for ref in refs
    )))  # fmt: skip
    desk.load("consents", csv(",".join(CONSENT_CELLS), (
        random_consent(choose, ref, lines[ref][0], turn)
        for ref in refs for turn in range(choose.choice((0, 1, 1, 2)))
    )))  # fmt: skip
    by_person = ((ref, "", "2026-05-01") for ref in refs[:3])
    by_line = (("", lines[ref][0].e164, "") for ref in refs[3:6])
    desk.load("objections", csv("ref,number,at", (*by_person, *by_line)))
    ends = ("", "2026-06-30", "2026-10-02")
    contracts = ((ref, "Strom", "2025-01-01", choose.choice(ends)) for ref in refs[::3])
    desk.load("contracts", csv("ref,product,started_on,ended_on", contracts))
    return [number for number in numbers if any(number in each for each in lines.values())]


CONSENT_CELLS = {
    "companies": ("Musterstrom GmbH",) * 9 + ("Andere",),
    "products": ("Strom", "Strom|Gas", "Strom", "Gas"),
    "channels": ("telephone", "telephone|email", "telephone", "email"),
    "text": ("w7",) * 5 + ("",),
    "granted_at": ("2026-01-10T12:00:00Z",) * 3 + ("2024-10-02T17:59:58Z",),
    "recorded_at": ("2026-01-10T12:00:00Z",) * 6 + ("2026-03-01T12:00:00Z", ""),
    "source": ("web",) * 4 + ("email_doi", "prize_draw", "other"),
    "proof": ("4f1c",) * 8 + ("",),
    "valid_until": ("",) * 3 + ("2026-10-02", "2026-10-01"),
    "reaches_past_contract_end": ("yes", ""),
    "revoked_at": ("",) * 6 + ("2026-10-02T17:59:59Z", "2026-11-01"),
    "number_confirmed": ("yes", ""),
    "origin_checked": ("yes", ""),
    "consent_ref": (),
    "ref": (),
    "number": (),
}


def random_consent(
    choose: random.Random, ref: str, number: Number, turn: int
) -> tuple[str, ...]:
    cells = {name: choose.choice(each) for name, each in CONSENT_CELLS.items() if each}
    cells |= {"consent_ref": f"{ref}-{turn}", "ref": ref}
    cells |= {"number": choose.choice((number.e164, ""))}
    return tuple(cells[name] for name in CONSENT_CELLS)


def csv(header: str, rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join([header, *(",".join(row) for row in rows), ""])
