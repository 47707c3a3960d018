"""A law as it is cited in the reader's language.

Packs and findings keep it the German way (Art. 5 Abs. 1 Buchst. c DSGVO); English readers
know it as Art. 5(1)(c) GDPR. Names of courts and foreign statutes stay as they are.
"""

from __future__ import annotations

import re
from typing import Final

from leumund.basics.language import reader_language

_OWN: Final = re.compile(r"\s*\(own (?:policy|words)\)")
_TO_GERMAN: Final = (
    (r"\bown policy\b", "eigene Regel"),
    (r"\bGDPR\b", "DSGVO"),
    (r"\b(Art)\.? (?=\d)", r"\1. "),
    (r"\bDirective\b", "Richtlinie"),
    (r"(?<=[\da-z])\((\d+)\)", r" Abs. \1"),
    (r"(?<=\d)\(([a-z])\)", r" Buchst. \1"),
    (r"\bsentence (\d)", r"S. \1"),
    (r"\bno\. (\d)", r"Nr. \1"),
)
_TO_ENGLISH: Final = (
    (r"\beigene Frist\b", "own time limit"),
    (r"\beigene Wörter\b", "own words"),
    (r"\beigene (?:Regel|Festlegung)(?:(?::| gegen| nach)[^;]*)?", "own policy"),
    (r"\bArt (?=\d)", "Art. "),
    (r"\bFaustregel\b", "rule of thumb"),
    (r"\bVertrag\b", "the contract"),
    (r"\bUrteil vom\b", "judgment of"),
    (r"\bDSGVO\b", "GDPR"),
    (r",? Abs\. (\d+)", r"(\1)"),
    (r" Buchst\. ([a-z])", r"(\1)"),
    (r"\bS\. (\d)", r"sentence \1"),
    (r"\bNr\. (\d)", r"no. \1"),
    (r"(?<=\)) und ([a-z])\b", r" and (\1)"),
    (r"(?<=[\w)]) und (?=\d)", " and "),
    (r"(?<=\d) bis (?=\d)", " to "),
    (r"(?<=\w) zu (?=Art\.|§)", " on "),
)


def cited(law: str, language: str | None = None) -> str:
    """The citation as that language writes it."""
    tongue = language or reader_language()
    plain = _OWN.sub("", law)
    for pattern, said in _TO_GERMAN if tongue == "de" else _TO_ENGLISH:
        plain = re.sub(pattern, said, plain)
    return plain
