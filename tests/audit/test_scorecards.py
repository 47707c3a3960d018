"""Rates beside what chance explains; nothing about fewer than five people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leumund.audit.scorecards import Rate, Scorecards, scorecards
from leumund.basics.shares import PEOPLE_MIN, expected_range, interval
from leumund.report import scorecards_page, to_html


def cards(*rows: tuple[str, int, int]) -> Scorecards:
    return scorecards(
        [Rate("unasked", name, hits, of, hits, of) for name, hits, of in rows], None, None
    )


def test_a_small_partner_far_off_may_say_nothing_and_a_large_one_near_may() -> None:
    [funnel] = cards(("large", 700, 10_000), ("middle", 450, 9_000), ("small", 7, 60)).funnels
    places = {row.partner: row.place for row in funnel.rows}
    assert places["small"] == "inside"
    assert places["large"] == "far_above"


def test_nothing_is_shown_about_fewer_than_five_people() -> None:
    [funnel] = cards(("one", 4, 100), ("two", 3, 90), ("three", 50, 1000)).funnels
    assert [row.hits for row in funnel.rows if row.partner != "three"] == [None, None]


def test_attack_a_hidden_figure_cannot_be_reckoned_from_the_total() -> None:
    [funnel] = cards(("one", 4, 100), ("two", 30, 90), ("three", 50, 1000)).funnels
    assert [row.place for row in funnel.rows].count("hidden") == 1
    assert (funnel.share, funnel.hits, funnel.of, funnel.curve) == (None, None, None, ())


def test_nobody_is_a_figure_that_may_be_shown() -> None:
    [funnel] = cards(("none", 0, 100), ("some", 40, 1000)).funnels
    [row] = [row for row in funnel.rows if row.partner == "none"]
    assert (row.hits, row.share, row.low) == (0, 0.0, 0.0)


def test_the_interval_is_the_one_of_clopper_and_pearson() -> None:
    low, high = interval(4, 20)
    assert (round(low, 4), round(high, 4)) == (0.0573, 0.4366)


@given(st.floats(0.01, 0.99), st.integers(1, 5000))
def test_the_funnel_holds_what_chance_gives(share: float, of: int) -> None:
    low, high = expected_range(share, of)
    far_low, far_high = expected_range(share, of, 0.998)
    assert 0 <= far_low <= low <= high <= far_high <= 1
    assert low <= share + 1 / of
    assert high >= share - 1 / of


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 60), st.integers(1, 60)),
        min_size=1,
        max_size=6,
    )
)
def test_no_shown_figure_is_about_one_to_four_people(rows: list[tuple[int, int, int]]) -> None:
    rates = [
        Rate("unasked", f"p{at}", min(hits, of), of, min(hits, people), people)
        for at, (hits, of, people) in enumerate(rows)
    ]
    by_name = {rate.partner: rate for rate in rates}
    for funnel in scorecards(rates, None, None).funnels:
        for row in funnel.rows:
            if row.hits is not None:
                rate = by_name[row.partner]
                assert rate.people == 0 or rate.people >= PEOPLE_MIN
                assert rate.people_of >= PEOPLE_MIN


def test_the_page_shows_the_funnel_and_accuses_nobody() -> None:
    made = cards(("Norden", 700, 10_000), ("Westen", 450, 9_000), ("Osten", 30, 600))
    for language, word in (("en", "not a finding"), ("de", "Frage")):
        page = to_html(scorecards_page(made, language))
        assert word in page
        assert "<img" in page or "svg" in page
        assert "Norden" in page


def test_no_caption_of_the_scorecards_repeats_a_heading() -> None:
    made = cards(("Norden", 700, 10_000), ("Westen", 450, 9_000), ("Osten", 1, 4))
    for language in ("en", "de"):
        blocks = scorecards_page(made, language).blocks
        headings = {each.text for each in blocks if each.kind == "heading"}
        captions = [each.caption for each in blocks if each.kind in ("table", "picture")]
        assert captions
        assert not headings & set(captions)
        assert all(captions)
