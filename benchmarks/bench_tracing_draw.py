"""What a draw costs: the coins, the commitment to every unit, the frozen table of members.

python -m benchmarks.bench_tracing_draw [--streams N] [--quick]
"""

from __future__ import annotations

import hashlib
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.printed import Picture, Section, Size, Table, main, rows_of

from leumund.ledger import root_of_hashes
from leumund.release import writer
from leumund.release.campaign_file import read_campaign
from leumund.release.draw import draw_copies
from leumund.release.leaves import leaf_data, leaf_hashes
from leumund.release.prepare import frame_of
from leumund.release.secret import DrawKeys, Master
from leumund.release.tables import members_table
from leumund.release.universe import Universe, freeze

SECONDS_MOST, MEMORY_MOST_MIB = 60, 12 * 1024
SIZES = ((1_000_000, 500), (1_000_000, 1_000), (1_000_000, 2_500), (1_000_000, 5_000))
SEGMENTS = 12
_CAMPAIGN = """
campaign: bench
principal: Muster AG
product: Flex
purpose: winback
design: independent
strata: [segment]
partners: {partners}
portions: {{first: 2026-03-10, count: 2, every_days: 14}}
hold_back: {{rotating: 0.05}}
"""
TEXT = """
One draw of lists of 1 to 10 % of a million people, drawn apart, 12 strata, two portions, 5 %
held back. *Coins*: who is in which copy and portion; at most 60 s and 12 GiB are allowed for
5,000 copies. *Commitment*: the tree over all people, with a byte per copy in every leaf.
*Frozen*: the table of members is written. Each size in a process of its own; wall time.
"""


class Cost(NamedTuple):
    """Seconds; the most memory of the process in MiB, with the coins and in the end."""

    entries: int
    coins: float
    coins_mib: int
    commitment: float
    frozen: float
    memory_mib: int
    digest: str


def measured(units: int, copies: int) -> Cost:
    """Draw, commit, freeze."""
    universe = _universe(units)
    wishes = (f"{{partner: P{at}, share: 0.{1 + at % 10:02d}}}" for at in range(copies))
    campaign = read_campaign(_CAMPAIGN.format(partners=f"[{', '.join(wishes)}]"))
    frame = frame_of(campaign, universe, campaign.rotating)
    keys = DrawKeys(Master(bytes(32), bytes(32)), "bench", "seal", "beacon")
    times = [time.perf_counter()]
    drawn = draw_copies(frame, universe.strata, keys)
    times.append(time.perf_counter())
    coins_mib = _memory_mib()
    digests = bytes(32 * units)
    hashes = leaf_hashes(leaf_data(drawn, universe.strata, copies, digests, bytes(32)))
    root = root_of_hashes([hashes[at : at + 32] for at in range(0, len(hashes), 32)])
    times.append(time.perf_counter())
    with tempfile.TemporaryDirectory() as folder:
        writer.keep_table(Path(folder), "members", members_table(drawn))
    times.append(time.perf_counter())
    coins, commitment, frozen = np.diff(times).tolist()
    digest = hashlib.sha256(root).hexdigest()[:16]
    return Cost(len(drawn.unit), coins, coins_mib, commitment, frozen, _memory_mib(), digest)


def section(size: Size) -> Section:
    """What a draw costs, by size."""
    rows, digests, missed = [], [], []
    points: list[tuple[float, float]] = []
    apart = multiprocessing.get_context("spawn")
    for units, copies in size.pick(SIZES, ((3_000, 10), (3_000, 20))):
        with ProcessPoolExecutor(1, mp_context=apart) as pool:
            cost = pool.submit(measured, units, copies).result()
        rows.append([f"{units:,}", f"{copies:,}", f"{cost.entries:,}"])
        rows[-1] += [f"{cost.coins:.1f} s", f"{cost.coins_mib:,} MiB"]
        rows[-1] += [f"{1e9 * cost.coins / cost.entries:.0f} ns"]
        rows[-1] += [f"{cost.commitment:.1f} s", f"{cost.frozen:.1f} s"]
        rows[-1] += [f"{cost.memory_mib:,} MiB"]
        digests.append([f"{units:,} people, {copies:,} copies", cost.digest])
        points.append((cost.entries / 1e6, cost.coins))
        if cost.coins > SECONDS_MOST or cost.coins_mib > MEMORY_MOST_MIB:
            missed.append(f"{copies:,} copies: {cost.coins:.0f} s, {cost.coins_mib:,} MiB")
    head = ("people", "copies", "entries", "coins", "memory", "per entry")
    tables = (
        Table("", (*head, "commitment", "frozen", "memory"), rows_of(rows), is_time=True),
        Table("Digests of the committed roots:", ("what", "digest"), rows_of(digests)),
    )
    return Section("The draw", TEXT, tables, tuple(missed), (_growth(points),))


def _universe(units: int) -> Universe:
    from leumund.release import units_of

    ids = np.arange(units)
    labels = [(f"segment {at}",) for at in range(SEGMENTS)]
    nobody = np.zeros(units, dtype=bool)
    found = units_of(ids, ids, ids)
    return freeze(found, labels, ids % SEGMENTS, ~nobody, nobody)[0]


def _memory_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _growth(points: list[tuple[float, float]]) -> Picture:
    """Beside the straight line through the first point."""
    slope = points[0][1] / points[0][0]
    straight = [(0.0, 0.0), *((x, slope * x) for x, _ in points)]
    return Picture(
        "drawing-grows",
        "Seconds to toss the coins, by million entries of the lists",
        "million entries of the lists",
        "seconds",
        {"measured": points, "in proportion to the first": straight},
    )


if __name__ == "__main__":
    main(section)
