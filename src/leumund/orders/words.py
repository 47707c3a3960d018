"""The words of orders as a reader reads them: one file, ``words.yaml``, for every page, letter,
extract and command. What programs read keeps the words themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from leumund.basics.language import _, reader_language
from leumund.basics.strict_yaml import read_mapping
from leumund.orders.predicates import papers_of
from leumund.orders.rules import order_checks

_WORDS: Final = Path(__file__).with_name("words.yaml")
_FACT: Final = re.compile(r"[^ +]+")


@cache
def word_book() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """By kind (state, billing, reason ...) and word what it says in each language."""
    found: Mapping[str, Mapping[str, Mapping[str, str]]] = read_mapping(_WORDS.read_bytes())
    return found


def is_known(kind: str) -> bool:
    """Whether the words of this kind stand in the file."""
    return kind in word_book()


def word(kind: str, value: object, language: str | None = None) -> str:
    """What this word says in that language or the reader's; itself where nothing is known."""
    said = word_book()[kind].get(str(value), {})
    return said.get(language or reader_language(), str(value))


def fact_words(written: str, language: str | None = None) -> str:
    """What met a check, also several (``call_ref+agent``), also with the check's id before."""
    told = _FACT.sub(lambda found: word("fact", found[0], language), written)
    return told.replace("+", ", ")


def finding_titles() -> dict[str, str]:
    """What each code of a finding about orders says, in the reader's language."""
    return {
        "C079": _("Order by telephone without a call"),
        "C080": _("Order of a shop, and the customer was rung before it"),
        "order.other_person": _("Number of one customer, reference of another"),
        "order.denied": _("The customer says that nothing was ordered"),
        "order.denied_before": _("The customer has denied such an order before"),
        "order.asked_iban": _(
            "In the call that the order names, the bank account was asked for; the order "
            "contains one"
        ),
        "order.before_call_end": _("Order entered before the call had ended"),
        "order.same_address": _("Many orders with one address"),
        "order.same_device": _("Many orders from one device"),
        "order.same_email": _("Many orders with one mail address"),
        "order.same_iban": _("Many orders with one bank account"),
        "order.shop_closed": _("Order of a shop that was closed at that hour"),
        "order.shop_far": _("Order of a shop that is far from where the customer lives"),
        "order.without_call": _("Order by telephone without a call"),
    }


def code_words(code: str) -> str:
    """A finding's code, or that of a check, in the reader's language. A check is called after
    what ought to be, a finding after what was seen instead."""
    if code in (titles := finding_titles()):
        return titles[code]
    body = order_checks().bodies.get(code)
    return str(body["title"][reader_language()]) if body else code


def met_words(rule: str, fact: str) -> str:
    """What met a check, in the check's own words where it has some: what ought to be, and what
    was seen instead."""
    body = order_checks().bodies.get(rule, {})
    said = body.get("facts", {}).get(fact, {}).get(reader_language()) or fact_words(fact)
    return f"{code_words(rule)}: {said}"


def filled_by(rule: str) -> str:
    """Where what a check looks at comes from: columns of the orders file, or the customer."""
    answer = {"approved_at": _("the customer's yes (orders ask)")}
    return ", ".join(answer.get(each, each) for each in papers_of(rule))
