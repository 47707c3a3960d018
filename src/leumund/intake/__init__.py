"""Intake: calls and complaints come in as they are; what cannot be read is kept.

A **declared call** is what a partner says it did; it is kept in Parquet files. A
**complaint** is a person's word about a call; each gets a place in the sealed order before
any copy is opened. A complaint that no pass and no declared call explains is an **unexplained
call**, and those are what tracing reads. This part is blind: it cannot see who is in which
copy, and a test holds that it never imports ``release``.

Local time is computed here, once (``moment.py``); a source is one file in ``formats/``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.intake.attempts import DeclaredAttempts
    from leumund.intake.call import Call, Contact
    from leumund.intake.complaint import Complaint, Explained, Explanation, UnexplainedCall
    from leumund.intake.loaded import LoadedCalls, LoadedComplaints
    from leumund.intake.moment import Moment, Place, read_moment

_HOMES = {
    "Call": "call",
    "Complaint": "complaint",
    "Contact": "call",
    "DeclaredAttempts": "attempts",
    "Explained": "complaint",
    "Explanation": "complaint",
    "LoadedCalls": "loaded",
    "LoadedComplaints": "loaded",
    "Moment": "moment",
    "Place": "moment",
    "UnexplainedCall": "complaint",
    "read_moment": "moment",
}

__all__ = [
    "Call",
    "Complaint",
    "Contact",
    "DeclaredAttempts",
    "Explained",
    "Explanation",
    "LoadedCalls",
    "LoadedComplaints",
    "Moment",
    "Place",
    "UnexplainedCall",
    "read_moment",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.intake.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.intake has no {name!r}")
