"""How long entries take to come under a signed checkpoint, beside hashing alone.

    python benchmarks/bench_ledger.py 100000

Prints the time to write the entries into the outbox, to integrate them (order, bundles,
tiles, examination, signature), to verify the whole ledger, and to prove a hundred entries;
the ratio of integrating to hashing the same leaves in memory (the least that any Merkle log
can take); and a digest: the root over the leaves without the ledger's own first entry, whose
key is random. The same size gives the same digest.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from leumund.basics.clock import SystemClock
from leumund.ledger.actions import Ledger
from leumund.ledger.entry import Opening, seal
from leumund.ledger.tree import root, split_leaves
from leumund.settings import Settings
from leumund.store import Statement, Store

SIZE = 100_000
PROOFS = 100
AT = datetime(2026, 3, 1, tzinfo=UTC)
_T = TypeVar("_T")

# Entries with a fixed salt, which ``append`` never gives, so that the digest can repeat.
_OUTBOX = Statement(
    "outbox", "Many entries.", "copy ledger.outbox (entry_id, kind, at, commitment) from stdin"
)
_OPENINGS = Statement(
    "openings", "Their openings.", "copy ledger.opening (entry_id, salt, body) from stdin"
)


@dataclass(frozen=True, slots=True)
class Result:
    """Times in seconds; ``ratio`` is integrating to hashing alone."""

    entries: int
    append: float
    integrate: float
    hashing: float
    verify: float
    prove: float
    memory_mib: int
    digest: str

    @property
    def ratio(self) -> float:
        return self.integrate / self.hashing


def measure(store: Store, folder: Path, size: int) -> Result:
    """Append, integrate, verify and prove ``size`` entries in an empty ledger."""
    ledger = Ledger(store, SystemClock(), folder)
    ledger.create_key()
    ledger.integrate()
    _none, append = _timed(lambda: _append(store, size))
    checkpoint, integrate = _timed(ledger.integrate)
    assert checkpoint.size == size + 1
    verified, verify = _timed(ledger.verify)
    assert verified.is_sound, verified.problems
    proved = [2 + at * size // PROOFS for at in range(PROOFS)]
    _proofs, prove = _timed(lambda: [ledger.prove(entry) for entry in proved])
    leaves = list(_leaves(folder / "ledger"))
    digest, hashing = _timed(lambda: root(leaves[1:]))
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Result(
        size, append, integrate, hashing, verify, prove, memory_mib, digest.hex()[:16]
    )


def _append(store: Store, size: int) -> None:
    openings = list(_openings(size))
    with store.transaction() as tx:
        tx.copy_in(
            _OUTBOX,
            ((i, "permit.check", AT, opening.commitment) for i, opening in openings),
        )
        tx.copy_in(_OPENINGS, ((i, opening.salt, opening.body) for i, opening in openings))


def _openings(size: int) -> Iterator[tuple[int, Opening]]:
    """Bodies as a decided call leaves them, behind the ledger's own first entry."""
    for index in range(2, size + 2):
        salt = sha256(b"salt %d" % index).digest()
        body = {"facts": salt.hex(), "line": index, "rules": "de/outbound@2026.1"}
        yield index, seal(body, salt)


def _leaves(folder: Path) -> Iterator[bytes]:
    """All leaves in their order, from the bundles of the newest checkpoint."""
    entries = folder / "tile" / "entries"
    full = (path for path in entries.rglob("*") if path.is_file() and ".p" not in str(path))
    for path in sorted(full, key=lambda path: str(path.relative_to(entries)).replace("x", "")):
        yield from split_leaves(path.read_bytes())
    partial = [path for path in entries.rglob("*.p/*") if path.is_file()]
    if partial:
        yield from split_leaves(max(partial, key=lambda path: int(path.name)).read_bytes())


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main(size: int = SIZE) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder=folder / "data", database_place=folder / "place")
        folder.chmod(0o755)
        with Store.open(settings) as store:
            result = measure(store, folder / "data", size)
    print(
        f"ledger: {result.entries:,} entries appended in {result.append:.1f} s, integrated "
        f"in {result.integrate:.1f} s ({result.ratio:.1f} times hashing alone, "
        f"{result.hashing:.2f} s), verified in {result.verify:.1f} s, {PROOFS} proofs in "
        f"{result.prove:.2f} s, {result.memory_mib} MiB, digest {result.digest}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
