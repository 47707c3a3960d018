"""The benchmark still runs, and nobody made it faster by changing the answer."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench_ledger import measure

from leumund.store import Store


def test_the_tiny_benchmark_gives_the_digest_it_always_gave(
    store: Store, tmp_path: Path
) -> None:
    result = measure(store, tmp_path, 600)
    assert result.entries == 600
    assert result.digest == "7907b29973c42830"
