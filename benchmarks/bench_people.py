"""How long a file of customers takes to load, beside a plain COPY of the same file.

    python benchmarks/bench_people.py 1000000

Prints the time, the peak memory of this process, the ratio to a COPY of the same bytes
into an unindexed table (the least that any load can take), the time of the same file
again and of a snapshot, and a digest of what is in the tables afterwards. The same size
gives the same digest. Numbers are made up, from the blocks reserved for media use.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from leumund.basics.clock import SystemClock
from leumund.people import Snapshot
from leumund.people.actions import People
from leumund.settings import Settings
from leumund.store import Statement, Store

BLOCKS = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")
LANDS = ("BE", "HE", "HH", "NW", "BY")
SEGMENTS = ("basic", "comfort", "business", "student")
SIZE = 1_000_000
_T = TypeVar("_T")

_PEER_TABLE = Statement(
    "peer_table",
    "A table without any index.",
    "create temporary table peer (ref text, number text, name text, kind text, land text, "
    "postcode text, segment text)",
)
_PEER_COPY = Statement(
    "peer_copy", "All of the file.", "copy peer from stdin (format csv, header)"
)


@dataclass(frozen=True, slots=True)
class Result:
    """Times in seconds; ``ratio`` is load to peer."""

    rows: int
    load: float
    again: float
    snapshot: float
    peer: float
    memory_mib: int
    digest: str

    @property
    def ratio(self) -> float:
        return self.load / self.peer


def customers(size: int) -> Iterator[str]:
    """The file's lines: one person and one number each."""
    yield "ref,number,name,kind,land,postcode,segment\n"
    for index in range(size):
        block = index % len(BLOCKS)
        number = f"{BLOCKS[block]}{index // len(BLOCKS):06d}"
        kind = "business" if index % 11 == 0 else "consumer"
        rest = f"{kind},{LANDS[block]},{10_000 + index % 80_000},{SEGMENTS[index % 4]}"
        yield f"K{index:08d},{number},Person {index},{rest}\n"


def measure(store: Store, folder: Path, size: int) -> Result:
    """Load a file of that size into an empty store."""
    path = folder / "customers.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(customers(size))
    people = People(store, SystemClock(), folder / "data")
    loaded, load = _timed(lambda: people.load(path))
    assert (loaded.rows, loaded.added) == (size, size)
    same, again = _timed(lambda: people.load(path))
    assert same.unchanged == size
    taken, snapshot = _timed(lambda: people.snapshot(folder / "snapshot"))
    _none, peer = _timed(lambda: _copy(store, path))
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Result(size, load, again, snapshot, peer, memory_mib, _digest(taken))


def _copy(store: Store, path: Path) -> None:
    with store.transaction() as tx:
        tx.run(_PEER_TABLE)
        tx.copy_in_csv(_PEER_COPY, path)


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _digest(snapshot: Snapshot) -> str:
    """Over every value of lines, persons and who is on which line."""
    from pyarrow import parquet

    digest = hashlib.sha256()
    for table in ("line", "person", "person_line"):
        for batch in parquet.ParquetFile(snapshot[table]).iter_batches(50_000):
            digest.update(repr(batch.to_pylist()).encode())
    return digest.hexdigest()[:16]


def main(size: int = SIZE) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder=folder / "data", database_place=folder / "place")
        folder.chmod(0o755)
        with Store.open(settings) as store:
            result = measure(store, folder, size)
    print(
        f"people: {result.rows:,} customers loaded in {result.load:.1f} s "
        f"({result.ratio:.1f} times a plain COPY, {result.peer:.1f} s), the same again in "
        f"{result.again:.1f} s, snapshot in {result.snapshot:.1f} s, "
        f"{result.memory_mib} MiB, digest {result.digest}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
