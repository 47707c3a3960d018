"""The figures of tracing: streams played quickly are weighed as ``weigh`` weighs them, and
every section can be made, small, with the same figures each time."""

from __future__ import annotations

from importlib import import_module
from math import log

import numpy as np
import pytest
from benchmarks import bench_tracing_files as files
from benchmarks import bench_tracing_portions as portions
from benchmarks.law import first_crossing
from benchmarks.permuted import World, exclusive, overlapping, peaks
from benchmarks.played import Played, apart, bridged, dealt
from benchmarks.printed import Section, Size, in_markdown, upper_limit
from tools.tracing import PARTS, page

from leumund.trace import trail, weigh_file
from leumund.trace.bet import Evidence
from leumund.trace.needed import mean_calls

SMALL = Size(streams=4, is_quick=True)
ROUNDING = 1e-9


def highest(copies: np.ndarray, subjects: list[int], **more: object) -> np.ndarray:
    """The largest log evidence of every copy, as ``weigh`` has it."""
    path = trail(copies, np.array(subjects), **more)  # type: ignore[arg-type]
    return np.maximum(0, path.max(axis=0))


def hits_of(played: Played, stream: int) -> list[tuple[int, int]]:
    """(call, copy) of every hit of one stream."""
    return [
        (int(call), int(copy))
        for streams, copies, calls in played.hits
        for one, copy, call in zip(streams, copies, calls, strict=True)
        if one == stream
    ]


def test_lists_drawn_apart_are_played_as_they_are_weighed() -> None:
    units, calls = np.array([200, 150]), 60
    members = np.array([[20, 30], [60, 12], [8, 9]])
    played = apart(np.random.default_rng(1), 4, calls, units, members, is_kept=True)
    strata, first = np.repeat([0, 1], units), np.array([0, 200])
    for stream in range(4):
        of = played.strata[stream]
        subjects = [int(first[of[t]] + (of[:t] == of[t]).sum()) for t in range(calls)]
        copies = np.zeros((350, 3), dtype=bool)
        for call, copy in hits_of(played, stream):
            copies[subjects[call], copy] = True
        for copy, stratum in np.ndindex(3, 2):
            unseen = np.setdiff1d(np.flatnonzero(strata == stratum), subjects)
            missing = members[copy, stratum] - copies[strata == stratum, copy].sum()
            copies[unseen[:missing], copy] = True
        found = highest(copies, subjects, design="independent", strata=strata)
        assert played.peaks[stream] == pytest.approx(found, abs=ROUNDING)


def test_exclusive_lists_are_played_as_they_are_weighed() -> None:
    members, held = np.array([10, 20, 5]), 60
    played = dealt(np.random.default_rng(2), 4, 40, members, held, is_kept=True)
    first = np.concatenate([[0], np.cumsum(members)])
    copies = np.zeros((95, 3), dtype=bool)
    copies[np.arange(35), np.repeat(np.arange(3), members)] = True
    for stream in range(4):
        owners, seen, subjects = played.strata[stream], [0] * 4, list[int]()
        for owner in owners[owners >= 0].tolist():
            subjects.append(int(first[owner]) + seen[owner])
            seen[owner] += 1
        found = highest(copies, subjects, design="conditional")
        assert played.peaks[stream] == pytest.approx(found, abs=ROUNDING)


@pytest.mark.parametrize("gamma", [1.0, 2.0])
@pytest.mark.parametrize("is_exclusive", [False, True])
def test_permuted_lists_are_played_as_they_are_weighed(
    gamma: float, *, is_exclusive: bool
) -> None:
    from benchmarks.bench_tracing_stress import rung_and_used

    rng = np.random.default_rng(3)
    parts = np.array([0.3, 0.2, 0.15])
    rows = exclusive(np.array([30, 20, 40]), 60) if is_exclusive else overlapping(
        rng, 300, parts, 2
    )  # fmt: skip
    kept: list[tuple[np.ndarray, np.ndarray]] = []
    found = peaks(World.of(rows, rng, 3), 40, rung_and_used, gamma, kept)
    row_of = np.repeat(np.arange(len(rows.count)), rows.count)
    for stream in range(3):
        subjects, contacted = list[int](), []
        for row, rung in kept:
            people = np.flatnonzero(row_of == row[stream])
            subjects.append(int(np.setdiff1d(people, subjects)[0]))
            contacted += [(subjects[-1], copy, 0) for copy in np.flatnonzero(rung[stream])]
        weighed = highest(
            rows.holds[row_of], subjects, design="conditional", strata=rows.stratum[row_of],
            contacted=contacted, gamma=gamma,
        )  # fmt: skip
        assert found[stream] == pytest.approx(weighed, abs=ROUNDING)


