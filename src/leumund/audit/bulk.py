"""The plans over ``bulk.sql``, and the small tables that they read beside the large ones."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from leumund.engine import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leumund.basics.checks import Check
    from leumund.engine import Engine
    from leumund.network import Partner
    from leumund.release import Lookup

OUR_DESK = 0
"""Stands for the company's own desk where ids of partners stand; theirs begin at 1."""

_NIGHT_FROM, _NIGHT_UNTIL = 22, 6
_AGAINST = (
    "after_objection",
    "after_notice",
    "after_contract_end",
    "outside_hours",
    "on_holidays",
    "over_caps",
    "never_handed_over",
)
_CODES = {
    "after_objection": "call.after_objection",
    "after_notice": "call.after_notice",
    "after_contract_end": "call.after_contract_end",
    "outside_hours": "call.outside_hours",
    "on_holidays": "call.holiday",
    "over_caps": "call.over_cap",
    "never_handed_over": "C050",
}
_FOUND = {
    "found_by_answer_on_days": ("judged",),
    "found_against_on_days": ("against_rules",),
    "found_in_all": ("lines_by_answer",),
    "found_lost": ("judged",),
    "found_by_answer": ("lines_by_answer",),
    "found_against": ("against_rules",),
}


def found(engine: Engine, inputs: Mapping[str, Any], work: Path) -> list[dict[str, Any]]:
    """The rows of the steps ``_FOUND``; ``work``: a folder for the tables in between.

    One question at a time over the calls as they were judged: a single statement with all of
    them has stood still at full size, its engine waiting for itself.
    """
    judged = work / "judged.parquet"
    engine.run(one_step("judged"), inputs, into=judged)
    against = [work / f"{step}.parquet" for step in _AGAINST]
    for step, path in zip(_AGAINST, against, strict=True):
        engine.run(_about_judged(step), {**inputs, "judged": judged}, into=path)
    by_answer = work / "lines_by_answer.parquet"
    engine.run(_about_judged("lines_by_answer"), {"judged": judged}, into=by_answer)
    given = {"judged": judged, "against_rules": against, "lines_by_answer": by_answer}
    tables = [_rows(engine, step, names, given) for step, names in _FOUND.items()]
    return [row for rows in tables for row in rows]


def behind(
    engine: Engine, inputs: Mapping[str, Any], days: Sequence[tuple[int, date]], work: Path
) -> list[Mapping[str, Any]]:
    """The calls of these partners' days with number, answer, and all that stands against each
    (``codes``); ``work``: a folder for the tables in between."""
    judged = work / "judged.parquet"
    engine.run(one_step("judged"), inputs, into=judged)
    wanted = days_table(days)
    told = engine.run(beside("calls_of_days"), {**inputs, "wanted_days": wanted}).to_pylist()
    numbers = {_call_of(row): row for row in told}
    calls = [row | numbers[_call_of(row)] for row in _of_days(judged, days)]
    against: dict[tuple[Any, ...], set[str]] = {}
    for step, code in _CODES.items():
        path = work / f"{step}.parquet"
        engine.run(_about_judged(step), {**inputs, "judged": judged}, into=path)
        for row in _of_days(path, days):
            against.setdefault(_moment_of(row), set()).add(code)
    return [row | {"codes": against.get(_moment_of(row), set())} for row in calls]


def _of_days(path: Path, days: Iterable[tuple[int, date]]) -> list[dict[str, Any]]:
    """The rows of that table that are of these partners' days."""
    import pyarrow.parquet as pq

    wanted = set(days)
    only = [
        ("partner_id", "in", {partner for partner, _on in wanted}),
        ("local_date", "in", {on for _partner, on in wanted}),
    ]
    rows: list[dict[str, Any]] = pq.read_table(path, filters=only).to_pylist()
    return [row for row in rows if (row["partner_id"], row["local_date"]) in wanted]


def _call_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["partner_id"], row["row_number"], row["called_at"], row["line_id"]


def _moment_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["partner_id"], row["called_at"], row["line_id"]


