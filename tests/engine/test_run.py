from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from leumund.engine import Engine, Plan, Select


def test_a(engine: Engine, tmp_path: Path) -> None:
    plan = Plan((Select("a", "b", "select x + 1 as y from facts"), Select("c", "b", "select a.y, weekday_iso(date '2026-11-22') w from a join a b on a.y = b.y")))
    assert engine.run(plan, {"facts": pa.table({"x": [1]})}).to_pylist() == [{"y": 2, "w": 7}]
    assert engine.run(plan, {"facts": pa.table({"x": [1]})}, into=tmp_path / "o.parquet") == 1
    print(engine.explain(plan))
    assert engine.run(plan, {"facts": pa.table({"x": [1]})}, into=tmp_path / "o.parquet") == 1
    assert pq.read_table(tmp_path / "o.parquet").to_pylist() == [{"y": 2, "w": 7}]
    for n, t in engine.step(plan, {"facts": [tmp_path / "o.parquet", tmp_path / "o.parquet"]}) if False else ():
        print(n, t)
