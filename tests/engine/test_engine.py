"""Run, explain and step read the same plan; files appear whole; nothing else can be reached."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leumund.basics.errors import LeumundError
from leumund.engine import Engine, Plan, Select
from leumund.engine.errors import CellRefused, EngineFull, StepRefused, TableUnreadable
from leumund.engine.plan import BadPlan
from leumund.settings import Settings

SECRET = "+493023125777"
PEOPLE = pa.table({"name": ["Ada", "Ben", "Cem"], "age": [36, 17, 40]})
ADULTS = Select("adults", "Who is of age.", "select name, age from people where age >= 18")
PAIRS = Select(
    "pairs",
    "Two of them, each with each.",
    "select a.name, b.name as other from adults a join adults b on a.age < b.age",
)
COUNTED = Select("counted", "How many.", "select cast(count(*) as bigint) as n from pairs")
PLAN = Plan((ADULTS, PAIRS, COUNTED))


def one(sql: str) -> Plan:
    return Plan((Select("of_the_test", "A step of this test.", sql),))


def test_the_last_step_is_answered(engine: Engine) -> None:
    assert engine.run(PLAN, {"people": PEOPLE}).to_pylist() == [{"n": 1}]
    assert engine.run(Plan((ADULTS, PAIRS)), {"people": PEOPLE}).to_pylist() == [
        {"name": "Ada", "other": "Cem"}
    ]


def test_the_order_that_the_last_step_asks_for_is_kept(engine: Engine) -> None:
    plan = one("select name from people order by name desc nulls last")
    assert engine.run(plan, {"people": PEOPLE})["name"].to_pylist() == ["Cem", "Ben", "Ada"]


def test_inputs_are_tables_files_or_many_files(engine: Engine, tmp_path: Path) -> None:
    files = [tmp_path / "a'b.parquet", tmp_path / "c.parquet"]
    for file in files:
        pq.write_table(PEOPLE, file)
    plan = one("select cast(count(*) as bigint) as n from people")
    for given, expected in ((PEOPLE, 3), (files[0], 3), (files, 6), (tuple(files), 6)):
        assert engine.run(plan, {"people": given}).to_pylist() == [{"n": expected}]


def test_rows_are_streamed_into_a_private_file(engine: Engine, tmp_path: Path) -> None:
    into = tmp_path / "new" / "out's.parquet"
    assert engine.run(Plan((ADULTS, PAIRS)), {"people": PEOPLE}, into=into) == 1
    assert engine.run(Plan((ADULTS,)), {"people": PEOPLE}, into=into) == 2
    assert pq.read_table(into)["name"].to_pylist() == ["Ada", "Cem"]
    assert into.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in into.parent.iterdir()] == [into.name]


def test_a_run_that_fails_leaves_the_file_as_it_was(engine: Engine, tmp_path: Path) -> None:
    into = tmp_path / "out.parquet"
    engine.run(Plan((ADULTS,)), {"people": PEOPLE}, into=into)
    before = into.read_bytes()
    with pytest.raises(CellRefused):
        engine.run(
            one("select cast(name as integer) as x from people"), {"people": PEOPLE}, into
        )
    assert into.read_bytes() == before
    assert [path.name for path in tmp_path.glob("*out*")] == ["out.parquet"]


def test_explain_prints_exactly_what_is_executed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = engine.explain(PLAN)
    assert told == (
        "-- 1. adults: Who is of age.\n"
        f"create temp table adults as\n{ADULTS.sql};\n\n"
        "-- 2. pairs: Two of them, each with each.\n"
        f"create temp view pairs as\n{PAIRS.sql};\n\n"
        "-- 3. counted: How many.\n"
        f"{COUNTED.sql};\n"
    )
    executed = _spied(monkeypatch)
    engine.run(PLAN, {"people": PEOPLE})
    statements = [line.strip(";") for line in re.split(r";\n+|^-- \d.*\n", told, flags=re.M)]
    assert executed[-3:] == [line.strip() for line in statements if line.strip()]


def _spied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that reaches DuckDB from here on; they are executed all the same."""
    executed: list[str] = []
    connect = duckdb.connect

    class Spy:
        def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
            self.connection = connection

        def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
            executed.append(sql)
            return self.connection.execute(sql)

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

    monkeypatch.setattr(duckdb, "connect", lambda **options: Spy(connect(**options)))
    return executed


def test_step_stops_after_each_and_shows_ten_rows(engine: Engine) -> None:
    many = pa.table({"name": [str(n) for n in range(50)], "age": list(range(50))})
    shown = list(engine.step(PLAN, {"people": many}))
    assert [(name, table.num_rows) for name, table in shown] == [
        ("adults", 10),
        ("pairs", 10),
        ("counted", 1),
    ]
    assert shown[-1][1].to_pylist() == engine.run(PLAN, {"people": many}).to_pylist()


