"""The mean of the evidence over all draws that could have been is one: by counting them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, permutations, product

import numpy as np
import pytest
from tests.trace.draws import HANDED_OVER, call, draw_record

from leumund.release import DrawRecord
from leumund.release.campaign import Campaign, Decoys, Portion, Wish
from leumund.release.draw import draw_copies
from leumund.release.prepare import frame_of
from leumund.release.secret import DrawKeys, Master
from leumund.release.universe import Universe
from leumund.trace import weigh
from leumund.trace.evidence import Contacts, Stream, evidence
from leumund.trace.reading import weighed

UNITS = 6
LATER = HANDED_OVER + timedelta(days=1)
NOTHING = Contacts(np.empty(0, np.int64), (), np.empty(0, "datetime64[s]"))


def mean_evidence(draws: list[np.ndarray], copy: int, **arguments: object) -> float:
    """The mean over equally likely draws of the evidence against one copy."""
    logs = [weigh(draw, **arguments).log_e[copy] for draw in draws]  # type: ignore[arg-type]
    return float(np.mean(np.exp(logs)))


def independent_draws(size: int, strata: tuple[int, ...] = (0,) * UNITS) -> list[np.ndarray]:
    """All matrices of two copies, each of ``size`` units per stratum, drawn apart."""
    per_stratum = [
        list(combinations([u for u in range(UNITS) if strata[u] == h], size))
        for h in sorted(set(strata))
    ]
    lists = [sum(parts, ()) for parts in product(*per_stratum)]
    return [_matrix([first, second]) for first in lists for second in lists]


def exclusive_draws(sizes: tuple[int, int]) -> list[np.ndarray]:
    """All ways to deal six units into two exclusive copies and a hold-back."""
    return [
        _matrix([first, second])
        for first in combinations(range(UNITS), sizes[0])
        for second in combinations(sorted(set(range(UNITS)) - set(first)), sizes[1])
    ]


def _matrix(lists: list[tuple[int, ...]]) -> np.ndarray:
    matrix = np.zeros((UNITS, len(lists)), dtype=bool)
    for copy, units in enumerate(lists):
        matrix[list(units), copy] = True
    return matrix


def test_independent_lists_are_a_fair_bet_whoever_complains() -> None:
    for subjects in ([0, 1, 2], [3, 3, 1, 0], [5, 4, 3, 2, 1, 0]):
        mean = mean_evidence(independent_draws(2), 0, subjects=subjects, design="independent")
        assert mean == pytest.approx(1.0, abs=1e-12)


def spread_draws() -> list[tuple[np.ndarray, np.ndarray]]:
    """All ways to deal six units into three groups of two, then a coin per copy and open
    group: matrix and groups. The middle group is open to both copies."""
    deals = {
        tuple(0 if at in first else 1 if at in second else 2 for at in range(UNITS))
        for first in combinations(range(UNITS), 2)
        for second in combinations(sorted(set(range(UNITS)) - set(first)), 2)
    }
    draws = []
    for deal in sorted(deals):
        groups = [[at for at in range(UNITS) if deal[at] == one] for one in range(3)]
        for first in product(groups[0], groups[1]):
            for second in product(groups[1], groups[2]):
                draws.append((_matrix([first, second]), np.array(deal)))
    return draws


def test_spread_lists_are_a_fair_bet_given_the_others_list() -> None:
    """Also when the stream looks at the other copy, whose list tells of the groups."""
    by_other: dict[tuple[bool, ...], list[float]] = {}
    for draw, groups in spread_draws():
        in_other, free = np.flatnonzero(draw[:, 1]), np.flatnonzero(~draw[:, 1])
        could_be = np.stack([groups <= 1, groups >= 1], axis=1)
        found = weigh(
            draw, [*in_other, *free[:3]], design="independent", strata=groups, eligible=could_be
        )
        by_other.setdefault(tuple(draw[:, 1].tolist()), []).append(float(found.log_e[0]))
    assert len(by_other) == 15
    for logs in by_other.values():
        assert float(np.mean(np.exp(logs))) == pytest.approx(1.0, abs=1e-12)


def test_strata_are_a_fair_bet() -> None:
    strata = (0, 0, 0, 1, 1, 1)
    mean = mean_evidence(
        independent_draws(1, strata), 1,
        subjects=[0, 3, 4, 1], design="independent", strata=strata,
    )  # fmt: skip
    assert mean == pytest.approx(1.0, abs=1e-12)


def test_exclusive_lists_are_a_fair_bet_given_the_others_list() -> None:
    """Also when the stream looks at the other copy: fair for each of the other's lists."""
    draws = exclusive_draws((2, 2))
    for other in {tuple(draw[:, 1]) for draw in draws}:
        given = [draw for draw in draws if tuple(draw[:, 1]) == other]
        in_other = np.flatnonzero(given[0][:, 1])
        free = np.flatnonzero(~given[0][:, 1])
        subjects = [*in_other, *free[:3]]
        mean = mean_evidence(given, 0, subjects=subjects, design="conditional")
        assert mean == pytest.approx(1.0, abs=1e-12)


