"""The plans over orders and declared calls, and the tables that they read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from leumund.engine import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from leumund.orders.files import Hours
    from leumund.orders.order import AskedForIban

_COLUMNS: Final = {
    "order_id": "bigint",
    "order_ref": "varchar",
    "partner": "varchar",
    "person": "varchar",
    "number": "varchar",
    "ordered_at": "timestamp",
    "channel": "varchar",
    "call_ref": "varchar",
    "shop": "varchar",
    "local_date": "date",
    "local_weekday": "int",
    "local_minute": "int",
    "device_digest": "varchar",
    "iban_digest": "varchar",
    "address_digest": "varchar",
    "email_digest": "varchar",
    "area": "varchar",
}


@cache
def audit() -> Plan:
    """All inputs named in ``bulk.sql`` → code, order_ref, partner, shop, digest, first_at,
    figure; one row for each order and code."""
    return Plan.towards(__file__, "found_orders")


@cache
def calls_around() -> Plan:
    """``known_calls``, ``wanted`` (called, since, until) → the calls to these numbers."""
    return Plan.beside(__file__, steps=("calls_around",))


def placed_columns() -> Mapping[str, str]:
    """The columns of ``placed`` in their order, with their SQL types."""
    return _COLUMNS


def wanted_calls(called: str, since: datetime, until: datetime) -> Any:
    """One row: whose calls, and when; instants naive and in UTC."""
    import pyarrow as pa

    moment = pa.timestamp("us")
    return pa.table(
        {
            "called": pa.array([called], pa.string()),
            "since": pa.array([_naive(since)], moment),
            "until": pa.array([_naive(until)], moment),
        }
    )


def limits(call_days: int, persons_min: int, now: datetime) -> Any:
    """One row: how long before an order its call was, how many persons are many, and now."""
    import pyarrow as pa

    now_at = pa.array([_naive(now)], pa.timestamp("us"))
    values = {"call_days": [call_days], "persons_min": [persons_min], "now_at": now_at}
    return pa.table(values)


def shop_hours(hours: Iterable[Hours]) -> Any:
    """Opening hours as records hold them."""
    import pyarrow as pa

    schema = pa.schema(
        {
            "shop": pa.string(),
            "partner": pa.string(),
            "weekday": pa.int32(),
            "opens_minute": pa.int32(),
            "closes_minute": pa.int32(),
            "land": pa.string(),
            "area": pa.string(),
        }
    )
    rows = [{name: getattr(each, name) for name in schema.names} for each in sorted(hours)]
    return pa.Table.from_pylist(rows, schema)


def closed_days(years: Iterable[int], lands: Iterable[str]) -> Any:
    """Public holidays of these German Länder; of none: those of the whole country."""
    import holidays
    import pyarrow as pa

    days, where = [], []
    wanted = sorted(years)
    for land in sorted(set(lands)):
        for day in holidays.country_holidays("DE", subdiv=land or None, years=wanted):
            days.append(day)
            where.append(land)
    return pa.table(
        {"on_date": pa.array(days, pa.date32()), "land": pa.array(where, pa.string())}
    )


def asked_ibans(asked: Sequence[AskedForIban]) -> Any:
    """Where somebody asked a customer for bank details."""
    import pyarrow as pa

    return pa.table(
        {
            "partner": pa.array([each.partner for each in asked], pa.string()),
            "asked_at": pa.array([_naive(each.at) for each in asked], pa.timestamp("us")),
            "call_ref": pa.array([each.call_ref for each in asked], pa.string()),
        }
    )


def _naive(at: datetime) -> datetime:
    """As the engine's tables hold it: in UTC, and without saying so."""
    return at.astimezone(UTC).replace(tzinfo=None)
