"""A number or a mail address in a reference or in words reaches no error, event or screen."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.orders.desk import Desk, orders

from leumund.basics.errors import LeumundError
from leumund.basics.language import in_language
from leumund.cli.orders_spoken import show_order, spoken
from leumund.cli.render import to_text
from leumund.orders import Event, State, find_move
from leumund.orders.actions import Orders

NUMBER = "030 23125 001"
BARE = "03023125001"


@pytest.mark.parametrize(
    "ref",
    [
        BARE,
        NUMBER,
        "+49 30 23125001",
        "(030) 23125-001",
        "0049 30 23125 001",
        "anna@example.org",
    ],
)
def test_attack_an_order_is_called_after_its_customer(desk: Desk, ref: str) -> None:
    loaded = desk.leumund.orders.load(desk.write("o.csv", orders({"order_ref": ref})))
    assert (loaded.added, loaded.quarantined) == (0, 1)
    with Path(str(loaded.quarantine_path)).open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    assert "23125" not in row["reason"] + row["grund"]
    assert "anna@" not in row["reason"] + row["grund"]


def test_attack_an_order_is_called_after_another_customer(desk: Desk) -> None:
    loaded = desk.leumund.orders.load(desk.write("o.csv", orders({"order_ref": "03023125002"})))
    assert (loaded.added, loaded.quarantined) == (0, 1)


@pytest.mark.parametrize("ref", ["4711000123", "000123", "A-2026-70003", "01/2026", "0815"])
def test_a_companys_own_reference_is_taken_in_and_named_as_it_is(desk: Desk, ref: str) -> None:
    desk.place(order_ref=ref)
    assert desk.leumund.orders.order(ref).state is State.RECEIVED


@pytest.mark.parametrize(
    "deed",
    [
        lambda orders: orders.order(NUMBER),
        lambda orders: orders.ask(BARE),
        lambda orders: orders.answer("x", NUMBER),
        lambda orders: orders.extract(NUMBER, Path("x.csv")),
        lambda _orders: find_move(NUMBER, State.VOID, Event.ASK),
    ],
)
def test_attack_a_number_where_a_reference_belongs(
    desk: Desk, deed: Callable[[Orders], object]
) -> None:
    with pytest.raises(LeumundError) as refused:
        deed(desk.leumund.orders)
    assert "125" not in f"{refused.value} {refused.value.way_out()}"


def test_attack_a_customers_words_hold_a_number(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.place()
    desk.leumund.orders.dispute("A-1", f"I am Anna, {NUMBER}, anna@example.org")
    steps = list(desk.leumund.orders.steps("A-1"))
    assert NUMBER in steps[-1].words, "what was said is kept as it was said"
    for as_json in (False, True):
        show_order(steps, as_json)
        said = capsys.readouterr().out
        assert "I am Anna" in said
        assert "23125" not in said
        assert "anna@" not in said


def test_steps_and_findings_are_german_to_the_last_word(desk: Desk) -> None:
    desk.place(ref="K3")
    desk.leumund.orders.ask("A-1")
    desk.place(order_ref="A-2", ref="K3", number="030 23125 003")
    with in_language("de"):
        steps = to_text(spoken(list(desk.leumund.orders.steps("A-1"))))
        findings = to_text(spoken(list(desk.leumund.orders.findings())))
    assert "Nummer eines anderen Kunden" in steps
    assert not [word for word in ("other_person", "desk") if word in steps]
    assert "Auftrag am Telefon ohne Anruf" in findings
    assert "eigene Regel\n" in findings
    wrong = ("Anruf belegt", "order_record", "order.")
    assert not [word for word in wrong if word in findings.replace("orders.placed", "")]
