"""German and English: the reader's language, and the catalogue of translated sentences.

Messages are written in English in the code, marked with ``_``; the German ones stand in
``leumund/locale/de/LC_MESSAGES/leumund.po``. Translation happens when a sentence is shown.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("de", "en")
LOCALE = Path(__file__).parent.parent / "locale"

_chosen: ContextVar[str | None] = ContextVar("language", default=None)


def reader_language() -> str:
    """The language chosen for this run, else LEUMUND_LANGUAGE, else the locale's or English."""
    wanted = _chosen.get() or os.environ.get("LEUMUND_LANGUAGE") or _locale_language()
    return wanted if wanted in LANGUAGES else "en"


def choose_language(language: str | None) -> None:
    """Use this language for all that is shown from here on; None: the environment's."""
    _chosen.set(language)


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Show sentences in this language inside the block."""
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def translate(sentence: str, language: str | None = None) -> str:
    """The sentence in that language; unchanged where the catalogue has no entry."""
    return _catalogue(language or reader_language()).gettext(sentence) if sentence else ""


_ = translate


def marked(sentence: str) -> str:
    """The sentence as it is, for data that is made at import and translated when shown.

    Import it as ``_``: then the catalogue finds the sentence.
    """
    return sentence


def _locale_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value[:2].lower()
    return "en"


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    return translation("leumund", LOCALE, languages=[language], fallback=True)
