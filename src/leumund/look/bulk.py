"""The workbench: steps of the ``.sql`` files beside, made once each, as tables by name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.engine import Plan, Session
from leumund.look.findings import Behind, FindingGroup, FindingRow, LookTable, Made

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from leumund.look.findings import Chapter, Code, TableCode

_BASE = "bulk.sql"
_FOUND = "found"
_COUNTED = {"calls": "contacts"}
"""Where not every row of a kind counts: calls in several files count once, inbound ones not."""


# Not frozen inside: the tables are added to, one by one, as they are made.
@dataclass(frozen=True, slots=True)
class Workbench:
    """Tables by name, and the engine's session that makes more of them into ``folder``."""

    engine: Session
    folder: Path
    tables: dict[str, Any] = field(default_factory=dict)

    def ask(self, step: str, sql: str = _BASE) -> Any:
        """The rows of a step, as an Arrow table."""
        plan = self._towards(step, sql)
        return self.engine.run(plan, self._inputs(plan))

    def keep(self, step: str, sql: str = _BASE) -> None:
        """Make the table of a step, unless it is there."""
        if step not in self.tables:
            self.tables[step] = self._made(step, sql, self.folder / f"{step}.parquet")

    def prepare(self, chapter: Chapter) -> None:
        """Make what a chapter's steps, and those of later chapters, read by name."""
        for each in chapter.prepared:
            if isinstance(each, str):
                self.keep(each, chapter.sql)
            elif each.name not in self.tables:
                self.tables[each.name] = each.make(self._read(each, chapter.sql))

    def find(self, code: Code, chapter: Chapter, into: Path, first: int) -> FindingGroup:
        """All rows of one code, in the order of the files, and how many of what."""
        path = into / f"{code.code}.parquet"
        rows = self._in_order(code.step, chapter.sql, path)
        people, per_partner = self._about(path) if rows else (0, ())
        self.tables[code.step] = path
        return FindingGroup(
            code=code,
            chapter=chapter.letter,
            rows=rows,
            of_rows=self.rows(_COUNTED.get(code.about, code.about)),
            people=people,
            per_partner=per_partner,
            first=_first(path, first),
            path=path,
        )

    def _about(self, found: Path) -> tuple[int, tuple[tuple[str | None, int], ...]]:
        """How many people a finding is about, and its rows by partner."""
        bench = Workbench(self.engine, self.folder, {_FOUND: found})
        partners = bench.ask("rows_per_partner").to_pylist()
        return bench.ask("subjects")["n"][0].as_py(), tuple(
            (row["partner"], row["n"]) for row in partners
        )

    def show(self, code: TableCode, chapter: Chapter, into: Path, first: int) -> LookTable:
        """A table that is shown as it is, and the rows that its figures count."""
        table = self.ask(code.step, chapter.sql)
        if code.finish is not None:
            table = code.finish(table)
        rows = tuple(tuple(row.values()) for row in table.to_pylist())
        return LookTable(code, chapter.letter, rows, self._behind(code, chapter, into, first))

    def _behind(
        self, code: TableCode, chapter: Chapter, into: Path, first: int
    ) -> Behind | None:
        if not code.behind:
            return None
        path = into / f"{code.behind}.parquet"
        if code.behind not in self.tables:
            self._in_order(code.behind, chapter.sql, path)
            self.tables[code.behind] = path
        return Behind(code.behind, _rows(path), _first(path, first), path)

    def _in_order(self, step: str, sql: str, path: Path) -> int:
        """Make a finding's rows in the order of the files; how many there are."""
        unordered = self.folder / f"{step}.parquet"
        self._made(step, sql, unordered)
        bench = Workbench(self.engine, self.folder, {_FOUND: unordered})
        plan = bench._towards("rows_in_order", _BASE)
        rows = self.engine.run(plan, bench._inputs(plan), into=path)
        unordered.unlink()
        return rows

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        return sum(_rows(each) for each in _parts(self.tables[name]))

    def _towards(self, step: str, sql: str) -> Plan:
        return Plan.towards(__file__, step, given=self.tables, name=sql)

    def _inputs(self, plan: Plan) -> dict[str, Any]:
        """The tables that the plan names: opening one costs something."""
        words = Counter(re.findall(r"\b[a-z][a-z0-9_]*\b", " ".join(s.sql for s in plan.steps)))
        own = {step.name for step in plan.steps}
        return {n: t for n, t in self.tables.items() if n in words and n not in own}

    def _made(self, step: str, sql: str, path: Path) -> Path:
        plan = self._towards(step, sql)
        self.engine.run(plan, self._inputs(plan), into=path, lasts=False)
        return path

    def _read(self, made: Made, sql: str) -> Mapping[str, Any]:
        return {name: self._table(name, sql) for name in made.reads}

    def _table(self, name: str, sql: str) -> Any:
        import pyarrow.parquet as pq

        if name not in self.tables:
            return self.ask(name, sql)
        table = self.tables[name]
        return pq.read_table(table) if hasattr(table, "suffix") else table


def _parts(table: Any) -> list[Any]:
    return list(table) if isinstance(table, (list, tuple)) else [table]


def _rows(table: Any) -> int:
    import pyarrow.parquet as pq

    if hasattr(table, "suffix"):
        return int(pq.read_metadata(table).num_rows)
    return int(table.num_rows)


def _first(path: Path, count: int) -> tuple[FindingRow, ...]:
    import pyarrow.parquet as pq

    if count <= 0:
        return ()
    with pq.ParquetFile(path) as file:
        batch = next(file.iter_batches(batch_size=count), None)
    rows = batch.to_pylist() if batch is not None else []
    return tuple(FindingRow(**row) for row in rows[:count])
