"""What an answer under Art 15 GDPR says of an order's papers."""

from __future__ import annotations

from tests.orders.conftest import desk as orders_desk
from tests.orders.desk import Desk

from leumund.basics.language import in_language
from leumund.orders.facts import paper_kinds
from leumund.report.kept import of_orders
from leumund.report.papers import noted, paper_words

__all__ = ["orders_desk"]


def test_a_person_reads_what_is_noted_of_the_papers_and_nobody_elses_number(
    orders_desk: Desk,
) -> None:
    orders_desk.place()
    with in_language("de"):
        [kept] = of_orders(orders_desk.leumund.orders.orders(), (), ())
    assert "Laufzeit in Monaten: 24" in kept.says
    assert "eine kurze Laufzeit wurde angeboten: ja" in kept.says
    [other] = noted({"early_start_proof": "rang 030 23125 002"})
    assert "rang 0302" in other
    assert "23125 002" not in other


def test_every_paper_has_a_word_of_its_own() -> None:
    assert set(paper_words()) == set(paper_kinds())
