from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from leumund.basics.checks import (
    UNDECIDED,
    UNKNOWN,
    Check,
    CheckAllowsUnverified,
    CheckIncomplete,
    ChecksUnreadable,
    decide,
    load_checks,
)
from leumund.basics.verdict import Effect

HEAD = """id: xx/made
version: "2026.1"
valid_from: 2020-01-01
topics: [topic]
"""
CHECK = """checks:
  C900:
    jurisdiction: DE
    sectors: [telecom]
    title: {de: Titel, en: Title}
    effect: block
    citation: § 1 Made Act
    source: S
    since: 2024-01-01
    sentences: {de: "So nicht.", en: "Not so."}
    values:
      wait:
        unit: days
        since:
          - {from: 2024-01-01, to: 2025-12-31, value: 7, citation: § 2, source: S}
          - {from: 2026-01-01, value: 14, citation: § 2 new, source: S}
"""
DAY = date(2026, 9, 1)


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], Path]:
    def write(topic: str = CHECK, head: str = HEAD) -> Path:
        (tmp_path / "pack.yaml").write_text(head, "utf-8")
        (tmp_path / "topic.yaml").write_text(topic, "utf-8")
        return tmp_path

    return write


def in_force(folder: Path, on: date = DAY) -> dict[str, Check]:
    return dict(load_checks(folder).in_force(on, ["DE"], ["telecom"]))


def test_a_value_is_the_one_of_its_day(pack: Callable[..., Path]) -> None:
    assert in_force(pack())["C900"].figure("wait") == 14
    assert in_force(pack(), date(2025, 12, 31))["C900"].figure("wait") == 7


@pytest.mark.parametrize(
    ("on", "places", "sectors"),
    [
        (date(2023, 12, 31), ["DE"], ["telecom"]),
        (DAY, ["AT"], ["telecom"]),
        (DAY, ["DE"], ["energy"]),
        (DAY, ["DE"], []),
    ],
)
def test_a_check_holds_only_on_its_days_in_its_place_and_sector(
    pack: Callable[..., Path], on: date, places: list[str], sectors: list[str]
) -> None:
    assert not load_checks(pack()).in_force(on, places, sectors)


def test_a_check_of_the_union_holds_in_its_members_only(pack: Callable[..., Path]) -> None:
    checks = load_checks(pack(CHECK.replace("jurisdiction: DE", "jurisdiction: EU")))
    assert "C900" in checks.in_force(DAY, ["AT"], ["telecom"])
    assert "C900" not in checks.in_force(DAY, ["UK"], ["telecom"])


def test_the_word_of_the_fact_stands_in_the_reason(pack: Callable[..., Path]) -> None:
    verdict = decide(in_force(pack()), {"C900": lambda facts, check: facts}, "late")
    assert [(each.rule, each.effect, each.fact) for each in verdict.reasons] == [
        ("C900", Effect.BLOCK, "late")
    ]


def test_a_check_that_is_not_met_leaves_no_reason(pack: Callable[..., Path]) -> None:
    assert decide(in_force(pack()), {"C900": lambda facts, check: None}, "").is_allowed


def _raises(facts: object, check: Check) -> str | None:
    raise ValueError("odd")


@pytest.mark.parametrize(
    "predicates",
    [{}, {"C900": lambda facts, check: UNKNOWN}, {"C900": _raises}],
    ids=["nobody can ask", "not known", "odd facts"],
)
def test_what_cannot_be_decided_is_held(
    pack: Callable[..., Path], predicates: dict[str, Callable[[object, Check], str | None]]
) -> None:
    verdict = decide(in_force(pack()), predicates, object())
    assert verdict.is_liftable
    assert verdict.reasons[0].fact == UNDECIDED


@pytest.mark.parametrize("source", ["M:l", "UNVERIFIED"])
@pytest.mark.parametrize("effect", ["require", "alarm", "escalate"])
def test_what_nobody_verified_may_block_hold_or_warn_only(
    pack: Callable[..., Path], source: str, effect: str
) -> None:
    topic = CHECK.replace("source: S\n    since", f"source: {source}\n    since")
    load_checks(pack(topic))
    with pytest.raises(CheckAllowsUnverified):
        load_checks(pack(topic.replace("effect: block", f"effect: {effect}")))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    citation: § 1 Made Act\n", ""),
        ("effect: block", "effect: allow"),
        ("since: 2024-01-01", "since: 2024-02-31"),
        (', en: "Not so."', ""),
        ("unit: days\n", ""),
        ("source: S\n    since", "source: hearsay\n    since"),
        ("    sectors:", "    sektors:"),
        ("C900", "rule"),
        ("checks:", "rules:"),
        ("effect: block", "effect: [block]"),
        ("title: {de: Titel, en: Title}", "title: Titel"),
    ],
)
def test_an_incomplete_check_is_not_loaded(
    pack: Callable[..., Path], before: str, after: str
) -> None:
    assert before in CHECK
    with pytest.raises((CheckIncomplete, ChecksUnreadable)):
        load_checks(pack(CHECK.replace(before, after)))


def test_an_id_that_stands_twice_is_refused(pack: Callable[..., Path]) -> None:
    with pytest.raises(ChecksUnreadable, match="twice C900"):
        load_checks(pack(CHECK + CHECK.removeprefix("checks:\n")))
    with pytest.raises(ChecksUnreadable, match="as well"):
        load_checks(pack(), pack())


def test_the_digest_moves_with_every_byte(pack: Callable[..., Path]) -> None:
    before = load_checks(pack()).digest
    assert load_checks(pack(CHECK + "# a word\n")).digest != before


def test_a_pack_that_is_not_there_is_named() -> None:
    with pytest.raises(ChecksUnreadable, match=r"pack\.yaml"):
        load_checks("xx/nowhere")
