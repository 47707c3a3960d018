"""Each forbidden move by its name: it is refused, and nothing has moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.cases.desk import (
    BRANDT,
    CALLED,
    COMPLAINED,
    KURZ,
    MONDAY,
    NORDEN,
    ORDERED,
    TRACED,
    WEBER,
    Desk,
    Refused,
    finding,
)

from leumund.basics.errors import LeumundError
from leumund.basics.finding import Finding, Row, Source
from leumund.cases import Against, State, Target
from leumund.cases import refusals as no
from leumund.cases.needs import NEEDS
from leumund.cases.table import MoveForbidden
from leumund.network import NoSuchPartner


def test_a_naming_alone_triggers_nothing(desk: Desk) -> None:
    desk.open(TRACED)
    assert desk.cases.stops() == ()
    assert desk.case.measures == ()
    assert desk.cases.expire().lapsed == ()
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()


def test_naming_complaints_and_control_numbers_are_one_kind_of_evidence(desk: Desk) -> None:
    desk.open(TRACED, COMPLAINED, finding(Source.DECOY, "d1"))
    desk.item()
    desk.explain()
    desk.hear()
    desk.reply()
    desk.wait()
    for measure in ("data_stop", "order_stop", "penalty", "termination", "report"):
        with Refused(desk, no.OneKindOfEvidence):
            desk.propose(measure)
    desk.propose("warning")


def test_a_rivals_mass_complaints_suspend_nobody(desk: Desk) -> None:
    desk.open(*(finding(Source.COMPLAINT, f"k{number}") for number in range(300)))
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()
    assert desk.cases.stops() == ()


def test_one_thing_told_twice_stays_one_kind_of_evidence(desk: Desk) -> None:
    row = (Row("calls", "c1"),)
    one = Finding("call.late", "norden", Source.CALL_RECORD, MONDAY, row)
    other = Finding("order.late", "norden", Source.ORDER_RECORD, MONDAY, row)
    desk.open(one, other)
    with Refused(desk, no.OneKindOfEvidence):
        desk.stop()


@pytest.mark.parametrize("measure", ["data_stop", "order_stop", "penalty", "report"])
def test_a_measure_before_the_hearing_is_refused(desk: Desk, measure: str) -> None:
    desk.open()
    desk.item()
    desk.explain()
    with Refused(desk, no.NotHeardYet):
        desk.propose(measure)


def test_a_measure_before_the_reply_date_is_refused(desk: Desk) -> None:
    desk.open()
    desk.item()
    desk.explain()
    desk.hear()
    with Refused(desk, MoveForbidden):
        desk.propose()
    with Refused(desk, MoveForbidden):
        desk.decide()


def test_after_the_reply_date_silence_is_no_obstacle(desk: Desk) -> None:
    desk.open()
    desk.item()
    desk.explain()
    desk.hear(date(2026, 5, 15))
    desk.clock.at = MONDAY.replace(day=15, hour=21)
    assert desk.cases.expire().replies == ()
    desk.clock.at = MONDAY.replace(day=15, hour=22)
    assert desk.cases.expire().replies == (desk.case_id,)
    desk.propose()
    desk.decide()
    assert desk.case.state is State.DECIDED


def test_new_facts_after_the_hearing_need_a_second_hearing(desk: Desk) -> None:
    desk.ready()
    moved = desk.cases.add(desk.case_id, [finding(row="c9")], WEBER)
    assert "C159" in [duty.rule for duty in moved.duties]
    assert "C159: Hear the partner once more, on the new facts." in moved.in_words()
    with Refused(desk, no.NewFactsUnheard):
        desk.propose()
    assert "C159" not in [duty.rule for duty in desk.hear().duties], "it has just been asked"
    desk.reply()
    desk.wait()
    desk.propose()


def test_new_facts_end_a_proposal(desk: Desk) -> None:
    desk.ready()
    desk.propose()
    desk.cases.add(desk.case_id, [finding(row="c9")], WEBER)
    with Refused(desk, MoveForbidden):
        desk.decide()


def test_the_same_person_cannot_decide_twice(desk: Desk) -> None:
    desk.ready()
    desk.propose(by=WEBER)
    for name in (WEBER, " m.  weber ", "Weber, M."):
        with Refused(desk, no.SamePersonTwice):
            desk.decide(by=name)
        with Refused(desk, no.SamePersonTwice):
            desk.decide(by=name, agrees=False)


@pytest.mark.parametrize("by", ["", "  ", "system", "Job", "score", "leumund"])
def test_a_program_decides_nothing(desk: Desk, by: str) -> None:
    desk.ready()
    with Refused(desk, no.NotAPerson):
        desk.stop(by=by)
    with Refused(desk, no.NotAPerson):
        desk.propose(by=by)
    desk.propose()
    with Refused(desk, no.NotAPerson):
        desk.decide(by=by)


def test_a_decision_by_a_score_only_is_refused(desk: Desk) -> None:
    desk.ready()
    desk.item("score")
    for looked_at in ([], [2]):
        with Refused(desk, no.ScoreOnly):
            desk.propose(looked_at=looked_at)
    with Refused(desk, no.NoSuchItem):
        desk.propose(looked_at=[7])
    desk.propose(looked_at=[1, 2])
    with Refused(desk, no.ScoreOnly):
        desk.decide(looked_at=[2])


@pytest.mark.parametrize("why", ["", "   "])
def test_a_decision_without_reasons_is_refused(desk: Desk, why: str) -> None:
    desk.ready()
    with Refused(desk, no.ReasonsMissing):
        desk.cases.stop(desk.case_id, why, WEBER)
    desk.propose()
    with Refused(desk, no.ReasonsMissing):
        desk.decide(why=why)


@pytest.mark.parametrize("missing", ["origin", "collector", "collected_at"])
def test_evidence_of_unknown_origin_is_not_admissible(desk: Desk, missing: str) -> None:
    desk.open()
    with Refused(desk, no.NotAdmissible):
        desk.item(**{missing: None if missing == "collected_at" else "  "})


def test_evidence_that_was_changed_is_not_admissible(desk: Desk) -> None:
    desk.open()
    with Refused(desk, no.EvidenceChanged):
        desk.item(digest="0" * 64)


def test_a_measure_while_other_explanations_are_open_is_refused(desk: Desk) -> None:
    desk.open()
    desk.item()
    desk.explain("theft", "spoofing", "our_transfer")
    desk.hear()
    desk.reply()
    desk.wait()
    with Refused(desk, no.ExplanationsOpen):
        desk.propose()
    with Refused(desk, no.UnknownExplanation):
        desk.explain("bad_luck")
    desk.explain("our_insider")
    desk.propose()
    checked = {each.what: (each.by, each.at) for each in desk.case.explanations}
    assert checked["theft"] == (KURZ, MONDAY)


def test_a_termination_out_of_the_blue_is_refused(desk: Desk) -> None:
    desk.ready()
    with Refused(desk, no.TerminationUnwarned):
        desk.propose("termination")
    desk.propose("termination", why_no_warning="It has closed down.")


def test_a_termination_after_a_warning_stands(desk: Desk) -> None:
    desk.ready()
    desk.propose("warning")
    desk.decide()
    desk.propose("termination")
    desk.decide()
    assert [each.kind for each in desk.case.measures] == ["warning", "termination"]


# --- the data stop -----------------------------------------------------------------------


def test_a_data_stop_lapses_after_ten_working_days(desk: Desk) -> None:
    """Ordered on Monday 4 May 2026; Ascension, 14 May, is no working day in Berlin."""
    desk.open()
    moved = desk.stop()
    assert moved.until is not None
    assert moved.until.isoformat() == "2026-05-20T00:00:00+02:00"
    desk.clock.at = moved.until - timedelta(seconds=1)
    assert [stop.name for stop in desk.cases.stops()] == ["norden"]
    desk.clock.at = moved.until
    assert desk.cases.stops() == ()
    assert desk.cases.expire().lapsed == ((desk.case_id, 1),)
    assert desk.cases.expire().lapsed == ()
    assert desk.case.measures[0].ended == "lapse"
    assert [said["measures"] for _kind, said in desk.entries()][-1] == [
        [1, "data_stop", "lapse"]
    ]


def test_a_stop_that_lapsed_cannot_be_ordered_again_on_the_same_facts(desk: Desk) -> None:
    desk.open()
    desk.stop()
    with Refused(desk, no.StopRunsAlready):
        desk.stop(by=KURZ)
    desk.later(days=20)
    desk.cases.expire()
    with Refused(desk, no.StopRunsAlready):
        desk.stop(by=KURZ)
    with Refused(desk, no.AlreadyInACase):
        desk.cases.open([CALLED, ORDERED], NORDEN, KURZ)


def test_a_data_stop_is_not_renewed_before_the_reply(desk: Desk) -> None:
    desk.open()
    desk.stop()
    with Refused(desk, no.RenewedBeforeReply):
        desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)
    desk.hear()
    with Refused(desk, MoveForbidden):
        desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)


def test_a_data_stop_is_not_renewed_by_the_person_who_ordered_it(desk: Desk) -> None:
    desk.open()
    desk.stop(by=WEBER)
    desk.hear()
    desk.later(days=3)
    desk.reply()
    with Refused(desk, no.SamePersonTwice):
        desk.cases.renew(desk.case_id, 1, "It goes on.", WEBER)
    with Refused(desk, no.ReasonsMissing):
        desk.cases.renew(desk.case_id, 1, "", KURZ)
    renewed = desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)
    assert renewed.until is not None
    assert renewed.until.isoformat() == "2026-05-23T00:00:00+02:00"


def test_a_stop_that_has_lapsed_cannot_be_renewed(desk: Desk) -> None:
    desk.open()
    desk.stop()
    desk.hear()
    desk.reply()
    desk.later(days=20)
    with Refused(desk, no.NotInForce):
        desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)


def test_new_facts_do_not_renew_a_stop_before_they_were_heard(desk: Desk) -> None:
    desk.open()
    desk.stop()
    desk.hear()
    desk.reply()
    desk.cases.add(desk.case_id, [finding(row="c9")], WEBER)
    with Refused(desk, no.RenewedBeforeReply):
        desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)


def test_a_reversed_decision_ends_its_measures_by_itself(desk: Desk) -> None:
    desk.ready()
    desk.propose()
    desk.decide()
    assert len(desk.cases.stops()) == 1
    desk.cases.appeal(desk.case_id, "That is not so.", WEBER)
    for judge in (WEBER, KURZ):
        with Refused(desk, no.JudgeInOwnCause):
            desk.cases.uphold(desk.case_id, "I stand by it.", judge)
        with Refused(desk, no.JudgeInOwnCause):
            desk.cases.reverse(desk.case_id, "I was wrong.", judge)
    desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    assert desk.cases.stops() == ()


def test_a_lifted_stop_holds_no_more(desk: Desk) -> None:
    desk.open()
    desk.stop()
    desk.cases.lift(desk.case_id, 1, "It has stopped.", WEBER)
    assert desk.cases.stops() == ()
    with Refused(desk, no.NotInForce):
        desk.cases.lift(desk.case_id, 1, "Once more.", WEBER)


def test_attack_a_warning_leaves_no_time_to_end_what_it_is_about(desk: Desk) -> None:
    desk.open()
    desk.item()
    with Refused(desk, no.NoTimeToEnd):
        desk.propose("warning", ends_by=desk.clock.at.date())
    with Refused(desk, no.NothingToEnd):
        desk.propose("hint", ends_by=desk.clock.at.date() + timedelta(days=9))
    desk.propose("warning", ends_by=desk.clock.at.date() + timedelta(days=1))
    desk.later(days=1)
    with Refused(desk, no.NoTimeToEnd):
        desk.decide()


# --- occasion, hearing, texts ---------------------------------------------------------------


def test_nobody_is_looked_into_without_a_written_occasion(desk: Desk) -> None:
    with Refused(desk, no.OccasionMissing):
        desk.cases.open([], NORDEN, WEBER)


def test_a_finding_about_one_partner_is_not_held_against_another(desk: Desk) -> None:
    with Refused(desk, no.FindingOfAnother):
        desk.open(finding(partner="sued"))
    with Refused(desk, NoSuchPartner):
        desk.open(CALLED, against=Against(Target.PARTNER, "nobody"))


def test_four_working_days_are_too_few_to_answer(desk: Desk) -> None:
    desk.open()
    with Refused(desk, no.ReplyDateTooSoon):
        desk.hear(date(2026, 5, 10))
    desk.hear(date(2026, 5, 11))


def test_nobody_is_heard_twice_on_the_same_facts(desk: Desk) -> None:
    desk.open()
    desk.item()
    desk.hear()
    desk.reply()
    desk.propose("warning")
    desk.decide(agrees=False)
    with Refused(desk, no.NothingToHear):
        desk.hear()


def test_a_hearing_with_a_phone_number_in_it_is_refused(desk: Desk) -> None:
    desk.open()
    with Refused(desk, no.NumberInText):
        desk.cases.hear(
            desk.case_id, date(2026, 6, 1), WEBER, ["Who rang 030 23125 001?"], "here"
        )
    with Refused(desk, no.NumberInText):
        desk.cases.explain(desk.case_id, "theft", "No theft; it rang 030 23125 001.", WEBER)


@pytest.mark.parametrize(
    "question", ["Who of you is a fraudster?", "Wer von Ihnen hat die Daten gestohlen?"]
)
def test_a_letter_that_speaks_of_an_offence_is_refused(desk: Desk, question: str) -> None:
    desk.open()
    with Refused(desk, no.SpeaksOfOffence):
        desk.cases.hear(desk.case_id, date(2026, 6, 1), WEBER, [question], "here")


def test_a_measure_with_a_letter_that_speaks_of_an_offence_is_refused(desk: Desk) -> None:
    desk.ready()
    with Refused(desk, no.SpeaksOfOffence):
        desk.propose(letter="Sie haben eine Straftat begangen.")


# --- our own house, the end -------------------------------------------------------------------


def test_a_case_may_be_against_our_own_campaign(desk: Desk) -> None:
    own = Against(Target.CAMPAIGN, "spring")
    desk.open(finding(Source.DOCUMENT, "d1", "norden"), against=own)
    desk.item("document")
    with Refused(desk, no.NotAPartner):
        desk.stop()
    with Refused(desk, no.MeasureDoesNotFit):
        desk.propose("termination")
    desk.propose("campaign_stop")
    desk.decide()
    assert [(stop.name, stop.what.value) for stop in desk.cases.stops()] == [
        ("spring", "campaign")
    ]
    assert desk.cases.in_risk("spring") == 0


@pytest.mark.parametrize("target", [Target.RULE, Target.HAND_OVER])
def test_a_case_may_be_against_a_rule_or_a_hand_over_of_our_own(
    desk: Desk, target: Target
) -> None:
    desk.open(finding(partner=None), against=Against(target, "L002"))
    desk.item()
    desk.propose("correction")
    desk.decide()
    assert desk.case.state is State.DECIDED


def test_a_cleared_case_leaves_every_risk_class_at_once(desk: Desk) -> None:
    desk.open()
    assert desk.cases.in_risk("norden") == 1
    desk.stop()
    desk.cases.clear(desk.case_id, "Never had these people.", KURZ)
    assert desk.cases.in_risk("norden") == 0
    assert desk.cases.stops() == ()


def test_a_cleared_case_is_locked_after_six_months_and_read_by_nobody(desk: Desk) -> None:
    desk.open()
    desk.cases.clear(desk.case_id, "Never had these people.", KURZ)
    desk.clock.at = MONDAY.replace(month=11, day=3)
    assert desk.cases.lock().cases == ()
    desk.clock.at = MONDAY.replace(month=11, day=4)
    assert desk.cases.lock().cases == (desk.case_id,)
    for ask in (desk.cases.case, desk.cases.clearing, desk.cases.clocks):
        with pytest.raises(no.CaseLocked):
            ask(desk.case_id)
    with pytest.raises(no.CaseLocked):
        desk.cases.add(desk.case_id, [finding(row="c9")], WEBER)
    assert [short.name for short in desk.cases.overview()] == ["–"]
    with pytest.raises(no.AlreadyInACase):
        desk.cases.open([CALLED], NORDEN, WEBER)


def test_same_breach_another_measure_is_shown(desk: Desk) -> None:
    for number in range(5):
        pair = [finding(row=f"c{number}a"), finding(Source.ORDER_RECORD, f"o{number}")]
        desk.open(*pair)
        desk.item()
        desk.propose("warning")
        desk.decide()
    desk.open(finding(row="c7"), finding(Source.ORDER_RECORD, "o7"))
    desk.item()
    desk.explain()
    desk.hear()
    desk.reply()
    desk.wait()
    alike, apart = desk.cases.alike(desk.case_id, "warning"), desk.propose("termination",
        why_no_warning="It has closed down.").compared  # fmt: skip
    assert not alike.is_outlier
    assert apart is not None
    assert (apart.is_outlier, apart.usual, apart.cases) == (True, "warning", 5)


def test_a_clock_that_does_not_exist_is_refused(desk: Desk) -> None:
    desk.open()
    with Refused(desk, no.NoSuchClock):
        desk.cases.deadline(desk.case_id, "art99", MONDAY, WEBER)


def test_clocks_are_shown_with_the_days_that_are_left(desk: Desk) -> None:
    desk.open()
    desk.stop()
    desk.cases.deadline(desk.case_id, "art33", MONDAY, WEBER)
    desk.cases.deadline(desk.case_id, "art12", MONDAY, WEBER)
    left = {due.name: due.days_left for due in desk.cases.clocks(desk.case_id)}
    assert left == {"art33": 3, "stop": 15, "art12": 31, "bgb314": 60, "uwg11": 184}
    desk.later(hours=48)
    red = [due.name for due in desk.cases.clocks(desk.case_id) if due.is_soon]
    assert red == ["art33"]
    desk.cases.deadline(desk.case_id, "art33", MONDAY, WEBER, met_at=desk.clock.at)
    assert not any(due.is_soon for due in desk.cases.clocks(desk.case_id))


def test_every_refusal_is_named_by_some_attack() -> None:
    """Needs that only time can fail are asked by the nightly run and by nobody else."""
    from pathlib import Path

    text = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    by_time = {no.StillRuns, no.NotYetLocked}
    errors = {each for each in vars(no).values() if isinstance(each, type)}
    named = {
        each
        for each in errors
        if issubclass(each, LeumundError) and each.__module__ == no.__name__
    }
    missing = {each for each in named - by_time if f"no.{each.__name__}" not in text}
    assert not missing
    assert len(NEEDS) == 35
