"""Cases: from a suspicion over the hearing to what follows, and to the end of it.

A finding accuses nobody. A person opens a case from it; the partner is heard on the facts;
two people decide with reasons; what they decide holds from the next question on and ends by
itself when it is reversed. How a case moves is one table, ``states.yaml``; what can follow is
another, ``measures.yaml``; what is in neither is refused.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.cases.agents import AgentOf, AgentOpened
    from leumund.cases.case import AgentAsked, Case, Explanation, Hearing, Item, Measure, Step
    from leumund.cases.checks import decide_facts, offence_words
    from leumund.cases.clearing import (
        FORM,
        HEADINGS,
        Clearing,
        Cost,
        Said,
        clearing_of,
        code_of,
        sections,
    )
    from leumund.cases.clocks import Due
    from leumund.cases.finding_file import read_findings
    from leumund.cases.fold import case_of, finding_document, finding_of
    from leumund.cases.money import Commissions, Held, Sum
    from leumund.cases.moved import (
        Burden,
        Compared,
        Expired,
        Letter,
        Locked,
        Moved,
        Short,
        alike_words,
        overview_words,
    )
    from leumund.cases.state import OVER, Against, State, Target
    from leumund.cases.stops import stop_words
    from leumund.cases.table import (
        DATA_STOP,
        REPORT,
        TERMINATION,
        WARNING,
        Move,
        Rank,
        moves,
        rank,
        ranks,
        state_sentences,
    )
    from leumund.cases.words import explanation_words, source_words
    from leumund.cases.writer import findings_in, path_of

_HOMES = {
    "OVER": "state",
    "Against": "state",
    "AgentAsked": "case",
    "AgentOf": "agents",
    "AgentOpened": "agents",
    "Burden": "moved",
    "Case": "case",
    "Clearing": "clearing",
    "Compared": "moved",
    "Cost": "clearing",
    "DATA_STOP": "table",
    "Due": "clocks",
    "Expired": "moved",
    "Explanation": "case",
    "FORM": "clearing",
    "HEADINGS": "clearing",
    "Hearing": "case",
    "Item": "case",
    "Letter": "moved",
    "Locked": "moved",
    "Measure": "case",
    "Move": "table",
    "Moved": "moved",
    "REPORT": "table",
    "Rank": "table",
    "Said": "clearing",
    "Short": "moved",
    "State": "state",
    "Step": "case",
    "Commissions": "money",
    "Held": "money",
    "Sum": "money",
    "TERMINATION": "table",
    "Target": "state",
    "WARNING": "table",
    "alike_words": "moved",
    "case_of": "fold",
    "clearing_of": "clearing",
    "code_of": "clearing",
    "decide_facts": "checks",
    "explanation_words": "words",
    "finding_document": "fold",
    "finding_of": "fold",
    "findings_in": "writer",
    "moves": "table",
    "offence_words": "checks",
    "overview_words": "moved",
    "path_of": "writer",
    "rank": "table",
    "ranks": "table",
    "read_findings": "finding_file",
    "sections": "clearing",
    "source_words": "words",
    "stop_words": "stops",
    "state_sentences": "table",
}

__all__ = [
    "DATA_STOP",
    "FORM",
    "HEADINGS",
    "OVER",
    "REPORT",
    "TERMINATION",
    "WARNING",
    "Against",
    "AgentAsked",
    "AgentOf",
    "AgentOpened",
    "Burden",
    "Case",
    "Clearing",
    "Commissions",
    "Compared",
    "Cost",
    "Due",
    "Expired",
    "Explanation",
    "Hearing",
    "Held",
    "Item",
    "Letter",
    "Locked",
    "Measure",
    "Move",
    "Moved",
    "Rank",
    "Said",
    "Short",
    "State",
    "Step",
    "Sum",
    "Target",
    "alike_words",
    "case_of",
    "clearing_of",
    "code_of",
    "decide_facts",
    "explanation_words",
    "finding_document",
    "finding_of",
    "findings_in",
    "moves",
    "offence_words",
    "overview_words",
    "path_of",
    "rank",
    "ranks",
    "read_findings",
    "sections",
    "source_words",
    "state_sentences",
    "stop_words",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.cases.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.cases has no {name!r}")
