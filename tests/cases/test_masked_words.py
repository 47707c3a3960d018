"""Attacks on what is written down in words: no phone number stands in it in full, and what a
letter will say speaks of no offence, so that no letter is kept from going out."""

from __future__ import annotations

import pytest
from tests.cases.desk import BRANDT, KURZ, WEBER, Desk, Refused, finding

from leumund.cases import refusals as no

WRITTEN = ["The carrier says 030 23125 014.", "+49 (30) 23125-014", "0 3 0 / 2 3 1 2 5 0 1 4"]


@pytest.mark.parametrize("words", WRITTEN)
def test_attack_an_explanation_with_a_phone_number_in_its_words_is_refused(
    desk: Desk, words: str
) -> None:
    desk.open()
    with Refused(desk, no.NumberInText):
        desk.cases.explain(desk.case_id, "spoofing", words, KURZ)
    desk.cases.explain(desk.case_id, "spoofing", "on 3.5.2026 the carrier said so", KURZ)


@pytest.mark.parametrize("words", WRITTEN)
def test_attack_reasons_with_a_phone_number_in_them_are_refused(desk: Desk, words: str) -> None:
    desk.ready()
    cases, case = desk.cases, desk.case_id
    desk.stop()
    for refused in (
        lambda: cases.reply(case, words, WEBER),
        lambda: cases.renew(case, 1, words, KURZ),
        lambda: cases.propose(case, "hint", words, [1], WEBER),
        lambda: cases.lift(case, 1, words, WEBER),
        lambda: cases.drop(case, words, WEBER),
        lambda: cases.clear(case, words, WEBER),
    ):
        with Refused(desk, no.NumberInText):
            refused()
    desk.propose()
    for agrees in (True, False):
        with Refused(desk, no.NumberInText):
            cases.decide(case, words, [1], KURZ, agrees=agrees)
    desk.decide()
    with Refused(desk, no.NumberInText):
        cases.appeal(case, words, WEBER)
    with Refused(desk, no.NumberInText):
        cases.reverse(case, words, BRANDT)


def test_attack_words_that_keep_the_letter_from_going_out_are_refused_when_written(
    desk: Desk,
) -> None:
    desk.ready()
    with Refused(desk, no.SpeaksOfOffence):
        desk.item(says="The thief was somebody else.", is_for_partner=True)
    desk.item(says="The thief was somebody else.")
    desk.propose()
    with Refused(desk, no.SpeaksOfOffence):
        desk.decide(why="This was fraud.")
    desk.decide()


def test_attack_a_finding_that_speaks_of_an_offence_opens_no_case_and_joins_none(
    desk: Desk,
) -> None:
    speaks = finding(row="c9", said={"what": "Betrug durch Norden"})
    with Refused(desk, no.SpeaksOfOffence):
        desk.open(speaks)
    desk.open()
    with Refused(desk, no.SpeaksOfOffence):
        desk.cases.add(desk.case_id, [speaks], WEBER)
