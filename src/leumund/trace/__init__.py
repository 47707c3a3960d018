"""Whose copy was it, who is out of the question, and how sure.

The front door for other programs needs numpy and scipy and nothing else of ours::

    from leumund.trace import weigh

``weigh`` reads the unexplained calls of one draw in their order of arrival and says, per
copy, how strongly they speak for its use; the chance of ever naming a copy that was not
used stays below alpha, however often one looks and whoever else leaks.
"""

from importlib import import_module

_HOMES = {
    "FileWeighing": "stray",
    "MANY_CALLS": "needed",
    "NotWeighable": "lists",
    "RedrawAudit": "redraws",
    "Weighing": "weighing",
    "calls_needed": "needed",
    "cells_of_copy": "redraws",
    "redraw_audit": "redraws",
    "trail": "weighing",
    "weigh": "weighing",
    "weigh_file": "stray",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.trace.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.trace has nothing called {name!r}")
