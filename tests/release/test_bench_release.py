"""The benchmark runs, small, and the same size gives the same digest."""

from pathlib import Path

from benchmarks.bench_release import measure


def test_the_benchmark_gives_the_same_digest_twice(tmp_path: Path):
    first, second = (measure(tmp_path, 3_000, 5) for _time in range(2))
    assert first.digest == second.digest
    assert first.rows == second.rows == 5 * 57
