"""Whose copy was it, who is out of the question, and how sure.

The front door for other programs needs numpy and scipy and nothing else of ours::

    from leumund.trace import weigh

``weigh`` reads the unexplained calls of one draw in their order of arrival and says, per
copy, how strongly they speak for its use; the chance of ever naming a copy that was not
used stays below alpha, however often one looks and whoever else leaks.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.trace.exclude import Called, Fact, Held, exclusion_facts
    from leumund.trace.finding import CopyFinding, StrayReport, TraceReport
    from leumund.trace.lists import NotWeighable
    from leumund.trace.needed import MANY_CALLS, calls_needed, least_calls
    from leumund.trace.outcome import Outcome
    from leumund.trace.pace import days_needed
    from leumund.trace.readiness import largest_gamma
    from leumund.trace.redraws import RedrawAudit, cells_of_copy, redraw_audit
    from leumund.trace.refusals import NothingNamed
    from leumund.trace.stray import FileWeighing, weigh_file
    from leumund.trace.weighing import Weigher, Weighing, deepest, trail, weigh

__all__ = [
    "MANY_CALLS",
    "Called",
    "CopyFinding",
    "Fact",
    "FileWeighing",
    "Held",
    "NotWeighable",
    "NothingNamed",
    "Outcome",
    "RedrawAudit",
    "StrayReport",
    "TraceReport",
    "Weigher",
    "Weighing",
    "calls_needed",
    "cells_of_copy",
    "days_needed",
    "deepest",
    "exclusion_facts",
    "largest_gamma",
    "least_calls",
    "redraw_audit",
    "trail",
    "weigh",
    "weigh_file",
]

_HOMES = {
    "Called": "exclude",
    "CopyFinding": "finding",
    "Fact": "exclude",
    "FileWeighing": "stray",
    "Held": "exclude",
    "MANY_CALLS": "needed",
    "NotWeighable": "lists",
    "NothingNamed": "refusals",
    "Outcome": "outcome",
    "RedrawAudit": "redraws",
    "StrayReport": "finding",
    "TraceReport": "finding",
    "Weigher": "weighing",
    "Weighing": "weighing",
    "calls_needed": "needed",
    "cells_of_copy": "redraws",
    "days_needed": "pace",
    "exclusion_facts": "exclude",
    "deepest": "weighing",
    "largest_gamma": "readiness",
    "least_calls": "needed",
    "redraw_audit": "redraws",
    "trail": "weighing",
    "weigh": "weighing",
    "weigh_file": "stray",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"leumund.trace.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.trace has nothing called {name!r}")
