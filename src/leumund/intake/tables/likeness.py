"""How much the name of a column is like the names we know for a field."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

EXACT = 1.0
_CLOSE = 84
_SHORTEST_TYPO = 5
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FILLERS = frozenset(
    word
    for words in (
        "der die das des dem den von vom und am im in an zu zum zur",
        "the of on at for and a to tel nr no id dt datum",
    )
    for word in words.split()
)
_SPELLED = {
    "nr": "nummer",
    "no": "nummer",
    "num": "nummer",
    "number": "nummer",
    "kd": "kunden",
    "kunde": "kunden",
    "tel": "telefon",
    "fon": "telefon",
    "phone": "telefon",
    "rufnr": "rufnummer",
    "kdnr": "kundennummer",
    "kundennr": "kundennummer",
    "str": "strasse",
    "dat": "datum",
    "dt": "datum",
    "date": "datum",
    "vp": "vertriebspartner",
    "vertr": "vertrag",
    "mtl": "monatlich",
}


@lru_cache(65_536)
def likeness(header: str, name: str) -> float:
    """Between 0 (nothing alike) and 1 (the same but for case, signs and abbreviations)."""
    theirs, ours = _words(header), _words(name)
    if not theirs or not ours:
        return 0.0
    if "".join(theirs) == "".join(ours):
        return EXACT
    spelled, known = _spelled(theirs), _spelled(ours)
    if spelled == known:
        return 0.95
    return max(_contained(theirs, ours), _typo(spelled, known), _abbreviated(theirs, known))


def _contained(theirs: tuple[str, ...], ours: tuple[str, ...]) -> float:
    """All words of the one are in the other: ``Rufnummer (privat)`` holds ``Rufnummer``."""
    more, fewer = (theirs, ours) if len(theirs) > len(ours) else (ours, theirs)
    if len(more) > len(fewer) and set(fewer) <= set(more) and not set(fewer) <= _FILLERS:
        return 0.6 + 0.3 * len("".join(fewer)) / len("".join(more))
    return 0.0


def _typo(theirs: str, ours: str) -> float:
    from rapidfuzz import fuzz

    if min(len(theirs), len(ours)) < _SHORTEST_TYPO:
        return 0.0
    ratio = fuzz.ratio(theirs, ours)
    return 0.9 * ratio / 100 if ratio >= _CLOSE else 0.0


def _abbreviated(theirs: tuple[str, ...], ours: str) -> float:
    """The words of the header begin parts of the name, in order: ``Vertr.-Ende``."""
    if len("".join(theirs)) < 3 or theirs[0][0] != ours[0]:
        return 0.0
    at = 0
    for word in (_SPELLED.get(word, word) for word in theirs):
        found = ours.find(word[:4], at)
        if found < 0:
            return 0.0
        at = found + len(word[:4])
    return 0.45 + 0.35 * min(1.0, len("".join(theirs)) / len(ours))


def _spelled(words: tuple[str, ...]) -> str:
    return "".join(_SPELLED.get(word, word) for word in words)


@lru_cache(65_536)
def _words(name: str) -> tuple[str, ...]:
    """In small letters, umlauts spelled out, cut where signs or capitals begin a word."""
    formed = unicodedata.normalize("NFC", name)
    cut = re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", formed)
    plain = cut.casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return tuple(re.findall(r"[a-z]+|\d+", plain))
