"""Twelve ways in which a naive tracer accuses the innocent or clears the used copy.

Each test simulates the situation, shows that the naive version fails in it, and that ours
holds. Where a correction belongs to another part, its test there is named.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import log

import numpy as np
import pytest

from leumund.release.account import Account, Terms, complaints_weight, file_weight
from leumund.release.unit import units_of
from leumund.trace import calls_needed, redraw_audit, weigh
from leumund.trace.needed import least_calls, mean_calls
from leumund.trace.share import _lower, _missed

RUNS = 60


def draw(rng: np.random.Generator, units: int, copies: int, size: int) -> np.ndarray:
    """Independent lists of a fixed size."""
    order = rng.permuted(np.tile(np.arange(units), (copies, 1)), axis=1)[:, :size]
    matrix = np.zeros((units, copies), dtype=bool)
    matrix[order, np.arange(copies)[:, None]] = True
    return matrix


def deal(rng: np.random.Generator, units: int, copies: int, size: int) -> np.ndarray:
    """Exclusive lists; who is left over is held back."""
    order = rng.permutation(units)
    matrix = np.zeros((units, copies), dtype=bool)
    for copy in range(copies):
        matrix[order[copy * size : (copy + 1) * size], copy] = True
    return matrix


def test_1_a_partner_that_rings_its_whole_list_and_then_sells_it_is_never_out_by_share() -> (
    None
):
    """The naive limit looks only at the calls that the filter left."""
    rng = np.random.default_rng(1)
    naive_clears = ours_clears = 0
    for _ in range(RUNS):
        copies = draw(rng, 2_000, 10, 200)
        sold = rng.permutation(np.flatnonzero(copies[:, 0]))[:60]
        subjects = rng.permutation(np.concatenate([sold, rng.permutation(2_000)[:250]]))
        contacted = [(unit, 0, 0) for unit in np.flatnonzero(copies[:, 0])]
        ours = weigh(copies, subjects, design="independent", contacted=contacted)
        left = [unit for unit in subjects if not copies[unit, 0]]
        naive = weigh(copies, left, design="independent")
        naive_clears += naive.share_high[0] < 0.10
        ours_clears += ours.share_high[0] < 0.2
        assert 0 not in ours.named
    assert naive_clears == RUNS
    assert ours_clears == 0


def test_2_coins_are_tossed_for_units_or_an_untouched_copy_is_named() -> None:
    """Five persons on each line: a coin per person, counted per number, hits too often."""
    rng = np.random.default_rng(2)
    lines, household = 400, 5
    persons = np.arange(lines * household)
    units = units_of(np.arange(lines), persons, persons // household)
    assert len(units) == lines
    naive = ours = 0
    for _ in range(RUNS):
        subjects = rng.permutation(lines)[:80]
        per_person = draw(rng, lines * household, 20, lines * household // 10)
        by_number = per_person.reshape(lines, household, 20).any(axis=1)
        naive += bool((_product(by_number[subjects], 0.1) >= log(20 / 0.05)).any())
        ours += bool(weigh(draw(rng, lines, 20, 40), subjects, design="independent").named)
    assert naive > RUNS / 2
    assert ours == 0


def _product(hits: np.ndarray, chance: float) -> np.ndarray:
    """The bet with one share and a constant chance, at its peak: calls x copies -> copies."""
    steps = np.log(1 - 0.3 + 0.3 * hits / chance)
    peaks: np.ndarray = np.cumsum(steps, axis=0).max(axis=0)
    return peaks


def test_3_the_account_books_parts_that_never_sum_to_more_than_one() -> None:
    """See also test_the_account_holds_for_life: 'draws so far' books six times too much."""
    account = Account(Terms(), date(2026, 1, 1))
    total = naive = Fraction(0)
    copies_so_far = 0
    for turn in range(240):
        on = date(2026 + turn // 12, 1 + turn % 12, 5)
        account, booking = account.book(on, 50, is_declared=True)
        copies_so_far += 50
        naive += Fraction(50, copies_so_far)
        files = sum(file_weight(booking.weight, k) for k in range(1, 200))
        total += 50 * (complaints_weight(booking.weight) + files)
    assert total <= account.booked() <= 1
    assert naive > 6


def test_4_a_permanent_hold_back_in_the_urn_names_untouched_copies() -> None:
    """Customers who came later could never have been held back; new customers complain."""
    rng = np.random.default_rng(4)
    old, new, held = 500, 1_500, 400
    naive = ours = 0
    for _ in range(RUNS):
        is_held = np.zeros(old + new, dtype=bool)
        is_held[rng.permutation(old)[:held]] = True
        copies = np.zeros((old + new, 4), dtype=bool)
        order = rng.permutation(np.flatnonzero(~is_held))
        for copy in range(4):
            copies[order[copy::4], copy] = True
        subjects = old + rng.permutation(new)[:80]
        eligible = np.repeat(~is_held[:, None], 4, axis=1)
        naive += bool(weigh(copies, subjects, design="conditional").named)
        ours += bool(weigh(copies, subjects, design="conditional", eligible=eligible).named)
    assert naive > RUNS / 2
    assert ours == 0


def test_5_a_later_draw_that_used_contacts_makes_the_filter_compulsory() -> None:
    """The second wave takes up those whom copy 0 lawfully rang; the second list is sold."""
    rng = np.random.default_rng(5)
    naive = ours = 0
    for _ in range(RUNS):
        copies = draw(rng, 2_000, 10, 200)
        rung = np.flatnonzero(copies[:, 0])
        second_wave = np.concatenate([rung, rng.choice(2_000, 200)])
        subjects = rng.permutation(second_wave)[:60]
        contacted = [(unit, 0, 0) for unit in rung]
        naive += 0 in weigh(copies, subjects, design="independent").named
        ours += 0 in weigh(copies, subjects, design="independent", contacted=contacted).named
    assert naive == RUNS
    assert ours == 0


def test_6_a_leak_that_starts_late_is_still_found() -> None:
    """Half of the copy's calls come after 1,000 calls of background."""
    rng = np.random.default_rng(6)
    with_starts, without = [], []
    for _ in range(12):
        copies = draw(rng, 20_000, 100, 2_000)
        background = rng.permutation(20_000)[:1_000]
        sold = rng.permutation(np.flatnonzero(copies[:, 0]))[:200]
        late = np.where(rng.random(200) < 0.5, sold, rng.integers(0, 20_000, 200))
        subjects = np.concatenate([background, late])
        starts = np.linspace(0, 1_200, 365)
        with_starts.append(_calls_after(copies, subjects, starts))
        without.append(_calls_after(copies, subjects, None))
    assert np.median(without) > 80
    assert np.median(with_starts) < 40


