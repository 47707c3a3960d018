"""A list that somebody else chose stands beside a draw, and neither is taken for the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.trace.spring import complain, customers_of, spring

from leumund.store import Store


def test_a_sealed_list_and_a_draw_are_traced_together(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    old = tmp_path / "old.csv"
    numbers = desk.people.numbers(range(1, 50)).values()
    old.write_text("number\n" + "".join(f"{each}\n" for each in sorted(numbers)[:5]))
    desk.release.seal(old, "Norden", date(2026, 1, 15))
    complain(desk, tmp_path, customers_of(desk, "Osten")[:12])
    report = desk.trace.run()
    assert len(report.copies) == 5
    assert len({copy.copy_id for copy in report.copies}) == 5
    assert [copy.partner for copy in report.copies if copy.is_named] in ([], ["Osten"])
    numbers_of_draws = [draw.draw_id for draw in desk.release.draws()]
    assert len(set(numbers_of_draws)) == 2
