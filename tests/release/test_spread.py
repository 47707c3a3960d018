"""Spread copies: a fixed shape keeps them apart, a secret deal and coins leave the chance."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from tests.release.test_campaign_file import SHORT
from tests.release.test_draw import keys
from tests.release.test_plan import frame as laid_out

from leumund.release.campaign import BadCampaign
from leumund.release.campaign_file import read_campaign
from leumund.release.draw import draw_copies, redrawing
from leumund.release.plan import Shared, _shared
from leumund.release.shape import MOST_COPIES, open_groups, shared_most
from leumund.release.sizes import Frame, Wanted
from leumund.release.tables import drawn_from, members_table
from leumund.trace import redrawn

STRATA = np.repeat(np.arange(2, dtype=np.int32), (1600, 400))


def a_frame(copies=10, share=Fraction(1, 5), units=(1600, 400)):
    wanted = [Wanted(f"partner {at}", share=share) for at in range(copies)]
    return laid_out("spread", units, wanted, held=Fraction(1, 20))


def largest_overlap(drawn, copies):
    lists = [set(drawn.unit[drawn.copy == at].tolist()) for at in range(copies)]
    return max(
        len(one & other) / min(len(one), len(other)) for one, other in combinations(lists, 2)
    )


def test_every_copy_has_its_size_and_lies_in_the_groups_that_are_open_to_it():
    frame = a_frame()
    drawn = draw_copies(frame, STRATA, keys())
    assert np.bincount(drawn.copy).tolist() == [380] * 10
    assert np.bincount(drawn.groups).tolist() == frame.units.tolist()
    assert frame.home(drawn.groups).tolist() == STRATA.tolist()
    assert frame.eligible[drawn.groups[drawn.unit], drawn.copy].all()
    assert not np.isin(drawn.unit, drawn.held).any()
    assert len(drawn.held) == 100


def test_of_every_group_that_is_open_to_it_a_copy_takes_about_half():
    frame = a_frame()
    sizes, free = frame.sizes.sum(axis=2), frame.units - frame.held
    part = (sizes / free)[sizes > 0]
    assert part.min() > 0.4
    assert part.max() < 0.6
    assert 0.35 < frame.eligible.mean() < 0.5


def test_spread_copies_share_less_than_copies_drawn_apart():
    frame = a_frame()
    shared = _shared(frame)
    assert shared.most < 0.19
    assert shared.apart == pytest.approx(0.2)
    apart = laid_out(
        "independent",
        (1600, 400),
        [Wanted(f"partner {at}", share=Fraction(1, 5)) for at in range(10)],
        held=Fraction(1, 20),
    )
    spread = [largest_overlap(draw_copies(frame, STRATA, keys(at)), 10) for at in range(1, 6)]
    free = [largest_overlap(draw_copies(apart, STRATA, keys(at)), 10) for at in range(1, 6)]
    assert np.mean(spread) < np.mean(free)


def test_few_small_lists_share_nobody():
    frame = a_frame(copies=4, share=Fraction(1, 10))
    assert _shared(frame).most == 0.0
    assert largest_overlap(draw_copies(frame, STRATA, keys()), 4) == 0.0


def test_who_is_in_which_group_is_as_good_as_any_other_deal():
    frame = laid_out("spread", (80,), [Wanted("a", share=Fraction(1, 4))])
    seen = np.zeros((80, len(frame.units)))
    for seed in range(1, 401):
        drawn = draw_copies(frame, np.zeros(80, np.int32), keys(seed))
        seen[np.arange(80), drawn.groups] += 1
    # 400 deals into 4 groups of 20: each unit about 100 times in each.
    assert seen.min() > 50
    assert seen.max() < 150


def test_a_copy_is_redrawn_within_the_groups():
    frame = a_frame()
    drawn = draw_copies(frame, STRATA, keys())
    again = redrawing(frame, drawn.groups, 3, drawn.held).members(bytes(32))
    assert again.sum() == 380
    assert frame.eligible[drawn.groups[again], 3].all()
    assert 0 < (again & np.isin(np.arange(2000), drawn.unit[drawn.copy == 3])).sum() < 380


def test_a_program_without_anything_of_ours_draws_the_same_copies_again():
    wanted = [Wanted("a", count=90), Wanted("b", count=55), Wanted("c", share=Fraction(1, 6))]
    could = np.array([[True, True, True], [True, False, True]])
    frame = laid_out("spread", (400, 100), wanted, held=Fraction(1, 10), eligible=could)
    strata = np.random.default_rng(3).permutation(np.repeat(np.arange(2), (400, 100)))
    drawn = draw_copies(frame, strata.astype(np.int32), keys())
    for copy, name in enumerate(frame.copies):
        secrets = redrawn.Secrets(keys().copy(name), keys().deal(), keys().hold())
        again = redrawn.draw_copy(frame.document(), strata.tolist(), copy, secrets)
        mine = drawn.copy == copy
        portions = (drawn.portion[mine] + 1).tolist()
        assert again.portion_of == dict(zip(drawn.unit[mine].tolist(), portions, strict=True))
        assert again.held == set(drawn.held.tolist())
        is_open = frame.eligible[drawn.groups, copy] & ~np.isin(np.arange(500), drawn.held)
        assert again.cell_of == {u: int(drawn.groups[u]) for u in np.flatnonzero(is_open)}


def test_frame_and_outcome_survive_their_files():
    frame = a_frame()
    assert Frame.from_document(frame.document()).document() == frame.document()
    assert frame.home_names == ('["0"]', '["1"]')
    drawn = draw_copies(frame, STRATA, keys())
    found = drawn_from(members_table(drawn))
    for name in ("unit", "copy", "portion", "is_embargoed", "held", "groups"):
        assert np.array_equal(getattr(found, name), getattr(drawn, name))


def test_a_stratum_too_small_for_groups_is_one_group():
    frame = a_frame(copies=3, units=(39, 400))
    assert frame.homes.count('["0"]') == 1
    assert frame.eligible[0].all()


def test_a_shape_without_coins_leaves_almost_nothing_to_chance():
    """Why a copy is drawn by coins inside its groups: the figures of docs/why/draws.md."""
    units, copies = 400, 10
    wanted = np.full((copies, 1), units // 5)
    shape = open_groups(wanted, np.ones(units, np.int64), [0] * units, Fraction(1))
    assert shape.sum(axis=0).tolist() == [80] * copies
    rows = [tuple(row) for row in shape.tolist()]
    open_units = 0
    for copy in range(copies):
        others = [row[:copy] + row[copy + 1 :] for row in rows]
        sides = {other: set() for other in others}
        for other, row in zip(others, rows, strict=True):
            sides[other].add(row[copy])
        open_units += sum(
            len(sides[other]) == 2 and row[copy]
            for other, row in zip(others, rows, strict=True)
        )
    assert open_units / shape.sum() == pytest.approx(0.1025)
    overlap = shape.T.astype(int) @ shape
    np.fill_diagonal(overlap, 0)
    assert overlap.max() / 80 == pytest.approx(0.1125)


def test_more_partners_than_a_shape_is_good_for_are_refused():
    text = SHORT.replace("design: exclusive", "design: spread")
    wishes = ", ".join(f"{{partner: p{at}, count: 1}}" for at in range(MOST_COPIES + 1))
    many = text.replace("{partner: Norden, share: 0.1}", wishes)
    with pytest.raises(BadCampaign, match="at most 50 partners"):
        read_campaign(many)
    assert read_campaign(text).design == "spread"


def test_the_plan_says_how_much_copies_share():
    said = Shared(0.18, 0.2).in_words()
    assert "18 %" in said
    assert "20 %" in said
    assert "nothing" not in said
    assert "nothing" in Shared(0.21, 0.2).in_words()
    assert shared_most(np.array([[10], [10]]), np.array([20])) == 0.5