def _calls_after(copies: np.ndarray, subjects: np.ndarray, starts: np.ndarray | None) -> int:
    weighing = weigh(copies, subjects, design="independent", starts=starts)
    return int(weighing.named_at[0]) - 1_000 if 0 in weighing.named else 200


def test_7_lower_limits_per_copy_would_say_at_least_x_percent_of_untouched_copies() -> None:
    """Sixty untouched copies: at 95 % each some get a lower limit, at the naming level none."""
    rng = np.random.default_rng(7)
    naive = ours = 0
    grid = np.linspace(0.0, 1.0, 201)
    for _ in range(RUNS):
        copies = draw(rng, 5_000, 60, 500)
        subjects = rng.permutation(5_000)[:150]
        ours += bool((weigh(copies, subjects, design="independent").share_low > 0).any())
        hit = np.log(grid + (1 - grid) * 0.1)
        counts = copies[subjects].cumsum(axis=0)
        naive += any(
            _lower(
                counts[t, copy] * hit + _missed(np.array([t + 1 - counts[t, copy]]))[:, 0],
                log(20),
            )
            > 0
            for copy in range(60)
            for t in range(0, 150, 3)
            if copies[subjects[t], copy] or counts[t, copy] > 0.15 * (t + 1)
        )
    assert naive > RUNS / 4
    assert ours == 0


