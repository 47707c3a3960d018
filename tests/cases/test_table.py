"""The table of moves, row by row, on a real database: each row does what it says and leaves
its entry; whatever stands in no row is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest
from tests.cases.desk import (
    BRANDT,
    KURZ,
    MONDAY,
    WEBER,
    Desk,
    desk_on,
    finding,
)
from tests.conftest import Databases

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.finding import Source
from leumund.cases import Move, State, moves, ranks, state_sentences
from leumund.cases.entries import KIND_OF
from leumund.cases.needs import NEEDS
from leumund.cases.table import NOTHING, SAME, MoveForbidden, move_for, need_sentences

NUMBERS = count()
EVENTS = sorted({move.event for move in moves()})
ROWS = [(move, before) for move in moves() for before in move.before]
SHORT, LONG = date(2026, 5, 11), date(2026, 12, 31)


@pytest.fixture(scope="module")
def shared(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One database for all rows; each row has a case of its own."""
    name = databases.make()
    with databases.store(name) as store:
        yield desk_on(store, tmp_path_factory.mktemp("rows"))
    databases.drop(name)


def new_findings() -> list[Any]:
    number = next(NUMBERS)
    kinds = (Source.CALL_RECORD, Source.ORDER_RECORD)
    return [finding(kind, f"{kind.value}-{number}", code=f"rule-{number}") for kind in kinds]


def propose(desk: Desk) -> None:
    """What is above a warning waits for the day after the reply date."""
    desk.wait()
    desk.propose()


def reach(desk: Desk, state: str, is_stopped: bool, *, is_heard: bool = False) -> None:
    """A fresh case, taken to that state the ordinary way; a data stop runs in it, if wanted."""
    desk.clock.at = MONDAY
    desk.open(*new_findings())
    desk.item()
    desk.explain()
    if is_stopped:
        desk.stop()
    if state == "suspicion" and is_heard:
        desk.hear(SHORT)
        desk.reply()
        propose(desk)
        desk.decide(agrees=False)
    steps = {
        "hearing": lambda: desk.hear(LONG if state == "hearing" else SHORT),
        "appraisal": desk.reply,
        "proposed": lambda: propose(desk),
        "decided": desk.decide,
        "appeal": lambda: desk.cases.appeal(desk.case_id, "That is not so.", WEBER),
    }
    ways = {name: list(steps)[: place + 1] for place, name in enumerate(steps)}
    ways |= {"reversed": list(steps)[:4]}
    for step in ways.get(state, ()):
        steps[step]()
    if state == "reversed":
        desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    if state == "cleared":
        desk.cases.clear(desk.case_id, "Never had these people.", KURZ)
    if state == "dropped":
        desk.cases.drop(desk.case_id, "Nothing came of it.", KURZ)
    if state == "ended":
        reach(desk, "decided", is_stopped=False)
        close(desk)


def close(desk: Desk) -> None:
    for measure in desk.case.in_force(desk.clock.at):
        desk.cases.lift(desk.case_id, measure.number, "It is over.", KURZ)
    desk.later(days=40)
    desk.cases.close(desk.case_id, "Nothing new has come up.", KURZ)


def act(desk: Desk, event: str) -> None:
    """Do that, as somebody who may."""
    cases, case = desk.cases, desk.case_id
    if event in ("pass", "lapse"):
        desk.clock.at = MONDAY + timedelta(days=300 if event == "pass" else 16)
        cases.expire()
    elif event == "lock":
        desk.later(days=190)
        assert case in cases.lock().cases
    else:
        plain = {
            "open": lambda: desk.open(*new_findings()),
            "add": lambda: cases.add(case, new_findings(), WEBER),
            "evidence": desk.item,
            "explain": lambda: desk.explain("theft"),
            "hear": desk.hear,
            "reply": desk.reply,
            "stop": desk.stop,
            "renew": lambda: cases.renew(case, 1, "It goes on.", KURZ),
            "propose": lambda: desk.propose("warning"),
            "decide": desk.decide,
            "refuse": lambda: desk.decide(agrees=False),
            "lift": lambda: cases.lift(case, 1, "It has stopped.", WEBER),
            "appeal": lambda: cases.appeal(case, "That is not so.", WEBER),
            "uphold": lambda: cases.uphold(case, "I have read it all again.", BRANDT),
            "reverse": lambda: cases.reverse(case, "The calls were another's.", BRANDT),
            "clear": lambda: cases.clear(case, "Never had these people.", KURZ),
            "drop": lambda: cases.drop(case, "Nothing came of it.", KURZ),
            "close": lambda: close(desk),
            "credit": lambda: cases.credit(case, "Called all of them back.", WEBER, 12, 4500),
            "ask_agent": desk.ask_agent,
            "open_agent": lambda: (desk.ask_agent(), desk.open_agent()),
            "deadline": lambda: cases.deadline(case, "art33", desk.clock.at, WEBER),
        }
        plain[event]()


