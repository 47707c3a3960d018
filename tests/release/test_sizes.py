"""Sizes are exact, proportional, and fixed before a coin is tossed."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leumund.basics.canonical import canonical_bytes
from leumund.release.sizes import Frame, GroupOverdrawn, TooFewUnits, Wanted, lay_out, split

HALVES = [Fraction(1, 2), Fraction(1, 2)]


TEN = (Wanted("a", count=10),)


def frame(design="independent", units=(60, 30, 10), wanted=TEN, **more):
    values = {
        "eligible": np.ones((len(units), len(wanted)), dtype=bool),
        "portions": [Fraction(1)],
        **more,
    }
    names = [f'["{at}"]' for at in range(len(units))]
    return lay_out(design, names, np.array(units), wanted, **values)


def test_a_copy_is_split_over_the_strata_in_proportion():
    assert frame().sizes[0, :, 0].tolist() == [6, 3, 1]


def test_a_share_is_of_those_who_could_be_in_the_copy():
    eligible = np.array([[True], [False], [True]])
    found = frame(wanted=[Wanted("a", share=Fraction(1, 10))], eligible=eligible)
    assert found.sizes[0, :, 0].tolist() == [6, 0, 1]


def test_whoever_is_held_back_can_be_in_no_copy():
    found = frame(wanted=[Wanted("a", share=Fraction(1))], held_share=Fraction(1, 10))
    assert found.held.tolist() == [6, 3, 1]
    assert found.sizes[0, :, 0].tolist() == [54, 27, 9]


def test_asking_for_more_than_there_is_names_the_copy():
    with pytest.raises(TooFewUnits) as told:
        frame(wanted=[Wanted("a", count=101)])
    assert (
        str(told.value) == "a asks for 101 units, but only 100 can be had. Nothing was drawn."
    )


def test_exclusive_copies_that_together_ask_for_too_much_are_refused():
    wanted = [Wanted(name, count=40) for name in "abc"]
    with pytest.raises(GroupOverdrawn) as told:
        frame("conditional", wanted=wanted)
    assert "together ask for 120 units, but only 100 can be shared out" in str(told.value)


def test_exclusive_copies_can_share_out_everybody_to_the_last():
    wanted = [Wanted(str(at), share=Fraction(1, 8)) for at in range(8)]
    found = frame("conditional", (4, 4, 4, 3, 1), wanted)
    assert found.sizes.sum(axis=(0, 2)).tolist() == [4, 4, 4, 3, 1]


def test_an_exclusive_copy_gets_nothing_from_a_group_it_may_not_have():
    eligible = np.array([[True, True], [False, True]])
    wanted = [Wanted("a", count=10), Wanted("b", count=10)]
    found = frame("conditional", (10, 10), wanted, eligible=eligible)
    assert found.sizes.sum(axis=2).tolist() == [[10, 0], [0, 10]]


def test_exclusive_copies_leave_the_part_that_must_stay_at_home():
    wanted = [Wanted(str(at), share=Fraction(1, 10)) for at in range(10)]
    found = frame("conditional", (600, 300, 100), wanted, held_share=Fraction(1, 20))
    assert found.sizes.sum(axis=(0, 2)).tolist() == [570, 285, 95]
    assert not found.held.any()


def test_two_hundred_equal_exclusive_copies_do_not_all_round_towards_the_same_strata():
    units = (50,) * 40
    wanted = [Wanted(str(at), share=Fraction(45, 10_000)) for at in range(200)]
    found = frame("conditional", units, wanted)
    dealt = found.sizes.sum(axis=(0, 2))
    assert dealt.sum() == 200 * 9
    assert dealt.min() >= 43
    assert dealt.max() <= 47


def test_small_strata_do_not_always_fall_into_the_first_portion():
    found = frame(units=(10,) * 40, wanted=[Wanted("a", count=40)], portions=HALVES)
    assert found.sizes[0].sum(axis=0).tolist() == [20, 20]


def test_the_frame_survives_being_written_down():
    found = frame(wanted=[Wanted("a", count=7), Wanted("b", count=9)], portions=HALVES)
    again = Frame.from_document(found.document())
    assert canonical_bytes(again.document()) == canonical_bytes(found.document())
    assert (again.sizes == found.sizes).all()
    assert (again.eligible == found.eligible).all()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30), st.data())
def test_a_split_sums_to_the_total_and_is_never_off_by_a_whole_unit(parts, data):
    whole = sum(parts)
    total = data.draw(st.integers(0, whole))
    found = split(total, parts)
    assert sum(found) == total
    for got, part in zip(found, parts, strict=True):
        assert 0 <= got <= part
        assert abs(got - Fraction(total * part, max(whole, 1))) < 1


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    st.lists(st.fractions(0, 1, max_denominator=100), min_size=1, max_size=8),
    st.sampled_from(["independent", "conditional"]),
    st.integers(1, 6),
)
def test_every_copy_has_exactly_the_size_it_was_to_have(units, shares, design, portions):
    scale = 1 if design == "independent" else len(shares)
    wanted = [Wanted(str(at), share=share / scale) for at, share in enumerate(shares)]
    parts = [Fraction(1, portions)] * portions
    found = frame(design, units, wanted, portions=parts)
    totals = found.sizes.sum(axis=(1, 2)).tolist()
    assert totals == [int(one.share * sum(units)) for one in wanted]
    assert (found.sizes >= 0).all()
    taken = found.sizes.sum(axis=2)
    assert ((taken.sum(axis=0) if scale > 1 else taken) <= np.array(units)).all()