def test_8_a_list_that_leaves_in_portions_is_weighed_by_what_had_left() -> None:
    """Naive: whoever will be in the copy is a hit, at the chance of what has left so far."""
    rng = np.random.default_rng(8)
    naive = ours = 0
    for _ in range(RUNS):
        copies = draw(rng, 2_000, 10, 400)
        released = []
        for copy in range(10):
            members = rng.permutation(np.flatnonzero(copies[:, copy]))
            released += [(unit, copy, rank // 40 * 20) for rank, unit in enumerate(members)]
        subjects = rng.permutation(2_000)[:80]
        left = 40 * (np.arange(80) // 20 + 1) / 2_000
        steps = np.log(0.7 + 0.3 * copies[subjects] / left[:, None])
        naive += bool((np.cumsum(steps, axis=0).max(axis=0) >= log(10 / 1e-3)).any())
        weighing = weigh(copies, subjects, design="independent", released_at=released)
        ours += bool(weighing.named)
    assert naive > RUNS / 2
    assert ours == 0


def test_9_an_intake_that_looks_at_the_lists_frames_an_untouched_copy() -> None:
    """It drops every second complaint that speaks for copy 0. That is why it may not look."""
    rng = np.random.default_rng(9)
    seeing = blind = 0
    for _ in range(RUNS):
        copies = draw(rng, 2_000, 10, 200)
        subjects = rng.permutation(2_000)[:300]
        is_kept = copies[subjects, 0] | (rng.random(300) < 0.3)
        seeing += 0 in weigh(copies, subjects[is_kept], design="independent").named
        is_kept = rng.random(300) < 0.3
        blind += 0 in weigh(copies, subjects[is_kept], design="independent").named
    assert seeing > RUNS / 2
    assert blind == 0


def test_11_the_redraw_audit_blocks_a_wrong_urn_and_lets_a_right_one_pass() -> None:
    """Exclusive lists whose complaints by the others' customers were filtered away."""
    rng = np.random.default_rng(11)
    copies = deal(rng, 600, 5, 100)
    free = np.flatnonzero(~copies[:, 1:].any(axis=1))
    subjects = rng.permutation(free)[:60]

    def redrawn() -> np.ndarray:
        portions = np.full(600, -1)
        portions[rng.permutation(free)[:100]] = 0
        return portions

    def audit(cells: np.ndarray) -> bool:
        lists = (redrawn() for _ in range(500))
        return redraw_audit(
            lists, subjects, cells=cells, weight=0.2, alpha=1e-3
        ).is_blocking  # fmt: skip

    assert audit(np.zeros(600, dtype=int)), "the marginal chance m/N must be caught"
    assert not audit(copies[:, 1:].any(axis=1).astype(int))


@pytest.mark.parametrize(("alpha", "worst"), [(1e-3, 1.230), (1e-6, 1.131)])
def test_12_the_calls_needed_stay_near_the_bound(alpha: float, worst: float) -> None:
    """Recomputed ratios of mean calls to ln(n/alpha)/KL for shares up to one half."""
    ratios = [
        mean_calls(p, share, log(copies / alpha)) / least_calls(p, share, 1 / copies, alpha)
        for copies, p, share in [
            (10, 0.1, 0.5), (10, 0.1, 0.2), (100, 0.5, 0.5), (100, 0.5, 0.2), (100, 0.2, 0.5),
            (100, 0.1, 0.5), (100, 0.1, 0.2), (100, 0.1, 0.1), (100, 0.02, 0.5),
            (100, 0.02, 0.1), (1000, 0.1, 0.5), (1000, 0.1, 0.2), (1000, 0.02, 0.5),
        ]
        if alpha == 1e-3 or copies == 1000
    ]  # fmt: skip
    assert 1.0 < max(ratios) <= worst + 5e-4


@pytest.mark.parametrize(
    ("copies", "alpha", "p", "share", "mean"),
    [
        (10, 1e-3, 0.1, 0.5, 18.0), (10, 1e-3, 0.1, 0.2, 85), (100, 1e-3, 0.5, 1, 21.0),
        (100, 1e-3, 0.5, 0.5, 102.7), (100, 1e-3, 0.5, 0.2, 654), (100, 1e-3, 0.1, 0.5, 22.1),
        (100, 1e-3, 0.1, 0.1, 359), (100, 1e-3, 0.02, 0.5, 10.8), (1000, 1e-6, 0.1, 0.5, 37.0),
        (1000, 1e-6, 0.02, 0.1, 196), (5000, 1e-3, 0.02, 0.2, 51.8),
    ],
)  # fmt: skip
def test_12_the_table_of_calls_needed_is_reproduced(
    copies: int, alpha: float, p: float, share: float, mean: float
) -> None:
    assert mean_calls(p, share, log(copies / alpha)) == pytest.approx(mean, rel=0.01)


def test_12_the_planner_says_where_nobody_can_be_named() -> None:
    assert calls_needed(0.0, 1.0, 0.01, 1e-3) is None
    assert calls_needed(1.0, 1.0, 0.01, 1e-3) is None
    assert calls_needed(0.1, 0.0, 0.01, 1e-3) is None
    assert calls_needed(0.1, 0.5, 0.01, 1e-3) == 23
