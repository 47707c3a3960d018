"""Attacks by what is typed: who acts, and of which kind an item of evidence is."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cases.desk import MONDAY, WEBER, Desk, Refused

from leumund.basics.checks import load_checks
from leumund.cases import decide_facts, offence_words
from leumund.cases import refusals as no

LATER = date(2026, 6, 1)
CHECKS = load_checks("eu/cases").in_force(MONDAY.date(), ["DE"])


@pytest.mark.parametrize(
    "by",
    ["-", "\u200b", "sys\u200btem", "s\u0443stem", "system 1", "auto-matic", "AI bot", "12"],
)
def test_a_program_in_disguise_decides_nothing(desk: Desk, by: str) -> None:
    desk.ready()
    with Refused(desk, no.NotAPerson):
        desk.propose(by=by)
    desk.propose(by="M. Auto")


@pytest.mark.parametrize(
    "kind",
    ["Score", "score ", "s\u0441ore", "", "9", "a/../../../x", "a" * 42, "a\nb", "..", "a.b"],
)
def test_a_kind_of_evidence_that_is_a_path_or_a_score_in_disguise_is_refused(
    desk: Desk, kind: str
) -> None:
    desk.open()
    with Refused(desk, no.KindUnclear):
        desk.item(kind)
    desk.item("call_record-2")


@pytest.mark.parametrize("kind", ["Score", "score ", "s\u0441ore", "my_score", "SCO\u200bRE"])
def test_a_score_of_an_older_case_by_another_spelling_is_still_a_score(kind: str) -> None:
    check = {"C170": CHECKS["C170"]}
    facts = {"decision": {"by": "M. Weber", "looked_at": [kind]}}
    assert [each.fact for each in decide_facts(check, facts).reasons] == ["score"]


@pytest.mark.parametrize(
    "word",
    [
        *("Betrugsfall", "Betrugsverdacht", "Täterkreis", "Mittäter", "Diebesgut", "Datendieb"),
        *("Verbrechensserie", "Kriminalität", "Straftätern", "Straftaten", "Strafanzeige"),
        *("Versicherungsbetrug", "Betrueger", "Betru\u0308ger", "Be\u00adtrug", "Ｂｅｔｒｕｇ"),
        *("betrügerischen", "Wirtschaftsdelikte", "Datendiebstähle", "Tatverdacht"),
        *("Bet\u0338rug", "Betr-ug", "B e t r u g", "Be_trug", "B.e.t.r.u.g", "Bet\u3164rug"),
        *("fraudsters", "fraudulently", "defraud", "thieves", "criminality", "swindlers"),
    ],
)
def test_attack_an_offence_in_a_compound_word_leaves_the_house(desk: Desk, word: str) -> None:
    desk.open()
    with Refused(desk, no.SpeaksOfOffence):
        desk.cases.hear(desk.case_id, LATER, WEBER, [f"Was wissen Sie von {word}?"], "hier")


def test_words_that_only_look_like_an_offence_pass() -> None:
    text = """Der Betrag beträgt 12 Euro und beträfe später, bestätigt, getätigt und verspätet
    die Vertragsstrafe in Dieburg, sagt Frau Diebold, eine Wohltäterin mit Aktivitäten und einem
    Rabattheft; der Städter trug Beiträge bei, die Übertragung betrübt ihn und wird bestraft.
    Discriminate, forget the forge, Crimea, the draft: a breach of the contract, offensive."""
    assert offence_words(text, CHECKS["C166"]) == ()
