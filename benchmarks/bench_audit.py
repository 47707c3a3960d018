"""How long does it take to lay declared calls beside what was asked, and orders beside calls?

    python -m benchmarks.bench_audit --calls 5000000 --orders 1000000

The tables are written first, by a process of its own, and not counted. Beside each time stands
the digest of what was found, so that nobody makes it faster by changing the answer. At full
size both together take at most 60 s and 6 GiB, or the exit status is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from leumund.audit import bulk as calls_bulk
from leumund.engine import Engine
from leumund.orders import bulk as orders_bulk
from leumund.permit import rule_rows, rulepack

SECONDS_MAX, GIB_MAX = 60.0, 6.0
MEMORY_BYTES, THREADS = 4 * 2**30, 2
FIRST = date(2026, 3, 2)
DAYS, CHAINS, PARTNERS = 90, 20, 40
LANDS = ("BE", "BY", "NW", "SN", "HH")
CALL_DAYS, PERSONS_MIN = 7, 3


def main(arguments: list[str] | None = None) -> list[str]:
    """The digests of both; ends the program with status 1 where it took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=5_000_000)
    parser.add_argument("--orders", type=int, default=1_000_000)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="leumund-audit-") as place:
        folder = Path(place)
        if arguments is None:
            maker = multiprocessing.get_context("spawn").Process(
                target=write_tables, args=(folder, given.calls, given.orders)
            )
            maker.start()
            maker.join()
        else:
            write_tables(folder, given.calls, given.orders)
        engine = Engine(folder / "scratch", MEMORY_BYTES, THREADS)
        told = [_audited(engine, folder, "calls"), _audited(engine, folder, "orders")]
    seconds = sum(each[1] for each in told)
    print(f"together: {seconds:.1f} s, {gib():.2f} GiB")
    is_full = given.calls >= 5_000_000 and given.orders >= 1_000_000
    if is_full and (seconds > SECONDS_MAX or gib() > GIB_MAX):
        sys.exit(1)
    return [each[2] for each in told]


def gib() -> float:
    """The most memory that this process has held."""
    scale = 2**30 if sys.platform == "darwin" else 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def _audited(engine: Engine, folder: Path, what: str) -> tuple[str, float, str]:
    inputs = _inputs_of_calls(folder) if what == "calls" else _inputs_of_orders(folder)
    began = time.perf_counter()
    if what == "calls":
        with engine.workplace() as work:
            found = calls_bulk.found(engine, inputs, work)
    else:
        found = engine.run(orders_bulk.audit(), inputs).to_pylist()
    seconds = time.perf_counter() - began
    counts: dict[str, int] = {}
    for row in found:
        code = str(row["code"])
        counts[code] = counts.get(code, 0) + int(row.get("calls") or 1)
    digest = hashlib.sha256(repr(sorted(counts.items())).encode()).hexdigest()[:16]
    print(f"{what}: {seconds:.1f} s, {gib():.2f} GiB, {len(found)} rows, {digest}")
    return what, seconds, digest


def _inputs_of_calls(folder: Path) -> dict[str, Any]:
    days = [FIRST + timedelta(days=at) for at in range(DAYS)]
    rules = rule_rows(rulepack.load(), days)
    large = ("known_calls", "line", "person", "person_line", "objection", "contract", "consent",
             "asked_calls", "handed", "partners", "leads", "notified")  # fmt: skip
    return {
        **{name: folder / f"{name}.parquet" for name in large},
        **{name: rules[name] for name in ("days", "caps", "closed_days")},
        "open_minutes": calls_bulk.open_minutes(rules["allowed_hours"]),
        "outcomes": calls_bulk.outcome_table(("dropped",)),
        "span": calls_bulk.span_table(days[0], days[-1]),
        "doubts": _nothing(root_id=pa.int32(), newest_line=pa.int64()),
    }  # fmt: skip


