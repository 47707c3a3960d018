"""What SQL on big tables may say, so that every engine gives the same answer to it.

The rules below were found by running statements on DuckDB and Spark side by side: what they
forbid gave another answer, another type or an error on one of the two. SQL that breaks one
is refused here, before a second engine meets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

OUR_WORDS = frozenset({"days_between", "weekday_iso", "sha256_hex", "matches", "int_div"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing bulk SQL must not say, and what it would do instead of failing."""

    name: str
    why: str
    is_broken_by: Callable[[exp.Expression], bool]


def _is(*kinds: type[exp.Expression]) -> Callable[[exp.Expression], bool]:
    return lambda node: isinstance(node, kinds)


def _called(*names: str) -> Callable[[exp.Expression], bool]:
    return lambda node: isinstance(node, exp.Anonymous) and node.name.lower() in names


def _either(*tests: Callable[[exp.Expression], bool]) -> Callable[[exp.Expression], bool]:
    return lambda node: any(test(node) for test in tests)


_CALENDAR_NAME = re.compile(r"(^|_)(on|at|day|date|until|from|since|before|after)$")


def _is_calendar(node: exp.Expression | None) -> bool:
    """A date or an instant, as far as names and casts tell."""
    if isinstance(node, exp.Paren):
        return _is_calendar(node.this)
    if isinstance(node, exp.Cast):
        return node.to.is_type(*exp.DataType.TEMPORAL_TYPES)
    is_named = isinstance(node, exp.Column) and bool(_CALENDAR_NAME.search(node.name.lower()))
    return is_named or isinstance(node, (exp.CurrentDate, exp.CurrentTimestamp, exp.DateTrunc))


def _subtracts_dates(node: exp.Expression) -> bool:
    if not isinstance(node, exp.Sub) or isinstance(node.expression, exp.Interval):
        return False
    return _is_calendar(node.this) or _is_calendar(node.expression)


# Functions that were tried on both engines, or are plain arithmetic and comparison.
_EQUAL = (
    exp.Connector,
    exp.Exists,
    exp.Case,
    exp.If,
    exp.Cast,
    exp.Coalesce,
    exp.Nullif,
    exp.Greatest,
    exp.Least,
    exp.Count,
    exp.CountIf,
    exp.Sum,
    exp.Min,
    exp.Max,
    exp.Avg,
    exp.ArgMax,
    exp.ArgMin,
    exp.PercentileCont,
    exp.Ln,
    exp.Exp,
    exp.Sqrt,
    exp.Abs,
    exp.Round,
    exp.ConcatWs,
    exp.StrPosition,
    exp.Length,
    exp.Substring,
    exp.Trim,
    exp.Extract,
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.Lag,
    exp.Lead,
)


def _is_unknown(node: exp.Expression) -> bool:
    if isinstance(node, exp.Anonymous):
        return node.name.lower() not in OUR_WORDS
    return isinstance(node, exp.Func) and not isinstance(node, _EQUAL)


def _is_plain_concat(node: exp.Expression) -> bool:
    """concat_ws is a kind of it for sqlglot, and free."""
    return type(node) is exp.Concat


def _leaves_out_columns(node: exp.Expression) -> bool:
    return isinstance(node, exp.Star) and any(node.args.values())


