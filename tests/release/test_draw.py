"""The coins: exact sizes, every unit with the same chance, copies apart from each other.

Seeds are fixed, so nothing here depends on luck; the bounds are wide (chance below 1e-6).
"""

import hashlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leumund.release.draw import (
    draw_copies,
    first_of,
    portions_of,
    redrawing,
)
from leumund.release.secret import DrawKeys, Master
from leumund.release.sizes import Wanted, lay_out

TINY = 1e-6


def keys(seed=1):
    return DrawKeys(Master(seed.to_bytes(32), bytes(32)), "a draw", "5ea1", "beac04")


def a_frame(design, units, wanted, portions=1, held=Fraction(0), eligible=None):
    names = [f'["{at}"]' for at in range(len(units))]
    could = np.ones((len(units), len(wanted)), dtype=bool) if eligible is None else eligible
    parts = [Fraction(1, portions)] * portions
    return lay_out(design, names, np.array(units), wanted, could, parts, held)


def strata_of(units):
    return np.repeat(np.arange(len(units), dtype=np.int32), units)


def plainly(key, stratum, count, size, is_out):
    """The first of a stratum, as the page says it, without a shortcut."""

    def stream(use, length):
        text = f"leumund-draw-2\n{use}\n{stratum}".encode()
        return hashlib.shake_128(key + text).digest(length)

    byte, others = stream("first", count), [at for at in range(count) if not is_out[at]]
    if not size:
        return []
    limit = sorted(byte[at] for at in others)[size - 1]
    enough = [at for at in others if byte[at] <= limit]
    more = stream("more", 7 * len(enough))
    number = {at: (byte[at], more[7 * i : 7 * i + 7], at) for i, at in enumerate(enough)}
    return sorted(enough, key=number.__getitem__)[:size]


@given(st.data())
def test_the_first_are_those_that_plain_sorting_gives(data):
    is_out = np.array(data.draw(st.lists(st.booleans(), max_size=700)), dtype=bool)
    size = data.draw(st.integers(0, int((~is_out).sum())))
    key = data.draw(st.binary(min_size=32, max_size=32))
    found = first_of(key, "north", len(is_out), size, is_out)
    assert found.tolist() == plainly(key, "north", len(is_out), size, is_out)


def test_more_than_there_are_cannot_be_taken():
    with pytest.raises(ValueError, match="3 cannot be taken of 2"):
        first_of(bytes(32), "north", 4, 3, np.array([True, False, False, True]))


@settings(max_examples=50)
@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.integers(1, 6),
    st.sampled_from(["independent", "conditional"]),
    st.integers(1, 4),
    st.integers(0, 1000),
)
def test_every_copy_stratum_and_portion_has_exactly_its_size(
    units, copies, design, parts, seed
):
    share = Fraction(1, 5) if design == "independent" else Fraction(1, 3 * copies)
    wanted = [Wanted(str(at), share=share) for at in range(copies)]
    frame = a_frame(design, units, wanted, parts)
    strata = strata_of(units)
    drawn = draw_copies(frame, strata, keys(seed))
    counted = np.zeros(frame.sizes.shape, dtype=int)
    np.add.at(counted, (drawn.copy, strata[drawn.unit], drawn.portion), 1)
    assert (counted == frame.sizes).all()
    pairs = set(zip(drawn.unit.tolist(), drawn.copy.tolist(), strict=True))
    assert len(pairs) == len(drawn.unit)
    if design == "conditional":
        assert len(set(drawn.unit.tolist())) == len(drawn.unit)


def test_every_unit_has_the_same_chance_to_be_in_a_copy():
    frame = a_frame("independent", [50, 10], [Wanted("a", count=18)])
    strata = strata_of([50, 10])
    counts = np.zeros(60)
    for seed in range(3000):
        counts[draw_copies(frame, strata, keys(seed)).unit] += 1
    for stratum, size in ((0, 15), (1, 3)):
        mine = counts[strata == stratum]
        assert mine.sum() == 3000 * size
        assert stats.chisquare(mine).pvalue > TINY


