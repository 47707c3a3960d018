"""What the engine may say to the outside: never a value of a row."""

from __future__ import annotations

import re
from typing import Any

from leumund.basics.errors import BadInput, LeumundError, Unavailable


class EngineFull(Unavailable):
    """The step {step} needs more memory or disk than it may take, so it was given up."""

    code = "engine-full"
    hint = "Raise LEUMUND_ENGINE_MEMORY_BYTES, or make room in the data folder."


class TableUnreadable(Unavailable):
    """A table of the step {step} cannot be read or written ({what})."""

    code = "table-unreadable"
    hint = "Look whether the file is there, whole, and may be read; then repeat the command."


class CellRefused(BadInput):
    """A value in the step {step} does not fit its column ({what}, line {line})."""

    code = "cell-refused"
    hint = (
        "Look it up in the file that was read; it is not repeated here, as it may be personal."
    )


class StepRefused(LeumundError):
    """The engine refused the step {step}: {what}."""

    code = "step-refused"
    hint = "This is a mistake in Leumund; please report it with these words."


# Errors about the SQL text itself: they name words of bulk.sql, and no row was read yet.
_ABOUT_THE_TEXT = ("BinderException", "CatalogException", "ParserException", "SyntaxException")
_ABOUT_FILES = ("IOException", "PermissionException", "SerializationException", "HTTPException")
_ABOUT_CELLS = (
    "ConversionException",
    "InvalidInputException",
    "OutOfRangeException",
    "ConstraintException",
)


_LINE = re.compile(r"\A[A-Za-z ]+: CSV Error on Line: (\d+)\n")


def rewritten(error: Any, step: str) -> LeumundError:
    """Our error for one of DuckDB's."""
    kind = type(error).__name__
    if kind == "OutOfMemoryException":
        return EngineFull(step=step)
    if kind in _ABOUT_FILES:
        return TableUnreadable(step=step, what=kind)
    if kind in _ABOUT_CELLS:
        line = _LINE.match(str(error))
        return CellRefused(step=step, what=kind, line=line[1] if line else "-")
    what = str(error).split("\n")[0] if kind in _ABOUT_THE_TEXT else kind
    return StepRefused(step=step, what=what)
