"""Every turn of phrase finds the words that stand beside it, and leaves the others alone."""

from __future__ import annotations

import re

import pytest

from leumund.intake.mails.callers import NAME
from leumund.intake.mails.cues import compiled
from leumund.intake.mails.turns import Turn, all_turns

KINDS = {
    *("called", "pressed", "not_called", "objection", "denial", "no_denial", "kin", "name"),
    *("approval", "no_approval"),
    *("first_hand", "shown_before", "called_before", "withheld"),
}


def found(turn: Turn, words: str) -> re.Match[str] | None:
    pattern = turn.pattern
    if turn.kind == "name":
        pattern = pattern.replace("{name}", NAME)
    return compiled(pattern).search(words if turn.kind == "name" else words.lower())


@pytest.mark.parametrize("turn", all_turns(), ids=lambda turn: f"{turn.kind}: {turn.fires}")
def test_a_turn_finds_its_words_and_not_the_others(turn: Turn) -> None:
    assert turn.kind in KINDS
    assert found(turn, turn.fires)
    assert not found(turn, turn.silent)


def test_no_turn_repeats_a_group_without_a_bound() -> None:
    endless = re.compile(r"[)}.][*+]")
    assert endless.search("(?:a|b)*")
    assert [one.fires for one in all_turns() if endless.search(one.pattern)] == []
