"""What a document is, from the words it calls itself by and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from leumund.intake.documents import wording
from leumund.intake.documents.document import Found
from leumund.intake.documents.page import Page, joined, read

TextKind = Literal["statement", "invoice", "contract", "other"]

_TITLE_LINES = 14
_TITLE, _LARGE, _BODY = 2.0, 3.0, 0.4
_BODY_MOST = 3.0
_TABLE = 2.0
_ENOUGH = 2.0
_SECTION = re.compile(
    r"^\s*(?:§+\s*\d+|(?:Artikel|Article|Section|Ziffer)\s+\d+|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÄÖÜ])"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """``confidence`` is between 0 and 1; ``why``: the words, each with its page."""

    kind: TextKind
    confidence: float
    why: tuple[Found[str], ...]


def guess_kind(pages: Sequence[Page], *, has_rows: bool, is_processing: bool) -> Guess:
    """``has_rows``: a table with amounts was found, so it may be a statement or an invoice."""
    scores: dict[TextKind, float] = {"statement": 0.0, "invoice": 0.0, "contract": 0.0}
    why: dict[TextKind, list[Found[str]]] = {kind: [] for kind in scores}
    for kind, score, found in _signs(pages):
        scores[kind] += score
        why[kind].append(found)
    if has_rows:
        scores["statement"] += _TABLE
        scores["invoice"] += _TABLE
        scores["contract"] -= _TABLE
    elif scores["contract"] > 0:
        scores["contract"] += _TABLE * is_processing
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < _ENOUGH or (best != "contract" and not has_rows):
        return Guess("other", 0.5, ())
    rest = max(score for kind, score in scores.items() if kind != best)
    confidence = scores[best] / (scores[best] + max(rest, 0.0) + 1.0)
    return Guess(best, round(confidence, 2), tuple(why[best][:4]))


def _signs(pages: Sequence[Page]) -> Iterator[tuple[TextKind, float, Found[str]]]:
    if not pages:
        return
    lines = [line for page in pages[:1] for line in read(page)]
    usual = sorted(line.height for line in lines)[len(lines) // 2] if lines else 1.0
    for line in lines[: _TITLE_LINES * 2]:
        is_large = line.height > 1.15 * usual
        for kind in ("statement", "invoice", "contract"):
            word = _title(line.text, kind)
            if word and (is_large or len(line.text.split()) <= 8):
                yield (
                    kind,
                    _LARGE if is_large else _TITLE,
                    Found(word, line.page, line.text[:120]),
                )
    yield from _contract_body(pages)


def _title(text: str, kind: Literal["statement", "invoice", "contract"]) -> str | None:
    flat = wording.folded(text)
    for word in wording.titles()[kind]:
        if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", flat):
            return word
    return None


def _contract_body(pages: Sequence[Page]) -> Iterator[tuple[TextKind, float, Found[str]]]:
    """Sections and the words that contracts are full of, each counted once."""
    text = wording.folded(joined(line.text for page in pages for line in read(page)))
    given = 0.0
    for word in wording.titles()["contract_body"]:
        if given < _BODY_MOST and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text):
            given += _BODY
            yield "contract", _BODY, Found(word, pages[0].number, word)
    sections = [line for page in pages for line in read(page) if _SECTION.match(line.text)]
    if len(sections) >= 3:
        yield "contract", _TITLE, Found("§", sections[0].page, sections[0].text[:120])
