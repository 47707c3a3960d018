"""Is it our data at all? Handed over against not handed over."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trace.draws import HANDED_OVER, call, draw_record
from tests.trace.spring import (
    CUSTOMERS,
    complain,
    customers_of,
    named,
    number,
    spring,
    the_draw,
)
from tests.trace.test_adversaries import finding, later, lodge, log_calls

from leumund.release import DrawRecord, provenance_weight
from leumund.release.account import sub_copy_weight
from leumund.store import Store
from leumund.trace.evidence import Contacts, Stream, evidence
from leumund.trace.outcome import Outcome
from leumund.trace.provenance import weigh_any
from leumund.trace.provenances import Provenance

NOTHING = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))


def log_e(draw: DrawRecord, units: list[int]) -> float:
    """The evidence that any copy was used, from complaints about these units."""
    after = HANDED_OVER.replace(day=9)
    stream = Stream.of([call(i + 1, unit + 100, after) for i, unit in enumerate(units)])
    weighing, _ = weigh_any(draw, evidence(draw, stream, NOTHING, [], {}))
    return float(weighing.log_e[0])


def test_the_bet_on_all_copies_is_fair_whoever_complains() -> None:
    """By counting all ways to deal six units into two exclusive lists and a hold-back."""
    draws = []
    for first in combinations(range(6), 2):
        for second in combinations(sorted(set(range(6)) - set(first)), 2):
            copies = np.zeros((6, 2), dtype=bool)
            copies[list(first), 0] = copies[list(second), 1] = True
            draws.append(draw_record(copies, ("A", "B"), design="conditional"))
    for units in ([0, 1, 2], [5, 3, 3, 1, 0, 2]):
        mean = np.mean([np.exp(log_e(draw, units)) for draw in draws])
        assert mean == pytest.approx(1.0, abs=1e-12)


def test_the_bet_on_overlapping_lists_is_fair_too() -> None:
    draws = []
    for first in combinations(range(5), 2):
        for second in combinations(range(5), 2):
            copies = np.zeros((5, 2), dtype=bool)
            copies[list(first), 0] = copies[list(second), 1] = True
            draws.append(draw_record(copies, ("A", "B")))
    mean = np.mean([np.exp(log_e(draw, [0, 2, 4, 1])) for draw in draws])
    assert mean == pytest.approx(1.0, abs=1e-12)


def test_calls_to_people_of_all_copies_say_that_it_is_our_data(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    holders = the_draw(desk).partners
    mine = sorted({one for name in holders for one in customers_of(desk, name)[:7]})
    complain(desk, tmp_path, mine)
    report = desk.trace.provenance()
    assert report.provenance is Provenance.OURS
    assert (report.handed_over, report.not_handed_over) == (len(mine), 0)
    assert report.draws[0].outcome is Outcome.USED
    assert "Our data were used" in report.in_words()


def test_calls_to_people_nobody_was_given_come_from_elsewhere(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    given = {one for name in the_draw(desk).partners for one in customers_of(desk, name)}
    others = [one for one in range(CUSTOMERS) if one not in given][:40]
    complain(desk, tmp_path, [*others, 700, 701])
    report = desk.trace.provenance()
    assert report.provenance is Provenance.NOT_OURS
    assert (report.calls, report.not_handed_over, report.strangers) == (42, 40, 2)
    assert "None of our copies" in report.in_words()


def test_a_few_calls_to_people_given_away_and_not_leave_the_answer_open(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    given = {one for name in the_draw(desk).partners for one in customers_of(desk, name)}
    others = [one for one in range(CUSTOMERS) if one not in given]
    complain(desk, tmp_path, [*sorted(given)[:4], *others[:4]])
    assert desk.trace.provenance().provenance is Provenance.OPEN


def test_no_calls_leave_the_answer_open(store: Store, tmp_path: Path) -> None:
    report = spring(tmp_path, store).trace.provenance()
    assert (report.calls, report.provenance) == (0, Provenance.OPEN)


def test_attack_a_list_that_explains_every_call_hides_behind_a_draw_that_explains_none(
    store: Store, tmp_path: Path
) -> None:
    """Of people chosen by no coin chance says nothing, so it clears nobody of them."""
    desk = spring(tmp_path, store)
    given = {one for name in the_draw(desk).partners for one in customers_of(desk, name)}
    people = [one for one in range(CUSTOMERS) if one not in given][:60]
    rows = "".join(f"{number(one)}\n" for one in people)
    (tmp_path / "old.csv").write_text(f"number\n{rows}", "utf-8")
    desk.release.seal(tmp_path / "old.csv", "Laden", date(2026, 1, 15))
    complain(desk, tmp_path, people)
    report = desk.trace.provenance()
    assert report.draws[0].outcome is Outcome.NO_SIGN
    assert (report.unchosen, report.provenance) == (60, Provenance.OPEN)
    assert "60 of them reached people on a list that no coin chose" in report.in_words()


def test_attack_people_looked_up_in_the_portal_are_called_and_none_of_ours_is_said(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    given = {one for name in the_draw(desk).partners for one in customers_of(desk, name)}
    others = [one for one in range(CUSTOMERS) if one not in given][:60]
    rows = "".join(
        f"2026-03-02T05:{at % 60:02}Z,a1,{number(o)}\n" for at, o in enumerate(others)
    )
    (tmp_path / "portal.csv").write_text(f"looked_up_at,login,number\n{rows}", "utf-8")
    desk.release.lookups(tmp_path / "portal.csv", "Laden")
    complain(desk, tmp_path, others)
    report = desk.trace.provenance()
    assert (report.unchosen, report.provenance) == (60, Provenance.OPEN)


def test_attack_calls_declared_later_turn_a_naming_into_none_of_ours(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store, lawful="contacted")
    mine = customers_of(desk, "Osten")
    lodge(desk, tmp_path, mine, "true")
    assert named(desk.trace.run()) == {"Osten"}
    given = {one for name in the_draw(desk).partners for one in customers_of(desk, name)}
    lodge(desk, tmp_path, [o for o in range(CUSTOMERS) if o not in given], "others", days=5)
    later(desk, 30)
    log_calls(desk, tmp_path, "Osten", mine, days=-29)
    osten = finding(desk.trace.run(), "Osten")
    assert (osten.is_named, osten.is_standing) == (True, False)
    assert "no longer reach this naming" in osten.in_words("en")
    report = desk.trace.provenance()
    assert report.draws[0].outcome is not Outcome.USED
    assert report.provenance is Provenance.OPEN
    assert "A copy stands named" in report.in_words()


@given(st.lists(st.integers(0, 3), max_size=6), st.fractions(0, 1))
def test_a_draw_and_all_that_was_drawn_inside_it_say_ours_with_what_it_booked(
    below: list[int], booked: Fraction
) -> None:
    """However many lists are drawn inside lists: ``below`` says how many at each depth."""

    def spent(weight: Fraction, depth: int) -> Fraction:
        inside = (sub_copy_weight(weight, turn + 1) for turn in range([*below, 0][depth]))
        return provenance_weight([weight]) + sum(
            (spent(each, depth + 1) for each in inside), Fraction(0)
        )

    assert spent(booked, 0) <= booked
