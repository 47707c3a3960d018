"""What the codes of findings say, whichever part they come from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from leumund.audit.calls import code_titles
from leumund.audit.words.pack import load_word_checks
from leumund.basics.checks import load_checks
from leumund.basics.language import reader_language
from leumund.orders import finding_titles

if TYPE_CHECKING:
    from leumund.audit.words.pack import WordChecks
    from leumund.basics.checks import Checks

_PACKS = ("eu/cases", "eu/handover", "de/calls", "any/orders", "de/orders")


def code_words(code: str) -> str:
    """The code in the reader's language; itself where nobody knows it."""
    known = finding_titles() | code_titles()
    if code in known:
        return known[code]
    heard = _word_checks().checks.get(code)
    if heard is not None:
        return heard.title[reader_language()]
    body = finding_checks().bodies.get(code)
    return str(body["title"][reader_language()]) if body else code


@cache
def finding_checks() -> Checks:
    """The checks after which findings are called."""
    return load_checks(*_PACKS)


@cache
def _word_checks() -> WordChecks:
    return load_word_checks()
