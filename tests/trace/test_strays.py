"""Lists found in the wild, from end to end: with names, and with complaints beside them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.trace.spring import complain, customers_of, number, spring, the_draw

from leumund.store import Store
from leumund.trace.strays import Heard, Stray, look_at_stray


def written(folder: Path, header: str, rows: list[str], name: str = "found.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_attack_one_file_is_read_in_many_ways_until_a_copy_fits(
    store: Store, tmp_path: Path
) -> None:
    """A turn belongs to the people who were tested, so another choice is another."""
    desk = spring(tmp_path, store)
    columns = [f"n{one}" for one in range(9)]
    path = written(tmp_path, ",".join(columns), [",".join(number(one) for one in range(9))])
    turns = [desk.trace.file(path, {"number": [column]}).turn for column in columns]
    assert turns == list(range(1, 10))
    assert desk.trace.file(path, {"number": columns}).turn == 10
    assert len(desk.ledger.entries("trace.file")) == 10


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_same_people_keep_their_turn_and_finding_in_whatever_file(
    store: Store, tmp_path: Path, end: str
) -> None:
    desk = spring(tmp_path, store)
    mine = [number(one) for one in customers_of(desk, "Osten")[:7]]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("\n".join(["number", *mine, ""]), "utf-8", newline="")
    second.write_text(end.join(["Telefon", *mine[::-1], ""]), "utf-8", newline="")
    before, again = desk.trace.file(first), desk.trace.file(second)
    assert (before.turn, again.turn, again.is_new) == (1, 1, False)
    assert [copy.at_most_once_in for copy in again.copies] == [
        copy.at_most_once_in for copy in before.copies
    ]


def test_a_list_of_names_alone_names_the_copy(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    rows = [f"Person {customer},K{customer}" for customer in customers_of(desk, "Osten")]
    report = desk.trace.file(written(tmp_path, "Name,Kundennummer", rows))
    assert [copy.partner for copy in report.named] == ["Osten"]
    assert (report.people, report.doubtful, report.unreadable) == (len(rows), 0, 0)


def test_a_doubtful_row_excludes_no_copy(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    theirs = customers_of(desk, "Osten")[:3]
    rows = [*(f"{number(customer)}," for customer in theirs), ",Persone"]
    report = desk.trace.file(written(tmp_path, "Rufnummer,Nachname", rows))
    assert (report.people, report.doubtful) == (3, 1)
    others = [copy for copy in report.copies if copy.partner != "Osten"]
    assert all(copy.possible >= 1 for copy in others)
    assert all(copy.possible + copy.not_in_copy == 4 for copy in report.copies)


def test_a_row_that_says_nobody_is_kept_aside(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    rows = [f"{number(1)},Person", "O30 23125,"]
    report = desk.trace.file(written(tmp_path, "Rufnummer,Nachname", rows))
    assert (report.people, report.unreadable) == (1, 1)


def test_too_few_complaints_and_a_short_list_name_together(
    store: Store, tmp_path: Path
) -> None:
    """Each alone says too little; the file counts people nobody had complained about."""
    desk = spring(tmp_path, store)
    mine = customers_of(desk, "Osten")
    complain(desk, tmp_path, mine[:6])
    assert not desk.trace.run().named
    path = written(tmp_path, "Rufnummer", [number(one) for one in mine[6:12]])
    report = desk.trace.file(path)
    assert [copy.partner for copy in report.named] == ["Osten"]
    again = desk.trace.file(path)
    assert (again.turn, again.is_new, again.newly_named) == (report.turn, False, ())
    assert [copy.partner for copy in again.named] == ["Osten"]


def test_people_complained_about_before_do_not_count_twice(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    draw, mine = the_draw(desk), customers_of(desk, "Osten")
    lines = desk.people.lines_of([number(one) for one in mine[:6]])
    ids = np.array(sorted(int(line.id) for line in lines.values()))
    stray = Stray("ab" * 32, ids, 0, 6, 0, None)
    units = draw.unit_of(ids)
    osten = draw.partners.index("Osten")
    log_e = np.where(np.arange(4) == osten, 12.0, 0.0)
    at = desk.clock.now() + timedelta(days=1)
    alone = look_at_stray(draw, stray, 1, at)[osten]
    again = look_at_stray(draw, stray, 1, at, Heard(units, log_e))[osten]
    fresh = look_at_stray(draw, stray, 1, at, Heard(units[:0], log_e))[osten]
    assert again.at_most_once_in == alone.at_most_once_in
    assert fresh.at_most_once_in > 100 * alone.at_most_once_in
