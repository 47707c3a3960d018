"""What a load did, and why a row may be held back by what the tables say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput, Conflict

if TYPE_CHECKING:
    from pathlib import Path


class NobodyYet(BadInput):
    """Nobody with this reference has been loaded."""

    code = "nobody-yet"
    hint = "Load the customers first, then this file again."


class NobodysNumber(BadInput):
    """Nobody with this number has been loaded."""

    code = "nobodys-number"
    hint = "Load the customers first, then this file again."


class SharedNumber(BadInput):
    """Several persons share this number, and the row does not say which of them it means."""

    code = "shared-number"
    hint = "One person's consent does not cover another: add the reference in a column ref."


class Contradiction(BadInput):
    """The row says something else than an earlier row of this file about the same thing."""

    code = "contradiction"
    hint = "Decide which of the two is right and load the file again."


class RegisterOlder(Conflict):
    """A version of the register {register} of {newest} is loaded; this one is of {dated_on}.
    Nothing was loaded."""

    code = "register-older"
    hint = "Load the newest version only."


class RegisterEmpty(BadInput):
    """The register in {name} holds no number that can be read, and would take everybody out of
    it. Nothing was loaded."""

    code = "register-empty"
    hint = "Fetch the register again."


class RegisterUnnamed(BadInput):
    """A register needs its name and the date of its version. Nothing was loaded."""

    code = "register-unnamed"
    hint = "Add --name and --dated-on."


class FileChanged(Conflict):
    """{name} was changed while it was being read. Nothing was loaded."""

    code = "file-changed"
    hint = "Wait until it is complete, then load it again."


HELD: dict[str, type[BadInput]] = {
    "unknown_ref": NobodyYet,
    "unknown_number": NobodysNumber,
    "shared_number": SharedNumber,
    "contradicts": Contradiction,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every row of the file is in exactly one of added, changed, unchanged, quarantined.

    ``removed`` counts records that are no longer in force because the file, which is the
    whole truth about what it names, no longer holds them. ``holds_already``: those of the
    quarantined rows that are objections and hold all the same. ``left_out``: the columns from
    which nothing was read.
    """

    kind: str
    file_digest: str
    rows: int
    added: int
    changed: int
    unchanged: int
    quarantined: int
    removed: int = 0
    quarantine_path: Path | None = None
    holds_already: int = 0
    left_out: tuple[str, ...] = ()
