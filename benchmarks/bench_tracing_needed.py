"""How many complaints does it take to name a copy that was used?

python -m benchmarks.bench_tracing_needed [--streams N] [--quick]
"""

from __future__ import annotations

from math import log

import numpy as np
from benchmarks.law import Crossing, first_crossing
from benchmarks.played import Floats
from benchmarks.printed import Section, Size, Table, main, rows_of

from leumund.trace.bet import SHARES, Evidence
from leumund.trace.needed import least_calls

COPIES = 100
BLOCKS = ((COPIES, 1e-3), (COPIES, 1e-6), (1_000, 1e-6))
CHANCES = (0.02, 0.1, 0.3, 0.5)
PARTS = (0.1, 0.2, 0.5, 1.0)
AT_MOST = {1e-3: 1.25, 1e-6: 1.14}
AT_MOST_OF_KNOWING = 1.15
BEFORE = 1_000
RUNS_MOST = 1_000
TEXT = """
One constant chance p, a share θ of the complaints comes from the copy from the first one on:
the exact law, no simulation. *Bound*: ln(copies/α)/KL, below which no rule with this promise
can stay in the mean (but for a constant). *Knows the share*: the same bet with the one share
that is true, which nobody knows. Asked for, at θ up to 0.5: at most 1.25 times the bound at α
0.001 and 1.14 times at 0.000001, and at most 1.15 times the test that knows the share.
"""
LATE = """The price of not knowing when the leak begins; 100 copies, α 0.001. The start is
spread: half of the mass at the hand-over, half over 365 days of 5 complaints; or it is taken to
be the hand-over. Mean complaints from the beginning of the leak, {runs:,} runs a cell:"""


def row_of(copies: int, alpha: float, p: float, share: float) -> tuple[list[str], list[str]]:
    """One row of exact figures, and what it missed."""
    threshold, hit = log(copies / alpha), share + (1 - share) * p
    least = least_calls(p, share, 1 / copies, alpha)
    ours = _law(p, hit, threshold, SHARES, least)
    knowing = _law(p, hit, threshold, np.array([share]), least)
    to_bound, to_knowing = ours.mean / least, ours.mean / knowing.mean
    row = [
        f"{copies:,}",
        f"{alpha:g}",
        f"{p:g}",
        f"{share:g}",
        f"{least:.1f}",
        f"{ours.mean:.1f}",
    ]
    row += [f"{ours.by(0.5)}", f"{ours.by(0.9)}", f"{to_bound:.3f}"]
    row += [f"{knowing.mean:.1f}", f"{to_knowing:.3f}"]
    missed, cell = [], f"{copies:,} copies, α {alpha:g}, p {p}, θ {share}"
    if share <= 0.5 and to_bound > AT_MOST[alpha]:
        missed.append(f"{cell}: {to_bound:.3f} times the bound")
    if share <= 0.5 and to_knowing > AT_MOST_OF_KNOWING:
        missed.append(f"{cell}: {to_knowing:.3f} times knowing")
    return row, missed


def _law(p: float, hit: float, threshold: float, shares: Floats, least: float) -> Crossing:
    """So many calls that practically all are named."""
    law = first_crossing(p, hit, threshold, int(6 * least) + 200, shares)
    if law.rest > 1e-6:
        raise ValueError(f"p {p}: too few calls: {law.rest} are not named")
    return law


def late(p: float, share: float, before: int, runs: int, *, is_spread: bool) -> float:
    """The mean number of calls from the beginning of the leak until the copy is named."""
    rng = np.random.default_rng(41)
    starts: Floats | None = np.arange(1, 366, dtype=np.float64) * 5 if is_spread else None
    evidence, threshold = Evidence(runs, starts), log(COPIES / 1e-3)
    named_at = np.zeros(runs)
    for call in range(1, 20 * BEFORE):
        hit = p if call <= before else share + (1 - share) * p
        evidence.begin_until(call - 1)
        evidence.put((rng.random(runs) < hit) / p - 1.0)
        named_at[(named_at == 0) & (evidence.log() >= threshold)] = call
        if (named_at > 0).all():
            break
    return float(np.maximum(named_at - before, 0).mean())


def starts(size: Size) -> Table:
    """The price of the unknown start."""
    runs, before = min(size.streams, RUNS_MOST), size.pick(BEFORE, 20)
    rows = []
    for p, share in size.pick(((0.02, 0.5), (0.1, 1.0), (0.1, 0.5), (0.1, 0.2)), ((0.1, 1.0),)):
        row = [f"{p:g}", f"{share:g}"]
        for first in (0, before):
            for is_spread in (False, True):
                row.append(f"{late(p, share, first, runs, is_spread=is_spread):.1f}")
        rows.append(row)
    head = ["p", "θ", "at once, taken as such", "at once, spread"]
    head += [f"after {before:,} others, taken as at once", f"after {before:,} others, spread"]
    return Table(" ".join(LATE.format(runs=runs).split()), tuple(head), rows_of(rows))


def section(size: Size) -> Section:
    """Complaints until naming."""
    blocks, parts = size.pick(BLOCKS, BLOCKS[:1]), size.pick(PARTS, (0.5, 1.0))
    rows = [row_of(*block, p, share) for block in blocks for p in CHANCES for share in parts]
    head = ["copies", "α", "p", "θ", "bound", "mean", "half by", "nine in ten by"]
    head += ["mean/bound", "knows the share", "mean/that"]
    table = Table("", tuple(head), rows_of(row for row, _ in rows))
    missed = tuple(one for _, some in rows for one in some)
    return Section("Complaints until naming", TEXT, (table, starts(size)), missed)


if __name__ == "__main__":
    main(section)
