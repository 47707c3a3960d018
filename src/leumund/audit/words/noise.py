"""Noise as recognisers make it: words lost, misheard, split and joined, full stops gone.

The doubt that a turn then states is what a recogniser would state: higher where more of it
is wrong, with an error of its own. Dialect is spelled as heard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_RATES = {"clean": 0.0, "light": 0.05, "heavy": 0.15, "dialect": 0.0, "unlabelled": 0.0}
_FILLERS = ("äh", "ähm", "uh", "mhm", "also")
_SOUNDS = (
    ("ß", "s"), ("ie", "i"), ("th", "t"), ("ck", "k"), ("ph", "f"), ("ei", "ai"), ("d", "t"),
    ("b", "p"), ("g", "k"), ("ee", "ea"), ("ou", "oo"), ("v", "f"), ("m", "n"), ("z", "s"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def noisy(
    source: random.Random,
    said: Sequence[tuple[str, str]],
    noise: str,
    dialect: Mapping[str, str],
) -> list[tuple[str, str, float | None]]:
    """(who, text, doubt) per turn; the turns and their order stay as they are."""
    rate = _RATES[noise]
    if noise == "dialect":
        return [(who, _in_dialect(source, text, dialect), None) for who, text in said]
    if not rate:
        return [(who, text, None) for who, text in said]
    return [(who, *_misheard(source, text, rate)) for who, text in said]


def _in_dialect(source: random.Random, text: str, dialect: Mapping[str, str]) -> str:
    def spoken(found: re.Match[str]) -> str:
        other = dialect.get(found[0].lower())
        return other if other and source.random() < 0.8 else found[0]

    return _WORD.sub(spoken, text)


def _misheard(source: random.Random, text: str, rate: float) -> tuple[str, float]:
    words = text.split()
    kept: list[str] = []
    wrong = 0
    for word in words:
        if source.random() >= rate:
            kept.append(word)
            continue
        wrong += 1
        kept += _instead(source, word)
    if not kept:
        kept = words[:1]
    heard = " ".join(kept)
    if rate > 0.1 or source.random() < 0.3:
        heard = re.sub(r"[.,!?]", "", heard).lower()
    stated = 0.05 + wrong / max(1, len(words)) + source.uniform(-0.05, 0.1)
    return heard, round(min(0.95, max(0.01, stated)), 3)


def _instead(source: random.Random, word: str) -> list[str]:
    """Lost, misheard, cut in two, said twice, or with a filler before it."""
    way = source.choices(("lost", "sound", "cut", "twice", "filler"), (3, 4, 1, 1, 1))[0]
    if way == "lost":
        return []
    if way == "twice":
        return [word, word]
    if way == "filler":
        return [source.choice(_FILLERS), word]
    if way == "cut" and len(word) > 5:
        middle = len(word) // 2
        return [word[:middle], word[middle:]]
    fitting = [(old, new) for old, new in _SOUNDS if old in word]
    return [word.replace(*source.choice(fitting), 1) if fitting else word[:-1] or word]
