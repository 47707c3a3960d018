"""Orders whose origin does not fit, and what only looks like them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.look.tables import answers, at, details_of, number, rows_of

from leumund.look.settings import LookSettings


def customer(place: int, name: str = "", home: str = "", **more: Any) -> dict[str, Any]:
    return {
        "ref": f"K{place}",
        "number": number(place),
        "name": name or f"Familie{place}, Anna",
        "postcode": "10115",
        "address": home or f"Weg {place}",
        **more,
    }


def order(
    place: int, moment: str, channel: str | None = "Telefon", **more: Any
) -> dict[str, Any]:
    return {
        "order_ref": f"A{moment}{place}",
        "ref": f"K{place}",
        "number": number(place),
        "ordered_at": at(moment),
        "channel": channel,
        "partner": "Nord",
        **more,
    }


def call(place: int, moment: str, seconds: int = 60, by: str = "Nord") -> dict[str, Any]:
    return {
        "partner": by,
        "number": number(place),
        "started_at": at(moment),
        "duration_s": seconds,
    }


FROM_TO = [call(900, "2026-01-02T10:00"), call(900, "2026-04-28T10:00")]
PEOPLE = [customer(place) for place in range(12)]


def test_an_order_by_phone_needs_a_call_of_anybody_within_thirty_days_before() -> None:
    said = answers(
        only="c",
        customers=[*PEOPLE, {"ref": "K3", "number": number(33)}],
        calls=[
            *FROM_TO,
            call(1, "2026-03-01T10:00", by="Süd"),
            call(2, "2026-01-30T10:00"),
            call(33, "2026-03-02T09:00"),
            call(4, "2026-03-03T10:00"),
        ],
        orders=[
            order(0, "2026-03-02T10:00"),
            order(1, "2026-03-02T10:00"),
            order(2, "2026-03-02T10:00"),
            order(3, "2026-03-02T10:00"),
            order(4, "2026-03-02T10:00"),
            order(5, "2026-03-02T10:00", channel="Online-Shop"),
            order(6, "2026-03-02T10:00", channel="Haustür"),
            order(7, "2026-03-02T10:00", channel=None),
        ],
    )
    assert rows_of(said, "order.without_call") == [2, 4, 6]


def test_an_order_with_a_day_alone_may_come_from_a_call_of_that_day() -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        calls=[*FROM_TO, call(1, "2026-03-02T17:00")],
        orders=[order(1, "2026-03-02T00:00"), order(2, "2026-03-02T00:00")],
    )
    assert rows_of(said, "order.without_call") == [3]
    assert rows_of(said, "order.before_call_end") == []


def test_where_calls_are_not_in_the_folder_no_order_is_said_to_lack_one() -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        calls=FROM_TO,
        orders=[
            order(1, "2026-01-20T10:00"),
            order(2, "2026-04-29T10:00"),
            order(3, "2026-03-02T10:00", partner="Ost"),
            order(4, "2026-03-02T10:00"),
        ],
    )
    assert rows_of(said, "order.without_call") == [5]
    gap = next(each for each in said.unsaid if each.code == "order.without_call")
    assert gap.values["what"] == "Ost"


def test_an_order_entered_while_the_call_went_on_is_found_and_one_at_its_end_is_not() -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        calls=[*FROM_TO, *(call(place, "2026-03-02T10:00", 300) for place in (1, 2, 3, 4))],
        orders=[
            order(1, "2026-03-02T10:00"),
            order(2, "2026-03-02T10:04:59"),
            order(3, "2026-03-02T10:05"),
            order(4, "2026-03-02T09:59:59"),
        ],
    )
    assert rows_of(said, "order.before_call_end") == [2, 3]
    assert details_of(said, "order.before_call_end") == ["2026-03-02 10:05:00"] * 2


@pytest.mark.parametrize(
    ("code", "field", "same", "other"),
    [
        ("order.same_iban", "iban", ["DE89370400440532013000"] * 3, "DE12500105170648489890"),
        ("order.same_email", "email", ["box@funk.example"] * 3, "other@funk.example"),
        ("order.same_device", "device", ["dev-1", "DEV 1", "dev-1"], "dev-2"),
        (
            "order.same_address",
            "address",
            ["Am Markt 9, 50123 Köln", "am Markt 9 50123 Koeln", "Am  Markt 9, 50123 Köln"],
            "Am Markt 10, 50123 Köln",
        ),
    ],
)
def test_what_three_people_of_different_homes_share_is_found(
    code: str, field: str, same: list[str], other: str
) -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        orders=[
            *(order(i, "2026-03-02T10:00", **{field: same[i]}) for i in range(3)),
            order(3, "2026-03-02T10:00", **{field: other}),
            order(4, "2026-03-02T10:00", **{field: other}),
            order(4, "2026-03-09T10:00", **{field: other}),
        ],
    )
    assert rows_of(said, code) == [2, 3, 4]
    assert details_of(said, code) == ["3"] * 3


def test_a_household_may_share_an_account_and_an_address() -> None:
    home = [customer(i, f"Laterne, {who}", "Weg 1") for i, who in enumerate("ABCD")]
    shared = {"iban": "DE89370400440532013000", "address": "Weg 1, 10115 Berlin"}
    said = answers(
        only="c",
        customers=home,
        orders=[order(i, "2026-03-02T10:00", **shared) for i in range(4)],
    )
    assert rows_of(said, "order.same_iban") == []
    assert rows_of(said, "order.same_address") == []


def test_a_till_in_a_shop_and_an_unknown_device_are_no_shared_devices() -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        orders=[
            *(order(i, "2026-03-02T10:00", "Filiale", device="till-1") for i in range(4)),
            *(order(i, "2026-03-02T10:00", device="unbekannt") for i in range(4)),
        ],
    )
    assert rows_of(said, "order.same_device") == []


SHOP = {
    "shop": "Laden Mitte",
    "land": "Berlin",
    **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "10-13 u. 14-18:30 Uhr"),
    "sat": "nach Vereinbarung",
    "sun": "geschlossen",
}


def test_a_shop_order_outside_the_opening_hours_is_found() -> None:
    moments = (
        "2026-03-02T09:59",
        "2026-03-02T10:00",
        "2026-03-02T13:30",
        "2026-03-02T18:29",
        "2026-03-02T18:30",
        "2026-03-07T23:00",
        "2026-03-08T12:00",
        "2026-04-03T12:00",
        "2026-03-02T00:00",
        "2026-03-08T00:00",
    )
    said = answers(
        only="c",
        customers=PEOPLE,
        shops=[SHOP],
        calls=[call(900, "2026-01-02T10:00"), call(900, "2026-04-28T10:00")],
        orders=[
            *(order(0, moment, "Shop", shop="LADEN Mitte") for moment in moments),
            order(1, "2026-03-02T23:00", "Shop", shop="Laden Hafen"),
            order(2, "2026-03-02T23:00", "Telefon", shop="Laden Mitte"),
        ],
    )
    closed = ["2026-03-02 09:59", "2026-03-02 13:30", "2026-03-02 18:30", "2026-03-08 12:00"]
    found = details_of(said, "order.shop_closed")
    assert found == [*closed, "2026-04-03 12:00", "2026-03-08"]


def test_minutes_after_closing_are_borne_with_as_the_settings_say() -> None:
    said = answers(
        only="c",
        settings=LookSettings(shop_tolerance_minutes=15),
        customers=PEOPLE,
        shops=[SHOP],
        orders=[
            order(0, "2026-03-02T18:44", "Shop", shop="Laden Mitte"),
            order(1, "2026-03-02T18:45", "Shop", shop="Laden Mitte"),
        ],
    )
    assert rows_of(said, "order.shop_closed") == [3]


def test_a_shop_order_with_a_call_just_before_or_named_in_it_has_a_phone_trail() -> None:
    said = answers(
        only="c",
        customers=PEOPLE,
        calls=[
            *FROM_TO,
            call(1, "2026-03-01T15:00"),
            call(2, "2026-03-01T14:59"),
            call(3, "2026-03-02T15:01"),
            call(4, "2026-03-02T14:00"),
        ],
        orders=[
            order(1, "2026-03-02T15:00", "Laden"),
            order(2, "2026-03-02T15:00", "Laden"),
            order(3, "2026-03-02T15:00", "Laden"),
            order(4, "2026-03-02T15:00", "Telefon"),
            order(5, "2026-03-02T15:00", "Laden", call_ref="C-77"),
        ],
    )
    assert rows_of(said, "order.shop_with_phone_trail") == [2, 6]
    assert details_of(said, "order.shop_with_phone_trail") == ["before", "named"]


def test_shares_per_partner_count_orders_that_are_old_enough() -> None:
    old = [order(i, "2026-01-05T10:00") for i in range(12)]
    young = order(1, "2026-04-29T10:00", withdrawn_on=date(2026, 4, 30))
    for each in old[:3]:
        each["withdrawn_on"] = date(2026, 1, 12)
    for each in old[3:5]:
        each["cancelled_on"] = date(2026, 2, 1)
    old[5]["cancelled_on"] = date(2026, 4, 30)
    said = answers(
        only="c",
        settings=LookSettings(rate_rows_min=10),
        customers=PEOPLE,
        orders=[*old, young],
    )
    table = {each.code.code: each.rows for each in said.shown}
    assert table["order_withdrawals"] == (
        ("Nord", 12, 12, 3, 25.0, 5.5, 57.2),
        ("all", 12, 12, 3, 25.0, 5.5, 57.2),
    )
    assert table["order_early_cancellations"][0][:4] == ("Nord", 9, 9, 2)
    assert table["order_early_cancellations"][0][4] is None