def test_exclusive_lists_without_hold_back_leave_nothing_to_chance() -> None:
    for draw in exclusive_draws((3, 3))[:5]:
        weighing = weigh(draw, [0, 1, 2, 3], design="conditional")
        assert weighing.used.tolist() == [0, 0]
        assert weighing.log_e.tolist() == [0.0, 0.0]
        assert weighing.share_high.tolist() == [1.0, 1.0]


def test_a_permuted_matrix_is_a_fair_bet_within_its_patterns() -> None:
    rows = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    draws = [rows[list(order)] for order in permutations(range(5))]
    for copy in range(3):
        mean = mean_evidence(draws, copy, subjects=[0, 1, 2, 3], design="conditional")
        assert mean == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("design", ["independent", "conditional"])
def test_portions_are_a_fair_bet(design: str) -> None:
    """Copy 0 leaves in two portions of one unit each, at positions 1 and 3."""
    logs = []
    for first, second in permutations(range(UNITS), 2):
        copies = _matrix([(first, second), ()])
        released = [(first, 0, 1), (second, 0, 3)]
        weighing = weigh(copies, [0, 1, 2, 3, 4], design=design, released_at=released)
        logs.append(weighing.log_e[0])
    assert np.mean(np.exp(logs)) == pytest.approx(1.0, abs=1e-12)


def test_a_call_that_arrives_late_counts_at_the_time_it_was_made() -> None:
    logs = []
    for first, second in permutations(range(UNITS), 2):
        copies = _matrix([(first, second)])
        released = [(first, 0, 1), (second, 0, 3)]
        weighing = weigh(
            copies, [0, 1, 2, 3, 4], design="independent",
            released_at=released, called_at=[0, 1, 1, 2, 4],
        )  # fmt: skip
        logs.append(weighing.log_e[0])
    assert np.mean(np.exp(logs)) == pytest.approx(1.0, abs=1e-12)


def test_starts_are_a_fair_bet() -> None:
    mean = mean_evidence(
        independent_draws(2),
        0,
        subjects=[0, 1, 2, 3],
        design="independent",
        starts=[0, 1, 2, 9],
    )
    assert mean == pytest.approx(1.0, abs=1e-12)


def test_units_that_took_no_part_are_no_evidence() -> None:
    eligible = np.ones((UNITS, 2), dtype=bool)
    eligible[0] = False
    draws = [_matrix([a, b]) for a in combinations(range(1, 6), 2) for b in ((1, 2), (3, 4))]
    mean = mean_evidence(
        draws, 0, subjects=[0, 1, 2, 3], design="independent", eligible=eligible
    )
    assert mean == pytest.approx(1.0, abs=1e-12)
    assert weigh(draws[0], [0], design="independent", eligible=eligible).used.tolist() == [0, 0]


