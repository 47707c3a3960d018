"""What the words in the details of findings mean, chapter by chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.look import calls, lists, orders

if TYPE_CHECKING:
    from collections.abc import Mapping


def detail_words(letter: str) -> Mapping[str, str]:
    """The sentences, not yet translated, for words that this chapter's details hold."""
    return {"b": calls, "c": orders, "f": lists}[letter].DETAIL_WORDS if letter in "bcf" else {}