def test_pairs_of_units_come_together_as_often_as_chance_has_it():
    frame = a_frame("independent", [8], [Wanted("a", count=3)])
    together = np.zeros((8, 8))
    for seed in range(4000):
        unit = draw_copies(frame, strata_of([8]), keys(seed)).unit
        together[np.ix_(unit, unit)] += 1
    pairs = together[np.triu_indices(8, 1)]
    assert stats.chisquare(pairs).pvalue > TINY


def test_two_copies_are_drawn_apart_from_each_other():
    frame = a_frame("independent", [200], [Wanted("a", count=60), Wanted("b", count=40)])
    overlaps = []
    for seed in range(2000):
        drawn = draw_copies(frame, strata_of([200]), keys(seed))
        mine = [set(drawn.unit[drawn.copy == copy].tolist()) for copy in (0, 1)]
        overlaps.append(len(mine[0] & mine[1]))
    law = stats.hypergeom(200, 60, 40)
    seen = np.bincount(overlaps, minlength=41)
    expected = law.pmf(np.arange(41)) * 2000
    keep = expected > 5
    both = [np.append(row[keep], row[~keep].sum()) for row in (seen, expected)]
    assert stats.chisquare(*both).pvalue > TINY


@pytest.mark.parametrize("design", ["independent", "conditional"])
def test_the_portion_is_as_random_as_the_membership(design):
    frame = a_frame(design, [30], [Wanted("a", count=10), Wanted("b", count=10)], portions=2)
    table = np.zeros((30, 3))
    for seed in range(3000):
        drawn = draw_copies(frame, strata_of([30]), keys(seed))
        mine = drawn.copy == 0
        assert np.bincount(drawn.portion[mine]).tolist() == [5, 5]
        table[drawn.unit[mine], drawn.portion[mine]] += 1
    for portion in (0, 1):
        assert stats.chisquare(table[:, portion]).pvalue > TINY


def test_the_embargo_takes_the_earlier_half_of_every_block():
    frame = a_frame("independent", [40, 9], [Wanted("a", count=21)], portions=2)
    drawn = draw_copies(frame, strata_of([40, 9]), keys())
    strata = strata_of([40, 9])[drawn.unit]
    for stratum in (0, 1):
        for portion in (0, 1):
            block = (strata == stratum) & (drawn.portion == portion)
            assert drawn.is_embargoed[block].sum() == block.sum() // 2


def test_units_held_back_are_in_no_copy_and_are_random_themselves():
    frame = a_frame("independent", [40], [Wanted("a", count=20)], held=Fraction(1, 10))
    counts = np.zeros(40)
    for seed in range(2000):
        drawn = draw_copies(frame, strata_of([40]), keys(seed))
        assert len(drawn.held) == 4
        assert not np.isin(drawn.unit, drawn.held).any()
        counts[drawn.held] += 1
    assert stats.chisquare(counts).pvalue > TINY


def test_a_partner_gets_only_groups_it_may_have():
    eligible = np.array([[True, True], [False, True]])
    wanted = [Wanted("a", count=5), Wanted("b", count=5)]
    frame = a_frame("independent", [20, 20], wanted, eligible=eligible)
    drawn = draw_copies(frame, strata_of([20, 20]), keys())
    assert (drawn.unit[drawn.copy == 0] < 20).all()


def test_another_secret_another_draw_another_seal_or_another_beacon_is_another_outcome():
    frame = a_frame("independent", [500], [Wanted("a", count=100)])
    master = Master(bytes(32), bytes(32))
    different = [
        DrawKeys(master, "a draw", "5ea1", "beac04"),
        DrawKeys(Master(bytes(31) + b"\1", bytes(32)), "a draw", "5ea1", "beac04"),
        DrawKeys(master, "another", "5ea1", "beac04"),
        DrawKeys(master, "a draw", "5ea2", "beac04"),
        DrawKeys(master, "a draw", "5ea1", "beac05"),
    ]
    outcomes = {draw_copies(frame, strata_of([500]), key).unit.tobytes() for key in different}
    assert len(outcomes) == len(different)


