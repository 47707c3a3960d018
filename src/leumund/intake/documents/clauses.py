"""The clauses of Art. 28 GDPR in a contract: which are there, on which page, in which words.

The wordings are data (``clauses.yaml``): groups of words and beginnings of words that must
stand in one passage, a sentence or two, so that a paraphrase is found as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from leumund.basics.language import reader_language
from leumund.intake.documents.document import Found
from leumund.intake.documents.passages import Passage, page_of, plain, shown
from leumund.intake.documents.wording import beside

_SOME_WORDS = r"(?:\ (?!(?:not|nicht|nur|only|kein\w*|never|nie)\b)\w+){0,8}\ "

_NO = re.compile(r"\b(?:nicht|kein\w*|niemals|nie|not|never|no|neither|nor)\b")
_EXCEPTION = re.compile(
    r"\b(?:ohne|ausser|es sei denn|sofern|soweit|solange|falls|wenn|nur|ausschliesslich"
    r"|lediglich"
    r"|hinaus|insbesondere|only|without|unless|except|other than|beyond|where|if|in particular"
    r"|nicht nur|not only|mehr|longer)\b"
)
_NEAR_WORDS = 4

Groups = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing a contract must set out. A wording is a set of passages that all must be
    there, a passage a set of groups of words that all must be in it."""

    key: str
    law: str
    title: Mapping[str, str]
    wordings: tuple[tuple[Groups, ...], ...]
    excluded: re.Pattern[str] | None
    needs: tuple[str, ...]

    @property
    def is_ban(self) -> bool:
        """Does the clause itself forbid something, so that a "not" belongs to it?"""
        return self.key in ("28(2)", "28(3)(a)")


def clauses_in_doubt(
    passages: Sequence[Passage], found: Mapping[str, Found[str]]
) -> dict[str, Found[str]]:
    """Clauses whose words have a "not" or "no" beside them: to be read by a person."""
    denied = [passage for passage in passages if _NO.search(passage.plain)]
    doubts = ((clause.key, _first(clause, denied, is_denied=True)) for clause in clauses())
    return {key: one for key, one in doubts if one is not None and key not in found}


def find_clauses(passages: Sequence[Passage]) -> dict[str, Found[str]]:
    """The clauses that were found, by key, each with its page and words."""
    found: dict[str, Found[str]] = {}
    for clause in clauses():
        first = _first(clause, passages)
        if first is not None:
            found[clause.key] = first
    for clause in clauses():
        if clause.needs and all(key in found for key in clause.needs):
            first = found[clause.needs[0]]
            found[clause.key] = Found(clause.key, first.page, first.words)
    return found


def is_processing(passages: Sequence[Passage]) -> bool:
    """Does the text speak of processing data for somebody else?"""
    return any(
        pattern.search(passage.plain) for passage in passages for pattern in _processing()
    )


def clause_title(key: str, language: str | None = None) -> str:
    """What a clause is about, in the language asked for."""
    return _by_key()[key].title[language or reader_language()]


def clause_law(key: str) -> str:
    """Where the law asks for it."""
    return _by_key()[key].law


@cache
def clauses() -> tuple[Clause, ...]:
    """All clauses in the order of the statute."""
    table = _table()
    return tuple(_clause(row, table["words"]) for row in table["clauses"])


def _first(
    clause: Clause, passages: Sequence[Passage], *, is_denied: bool = False
) -> Found[str] | None:
    """Where the first wording stands that is wholly there, with or without a denial."""
    usable = [
        passage
        for passage in passages
        if clause.excluded is None or not clause.excluded.search(passage.plain)
    ]
    for wording in clause.wordings:
        asks = not clause.is_ban and not is_denied
        places = [_place(groups, usable, is_denial_refused=asks) for groups in wording]
        if places[0] is not None and all(place is not None for place in places):
            passage, place = places[0]
            return Found(clause.key, page_of(passage, place), shown(passage, place))
    return None


def _place(
    groups: Groups, passages: Sequence[Passage], *, is_denial_refused: bool
) -> tuple[Passage, int] | None:
    """The first passage that has a word of each group, and where that of the first stands:
    the first group names the thing, the others may stand anywhere around it."""
    for passage in passages:
        matches = [group.search(passage.plain) for group in groups]
        places = [match.start() for match in matches if match]
        if len(places) < len(groups):
            continue
        if is_denial_refused and _is_denied(passage.plain, [m for m in matches if m]):
            continue
        return passage, places[0]
    return None


def _is_denied(text: str, matches: Sequence[re.Match[str]]) -> bool:
    """Does a "not" or "no" stand within a few words of what was found? One that belongs to an
    exception ("unless ... not") or to the words themselves denies nothing."""
    if _EXCEPTION.search(text):
        return False
    for denial in _NO.finditer(text):
        if any(each.start() <= denial.start() < each.end() for each in matches):
            continue
        for each in matches:
            first, last = sorted((denial.span(), each.span()))
            if text[first[1] : last[0]].count(" ") <= _NEAR_WORDS:
                return True
    return False


@cache
def _by_key() -> Mapping[str, Clause]:
    return {clause.key: clause for clause in clauses()}


@cache
def _processing() -> Groups:
    return tuple(_group(written, {}) for written in _table()["processing"])


def _clause(row: Mapping[str, Any], words: Mapping[str, str]) -> Clause:
    return Clause(
        key=row["key"],
        law=row["law"],
        title=row["title"],
        wordings=tuple(
            tuple(tuple(_group(group, words) for group in passage) for passage in wording)
            for wording in row.get("wordings", ())
        ),
        excluded=_group(row["not"], words) if "not" in row else None,
        needs=tuple(row.get("needs", ())),
    )


def _group(written: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """``"loesch* | may ~ without"`` as a pattern over plain text."""
    for name, meant in words.items():
        written = written.replace("{" + name + "}", meant)
    choices = [plain(choice, keep="*~") for choice in written.split("|")]
    patterns = [_pattern(choice) for choice in choices if choice]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _pattern(choice: str) -> str:
    any_end = re.escape(choice).replace(r"\*", r"\w*")
    return any_end.replace(r"\ \~\ ", _SOME_WORDS).replace(r"\~", "")


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = beside("clauses.yaml")
    return found
