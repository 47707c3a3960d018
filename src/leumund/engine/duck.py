"""The engine on DuckDB. The only file that imports it.

Every run has its own connection, which can reach the files it was given (in a session: those
below its folders), its scratch folder and nothing else: no network, no extension, no variable
of the calling program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias, overload

import duckdb

from leumund.engine.errors import rewritten
from leumund.engine.plan import BadPlan, Plan, Select
from leumund.engine.scratch import scratch, whole_table
from leumund.settings import Settings

Input: TypeAlias = Any  # pyarrow.Table | Path of a Parquet file | sequence of such paths
ArrowTable: TypeAlias = Any  # pyarrow.Table; pyarrow brings no types

_WORDS = Path(__file__).with_name("words") / "duckdb.sql"
_INPUT_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHOWN_ROWS = 10
_CLOSED_WORLD = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


@dataclass(frozen=True, slots=True)
class Engine:
    """Work on big tables within a bounded memory; what is above it goes to ``scratch``."""

    scratch: Path
    memory_bytes: int
    threads: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The engine of these settings; nothing is opened or made yet."""
        return cls(
            settings.folder / "scratch", settings.engine_memory_bytes, settings.engine_threads
        )

    @overload
    def run(self, plan: Plan, inputs: Mapping[str, Input], into: None = None) -> ArrowTable: ...
    @overload
    def run(self, plan: Plan, inputs: Mapping[str, Input], into: Path) -> int: ...

    def run(
        self, plan: Plan, inputs: Mapping[str, Input], into: Path | None = None
    ) -> ArrowTable | int:
        """The last step's rows as an Arrow table; with ``into``, their number.

        The rows are then streamed into that Parquet file, which appears whole or not at all.
        Inputs are Arrow tables, Parquet files or lists of them, under the names of the plan.
        """
        if into is None:
            with self._opened(_files(inputs)) as connection:
                return _asked(connection, plan, inputs)
        with (
            whole_table(into) as making,
            self._opened([making, *_files(inputs)]) as connection,
        ):
            return _written(connection, plan, inputs, making)

    @contextmanager
    def session(self, *folders: Path) -> Iterator[Session]:
        """For many runs on files below these folders: they are opened for once."""
        with self._opened(folders=folders) as connection:
            yield Session(connection)

    def explain(self, plan: Plan) -> str:
        """What ``run`` will do, step by step, with the SQL exactly as it will be executed."""
        return "\n".join(
            f"-- {number}. {step.name}: {step.sentence}\n{sql};\n"
            for number, (step, sql) in enumerate(_deeds(plan), start=1)
        )

    def step(self, plan: Plan, inputs: Mapping[str, Input]) -> Iterator[tuple[str, ArrowTable]]:
        """Stop after each step: its name and its first ten rows."""
        with self._opened(_files(inputs)) as connection:
            _give_all(connection, inputs)
            for step, sql in _deeds(plan):
                source = f"({sql})"
                if step is not plan.steps[-1]:
                    _execute(connection, step.name, sql)
                    source = step.name
                shown = f"select * from {source} limit {_SHOWN_ROWS}"
                yield step.name, _execute(connection, step.name, shown).fetch_arrow_table()

    def read_csv(self, path: Path, into: Path, columns: Mapping[str, str]) -> int:
        """Turn a UTF-8 CSV file with a header into Parquet; the number of rows.

        ``columns`` names every column, in the file's order, with its SQL type. An empty
        field is missing, a quoted empty one is an empty text, as PostgreSQL's COPY writes.
        """
        with whole_table(into) as making, self._opened([making, path]) as connection:
            return _stream(connection, path.name, _rows_of(path, columns), making)

    def workplace(self) -> AbstractContextManager[Path]:
        """A folder for tables in the making, private, in the data folder, gone afterwards.

        What a killed command leaves there is removed by the next one.
        """
        return scratch(self.scratch)

    @contextmanager
    def _opened(
        self, paths: Sequence[Path] = (), folders: Sequence[Path] = ()
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        with scratch(self.scratch) as spill:
            connection = duckdb.connect(config=dict(_CLOSED_WORLD))
            try:
                connection.execute(_WORDS.read_text("utf-8"))
                _bound(self, connection, spill, paths, folders)
                yield connection
            finally:
                connection.close()


@dataclass(frozen=True, slots=True)
class Session:
    """Runs of one piece of work, one after the other: opening the engine for each would take
    longer than small tables do. None sees what another was given or has made.
    """

    _database: duckdb.DuckDBPyConnection

    @overload
    def run(self, plan: Plan, inputs: Mapping[str, Input], into: None = None) -> ArrowTable: ...
    @overload
    def run(
        self, plan: Plan, inputs: Mapping[str, Input], into: Path, *, lasts: bool = True
    ) -> int: ...

    def run(
        self,
        plan: Plan,
        inputs: Mapping[str, Input],
        into: Path | None = None,
        *,
        lasts: bool = True,
    ) -> ArrowTable | int:
        """As ``Engine.run``, on files below the session's folders.

        What does not last, as it stands in a workplace, is not waited for on the disk.
        """
        with closing(self._database.cursor()) as connection:
            if into is None:
                return _asked(connection, plan, inputs)
            with whole_table(into, lasts=lasts) as making:
                return _written(connection, plan, inputs, making)

    def read_csv(self, path: Path, into: Path, columns: Mapping[str, str]) -> int:
        """As ``Engine.read_csv``, of and into files below the session's folders."""
        with closing(self._database.cursor()) as connection, whole_table(into) as making:
            return _stream(connection, path.name, _rows_of(path, columns), making)


def _rows_of(path: Path, columns: Mapping[str, str]) -> str:
    types = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in columns.items())
    return (
        f"select * from read_csv({_place(path)}, auto_detect = false, header = true, "
        f"delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"allow_quoted_nulls = false, columns = {{{types}}})"
    )


