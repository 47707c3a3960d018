"""Calls and complaints come in, with a real database and real files."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from tests.intake.desk import write

from leumund.app import Leumund
from leumund.basics.numbers import Number
from leumund.intake import UnexplainedCall
from leumund.intake.facts import Span, fact_span
from leumund.intake.loaded import CallsOfNobody
from leumund.intake.seal import BrokenSeal, GapInTheOrder
from leumund.people import Contract
from leumund.store import Statement, Store
from leumund.store.errors import NotGranted

SAMPLES = Path(__file__).with_name("samples")
HEADER = (
    "arrived_at,called_at,number_called,number_shown,caller_said,product,told,objection,text\n"
)
CALLS = "called_at,number_called,number_shown\n"


def complaints(folder: Path, *rows: str, name: str = "complaints.csv") -> Path:
    return write(folder, name, HEADER + "".join(f"{row}\n" for row in rows))


def run(store: Store, sql: str) -> list[dict[str, object]]:
    with store.transaction() as tx:
        return tx.run(Statement("look", "For a test.", sql))


def kinds(store: Store) -> list[str]:
    return [str(row["kind"]) for row in run(store, "select kind from ledger.outbox order by 1")]


# --- calls --------------------------------------------------------------------------------


def test_declared_calls_become_a_file_called_by_its_digest(desk: Leumund):
    loaded = desk.intake.calls(SAMPLES / "calls.csv", "Norden")
    assert (loaded.rows, loaded.stored, loaded.duplicates, loaded.quarantined) == (3, 3, 0, 0)
    assert (desk.settings.folder / "calls" / f"{loaded.table}.parquet").exists()
    assert [path.name for path in (desk.settings.folder / "calls").iterdir()] == [
        f"{loaded.table}.parquet"
    ]


def test_local_time_is_computed_once_with_the_land_of_the_line(desk: Leumund, tmp_path: Path):
    import pyarrow.parquet as pq

    rows = "2026-06-04 10:15,030 23125 001,\n2026-06-04 10:15,030 23125 002,\n"
    loaded = desk.intake.calls(write(tmp_path, "c.csv", CALLS + rows), "Norden")
    berlin, bavaria = pq.read_table(
        desk.settings.folder / "calls" / f"{loaded.table}.parquet"
    ).to_pylist()
    assert berlin["called_at"] == datetime(2026, 6, 4, 8, 15)  # noqa: DTZ001
    assert (berlin["local_date"], berlin["local_hour"]) == (date(2026, 6, 4), 10)
    assert (berlin["is_holiday"], bavaria["is_holiday"]) == (False, True)


def test_the_same_calls_twice_change_nothing(desk: Leumund, store: Store):
    first = desk.intake.calls(SAMPLES / "calls.csv", "Norden")
    before = run(store, "select count(*) from intake.call_table")
    again = desk.intake.calls(SAMPLES / "calls.csv", "Norden")
    assert not again.is_new
    assert (again.stored, again.duplicates) == (0, first.rows)
    assert run(store, "select count(*) from intake.call_table") == before
    assert kinds(store).count("intake.calls") == 1


def test_a_call_in_two_overlapping_files_or_twice_in_one_counts_once(
    desk: Leumund, tmp_path: Path
):
    row = "2026-03-02 10:15,030 23125 001,0221 4710 100\n"
    other = "2026-03-03 10:15,030 23125 001,0221 4710 100\n"
    first = desk.intake.calls(write(tmp_path, "a.csv", CALLS + row + row), "Norden")
    second = desk.intake.calls(write(tmp_path, "b.csv", CALLS + row + other), "Norden")
    assert (first.stored, first.duplicates) == (1, 1)
    assert (second.stored, second.duplicates) == (1, 1)
    sueden = desk.intake.calls(write(tmp_path, "a.csv", CALLS + row + row), "Sueden")
    assert (sueden.stored, sueden.is_new) == (1, True)


def test_what_cannot_be_read_is_kept_with_its_reason_and_nothing_is_lost(
    desk: Leumund, tmp_path: Path
):
    rows = (
        "2026-03-02 10:15,030 23125 001,\n"
        "2026-02-31 10:15,030 23125 001,\n"
        "2026-03-29 02:30,030 23125 001,\n"
        "2026-03-02 10:15,030 23125 OO1,\n"
        "2026-03-02 10:15,,\n"
        "2026-03-02 10:15,030 23125 001,,zu viel\n"
    )
    loaded = desk.intake.calls(write(tmp_path, "c.csv", CALLS + rows), "Norden")
    assert loaded.rows == loaded.stored + loaded.duplicates + loaded.quarantined
    assert (loaded.stored, loaded.quarantined) == (1, 5)
    assert loaded.quarantine_path is not None
    with loaded.quarantine_path.open(encoding="utf-8") as quarantine:
        kept = list(csv.reader(quarantine))[1:]
    assert sorted(int(row[0]) for row in kept) == [3, 4, 5, 6, 7]
    reasons = " ".join(row[1] for row in kept)
    assert "left that time out" in reasons
    assert "is no date" in reasons
    assert {row[-1] for row in kept} == set(rows.splitlines()[1:])


def test_calls_of_an_unknown_partner_are_refused_before_the_file_is_opened(desk: Leumund):
    with pytest.raises(CallsOfNobody, match="Nordn"):
        desk.intake.calls(Path("/nowhere"), "Nordn")


# --- complaints ---------------------------------------------------------------------------


def test_complaints_get_places_in_the_sealed_order(desk: Leumund):
    loaded = desk.intake.complaints(SAMPLES / "complaints.csv")
    assert (loaded.rows, loaded.stored, loaded.first, loaded.last) == (3, 3, 1, 3)
    assert (loaded.unexplained, loaded.explained, loaded.incomplete) == (3, 0, 1)
    assert [call.position for call in desk.intake.stream()] == [1, 2, 3]


def test_a_second_file_follows_the_first_without_a_gap(desk: Leumund, tmp_path: Path):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    more = complaints(tmp_path, "2026-03-09 09:00,,030 23125 003,,,,,,again")
    assert (loaded := desk.intake.complaints(more)).first == loaded.last == 4
    assert [call.position for call in desk.intake.stream()] == [1, 2, 3, 4]


def test_the_same_complaints_twice_change_nothing(desk: Leumund, store: Store, tmp_path: Path):
    first = desk.intake.complaints(SAMPLES / "complaints.csv")
    stream = desk.intake.stream()
    again = desk.intake.complaints(SAMPLES / "complaints.csv")
    assert not again.is_new
    assert (again.stored, again.duplicates, again.root) == (0, 3, first.root)
    text = (SAMPLES / "complaints.csv").read_text("utf-8")
    moved = desk.intake.complaints(write(tmp_path, "other.csv", text + "\n"))
    assert moved.is_new
    assert (moved.stored, moved.duplicates, moved.first) == (0, 3, None)
    assert desk.intake.stream() == stream


def test_a_declared_call_explains_and_is_told_by_whom(desk: Leumund, tmp_path: Path):
    rows = "2026-03-02 14:00,030 23125 001,089 99998 111\n"
    desk.intake.calls(write(tmp_path, "c.csv", CALLS + rows), "Norden")
    loaded = desk.intake.complaints(
        complaints(
            tmp_path,
            "2026-03-03 09:00,2026-03-02 14:30,030 23125 001,089 99998 111,,,,,same number",
            "2026-03-03 09:00,2026-03-02 14:30,030 23125 001,089 99998 112,,,,,other number",
            "2026-03-03 09:00,2026-03-02 14:30,030 23125 002,089 99998 111,,,,,other line",
            "2026-03-09 09:00,2026-03-04 14:30,030 23125 001,089 99998 111,,,,,too late",
            "2026-03-03 09:00,2026-03-02 14:30,030 23125 001,unterdrückt,,,,,withheld",
        )
    )
    assert (loaded.explained, loaded.unexplained) == (1, 4)
    (explained,) = desk.intake.explained()
    assert explained.position == 1
    assert explained.explained_by is not None
    assert explained.explained_by.partner == "Norden"


def test_attack_a_call_declared_afterwards_takes_no_complaint_out_of_the_stream(
    desk: Leumund, tmp_path: Path
):
    row = "2026-03-03 09:00,2026-03-02 14:30,030 23125 001,089 99998 111,,,,,"
    desk.intake.complaints(complaints(tmp_path, row))
    before = desk.intake.stream()
    late = "2026-03-02 14:30,030 23125 001,089 99998 111\n"
    desk.intake.calls(write(tmp_path, "late.csv", CALLS + late), "Norden")
    assert desk.intake.stream() == before
    line_id = before[0].line_id
    assert line_id is not None
    since = datetime(2026, 1, 1, tzinfo=UTC)
    (contact,) = desk.intake.contacts([line_id], since)
    assert (contact.partner, contact.first_at) == (
        "Norden", datetime(2026, 3, 2, 13, 30, tzinfo=UTC),
    )  # fmt: skip
    assert desk.intake.contacts([line_id], datetime(2026, 3, 3, tzinfo=UTC)) == []


def test_an_objection_in_a_complaint_holds_at_once_also_for_nobodys_number(
    desk: Leumund, tmp_path: Path
):
    loaded = desk.intake.complaints(
        complaints(
            tmp_path,
            "2026-03-03 09:00,,030 23125 001,,,,,ja,",
            "2026-03-03 09:00,,040 66969 777,,,,,nie wieder,",
            "2026-03-03 09:00,,030 23125 002,,,,,nein,",
        )
    )
    assert loaded.objections == 2
    for number, objections in (("+493023125001", 1), ("+4940669697" + "77", 1)):
        record = desk.people.about(Number(number))
        assert record is not None
        assert len(record.objections) == objections
    record = desk.people.about(Number("+493023125002"))
    assert record is not None
    assert not record.objections


def test_an_objection_holds_although_the_rest_of_its_row_cannot_be_read(
    desk: Leumund, tmp_path: Path
):
    loaded = desk.intake.complaints(
        complaints(
            tmp_path,
            "2026-13-22 09:00,,030 23125 003,,,,,ja,",
            "2026-03-03 09:00,2030-11-21 09:00,030 23125 004,,,,,nie wieder,",
            "2026-13-22 09:00,,030 23125 005,,,,,nein,",
        )
    )
    assert (loaded.stored, loaded.quarantined, loaded.holds_already) == (0, 3, 2)
    for number, objections in (("003", 1), ("004", 1), ("005", 0)):
        record = desk.people.about(Number("+493023125" + number))
        assert len(record.objections if record else ()) == objections


def test_a_complaint_about_nobodys_customer_is_kept_and_counted(desk: Leumund, tmp_path: Path):
    loaded = desk.intake.complaints(
        complaints(
            tmp_path, "2026-03-03 09:00,,040 66969 123,,,,,,", "2026-03-03 09:01,,,,,,,,x"
        )
    )
    assert (loaded.stored, loaded.strangers) == (2, 1)
    stranger, nameless = desk.intake.stream()
    assert (stranger.line_id, stranger.is_number_known) == (None, True)
    assert (nameless.line_id, nameless.is_number_known) == (None, False)


def test_a_told_tariff_is_dated_by_the_companys_own_contracts(desk: Leumund, tmp_path: Path):
    desk.intake.complaints(
        complaints(
            tmp_path,
            "2026-03-03 09:00,,030 23125 001,,,,tariff: tarif  M,,new",
            "2026-03-03 09:00,,030 23125 001,,,,tariff: Tarif S,,old",
            "2026-03-03 09:00,,030 23125 002,,,,tariff: Tarif M,,not hers",
            "2026-03-03 09:00,,030 23125 001,,,,knew it all,,free",
        )
    )
    assert [call.fact_since for call in desk.intake.stream()] == [
        date(2026, 2, 15), date(2024, 1, 1), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], Span()),
        ([(2, None)], Span(date(2026, 2, 1))),
        ([(2, 3)], Span(date(2026, 2, 1), date(2026, 3, 1))),
        ([(4, 5), (2, 3)], Span(date(2026, 2, 1), date(2026, 5, 1))),
        ([(2, 3), (4, None)], Span(date(2026, 2, 1))),
    ],
)
def test_a_told_tariff_lasted_from_its_first_day_to_its_last(
    spans: list[tuple[int, int | None]], expected: Span
):
    contracts = [
        Contract(at, 1, "Tarif M", date(2026, one, 1), end and date(2026, end, 1))
        for at, (one, end) in enumerate(spans)
    ]
    contracts.append(Contract(9, 1, "Tarif S", date(2020, 1, 1)))
    assert fact_span({"tariff": "TARIF  M"}, contracts) == expected
    assert fact_span({"address": "Tarif M"}, contracts) == Span()


def test_the_commissions_file_is_taken_in_whole(desk: Leumund, store: Store):
    loaded = desk.intake.complaints(SAMPLES / "ftc.csv")
    assert (loaded.format, loaded.stored, loaded.quarantined) == ("ftc", 3, 0)
    rows = run(
        store,
        "select called_at, is_day_only, number_shown, shown_as_written, original"
        " from intake.complaint order by position",
    )
    assert rows[0]["called_at"] == datetime(2021, 7, 6, 22, 17, tzinfo=UTC)
    assert [row["is_day_only"] for row in rows] == [False, False, True]
    assert rows[0]["number_shown"] == "+12025550104"
    assert rows[1]["shown_as_written"] == "99990000000000"
    assert rows[0]["original"]["Consumer_State"] == "Illinois"  # type: ignore[index]
    assert not any(call.is_number_known for call in desk.intake.stream())


def test_bad_complaints_are_kept_and_the_good_ones_follow_without_a_gap(
    desk: Leumund, tmp_path: Path
):
    loaded = desk.intake.complaints(
        complaints(
            tmp_path,
            "2026-02-31,,030 23125 001,,,,,,no such day",
            "2026-03-03 09:00,,030 23125 001,,,,,,good",
            "2026-03-03 09:00,2026-03-04 10:00,030 23125 001,,,,,,before it happened",
            "2026-03-03 09:00,,O30 23125 001,,,,,,letters",
            "2026-03-03 09:05,,030 23125 002,,,,,,good",
        )
    )
    assert (loaded.rows, loaded.stored, loaded.quarantined) == (5, 2, 3)
    assert (loaded.first, loaded.last) == (1, 2)


# --- the seal -----------------------------------------------------------------------------


def test_an_entry_commits_to_the_order_and_holds_nothing_personal(desk: Leumund, store: Store):
    loaded = desk.intake.complaints(SAMPLES / "complaints.csv")
    bodies = run(
        store,
        "select body from ledger.opening o join ledger.outbox e"
        " using (entry_id) where kind = 'intake.complaints'",
    )
    body = bytes(bodies[0]["body"])  # type: ignore[call-overload]
    assert loaded.root is not None
    assert loaded.root.encode() in body
    assert b"23125" not in body
    assert b"Vertrag" not in body


def test_the_application_may_not_change_what_is_sealed(desk: Leumund, store: Store):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    for sql in (
        "update intake.complaint set line_id = 999",
        "delete from intake.complaint",
        "update intake.seal set root = decode(repeat('00', 32), 'hex')",
    ):
        with pytest.raises(NotGranted):
            run(store, sql)


def test_attack_even_the_owner_of_the_tables_cannot_move_a_complaint(
    desk: Leumund, store: Store
):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    before = desk.intake.stream()
    for sql in (
        "update intake.complaint set line_id = 999 where position = 1",
        "delete from intake.complaint where position = 3",
        "truncate intake.complaint",
    ):
        with pytest.raises(psycopg.errors.RaiseException):
            as_owner(store, sql)
    assert desk.intake.stream() == before


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("update intake.complaint set line_id = null where position = 1", BrokenSeal),
        ("update intake.complaint set explained_by = 'call', explained_partner = 'Norden'"
         " where position = 2", BrokenSeal),
        ("delete from intake.complaint where position = 3", GapInTheOrder),
        ("delete from intake.complaint where position = 1", GapInTheOrder),
    ],
)  # fmt: skip
def test_attack_who_switches_the_triggers_off_is_found_out_by_the_seal(
    desk: Leumund, store: Store, change: str, error: type[Exception]
):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    as_owner(store, f"alter table intake.complaint disable trigger user; {change}")
    with pytest.raises(error):
        desk.intake.stream()


def test_text_and_numbers_may_be_erased_and_the_seal_still_holds(desk: Leumund, store: Store):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    before = desk.intake.stream()
    as_owner(
        store,
        "update intake.complaint set text = null, number_called = null, number_shown = null,"
        " shown_as_written = null, original = null, row_digest = null",
    )
    assert desk.intake.stream() == before


def as_owner(store: Store, sql: str) -> None:
    with psycopg.connect(store.logins.owner()) as connection:
        connection.execute(sql)


def test_an_unexplained_call_is_called_by_its_place(desk: Leumund):
    desk.intake.complaints(SAMPLES / "complaints.csv")
    (first, *_) = desk.intake.stream()
    assert isinstance(first, UnexplainedCall)
    assert first.complaint_id == first.position == 1
