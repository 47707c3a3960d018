"""Stray files: how many of its people does it take, also where lists were merged?

python -m benchmarks.bench_tracing_files [--streams N] [--quick]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from benchmarks.permuted import Bools
from benchmarks.played import Floats, Ints
from benchmarks.printed import Section, Size, Table, main, part, rows_of, upper_limit
from scipy.stats import hypergeom

from leumund.trace.colluders import Against, FileView, evidence_of_colluders, search_of
from leumund.trace.groups import Search
from leumund.trace.stray import COLLUDERS_PART, EXACT_PART

UNITS = 20_000
COPIES, PLAYED = 1_000, 300
ALPHA = 1e-3
PEOPLE_MOST = 4_000
WAYS = ("of any of them", "whom only one holds", "whom two or more hold")
KNOWN = {
    (0.02, 2): ("8.7 / 16.8", "8.8 / 17.3", "5 / 5"),
    (0.02, 5): ("23 / 82", "25 / 86", "9 / 29"),
    (0.1, 2): ("20 / 37", "22 / 40", "8 / 8"),
    (0.1, 3): ("39 / 87", "47 / 112", "12 / 23"),
    (0.1, 5): ("99 / 279", "187 / 542", "25 / 69"),
    (0.3, 2): ("68 / 110", "129 / 232", "14 / 14"),
    (0.3, 3): ("192 / 394", "3761 / -", "32 / 61"),
    (0.3, 5): ("1107 / 2733", "never", "120 / 320"),
}
SINGLE = ((100, 0.2, ".53"), (50, 0.5, ".998"), (20, 1.0, "1"))
TEXT = f"""
{UNITS:,} people, lists drawn apart, 1,000 copies, α 0.001 for the file. The mean number of
records, published in random order, until the first of the colluders is named / until all are.
Beside it, in brackets, what a test of every copy by itself takes (figures computed elsewhere
with the whole of α; -: not reached). Here the exact test of each copy has half of the weight,
the search for groups a quarter, file and complaints together the rest. {PLAYED} copies are
played, each with the weight of one in 1,000; p is the part of the people in each list.
"""


class World(NamedTuple):
    """Lists, and the people of a file in the order in which they are published."""

    held: Bools
    inside: int
    order: Ints

    def view(self, people: int) -> FileView:
        """The first so many as the copies hold them: one stratum, everybody took part."""
        units = self.order[:people]
        copies, zeros = self.held.shape[1], np.zeros(len(units), dtype=np.int64)
        return FileView(
            units=units,
            points=np.full(len(units), 2),
            is_in=self.held[units],
            is_open=np.ones((len(units), copies), dtype=bool),
            cells=[zeros] * copies,
            size=[np.array([len(self.held)])] * copies,
            inside=[np.array([self.inside])] * copies,
            chance=np.full(copies, self.inside / len(self.held)),
        )


def world(rng: np.random.Generator, p: float, colluders: int, way: int, copies: int) -> World:
    """Lists of one size, and the people whom the first so many copies publish."""
    inside = round(p * UNITS)
    held = np.zeros((UNITS, copies), dtype=bool)
    for copy in range(copies):
        held[rng.permutation(UNITS)[:inside], copy] = True
    holders = held[:, :colluders].sum(axis=1)
    is_published = (holders >= 1, holders == 1, holders >= 2)[way]
    return World(held, inside, rng.permutation(np.flatnonzero(is_published)))


def named(view: FileView, world: World, copies: Ints, level: float) -> Bools:
    """Which of these copies are named: by the exact test, or by the search for groups."""
    hits, people = view.is_in[:, copies].sum(axis=0), len(view.units)
    tail = np.asarray(hypergeom.sf(hits - 1, len(world.held), world.inside, people))
    is_named: Bools = np.asarray(tail / EXACT_PART <= level)
    if is_named.all():
        return is_named
    search = search_of(view)
    suspects = set(search.suspects())
    for at in np.flatnonzero(~is_named).tolist():
        if int(copies[at]) in suspects:
            log_e = _log_e(view, int(copies[at]), search)
            is_named[at] = np.exp(-log_e) / COLLUDERS_PART <= level
    return is_named


def _log_e(view: FileView, copy: int, search: Search) -> float:
    return float(Against.of(view, copy, search).log_e(view.is_in[:, [copy]])[0])


def records(one: World, colluders: int, begin: int) -> tuple[float, float]:
    """The fewest records that name the first and all; infinite where that is never."""
    copies, most = np.arange(colluders), min(len(one.order), PEOPLE_MOST)
    known: dict[int, int] = {0: 0}

    def count(people: int) -> int:
        if people not in known:
            is_named = named(one.view(people), one, copies, ALPHA / COPIES)
            known[people] = int(is_named.sum())
        return known[people]

    people = min(begin, most)
    while count(people) < colluders and people < most:
        people = min(most, people + people // 2 + 1)
    return _fewest(known, count, 1), _fewest(known, count, colluders)


def _fewest(known: dict[int, int], count: Callable[[int], int], wanted: int) -> float:
    """Between two sizes that were looked at, by halving, to a twentieth."""
    above = min((size for size, found in known.items() if found >= wanted), default=0)
    if not above:
        return np.inf
    below = max(size for size in known if size < above)
    while above - below > max(1, above // 20):
        middle = (above + below) // 2
        below, above = (below, middle) if count(middle) >= wanted else (middle, above)
    return above


def colluding(size: Size) -> Table:
    """Records to name the first and all who merged their lists."""
    runs, copies = size.pick(4, 1), size.pick(PLAYED, 20)
    rows = []
    for (p, colluders), known in size.pick(KNOWN, {(0.02, 2): KNOWN[0.02, 2]}).items():
        row = [f"{p:g}", str(colluders)]
        for way, told in enumerate(known):
            begin = int(float(told.split(" ")[0])) if told[0].isdigit() else 150
            found = []
            for run in range(runs):
                rng = np.random.default_rng([91, run, way, colluders, int(p * 100)])
                one = world(rng, p, colluders, way, copies)
                found.append(records(one, colluders, max(3, min(150, begin) // 2)))
            row.append(f"{_means(np.array(found))} ({told})")
        rows.append(row)
    says = f"{runs} files a cell; they publish people:"
    return Table(says, ("p", "colluders", *WAYS), rows_of(rows))


def _means(found: Floats) -> str:
    texts = [
        f"{each.mean():.1f}" if np.isfinite(each).all() else f"over {PEOPLE_MOST:,}"
        for each in found.T
    ]
    return " / ".join(texts)


def single(size: Size) -> Table:
    """One copy's list mixed with other people: by the exact test alone."""
    rng, inside, rows = np.random.default_rng(92), UNITS // 10, []
    for people, share, known in SINGLE:
        taken = round(share * people)
        by_chance = rng.hypergeometric(
            inside - taken, UNITS - inside, max(people - taken, 1), size.streams
        )
        hits = taken + (by_chance if people > taken else 0)
        tail = np.asarray(hypergeom.sf(hits - 1, UNITS, inside, people))
        whole = float(np.mean(tail <= ALPHA / COPIES))
        half = float(np.mean(tail / EXACT_PART <= ALPHA / COPIES))
        rows.append([str(people), f"{share:g}", f"{half:.3f}", f"{whole:.3f}", known])
    head = ("people of the file", "of them from the copy", "named", "with all of α", "known")
    says = f"A file of one copy's people and others, p = 0.1, {size.streams:,} files a cell:"
    return Table(says, head, rows_of(rows))


