"""The plans over declared calls, and the columns of their Parquet files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from leumund.engine import Plan
from leumund.intake.explain import WINDOW, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leumund.intake.call import Call
    from leumund.intake.complaint import Complaint


@cache
def fresh_calls() -> Plan:
    """``new_calls``, ``known_calls`` → the new calls that are not declared yet."""
    return Plan.beside(__file__, steps=("turned_calls", "fresh_calls"))


@cache
def span_of_calls() -> Plan:
    """``fresh`` → one row: calls, first_at, last_at."""
    return Plan.beside(__file__, steps=("span_of_calls",))


@cache
def explaining_calls() -> Plan:
    """``complaints`` (complaint, called, shown, since, until), ``known_calls`` → who called."""
    return Plan.beside(__file__, steps=("explaining_calls",))


@cache
def calls_around() -> Plan:
    """``complaints`` (complaint, called, since, until), ``known_calls`` → who declared one."""
    return Plan.beside(__file__, steps=("calls_around",))


@cache
def first_contacts() -> Plan:
    """``wanted`` (line_id, called, since), ``known_calls`` → each one's first call."""
    return Plan.beside(__file__, steps=("first_contacts",))


@cache
def declared_attempts() -> Plan:
    """``known_calls``, ``line``, ``moment`` → per line its calls in a day, a week, ever."""
    return Plan.beside(__file__, steps=("distinct_calls", "declared_attempts"))


@cache
def calls_on_lines() -> Plan:
    """``known_calls``, ``line``, ``moment``, ``asked`` (line_id) → their calls, each once."""
    return Plan.beside(__file__, steps=("distinct_calls", "calls_on_lines"))


def moment_table(at: datetime) -> Any:
    """One row: an instant, and those a day and a week before it; naive and in UTC."""
    import pyarrow as pa

    naive = at.astimezone(UTC).replace(tzinfo=None)
    moments = {
        "at": naive,
        "day_ago": naive - timedelta(hours=24),
        "week_ago": naive - timedelta(days=7),
    }
    return pa.table(
        {name: pa.array([each], pa.timestamp("us")) for name, each in moments.items()}
    )


def call_schema() -> Any:
    """The columns of a table of calls; instants are naive and in UTC."""
    import pyarrow as pa

    moment = pa.timestamp("us")
    return pa.schema(
        {
            "row_number": pa.int64(),
            "partner": pa.string(),
            "called": pa.string(),
            "shown": pa.string(),
            "called_at": moment,
            "called_until": moment,
            "local_date": pa.date32(),
            "local_hour": pa.int16(),
            "local_weekday": pa.int16(),
            "is_holiday": pa.bool_(),
            "is_ambiguous": pa.bool_(),
            "duration_seconds": pa.int32(),
            "outcome": pa.string(),
            "agent": pa.string(),
        }
    )


def call_row(call: Call, row_number: int, partner: str) -> tuple[object, ...]:
    """One call in the order of ``call_schema``."""
    moment = call.moment
    return (
        row_number,
        partner,
        call.called.e164,
        call.shown.e164 if call.shown else None,
        moment.at.replace(tzinfo=None),
        moment.latest.replace(tzinfo=None),
        moment.local_date,
        moment.local_hour,
        moment.local_weekday,
        moment.is_holiday,
        moment.is_ambiguous,
        call.duration_seconds,
        call.outcome,
        call.agent,
    )


def wanted_calls(complaints: Sequence[tuple[int, Complaint]]) -> Any:
    """The complaints that a declared call could explain: number in the batch, and complaint."""
    import pyarrow as pa

    moment = pa.timestamp("us")
    schema = pa.schema(
        {
            "complaint": pa.int64(),
            "called": pa.string(),
            "shown": pa.string(),
            "since": moment,
            "until": moment,
        }
    )
    return table_of([_wanted(row, complaint) for row, complaint in complaints], schema)


def wanted_moments(rows: Iterable[tuple[int, str, datetime, datetime]]) -> Any:
    """Which complaint, the number called, and the first and last moment of its call."""
    import pyarrow as pa

    moment = pa.timestamp("us")
    schema = pa.schema(
        {"complaint": pa.int64(), "called": pa.string(), "since": moment, "until": moment}
    )
    spans = (
        (row, called, since - WINDOW, until + WINDOW) for row, called, since, until in rows
    )
    return table_of(
        [
            (row, called, *(at.astimezone(UTC).replace(tzinfo=None) for at in span))
            for row, called, *span in spans
        ],
        schema,
    )


def table_of(rows: list[tuple[object, ...]], schema: Any) -> Any:
    """An Arrow table of these rows, which are in the schema's order."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(list(c), t) for c, t in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _wanted(row: int, complaint: Complaint) -> tuple[object, ...]:
    since, until = window(complaint)
    called = complaint.called.e164 if complaint.called else None
    shown = complaint.shown.e164 if complaint.shown else None
    return row, called, shown, since.replace(tzinfo=None), until.replace(tzinfo=None)