# --- the redraw audit ------------------------------------------------------------------------


@pytest.mark.parametrize("design", ["independent", "conditional"])
def test_redrawing_with_the_draws_own_key_gives_the_copy_itself(design):
    wanted = [Wanted("a", count=40), Wanted("b", count=30)]
    frame = a_frame(design, [150, 30], wanted, portions=3, held=Fraction(1, 10))
    strata = strata_of([150, 30])
    drawn = draw_copies(frame, strata, keys())
    others = np.zeros(180, dtype=bool)
    others[drawn.unit[drawn.copy != 0]] = True
    again = redrawing(frame, strata, 0, drawn.held, others)
    key = keys().copy("a") if design == "independent" else keys().deal()
    # The first exclusive copy is dealt first, so its own key gives it back as well.
    found = again.portions(key)
    mine = np.full(180, -1)
    mine[drawn.unit[drawn.copy == 0]] = drawn.portion[drawn.copy == 0]
    assert (found == mine).all()
    assert (again.members(key) == (mine >= 0)).all()


def test_an_exclusive_copy_is_redrawn_by_the_law_it_has_given_the_others():
    # Enumerate: over many deals, keep those in which the other copy is a given set; the first
    # copy must then be uniform over what is left, as the redrawing says.
    frame = a_frame("conditional", [5], [Wanted("a", count=2), Wanted("b", count=1)])
    seen = {}
    for seed in range(6000):
        drawn = draw_copies(frame, strata_of([5]), keys(seed))
        if drawn.unit[drawn.copy == 1].tolist() == [4]:
            mine = tuple(drawn.unit[drawn.copy == 0].tolist())
            seen[mine] = seen.get(mine, 0) + 1
    others = np.arange(5) == 4
    again = redrawing(frame, strata_of([5]), 0, np.empty(0, np.int32), others)
    redrawn = {}
    for seed in range(6000):
        mine = tuple(np.flatnonzero(again.members(seed.to_bytes(32))).tolist())
        redrawn[mine] = redrawn.get(mine, 0) + 1
    assert set(seen) == set(redrawn) == {(a, b) for a in range(4) for b in range(a + 1, 4)}
    assert stats.chisquare(list(seen.values())).pvalue > TINY
    assert stats.chisquare(list(redrawn.values())).pvalue > TINY


def test_a_redrawn_copy_never_takes_units_held_back_or_of_others():
    wanted = [Wanted("a", count=30), Wanted("b", count=30)]
    independent = a_frame("independent", [100], wanted, held=Fraction(1, 5))
    drawn = draw_copies(independent, strata_of([100]), keys())
    again = redrawing(independent, strata_of([100]), 1, drawn.held)
    for seed in range(50):
        assert not again.members(seed.to_bytes(32))[drawn.held].any()
    exclusive = a_frame("conditional", [100], wanted)
    drawn = draw_copies(exclusive, strata_of([100]), keys())
    others = np.zeros(100, dtype=bool)
    others[drawn.unit[drawn.copy == 0]] = True
    again = redrawing(exclusive, strata_of([100]), 1, drawn.held, others)
    for seed in range(50):
        members = again.members(seed.to_bytes(32))
        assert members.sum() == 30
        assert not (members & others).any()


def test_exclusive_lists_cannot_be_redrawn_without_the_others():
    frame = a_frame("conditional", [10], [Wanted("a", count=2)])
    with pytest.raises(ValueError, match="given everybody else's"):
        redrawing(frame, strata_of([10]), 0, np.empty(0, np.int32))


def test_portions_are_consecutive_blocks():
    assert portions_of([2, 0, 3]).tolist() == [0, 0, 2, 2, 2]
