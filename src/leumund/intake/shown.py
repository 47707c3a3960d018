"""The sealed order as it is shown to an outsider: every leaf, every batch, and who took it in.

A leaf says what tracing looks at and holds salted digests of the rest, so it shows no number,
no text and no name; the lines in it are the company's own numbers for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TAKEN_BY = ("taken_by", "recorded_by", "Aufgenommen von", "Bearbeiter")
"""The columns in which a source may say who took a complaint in."""
_KNOWN = frozenset(re.sub(r"[^a-z]", "", name.casefold()) for name in TAKEN_BY)


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """Complaints that came in one file. ``root``: hex; ``file``: the file's SHA-256."""

    first: int
    last: int
    root: str
    file: str
    format: str


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """All complaints in their sealed order. ``leaves`` as they were hashed; ``taken_by``: per
    person who took complaints in, their places; what is not on record is missing."""

    leaves: tuple[str, ...]
    batches: tuple[ShownBatch, ...]
    taken_by: tuple[tuple[str, tuple[int, ...]], ...]


def by_person(
    originals: Iterable[tuple[int, Mapping[str, str] | None]],
) -> dict[str, list[int]]:
    """Per person who took complaints in, their places, from the rows as they came."""
    found: dict[str, list[int]] = {}
    for position, original in originals:
        name = _taken_by(original or {})
        if name:
            found.setdefault(name, []).append(position)
    return found


def _taken_by(original: Mapping[str, str]) -> str:
    for column, cell in original.items():
        if re.sub(r"[^a-z]", "", column.casefold()) in _KNOWN and cell.strip():
            return " ".join(cell.split())
    return ""
