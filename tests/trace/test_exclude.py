from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leumund.trace.exclude import Called, Fact, Held, counts_by_fact, exclusion_facts

DAY = np.datetime64("2026-03-01T09:00:00", "s")
NO_FACT = np.datetime64("NaT", "D")
LATER = DAY + np.timedelta64(3, "D")


def called(
    unit: int, latest: object = LATER, fact_since: object = NO_FACT, *, is_sure: bool = True
) -> Called:
    return Called(
        unit=np.array([unit]),
        is_sure=np.array([is_sure]),
        latest=np.array([latest], dtype="datetime64[s]"),
        fact_since=np.array([fact_since], dtype="datetime64[D]"),
    )


def held(*pairs: tuple[int, int], at: object = DAY, copies: int = 2) -> Held:
    return Held(
        unit=np.array([unit for unit, _ in pairs], dtype=np.int64),
        copy=np.array([copy for _, copy in pairs], dtype=np.int64),
        handed_over=np.array([at] * len(pairs), dtype="datetime64[s]"),
        copies=copies,
    )


def test_somebody_who_was_never_in_a_copy_excludes_it_and_only_it():
    facts = exclusion_facts(called(7), held((7, 0), (8, 1)))
    assert facts.tolist() == [[Fact.POSSIBLE, Fact.NOT_IN_COPY]]


def test_nobodys_customer_excludes_every_copy():
    assert exclusion_facts(called(-1), held((7, 0), (8, 1))).tolist() == [[1, 1]]


def test_a_call_before_the_hand_over_excludes_the_copy():
    facts = exclusion_facts(called(7, latest=DAY - np.timedelta64(1, "s")), held((7, 0)))
    assert facts[0, 0] == Fact.BEFORE_HAND_OVER


def test_a_call_at_the_very_moment_of_the_hand_over_excludes_nothing():
    assert exclusion_facts(called(7, latest=DAY), held((7, 0)))[0, 0] == Fact.POSSIBLE


def test_a_portion_that_never_left_is_not_in_the_copy():
    assert (
        exclusion_facts(called(7), held((7, 0), at=np.datetime64("NaT", "s")))[0, 0]
        == Fact.NOT_IN_COPY
    )


def test_a_fact_newer_than_the_copy_excludes_it():
    facts = exclusion_facts(
        called(7, fact_since=np.datetime64("2026-03-03", "D")), held((7, 0))
    )
    assert facts[0, 0] == Fact.NEWER_THAN_COPY


def test_a_fact_of_the_day_of_the_hand_over_or_the_next_excludes_nothing():
    for day in ("2026-02-01", "2026-03-01", "2026-03-02"):
        facts = exclusion_facts(called(7, fact_since=np.datetime64(day, "D")), held((7, 0)))
        assert facts[0, 0] == Fact.POSSIBLE


def test_a_doubtful_match_counts_against_exclusion():
    early = DAY - np.timedelta64(30, "D")
    facts = exclusion_facts(called(-1, latest=early, is_sure=False), held((7, 0), (8, 1)))
    assert facts.tolist() == [[Fact.POSSIBLE, Fact.POSSIBLE]]


def test_counts_by_fact_add_up_to_the_calls():
    many = Called(
        unit=np.array([7, -1, 9, 7]),
        is_sure=np.array([True, True, True, False]),
        latest=np.array([LATER, LATER, LATER, LATER], dtype="datetime64[s]"),
        fact_since=np.array([NO_FACT] * 4, dtype="datetime64[D]"),
    )
    counts = counts_by_fact(exclusion_facts(many, held((7, 0), (9, 0), (9, 1))))
    assert counts.tolist() == [[3, 1, 0, 0], [2, 2, 0, 0]]


@given(
    units=st.lists(st.integers(-1, 5), max_size=12),
    pairs=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=12),
    hours=st.lists(st.integers(-48, 48), min_size=12, max_size=12),
    sure=st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_the_arrays_say_what_a_plain_reading_of_the_three_facts_says(
    units: list[int], pairs: set[tuple[int, int]], hours: list[int], sure: list[bool]
):
    latest = [DAY + np.timedelta64(hours[i], "h") for i in range(len(units))]
    calls = Called(
        unit=np.array(units, dtype=np.int64),
        is_sure=np.array(sure[: len(units)], dtype=bool),
        latest=np.array(latest, dtype="datetime64[s]"),
        fact_since=np.array([NO_FACT] * len(units), dtype="datetime64[D]"),
    )
    facts = exclusion_facts(calls, held(*pairs, copies=3))
    for i, unit in enumerate(units):
        for copy in range(3):
            if not sure[i]:
                expected = Fact.POSSIBLE
            elif (unit, copy) not in pairs:
                expected = Fact.NOT_IN_COPY
            else:
                is_before = timedelta(hours=hours[i]) < timedelta(0)
                expected = Fact.BEFORE_HAND_OVER if is_before else Fact.POSSIBLE
            assert facts[i, copy] == expected
