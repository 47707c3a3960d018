"""Audit: was it asked and obeyed, and what was said?

Declared calls are laid beside passes, transcripts are listened to, and what is found is kept
with its first sign. A finding accuses nobody: a person reads it before it counts.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.audit.words.corpus import Dialogue, dialogues
    from leumund.audit.words.formats import read_transcript
    from leumund.audit.words.known import KnownWordFinding
    from leumund.audit.words.listen import Listener, WordFinding
    from leumund.audit.words.pack import WordChecks, load_word_checks
    from leumund.audit.words.transcript import Transcript

_HOMES = {
    "Dialogue": "words.corpus",
    "KnownWordFinding": "words.known",
    "Listener": "words.listen",
    "Transcript": "words.transcript",
    "WordChecks": "words.pack",
    "WordFinding": "words.listen",
    "dialogues": "words.corpus",
    "load_word_checks": "words.pack",
    "read_transcript": "words.formats",
}

__all__ = [
    "Dialogue",
    "KnownWordFinding",
    "Listener",
    "Transcript",
    "WordChecks",
    "WordFinding",
    "dialogues",
    "load_word_checks",
    "read_transcript",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.audit.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.audit has no {name!r}")
