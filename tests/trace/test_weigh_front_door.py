"""The front door on which other programs rely: shapes, defaults, refusals, edge cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from leumund.basics.errors import BadInput
from leumund.trace import NotWeighable, trail, weigh

UNITS, COPIES = 400, 8


@pytest.fixture
def copies() -> np.ndarray:
    rng = np.random.default_rng(7)
    matrix = np.zeros((UNITS, COPIES), dtype=bool)
    for copy in range(COPIES):
        matrix[rng.permutation(UNITS)[:40], copy] = True
    return matrix


def members(copies: np.ndarray, copy: int) -> list[int]:
    """Who is in a copy."""
    return np.flatnonzero(copies[:, copy]).tolist()


def test_a_used_copy_is_named_and_no_other(copies: np.ndarray) -> None:
    weighing = weigh(copies, members(copies, 3)[:20], design="independent")
    assert weighing.named == (3,)
    assert 0 < weighing.named_at[3] < 10
    assert weighing.share_low[3] > 0.5
    assert weighing.share_high[3] == 1.0
    assert weighing.excluded[3] == 0
    assert weighing.used.tolist() == [20] * COPIES


def test_dense_and_sparse_copies_weigh_the_same(copies: np.ndarray) -> None:
    subjects = [*members(copies, 1)[:5], 3, 9, 27, 81]
    dense = weigh(copies, subjects, design="independent")
    for form in (sparse.csr_matrix(copies), sparse.csc_array(copies), copies.astype(int)):
        assert np.array_equal(weigh(form, subjects, design="independent").log_e, dense.log_e)


def test_dense_and_sparse_eligibility_weigh_the_same(copies: np.ndarray) -> None:
    eligible = copies | (np.arange(UNITS)[:, None] % 3 > 0)
    for design in ("independent", "conditional"):
        dense = weigh(copies, range(50), design=design, eligible=eligible)
        thin = weigh(copies, range(50), design=design, eligible=sparse.csr_array(eligible))
        assert np.array_equal(dense.log_e, thin.log_e)


def test_repeated_units_count_once(copies: np.ndarray) -> None:
    once = weigh(copies, [5, 6, 7], design="independent")
    again = weigh(copies, [5, 6, 5, 7, 6, 5], design="independent")
    assert np.array_equal(once.log_e, again.log_e)
    assert np.array_equal(once.excluded, again.excluded)
    assert again.calls == 3


def test_strata_may_have_any_numbers(copies: np.ndarray) -> None:
    strata = np.arange(UNITS) % 2
    plain = weigh(copies, range(20), design="independent", strata=strata)
    odd = weigh(copies, range(20), design="independent", strata=strata * 1000 - 7)
    assert np.array_equal(plain.log_e, odd.log_e)


def test_a_naming_is_final_though_the_evidence_falls_again(copies: np.ndarray) -> None:
    strangers = [unit for unit in range(UNITS) if not copies[unit, 2]]
    weighing = weigh(copies, members(copies, 2)[:9] + strangers, design="independent")
    assert 2 in weighing.named
    assert weighing.log_e[2] < weighing.log_thresholds[2]


def test_nobodys_customer_is_excluded_by_every_copy_and_is_no_evidence(
    copies: np.ndarray,
) -> None:
    weighing = weigh(copies, [-1, -1, -1], design="independent")
    assert weighing.excluded.tolist() == [3] * COPIES
    assert weighing.log_e.tolist() == [0.0] * COPIES
    assert weighing.calls == 3


def test_a_unit_not_yet_released_cannot_have_been_called_from_the_copy(
    copies: np.ndarray,
) -> None:
    released = [(unit, 0, 5) for unit in members(copies, 0)]
    early = weigh(copies, members(copies, 0)[:3], design="independent", released_at=released)
    assert early.excluded[0] == 3
    assert early.used[0] == 0
    assert early.log_e[0] == 0


def test_a_call_before_the_release_does_not_use_the_unit_up(copies: np.ndarray) -> None:
    first = members(copies, 0)[0]
    released = [(unit, 0, 1) for unit in members(copies, 0)]
    weighing = weigh(copies, [first, first], design="independent", released_at=released)
    assert weighing.used[0] == 1
    assert weighing.log_e[0] > 0


def test_lawful_contact_is_left_out_of_the_naming_but_counts_for_the_share(
    copies: np.ndarray,
) -> None:
    subjects = members(copies, 4)[:20]
    contacted = [(unit, 4, 0) for unit in members(copies, 4)]
    weighing = weigh(copies, subjects, design="independent", contacted=contacted)
    assert 4 not in weighing.named
    assert weighing.log_e[4] == 0
    assert weighing.used[4] == weighing.hits[4] == 20
    assert weighing.share_high[4] == 1.0


def test_a_contact_after_the_complaint_changes_nothing(copies: np.ndarray) -> None:
    subjects = members(copies, 4)[:20]
    contacted = [(unit, 4, 20) for unit in members(copies, 4)]
    weighing = weigh(copies, subjects, design="independent", contacted=contacted)
    assert np.array_equal(weighing.log_e, weigh(copies, subjects, design="independent").log_e)


def test_a_contact_outside_the_copy_is_ignored(copies: np.ndarray) -> None:
    outside = next(unit for unit in range(UNITS) if not copies[unit, 0])
    plain = weigh(copies, [outside], design="independent")
    odd = weigh(copies, [outside], design="independent", contacted=[(outside, 0, 0)])
    assert np.array_equal(plain.log_e, odd.log_e)


def test_explained_complaints_raise_the_upper_limit_and_name_nobody(
    copies: np.ndarray,
) -> None:
    strangers = [unit for unit in range(UNITS) if not copies[unit, 6]][:60]
    plain = weigh(copies, strangers, design="independent")
    explained = [(unit, 6, 10) for unit in members(copies, 6)[:30]]
    more = weigh(copies, strangers, design="independent", explained=explained)
    assert more.share_high[6] > plain.share_high[6]
    assert np.array_equal(more.log_e, plain.log_e)


def test_a_weight_of_nothing_is_never_named(copies: np.ndarray) -> None:
    weights = np.full(COPIES, 1 / COPIES)
    weights[3] = 0
    weighing = weigh(copies, members(copies, 3), design="independent", weights=weights)
    assert weighing.named == ()
    assert weighing.log_e[3] > 20


def test_very_long_streams_neither_overflow_nor_vanish() -> None:
    units = 20_000
    copies = np.zeros((units, 2), dtype=bool)
    copies[:2_000, 0] = True
    hits = weigh(copies, np.arange(2_000), design="independent")
    assert np.isfinite(hits.log_e).all()
    assert hits.log_e[0] > 2_000
    misses = weigh(copies, np.arange(2_000, 20_000), design="independent")
    assert -400 < misses.log_e[0] < -300


def test_a_start_after_tens_of_thousands_of_misses_names_nobody() -> None:
    """What had shrunk to nothing must not blow up when new mass begins."""
    copies = np.zeros((100_000, 1), dtype=bool)
    copies[:5_000, 0] = True
    subjects = np.append(np.arange(50_000, 97_000), -1)
    weighing = weigh(copies, subjects, design="independent", starts=[47_000])
    assert weighing.named == ()
    assert weighing.log_e[0] == pytest.approx(np.log(0.5))


def test_the_trail_ends_where_the_weighing_does(copies: np.ndarray) -> None:
    subjects = [*members(copies, 1)[:5], 3, -1, 27, 81]
    path = trail(copies, subjects, design="independent", starts=[2, 4])
    weighing = weigh(copies, subjects, design="independent", starts=[2, 4])
    assert path.shape == (len(subjects), COPIES)
    assert np.array_equal(path[-1], weighing.log_e)


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_the_past_does_not_change_when_calls_are_added(copies: np.ndarray, cut: int) -> None:
    subjects = [*members(copies, 1)[:5], 3, 9, 27, 81, 243]
    whole = trail(copies, subjects, design="conditional")
    assert np.array_equal(trail(copies, subjects[:cut], design="conditional"), whole[:cut])


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        ({"design": "best"}, "design"),
        ({"subjects": [UNITS]}, "subjects"),
        ({"subjects": [-2]}, "subjects"),
        ({"subjects": [0.5]}, "subjects"),
        ({"weights": [1.0] * COPIES}, "weights"),
        ({"weights": [-0.1] * COPIES}, "weights"),
        ({"weights": [0.1]}, "weights"),
        ({"weights": [1 + 1e-9, *[0.0] * (COPIES - 1)]}, "weights"),
        ({"weights": [float("nan"), *[0.0] * (COPIES - 1)]}, "weights"),
        ({"strata": [0, 1]}, "strata"),
        ({"eligible": [[True]]}, "eligible"),
        ({"alpha": 0.0}, "alpha"),
        ({"released_at": [(0, COPIES, 1)]}, "released_at"),
        ({"released_at": [(0, 1)]}, "released_at"),
        ({"contacted": [(0, 0, float("nan"))]}, "contacted"),
        ({"called_at": [1, 2]}, "called_at"),
        ({"copies": [True, False]}, "copies"),
    ],
)
def test_what_cannot_be_weighed_is_refused_with_its_name(
    copies: np.ndarray, arguments: dict[str, object], about: str
) -> None:
    given: dict[str, object] = {"copies": copies, "subjects": [1], "design": "independent"}
    with pytest.raises(NotWeighable, match=about) as refusal:
        weigh(**{**given, **arguments})  # type: ignore[arg-type]
    assert isinstance(refusal.value, BadInput)
    assert isinstance(refusal.value, ValueError)


def test_a_release_outside_the_copy_is_refused(copies: np.ndarray) -> None:
    outside = next(unit for unit in range(UNITS) if not copies[unit, 0])
    with pytest.raises(NotWeighable, match="not in copy 0"):
        weigh(copies, [1], design="independent", released_at=[(outside, 0, 1)])


def test_no_calls_say_nothing(copies: np.ndarray) -> None:
    weighing = weigh(copies, [], design="conditional")
    assert weighing.named == ()
    assert weighing.share_high.tolist() == [1.0] * COPIES
    assert weighing.excluded.tolist() == [0] * COPIES


def test_no_calls_yet_weigh_nothing_also_where_their_moments_are_given() -> None:
    weighing = weigh(np.eye(3, dtype=bool), [], design="independent", called_at=[])
    assert weighing.log_e.tolist() == [0.0, 0.0, 0.0]
