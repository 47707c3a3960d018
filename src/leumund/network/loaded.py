"""What a load of partners did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """Every partner of the file is in exactly one of added, changed, unchanged.

    ``untouched`` names the partners known from before that the file does not name.
    """

    file_digest: str
    partners: int
    added: int
    changed: int
    unchanged: int
    untouched: tuple[str, ...] = ()