def _bound(
    engine: Engine,
    connection: duckdb.DuckDBPyConnection,
    spill: Path,
    paths: Sequence[Path],
    folders: Sequence[Path],
) -> None:
    for setting in (
        "global TimeZone = 'UTC'",
        f"memory_limit = '{engine.memory_bytes}B'",
        f"threads = {engine.threads}",
        f"temp_directory = {_place(spill)}",
        f"allowed_directories = [{_listed([spill, *folders])}]",
        f"allowed_paths = [{_listed(paths)}]",
        "enable_external_file_cache = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"set {setting}")


def _files(inputs: Mapping[str, Input]) -> list[Path]:
    return [path for table in inputs.values() for path in _paths(table) or ()]


def _paths(table: Input) -> list[Path] | None:
    if isinstance(table, Path):
        return [table]
    if isinstance(table, (list, tuple)) and all(isinstance(path, Path) for path in table):
        return list(table)
    return None


def _give_all(connection: duckdb.DuckDBPyConnection, inputs: Mapping[str, Input]) -> None:
    for name, table in inputs.items():
        _give(connection, name, table)


def _give(connection: duckdb.DuckDBPyConnection, name: str, table: Input) -> None:
    if not _INPUT_NAME.fullmatch(name):
        raise BadPlan(file="the plan", what="the name of an input is not a plain word")
    paths = _paths(table)
    if paths is None:
        connection.register(name, table)
        return
    source = f"read_parquet([{_listed(paths)}])"
    _execute(connection, name, f"create temp view {name} as select * from {source}")


def _deeds(plan: Plan) -> Iterator[tuple[Select, str]]:
    """Each step with the statement that is executed for it; the last is its SELECT itself."""
    kept = plan.kept
    for step in plan.steps[:-1]:
        kind = "table" if step.name in kept else "view"
        yield step, f"create temp {kind} {step.name} as\n{step.sql}"
    yield plan.steps[-1], plan.steps[-1].sql


def _prepare(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    for step, sql in _deeds(plan):
        if step is not plan.steps[-1]:
            _execute(connection, step.name, sql)


def _asked(
    connection: duckdb.DuckDBPyConnection, plan: Plan, inputs: Mapping[str, Input]
) -> ArrowTable:
    _give_all(connection, inputs)
    _prepare(connection, plan)
    return _execute(connection, plan.steps[-1].name, plan.steps[-1].sql).fetch_arrow_table()


def _written(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    inputs: Mapping[str, Input],
    target: Path,
) -> int:
    _give_all(connection, inputs)
    _prepare(connection, plan)
    return _stream(connection, plan.steps[-1].name, plan.steps[-1].sql, target)


def _stream(connection: duckdb.DuckDBPyConnection, name: str, sql: str, target: Path) -> int:
    copied = _execute(
        connection,
        name,
        f"copy ({sql}) to {_place(target)} "
        "(format parquet, compression zstd, use_tmp_file false)",
    ).fetchone()
    return int(copied[0]) if copied else 0


def _execute(
    connection: duckdb.DuckDBPyConnection, step: str, sql: str
) -> duckdb.DuckDBPyConnection:
    """Run one statement; raises our error, to which DuckDB's is not attached in any way."""
    try:
        return connection.execute(sql)
    except duckdb.Error as error:
        ours = rewritten(error, step)
    raise ours


def _listed(paths: Sequence[Path]) -> str:
    return ", ".join(map(_place, paths))


def _place(path: Path) -> str:
    """A path as SQL: whole, because what is allowed is compared letter by letter."""
    return _text(str(path.absolute()))


def _text(written: str) -> str:
    """An SQL literal."""
    return "'" + written.replace("'", "''") + "'"
