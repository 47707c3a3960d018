"""How fast is a decision: one by one in Python, in bulk, and a whole screen.

    python -m benchmarks.bench_permit --questions 100000 --lines 1000000

Beside each time stands the digest of the answer, so that nobody makes it faster by changing
it. The plain Python loop is the peer of the bulk run in the same process: both decide the
same questions, and their answers must be the same.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from pyarrow import parquet
from tests.same_answer.generated import questions

from leumund.engine import Engine
from leumund.permit import Facts, Level, Rules, decide, rulepack
from leumund.permit.bulk import count_plan, decide_plan, screen_plan
from leumund.permit.gather import Assignment, assigned
from leumund.permit.period import begins_at, moment_rows, permitted_hours
from leumund.permit.rows import (
    consent_tables,
    moments_table,
    question_table,
    rule_tables,
    setting_table,
)

ON = date(2026, 9, 1)
YEARS = range(2023, 2028)
MEMORY_BYTES = 2 * 2**30
THREADS = 2
PURPOSE, PRODUCT, PRINCIPAL = "winback", "strom", "musterstrom"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was done, on how many rows, how long it took, and the digest of the answer."""

    what: str
    rows: int
    seconds: float
    digest: str

    def __str__(self) -> str:
        rate = f"{self.rows / self.seconds:,.0f}/s"
        size, time = f"{self.rows:,}", f"{self.seconds:.2f} s"
        return f"{self.what:<20}{size:>12}{time:>10}{rate:>14}  {self.digest}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    given = parser.parse_args()
    for measured in run(given.questions, given.lines):
        print(measured)


def run(question_count: int, line_count: int) -> list[Measured]:
    """All measurements; the first two have the same digest."""
    rules = rulepack.load().in_force(ON)
    asked = questions(1, question_count)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder), MEMORY_BYTES, THREADS)
        measured = [_in_python(asked, rules), _in_bulk(asked, rules, engine)]
        if measured[0].digest != measured[1].digest:
            raise AssertionError("Python and the engine answer differently")
        return [*measured, _screen(line_count, rules, engine, Path(folder))]


def _in_python(asked: list[Facts], rules: Rules) -> Measured:
    verdicts, seconds = _timed(lambda: [decide(facts, rules) for facts in asked])
    answers = [
        (verdict.is_allowed, ",".join(dict.fromkeys(each.rule for each in verdict.reasons)))
        for verdict in verdicts
    ]
    return Measured("decide, one by one", len(asked), seconds, _digest(answers))


def _in_bulk(asked: list[Facts], rules: Rules, engine: Engine) -> Measured:
    inputs = {
        "facts": question_table(asked, rules),
        **consent_tables(asked),
        **rule_tables(rules, YEARS),
    }
    table, seconds = _timed(lambda: engine.run(decide_plan(), inputs))
    rows = table.sort_by("line_id")
    answers = list(zip(rows["is_allowed"].to_pylist(), rows["rules"].to_pylist(), strict=True))
    return Measured("decide, in bulk", len(asked), seconds, _digest(answers))


def _screen(count: int, rules: Rules, engine: Engine, folder: Path) -> Measured:
    tables = snapshot_tables(count, folder)
    hours = permitted_hours(rules, ON, ON + timedelta(days=30))
    assignment = Assignment(PRINCIPAL, PURPOSE, PRODUCT)
    asked = rules.only(Level.PERSON, Level.TIME, Level.FREQUENCY)
    inputs = {
        **tables,
        **rule_tables(asked, {ON.year}),
        "asked": tables["line"],
        "assignment": setting_table(assigned(assignment, begins_at(ON), rules.values)),
        "last_moments": moments_table(moment_rows(rules, ON, hours)),
    }
    into = folder / "screen.parquet"
    rows, seconds = _timed(lambda: engine.run(screen_plan(), inputs, into=into))
    counts = engine.run(count_plan(), {"result": into}).to_pylist()
    return Measured("screen, a month", rows, seconds, _digest(counts))


def snapshot_tables(count: int, folder: Path) -> dict[str, Any]:
    """A people snapshot of so many lines, always the same: one person and consent each."""
    chance = np.random.default_rng(7)
    ids = np.arange(1, count + 1)
    granted = np.datetime64("2024-06-01T10:00:00", "us") + chance.integers(
        0, 800 * 86_400, count
    ).astype("timedelta64[s]")
    some = chance.random(count)
    lands = np.array(["BE", "BY", "NW", "SN", "HH"])[chance.integers(0, 5, count)]
    tables = {
        "line": {"line_id": ids, "number": [f"+493023125{each:07d}" for each in ids]},
        "person": {
            "person_id": ids,
            "kind": np.where(some < 0.95, "consumer", "business"),
            "land": lands,
        },
        "person_line": {"person_id": ids, "line_id": ids},
        "consent": {
            "consent_id": ids,
            "person_id": ids,
            "line_id": ids,
            "has_wording": np.ones(count, dtype=bool),
            "wording_version": pa.nulls(count, pa.string()),
            "granted_at": granted,
            "recorded_at": granted + np.timedelta64(60, "s"),
            "source": np.where(some < 0.9, "web", "prize_draw"),
            "proof_hash": np.full(count, "4f1c"),
            "number_confirmed": np.ones(count, dtype=bool),
            "origin_checked": np.zeros(count, dtype=bool),
            "reaches_past_contract_end": some < 0.5,
            "valid_until": pa.nulls(count, pa.date32()),
            "revoked_at": pa.nulls(count, pa.timestamp("us")),
        },
        "consent_company": {"consent_id": ids, "company_key": np.full(count, PRINCIPAL)},
        "consent_product": {"consent_id": ids, "product_key": np.full(count, PRODUCT)},
        "consent_channel": {"consent_id": ids, "channel": np.full(count, "telephone")},
        "objection": {
            "line_id": ids[::50],
            "person_id": pa.nulls(len(ids[::50]), pa.int64()),
            "at": np.full(len(ids[::50]), np.datetime64("2026-01-01", "us")),
        },
        "contract": {
            "person_id": ids[::2],
            "started_on": np.full(len(ids[::2]), np.datetime64("2024-01-01", "D")),
            "ended_on": pa.nulls(len(ids[::2]), pa.date32()),
        },
        "register_entry": {
            "line_id": ids[::100],
            "register": np.full(len(ids[::100]), "Robinsonliste"),
            "listed_from": np.full(len(ids[::100]), np.datetime64("2025-01-01", "D")),
        },
        "attempts": {
            "line_id": ids[::20],
            "attempts_day": chance.integers(0, 4, len(ids[::20])),
            "attempts_week": chance.integers(0, 10, len(ids[::20])),
            "attempts_campaign": chance.integers(0, 20, len(ids[::20])),
        },
        "uses": {
            "consent_id": ids[::20],
            "last_used_at": np.full(len(ids[::20]), np.datetime64("2026-08-01", "us")),
        },
    }
    return {name: _written(folder / f"{name}.parquet", table) for name, table in tables.items()}


def _written(path: Path, columns: dict[str, Any]) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def _digest(answer: object) -> str:
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