def falsely(size: Size) -> tuple[Table, float]:
    """Files of nobody's copy: how often any copy is named, at α 0.05."""
    files, copies, alpha = size.pick(500, 4), size.pick(60, 10), 0.05
    count = 0
    for run in range(files):
        rng = np.random.default_rng([93, run])
        held = rng.random((UNITS // 10, copies)).argsort(axis=0) < UNITS // 100
        one = World(held, UNITS // 100, rng.permutation(UNITS // 10))
        view = one.view(int(rng.integers(10, 120)))
        hits = view.is_in.sum(axis=0)
        tail = hypergeom.sf(hits - 1, len(held), one.inside, len(view.units))
        log_e = evidence_of_colluders(view)
        bound = np.minimum(tail / EXACT_PART, np.exp(-log_e) / COLLUDERS_PART)
        count += bool((bound <= alpha / copies).any())
    limit = upper_limit(count, files)
    row = [str(copies), f"{files:,}", part(count / files), f"≤ {limit:.4f}"]
    table = Table(
        "Files of nobody's copy, p = 0.1:",
        ("copies", "files", "named, α 0.05", "limit"),
        rows_of([row]),
    )
    return table, limit


def section(size: Size) -> Section:
    """Stray files and colluders."""
    false, limit = falsely(size)
    missed = (f"files of nobody's copy: {limit:.4f}",) if limit > 0.05 else ()
    tables = (colluding(size), single(size), false)
    return Section("Stray files", TEXT, tables, () if size.is_quick else missed)


if __name__ == "__main__":
    main(section)
