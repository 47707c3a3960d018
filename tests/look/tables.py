"""Typed tables as they come from files, made by hand, and what a look says of them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from leumund.engine import Engine
from leumund.look.answering import Answers, answer
from leumund.look.bulk import Workbench
from leumund.look.chapters import CHAPTERS
from leumund.look.doubts import cells_table
from leumund.look.kinds import KINDS, typed_schema
from leumund.look.settings import LookSettings
from leumund.permit import Pack, rulepack

Rows = Sequence[Mapping[str, Any]]
TODAY = date(2026, 5, 4)


def number(place: int) -> str:
    """A made-up number from the blocks for films and books."""
    return f"+493023125{place:03d}"


def at(written: str) -> datetime:
    return datetime.fromisoformat(written)


def answers(
    pack: Pack | None = None,
    settings: LookSettings | None = None,
    partner_by_file: Mapping[str, str] | None = None,
    handed_over: Mapping[str, date] | None = None,
    left_over: Mapping[str, int] | None = None,
    only: str | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    cells: Sequence[tuple[str, str]] = (),
    **kinds: Rows,
) -> Answers:
    """What a look says of these rows; ``file`` is the kind's name, ``row`` counts from 2.

    ``columns``: by kind, the fields for which its files have a column; else all of them.
    ``cells``: kind and text of what stands in rows that were left over.
    ``only``: the letters of the chapters that are asked, each after those it builds on.
    """
    place = Path(tempfile.mkdtemp(prefix="look-"))
    tables: dict[str, Any] = {}
    there: set[str] = set()
    sources = []
    for name, kind in KINDS.items():
        rows = [
            {"file": f"{name}.csv", "row": i, **row}
            for i, row in enumerate(kinds.get(name, ()), 2)
        ]
        path = place / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, typed_schema(kind)), path)
        tables[name] = path
        for file in sorted({str(row["file"]) for row in rows}):
            sources.append((file, name))
        if rows:
            there |= {name, *(f"{name}.{field}" for row in rows for field in row)}
    tables["columns_there"] = columns_there(kinds, columns or {})
    tables["left_over_cells"] = cells_table([(k, f"{k}.csv", word) for k, word in cells], "DE")
    tables["sources"] = pa.table(
        {
            "source": pa.array(range(len(sources)), pa.int64()),
            "file": pa.array([file for file, _kind in sources], pa.string()),
            "sheet": pa.array(["" for _each in sources], pa.string()),
            "kind": pa.array([kind for _file, kind in sources], pa.string()),
            "approved_by": pa.array([None for _each in sources], pa.string()),
            "partner": pa.array(
                [(partner_by_file or {}).get(file) for file, _kind in sources], pa.string()
            ),
            "handed_over_on": pa.array(
                [(handed_over or {}).get(file) for file, _kind in sources], pa.date32()
            ),
            "rows_left_over": pa.array(
                [(left_over or {}).get(file, 0) for file, _kind in sources], pa.int64()
            ),
        }
    )
    engine = Engine(place / "scratch", 2**30, 1)
    with engine.session(place) as session:
        return answer(
            Workbench(session, place / "made", tables),
            there,
            pack or rulepack.load(),
            settings or LookSettings(),
            TODAY,
            place / "findings",
            chapters=[each for each in CHAPTERS if only is None or each.letter in only],
        )


def columns_there(kinds: Mapping[str, Rows], columns: Mapping[str, Sequence[str]]) -> pa.Table:
    """For which fields each file has a column."""
    fields = {
        (str(row.get("file", f"{name}.csv")), str(row.get("sheet") or ""), field)
        for name, rows in kinds.items()
        for row in rows
        for field in columns.get(name, [each.name for each in KINDS[name].fields])
    }
    return pa.table(
        {
            name: pa.array([each[at] for each in sorted(fields)], pa.string())
            for at, name in enumerate(("file", "sheet", "field"))
        }
    )


def rows_of(said: Answers, code: str) -> list[int]:
    """The rows of one finding."""
    group = next(each for each in said.findings if each.code.code == code)
    assert group.rows == len(pq.read_table(group.path))
    return pq.read_table(group.path)["row"].to_pylist()


def details_of(said: Answers, code: str) -> list[str | None]:
    group = next(each for each in said.findings if each.code.code == code)
    return pq.read_table(group.path)["detail"].to_pylist()
