"""What the codes of findings say, whichever part they come from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from leumund.audit import code_titles
from leumund.basics.checks import load_checks
from leumund.basics.language import reader_language
from leumund.orders import finding_titles

if TYPE_CHECKING:
    from leumund.basics.checks import Checks
    from leumund.cases import Clearing

_PACKS = ("eu/cases", "eu/handover", "de/calls", "any/orders", "de/orders")


def code_words(code: str) -> str:
    """The code in the reader's language; itself where nobody knows it."""
    known = finding_titles() | code_titles()
    if code in known:
        return known[code]
    body = _checks().bodies.get(code)
    if body is None:
        return code
    title: str = body["title"][reader_language()]
    return title


def in_plain_words(clearing: Clearing) -> Clearing:
    """The page with what was said in words instead of codes; its facts stay the same."""
    said = tuple(replace(each, words=code_words(each.code)) for each in clearing.said)
    return replace(clearing, said=said)


@cache
def _checks() -> Checks:
    return load_checks(*_PACKS)
