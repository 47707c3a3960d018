"""How long does it take to lay every order beside every call, and how much memory?

    python -m benchmarks.bench_orders --orders 1000000 --calls 5000000

The tables are made first and not counted. Beside the time stands the most memory that this
process has held, and the digest of what was found, so that nobody makes it faster by changing
the answer. What is planted is known, and has to be found: orders without a call, before the
end of their call, shop sales after a call, sales in a closed or far shop, shared IBANs and
devices.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import compute, parquet

from leumund.engine import Engine
from leumund.orders import AskedForIban
from leumund.orders.bulk import asked_ibans, audit, closed_days, limits

SECONDS_MAX = 60
GIB_MAX = 6.0
MEMORY_BYTES = 3 * 2**30
BEGIN = np.datetime64("2026-01-05T00:00:00", "s")
DAYS = 180
ASKED_AT = datetime(2026, 1, 5, tzinfo=UTC)
SHOPS = 200
PARTNERS = np.array([f"partner-{number:02d}" for number in range(40)])


def main(given: Sequence[str] | None = None) -> str:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--calls", type=int, default=5_000_000)
    size = parser.parse_args(given)
    with tempfile.TemporaryDirectory(prefix="leumund-orders-") as place:
        inputs = tables(size.orders, size.calls, Path(place))
        engine = Engine(Path(place) / "scratch", MEMORY_BYTES, 2)
        into = Path(place) / "found.parquet"
        began = time.perf_counter()
        rows = engine.run(audit(), inputs, into=into)
        seconds = time.perf_counter() - began
        counts = found(into)
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    digest = hashlib.sha256(json.dumps(counts, sort_keys=True).encode()).hexdigest()[:16]
    print(f"{size.orders:,} orders x {size.calls:,} calls: {rows:,} signs in {seconds:.1f} s")
    print(f"most memory {gib:.1f} GiB; {counts}; digest {digest}")
    print(f"the aim is {SECONDS_MAX} s and {GIB_MAX:.0f} GiB at the full size")
    return digest


def found(path: Path) -> dict[str, list[int]]:
    """Per code how many rows, and a sum that moves with which orders they are."""
    table = parquet.read_table(path)
    counts: dict[str, list[int]] = {}
    for code in sorted(compute.unique(table["code"]).to_pylist()):
        rows = table.filter(compute.equal(table["code"], code))
        numbers = compute.cast(compute.utf8_slice_codeunits(rows["order_ref"], 2), pa.int64())
        counts[code] = [len(rows), compute.sum(numbers).as_py()]
    return counts


def tables(orders: int, calls: int, folder: Path) -> dict[str, Any]:
    """Always the same for a size: calls over half a year, and orders that follow from them."""
    chance = np.random.default_rng(20091)
    lines = 49_30_23125_000_000 + np.arange(max(orders, calls) // 2 + 1)
    rang = _calls(chance, calls, lines)
    parquet.write_table(pa.table(rang), folder / "calls.parquet")
    placed = _placed(chance, orders, rang, lines)
    parquet.write_table(pa.table(placed), folder / "placed.parquet")
    asked = [
        AskedForIban(
            str(placed["partner"][row]), ASKED_AT, call_ref=str(placed["call_ref"][row])
        )
        for row in range(0, orders, 1000)
    ]
    shops = np.repeat(np.arange(SHOPS), 6)
    return {
        "placed": folder / "placed.parquet",
        "known_calls": folder / "calls.parquet",
        "shop_hours": pa.table(
            {
                "shop": [f"shop-{number:03d}" for number in shops],
                "partner": ["shops"] * len(shops),
                "weekday": pa.array(np.tile(np.arange(1, 7), SHOPS), pa.int32()),
                "opens_minute": pa.array(np.full(len(shops), 540), pa.int32()),
                "closes_minute": pa.array(np.full(len(shops), 1140), pa.int32()),
                "land": ["BE"] * len(shops),
                "area": ["DE-10"] * len(shops),
            }
        ),
        "closed_days": closed_days([2026], ["BE"]),
        "asked_ibans": asked_ibans(asked),
        "limits": limits(30, 3, datetime.now(UTC)),
    }


def _calls(chance: np.random.Generator, count: int, lines: Any) -> dict[str, Any]:
    at = BEGIN + chance.integers(0, DAYS * 86_400, count).astype("timedelta64[s]")
    called = lines[chance.integers(0, len(lines), count)]
    return {
        "called": np.char.add("+", called.astype("U14")),
        "partner": PARTNERS[chance.integers(0, len(PARTNERS), count)],
        "called_at": at.astype("datetime64[us]"),
        "called_until": at.astype("datetime64[us]"),
        "duration_seconds": pa.array(chance.integers(20, 1200, count), pa.int32()),
        "agent": np.full(count, "a1"),
    }


def _placed(
    chance: np.random.Generator, count: int, calls: dict[str, Any], lines: Any
) -> dict[str, Any]:
    """Four of five follow a call by some hours; the rest are sales in shops. Every hundredth
    by telephone names another line, every fiftieth comes while the call goes on."""
    ids = np.arange(1, count + 1)
    which = chance.integers(0, len(calls["called"]), count)
    is_shop = ids % 5 == 0
    wait = chance.integers(1200, 40_000, count)
    wait[ids % 50 == 1] = 10
    at = calls["called_at"][which] + wait.astype("timedelta64[s]").astype("timedelta64[us]")
    number = calls["called"][which].copy()
    moved = (ids % 100 == 3) | (is_shop & (ids % 3 != 0))
    strangers = lines[0] - 1 - np.arange(int(moved.sum()))
    number[moved] = np.char.add("+", strangers.astype("U14"))
    minutes = at.astype("datetime64[m]").astype(np.int64)
    shared = np.where(ids % 97 == 0, ids // 970, ids + count)
    shop = np.char.add("shop-", np.char.zfill((ids % SHOPS).astype("U3"), 3))
    return {
        "order_id": ids,
        "order_ref": np.char.add("A-", ids.astype("U8")),
        "partner": np.where(is_shop, "shops", calls["partner"][which]),
        "person": np.char.add("K", ids.astype("U8")),
        "number": number,
        "ordered_at": at,
        "channel": np.where(is_shop, "shop", "phone"),
        "call_ref": pa.array(np.char.add("C", ids.astype("U8")), mask=is_shop),
        "shop": pa.array(shop, mask=~is_shop),
        "local_date": at.astype("datetime64[D]"),
        "local_weekday": pa.array((minutes // 1440 + 3) % 7 + 1, pa.int32()),
        "local_minute": pa.array(minutes % 1440, pa.int32()),
        "device_digest": np.char.add("d", (ids // 2).astype("U8")),
        "iban_digest": np.char.add("i", shared.astype("U8")),
        "address_digest": np.char.add("a", ids.astype("U8")),
        "email_digest": np.char.add("e", ids.astype("U8")),
        "area": np.where(ids % 30 == 0, "DE-80", "DE-12"),
    }


if __name__ == "__main__":
    main()