def state_of(desk: Desk) -> str:
    shorts = {short.case_id: short.state for short in desk.cases.overview()}
    return shorts[desk.case_id]


@pytest.mark.parametrize(
    ("move", "before"), ROWS, ids=[f"{move.id} {move.event} {before}" for move, before in ROWS]
)
def test_each_row_leads_where_it_says_and_leaves_its_entry(
    shared: Desk, move: Move, before: str
) -> None:
    if before == NOTHING:
        shared.clock.at = MONDAY
    else:
        needs_stop = move.event in ("renew", "lapse", "lift")
        reach(shared, before, needs_stop, is_heard=move.event == "renew")
        assert state_of(shared) == before
    entries = len(shared.entries())
    act(shared, move.event)
    after = before if move.after == SAME else move.after
    assert state_of(shared) == after
    new = shared.entries()[entries:]
    mine = [(kind, said) for kind, said in new if said["case"] == shared.case_id]
    kind, said = next(each for each in mine if each[1]["move"] == move.id)
    assert kind == KIND_OF[move.event]
    assert said["from"] == (None if before == NOTHING else before)
    assert said["to"] == after
    assert (said["by"] is None) == (move.who == "time")


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (event, state)
        for event, state in product(EVENTS, [None, *State])
        if not any(
            move.event == event and (state.value if state else NOTHING) in move.before
            for move in moves()
        )
    ],
)
def test_what_stands_in_no_row_is_refused(event: str, state: State | None) -> None:
    with pytest.raises(MoveForbidden):
        move_for(event, state, 1)


def test_no_event_has_two_rows_from_the_same_state() -> None:
    pairs = [(move.event, before) for move, before in ROWS]
    assert len(pairs) == len(set(pairs))


def test_every_row_can_be_read_by_a_lawyer() -> None:
    for move in moves():
        assert move.law
        assert set(move.sentences) == {"de", "en"}
        assert all(sentence.endswith(".") for sentence in move.sentences.values())
        assert move.who in ("one", "second", "partner", "time")
        assert ("person" in move.needs) == (move.who != "time")


def test_the_tables_name_the_same_states_and_needs_as_the_code() -> None:
    assert set(state_sentences()) == {state.value for state in State}
    assert set(need_sentences()) == set(NEEDS)
    assert {need for move in moves() for need in move.needs} == set(NEEDS)
    assert {move.event for move in moves()} == set(KIND_OF)


def test_measures_rise_and_each_names_its_law() -> None:
    grades = [each.grade for each in ranks().values()]
    assert grades == sorted(grades)
    assert all(each.law and set(each.names) == {"de", "en"} for each in ranks().values())


def test_the_ledger_proves_who_when_and_why_of_every_step(desk: Desk) -> None:
    desk.ready()
    desk.propose()
    desk.decide()
    case = desk.case
    entries = desk.entries()
    assert len(entries) == len(case.steps)
    for step, (kind, said) in zip(case.steps, entries, strict=True):
        assert kind == KIND_OF[step.event]
        assert said["recorded"] == sha256_hex(canonical_bytes(dict(step.said)))
    assert len({said["by"] for _kind, said in entries}) == 2


def test_no_entry_holds_a_name_or_a_reason(desk: Desk, tmp_path: Path) -> None:
    desk.ready()
    desk.propose()
    desk.decide()
    told = json.dumps(desk.entries())
    for word in (WEBER, KURZ, "norden", "calls are on record", "It was not us"):
        assert word not in told
