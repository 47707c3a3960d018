"""Whoever asks himself instead of the customer: the yes comes from a contact we knew before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orders.desk import CALLS, Desk, orders

from leumund.basics.finding import Source
from leumund.basics.language import in_language
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_text
from leumund.orders import Asked, CodeUnusable, Moved, State, Way, code_words
from leumund.orders.asking import TimeIsOver
from leumund.orders.spelling import folded, ref_key

THEIRS = "Postfach 9, c/o Norden Vertrieb, 20095 Hamburg"


def address_asked(desk: Desk, order_ref: str = "A-1") -> str:
    asked = desk.leumund.orders.ask(order_ref)
    assert isinstance(asked, Asked), asked
    return desk.leumund.orders.take(asked.outgoing_id).address


def codes_found(desk: Desk) -> set[str]:
    return {each.code for each in desk.leumund.orders.findings()}


@pytest.mark.parametrize("ref", ["", "k1", "K1\u200b", "K 1", "К1", "Κ1", "Ｋ1"])
def test_attack_a_customers_number_without_its_reference_or_with_it_respelt(
    desk: Desk, ref: str
) -> None:
    desk.place(ref=ref, address=THEIRS)
    assert address_asked(desk) == "anna@example.org"


@pytest.mark.parametrize("ref", ["k1", "К1", "K-1"])
def test_attack_a_respelt_reference_without_a_number(desk: Desk, ref: str) -> None:
    desk.place(ref=ref, number="", address=THEIRS)
    assert address_asked(desk) == "anna@example.org"


def test_attack_the_number_that_we_know_for_text_messages(desk: Desk) -> None:
    contacts = "ref,known_since,sms,address\nK9,2024-01-01,030 23125 019,Weg 9 10115 Berlin\n"
    desk.leumund.orders.load(desk.write("c.csv", contacts), "contacts")
    desk.place(ref="", number="+49 30 23125019", address=THEIRS)
    assert address_asked(desk) == "+493023125019"


@pytest.mark.parametrize("ref", ["K2", "K77"])
def test_attack_one_customers_number_with_anothers_reference(desk: Desk, ref: str) -> None:
    desk.place(ref=ref, address=THEIRS)
    moved = desk.leumund.orders.ask("A-1")
    assert isinstance(moved, Moved)
    assert moved.state is State.HELD
    assert not desk.leumund.orders.due(kinds=["confirmation"])
    assert "order.other_person" in codes_found(desk)
    with in_language("de"):
        assert "Kundennummer eines anderen" in code_words("order.other_person")


@pytest.mark.parametrize(
    ("ref", "asked"), [("K2", "berta@example.org"), ("K77", "anna@example.org")]
)
def test_what_a_person_has_freed_is_asked_at_a_contact_we_knew(
    desk: Desk, ref: str, asked: str
) -> None:
    desk.place(ref=ref, address=THEIRS)
    desk.leumund.orders.ask("A-1")
    desk.leumund.orders.free("A-1", "they share the line")
    assert address_asked(desk) == asked


def test_an_order_is_held_for_all_reasons_at_once_and_they_are_told(desk: Desk) -> None:
    """Freed once, it is not held a second time for what stood against it the first time."""
    rows = [
        {"ref": "K2", "address": THEIRS},
        {"order_ref": "A-2", "ref": "K5", "number": "", "email": "berta@example.org"},
    ]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    moved = desk.leumund.orders.ask("A-1")
    assert isinstance(moved, Moved)
    with in_language("en"):
        assert "number of another customer, contact of several persons" in to_text(
            spoken(moved)
        )
    assert "order.other_person" in codes_found(desk)
    desk.leumund.orders.free("A-1", "rung by the company")
    assert isinstance(desk.leumund.orders.ask("A-1"), Asked)


def test_attack_a_day_before_the_contact_was_known(desk: Desk) -> None:
    contacts = "ref,known_since,email\nK4,2026-03-01,dora@example.org\n"
    desk.leumund.orders.load(desk.write("c.csv", contacts), "contacts")
    desk.place(ref="K4", number="030 23125 004", ordered_at="2026-02-27 10:00", address=THEIRS)
    assert address_asked(desk) == "dora@example.org"


def test_two_references_that_are_spelt_alike_stay_two_where_each_is_exact(desk: Desk) -> None:
    contacts = "ref,known_since,email\nk-1,2024-01-01,other@example.org\n"
    desk.leumund.orders.load(desk.write("c.csv", contacts), "contacts")
    desk.place(ref="k-1", number="")
    assert address_asked(desk) == "other@example.org"


def test_attack_backdated_orders_share_a_contact(desk: Desk) -> None:
    rows = [
        {"order_ref": f"A-{n}", "ref": f"Q{n}", "number": "", "ordered_at": "2026-01-02 10:00"}
        for n in range(3)
    ]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    assert [type(desk.leumund.orders.ask(f"A-{n}")) for n in range(3)] == [Moved] * 3


@pytest.mark.parametrize(
    "written",
    [
        "weg 1, 10115 BERLIN",
        "Wég 1 10115 Berlin",
        "Weg 1\u200b 10115 Berlin",
        "Weg (1) 10115 Berlin",
    ],
)
def test_attack_a_shared_address_is_respelt(desk: Desk, written: str) -> None:
    rows = [
        {"order_ref": "A-1", "ref": "Q1", "number": ""},
        {"order_ref": "A-2", "ref": "Q2", "number": "", "address": written},
    ]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    assert isinstance(desk.leumund.orders.ask("A-1"), Moved)


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("address", "Hauptstr. 5, 10115 Berlin", "Hauptstraße 5 10115 Berlin"),
        ("address", "HAUPTSTRASSE 5", "Haupt-Straße 5"),
        ("address", "Müllerweg 1", "Muellerweg 1"),
        ("email", "anna+shop@example.org", "An.Na@Example.org"),
        ("iban", "DE89 3704 0044", "de8937040044"),
    ],
)
def test_what_is_spelt_otherwise_is_the_same(what: str, one: str, other: str) -> None:
    assert folded(what, one) == folded(what, other)


@given(st.text(max_size=20), st.sampled_from(["", " ", "\u200b", "-"]))
def test_a_reference_is_the_same_with_signs_that_say_nothing(ref: str, sign: str) -> None:
    assert ref_key(sign.join(["", *ref.upper()])) == ref_key(ref.upper())


# --- asked again ------------------------------------------------------------------------------


def test_attack_an_order_that_silence_has_ended_is_asked_again(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    desk.later(days=14)
    with pytest.raises(TimeIsOver):
        desk.leumund.orders.ask("A-1")
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(code, "confirm")
    assert [each.state for each in desk.leumund.orders.expire()] == [State.LAPSED]


@pytest.mark.parametrize("changed", [{}, {"ref": "k1", "number": ""}, {"campaign": "winter"}])
def test_attack_a_denied_order_comes_again(desk: Desk, changed: dict[str, str]) -> None:
    desk.place()
    desk.leumund.orders.answer(desk.asked(), "nothing_ordered")
    desk.place(order_ref="a-1", **changed)
    moved = desk.leumund.orders.ask("a-1")
    assert isinstance(moved, Moved)
    assert moved.state is State.HELD
    assert "order.denied_before" in codes_found(desk)
    desk.leumund.orders.free("a-1", "the customer rang us")
    assert isinstance(desk.leumund.orders.ask("a-1"), Asked)


def test_another_partners_order_is_asked_about_after_a_denied_one(desk: Desk) -> None:
    desk.leumund.intake.calls(desk.write("s.csv", CALLS.replace("10:00", "10:05")), "Sueden")
    desk.place()
    desk.leumund.orders.answer(desk.asked(), "nothing_ordered")
    desk.place(order_ref="B-1", partner="Sueden")
    asked = desk.leumund.orders.ask("B-1")
    assert isinstance(asked, Asked)
    assert asked.way is Way.EMAIL


def test_a_denied_order_is_a_finding_that_the_customer_made(desk: Desk) -> None:
    desk.leumund.intake.calls(desk.write("s.csv", CALLS.replace("10:00", "10:05")), "Sueden")
    desk.place()
    assert "order.denied" not in codes_found(desk)
    code = desk.asked()
    desk.later(days=3)
    desk.leumund.orders.answer(code, "nothing_ordered")
    answered_at = desk.clock.at
    desk.later(days=2)
    desk.leumund.audit.collect()
    [found] = [
        one.finding
        for one in desk.leumund.audit.findings()
        if one.finding.code == "order.denied"
    ]
    assert found.source is Source.COMPLAINT
    assert found.first_sign_at == answered_at
    assert [row.table for row in found.rows] == ["orders.placed"]
