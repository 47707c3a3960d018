"""The one promise: the chance of ever naming a copy that was not used stays below alpha."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.release.account import (
    Account,
    AccountExceeded,
    BadTerms,
    DeclaredDrawsUsed,
    HorizonPassed,
    Terms,
    check_weights,
    complaints_weight,
    file_weight,
    sub_copy_weight,
    years_between,
)

OPENED = date(2026, 3, 1)


def account(**terms):
    return Account(Terms(**terms), OPENED)


def test_a_declared_draw_has_a_twelfth_of_nine_tenths_of_a_twentieth():
    _after, booking = account().book(OPENED, 200, is_declared=True)
    assert booking.part == Fraction(1, 20) * Fraction(9, 10) / 12
    assert booking.weight == booking.part / 200


def test_the_kth_undeclared_draw_has_a_kth_of_the_rest_by_the_series():
    ledger = account()
    for turn in range(1, 6):
        ledger, booking = ledger.book(OPENED, 1, is_declared=False)
        assert booking.part == Fraction(1, 20) / 10 / (turn * (turn + 1))


def test_a_new_year_begins_a_new_series():
    ledger, _first = account().book(OPENED, 1, is_declared=False)
    _after, booking = ledger.book(date(2027, 3, 1), 1, is_declared=False)
    assert (booking.year, booking.turn) == (1, 1)


def test_a_thirteenth_declared_draw_would_exceed_the_account():
    ledger = account()
    for _turn in range(12):
        ledger, _booking = ledger.book(OPENED, 3, is_declared=True)
    with pytest.raises(DeclaredDrawsUsed) as told:
        ledger.book(OPENED + timedelta(days=364), 3, is_declared=True)
    assert "would exceed the account: all 12 declared draws" in str(told.value)
    ledger.book(OPENED + timedelta(days=365), 3, is_declared=True)


def test_an_account_ends_with_its_horizon():
    with pytest.raises(HorizonPassed):
        account().book(date(2046, 3, 1), 1, is_declared=True)
    account().book(date(2046, 2, 28), 1, is_declared=True)
    with pytest.raises(HorizonPassed):
        account().book(OPENED - timedelta(days=1), 1, is_declared=True)


@pytest.mark.parametrize(
    "terms", [{"alpha": Fraction(1)}, {"horizon_years": 0}, {"declared_per_year": 0}]
)
def test_terms_that_promise_nothing_are_refused(terms):
    with pytest.raises(BadTerms):
        account(**terms)


draws = st.lists(
    st.tuples(st.integers(0, 7304), st.integers(1, 5000), st.booleans()), max_size=300
)


@given(draws)
def test_whatever_is_drawn_the_weights_never_sum_to_more_than_one(sequence):
    ledger, weights = account(), []
    for day, copies, is_declared in sequence:
        try:
            ledger, booking = ledger.book(
                OPENED + timedelta(days=day), copies, is_declared=is_declared
            )
        except DeclaredDrawsUsed:
            continue
        weights.append(booking.weight * copies)
    assert ledger.booked() == sum(weights) <= 1
    check_weights(weights)


def test_a_full_life_of_declared_and_very_many_undeclared_draws_comes_close_to_one():
    ledger = account()
    for year in range(20):
        on = date(OPENED.year + year, 6, 1)
        for _turn in range(12):
            ledger, _booking = ledger.book(on, 1, is_declared=True)
        for _turn in range(9):
            ledger, _booking = ledger.book(on, 1, is_declared=False)
    assert ledger.booked() == Fraction(9, 10) + Fraction(1, 10) * Fraction(9, 10)


@given(st.fractions(0, 1, max_denominator=10_000), st.integers(0, 60), st.integers(0, 60))
def test_complaints_files_and_sub_copies_never_use_more_than_the_copys_weight(
    weight, files, subs
):
    used = complaints_weight(weight)
    used += sum(file_weight(weight, turn) for turn in range(1, files + 1))
    used += sum(sub_copy_weight(weight, turn) for turn in range(1, subs + 1))
    assert used <= weight


def test_the_naive_equal_split_over_copies_so_far_would_exceed_any_account():
    # 1/n for the n-th copy, "as there are n so far": the sum has no bound.
    naive = [Fraction(1, n) for n in range(1, 300)]
    with pytest.raises(AccountExceeded) as told:
        check_weights(naive)
    assert "all there is is 1" in str(told.value)


def test_turns_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        file_weight(Fraction(1), 0)


def test_a_year_begins_on_the_same_day_even_after_a_leap_day():
    assert years_between(date(2028, 2, 29), date(2029, 2, 28)) == 0
    assert years_between(date(2028, 2, 29), date(2029, 3, 1)) == 1
