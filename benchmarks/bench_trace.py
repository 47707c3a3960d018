"""Weigh the complaints of one draw, beside the plainest loop that a script would write.

    python benchmarks/bench_trace.py [--units N] [--copies N] [--calls N]

The peer multiplies ``1 - θ + θ·X/p`` with one θ and a fixed p = list/universe for the same
calls and copies: no urn, no strata, no portions, no filter, no bound. It is the least that
any tool has to do; the ratio says what exactness costs.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Callable

import numpy as np
from scipy import sparse

from leumund.trace import Weighing, weigh

STRATA = 20
PORTIONS = 10


def draw(rng: np.random.Generator, units: int, copies: int) -> sparse.csr_matrix:
    """Independent lists of two per cent."""
    size = units // 50
    rows = np.concatenate([rng.permutation(units)[:size] for _ in range(copies)])
    columns = np.repeat(np.arange(copies), size)
    ones = np.ones(len(rows), dtype=bool)
    return sparse.csr_matrix((ones, (rows, columns)), (units, copies))


def stream(rng: np.random.Generator, copies: sparse.csr_matrix, calls: int) -> np.ndarray:
    """A tenth of the calls from copy 0, the rest from anywhere."""
    sold = copies[:, [0]].nonzero()[0]
    from_copy = rng.random(calls) < 0.1
    return np.where(from_copy, rng.choice(sold, calls), rng.integers(0, copies.shape[0], calls))


def peer(copies: sparse.csr_matrix, subjects: np.ndarray) -> np.ndarray:
    """The naive bet, call by call."""
    chance = np.asarray(copies.mean(axis=0)).ravel()
    log_e = np.zeros(copies.shape[1])
    for unit in subjects:
        hits = copies[[unit]].toarray()[0]
        log_e += np.log(0.9 + 0.1 * hits / chance)
    return log_e


def timed(work: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def main(arguments: list[str] | None = None) -> str:
    """Run and print; returns the digest of what was weighed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--calls", type=int, default=10_000)
    size = parser.parse_args(arguments)
    rng = np.random.default_rng(1)
    copies = draw(rng, size.units, size.copies)
    subjects = stream(rng, copies, size.calls)
    strata = rng.integers(0, STRATA, size.units)
    unit, copy = copies.nonzero()
    portion = rng.integers(0, PORTIONS, len(unit)) * (size.calls // 20)
    released = np.column_stack((unit, copy, portion))
    starts = np.linspace(0, size.calls, 365)
    seconds, weighing = timed(
        lambda: weigh(
            copies,
            subjects,
            design="independent",
            strata=strata,
            released_at=released,
            starts=starts,
        )
    )
    assert isinstance(weighing, Weighing)
    peer_seconds, _ = timed(lambda: peer(copies, subjects))
    found = hashlib.sha256(np.round(weighing.log_e, 6).tobytes()).hexdigest()[:16]
    print(
        f"trace: {size.calls:,} calls, {size.copies} copies, {size.units:,} units: "
        f"{seconds:.2f} s, {seconds / peer_seconds:.2f} x the naive loop "
        f"({peer_seconds:.2f} s); named {list(weighing.named)}; digest {found}"
    )
    return found


if __name__ == "__main__":
    main()