def _inputs_of_orders(folder: Path) -> dict[str, Any]:
    return {
        "placed": folder / "placed.parquet",
        "known_calls": folder / "known_calls.parquet",
        "shop_hours": orders_bulk.shop_hours([]),
        "closed_days": orders_bulk.closed_days([FIRST.year], LANDS),
        "asked_ibans": orders_bulk.asked_ibans([]),
        "limits": orders_bulk.limits(CALL_DAYS, PERSONS_MIN, datetime.now(UTC)),
    }


def write_tables(folder: Path, calls: int, orders: int) -> None:
    """Always the same tables for the same sizes: two calls in five years for every line."""
    chance = np.random.default_rng(11)
    lines = max(10, calls * 2 // 5)
    _write_people(folder, lines, chance)
    _write_calls(folder, calls, lines, chance)
    _write_orders(folder, orders, lines, chance)


def _write_people(folder: Path, lines: int, chance: np.random.Generator) -> None:
    ids = np.arange(1, lines + 1)
    some, old = ids[::50], np.datetime64("2026-01-01T10:00:00", "us")
    ended = np.where(
        ids[::4] % 2 == 0, np.datetime64("2026-02-01", "D"), np.datetime64("NaT", "D")
    )
    tables: Mapping[str, Mapping[str, Any]] = {
        "line": {"line_id": ids, "number": pa.array([_number(each) for each in ids])},
        "person": {"person_id": ids, "land": np.array(LANDS)[ids % len(LANDS)]},
        "person_line": {"person_id": ids, "line_id": ids},
        "objection": {
            "line_id": some,
            "person_id": pa.nulls(len(some), pa.int64()),
            "at": np.full(len(some), np.datetime64("2026-04-01T00:00:00", "us")),
            "scope_key": np.full(len(some), "all"),
            "channel": np.full(len(some), "all"),
        },
        "contract": {"person_id": ids[::4], "ended_on": ended},
        "consent": {
            "person_id": ids[::2],
            "granted_at": np.full(len(ids[::2]), old),
            "revoked_at": pa.nulls(len(ids[::2]), pa.timestamp("us")),
            "valid_until": pa.nulls(len(ids[::2]), pa.date32()),
            "reaches_past_contract_end": ids[::2] % 3 == 0,
        },
        "handed": {
            "root_id": pa.array(1 + ids % CHAINS, pa.int32()),
            "line_id": ids,
            "since_at": np.full(lines, old),
        },
        "leads": {
            "root_id": pa.array([], pa.int32()),
            "number": pa.array([], pa.string()),
            "declared_at": pa.array([], pa.timestamp("us")),
        },
        "notified": {
            "root_id": pa.array(np.full(len(some), 1), pa.int32()),
            "line_id": some,
            "told_at": np.full(len(some), np.datetime64("2026-04-02T00:00:00", "us")),
        },
        "partners": {
            "partner": [f"P{at}" for at in range(1, PARTNERS + 1)],
            "partner_id": pa.array(range(1, PARTNERS + 1), pa.int32()),
            "root_id": pa.array([1 + at % CHAINS for at in range(PARTNERS)], pa.int32()),
            "depth": pa.array([at // CHAINS for at in range(PARTNERS)], pa.int32()),
        },
    }  # fmt: skip
    for name, columns in tables.items():
        parquet.write_table(pa.table(dict(columns)), folder / f"{name}.parquet")


def _write_calls(folder: Path, calls: int, lines: int, chance: np.random.Generator) -> None:
    """A call in the hours for nearly all; nine of ten asked about, one of a hundred refused."""
    line = chance.integers(1, lines + lines // 50 + 1, calls)
    own = 1 + line % CHAINS + CHAINS * (chance.random(calls) < 0.3)
    is_stray = chance.random(calls) < 0.03
    partner = np.where(is_stray, chance.integers(1, PARTNERS + 1, calls), own)
    day = chance.integers(0, DAYS, calls)
    second = chance.integers(8 * 3600, 20 * 3600 + 1800, calls)
    first = np.datetime64(FIRST, "us")
    at = first + day.astype("timedelta64[D]") + second.astype("timedelta64[s]")
    local = at + np.timedelta64(2, "h")
    on = local.astype("datetime64[D]")
    outcome = np.where(chance.random(calls) < 0.02, "dropped", "reached")
    parquet.write_table(
        pa.table(
            {
                "row_number": np.arange(calls),
                "partner": pa.array([f"P{each}" for each in partner]),
                "called": pa.array([_number(each) for each in line]),
                "shown": pa.array([_number(90_000_000 + each) for each in partner]),
                "called_at": at,
                "called_until": at,
                "local_date": on,
                "local_hour": ((local - on) // np.timedelta64(1, "h")).astype("int16"),
                "local_weekday": ((on.astype(int) + 3) % 7 + 1).astype("int16"),
                "is_holiday": np.zeros(calls, bool),
                "is_ambiguous": np.zeros(calls, bool),
                "duration_seconds": pa.array(chance.integers(0, 600, calls), pa.int32()),
                "outcome": pa.array(outcome),
                "agent": pa.array(np.full(calls, "a1")),
            }
        ),
        folder / "known_calls.parquet",
    )  # fmt: skip
    asked, is_known = chance.random(calls), line <= lines
    is_asked = (asked < 0.91) & is_known
    parquet.write_table(
        pa.table(
            {
                "line_id": line[is_asked],
                "partner": pa.array([f"P{each}" for each in partner[is_asked]]),
                "shown": pa.array([_number(90_000_000 + each) for each in partner[is_asked]]),
                "campaign": pa.array(np.full(int(is_asked.sum()), "spring")),
                "asked_for": at[is_asked] - np.timedelta64(30, "s"),
                "asked_on": on[is_asked],
                "is_allowed": asked[is_asked] < 0.9,
            }
        ),
        folder / "asked_calls.parquet",
    )


def _write_orders(folder: Path, orders: int, lines: int, chance: np.random.Generator) -> None:
    line = chance.integers(1, lines + 1, orders)
    day, second = chance.integers(1, DAYS, orders), chance.integers(8 * 3600, 72_000, orders)
    at = (
        np.datetime64(FIRST, "us")
        + day.astype("timedelta64[D]")
        + second.astype("timedelta64[s]")
    )
    channels = np.array(["phone", "shop", "web", "door"])[chance.integers(0, 4, orders)]
    devices = chance.integers(0, max(1, orders // 3), orders)
    empty = pa.nulls(orders, pa.string())
    columns = {
        "order_id": np.arange(orders),
        "order_ref": pa.array([f"O{each}" for each in range(orders)]),
        "partner": pa.array([f"P{each}" for each in chance.integers(1, PARTNERS + 1, orders)]),
        "person": pa.array([f"K{each}" for each in line]),
        "number": pa.array([_number(each) for each in line]),
        "ordered_at": at,
        "channel": pa.array(channels),
        "call_ref": empty,
        "shop": empty,
        "local_date": at.astype("datetime64[D]"),
        "local_weekday": pa.array(
            (at.astype("datetime64[D]").astype(int) + 3) % 7 + 1, pa.int32()
        ),
        "local_minute": pa.array(second // 60, pa.int32()),
        "device_digest": pa.array([f"d{each}" for each in devices]),
        "iban_digest": pa.array([f"i{each}" for each in line]),
        "address_digest": pa.array([f"a{each}" for each in line]),
        "email_digest": pa.array([f"e{each}" for each in line]),
        "area": empty,
    }
    if tuple(columns) != tuple(orders_bulk.placed_columns()):
        raise AssertionError("the table of orders has other columns now")
    parquet.write_table(pa.table(columns), folder / "placed.parquet")


def _nothing(**kinds: Any) -> pa.Table:
    """A table without rows."""
    return pa.schema(kinds).empty_table()


def _number(of: int | np.integer[Any]) -> str:
    """A made-up number of the media blocks."""
    return f"+493023125{of:08d}"


if __name__ == "__main__":
    print(f"begun {datetime.now(UTC):%H:%M}")
    main()