WORDS = [
    ("days_between(date '2026-02-28', date '2026-03-01')", 1),
    ("days_between(timestamp '2026-01-01 23:30:00', timestamp '2026-01-02 00:30:00')", 1),
    ("days_between(date '2026-03-01', date '2026-02-28')", -1),
    ("days_between(cast(null as date), date '2026-03-01')", None),
    ("weekday_iso(date '2026-11-23')", 1),
    ("weekday_iso(timestamp '2026-11-22 23:59:59')", 7),
    ("sha256_hex('Öl')", sha256("Öl".encode()).hexdigest()),
    ("sha256_hex(cast(null as varchar))", None),
    ("matches('A-17', '[0-9]')", True),
    ("matches('A', '^[0-9]+$')", False),
    ("matches(cast(null as varchar), 'x')", None),
    ("int_div(7, 2)", 3),
    ("int_div(-7, 2)", -3),
    ("int_div(7, 0)", None),
]


@pytest.mark.parametrize(("word", "expected"), WORDS)
def test_a_word_means(engine: Engine, word: str, expected: object) -> None:
    assert engine.run(one(f"select {word} as x"), {})["x"].to_pylist() == [expected]


def test_a_csv_file_becomes_parquet_as_postgresql_writes_it(
    engine: Engine, tmp_path: Path
) -> None:
    source, into = tmp_path / "rows.csv", tmp_path / "rows.parquet"
    source.write_text(
        "id,word,at,is_new,day\n"
        '1,"with ""quotes"", comma\nand line",2026-01-02 03:04:05.6,t,2026-01-02\n'
        '2,"",,f,\n'
        "3,,2026-01-02 03:04:05,,\n",
        "utf-8",
    )
    columns = {
        "id": "bigint",
        "word": "varchar",
        "at": "timestamp",
        "is_new": "boolean",
        "day": "date",
    }
    assert engine.read_csv(source, into, columns) == 3
    rows = pq.read_table(into).to_pylist()
    assert [row["word"] for row in rows] == ['with "quotes", comma\nand line', "", None]
    assert [str(row["at"]) for row in rows] == [
        "2026-01-02 03:04:05.600000",
        "None",
        "2026-01-02 03:04:05",
    ]
    assert [row["is_new"] for row in rows] == [True, False, None]
    assert str(rows[0]["day"]) == "2026-01-02"


def test_a_csv_cell_that_does_not_fit_names_its_line_and_not_itself(
    engine: Engine, tmp_path: Path
) -> None:
    source = tmp_path / "rows.csv"
    source.write_text(f"id\n1\nx{SECRET}\n")
    with pytest.raises(CellRefused, match="line 3") as caught:
        engine.read_csv(source, tmp_path / "rows.parquet", {"id": "bigint"})
    assert SECRET[1:] not in _told(caught.value)
    assert not (tmp_path / "rows.parquet").exists()


def _told(error: BaseException) -> str:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None:
        chain.append(link)
        link = link.__cause__ or link.__context__
    assert not [link for link in chain if isinstance(link, duckdb.Error)]
    return "".join(f"{link!s}{link!r}{link.args}{vars(link)}" for link in chain)


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("select cast(number as integer) as x from lines", CellRefused),
        ("select cast(number as date) as x from lines", CellRefused),
        ("select error(number) as x from lines", CellRefused),
        ("select cast(cast(number as bigint) as integer) as x from lines", CellRefused),
        ("select nowhere from lines", StepRefused),
        ("select from where", StepRefused),
        ("select * from nobody", StepRefused),
    ],
)
def test_no_value_reaches_a_message_or_a_cause(
    engine: Engine, sql: str, kind: type[LeumundError]
) -> None:
    lines = pa.table({"number": [SECRET]})
    with pytest.raises(kind) as caught:
        engine.run(one(sql), {"lines": lines})
    assert SECRET[1:] not in _told(caught.value)


@pytest.mark.parametrize(
    "attack",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from '/etc/hostname'",
        "select * from read_text('/etc/hostname')",
        "select * from glob('/etc/*')",
        "select * from read_parquet('https://localhost/x.parquet')",
        "select * from PEOPLE_OF_THE_CALLER",
    ],
)
def test_a_plan_cannot_reach(engine: Engine, attack: str) -> None:
    PEOPLE_OF_THE_CALLER = PEOPLE  # noqa: N806
    with pytest.raises((TableUnreadable, StepRefused)):
        engine.run(one(attack), {})
    assert PEOPLE_OF_THE_CALLER.num_rows == 3


@pytest.mark.parametrize(
    "attack",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_parquet('{beside}')",
        "select * from read_parquet('{folder}/../beside.parquet')",
        "select * from PEOPLE_OF_THE_CALLER",
        "select * from people",
        "select * from adults",
    ],
)
def test_a_session_reaches_its_folder_and_nothing_that_an_earlier_run_was_given(
    engine: Engine, tmp_path: Path, attack: str
) -> None:
    PEOPLE_OF_THE_CALLER = PEOPLE  # noqa: N806
    folder, beside = tmp_path / "folder", tmp_path / "beside.parquet"
    pq.write_table(PEOPLE_OF_THE_CALLER, beside)
    with engine.session(folder) as session:
        for given in (PEOPLE, folder / "kept.parquet"):
            assert session.run(one("from people"), {"people": PEOPLE}, folder / "kept.parquet")
            assert session.run(PLAN, {"people": given}).to_pylist() == [{"n": 1}]
        with pytest.raises((TableUnreadable, StepRefused)):
            session.run(one(attack.format(beside=beside, folder=folder)), {})