def _rows(
    engine: Engine, step: str, names: tuple[str, ...], given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    plan = Plan.towards(__file__, step, given=names)
    rows: list[dict[str, Any]] = engine.run(plan, {n: given[n] for n in names}).to_pylist()
    return rows


@cache
def _about_judged(step: str) -> Plan:
    return Plan.towards(__file__, step, given=("judged",))


@cache
def one_step(name: str) -> Plan:
    """This step of ``bulk.sql`` and what it rests on."""
    return Plan.towards(__file__, name)


@cache
def beside(name: str) -> Plan:
    """This step of ``beside.sql`` and what it rests on."""
    return Plan.towards(__file__, name, name="beside.sql")


def partner_table(partners: Sequence[Partner], company: str | None = None) -> Any:
    """Every partner with the id of the one at the top of its chain, and its depth; the
    company's own desk too, where it is none of them."""
    import pyarrow as pa

    roots = roots_of(partners)
    rows = [(p.name, int(p.id), roots[p.name], len(p.chain)) for p in partners]
    if company is not None and company not in roots:
        rows.append((company, OUR_DESK, OUR_DESK, 0))
    names, ids, tops, depths = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table(
        {
            "partner": pa.array(names, pa.string()),
            "partner_id": pa.array(ids, pa.int32()),
            "root_id": pa.array(tops, pa.int32()),
            "depth": pa.array(depths, pa.int32()),
        }
    )


def roots_of(partners: Sequence[Partner]) -> dict[str, int]:
    """By a partner's name the id of the one at the top of its chain."""
    ids = {each.name: int(each.id) for each in partners}
    return {
        each.name: ids[each.chain[-1]] if each.chain else ids[each.name] for each in partners
    }


def span_table(since: date | None, until: date | None) -> Any:
    """One row: the first and the last day that are asked about."""
    import pyarrow as pa

    return pa.table(
        {
            "since_on": pa.array([since], pa.date32()),
            "until_on": pa.array([until], pa.date32()),
        }
    )


def open_minutes(allowed_hours: Any) -> Any:
    """Every minute of the week in which a call may begin, by era, from the rules' spans."""
    import pyarrow as pa

    rows = [
        (row["era"], row["weekday"], minute)
        for row in allowed_hours.to_pylist()
        for minute in range(row["opens"], row["closes"])
    ]
    return _table(rows, era=pa.int32(), weekday=pa.int32(), minute_of_day=pa.int32())


def days_table(days: Sequence[tuple[int, date]]) -> Any:
    """partner_id and on_date: the partners' days that are asked about."""
    import pyarrow as pa

    return _table(days, partner_id=pa.int32(), on_date=pa.date32())


def outcome_table(lost: Iterable[str]) -> Any:
    """Which outcomes say that nobody was there, in the spellings that dialers use."""
    import pyarrow as pa

    spelt = {form for word in lost for form in (word, word.upper(), word.capitalize())}
    rows = [(each, "lost") for each in sorted(spelt)]
    return _table(rows, outcome=pa.string(), kind=pa.string())


def pairs_table(rows: Iterable[tuple[int, int, datetime]], since: str) -> Any:
    """root_id, line_id and an instant under that name, the earliest of each pair."""
    import pyarrow as pa

    first: dict[tuple[int, int], datetime] = {}
    for root, line, at in rows:
        key = (root, line)
        first[key] = min(at, first.get(key, at))
    made = [(*key, naive(at)) for key, at in first.items()]
    kinds = {"root_id": pa.int32(), "line_id": pa.int64(), since: pa.timestamp("us")}
    return _table(made, **kinds)


def lead_table(rows: Iterable[tuple[int, str, datetime]]) -> Any:
    """root_id, number and the moment from which it was a declared lead, the earliest."""
    import pyarrow as pa

    first: dict[tuple[int, str], datetime] = {}
    for root, number, at in rows:
        first[root, number] = min(at, first.get((root, number), at))
    made = [(*key, naive(at)) for key, at in first.items()]
    kinds = {"root_id": pa.int32(), "number": pa.string(), "declared_at": pa.timestamp("us")}
    return _table(made, **kinds)


def told_table(rows: Iterable[tuple[int, int]]) -> Any:
    """partner_id and line_id: who was told of which number before."""
    import pyarrow as pa

    return _table(list(rows), partner_id=pa.int32(), line_id=pa.int64())


def moment_table(at: datetime) -> Any:
    """One row: this moment, naive and in UTC, and its day."""
    import pyarrow as pa

    return _table([(naive(at), at.date())], at=pa.timestamp("us"), on_date=pa.date32())


def wanted_table(number: str) -> Any:
    """One row: the number that was shown."""
    import pyarrow as pa

    return _table([(number,)], shown=pa.string())


def number_table(number: str) -> Any:
    """One row: the number that was called."""
    import pyarrow as pa

    return _table([(number,)], called=pa.string())


def partner_moment_table(partner: str, at: datetime) -> Any:
    """One row: the partner who called, and when."""
    import pyarrow as pa

    naive = at.astimezone(UTC).replace(tzinfo=None)
    return _table([(partner, naive)], partner=pa.string(), called_at=pa.timestamp("us"))


def lookup_table(lookups: Sequence[Lookup], ids: Mapping[str, int]) -> Any:
    """Look-ups with the day and hour that a clock in Germany showed."""
    import pyarrow as pa

    from leumund.basics.clock import on_german_clock

    local = [on_german_clock(each.at) for each in lookups]
    return pa.table(
        {
            "partner_id": pa.array([ids[each.partner] for each in lookups], pa.int32()),
            "at": pa.array([naive(each.at) for each in lookups], pa.timestamp("us")),
            "local_date": pa.array([each.date() for each in local], pa.date32()),
            "local_hour": pa.array([each.hour for each in local], pa.int32()),
            "login_digest": pa.array([each.login_digest for each in lookups], pa.string()),
            "device_digest": pa.array([each.device_digest for each in lookups], pa.string()),
            "country": pa.array([each.country for each in lookups], pa.string()),
        }
    )


def site_table(partners: Iterable[Partner]) -> Any:
    """The countries from which a partner, or one below it, may work: its own, its sites'."""
    import pyarrow as pa

    rows = {
        (each.id, country)
        for each in partners
        for country in (each.country, *(site.country for site in each.sites))
    }
    return _table(sorted(rows), partner_id=pa.int32(), country=pa.string())


def limit_table(check: Check) -> Any:
    """One row: what C051 says of look-ups, and what counts as night."""
    import pyarrow as pa

    names = ("lookups_an_hour", "devices_of_a_login", "from_abroad", "at_night")
    row = {name: check.figure(name) for name in names}
    row |= {"night_from": _NIGHT_FROM, "night_until": _NIGHT_UNTIL}
    return pa.table({name: pa.array([figure], pa.int64()) for name, figure in row.items()})


def naive(at: datetime) -> datetime:
    """An aware instant as bulk tables hold it."""
    return at.astimezone(UTC).replace(tzinfo=None)


def aware(at: datetime) -> datetime:
    """An instant of a bulk table as everything else holds it."""
    return at.replace(tzinfo=UTC)


def _table(rows: Sequence[tuple[Any, ...]], **kinds: Any) -> Any:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.table(
        {
            name: pa.array(list(values), kind)
            for (name, kind), values in zip(kinds.items(), columns, strict=True)
        }
    )
