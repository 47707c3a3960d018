"""A decided case has an end, and what ended does not cling to the partner."""

from __future__ import annotations

import pytest
from tests.cases.desk import KURZ, WEBER, Desk, Refused, finding

from leumund.cases import Moved, State
from leumund.cases import refusals as no


def warned(desk: Desk) -> None:
    desk.open()
    desk.item()
    desk.propose("warning")
    desk.decide()


def close(desk: Desk) -> Moved:
    return desk.cases.close(desk.case_id, "The warning was lifted, nothing new.", KURZ)


def ended(desk: Desk) -> None:
    warned(desk)
    desk.cases.lift(desk.case_id, 1, "It keeps to it now.", WEBER)
    desk.later(days=32)
    close(desk)


def test_a_lifted_warning_leaves_the_risk_class_when_its_case_is_closed(desk: Desk) -> None:
    warned(desk)
    desk.cases.lift(desk.case_id, 1, "It keeps to it now.", WEBER)
    desk.later(days=32)
    assert desk.cases.in_risk("norden") == 1
    assert close(desk).state is State.ENDED
    assert desk.cases.in_risk("norden") == 0


def test_no_clock_of_an_ended_case_goes_on_but_the_day_it_is_locked(desk: Desk) -> None:
    ended(desk)
    assert [each.name for each in desk.cases.clocks(desk.case_id)] == ["lock"]
    desk.later(days=190)
    assert desk.case_id in desk.cases.lock().cases
    with pytest.raises(no.CaseLocked):
        desk.cases.case(desk.case_id)


def test_ending_a_case_whose_measure_is_in_force(desk: Desk) -> None:
    warned(desk)
    desk.later(days=32)
    with Refused(desk, no.StillInForce):
        close(desk)


def test_ending_a_case_while_the_partner_may_object(desk: Desk) -> None:
    warned(desk)
    desk.cases.lift(desk.case_id, 1, "It keeps to it now.", WEBER)
    desk.later(days=20)
    with Refused(desk, no.MayStillObject):
        close(desk)


def test_a_partner_may_object_to_a_case_that_has_ended(desk: Desk) -> None:
    ended(desk)
    desk.cases.appeal(desk.case_id, "It was never so.", WEBER)
    assert desk.case.closed_at is None
    assert desk.case.state is State.APPEAL


def test_a_case_cleared_after_its_data_stop_ran_out_does_not_hold_up_the_nightly_run(
    desk: Desk,
) -> None:
    desk.open()
    desk.stop()
    desk.later(days=30)
    desk.cases.drop(desk.case_id, "Nothing came of it.", KURZ)
    desk.open(finding(row="other"))
    assert desk.cases.expire().lapsed == ()
