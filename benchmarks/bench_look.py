"""How long does the first look at a large folder take, and how much memory?

    python -m benchmarks.bench_look --calls 5000000 --customers 2000000 --orders 300000

The folder is written first and not counted. Beside the time of each stage stand the most
memory that this process and the readers it starts have held, and the digest of the counts of
all findings, so that nobody makes it faster by changing the answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from leumund.app import open_look
from leumund.look import LookReport
from leumund.settings import Settings
from leumund.world import Crowd, write_crowd

SECONDS_MAX = 300
GIB_MAX = 6.0


# Not frozen: it is told of every stage as it begins.
@dataclass(slots=True)
class Stages:
    """The seconds of each file and chapter, by the progress that a look tells."""

    began: float = field(default_factory=time.perf_counter)
    seconds: list[float] = field(default_factory=list)

    def told(self, done: int, total: int | None) -> None:
        now = time.perf_counter()
        self.seconds.append(now - self.began)
        self.began = now
        print(f"  {done} of {total}: {self.seconds[-1]:.1f} s", flush=True)


def main(size: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5_000_000)
    parser.add_argument("--customers", type=int, default=2_000_000)
    parser.add_argument("--orders", type=int, default=300_000)
    given = parser.parse_args(size)
    with tempfile.TemporaryDirectory(prefix="leumund-look-") as place:
        crowd = write_crowd(
            Path(place) / "folder",
            calls=given.calls,
            customers=given.customers,
            orders=given.orders,
        )
        began = time.perf_counter()
        look = open_look(Path(place) / "out", Settings.from_environment())
        report = look.run(crowd.folder, Path(place) / "out", on_progress=Stages().told)
        seconds = time.perf_counter() - began
        print(f"{given.calls:,} calls: {seconds:.0f} s, {gib():.2f} GiB, {digest(report)}")
        return 0 if is_right(report, crowd) and is_within(seconds, given.calls) else 1


def gib() -> float:
    """The most memory held: by this process, and by the largest of those it started."""
    scale = 2**30 if sys.platform == "darwin" else 2**20
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + others) / scale


def digest(report: LookReport) -> str:
    counts = {each.code.code: each.rows for each in report.findings}
    return hashlib.sha256(json.dumps(counts, sort_keys=True).encode()).hexdigest()[:16]


def is_right(report: LookReport, crowd: Crowd) -> bool:
    """Are all calls there, and the Sundays and late calls that were planted found?"""
    sundays, late = report.group("call.sunday"), report.group("call.outside_hours")
    if sundays is None or late is None:
        return False
    kept = sum(each.rows_left_over for each in report.files)
    print(f"  {report.rows['calls']:,} calls read, {kept} rows kept aside")
    print(f"  Sundays {sundays.rows} of {crowd.sundays}")
    print(f"  late calls {late.rows} of {crowd.outside_hours}")
    is_whole = report.rows["calls"] + kept >= crowd.calls
    is_found = sundays.rows + kept >= crowd.sundays
    return is_whole and is_found and late.rows + kept >= crowd.outside_hours


def is_within(seconds: float, calls: int) -> bool:
    return calls < 5_000_000 or (seconds <= SECONDS_MAX and gib() <= GIB_MAX)


if __name__ == "__main__":
    sys.exit(main())
