"""How far a customer lives from the shop: told by postal zones, a sign that stops nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.orders.desk import COLUMNS, ORDER, Desk

from leumund.basics.verdict import Effect
from leumund.engine import Engine, Plan
from leumund.orders import bulk
from leumund.orders.areas import Distances, area_of
from leumund.orders.files import Hours
from leumund.store import Statement

PLAN = Plan.towards(bulk.__file__, "far_away")
AREAS = some.sampled_from(["DE-10", "DE-12", "DE-01", "DE-80", "AT-10", "AT-80"])
SHOP = {"channel": "shop", "shop": "S1", "call_ref": "", "ref": "K3", "number": ""}


def take_shops(desk: Desk, *rows: str) -> None:
    head = "shop,partner,weekday,opens,closes,land,PLZ\n"
    desk.leumund.orders.load(desk.write("s.csv", head + "\n".join(rows) + "\n"), "shops")


def take_sales(desk: Desk, **postcodes: str) -> None:
    """A sale in the shop by each reference, of a customer of that postcode."""
    names = COLUMNS.split(",")
    lines = [";".join([*names, "postcode"])]
    for ref, postcode in postcodes.items():
        row = ORDER | SHOP | {"order_ref": ref, "email": f"{ref}@example.org"}
        lines.append(";".join([*(row.get(name, "") for name in names), postcode]))
    path = desk.write(f"{'-'.join(postcodes)}.csv", "\n".join([*lines, ""]))
    loaded = desk.leumund.orders.load(path)
    assert (loaded.added, loaded.quarantined) == (len(postcodes), 0)


def far(desk: Desk) -> list[str]:
    found = desk.leumund.orders.findings()
    return [each.rows[0].key for each in found if each.code == "order.shop_far"]


def test_a_sale_in_a_shop_of_another_zone_warns_and_stops_nothing(desk: Desk) -> None:
    take_shops(desk, "S1,Norden,Di,9:00,18:00,BE,10115")
    take_sales(desk, A1="12043", A2="80331", A3="D-81369")
    assert far(desk) == ["A2", "A3"]
    found = [e for e in desk.leumund.orders.findings() if e.code == "order.shop_far"]
    assert {(each.effect, each.said["shop"]) for each in found} == {(Effect.WARN, "S1")}
    assert {each.state for each in desk.leumund.orders.orders()} == {"received"}


def test_what_cannot_be_compared_is_no_finding_and_is_counted(desk: Desk) -> None:
    take_shops(desk, "S1,Norden,Di,9:00,18:00,BE,10115")
    take_sales(desk, A1="", A2="1067", A3="A-8010", A4="somewhere", A5="80331")
    assert far(desk) == ["A5"]
    assert desk.leumund.orders.distances() == Distances(5, 1)
    assert "4" in Distances(5, 1).in_words()


def test_a_shop_without_a_postcode_is_far_from_nobody(desk: Desk) -> None:
    take_shops(desk, "S1,Norden,Di,9:00,18:00,BE,", "S1,Sueden,Di,9:00,18:00,BE,20095")
    take_sales(desk, A1="80331")
    assert far(desk) == []
    assert desk.leumund.orders.distances() == Distances(1, 0)


def test_a_shop_that_states_its_postcode_later_is_compared_then(desk: Desk) -> None:
    take_shops(desk, "S1,Norden,Di,9:00,18:00,BE,")
    take_sales(desk, A1="80331")
    take_shops(desk, "S1,Norden,Di,9:00,18:00,BE,10115")
    assert far(desk) == ["A1"]


def test_of_a_postcode_only_its_area_is_kept(desk: Desk) -> None:
    take_sales(desk, A1="80331")
    sql = "select string_agg(p::text, ' ') as kept from orders.placed p"
    with desk.leumund.store.snapshot() as tx:
        kept = tx.one(Statement("look", "For a test.", sql))["kept"]
    assert "DE-80" in kept
    assert "80331" not in kept


def test_an_order_taken_in_before_there_were_postcodes_is_the_same_order(desk: Desk) -> None:
    desk.place(**SHOP)
    names = COLUMNS.split(",")
    lines = [";".join([*names, "postcode"])]
    lines.append(";".join([*((ORDER | SHOP).get(name, "") for name in names), ""]))
    again = desk.leumund.orders.load(desk.write("again.csv", "\n".join([*lines, ""])))
    assert (again.unchanged, again.quarantined) == (1, 0)


@pytest.mark.parametrize(
    ("written", "country", "area"),
    [
        ("10115", "DE", "DE-10"),
        (" 01067 ", "DE", "DE-01"),
        ("D-80331", "AT", "DE-80"),
        ("A 1010", "DE", "AT-10"),
        ("8001", "CH", "CH-80"),
        ("ch-8001", "DE", "CH-80"),
        ("90210-1234", "US", "US-90"),
        ("1067", "DE", None),
        ("10115", "AT", None),
        ("SW1A 1AA", "UK", None),
        ("Berlin", "DE", None),
        ("", "DE", None),
        (None, "DE", None),
    ],
)
def test_an_area_is_read_from_a_whole_postcode_only(
    written: str | None, country: str, area: str | None
) -> None:
    assert area_of(written, country) == area


def is_far(home: str | None, places: set[str]) -> bool:
    """The rule in Python: somewhere in the customer's country, nowhere in the zone."""
    near = [each for each in places if home and each[:2] == home[:2]]
    return bool(near) and all(each[:4] != (home or "")[:4] for each in near)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    homes=some.lists(some.none() | AREAS, min_size=1, max_size=8),
    places=some.sets(AREAS | some.just(""), max_size=3),
)
def test_python_and_the_engine_give_the_same_verdict(
    engine: Engine, homes: list[str | None], places: set[str]
) -> None:
    one = Hours("S1", "Norden", 1, 540, 1080)
    hours = [replace(one, opens_minute=at, area=each) for at, each in enumerate(sorted(places))]
    rows = [
        {"order_id": at, "partner": "Norden", "channel": "shop", "shop": "S1", "area": home}
        for at, home in enumerate(homes)
    ]
    kinds = {"bigint": pa.int64(), "timestamp": pa.timestamp("us"), "date": pa.date32()}
    kinds |= {"varchar": pa.string(), "int": pa.int32()}
    schema = pa.schema({name: kinds[kind] for name, kind in bulk.placed_columns().items()})
    placed = pa.Table.from_pylist(rows, schema)
    found = engine.run(PLAN, {"placed": placed, "shop_hours": bulk.shop_hours(hours)})
    known = places - {""}
    wanted = {at for at, home in enumerate(homes) if is_far(home, known)}
    assert set(found["order_id"].to_pylist()) == wanted


@pytest.mark.parametrize("step", bulk.audit().steps, ids=lambda each: each.name)
def test_every_step_over_orders_can_be_read_by_spark(step: object) -> None:
    sql = str(getattr(step, "sql", ""))
    assert sqlglot.parse_one(sql, dialect="spark").sql(dialect="spark")


def test_the_benchmark_finds_the_far_sales_that_it_plants(tmp_path: Path) -> None:
    from benchmarks.bench_orders import tables

    inputs = tables(300, 600, tmp_path)
    engine = Engine(tmp_path / "scratch", 2**28, 1)
    found = engine.run(bulk.audit(), inputs).to_pylist()
    assert sum(each["code"] == "order.shop_far" for each in found) == 10