def test_exclusive_lists_with_different_eligibility_are_a_fair_bet() -> None:
    """Copy 0 may hold units 0 to 3, copy 1 all: dealt one after the other, in either order."""
    eligible = np.ones((UNITS, 2), dtype=bool)
    eligible[4:, 0] = False
    logs, chances = [], []
    for first in combinations(range(4), 2):
        rest = [u for u in range(UNITS) if u not in first]
        for second in combinations(rest, 2):
            weighing = weigh(
                _matrix([first, second]), [0, 4, 1, 2], design="conditional", eligible=eligible
            )
            logs.append(weighing.log_e)
            chances.append(1.0)
    means = np.average(np.exp(logs), axis=0, weights=chances)
    assert means == pytest.approx([1.0, 1.0], abs=1e-12)


def test_lawful_contacts_only_ever_lower_the_evidence() -> None:
    """Whatever rule the holder rings by, filter F1 keeps the mean at one or below."""
    worst = 0.0
    for order in list(permutations(range(UNITS)))[::17]:
        logs = []
        for members in combinations(range(UNITS), 2):
            rung = sorted(members, key=order.index)[0]
            weighing = weigh(
                _matrix([members]), [0, 1, 2, 3], design="independent",
                contacted=[(rung, 0, 1)],
            )  # fmt: skip
            logs.append(weighing.log_e[0])
        worst = max(worst, float(np.mean(np.exp(logs))))
    assert worst <= 1.0 + 1e-12


@pytest.mark.parametrize("design", ["independent", "conditional"])
def test_decoys_drawn_by_the_product_are_a_fair_bet_whoever_rings_whom(design: str) -> None:
    """Units 0 to 3 are decoys, 4 to 7 people; each of two copies has one of each. The product's
    frame, its coins and its weighing: every outcome once, as each is equally likely."""
    draws = decoys_drawn(design)
    one_each = 4 * 4 if design == "independent" else 4 * 3
    assert len(draws) == one_each**2
    for rung in ([0], [0, 1, 4], [4, 5, 0, 6, 1, 2], [3, 3, 7, 2, 1, 0]):
        calls = [call(at + 1, 100 + unit, LATER) for at, unit in enumerate(rung)]
        stream = Stream.of(calls)
        logs = [weighed(one, evidence(one, stream, NOTHING, [], {}))[0].log_e for one in draws]
        means = np.mean(np.exp(logs), axis=0)
        assert means == pytest.approx([1.0, 1.0], abs=1e-12)


def decoys_drawn(design: str) -> list[DrawRecord]:
    """All outcomes of a draw, as its coins reach them."""
    wishes = (Wish("A", count=1), Wish("B", count=1))
    terms = Campaign(
        "spring", "M", "P", "winback", design, (), wishes,
        (Portion(HANDED_OVER.date(), Fraction(1)),), decoys=Decoys(1),
    )  # fmt: skip
    units = np.arange(8, dtype=np.int32)
    strata = np.repeat(np.arange(2, dtype=np.int32), 4)
    universe = Universe(units.astype(np.int64) + 100, units, strata, ('"decoys"', "[]"))
    frame = frame_of(terms, universe, Fraction(0))
    found: dict[bytes, DrawRecord] = {}
    for seed in range(4_000):
        master = Master(seed.to_bytes(32), bytes(32))
        drawn = draw_copies(frame, strata, DrawKeys(master, "spring", "", ""))
        matrix = np.zeros((8, 2), dtype=bool)
        matrix[drawn.unit, drawn.copy] = True
        if matrix.tobytes() not in found:
            record = draw_record(matrix, ("A", "B"), design=design)
            record = replace(record, strata=strata, stratum_names=universe.stratum_names)
            found[matrix.tobytes()] = record
    return list(found.values())
