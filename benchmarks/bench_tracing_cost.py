"""What a complaint costs, and that time grows in proportion to the entries of the lists.

python -m benchmarks.bench_tracing_cost [--streams N] [--quick]
"""

from __future__ import annotations

import hashlib
import time
from typing import Any, NamedTuple

import numpy as np
from benchmarks.played import Ints
from benchmarks.printed import Picture, Section, Size, Table, main, rows_of
from scipy import sparse

from leumund.trace import Weigher

MILLISECONDS_MOST = 2.0
CALLS = 200
SIZES = ((50_000, 5_000), (100_000, 5_000), (200_000, 5_000), (400_000, 5_000))
PART = 0.02
TEXT = """
`Weigher`, 5,000 copies drawn apart with 2 % of the people each, 20 strata, processor time. At
most 2 ms a complaint are allowed. The first 100 complaints are not counted. *Per entry*:
setting up and weighing together, per membership; it stays level where time grows in
proportion.
"""


class Cost(NamedTuple):
    """Seconds to set up, milliseconds a complaint (the mean, and what 99 of 100 stay under),
    and a digest of the evidence."""

    entries: int
    setting_up: float
    mean: float
    slow: float
    digest: str


def lists(rng: np.random.Generator, units: int, copies: int) -> sparse.csr_matrix:
    """Lists drawn apart, of one size."""
    size = int(units * PART)
    columns = np.repeat(np.arange(copies), size)
    rows = np.concatenate([rng.choice(units, size, replace=False) for _ in range(copies)])
    ones = np.ones(len(rows), dtype=bool)
    return sparse.csr_matrix((ones, (rows, columns)), (units, copies))


def measured(units: int, copies: int, calls: int, more: dict[str, bool]) -> Cost:
    """One size."""
    rng = np.random.default_rng(101)
    drawn, strata = lists(rng, units, copies), rng.integers(0, 20, units)
    began = time.process_time()
    weigher = Weigher(drawn, design="independent", strata=strata, **_more(more, calls))
    setting_up = time.process_time() - began
    subjects: Ints = rng.integers(0, units, calls)
    callers = rng.integers(0, 20, calls)
    took = []
    for subject, caller in zip(subjects.tolist(), callers.tolist(), strict=True):
        began = time.process_time()
        weigher.see(subject, caller=caller if more.get("callers") else -1)
        took.append(time.process_time() - began)
    log_e = weigher.read().log_e
    digest = hashlib.sha256(np.round(log_e, 6).tobytes()).hexdigest()[:16]
    counted = 1000 * np.array(took[calls // 2 :])
    mean, slow = float(counted.mean()), float(np.quantile(counted, 0.99))
    return Cost(drawn.nnz, setting_up, mean, slow, digest)


def _more(more: dict[str, bool], calls: int) -> dict[str, Any]:
    starts = np.linspace(0, calls, 365) if more.get("starts") else None
    return {"starts": starts, "has_callers": more.get("callers", False)}


def section(size: Size) -> Section:
    """Time per complaint, and by size."""
    calls, missed = size.pick(CALLS, 20), []
    sizes = size.pick(SIZES, ((2_000, 20), (4_000, 20)))
    rows, digests, points = [], [], list[tuple[float, float]]()
    for units, copies in sizes:
        cost = measured(units, copies, calls, {})
        total = cost.setting_up + calls * cost.mean / 1000
        rows.append([f"{units:,}", f"{copies:,}", f"{cost.entries:,}"])
        rows[-1] += [f"{cost.setting_up:.1f} s", f"{cost.mean:.2f} ms", f"{cost.slow:.2f} ms"]
        rows[-1] += [f"{1e9 * total / cost.entries:.0f} ns"]
        digests.append([f"{units:,} people", cost.digest])
        points.append((cost.entries / 1e6, total))
        if cost.mean > MILLISECONDS_MOST:
            missed.append(f"{units:,} people: {cost.mean:.2f} ms a complaint")
    kinds = []
    for name, more in (
        ("plain", {}),
        ("365 starts", {"starts": True}),
        ("365 starts, 20 callers", {"starts": True, "callers": True}),
    ):
        cost = measured(*sizes[0], calls, more)
        kinds.append([name, f"{cost.mean:.2f} ms", f"{cost.slow:.2f} ms"])
        digests.append([name, cost.digest])
        if cost.mean > MILLISECONDS_MOST:
            missed.append(f"{name}: {cost.mean:.2f} ms a complaint")
    head = ("people", "copies", "entries", "setting up", "a complaint", "99 of 100 under")
    tables = (
        Table("", (*head, "per entry"), rows_of(rows), is_time=True),
        Table("", ("bet", "a complaint", "99 of 100 under"), rows_of(kinds), is_time=True),
        Table("Digests of the evidence:", ("what", "digest"), rows_of(digests)),
    )
    said = () if size.is_quick else tuple(missed)
    return Section("Cost", TEXT, tables, said, (_growth(points),))


def _growth(points: list[tuple[float, float]]) -> Picture:
    """Beside the straight line through the first point."""
    slope = points[0][1] / points[0][0]
    straight = [(0.0, 0.0), *((x, slope * x) for x, _ in points)]
    return Picture(
        "weighing-grows",
        "Seconds to set up and weigh, by million entries of the lists",
        "million entries of the lists",
        "seconds",
        {"measured": points, "in proportion to the first": straight},
    )


if __name__ == "__main__":
    main(section)
