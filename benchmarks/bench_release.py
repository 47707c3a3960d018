"""How long it takes to draw the copies and to fill and encrypt their files, without a database.

    python benchmarks/bench_release.py 1000000 200

Prints the times of the units, the coins, the tree over all units, the frozen tables, the
files (2 % of all lines per copy, in memory, encrypted), and of redrawing one copy a hundred
times; beside them hashing alone (the stream from which the coins come), which is the least
that the coins can take; and a digest of the outcome: the same size gives the same digest.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyrage

from leumund.release import units_of, writer
from leumund.release.campaign_file import read_campaign
from leumund.release.delivery import Counter
from leumund.release.draw import Drawn, draw_copies, redrawing
from leumund.release.leaves import leaf_data, leaf_hashes, number_digests
from leumund.release.prepare import frame_of
from leumund.release.secret import DrawKeys, Master
from leumund.release.sizes import Frame
from leumund.release.tables import members_table
from leumund.release.universe import Universe, freeze

UNITS, COPIES = 1_000_000, 200
REDRAWS = 100
SEGMENTS = 12
_T = TypeVar("_T")
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


@dataclass(frozen=True, slots=True)
class Result:
    """Times in seconds; ``rows`` in all files; ``hashing``: the coins' stream alone."""

    rows: int
    units: float
    coins: float
    hashing: float
    leaves: float
    freezing: float
    files: float
    redraws: float
    memory_mib: int
    digest: str


def measure(folder: Path, units: int, copies: int) -> Result:
    """Draw ``copies`` copies of 2 % among ``units`` lines, and fill their files."""
    universe, units_time = _timed(lambda: _universe(units))
    partners = ", ".join(f"{{partner: P{at}, share: 0.02}}" for at in range(copies))
    campaign = read_campaign(_CAMPAIGN.format(partners=f"[{partners}]"))
    frame = frame_of(campaign, universe, campaign.rotating)
    master = Master(bytes(32), bytes(32))
    keys = DrawKeys(master, "bench", "seal", "beacon")
    drawn, coins = _timed(lambda: draw_copies(frame, universe.strata, keys))
    _none, hashing = _timed(lambda: _stream(universe, copies))
    numbers = [b"+4930231%08d" % line for line in universe.line_ids.tolist()]
    hashes, leaves = _timed(lambda: _leaves(drawn, universe, copies, numbers))
    _name, freezing = _timed(lambda: writer.keep_table(folder, "members", members_table(drawn)))
    lines = {"line_id": universe.line_ids, "number": [text.decode() for text in numbers]}
    counter = Counter(
        campaign,
        universe,
        drawn,
        np.ones(units, dtype=bool),
        pa.table(lines),
        date(2026, 3, 10),
    )
    (rows, plain), files = _timed(lambda: _files(counter, copies))
    _none, redraws = _timed(lambda: _redraw(frame, universe, drawn))
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    digest = hashlib.sha256(hashes + plain).hexdigest()[:16]
    return Result(
        rows, units_time, coins, hashing, leaves, freezing, files, redraws, memory_mib, digest
    )


def _universe(units: int) -> Universe:
    ids = np.arange(units)
    found = units_of(ids, ids, ids)
    labels = [(f"segment {at}",) for at in range(SEGMENTS)]
    nobody = np.zeros(units, dtype=bool)
    return freeze(found, labels, ids % SEGMENTS, ~nobody, nobody)[0]


def _stream(universe: Universe, copies: int) -> None:
    for _copy in range(copies):
        for size in universe.sizes().tolist():
            hashlib.shake_128(b"key").digest(8 * size)


def _leaves(drawn: Drawn, universe: Universe, copies: int, numbers: list[bytes]) -> bytes:
    secret = bytes(32)
    digests = number_digests(numbers, secret)
    return leaf_hashes(leaf_data(drawn, universe.strata, copies, digests, secret))


def _files(counter: Counter, copies: int) -> tuple[int, bytes]:
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    rows, plain = 0, hashlib.sha256()
    for place in range(copies):
        for portion in (0, 1):
            parcel = counter.parcel(place, portion, f"P{place}", recipient)
            rows += parcel.rows
            plain.update(parcel.plain_digest.encode())
    return rows, plain.digest()


def _redraw(frame: Frame, universe: Universe, drawn: Drawn) -> None:
    again = redrawing(frame, universe.strata, 0, drawn.held)
    for seed in range(REDRAWS):
        again.portions(seed.to_bytes(32))


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else COPIES
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), units, copies)
    print(f"release: {units:,} units, {copies} copies, {found.rows:,} rows")
    print(f"  units      {found.units:7.2f} s")
    print(f"  coins      {found.coins:7.2f} s  ({found.hashing:.2f} s hashing alone)")
    print(f"  leaves     {found.leaves:7.2f} s")
    print(f"  freezing   {found.freezing:7.2f} s")
    print(f"  files      {found.files:7.2f} s")
    print(f"  redraws    {found.redraws:7.2f} s  ({REDRAWS} of one copy)")
    print(f"  memory     {found.memory_mib:7,} MiB")
    print(f"  digest     {found.digest}")


if __name__ == "__main__":
    main()
