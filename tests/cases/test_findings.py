"""Findings from files and by their digests, and what cannot be read of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cases.desk import CALLED, MONDAY, NORDEN, ORDERED, WEBER, Desk, Refused, kept

from leumund.cases import finding_document, finding_of
from leumund.cases import refusals as no
from leumund.cases.finding_file import chosen, read_findings

YAML = b"""
findings:
  - code: call.after_objection
    partner: norden
    source: call_record
    first_sign_at: 2026-05-04T10:12:00+02:00
    rows: [[calls, c-17], [calls, c-18]]
    said: {calls: 2}
"""


def test_a_finding_is_read_from_yaml_and_from_json() -> None:
    (found,) = read_findings(YAML, "findings.yaml")
    assert found.first_sign_at.isoformat() == "2026-05-04T10:12:00+02:00"
    assert [row.key for row in found.rows] == ["c-17", "c-18"]
    again = json.dumps(finding_document(found)).encode()
    assert read_findings(again, "one.json") == (found,)
    assert finding_of(finding_document(found)).digest == found.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"source: call_record", b"source: hearsay"),
        (b"first_sign_at: 2026-05-04T10:12:00+02:00", b"first_sign_at: 2026-05-04T10:12:00"),
        (b"rows: [[calls, c-17], [calls, c-18]]", b"rows: []"),
        (b"    rows: [[calls, c-17], [calls, c-18]]\n", b""),
        (b"said: {calls: 2}", b"said: {number: 030 23125 001}"),
        (b"findings:", b"findings: ["),
        (b"[calls, c-18]", b"[intake.calls, c-18]"),
        (b"[calls, c-18]", b"[intake.calls, 1/2026-05-04T10:00:00]"),
        (b"[calls, c-18]", b"[release.lookup, a/2026-05-04]"),
        (b"[calls, c-18]", b"[calls, ' ']"),
        (b"[calls, c-18]", b"[a/../b, c-18]"),
        (b"[calls, c-18]", b"[calls]"),
    ],
)
def test_what_is_no_finding_is_refused_whole(old: bytes, new: bytes) -> None:
    assert old in YAML
    with pytest.raises(no.FindingsUnreadable):
        read_findings(YAML.replace(old, new), "findings.yaml")


def test_a_known_finding_is_named_by_the_beginning_of_its_digest() -> None:
    known = (CALLED, ORDERED)
    assert chosen(known, [CALLED.digest[:12]]) == (CALLED,)
    assert chosen(known, []) == ()
    for digest in ("", "zz"):
        with pytest.raises(no.NoSuchFinding):
            chosen(known, [digest])
    with pytest.raises(no.NoSuchFinding):
        chosen((CALLED, CALLED), [CALLED.digest])


def test_a_case_opens_from_what_audit_knows(desk: Desk) -> None:
    cases = replace(desk.cases, known=lambda: [kept(CALLED), kept(ORDERED)])
    opened = cases.open([], NORDEN, WEBER, digests=[ORDERED.digest[:10]])
    assert [each.code for each in cases.case(opened.case_id).findings] == [ORDERED.code]


def test_attack_opening_a_case_late_does_not_wind_back_the_clock_of_what_was_known(
    desk: Desk,
) -> None:
    known_at = MONDAY - timedelta(days=50)
    cases = replace(desk.cases, known=lambda: [kept(CALLED), kept(ORDERED, known_at)])
    opened = cases.open([CALLED], NORDEN, WEBER, MONDAY - timedelta(days=3))
    assert cases.case(opened.case_id).known_at == MONDAY - timedelta(days=3)
    cases.add(opened.case_id, [ORDERED], WEBER)
    assert cases.case(opened.case_id).known_at == known_at
    termination = next(due for due in cases.clocks(opened.case_id) if due.name == "bgb314")
    assert termination.started_at == known_at


def test_attack_what_is_written_down_as_having_been_lies_not_in_the_future(desk: Desk) -> None:
    later = MONDAY + timedelta(minutes=1)
    with Refused(desk, no.MomentToCome):
        desk.cases.open([CALLED], NORDEN, WEBER, later)
    with Refused(desk, no.MomentToCome):
        desk.open(replace(CALLED, first_sign_at=later))
    desk.open()
    with Refused(desk, no.MomentToCome):
        desk.item(collected_at=later)
    with Refused(desk, no.MomentToCome):
        desk.cases.add(desk.case_id, [replace(CALLED, code="C001", first_sign_at=later)], WEBER)
    with Refused(desk, no.MomentToCome):
        desk.cases.deadline(desk.case_id, "art33", later, WEBER)
    with Refused(desk, no.MomentToCome):
        desk.cases.deadline(desk.case_id, "art33", MONDAY, WEBER, later)


@pytest.mark.parametrize("says", ["", "  ", "\u2060", "\u3164", " - "])
def test_attack_an_empty_line_under_what_speaks_for_the_partner(desk: Desk, says: str) -> None:
    desk.open()
    with Refused(desk, no.NothingSaidForPartner):
        desk.item(says=says, is_for_partner=True)
    desk.item(says="All calls came from another firm.", is_for_partner=True)
    assert desk.cases.clearing(desk.case_id).speaks_for == (
        "All calls came from another firm.",
    )


def test_a_case_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(no.NoSuchCase):
        desk.cases.case(7)
    with pytest.raises(no.NoSuchCase):
        desk.cases.drop(7, "Nothing came of it.", WEBER)


def test_attack_a_file_with_keys_that_nothing_can_look_up_says_which_row_it_was() -> None:
    bad = YAML.replace(b"[calls, c-18]", b"[intake.calls, c-18]")
    with pytest.raises(no.FindingsUnreadable, match=r"row 2: intake\.calls has no row 'c-18'"):
        read_findings(bad, "findings.yaml")
    fine = (b"[intake.calls, 3/2026-05-04]", b"[intake.calls, '3/2026-05-04T10:00:00+00:00']",
            b"[release.lookup, '17']", b"[Notes, Seite 3]")  # fmt: skip
    for row in fine:
        assert read_findings(YAML.replace(b"[calls, c-18]", row), "findings.yaml")