def test_portions_of_exclusive_lists_are_played_as_they_are_weighed() -> None:
    design, out, calls = portions.DESIGNS[2], 3, 90
    urns = portions.Urns(np.random.default_rng(5), design, 1)
    evidence, subjects, members = Evidence(1, None), list[int](), 1000
    bounds = [*range(0, members + 1, 100), members + design.outside, 11_000]
    for call in range(calls):
        chance, hit = urns.call(min(10, out + call // 20))
        won = 1 / chance[0] - 1 if hit[0] == 1 else hit[0] - 1
        evidence.put(np.array([won if hit[0] >= 0 else 0.0]))
        group = range(*bounds[urns.place[0] :][:2])
        subjects.append(next(unit for unit in group if unit not in subjects))
    copies = np.zeros((11_000, 2), dtype=bool)
    copies[:members, 0] = True
    copies[members + design.outside :, 1] = True
    leaves = np.maximum(0, np.arange(members) // 100 - out + 1) * 20
    released = np.column_stack((np.arange(members), np.zeros(members), leaves))
    others = np.column_stack((np.flatnonzero(copies[:, 1]), np.ones(copies[:, 1].sum())))
    released = np.vstack((released, np.column_stack((others, np.zeros(len(others))))))
    path = trail(copies, np.array(subjects), design="conditional", released_at=released)
    assert evidence.log()[0] == pytest.approx(path[-1, 0], abs=ROUNDING)


def test_the_files_played_name_whom_weigh_file_names() -> None:
    one = files.world(np.random.default_rng(6), 0.1, 2, 1, 12)
    for people in (8, 12, 20, 40):
        is_named = files.named(one.view(people), one, np.arange(12), 1e-3 / 12)
        weighed = weigh_file(one.held, one.order[:people], design="independent")
        assert tuple(np.flatnonzero(is_named).tolist()) == weighed.named


def test_the_law_of_the_first_crossing_has_the_mean_that_the_planner_says() -> None:
    law = first_crossing(0.1, 0.1 + 0.9 * 0.2, log(1e5), 3000)
    assert law.mean == pytest.approx(mean_calls(0.1, 0.2, log(1e5)), rel=1e-6)
    assert law.at.sum() + law.rest == pytest.approx(1)


def test_paths_under_the_mixture_find_what_the_exact_law_says() -> None:
    urn = np.array([[10**9]])
    means, _ = bridged(np.random.default_rng(4), 4000, 300, urn, urn // 10, np.log([1e3, 1e5]))
    for threshold, mean in zip([1e3, 1e5], means, strict=True):
        law = first_crossing(0.1, 0.1, log(threshold), 300)
        assert mean == pytest.approx(float(law.at.sum()), rel=0.1)


def test_no_naming_in_ten_thousand_streams_is_at_most_five_in_ten_thousand() -> None:
    assert 4.6e-4 < upper_limit(0, 10_000) < 4.7e-4


@pytest.mark.parametrize("name", PARTS)
def test_every_section_gives_the_same_figures_for_the_same_size(name: str) -> None:
    make = import_module(f"benchmarks.bench_tracing_{name}").section
    first, again = make(SMALL), make(SMALL)
    assert isinstance(first, Section)
    assert first.digest == again.digest
    text = in_markdown(first, 1.0)
    assert f"## {first.title}" in text
    assert text in page({name: text})
