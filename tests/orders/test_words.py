"""What people read of orders: one word in each language, from one file."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.orders.desk import Desk

from leumund.basics.language import in_language
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_text
from leumund.orders import REASONS, fact_words, word, word_book
from leumund.orders import predicates as looked_at
from leumund.orders.facts import paper_kinds
from leumund.orders.order import Channel, OriginKind, Way
from leumund.orders.states import Billing, Commission, Event, State, Who

KINDS = {
    "state": State,
    "event": Event,
    "billing": Billing,
    "commission": Commission,
    "who": Who,
    "channel": Channel,
    "origin_kind": OriginKind,
    "way": Way,
    "reason": REASONS,
}
RAW = re.compile(r"\b(?:[a-z]+_[a-z_]+|received|held|asked|rejected|confirmed|phone)\b")


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_of_an_order_is_said_in_both_languages(kind: str) -> None:
    known = word_book()[kind]
    assert not [str(each) for each in KINDS[kind] if set(known[str(each)]) != {"de", "en"}]
    assert {*word_book()["law"]} == {*REASONS, "refused"}


def test_whatever_meets_a_check_is_said_in_both_languages() -> None:
    code = Path(looked_at.__file__).read_text("utf-8")
    met = re.findall(r'(?:return|else|\() ?"([a-z_]+)"(?: if|$|\n)', code)
    named = ("origin_ref", "campaign", "call_ref", "agent", "undecided")
    assert len(met) > 30
    assert not [
        each for each in (*met, *named) if set(word_book()["fact"][each]) != {"de", "en"}
    ]


def test_what_met_a_check_is_read_also_where_it_is_several() -> None:
    told = fact_words("C078 call_ref+agent", "de")
    assert told == "C078 Anruf nicht genannt, Agent nicht genannt"


def test_a_german_reader_reads_no_raw_word_of_an_order(desk: Desk) -> None:
    desk.place()
    desk.place(order_ref="A-2", ref="K4", number="030 23125 004", campaign="")
    orders = desk.leumund.orders
    desk.asked()
    with in_language("de"):
        shown = [
            orders.hold("A-1", "Nachbar"),
            *orders.steps("A-1"),
            orders.origin("A-1"),
            orders.check("A-1"),
            *orders.findings(),
        ]
        text = "\n\n".join(to_text(spoken(each)) for each in shown)
        order = to_text(spoken(orders.order("A-2")))
        counts = to_text({word("state", state): n for state, n in orders.counts().items()})
    # Columns of the orders file are called as the file calls them.
    assert not set(RAW.findall(text + counts)) - set(paper_kinds())
    assert "angehalten" in text
    assert "noch nicht begonnen" in text
    assert "abgelehnt" in order
    assert "Kampagne nicht genannt" in order
    assert "campaign" not in order


def test_a_german_book_extract_has_german_headings_and_words(desk: Desk) -> None:
    desk.place()
    desk.place(order_ref="A-3", agent="")
    with in_language("de"):
        path = Path(desk.leumund.orders.extract("Norden", desk.folder / "book.csv").path)
    with path.open(encoding="utf-8") as file:
        book = list(csv.DictReader(file))
    assert list(book[0])[:2] == ["Auftrag", "bestellt am"]
    assert (book[0]["Weg"], book[0]["Provision"]) == ("Telefon", "zurückgehalten")
    assert book[0]["bestellt am"] == "2026-09-08 10:20 MESZ"
    assert book[0]["Betrag der Provision"] == "50,00"
    assert book[0]["Grund"] == "noch nicht entschieden"
    assert "vor dem Ja des Kunden" in book[0]["Recht"]
    assert book[1]["abgelehnt weil"] == "C078 Agent nicht genannt"


def test_an_extract_says_of_held_money_why_it_waits_and_not_that_the_customer_said_yes(
    desk: Desk,
) -> None:
    desk.place()
    desk.confirmed()
    with in_language("de"):
        path = Path(desk.leumund.orders.extract("Norden", desk.folder / "book.csv").path)
    with path.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["Provision"] == "zurückgehalten"
    assert "kann noch widerrufen" in row["Grund"]
    desk.later(days=30)
    desk.leumund.orders.settle()
    with in_language("de"):
        path = Path(desk.leumund.orders.extract("Norden", desk.folder / "later.csv").path)
    with path.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["Grund"] == "die Zeit zum Widerruf ist vorbei"
