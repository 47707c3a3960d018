"""What a measure in force keeps at home: partners, those below them, our own campaigns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.release.desk import write
from tests.release.test_actions import NAME, drawn, kinds, on

from leumund.app import Leumund
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import in_language
from leumund.cases import Against, Target
from leumund.release.results import HandedOver

EVERYBODY = ["Norden", "Süden & Söhne", "Westen"]
WEBER, KURZ = "M. Weber", "A. Kurz"
SEEN_AT = datetime(2026, 3, 9, tzinfo=UTC)


def case_against(desk: Leumund, target: Target, name: str) -> int:
    partner = name if target is Target.PARTNER else None
    found = [
        Finding("call.after_objection", partner, source, SEEN_AT, (Row(source.value, "1"),))
        for source in (Source.CALL_RECORD, Source.ORDER_RECORD)
    ]
    return desk.cases.open(found, Against(target, name), WEBER).case_id


def stop_partner(desk: Leumund, partner: str) -> int:
    case_id = case_against(desk, Target.PARTNER, partner)
    desk.cases.stop(case_id, "People are called right now.", WEBER)
    return case_id


def stop_campaign(desk: Leumund, folder: Path, campaign: str) -> int:
    case_id = case_against(desk, Target.CAMPAIGN, campaign)
    record = write(folder, "record.csv", "at,line\n2026-03-09,1\n")
    desk.cases.evidence(case_id, record, "call_record", "dialler", WEBER, SEEN_AT, WEBER)
    desk.cases.propose(case_id, "campaign_stop", "The hours were wrong.", [1], WEBER)
    desk.cases.decide(case_id, "I have read the calls.", [1], KURZ)
    return case_id


def got(handed: HandedOver) -> list[str]:
    return sorted({one.partner for one in handed.deliveries})


def kept(handed: HandedOver) -> list[str]:
    return sorted({one.partner for one in handed.withheld})


def test_a_partner_with_a_data_stop_gets_nothing_until_it_is_lifted(
    desk: Leumund, tmp_path: Path
) -> None:
    drawn(desk, tmp_path)
    case_id = stop_partner(desk, "Norden")
    handed = desk.release.hand_over(NAME)
    assert (got(handed), kept(handed)) == (EVERYBODY[1:], ["Norden"])
    assert "L007" in handed.withheld[0].why
    desk.cases.lift(case_id, 1, "It has stopped.", WEBER)
    assert got(desk.release.hand_over(NAME)) == ["Norden"]


def test_whoever_stands_below_a_stopped_partner_gets_nothing_and_nobody_above(
    desk: Leumund, tmp_path: Path
) -> None:
    text = (tmp_path / "partners.yaml").read_text("utf-8")
    told = "  - name: Westen\n    parent: Norden\n    authorised: 2025-12-20\n"
    below = text.replace("  - name: Westen\n", told)
    desk.network.load(write(tmp_path, "below.yaml", below))
    drawn(desk, tmp_path)
    first = stop_partner(desk, "Westen")
    handed = desk.release.hand_over(NAME, 1)
    assert kept(handed) == ["Westen"]
    desk.cases.lift(first, 1, "It has stopped.", WEBER)
    stop_partner(desk, "Norden")
    on(desk, date(2026, 3, 20))
    assert "Westen" in kept(desk.release.hand_over(NAME, 2))


def test_a_stopped_campaign_hands_over_nothing_to_anybody(
    desk: Leumund, tmp_path: Path
) -> None:
    drawn(desk, tmp_path)
    case_id = stop_campaign(desk, tmp_path, NAME)
    handed = desk.release.hand_over(NAME)
    assert (got(handed), kept(handed)) == ([], EVERYBODY)
    assert handed.withheld[0].why == f"the campaign was stopped in case {case_id}"
    assert "release.hand_over" not in kinds(desk)
    with in_language("de"):
        assert "Kampagne ist gestoppt" in desk.release.hand_over(NAME).withheld[0].why
    desk.cases.lift(case_id, 1, "The hours are right now.", WEBER)
    assert got(desk.release.hand_over(NAME)) == EVERYBODY


def test_a_file_that_had_left_is_not_given_out_again_once_its_campaign_is_stopped(
    desk: Leumund, tmp_path: Path
) -> None:
    drawn(desk, tmp_path)
    desk.release.hand_over(NAME, into=tmp_path / "out")
    stop_campaign(desk, tmp_path, NAME)
    again = desk.release.hand_over(NAME, into=tmp_path / "new")
    assert (again.again, kept(again)) == ((), EVERYBODY)
    assert not list((tmp_path / "new").rglob("*.age"))


def test_the_stop_of_another_campaign_or_of_a_partner_of_that_name_stops_nothing(
    desk: Leumund, tmp_path: Path
) -> None:
    drawn(desk, tmp_path)
    stop_campaign(desk, tmp_path, "autumn-2026")
    stop_campaign(desk, tmp_path, "Norden")
    assert got(desk.release.hand_over(NAME)) == EVERYBODY


@pytest.mark.parametrize(
    ("stop", "expected"),
    [
        (lambda desk, folder: stop_partner(desk, "Norden"), ["Norden"]),
        (lambda desk, folder: stop_campaign(desk, folder, NAME), EVERYBODY),
    ],
    ids=["partner", "campaign"],
)
def test_whoever_is_stopped_while_the_files_are_made_gets_nothing(
    desk: Leumund,
    tmp_path: Path,
    stop: Callable[[Leumund, Path], int],
    expected: list[str],
) -> None:
    drawn(desk, tmp_path)
    done: list[int] = []

    def on_progress(_done: int, _total: int | None) -> None:
        if not done:
            done.append(stop(desk, tmp_path))

    handed = desk.release.hand_over(NAME, into=tmp_path / "out", on_progress=on_progress)
    assert kept(handed) == expected
    assert got(handed) == [name for name in EVERYBODY if name not in expected]
    assert kinds(desk).count("release.hand_over") == len(EVERYBODY) - len(expected)
    desk.ledger.integrate()
    assert desk.ledger.verify().problems == ()
