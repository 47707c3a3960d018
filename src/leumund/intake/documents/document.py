"""What was read from a document, every value with the page and the words it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Generic, Literal, TypeVar

from leumund.intake.tables import Note

DocumentKind = Literal["statement", "invoice", "contract", "other", "scan"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and where it stands: the page, counted from 1, and the words as written."""

    value: Value
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who concludes a contract, and as what: ``controller``, ``processor`` or not said."""

    name: str
    role: Literal["controller", "processor"] | None
    page: int
    words: str


@dataclass(frozen=True, slots=True)
class ContractRead:
    """What a contract says. A clause that is not found may still stand there in other words:
    it is a thing to look up, not proved to be missing.

    ``clauses``: every clause that Art. 28 GDPR asks for, by its key (``28(3)(a)``), with the
    page where it was found or None. ``found``: the words; ``in_doubt``: words with a "not"
    beside them, which a person must read. ``is_processing``: does the contract
    say that data are processed for somebody else? If not, it need not have these clauses.
    """

    parties: tuple[Party, ...]
    signed_on: Found[date] | None
    begins_on: Found[date] | None
    ends_on: Found[date] | None
    is_open_ended: bool
    is_processing: bool
    clauses: Mapping[str, int | None]
    found: Mapping[str, Found[str]]
    in_doubt: Mapping[str, Found[str]] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the clauses that were not found, in the order of the statute."""
        return tuple(
            key
            for key, page in self.clauses.items()
            if page is None and key not in self.in_doubt
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One file. ``why``: the words that made it this kind. ``scans``: pages without text that
    can be read. ``table``: rows of a statement or an invoice, typed as kind ``statements``;
    ``left_over``: its rows that could not be read, with their reasons."""

    file: str
    kind: DocumentKind
    confidence: float
    why: tuple[Found[str], ...]
    pages: int
    scans: tuple[int, ...]
    rows: int
    table: Path | None
    left_over: Path | None
    contract: ContractRead | None
    notes: tuple[Note, ...]
