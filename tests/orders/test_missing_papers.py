"""What a check misses is said in words, and where it is to be filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.orders.desk import Desk

from leumund.basics.language import in_language
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_text
from leumund.orders import filled_by, met_words
from leumund.orders.facts import paper_kinds
from leumund.orders.files import ORDERS, Cells, WholeNumberUnreadable, read_papers
from leumund.orders.rules import order_checks

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "orders.md"


def test_a_check_says_in_words_what_is_missing_and_which_column_fills_it(desk: Desk) -> None:
    desk.place(summary_sent_at="", summary_total_cents="")
    with in_language("en"):
        told = to_text(spoken(desk.leumund.orders.check("A-1")))
    assert "Contract summary before the declaration: not sent" in told
    assert "summary_sent_at" in told
    assert "Approval in text form: has not come" in told
    assert "the customer's yes (orders ask)" in told
    with in_language("de"):
        assert met_words("C061", "missing") == "Zustimmung in Textform: liegt nicht vor"
        assert filled_by("C063") == "summary_sent_at, summary_total_cents, total"


def test_every_column_of_the_papers_stands_in_the_reference() -> None:
    written = REFERENCE.read_text("utf-8")
    assert [each for each in paper_kinds() if f"`{each}`" not in written] == []


def test_the_advice_for_a_column_of_cents_is_to_write_cents(desk: Desk) -> None:
    places = {field.name: [] for field in ORDERS} | {"summary_total_cents": [0]}
    with pytest.raises(WholeNumberUnreadable, match=r"719\.76") as refused:
        read_papers(Cells(["719.76"], places), desk.clock.now())
    with in_language("en"):
        assert "71976 for 719.76" in refused.value.hint


def test_the_citation_of_a_rule_of_our_own_begins_with_that() -> None:
    """It holds everywhere: the code of one country is not the reason in another."""
    assert order_checks().bodies["C078"]["citation"].startswith("eigene Regel")
