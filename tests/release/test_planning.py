"""A plan on real files: why people may not be called, and the price of holding back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.release.desk import CAMPAIGN, campaign, object_to_calls
from tests.release.test_actions import held_campaign

from leumund.app import Leumund
from leumund.basics.language import in_language
from leumund.release.prepare import NobodyTakesPart
from leumund.release.sizes import TooFewUnits


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("product: Flex", "product: Something else", "Product not named (C009)"),
        ("principal: Muster Strom", "principal: Muster Gas", "Company not named (C008)"),
    ],
)
def test_where_nobody_may_be_called_plan_and_draw_say_why(
    desk: Leumund, tmp_path: Path, old: str, new: str, why: str
):
    path = campaign(tmp_path, CAMPAIGN.replace(old, new))
    for ask in (desk.release.plan, desk.release.draw):
        with pytest.raises(NobodyTakesPart) as told:
            ask(path)
        assert "Of 270 households and firms nobody takes part" in str(told.value)
        assert "270 may not be contacted and 0 are held back for good." in str(told.value)
        assert f"Most often: {why}: 300." in str(told.value)


def test_where_too_few_may_be_called_the_reasons_are_told_with_their_counts(
    desk: Leumund, tmp_path: Path
):
    object_to_calls(desk, tmp_path, list(range(260)))
    path = campaign(tmp_path)
    with pytest.raises(TooFewUnits) as told:
        desk.release.plan(path)
    assert "asks for 40 units, but only" in str(told.value)
    assert "234 of 270 may not be contacted. Most often: " in str(told.value)
    assert " (C007): 260." in str(told.value)
    text = CAMPAIGN.replace("count: 40", "count: 20")
    report = desk.release.plan(campaign(tmp_path, text))
    assert report.refusals[0].persons == 260
    assert "Most often: " in report.in_words()


def test_a_plan_is_the_same_every_time_also_before_the_hold_back_has_its_key(
    desk: Leumund, tmp_path: Path
):
    path = campaign(tmp_path, held_campaign("one"))
    first, again = desk.release.plan(path), desk.release.plan(path)
    assert first == again
    assert first.held_for_good > 0
    assert not (tmp_path / "data" / "keys" / "hold-back.key").exists()


def test_with_exclusive_lists_the_rotating_hold_back_is_told_and_priced(
    desk: Leumund, tmp_path: Path
):
    text = CAMPAIGN.replace("design: independent", "design: exclusive")
    report = desk.release.plan(campaign(tmp_path, text))
    assert report.held_now == 27
    assert report.calls_not_made == (54 - 48) + (81 - 72)
    assert "for now: 27" in report.in_words()


def test_a_plan_in_german_has_no_english_left(desk: Leumund, tmp_path: Path):
    text = CAMPAIGN.replace("share: 0.3", "share: 0.95").replace("count: 40", "count: 1")
    object_to_calls(desk, tmp_path, list(range(10)))
    with in_language("en"):
        english = desk.release.plan(campaign(tmp_path, text)).in_words()
    with in_language("de"):
        german = desk.release.plan(campaign(tmp_path, text)).in_words()
    assert re.search(
        r"  ab 2026-03-10: \d+ Einheiten draußen, Zufall \d+(,\d+)? %, Anrufe", german
    )
    assert not set(english.splitlines()) & set(german.splitlines())
    words = set(re.findall("[a-z]+", german))
    assert not words & {"units", "from", "out", "chance", "calls", "of", "the", "who"}
