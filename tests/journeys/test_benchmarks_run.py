"""The benchmarks that go through several parts run, small, with the digest of their size."""

from __future__ import annotations

import re

import pytest
from benchmarks import bench_audit, bench_look, bench_orders, bench_trace, bench_whole


def test_the_whole_chain_gives_the_same_result_for_the_same_size() -> None:
    size = ["--customers", "1500", "--partners", "4", "--complaints", "120"]
    assert bench_whole.main(size) == bench_whole.main(size)


def test_weighing_gives_the_same_digest_for_the_same_size() -> None:
    size = ["--units", "2000", "--copies", "5", "--calls", "200"]
    assert bench_trace.main(size) == bench_trace.main(size)


def test_the_look_reads_every_call_and_gives_the_same_digest_for_the_same_size(
    capsys: pytest.CaptureFixture[str],
) -> None:
    size = ["--calls", "2000", "--customers", "500", "--orders", "100"]
    assert [bench_look.main(size), bench_look.main(size)] == [0, 0]
    digests = re.findall(r"2,000 calls: .* GiB, ([0-9a-f]{16})", capsys.readouterr().out)
    assert len(digests) == 2
    assert digests[0] == digests[1]


def test_an_audit_of_orders_finds_what_was_planted_and_the_same_again() -> None:
    size = ["--orders", "2000", "--calls", "8000"]
    assert bench_orders.main(size) == bench_orders.main(size)


def test_auditing_calls_and_orders_finds_the_same_for_the_same_size() -> None:
    size = ["--calls", "2000", "--orders", "500"]
    assert bench_audit.main(size) == bench_audit.main(size)
