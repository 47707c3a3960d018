"""Tracing from end to end: a real draw, real hand-overs, real complaints."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.trace.spring import (
    CUSTOMERS,
    HOLDERS,
    SHOP,
    complain,
    customers_of,
    named,
    number,
    spring,
)

from leumund.app import Leumund
from leumund.store import Statement, Store
from leumund.trace.outcome import Outcome


def count(store: Store, table: str) -> int:
    with store.transaction() as tx:
        found = tx.one(Statement("count", "For a test.", f"select count(*) as n from {table}"))
    return int(found["n"])


def test_the_copy_that_was_used_is_named_and_no_other(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    (finding,) = report.named
    assert finding.named_at is not None
    assert finding.named_position is not None
    assert finding.largest_gamma is not None
    assert finding.largest_gamma > 1
    assert "as readily as others" in report.in_words()
    assert finding.log_threshold is not None
    assert finding.log_e >= finding.log_threshold
    assert finding.at_most_once_in >= 1000
    assert finding.audit is not None
    assert (finding.audit.redraws, finding.audit.is_blocking) == (10_000, False)


def test_a_partner_without_a_list_is_out_of_the_question_by_fact(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:5])
    report = desk.trace.run()
    assert [(each.partner, each.calls) for each in report.without_copy] == [(SHOP, 5)]
    for copy in report.copies:
        parts = copy.excluding
        assert parts.possible + parts.excluded == parts.calls == 5


def test_complaints_about_nobodys_customer_are_counted_and_said(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, [*customers_of(desk, "Osten")[:2], 700, 701, 702])
    report = desk.trace.run()
    assert (report.calls, report.strangers) == (5, 3)
    assert "5 unexplained calls, 3 of them to nobody's customer" in report.in_words()


def test_the_same_stream_gives_the_same_answer_and_no_new_naming(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    first = desk.trace.run()
    again = desk.trace.run()
    assert (first.is_new, again.is_new) == (True, False)
    assert len(first.newly_named) == 1
    assert again.newly_named == ()
    assert again.copies == first.copies
    assert again.inputs == first.inputs
    assert count(store, "trace.run") == 1
    assert count(store, "trace.naming") == 1


def test_a_naming_is_final_also_when_contacts_are_declared_later(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")[:18]
    complain(desk, tmp_path, mine)
    before = desk.trace.run().named[0]
    at = desk.clock.now() + timedelta(days=1)
    declared = "".join(f"{at:%Y-%m-%dT%H:%MZ},{number(customer)},\n" for customer in mine)
    path = tmp_path / "late.csv"
    path.write_text("called_at,number_called,number_shown\n" + declared, "utf-8")
    desk.intake.calls(path, "Osten")
    after = desk.trace.run()
    assert after.is_new
    assert named(after) == {"Osten"}
    assert after.newly_named == ()
    assert after.named[0].named_position == before.named_position
    assert not after.named[0].is_standing


def test_attack_framing_without_the_list_does_nothing(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, list(range(0, CUSTOMERS, 2)))
    assert named(desk.trace.run()) == set()
    assert count(store, "trace.naming") == 0


def test_attack_selling_only_people_already_called_lawfully_is_not_cleared(
    store: Store, tmp_path: Path
):
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    at = desk.clock.now() + timedelta(days=1)
    declared = "".join(f"{at:%Y-%m-%dT%H:%MZ},{number(c)},0221 4710 101\n" for c in mine)
    path = tmp_path / "calls.csv"
    path.write_text("called_at,number_called,number_shown\n" + declared, "utf-8")
    desk.intake.calls(path, "Osten")
    complain(desk, tmp_path, mine, days=20)
    report = desk.trace.run()
    osten = next(copy for copy in report.copies if copy.partner == "Osten")
    assert osten.outcome is Outcome.NO_FINDING
    assert osten.limit_of_100 == 100
    assert osten.log_e < 1e-9


def test_calls_before_the_hand_over_exclude_every_copy(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18], days=-5)
    report = desk.trace.run()
    assert named(report) == set()
    assert all(copy.excluding.is_out_of_the_question for copy in report.copies)


def test_portions_that_have_not_left_are_no_evidence(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store, portions=4)
    assert len(customers_of(desk, "Osten")) == 6
    complain(desk, tmp_path, customers_of(desk, "Osten"))
    early = next(copy for copy in desk.trace.run().copies if copy.partner == "Osten")
    assert early.hits == 6
    assert early.excluding.not_in_copy == 0


def test_exclusive_lists_are_weighed_by_pattern(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store, design="exclusive")
    complain(desk, tmp_path, customers_of(desk, "Westen")[:20])
    assert named(desk.trace.run()) == {"Westen"}


def test_the_report_reads_in_both_languages_without_a_verdict_on_anybody(
    store: Store, tmp_path: Path
):
    from leumund.basics.language import in_language

    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    report = desk.trace.run()
    for language in ("de", "en"):
        with in_language(language):
            text = report.in_words()
        assert "Osten" in text
        for word in ("schuld", "guilt", "innocen", "certain", "alpha", "+49"):
            assert word not in text.lower()


def test_before_any_draw_there_is_an_empty_report(store: Store, tmp_path: Path):
    from tests.intake.desk import desk_in

    report = desk_in(tmp_path / "data", store).trace.run()
    assert (report.calls, report.copies, report.trails) == (0, (), ())


# --- stray lists --------------------------------------------------------------------------


def stray(folder: Path, customers: list[int], name: str = "stray.csv") -> Path:
    path = folder / name
    rows = "".join(f"{number(customer)},x\n" for customer in customers)
    path.write_text("Telefon,Notiz\n" + rows, "utf-8")
    return path


def test_a_stray_list_names_the_copy_it_was_taken_from(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    report = desk.trace.file(stray(tmp_path, customers_of(desk, "Sueden")))
    assert {copy.partner for copy in report.named} == {"Sueden"}
    assert (report.turn, report.people, report.is_new) == (1, 24, True)
    (finding,) = report.named
    assert (finding.drawn_hits, finding.not_in_copy) == (24, 0)
    assert finding.at_most_once_in is not None
    assert finding.at_most_once_in >= 1000


def test_the_same_list_again_keeps_its_turn_and_names_nobody_anew(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    path = stray(tmp_path, customers_of(desk, "Sueden"))
    first, again = desk.trace.file(path), desk.trace.file(path)
    assert (again.turn, again.is_new, again.newly_named) == (1, False, ())
    assert {copy.partner for copy in again.named} == {copy.partner for copy in first.named}
    other = desk.trace.file(stray(tmp_path, customers_of(desk, "Norden")[:2], "other.csv"))
    assert other.turn == 2
    assert count(store, "trace.stray") == 2


def test_a_list_drawn_blindly_from_all_customers_names_nobody(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    report = desk.trace.file(stray(tmp_path, list(range(0, CUSTOMERS, 3))))
    assert report.named == ()


def test_strangers_and_unreadable_rows_are_counted_and_kept(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    path = tmp_path / "odd.csv"
    path.write_text("Telefon\n040 66969 123\nO30 23125\n+4930231250001\n", "utf-8")
    report = desk.trace.file(path)
    assert (report.rows, report.people, report.strangers, report.unreadable) == (3, 1, 1, 1)
    assert report.quarantine_path is not None
    assert len(report.copies) == len(HOLDERS)


def test_every_run_and_every_list_leaves_one_entry(store: Store, tmp_path: Path):
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18])
    for _ in range(2):
        desk.trace.run()
        desk.trace.file(stray(tmp_path, customers_of(desk, "Sueden")))
    assert entries(desk, "trace.run") == entries(desk, "trace.file") == 1


def entries(desk: Leumund, kind: str) -> int:
    return count(desk.store, f"ledger.outbox where kind = '{kind}'")
