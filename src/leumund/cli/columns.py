"""``--column OURS=THEIRS``: which of a file's columns says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput
from leumund.cli.usage import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


class NotAColumn(BadInput):
    """--column was given {shown}, which maps no column; nothing was done."""

    code = "not-a-column"
    hint = "Write it as OURS=THEIRS, for example --column number_called=Zielrufnummer."


def columns_from(given: Iterable[str] | None) -> dict[str, list[str]] | None:
    """Our field to the file's columns, in the order given; None where nothing was given."""
    columns: dict[str, list[str]] = {}
    for pair in given or ():
        ours, sign, theirs = pair.partition("=")
        if not (ours.strip() and sign and theirs.strip()):
            raise NotAColumn(shown=shown(pair))
        columns.setdefault(ours.strip(), []).append(theirs.strip())
    return columns or None
