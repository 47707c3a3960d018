"""Every bulk.sql says only what means the same on every engine; and the check bites."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.bulk_sql import OUR_WORDS, RULES, broken_rules

import leumund
from leumund.engine.plan import Select, cut

SOURCE = Path(leumund.__file__).parent
STEPS = [
    pytest.param(step, id=f"{file.parent.name}-{step.name}")
    for file in sorted(
        [
            *SOURCE.rglob("bulk.sql"),
            *SOURCE.glob("look/[!b]*.sql"),
            SOURCE / "audit" / "beside.sql",
        ]
    )
    for step in cut(file.read_text("utf-8"), str(file))
]


def test_there_is_bulk_sql_to_look_at() -> None:
    assert STEPS


@pytest.mark.parametrize("step", STEPS)
def test_a_step_keeps_to_the_subset(step: Select) -> None:
    assert list(broken_rules(step.sql)) == []


PLANTED = [
    ("date_diff", "select date_diff('day', a.granted_at, a.called_at) from a"),
    ("date_diff", "select datediff('day', granted_at, called_at) from a"),
    ("date_diff", "select date_sub('day', granted_at, called_at) from a"),
    ("date - date", "select date '2026-03-01' - date '2026-02-28' as x"),
    ("date - date", "select called_on - granted_on from a"),
    ("date - date", "select cast(x as date) - y from a"),
    ("date - date", "select (a.called_at) - b.granted_at from a cross join b"),
    ("hash", "select hash(number) from a"),
    ("hash", "select md5(number) from a"),
    ("sha256", "select sha256(number) from a"),
    ("log", "select log(x) from a"),
    ("log", "select log10(x) from a"),
    ("at time zone", "select called_at at time zone 'Europe/Berlin' from a"),
    ("dayofweek", "select dayofweek(called_at) from a"),
    ("dayofweek", "select isodow(called_at) from a"),
    ("dayofweek", "select weekday(called_at) from a"),
    ("dayofweek", "select extract(dow from called_at) from a"),
    ("concat", "select concat(x, y) from a"),
    ("upper and lower", "select upper(name) from a"),
    ("upper and lower", "select x from a where lower(name) = 'x'"),
    ("qualify", "select x from a qualify row_number() over (order by x nulls last) = 1"),
    ("asof join", "select a.x from a asof join b on a.t >= b.t"),
    ("ordered list", "select list(x order by x nulls last) from a"),
    ("ordered list", "select listagg(x, ',') from a"),
    ("ordered list", "select string_agg(x, ',') from a"),
    ("ordered list", "select array_agg(x) from a"),
    ("ordered list", "select [x, y] from a"),
    ("/", "select x / y from a"),
    ("/", "select 1e0 / 0 as x"),
    ("//", "select x // y from a"),
    ("patterns", "select regexp_matches(x, '[0-9]') from a"),
    ("patterns", "select x ~ '[0-9]' from a"),
    ("patterns", "select x from a where x ilike 'b%'"),
    ("backslash", r"select matches(x, '\d+') from a"),
    ("order by", "select x from a order by x"),
    ("order by", "select x from a order by x nulls last, y desc"),
    ("order by", "select row_number() over (partition by x order by y) from a"),
    ("order by", "select 'nulls last' as y from a order by x"),
    ("exclude", "select x.* exclude (y) from a x"),
    ("random", "select random() from a"),
    ("random", "select x from a using sample 10 rows"),
    ("now", "select now() from a"),
    ("now", "select x from a where granted_on < current_date"),
    ("now", "select current_timestamp as x"),
    ("now", "select today() as x"),
    ("unknown word", "select date_trunc('week', granted_on) from a"),
    ("unknown word", "select list_sort(x) from a"),
    ("unknown word", "select jaro_winkler_similarity(x, y) from a"),
]


@pytest.mark.parametrize(("rule", "sql"), PLANTED)
def test_a_planted_violation_is_reported(rule: str, sql: str) -> None:
    assert rule in list(broken_rules(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "create table x as select 1",
        "delete from a",
        "select 1; select 2",
        "select x from",
        "copy a to 'x'",
    ],
)
def test_what_is_not_one_select_on_both_engines_is_reported(sql: str) -> None:
    assert list(broken_rules(sql))


def test_every_rule_has_a_planted_violation() -> None:
    assert {rule for rule, _ in PLANTED} == {rule.name for rule in RULES} | {"order by"}


FREE = [
    "select a.x from a join b on a.x = b.x left join c on a.x = c.x cross join d",
    "select x from a where not exists (select 1 from b where b.x = a.x)",
    "with m as (select x from a) select x from m union all select x from m",
    "select x, count(*) filter (where y > 1) as n from a group by x",
    "select x, y, sum(z) as s from a group by grouping sets ((x), (x, y))",
    "select x from (select x, row_number() over (partition by y order by z desc nulls last, "
    "x asc nulls first) as place from a) ranked where place = 1",
    "select coalesce(x, 0), nullif(y, ''), case when x > 1 then 'a' end, greatest(x, 0) from a",
    "select concat_ws('+', x, y), x || y, max_by(x, y), position(x in y) from a",
    "select percentile_cont(0.5) within group (order by x) as middle from a",
    "select ln(x), x % 7, round(x, 2), cast(sum(x) as bigint) from a group by x",
    "select x from a where name like 'b%' and granted_on between date '2026-01-01' and until",
    "select granted_at + interval '30' day as until, granted_at - interval '1' hour from a",
    "select days_between(granted_on, called_on), weekday_iso(called_on), sha256_hex(number), "
    "matches(number, '^[0-9]+$'), int_div(x, 7) from a",
    "select x - y as rest, amount - paid as open from a",
]


@pytest.mark.parametrize("sql", FREE)
def test_what_is_free_is_not_reported(sql: str) -> None:
    assert list(broken_rules(sql)) == []


def test_our_words_are_the_ones_the_engine_defines() -> None:
    words = (SOURCE / "engine" / "words" / "duckdb.sql").read_text("utf-8")
    assert all(f"create macro {word}(" in words for word in OUR_WORDS)
    assert words.count("create macro") == len(OUR_WORDS)
