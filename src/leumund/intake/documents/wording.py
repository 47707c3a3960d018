"""The words that documents use, from ``words.yaml``, and how words are compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
_ALIKE = 86
_SHORTEST, _LONGEST = 7, 40
_REMEMBERED = 8192
_UNIT = re.compile(
    r"(?:\s*(?:\(?\s*(?:in\s+)?(?:eur|euro|€)\s*\)?|\*|:|\(netto\)|\(net\)))+$", re.I
)

Phrases = tuple[tuple[str, ...], ...]
"""Ranks of folded phrases, the likelier first."""


def folded(text: str) -> str:
    """Small letters, no umlauts: ``"Übertrag"`` is ``uebertrag``."""
    return text.casefold().translate(_FOLDED)


def bare(text: str) -> str:
    """Letters and digits only, folded; the euro sign stays, as it can head a column."""
    return re.sub(r"[^a-z0-9€]", "", folded(text))


def beside(name: str) -> Any:
    """A YAML file of ours: read by C where that is there, as each document reads it anew."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(__file__).with_name(name).read_bytes(), loader)


@cache
def columns() -> Mapping[str, Phrases]:
    """Field name, or ``other``, to what its column is called."""
    return {
        name: tuple(_bare_all(rank) for rank in ranks)
        for name, ranks in _words()["columns"].items()
    }


@cache
def labels() -> tuple[tuple[str, str], ...]:
    """Every folded label with its field, the longest first."""
    found = [
        (folded(phrase.strip()), field)
        for field, ranks in _words()["labels"].items()
        for rank in ranks
        for phrase in rank.split(",")
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def totals() -> tuple[tuple[str, str], ...]:
    """Every folded word that heads a line of totals, with what it means, the longest first."""
    found = [
        (folded(word), kind) for kind, words in _words()["totals"].items() for word in words
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def payee_account() -> tuple[str, ...]:
    return tuple(folded(word) for word in _words()["payee_account"])


@cache
def titles() -> Mapping[str, tuple[str, ...]]:
    return {
        kind: tuple(folded(word) for word in words)
        for kind, words in _words()["titles"].items()
    }


@lru_cache(_REMEMBERED)
def column(heading: str) -> tuple[str, int] | None:
    """The field that a column's heading names, and its rank there; None for an unknown one."""
    if heading.endswith("-"):
        return None  # the other half of the word stands in the line below
    for key in dict.fromkeys((bare(heading), bare(_UNIT.sub("", heading)))):
        for field, ranks in columns().items():
            for rank, phrases in enumerate(ranks):
                if key in phrases:
                    return field, rank
    return _misspelt(bare(_UNIT.sub("", heading)))


def _misspelt(key: str) -> tuple[str, int] | None:
    if not _SHORTEST <= len(key) <= _LONGEST:
        return None
    phrases = list(_known())
    close = process.extractOne(key, phrases, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return _known()[close[0]] if close else None


@cache
def _known() -> Mapping[str, tuple[str, int]]:
    return {
        phrase: (field, rank)
        for field, ranks in columns().items()
        for rank, phrases in enumerate(ranks)
        for phrase in phrases
    }


def _bare_all(rank: str) -> tuple[str, ...]:
    return tuple(bare(phrase) for phrase in rank.split(","))


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    found: Mapping[str, Mapping[str, Sequence[str]]] = beside("words.yaml")
    return found
