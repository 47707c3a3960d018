"""Ways of selling, opening hours and homes, as people write them."""

from __future__ import annotations

import pytest

from leumund.look.openings import channel_of, family_name, hours_of


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-18:30", [(540, 1110)]),
        ("9 – 18 Uhr", [(540, 1080)]),
        ("10-13 u. 14-18 Uhr", [(600, 780), (840, 1080)]),
        ("10.00 bis 13.00 Uhr und 14.00 bis 18.30 Uhr", [(600, 780), (840, 1110)]),
        ("8h30-12h", [(510, 720)]),
        ("24h", [(0, 1440)]),
        ("geschlossen", []),
        ("-", []),
        ("Ruhetag", []),
    ],
)
def test_opening_hours_are_read_as_people_write_them(
    text: str, hours: list[tuple[int, int]]
) -> None:
    assert hours_of(text) == hours


@pytest.mark.parametrize(
    "text",
    [None, "nach Vereinbarung", "18-9", "ab 10 Uhr", "10-25", "9-12, nur Mai", "9" * 999],
)
def test_hours_that_cannot_be_read_are_not_guessed(text: str | None) -> None:
    assert hours_of(text) is None


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Telefon", "phone"),
        ("Telefonverkauf (outbound)", "phone"),
        ("Call Center", "phone"),
        ("Shop", "shop"),
        ("Filiale Köln", "shop"),
        ("POS", "shop"),
        ("Online-Shop", "online"),
        ("Webshop", "online"),
        ("Vertrieb", None),
        ("Telefon oder Laden", None),
        ("", None),
    ],
)
def test_ways_of_selling_are_told_apart(text: str, channel: str | None) -> None:
    assert channel_of(text) == channel


def test_a_family_name_stands_before_the_comma_or_last() -> None:
    assert family_name("Glöckchenschirm, Ulmine") == "gloeckchenschirm"
    assert family_name("Ulmine Glöckchenschirm") == "gloeckchenschirm"
    assert family_name("  ") == ""