def test_a_session_reads_what_stands_in_a_file_now(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    with engine.session(tmp_path) as session:
        for rows in (PEOPLE, PEOPLE[:1], PEOPLE[1:]):
            session.run(one("from people"), {"people": rows}, path)
            assert session.run(one("from people"), {"people": path}) == rows


def test_a_folder_may_be_named_from_where_one_stands(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("here") / "people.parquet"
    with engine.session(Path("here")) as session:
        session.run(one("from people"), {"people": PEOPLE}, path)
        for given in (path, [path, path]):
            assert session.run(one("from people"), {"people": given}).num_rows >= 3
    assert engine.run(one("from people"), {"people": path}).num_rows == 3


def test_a_missing_file_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable):
        engine.run(one("select 1 as x from people"), {"people": tmp_path / "none.parquet"})


def test_a_file_cut_in_the_middle_is_said(engine: Engine, tmp_path: Path) -> None:
    pq.write_table(PEOPLE, tmp_path / "whole.parquet")
    half = tmp_path / "half.parquet"
    half.write_bytes((tmp_path / "whole.parquet").read_bytes()[:200])
    with pytest.raises((TableUnreadable, CellRefused)):
        engine.run(one("select * from people"), {"people": half})


def test_an_input_has_a_plain_name(engine: Engine) -> None:
    with pytest.raises(BadPlan, match="plain word"):
        engine.run(PLAN, {"people; drop": PEOPLE})


BIG = "select cast(i as varchar) || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' as word from numbers n"


def test_what_does_not_fit_into_memory_goes_to_the_scratch_folder(tmp_path: Path) -> None:
    small = Engine(tmp_path / "scratch", memory_bytes=60 * 2**20, threads=1)
    plan = one(f"select word from ({BIG}) order by word nulls last")
    numbers = pa.table({"i": range(1_200_000)})
    assert small.run(plan, {"numbers": numbers}, into=tmp_path / "out.parquet") == 1_200_000
    words = pq.read_table(tmp_path / "out.parquet")["word"].to_pylist()
    assert words[:2] == sorted(words[:2])
    assert list((tmp_path / "scratch").iterdir()) == []


def test_too_little_memory_is_said(tmp_path: Path) -> None:
    tiny = Engine(tmp_path / "scratch", memory_bytes=2**20, threads=1)
    numbers = pa.table({"i": range(1_000_000)})
    with pytest.raises(EngineFull):
        tiny.run(one(f"select max(word) as x from ({BIG}) group by word"), {"numbers": numbers})


def test_the_scratch_folder_is_private_and_empty_afterwards(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "data", engine_memory_bytes=2**28, engine_threads=1)
    engine = Engine.of(settings)
    steps = engine.step(PLAN, {"people": PEOPLE})
    next(steps)
    (work,) = engine.scratch.iterdir()
    (inner,) = work.iterdir()
    for folder in (settings.folder, engine.scratch, work, inner):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert len(list(steps)) == 2
    assert list(engine.scratch.iterdir()) == []


KILLED = """
import sys
from pathlib import Path
from leumund.engine.scratch import scratch, whole_table
with scratch(Path(sys.argv[1])) as own, whole_table(Path(sys.argv[2])) as making:
    (own / "spilled").write_text("personal")
    making.write_text("half")
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", KILLED, tmp_path / "scratch", tmp_path / "out.parquet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield process
        process.kill()


def test_what_a_killed_command_left_is_removed_by_the_next(
    engine: Engine, tmp_path: Path, killed: subprocess.Popen[bytes]
) -> None:
    into = tmp_path / "out.parquet"
    engine.run(PLAN, {"people": PEOPLE}, into=into)
    assert len(list(engine.scratch.iterdir())) == 1, "a living command keeps its folder"
    assert len(list(tmp_path.glob(".out.parquet.*"))) == 1
    killed.kill()
    killed.wait()
    before = into.read_bytes()
    engine.run(PLAN, {"people": PEOPLE}, into=into)
    assert into.read_bytes() == before
    assert list(engine.scratch.iterdir()) == []
    assert list(tmp_path.glob(".out.parquet.*")) == []


def test_a_workplace_is_private_and_gone_afterwards(engine: Engine) -> None:
    with engine.workplace() as first, engine.workplace() as second:
        assert first != second
        assert first.stat().st_mode & 0o777 == 0o700
    assert list(engine.scratch.iterdir()) == []


def test_whoever_writes_a_table_into_its_workplace_does_not_wait_for_itself(
    engine: Engine,
) -> None:
    with engine.workplace() as work:
        handle = os.open(work, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises where somebody holds it
        os.close(handle)
        assert engine.run(PLAN, {"people": PEOPLE}, into=work / "out.parquet") == 1


def test_the_default_memory_is_at_most_half_and_six_gib() -> None:
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert Settings().engine_memory_bytes == min(whole // 2, 6 * 2**30)
