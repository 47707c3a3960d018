"""The first look: what the files of a folder already show, with nothing else needed.

Every file is taken for what it seems to be, every doubt is asked or said, and what the rows
show is found by the SQL beside this file, over typed tables (``kinds``). Nothing is stored
but a folder of results; no database, no ledger and no network is touched.

A chapter of the report is a ``Chapter``: codes of findings, tables, and the steps that give
them (``findings``, ``chapters``). The result is a ``LookReport`` (``outcome``).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.look.details import detail_words
    from leumund.look.findings import (
        Behind,
        Chapter,
        Code,
        FindingGroup,
        FindingRow,
        Gap,
        LookTable,
        Made,
        TableCode,
        Unsaid,
        finding_schema,
    )
    from leumund.look.kinds import KINDS, typed_schema
    from leumund.look.mapping import Question
    from leumund.look.outcome import ColumnTaken, FileTaken, LookReport, RulesTaken
    from leumund.look.settings import LookSettings, reasons
    from leumund.look.together import Together

_HOMES = {
    "KINDS": "kinds",
    "Behind": "findings",
    "Chapter": "findings",
    "Code": "findings",
    "ColumnTaken": "outcome",
    "FileTaken": "outcome",
    "FindingGroup": "findings",
    "FindingRow": "findings",
    "Gap": "findings",
    "LookReport": "outcome",
    "LookSettings": "settings",
    "LookTable": "findings",
    "Question": "mapping",
    "Made": "findings",
    "RulesTaken": "outcome",
    "TableCode": "findings",
    "Together": "together",
    "Unsaid": "findings",
    "detail_words": "details",
    "finding_schema": "findings",
    "reasons": "settings",
    "typed_schema": "kinds",
}

__all__ = [
    "KINDS",
    "Behind",
    "Chapter",
    "Code",
    "ColumnTaken",
    "FileTaken",
    "FindingGroup",
    "FindingRow",
    "Gap",
    "LookReport",
    "LookSettings",
    "LookTable",
    "Made",
    "Question",
    "RulesTaken",
    "TableCode",
    "Together",
    "Unsaid",
    "detail_words",
    "finding_schema",
    "reasons",
    "typed_schema",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"leumund.look.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.look has no {name!r}")
