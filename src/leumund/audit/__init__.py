"""Audit: was it asked and obeyed, and what was said?

Declared calls are laid beside passes, transcripts are listened to, and what is found is kept
with its first sign. A finding accuses nobody: a person reads it before it counts.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.audit.calls import (
        CallsAudit,
        LostCalls,
        PartnerCalls,
        code_titles,
        decide_lost,
    )
    from leumund.audit.known import Collected, KnownFinding, KnownFindings, Note
    from leumund.audit.lookups import Lookups
    from leumund.audit.notice import Notice, Tomorrow
    from leumund.audit.number import Ring, ShownNumber
    from leumund.audit.rows.about import AboutLine, HeardOf, ToldNotToCall
    from leumund.audit.rows.behind import Behind
    from leumund.audit.scorecards import (
        CurvePoint,
        Funnel,
        Rate,
        Scorecards,
        ScoreRow,
        measure_titles,
        place_titles,
    )
    from leumund.audit.titles import code_words, finding_checks
    from leumund.audit.words.corpus import Dialogue, dialogues
    from leumund.audit.words.formats import read_transcript
    from leumund.audit.words.known import KnownWordFinding
    from leumund.audit.words.listen import Listener, WordFinding
    from leumund.audit.words.pack import WordChecks, load_word_checks
    from leumund.audit.words.transcript import Transcript

_HOMES = {
    "AboutLine": "rows.about",
    "Behind": "rows.behind",
    "CallsAudit": "calls",
    "Collected": "known",
    "CurvePoint": "scorecards",
    "Dialogue": "words.corpus",
    "Funnel": "scorecards",
    "HeardOf": "rows.about",
    "KnownFinding": "known",
    "KnownFindings": "known",
    "KnownWordFinding": "words.known",
    "Listener": "words.listen",
    "Lookups": "lookups",
    "LostCalls": "calls",
    "Note": "known",
    "Notice": "notice",
    "PartnerCalls": "calls",
    "Rate": "scorecards",
    "Ring": "number",
    "ScoreRow": "scorecards",
    "Scorecards": "scorecards",
    "ShownNumber": "number",
    "ToldNotToCall": "rows.about",
    "Tomorrow": "notice",
    "Transcript": "words.transcript",
    "WordChecks": "words.pack",
    "WordFinding": "words.listen",
    "code_titles": "calls",
    "code_words": "titles",
    "decide_lost": "calls",
    "dialogues": "words.corpus",
    "finding_checks": "titles",
    "load_word_checks": "words.pack",
    "measure_titles": "scorecards",
    "place_titles": "scorecards",
    "read_transcript": "words.formats",
}

__all__ = [
    "AboutLine",
    "Behind",
    "CallsAudit",
    "Collected",
    "CurvePoint",
    "Dialogue",
    "Funnel",
    "HeardOf",
    "KnownFinding",
    "KnownFindings",
    "KnownWordFinding",
    "Listener",
    "Lookups",
    "LostCalls",
    "Note",
    "Notice",
    "PartnerCalls",
    "Rate",
    "Ring",
    "ScoreRow",
    "Scorecards",
    "ShownNumber",
    "ToldNotToCall",
    "Tomorrow",
    "Transcript",
    "WordChecks",
    "WordFinding",
    "code_titles",
    "code_words",
    "decide_lost",
    "dialogues",
    "finding_checks",
    "load_word_checks",
    "measure_titles",
    "place_titles",
    "read_transcript",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.audit.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.audit has no {name!r}")
