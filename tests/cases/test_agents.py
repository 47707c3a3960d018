"""An agent is opened by two people, in one case, on a written trigger, where the house has set
it; before that no answer of this part says who it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.desk import AGENT, BRANDT, KURZ, MONDAY, ORDERED, WEBER, Desk, Refused, finding
from tests.cases.test_properties import CHECKS, opened

from leumund.basics.canonical import sha256_hex
from leumund.basics.errors import LeumundError
from leumund.basics.finding import Source
from leumund.basics.persons import may_be_one
from leumund.cases import Against, Target
from leumund.cases import refusals as no
from leumund.cases.case import Step
from leumund.cases.fold import after
from leumund.cases.needs import Ask, require
from leumund.cases.table import move_for
from leumund.cli.render import to_json, to_text
from leumund.settings import Settings


def answers(desk: Desk) -> str:
    """All that this part tells of a case, as text and as JSON."""
    cases, case_id = desk.cases, desk.case_id
    told = [
        *(cases.case(case_id), cases.overview(), cases.clocks(case_id), cases.stops()),
        *(cases.clearing(case_id), cases.burden(), desk.entries(), cases.agent(case_id)),
    ]
    return "".join(to_text(each) + to_json(each) for each in told)


def test_the_second_person_opens_it_in_that_case_only(desk: Desk) -> None:
    desk.open()
    desk.ask_agent()
    assert desk.cases.agent(desk.case_id) == ()
    desk.open_agent()
    (opened,) = desk.cases.agent(desk.case_id)
    assert (opened.agent, opened.row, opened.number) == (AGENT, "o1", 1)
    desk.open(finding(Source.ORDER_RECORD, "o2", code="order.without_call"))
    assert desk.cases.agent(desk.case_id) == ()


def test_no_answer_names_the_agent_before_it_is_opened(desk: Desk) -> None:
    desk.open()
    asked = desk.ask_agent()
    assert AGENT not in answers(desk) + to_text(asked) + to_json(asked)
    opened = desk.open_agent()
    assert AGENT not in to_text(opened) + to_json(opened)
    assert AGENT not in to_json(desk.cases.case(desk.case_id)) + str(desk.entries())
    assert AGENT in answers(desk)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ask_agent", "open_agent"]),
            st.sampled_from([WEBER, KURZ, "m.  WEBER", "system", ""]),
            st.integers(1, 3),
            st.sampled_from([True, True, False, None]),
            st.sampled_from(["so", "so", ""]),
        ),
        max_size=12,
    )
)
def test_no_order_of_moves_opens_an_agent_by_one_person(
    moves: list[tuple[str, str, int, bool | None, str]],
) -> None:
    item = {"digest": "ab", "kind": "document", "origin": "post", "collector": WEBER}
    item |= {"collected_at": MONDAY.isoformat(), "says": ""}
    start = opened(ORDERED)
    case = after(start, Step(2, MONDAY, "M03", "evidence", WEBER, item))
    for event, by, number, is_there, why in moves:
        said = {"why": why, "number": number, "trigger": number, "row": "o1"}
        said["at"] = ["order_record", "o1"]
        ask = Ask(
            event, by, MONDAY, said, case.against, CHECKS, "BE", case, is_agent_there=is_there
        )
        move = move_for(event, case.state, 1)
        try:
            require(move, ask)
        except LeumundError:
            continue
        assert is_there
        case = after(case, Step(len(case.steps) + 1, MONDAY, move.id, event, by, said))
    for each in case.agents:
        assert each.trigger == 1
        assert each.opened_by is None or not may_be_one(each.by, each.opened_by)


def test_the_ledger_has_the_digest_of_the_trigger_and_no_row(desk: Desk) -> None:
    desk.open()
    desk.ask_agent()
    desk.open_agent()
    (kind, said), (then, _opened) = desk.entries()[-2:]
    assert (kind, then) == ("cases.ask_agent", "cases.open_agent")
    assert said["digest"] == sha256_hex(desk.file.read_bytes())
    assert not {"row", "at", "why"} & set(said)


def test_agents_are_off_unless_somebody_has_set_it(desk: Desk) -> None:
    assert Settings().agents == "off"
    desk.open()
    desk.ask_agent()
    desk.trigger()
    desk.cases = replace(desk.cases, agent_of=None)
    with Refused(desk, no.AgentsOff):
        desk.ask_agent(trigger=1)
    with Refused(desk, no.AgentsOff):
        desk.open_agent()
    with Refused(desk, no.AgentsOff):
        desk.cases.agent(desk.case_id)


@pytest.mark.parametrize("second", [WEBER, "m. weber", "Weber"])
def test_whoever_asked_cannot_open(desk: Desk, second: str) -> None:
    desk.open()
    desk.ask_agent(WEBER)
    with Refused(desk, no.SamePersonTwice):
        desk.open_agent(second)


def test_nothing_is_opened_that_nobody_asked_for_or_twice(desk: Desk) -> None:
    desk.open()
    with Refused(desk, no.AgentNotAsked):
        desk.open_agent()
    desk.ask_agent()
    desk.open_agent()
    with Refused(desk, no.AgentNotAsked):
        desk.open_agent(BRANDT)


def test_a_trigger_is_a_document_in_the_case(desk: Desk) -> None:
    desk.open()
    desk.item("score")
    with Refused(desk, no.NoWrittenTrigger):
        desk.ask_agent(trigger=1)
    with Refused(desk, no.NoSuchItem):
        desk.ask_agent(trigger=9)


def test_both_give_reasons_and_are_people(desk: Desk) -> None:
    desk.open()
    trigger = desk.trigger()
    with Refused(desk, no.ReasonsMissing):
        desk.ask_agent(trigger=trigger, why=" ")
    with Refused(desk, no.NotAPerson):
        desk.ask_agent("", trigger=trigger)
    desk.ask_agent(trigger=trigger)
    with Refused(desk, no.ReasonsMissing):
        desk.open_agent(why="")
    with Refused(desk, no.NotAPerson):
        desk.open_agent("system")


def test_only_a_row_of_this_case_can_be_asked_about(desk: Desk) -> None:
    desk.open(ORDERED)
    trigger = desk.trigger()
    with Refused(desk, no.RowNotInCase):
        desk.ask_agent(trigger=trigger, row="o2")


def test_a_row_without_a_pseudonym_opens_nothing(desk: Desk) -> None:
    desk.open()
    trigger = desk.trigger()
    with Refused(desk, no.NoAgentThere):
        desk.ask_agent(trigger=trigger, row="c1")


def test_a_file_of_findings_that_names_another_partners_order_opens_nobody(desk: Desk) -> None:
    named = finding(Source.ORDER_RECORD, "o1", "sued", code="order.without_call")
    desk.open(named, against=Against(Target.PARTNER, "sued"))
    trigger = desk.trigger()
    with Refused(desk, no.NoAgentThere):
        desk.ask_agent(trigger=trigger, row="o1")


@pytest.mark.parametrize("partner", ["norden", None])
def test_in_a_case_of_our_own_it_is_opened_the_same_way(
    desk: Desk, partner: str | None
) -> None:
    found = finding(Source.ORDER_RECORD, "o1", partner, code="order.without_call")
    desk.open(found, against=Against(Target.CAMPAIGN, "spring"))
    desk.ask_agent()
    with Refused(desk, no.SamePersonTwice):
        desk.open_agent(WEBER)
    desk.open_agent(KURZ)
    assert [each.agent for each in desk.cases.agent(desk.case_id)] == [AGENT]
