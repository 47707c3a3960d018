"""Orders with a real database, real files and a clock that the test moves."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from tests.orders.desk import PARTNERS, Desk, orders

from leumund.basics.errors import NotThere
from leumund.basics.finding import Row
from leumund.network import Stop, StopKind
from leumund.orders import (
    Asked,
    AskedForIban,
    Billing,
    Commission,
    Event,
    ForbiddenMove,
    Moved,
    State,
    Way,
)
from leumund.orders.asking import NoSuchAnswer, NoWayToAsk
from leumund.orders.loading import NoSuchKind


def test_an_order_that_names_everything_is_taken_in(desk: Desk) -> None:
    desk.place()
    order = desk.leumund.orders.order("A-1")
    assert (order.state, order.billing, order.commission) == (
        State.RECEIVED,
        Billing.NOT_BEGUN,
        Commission.HELD,
    )
    assert order.monthly_cents == 2999
    assert order.line_id is not None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"agent": ""}, "C078 agent"),
        ({"list": "", "campaign": ""}, "C078 origin_ref+campaign"),
        ({"call_ref": ""}, "C078 call_ref"),
        ({"partner": "Niemand"}, "partner_unknown"),
        ({"partner": "Frueher"}, "partner_not_engaged"),
        ({"region": "CH"}, "C091 call_unlawful"),
    ],
)
def test_an_order_without_origin_is_refused_and_kept_with_the_reason(
    desk: Desk, values: dict[str, str], reason: str
) -> None:
    desk.place(**values)
    order = desk.leumund.orders.order("A-1")
    assert order.state is State.REFUSED
    assert order.reasons == (reason,)
    assert order.commission is Commission.NONE
    with pytest.raises(ForbiddenMove):
        desk.leumund.orders.ask("A-1")


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    path = desk.write("orders.csv", orders({}, {"order_ref": "A-2"}))
    first = desk.leumund.orders.load(path)
    entries = desk.leumund.ledger.integrate().size
    again = desk.leumund.orders.load(path)
    assert (first.added, again.added, again.unchanged) == (2, 0, 2)
    assert desk.leumund.ledger.integrate().size == entries


def test_an_order_is_never_changed_by_another_file(desk: Desk) -> None:
    desk.place()
    desk.place(monthly_price="9,99")
    assert desk.leumund.orders.order("A-1").monthly_cents == 2999


def test_rows_that_cannot_be_read_are_kept_with_their_reason(desk: Desk) -> None:
    bad = [
        {"order_ref": "B-1", "ordered_at": "31.02.2026"},
        {"order_ref": "B-2", "channel": "pigeon"},
        {"order_ref": "B-3", "monthly_price": "1.299,00"},
        {"order_ref": "B-4", "number": "ruf mich an"},
        {"order_ref": "B-5", "ordered_at": "2027-01-01 10:00"},
        {"order_ref": ""},
        {"order_ref": "A-1", "monthly_price": "1"},
    ]
    loaded = desk.leumund.orders.load(desk.write("o.csv", orders({}, *bad)))
    assert (loaded.rows, loaded.added, loaded.quarantined) == (8, 1, 7)
    assert loaded.quarantine_path is not None
    with Path(loaded.quarantine_path).open(encoding="utf-8") as file:
        kept = list(csv.DictReader(file))
    assert [int(row["row"]) for row in kept] == list(range(3, 10))
    assert all(row["reason"] and row["grund"] for row in kept)


def test_an_unknown_kind_of_file_is_named(desk: Desk) -> None:
    with pytest.raises(NoSuchKind, match="bills"):
        desk.leumund.orders.load(desk.write("x.csv", "a\n1\n"), "bills")


# --- the customer is asked ------------------------------------------------------------------


def test_the_customer_is_asked_over_a_contact_known_before_the_order(desk: Desk) -> None:
    desk.place(email="agent@example.net")
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    assert asked.way is Way.EMAIL
    assert desk.leumund.orders.take(asked.outgoing_id).address == "anna@example.org"


def test_a_contact_that_came_with_the_order_is_never_asked(desk: Desk) -> None:
    desk.place(ref="K4", number="030 23125 004", email="agent@example.net")
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    assert asked.way is Way.LETTER
    assert desk.leumund.orders.take(asked.outgoing_id).address == "Weg 1 10115 Berlin"


def test_a_contact_that_became_known_after_the_order_is_not_asked(desk: Desk) -> None:
    desk.leumund.orders.load(
        desk.write("c.csv", "ref,known_since,email\nK4,2026-09-09,dora@example.org\n"),
        "contacts",
    )
    desk.place(ref="K4", number="030 23125 004")
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    assert asked.way is Way.LETTER


def test_a_new_customer_is_asked_by_letter_to_the_supply_address(desk: Desk) -> None:
    desk.place(ref="", number="")
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    assert asked.way is Way.LETTER


def test_nobody_can_be_asked_without_contact_and_address(desk: Desk) -> None:
    desk.place(ref="", number="", address="")
    with pytest.raises(NoWayToAsk):
        desk.leumund.orders.ask("A-1")
    assert desk.leumund.orders.order("A-1").state is State.RECEIVED


def test_an_address_shared_by_orders_of_several_people_holds_the_order(desk: Desk) -> None:
    rows = [{"order_ref": f"A-{n}", "ref": "", "number": "", "agent": "a1"} for n in (1, 2)]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    moved = desk.leumund.orders.ask("A-1")
    assert isinstance(moved, Moved)
    assert moved.state is State.HELD
    assert desk.leumund.orders.steps("A-1")[-1].words == "shared_contact"
    assert not desk.leumund.orders.due(kinds=["confirmation"])


def test_a_held_order_is_asked_again_once_a_person_has_freed_it(desk: Desk) -> None:
    desk.place()
    desk.leumund.orders.hold("A-1", "strange")
    with pytest.raises(ForbiddenMove):
        desk.leumund.orders.ask("A-1")
    desk.leumund.orders.free("A-1", "rung by the company")
    assert isinstance(desk.leumund.orders.ask("A-1"), Asked)


def test_yes_begins_the_bill_and_still_holds_the_commission(desk: Desk) -> None:
    desk.place()
    moved = desk.confirmed()
    assert (moved.state, moved.billing, moved.commission) == (
        State.CONFIRMED,
        Billing.RUNS,
        Commission.HELD,
    )


@pytest.mark.parametrize(
    ("what", "state"), [("reject", State.REJECTED), ("nothing_ordered", State.DENIED)]
)
def test_no_ends_the_order_and_its_commission(desk: Desk, what: str, state: State) -> None:
    desk.place()
    moved = desk.leumund.orders.answer(desk.asked(), what)
    assert (moved.state, moved.billing, moved.commission) == (
        state,
        Billing.ENDED,
        Commission.NONE,
    )


def test_an_answer_nobody_knows_changes_nothing(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    with pytest.raises(NoSuchAnswer):
        desk.leumund.orders.answer(code, "maybe")
    assert desk.leumund.orders.order("A-1").state is State.ASKED


def test_silence_ends_an_order_and_is_no_yes(desk: Desk) -> None:
    desk.place()
    desk.asked()
    desk.later(days=13, hours=23)
    assert desk.leumund.orders.expire() == ()
    desk.later(hours=2)
    assert [moved.state for moved in desk.leumund.orders.expire()] == [State.LAPSED]
    assert desk.leumund.orders.order("A-1").commission is Commission.NONE


def test_a_letter_has_a_week_more(desk: Desk) -> None:
    desk.place(ref="", number="")
    desk.leumund.orders.ask("A-1")
    desk.later(days=20)
    assert desk.leumund.orders.expire() == ()
    desk.later(days=1)
    assert len(desk.leumund.orders.expire()) == 1


def test_everybody_is_reminded_once(desk: Desk) -> None:
    desk.place()
    desk.asked()
    assert desk.leumund.orders.remind() == ()
    desk.later(days=5)
    assert [moved.event for moved in desk.leumund.orders.remind()] == [Event.REMIND]
    assert desk.leumund.orders.remind() == ()
    assert [out.kind for out in desk.leumund.orders.due(kinds=["reminder"])] == ["reminder"]


# --- money ----------------------------------------------------------------------------------


def test_the_commission_is_released_when_nobody_can_withdraw_any_more(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    desk.later(days=14)
    assert desk.leumund.orders.settle() == ()
    desk.later(days=1)
    moved = desk.leumund.orders.settle()
    assert [(each.state, each.commission) for each in moved] == [
        (State.SETTLED, Commission.RELEASED)
    ]


def test_without_instruction_the_commission_waits_a_year_longer(desk: Desk) -> None:
    desk.place(withdrawal_instructed_at="")
    desk.confirmed()
    desk.later(days=365)
    assert desk.leumund.orders.settle() == ()
    desk.later(days=16)
    assert len(desk.leumund.orders.settle()) == 1


def test_a_dispute_stops_bill_and_commission_at_once(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    moved = desk.leumund.orders.dispute("A-1", "I never spoke to anybody")
    assert (moved.billing, moved.commission) == (Billing.STOPPED, Commission.HELD)
    desk.later(days=400)
    assert desk.leumund.orders.settle() == ()
    assert desk.leumund.orders.uphold("A-1", "no call").commission is Commission.NONE


def test_only_what_was_paid_is_claimed_back(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    desk.later(days=15)
    assert len(desk.leumund.orders.settle()) == 1
    desk.leumund.orders.dispute("A-1", "I never spoke to anybody")
    assert desk.leumund.orders.uphold("A-1", "no call").commission is Commission.CLAWED_BACK


def test_what_the_company_could_not_supply_is_paid_for(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    moved = desk.leumund.orders.fail("A-1", "no line free")
    assert (moved.billing, moved.commission) == (Billing.ENDED, Commission.RELEASED)


def test_a_contract_void_for_our_own_fault_leaves_the_partner_its_commission(
    desk: Desk,
) -> None:
    desk.place()
    desk.confirmed()
    moved = desk.leumund.orders.void("A-1", "our list was wrong", is_our_fault=True)
    assert moved.commission is Commission.RELEASED


def test_a_book_extract_says_for_each_order_why(desk: Desk) -> None:
    rows = [{}, {"order_ref": "A-2", "ref": "K2"}, {"order_ref": "A-3", "agent": ""}]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    desk.confirmed("A-1")
    desk.leumund.orders.withdraw("A-1")
    extract = desk.leumund.orders.extract("Norden", desk.folder / "book.csv")
    assert (extract.rows, dict(extract.cents_by_commission)) == (
        3,
        {"held": 5000, "none": 10000},
    )
    with Path(extract.path).open(encoding="utf-8") as file:
        book = list(csv.DictReader(file))
    assert [(row["order_ref"], row["reason"]) for row in book] == [
        ("A-1", "customer_withdrew"),
        ("A-2", "not_decided"),
        ("A-3", "refused"),
    ]
    assert "355 BGB" in book[0]["law"]


def test_there_is_no_extract_for_a_partner_nobody_knows(desk: Desk) -> None:
    with pytest.raises(NotThere):
        desk.leumund.orders.extract("Niemand", desk.folder / "book.csv")


def test_a_case_against_the_partner_keeps_its_orders_from_being_settled(desk: Desk) -> None:
    from leumund.orders.commissions import CaseCommissions

    desk.place()
    desk.confirmed()
    money, now = CaseCommissions(), desk.clock.now()
    with desk.leumund.store.transaction() as tx:
        held = money.hold_for_case(tx, "Norden", 7, now)
    assert (held.orders, held.cents) == (1, 5000)
    desk.later(days=30)
    assert desk.leumund.orders.settle() == ()
    with desk.leumund.store.transaction() as tx:
        money.free_for_case(tx, 7, desk.clock.now())
        assert money.held_for_case(tx, 7).orders == 0
    assert len(desk.leumund.orders.settle()) == 1


# --- what is asked about them ---------------------------------------------------------------


def test_the_origin_names_each_link_that_is_missing(desk: Desk) -> None:
    desk.place()
    origin = desk.leumund.orders.origin("A-1")
    assert [link.name for link in origin.links] == ["order", "call", "pass", "list", "consent"]
    assert origin.missing == ("pass", "list", "consent")
    assert not origin.is_whole


def test_a_call_that_somebody_else_declared_is_not_the_orders_call(desk: Desk) -> None:
    desk.place(partner="Sueden")
    call = desk.leumund.orders.origin("A-1").links[1]
    assert (call.is_found, call.partner) == (False, "Norden")


def test_a_confirmed_order_with_all_its_papers_may_be_supplied(desk: Desk) -> None:
    desk.place()
    desk.confirmed()
    assert desk.leumund.orders.check("A-1").verdict.reasons == ()


def test_before_the_yes_nothing_may_be_supplied(desk: Desk) -> None:
    desk.place()
    verdict = desk.leumund.orders.check("A-1").verdict
    assert "C061" in [reason.rule for reason in verdict.refusals]


def test_a_phone_order_without_any_call_is_reported(desk: Desk) -> None:
    desk.place(ref="K3", number="030 23125 003")
    desk.confirmed()
    reasons = desk.leumund.orders.check("A-1").verdict.reasons
    assert [(reason.rule, reason.fact) for reason in reasons] == [
        ("C062", "undecided"),
        ("C079", "no_call"),
    ]


def test_findings_point_at_orders_and_hold_no_number(desk: Desk) -> None:
    hours = [f"S1,Norden,{day},09:00,18:00,BE" for day in range(1, 6)]
    head = "shop,partner,weekday,opens,closes,land"
    desk.leumund.orders.load(desk.write("s.csv", "\n".join([head, *hours, ""])), "shops")
    shop = {"channel": "shop", "shop": "S1", "call_ref": "", "device": "T1"}
    rows = [
        {"order_ref": "A-1", "ref": "K3", "number": "030 23125 003"},
        {"order_ref": "A-2", **shop, "ordered_at": "2026-09-08 12:00"},
        {"order_ref": "A-3", **shop, "ref": "K3", "number": "030 23125 003",
         "ordered_at": "2026-09-08 19:00"},
        {"order_ref": "A-4", "ordered_at": "2026-09-08 10:05", "iban": "DE1"},
        {"order_ref": "A-5", "ref": "K2", "number": "030 23125 002",
         "ordered_at": "2026-09-08 11:00", "iban": "DE 1"},
        {"order_ref": "A-6", "ref": "K4", "number": "", "iban": "de1"},
    ]  # fmt: skip
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    found = desk.leumund.orders.findings()
    assert {(each.code, tuple(row.key for row in each.rows)) for each in found} == {
        ("C079", ("A-1",)),
        ("C080", ("A-2",)),
        ("order.shop_closed", ("A-3",)),
        ("order.before_call_end", ("A-4",)),
        ("order.same_iban", ("A-4", "A-5", "A-6")),
        ("order.same_address", ("A-1", "A-2", "A-3", "A-4", "A-5", "A-6")),
    }
    assert all(row == Row("orders.placed", row.key) for each in found for row in each.rows)


def test_logins_that_entered_orders_are_known_to_the_network(desk: Desk) -> None:
    desk.place(login="shop17")
    assert [(each.login, each.partner) for each in desk.leumund.orders.logins()] == [
        ("shop17", "Norden")
    ]


def test_counts_say_how_many_orders_stand_where(desk: Desk) -> None:
    rows = [{}, {"order_ref": "A-2", "agent": ""}]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    assert desk.leumund.orders.counts() == {"received": 1, "refused": 1}


def test_a_copy_and_a_pass_make_the_origin_whole(desk: Desk) -> None:
    """A list that the partner held before, a permitted call, its consent, then the order."""
    from datetime import date, datetime

    from leumund.basics.numbers import Number
    from leumund.permit import CallAsked

    write, at = desk.write, desk.clock.at
    desk.leumund.people.load(
        write(
            "consents.csv",
            "ref,number,companies,products,channels,wording,granted_at,recorded_at,source,"
            "proof_hash,number_confirmed,origin_checked\n"
            "K1,030 23125 001,Muster Telefon,Tarif M,telephone,Ja,2026-02-01T10:00,"
            "2026-02-01T10:00,web,c0ffee,yes,yes\n",
        )
    )
    numbers = PARTNERS.replace(
        "  - name: Sueden",
        "    caller_numbers:\n      - {number: 069 90009 100, valid_from: 2026-01-01,"
        " right_of_use: yes}\n  - name: Sueden",
        1,
    )
    desk.leumund.network.load(write("partners.yaml", numbers))
    sealed = write("list.csv", "ref,number\nK1,030 23125 001\n")
    desk.leumund.release.seal(sealed, "Norden", date(2026, 9, 1))
    desk.clock.at = datetime(2026, 9, 8, 7, 59, tzinfo=at.tzinfo)
    asked = CallAsked(
        number=Number.read("030 23125 001"),
        partner="Norden",
        purpose="winback",
        product="Tarif M",
        shown_number=Number.read("069 90009 100"),
    )
    decision = desk.leumund.permit.check(asked)
    assert decision.pass_id is not None, decision.verdict
    desk.clock.at = at
    desk.place()
    origin = desk.leumund.orders.origin("A-1")
    assert origin.is_whole, origin.missing
    assert [link.partner for link in origin.links[1:4]] == ["Norden"] * 3


def test_a_lead_must_have_been_declared_before_the_order(desk: Desk) -> None:
    desk.place(list="")
    assert desk.leumund.orders.order("A-1").reasons == ("C078 origin_ref",)
    path = desk.write(
        "lead.csv", orders({"order_ref": "A-2", "list": ""}).replace(";list;", ";lead;", 1)
    )
    path.write_text(path.read_text().replace("herbst;;", "herbst;V-7;"))
    desk.leumund.orders.load(path)
    link = desk.leumund.orders.origin("A-2").links[3]
    assert (link.name, link.is_found, link.key) == ("lead", False, "V-7")


def test_an_iban_that_was_asked_for_is_followed_into_the_order(desk: Desk) -> None:
    rows = [
        {"order_ref": "A-1", "iban": "DE1"},
        {"order_ref": "A-2", "ref": "K2", "call_ref": "C-2", "iban": "DE2"},
        {"order_ref": "A-3", "ref": "K3", "call_ref": "C-3"},
        {"order_ref": "A-4", "partner": "Sueden", "iban": "DE4"},
    ]
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    before, after = desk.leumund.orders.order("A-2").ordered_at, desk.clock.now()
    asked = [
        AskedForIban("Norden", before, call_ref="C-1"),
        AskedForIban("Norden", after, call_ref="C-2"),
        AskedForIban("Norden", before, call_ref="C-3"),
    ]
    found = desk.leumund.orders.findings(asked)
    followed = [each for each in found if each.code == "order.asked_iban"]
    assert [[row.key for row in each.rows] for each in followed] == [["A-1"]]
    assert followed[0].first_sign_at == before


def test_an_order_stop_refuses_new_orders_and_keeps_commission_from_being_paid(
    desk: Desk,
) -> None:
    """The stop of a partner is that of everybody below it, whatever time an order claims."""
    stops: list[Stop] = []
    halted = replace(desk.leumund.orders, stops=lambda _at: tuple(stops))
    desk.place()
    desk.confirmed()
    desk.later(days=30)
    stops.append(Stop("Norden", StopKind.ORDERS, 7, desk.clock.now()))
    assert halted.settle() == ()
    rows = [{"order_ref": "A-2", "ref": "K2"}, {"order_ref": "A-3", "partner": "Sueden"}]
    loaded = halted.load(desk.write("o.csv", orders(*rows)))
    assert dict(loaded.refused_by) == {"order_stop": 1}
    stops.clear()
    assert [moved.order_ref for moved in halted.settle()] == ["A-1"]
