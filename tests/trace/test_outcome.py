"""The three outcomes, their figures, and the words they are told in."""

from __future__ import annotations

import re
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.trace.outcome import (
    Outcome,
    at_most_once_in,
    limit_of_100,
    outcome_in_words,
    outcome_of,
    stray_in_words,
    strength_in_words,
)

FORBIDDEN = re.compile(
    r"schuld|unschuld|\bsicher|guilt|innocen|certain|alpha|theta|stratum|\bnull\b|[αθΓ]", re.I
)
COUNTS = st.integers(0, 500)


def test_a_named_copy_was_used_whatever_else():
    assert outcome_of(is_named=True, log_e=0.0, limit_of_100=3) is Outcome.USED


def test_no_sign_wants_a_low_limit_and_faint_evidence():
    assert outcome_of(is_named=False, log_e=0.0, limit_of_100=20) is Outcome.NO_SIGN
    assert outcome_of(is_named=False, log_e=0.0, limit_of_100=21) is Outcome.NO_FINDING
    assert outcome_of(is_named=False, log_e=log(11), limit_of_100=5) is Outcome.NO_FINDING


def test_the_limit_counts_calls_without_evidence_in_full():
    few = limit_of_100(share_high=0.1, used=50, hits=4, possible=4, calls=50)
    with_doubtful = limit_of_100(share_high=0.1, used=50, hits=4, possible=54, calls=100)
    assert (few, with_doubtful) == (8, 54)


def test_without_calls_nothing_is_said():
    assert limit_of_100(share_high=1.0, used=0, hits=0, possible=0, calls=0) == 100


@given(st.floats(0, 1), COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_limit_is_never_above_what_is_possible_nor_below_it_without_a_share(
    high: float, used: int, hits: int, possible: int, more: int
):
    calls = possible + more
    limit = limit_of_100(
        share_high=high, used=used, hits=min(hits, possible), possible=possible, calls=calls
    )
    assert 0 <= limit <= 100
    if calls:
        assert limit <= 100 * possible / calls + 1
        whole = limit_of_100(share_high=1.0, used=calls, hits=0, possible=possible, calls=calls)
        assert whole >= 100 * possible / calls


@given(st.floats(-50, 60), st.floats(1e-9, 1))
def test_rarity_is_weight_times_evidence_and_never_more(log_e: float, weight: float):
    times = at_most_once_in(log_e, weight)
    assert times >= 1
    assert times <= max(1, weight * exp(min(log_e, 700)) * (1 + 1e-6) + 1e-6)


def test_a_copy_at_its_threshold_of_one_in_a_thousand_says_so():
    assert at_most_once_in(log(1000 / 0.004), 0.004) == 1000


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_nobody_is_called_anything_in_any_sentence(outcome: Outcome, language: str):
    for sentence in (
        outcome_in_words(outcome, 12, language),
        stray_in_words(outcome, 12, language),
        strength_in_words(4000, language),
    ):
        assert not FORBIDDEN.search(sentence), sentence


def test_the_three_sentences():
    assert outcome_in_words(Outcome.USED, 100, "en").startswith("This copy was used.")
    assert "at most 7 could come from it" in outcome_in_words(Outcome.NO_SIGN, 7, "en")
    assert outcome_in_words(Outcome.NO_FINDING, 60, "en") == "No finding, no effect."


def test_large_numbers_are_grouped_as_the_reader_does():
    assert "4,000 times" in strength_in_words(4000, "en")
    assert "4.000" in strength_in_words(4000, "de")


def test_beyond_a_billion_times_no_larger_figure_is_printed():
    times = at_most_once_in(500.0, 0.001)
    assert times == at_most_once_in(90.0, 0.001) == 1_000_000_000
    assert "less than once in 1,000,000,000 times" in strength_in_words(times, "en")
    assert "weniger als einmal in 1.000.000.000 Malen" in strength_in_words(10 * times, "de")
    assert "at most once in 999,999,999 times" in strength_in_words(times - 1, "en")
