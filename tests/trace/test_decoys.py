"""Decoys from the pool to the naming: rented, told of, drawn, handed over, called, weighed."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from tests.conftest import Databases
from tests.trace.spring import (
    HOLDERS,
    POOL,
    START,
    complain,
    customers_of,
    decoy,
    decoys_of,
    named,
    ring,
    spring,
    take_in,
    the_draw,
)

from leumund.app import Leumund
from leumund.basics.numbers import Number
from leumund.intake import Explanation
from leumund.ledger import read_public_key
from leumund.permit import CallAsked
from leumund.release.writer import check_drawn
from leumund.store import Store
from leumund.trace.provenances import Provenance
from leumund.trace.verify import verify_exhibit

PER_COPY = 4


def silent(desk: Leumund) -> list[int]:
    """The decoys that nobody got."""
    given = {one for partner in HOLDERS for one in decoys_of(desk, partner)}
    return sorted(set(range(POOL)) - given)


def fewest(folder: Path, store: Store, decoys: int) -> tuple[int, int]:
    """After how many complaints Osten's copy is named, and how many of them are of people: with
    decoys every second one is a call to one of them."""
    desk = spring(folder, store, decoys=decoys)
    people, mine = customers_of(desk, "Osten"), decoys_of(desk, "Osten")
    for at in range(20):
        if at % 2 and mine:
            ring(desk, folder, [mine.pop()], days=2 + at, name=f"r{at}")
        else:
            complain(desk, folder, [people.pop()], days=2 + at, name=f"c{at}")
        if at > 2 and "Osten" in named(desk.trace.run()):
            return at + 1, at + 1 - (decoys - len(mine))
    raise AssertionError("nothing was named")


def test_fewer_complaints_name_the_copy_than_without(
    databases: Databases, tmp_path: Path
) -> None:
    found = []
    for decoys in (0, PER_COPY):
        folder = tmp_path / str(decoys)
        folder.mkdir()
        with databases.lent() as name, databases.store(name) as store:
            found.append(fewest(folder, store, decoys))
    (without, people_without), (with_decoys, people) = found
    assert with_decoys < without
    assert 2 * people <= people_without


@pytest.mark.parametrize("design", ["independent", "conditional", "spread"])
def test_a_naming_by_decoys_is_drawn_again_and_shown_to_an_outsider(
    store: Store, tmp_path: Path, design: str
) -> None:
    desk = spring(tmp_path, store, design, decoys=PER_COPY)
    draw = the_draw(desk)
    for place in range(len(HOLDERS)):
        check_drawn(desk.release.folder, draw, place)
    ring(desk, tmp_path, [*decoys_of(desk, "Osten"), silent(desk)[0]])
    complain(desk, tmp_path, customers_of(desk, "Osten")[:8], days=3)
    report = desk.trace.run()
    assert named(report) == {"Osten"}
    assert report.strangers == 0
    (copy,) = report.named
    assert copy.audit is not None
    assert not copy.audit.is_blocking
    made = desk.trace.make_exhibit("spring", "Osten")
    keys = [read_public_key(made.files["ledger.pub"].decode())]
    for data in (made.expert, made.files["exhibit.json"]):
        checked = verify_exhibit(data, keys)
        assert checked.is_signed
    assert desk.trace.provenance().provenance in (Provenance.OURS, Provenance.OPEN)


def test_the_chance_of_a_decoy_is_its_share_of_the_pool(store: Store, tmp_path: Path) -> None:

    desk = spring(tmp_path, store, decoys=PER_COPY)
    draw = the_draw(desk)
    line = next(iter(desk.people.lines_of([decoy(0)]).values()))
    (unit,) = draw.unit_of([int(line.id)]).tolist()
    mine = draw.strata == draw.strata[unit]
    assert (draw.copies.toarray()[mine].sum(axis=0) == PER_COPY).all()
    assert Fraction(PER_COPY, int(mine.sum())) == Fraction(PER_COPY, POOL)


def test_calls_to_silent_decoys_name_nobody(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store, decoys=PER_COPY)
    ring(desk, tmp_path, silent(desk)[:30])
    report = desk.trace.run()
    assert not named(report)
    assert report.strangers == 0
    assert all(copy.log_e < 0 for copy in report.copies)


def test_an_honest_call_of_the_partner_to_its_decoy_says_nothing(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store, decoys=8)
    mine, others = decoys_of(desk, "Osten"), customers_of(desk, "Osten")
    declared = "called_at,number_called,number_shown\n" + "".join(
        f"{START + timedelta(days=2, hours=at):%Y-%m-%dT%H:%MZ},{decoy(one)},089 99998 111\n"
        for at, one in enumerate(mine)
    )
    (tmp_path / "calls.csv").write_text(declared, encoding="utf-8")
    desk.intake.calls(tmp_path / "calls.csv", "Osten")
    ring(desk, tmp_path, mine)
    assert desk.intake.stream() == []
    explained = desk.intake.explained()
    assert {one.explained_by.by for one in explained if one.explained_by} == {
        Explanation.DECLARED_CALL
    }
    told = [one for one in desk.audit.scorecards().funnels if one.measure == "complaints"]
    assert not any(row.hits for one in told for row in one.rows)
    # Whom the holder has called lawfully can be no hit any more, decoy or not.
    ring(desk, tmp_path, mine, days=9, name="again")
    complain(desk, tmp_path, others[:2], days=10)
    found = next(c for c in desk.trace.run().copies if c.partner == "Osten")
    assert found.log_e < 2 * 2.4


def test_a_pass_for_a_decoy_explains_the_call(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store, decoys=PER_COPY)
    one = decoys_of(desk, "Osten")[0]
    asked = CallAsked(Number(decoy(one)), "Osten", "winback", "DSL")
    decision = desk.permit.check(asked)
    assert decision.verdict.is_allowed
    row = (
        f"{desk.clock.now() + timedelta(minutes=1):%Y-%m-%dT%H:%MZ},{decoy(one)},02214710101\n"
    )
    path = tmp_path / "rang.csv"
    path.write_text("Beginn,Kontrollnummer,Anrufer\n" + row, encoding="utf-8")
    assert take_in(desk, path).unexplained == 0