RULES = (
    Rule("date_diff", "counts hours on one engine; write days_between", _either(
        _is(exp.DateDiff, exp.TimestampDiff, exp.DatetimeDiff, exp.TimeDiff, exp.TsOrDsDiff),
        _called("date_diff", "datediff", "date_sub", "datesub", "months_between", "age"),
    )),
    Rule("date - date", "a number here, an interval there; write days_between",
         _subtracts_dates),
    Rule("hash", "another function on each engine; write sha256_hex",
         _either(_called("hash", "md5_number", "xxhash64", "murmur_hash"), _is(exp.MD5))),
    Rule("sha256", "spelt otherwise on each engine; write sha256_hex",
         _either(_is(exp.SHA, exp.SHA2), _called("sha256", "sha2", "sha1"))),
    Rule("log", "base 10 here, natural there; write ln", _is(exp.Log)),
    Rule("at time zone", "opposite directions; zones are computed once, in intake",
         _is(exp.AtTimeZone, exp.FromTimeZone)),
    Rule("dayofweek", "Monday is 1 here, 2 there; write weekday_iso", _either(
        _is(exp.DayOfWeek, exp.DayOfWeekIso), _called("isodow", "weekday", "dow"),
        lambda node: isinstance(node, exp.Extract)
        and node.name.lower() in ("dow", "isodow", "dayofweek", "dayofweek_iso", "week"),
    )),
    Rule("concat", "a missing text is empty here, not there; write ||", _is_plain_concat),
    Rule("upper and lower", "the German sharp s; fold words when they are taken in",
         _is(exp.Upper, exp.Lower)),
    Rule("qualify", "known here, unknown there; filter in an outer SELECT", _is(exp.Qualify)),
    Rule("asof join", "known here, unknown there", lambda node: isinstance(node, exp.Join)
         and "ASOF" in (node.method, node.kind, node.side)),
    Rule("ordered list", "the order is lost; a list is no column of a big table",
         _is(exp.ArrayAgg, exp.ArrayUniqueAgg, exp.GroupConcat, exp.Array)),
    Rule("/", "infinite here, an error there; write int_div, or round a product",
         _is(exp.Div)),
    Rule("//", "spelt otherwise on each engine; write int_div", _is(exp.IntDiv)),
    Rule("patterns", "spelt otherwise on each engine; write matches",
         _is(exp.RegexpLike, exp.RegexpILike, exp.RegexpExtract, exp.RegexpReplace,
             exp.SimilarTo, exp.ILike, exp.Glob)),
    Rule("backslash", "one engine's literal eats it; write [0-9]",
         lambda node: isinstance(node, exp.Literal) and node.is_string and "\\" in node.name),
    Rule("exclude", "spelt otherwise on each engine; name the columns", _leaves_out_columns),
    Rule("random", "no two answers are alike", _either(
        _is(exp.Rand, exp.Randn, exp.TableSample, exp.Uuid),
        _called("setseed", "gen_random_uuid"),
    )),
    Rule("now", "an answer depends on when it is asked; the moment is an input", _either(
        _is(exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.CurrentDatetime),
        _called("now", "today", "get_current_timestamp", "transaction_timestamp"),
    )),
    Rule("unknown word", "neither standard nor ours", _is_unknown),
)  # fmt: skip


def broken_rules(sql: str) -> Iterator[str]:
    """What is wrong with a step: names of rules, "order by", "parse: ..."."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except SqlglotError as error:
        yield f"parse: {error}"
        return
    if not isinstance(tree, exp.Query):
        yield "parse: a step is one SELECT"
    for node in tree.walk():
        yield from (rule.name for rule in RULES if rule.is_broken_by(node))
    if _orders_without_nulls(tree, sql):
        yield "order by"
    try:
        sqlglot.parse_one(sql, read="spark")
    except SqlglotError as error:
        yield f"parse: as Spark: {error}"


def _orders_without_nulls(tree: exp.Expression, sql: str) -> bool:
    """Does an ORDER BY leave open whether missing values come first? Engines differ on it.

    sqlglot fills in a default, so the words themselves are counted. The ORDER BY of a
    percentile leaves missing values out.
    """
    ordered = [
        node for node in tree.find_all(exp.Ordered) if not node.find_ancestor(exp.WithinGroup)
    ]
    tokens = [
        token.text.upper() if token.token_type is not TokenType.STRING else ""
        for token in sqlglot.tokenize(sql, read="duckdb")
    ]
    said = sum(
        first == "NULLS" and second in ("FIRST", "LAST") for first, second in pairwise(tokens)
    )
    return said < len(ordered)
