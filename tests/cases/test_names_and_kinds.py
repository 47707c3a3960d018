"""Attacks by what is typed: who acts, and of which kind an item of evidence is."""

from __future__ import annotations

import pytest
from tests.cases.desk import MONDAY, Desk, Refused

from leumund.basics.checks import load_checks
from leumund.cases import decide_facts
from leumund.cases import refusals as no


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
    check = {"C170": load_checks("eu/cases").in_force(MONDAY.date(), ["DE"])["C170"]}
    facts = {"decision": {"by": "M. Weber", "looked_at": [kind]}}
    assert [each.fact for each in decide_facts(check, facts).reasons] == ["score"]
