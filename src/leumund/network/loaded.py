"""What the actions of this part did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class Declaration:
    """A sub-partner that was declared. ``is_late``: the declaration day was over, so that the
    time before counts as undeclared. It may not act before the company agrees in writing and
    loads an engagement; ``missing``: entries of the register that are still to come."""

    partner: str
    above: str
    is_late: bool
    declaration_day: date | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What was noted of a partner; ``document`` is the SHA-256 of what was seen. ``is_new``
    tells whether it was noted now. ``still_missing``: what has to be looked at before the first
    hand-over."""

    partner: str
    what: str
    looked_on: date
    document: str | None
    is_new: bool
    still_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadsLoaded:
    """Every row is in exactly one of added, known, quarantined; ``known``: leads that stay as
    they were declared first."""

    file_digest: str
    partner: str
    rows: int
    added: int
    known: int
    quarantined: int
    quarantine_path: Path | None = None


@dataclass(frozen=True, slots=True)
class StatementsLoaded:
    """Every row is in exactly one of added, known, quarantined."""

    file_digest: str
    partner: str
    rows: int
    added: int
    known: int
    quarantined: int
    quarantine_path: Path | None = None
