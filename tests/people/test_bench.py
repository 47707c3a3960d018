from __future__ import annotations

from pathlib import Path

from benchmarks.bench_people import measure

from leumund.store import Store


def test_the_benchmark_runs_and_its_digest_is_that_of_its_size(
    store: Store, tmp_path: Path
) -> None:
    result = measure(store, tmp_path, 1000)
    assert result.rows == 1000
    assert result.digest == "c69228f5476db085"
