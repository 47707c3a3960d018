"""The corpus, its truth, and the published figures."""

from __future__ import annotations

import hashlib

import pytest
from benchmarks import bench_words
from tools import words

from leumund.audit import Listener, dialogues, load_word_checks
from leumund.audit.words.agreement import agreement, kappa
from leumund.audit.words.corpus import NOISES, WORDINGS, wordings
from leumund.audit.words.measure import interval, measure

# Written before there was any pattern. A change here is a new half: say so on the page.
HELD_OUT = {
    "held_out.de.yaml": "ad3b04d89319ca9a9b4d78c33f6796328c84ce639ed5f599d43ea88d3f047f87",
    "held_out.en.yaml": "992d2e6dcf3796bfd5ceb415d16ac2e2a61049a04cf4a5ddf630d9c9ea9946a7",
}


@pytest.mark.parametrize("name", HELD_OUT)
def test_the_half_that_is_held_out_has_not_been_touched(name: str) -> None:
    assert hashlib.sha256((WORDINGS / name).read_bytes()).hexdigest() == HELD_OUT[name]


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_wording_stands_in_both_halves(language: str) -> None:
    known, held_out = (_acts(half, language) for half in ("known", "held_out"))
    assert len(held_out) >= 60
    assert not known & held_out


def test_the_published_figures_are_those_of_the_code() -> None:
    checks = load_word_checks()
    made = words.small(Listener(checks), checks)
    stored = words.small_of(words.PAGE.read_text(encoding="utf-8"))
    assert stored == made, "run `python -m tools.words`"


def test_the_same_seed_gives_the_same_calls() -> None:
    first, again, other = (list(dialogues(seed, 3, "de", noise="heavy")) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("noise", NOISES)
def test_every_noise_keeps_the_turns_and_the_truth(noise: str) -> None:
    for call in dialogues(3, 10, "de", noise=noise):
        turns = len(call.transcript.turns)
        assert all(turn < turns for places in call.wrong.values() for turn in places)
        has_doubt = call.transcript.doubt is not None
        assert has_doubt == (noise in ("light", "heavy"))


def test_a_finding_outside_the_act_is_no_success() -> None:
    calls = list(dialogues(5, 40, "de", "known"))
    checks = load_word_checks()
    rows = {row.check: row for row in measure(Listener(checks), calls, checks.checks)}
    assert sum(row.found for row in rows.values()) > 20
    moved = [
        type(call)(
            call.language, call.half, call.noise, call.transcript,
            dict.fromkeys(call.wrong, (10000,)), call.sounds,
        )
        for call in calls
    ]  # fmt: skip
    assert not sum(row.found for row in measure(Listener(checks), moved, checks.checks))


def test_wilsons_interval_is_that_of_the_book() -> None:
    low, high = interval(0.5, 10) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)


def test_kappa_is_that_of_a_worked_example() -> None:
    found = kappa([[20, 5], [10, 15]])
    assert found.kappa == pytest.approx(0.4)
    assert found.share_agreed == pytest.approx(0.7)
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(0.1511, abs=0.001)
    assert found.high == pytest.approx(0.6489, abs=0.001)


def test_kappa_needs_ten_pairs_and_two_kinds_of_answers() -> None:
    assert agreement({"a": {"x": True}}).pairs == 0
    few = agreement({str(each): {"x": True, "y": False} for each in range(9)})
    assert (few.pairs, few.share_agreed, few.kappa) == (9, 0.0, None)
    same = agreement({str(each): {"x": True, "y": True} for each in range(20)})
    assert (same.share_agreed, same.kappa) == (1.0, None)


def test_a_thousand_transcripts_a_minute_with_the_same_findings_each_time() -> None:
    result = bench_words.run(20)
    assert result.a_minute > 1_000
    assert result.digest == bench_words.run(20).digest


def _acts(half: str, language: str) -> set[str]:
    acts = wordings(half, language)["checks"].values()
    return {str(item) for each in acts for item in (*each["fires"], *each["traps"])}
